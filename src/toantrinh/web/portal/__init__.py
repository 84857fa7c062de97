"""Screens for citizens and firms, made for a phone first."""
