"""Screens for officers, made for the keyboard first."""
