"""Procedures at work: applications, steps, clocks, decisions."""
