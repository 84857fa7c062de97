"""Tags that templates of all faces may use without loading."""
