"""How a call travels to its provider: within the process, or a faulty way for tests; the network fits the same."""
