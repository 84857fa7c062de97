"""How procedures are found: what is indexed of each, how what was typed is understood, and which comes first."""
