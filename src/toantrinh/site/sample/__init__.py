"""The sample country: invented people and their dossiers, lived through the real actions, day by day, from one seed."""
