# SPDX-License-Identifier: GPL-2.0-or-later
"""Reads captures in which anything may stand, and finds what must not happen with any of them."""

import argparse
import os
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import host
from pdml import PROTOCOL

MODES = ((), ("-O", PROTOCOL), ("-2", "-O", PROTOCOL))
BUGS_ARE_FATAL = {"WIRESHARK_ABORT_ON_DISSECTOR_BUG": "1"}
FATAL = {
    "WIRESHARK_ABORT_ON_TOO_MANY_ITEMS": "1",
    "WIRESHARK_LOG_FATAL": "critical",
    "WIRESHARK_LOG_FATAL_DOMAINS": "UTF-8",  # which Wireshark 4.0 does not know yet
}
# One of our trees: its line, and everything that is indented below it.
TREE = re.compile(rb"^AIM Rendezvous[ ,].*\n(?:[ \t].*\n)*", re.MULTILINE)
# One of our lines in the packet list.
LINE = re.compile(rb"^ *\d+ .* AIM Rendezvous .*$", re.MULTILINE)
# What Wireshark prints about a bug that should not end it.
NOT_OURS = re.compile(rb"^.*Dissector bug, protocol (?!AIM Rendezvous).*$", re.MULTILINE)


class Broken(Exception):
    """Something happened that must not happen with any input."""


def read(a_host, path, needed, mode, fatal):
    """Read a capture; returns the number of rendezvous trees that are shown."""
    command = [os.environ.get("TSHARK", "tshark"), "-n", "-r", path, *needed, *mode]
    done = subprocess.run(
        list(map(str, command)),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env={name: value for name, value in a_host.environment().items() if name not in BUGS_ARE_FATAL} | fatal,
        timeout=1800,
        check=False,
        **host.UNPRIVILEGED,
    )
    if done.returncode != 0 or NOT_OURS.sub(b"", done.stderr).strip():
        raise Broken(f"tshark {' '.join(mode)} ended with {done.returncode}: {done.stderr.decode(errors='replace')}")
    if bug := re.search(rb"\[Dissector bug, protocol AIM Rendezvous.*", done.stdout):
        raise Broken(bug.group())
    trees = TREE.findall(done.stdout)
    for text in [*trees, *LINE.findall(done.stdout)]:
        try:
            text.decode("utf-8")
        except UnicodeDecodeError as error:
            raise Broken(f"not UTF-8, {error}: {text}") from None
    return len(trees)


def read_with_plugin(path, needed, mode):
    """Read a capture; returns the number of rendezvous trees, and a bug of Wireshark's own dissectors, if any."""
    try:
        return read(host.plugin(), path, needed, mode, FATAL | BUGS_ARE_FATAL), None
    except Broken as why:
        try:
            read(host.stock(), path, (*needed, *host.DECODE_AS_AIM), mode, FATAL | BUGS_ARE_FATAL)
        except Broken as without_us:
            if str(without_us) == str(why):
                return read(host.plugin(), path, needed, mode, FATAL), str(why).strip()
        raise


class Run:
    """A number of captures, each read in every mode; ends the program at the first that breaks something."""

    def __init__(self, keep):
        self._keep = keep
        self._bugs = Counter()
        self._start = time.monotonic()
        self.shown = 0

    def read(self, path, needed, name, how):
        """`name`: of the file in which the capture is kept if it breaks something; `how`: what makes it again."""
        for mode in MODES:
            try:
                trees, bug = read_with_plugin(path, needed, mode)
                self.shown += trees
                self._bugs.update([bug] if bug else [])
            except Broken as why:
                kept = self._keep / f"{name}.pcap"
                shutil.copyfile(path, kept)
                sys.exit(f"{why}\nwith {how}; kept as {kept}")

    def end(self, done):
        for bug, times in self._bugs.items():
            print(f"Wireshark without the plugin too, in {times} rounds: {bug}")
        if self.shown == 0:
            sys.exit("nothing was shown: is the plugin at work?")
        print(f"{done} passes in {time.monotonic() - self._start:.0f} s, nothing broke")


def arguments_given(description, passes, of_seed):
    """The command line, with the plugin built if need be."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passes", type=int, default=passes, help="how many (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help=f"{of_seed} (default: %(default)s)")
    parser.add_argument("--sanitize", action="store_true", help="build the plugin with ASan and UBSan")
    parser.add_argument("--keep", type=Path, default=Path.cwd(), help="folder for a capture that breaks it")
    arguments = parser.parse_args()
    if arguments.sanitize:
        sanitized_build()
    elif "OSCAR_RENDEZVOUS_PLUGIN" not in os.environ:
        host.build()
    return arguments


def sanitized_build():
    """Build the plugin with the sanitizers, whose runtimes tshark must load first."""
    folder = host.TOP / "build-sanitized"
    flags = "-fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer"
    configure = ["cmake", "-S", host.TOP, "-B", folder, "-G", "Ninja", f"-DCMAKE_CXX_FLAGS={flags}"]
    subprocess.run(configure, check=True, stdout=sys.stderr)
    subprocess.run(["cmake", "--build", folder, "--target", "oscar_rendezvous"], check=True, stdout=sys.stderr)
    runtimes = [
        subprocess.run(["g++", f"-print-file-name={name}"], check=True, capture_output=True, text=True).stdout.strip()
        for name in ("libasan.so", "libubsan.so")
    ]
    os.environ["OSCAR_RENDEZVOUS_PLUGIN"] = str(folder / host.MODULE)
    os.environ["LD_PRELOAD"] = " ".join(runtimes)
    # Wireshark itself does not free everything. Memory leaks of the plugin are found with valgrind.
    os.environ["ASAN_OPTIONS"] = "detect_leaks=0:abort_on_error=1"
