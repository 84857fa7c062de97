"""The look that all screens share: page skeletons, template tags, style sheet, and how an address is declared."""
