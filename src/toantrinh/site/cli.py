"""The command `toantrinh`: every command of the house, one file each in `management/commands`."""

import os
import sys

from toantrinh.kernel.text import Text


def main() -> None:
    """Run the command named on the command line; `check-packages` and `check_packages` are the same."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "toantrinh.site.settings")
    from django.core.management import execute_from_command_line

    words = sys.argv[1:]
    if words and not words[0].startswith("-"):
        words[0] = words[0].replace("-", "_")
    execute_from_command_line([*sys.argv[:1], *words])


def spoken(text: Text) -> str:
    """Words for whoever types commands: Vietnamese where the machine is set to it, else English."""
    set_to = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return text.say("vi" if set_to.startswith("vi") else "en")


if __name__ == "__main__":
    main()
