"""The life of a case: every move there is, and the national codes beside it."""
