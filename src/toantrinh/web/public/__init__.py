"""Screens for anyone: verify, follow, read figures and the record; no sign-in."""
