"""Tests of the citizen's screens."""
