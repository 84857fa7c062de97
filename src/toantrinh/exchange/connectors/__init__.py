"""How a call travels to its provider: today within the process, and a faulty one for tests; the network fits the same shape."""
