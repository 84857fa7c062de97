"""The face for other systems: what they tell us and ask of us, in JSON."""
