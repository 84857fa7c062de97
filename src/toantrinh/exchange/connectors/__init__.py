"""How a call travels to its provider: within the process, or by a faulty way for tests; the network fits the same shape."""
