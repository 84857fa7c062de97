"""What is measured: definitions, computation, published figures and their proofs."""
