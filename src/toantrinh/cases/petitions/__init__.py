"""The machinery of petitions: rules, clocks, routing, screening, and the words under an author's key."""
