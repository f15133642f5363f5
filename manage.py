#!/usr/bin/env python
"""Run a management command. `site/` is an import root, so it goes on the path before Django is imported."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent


def main() -> None:
    """Hand the command line to Django with the development settings unless others are named."""
    sys.path.insert(1, str(ROOT / "site"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    from django.core.management import execute_from_command_line  # the path must be set first

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
