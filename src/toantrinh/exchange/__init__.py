"""Calls between agencies and systems: directory, rights, purposes, logged messages."""
