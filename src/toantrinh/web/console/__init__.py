"""Screens for those who keep the house running."""
