"""What every room needs and none owns: plain Python, without Django and without tables."""
