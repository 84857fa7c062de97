"""Official messages to people, and the proof of delivery from which deadlines run."""
