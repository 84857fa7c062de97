"""What is true, since when, and known since when; search, extracts, corrections."""
