# SPDX-License-Identifier: GPL-2.0-or-later
"""What a run of tshark costs: instructions, time, memory."""

import os
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "tshark")]

import host  # noqa: E402  (needs the path above)

# The functions that do everything for one message, in the plugin and in the AIM dissector.
OURS, AIMS = "oscar::epan::dissect_message(", "tcp_dissect_pdus "


@dataclass(frozen=True)
class Cost:
    """A number of instructions, as that of a start and that of each packet."""

    start: float
    packet: float

    def of(self, packets):
        return self.start + self.packet * packets


def repeatable(seed):
    """A library to preload that makes GLib's random numbers the same in every run (an xorshift)."""
    library = host.new_capture("seed", b"").with_name(f"seed-{seed}.so")
    source = f"""unsigned g_random_int(void) {{
        static unsigned x = {seed}U * 2654435761U;
        x ^= x << 13; x ^= x >> 17; x ^= x << 5;
        return x;
    }}"""
    command = ("cc", "-shared", "-fPIC", "-x", "c", "-", "-o", library)
    subprocess.run(command, input=source, text=True, check=True)
    return library


def run(a_host, command, preloaded=None):
    preload = {"LD_PRELOAD": str(preloaded)} if preloaded else {}
    subprocess.run(
        list(map(str, command)),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=a_host.environment() | preload,
        cwd=a_host.home.parent,
        check=True,
        **host.UNPRIVILEGED,
    )


def instructions(a_host, seed, *arguments):
    """The instructions in total, and below each of the two functions if they are called."""
    with tempfile.NamedTemporaryFile(dir=a_host.home.parent, suffix=".callgrind") as profile:
        os.chmod(profile.name, 0o666)
        valgrind = ("valgrind", "--tool=callgrind", f"--callgrind-out-file={profile.name}")
        run(a_host, (*valgrind, "tshark", "-n", *arguments), seed)
        annotate = ("callgrind_annotate", "--inclusive=yes", "--threshold=100", "--auto=no", profile.name)
        text = subprocess.run(annotate, check=True, capture_output=True, text=True).stdout
    counts = {"all": int(re.search(r"^ *([\d,]+).*PROGRAM TOTALS", text, re.MULTILINE).group(1).replace(",", ""))}
    for name in (OURS, AIMS):
        found = re.findall(rf"^ *([\d,]+) .*{re.escape(name)}", text, re.MULTILINE)
        counts[name] = max((int(count.replace(",", "")) for count in found), default=0)
    return counts


def seconds(a_host, *arguments):
    start = time.perf_counter()
    run(a_host, ("tshark", "-n", *arguments))
    return time.perf_counter() - start
