"""Records of the national catalogue read as procedures: all is held, what is odd is told, nothing is guessed."""
