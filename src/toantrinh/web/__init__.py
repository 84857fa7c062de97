"""Every screen and address, a folder per audience, no rule inside."""
