# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs the scripts of the project as a user does."""

import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tshark"))

import host  # noqa: E402  (needs the path above)
import pdml  # noqa: E402, F401


def run(*command, **options):
    """What became of a command, with its output as text."""
    return subprocess.run(
        list(map(str, command)),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=600,
        check=False,
        **options,
    )


def show(*arguments, **environment):
    """captures/show with the module under test."""
    return run(host.CAPTURES / "show", *arguments, env=os.environ | {"LC_ALL": "C.UTF-8"} | environment)
