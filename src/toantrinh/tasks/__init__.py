"""Who must do what by when, about anything."""
