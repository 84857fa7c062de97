"""The command `toantrinh`: every command of the house, one file each in `management/commands`."""

import os
import sys


def main() -> None:
    """Run the command named on the command line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "toantrinh.site.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
