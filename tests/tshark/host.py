# SPDX-License-Identifier: GPL-2.0-or-later
"""Run the real tshark on captures, with or without the plugin under test.

Two environment variables say what is tested: OSCAR_RENDEZVOUS_PLUGIN is the module
that was built, and TSHARK is the program, if it is not the one on the PATH.

Each host has a home folder and a plugin folder of its own, so neither the
settings of the person who runs the tests nor installed copies of the plugin make
a difference.
"""

import atexit
import os
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pdml
from options import OPTIONS

TOP = Path(__file__).resolve().parents[2]
CAPTURES = TOP / "captures"
MODULE = "oscar_rendezvous.so"
NOBODY = 65534

# Arguments of subprocess.run(): as root, Wireshark loads only plugins that are installed system-wide.
UNPRIVILEGED = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}

# Options that make stock Wireshark recognise OSCAR where the plugin does so without options.
DECODE_AS_AIM = ("-d", "tcp.port==5190,aim", "-d", "tcp.port==9898,aim", "-d", "tls.port==9899,aim")

# The columns that the plugin writes to.
_COLUMNS = 'gui.column.format:"No.","%m","Protocol","%p","Info","%i"'
_SUMMARY_LINE = re.compile(r"^ *(\d+)\t([^\t]*)\t(.*)$", re.MULTILINE)


class HostError(Exception):
    """tshark failed, complained, or did not load the right plugin."""


@dataclass(frozen=True)
class Summary:
    """One line of the packet list."""

    number: int
    protocol: str
    info: str


class Host:
    """A tshark with a home folder of its own, the given module if any, and options for every capture."""

    def __init__(self, home, module, *options):
        self.home = _work_folder() / home
        self.home.mkdir()
        self._plugins = self.home / "plugins"
        self._options = options
        # Sanitizer runtimes are preloaded for tshark only.
        unloaded = {name: value for name, value in os.environ.items() if name != "LD_PRELOAD"}
        done = subprocess.run(
            [TOP / "plugin" / "private-plugins", self._plugins, *([module] if module else [])],
            stdout=subprocess.PIPE,
            env=unloaded,
            check=True,
            text=True,
        )
        self._check_loaded(done.stdout.splitlines())

    def run(self, *arguments):
        """The standard output of tshark, which must report no error."""
        return _text(self.run_for_bytes(*arguments))

    def read(self, capture, *arguments):
        """The standard output of tshark for a capture, with the options that the capture needs."""
        return _text(self._read(capture, *arguments))

    def version(self):
        """The version of Wireshark, such as 4.0."""
        return re.search(r"\d+\.\d+", self.run("--version")).group()

    @cache
    def summary(self, capture, *arguments):
        """The packet list, without a tree unless -V asks for one."""
        text = self.read(capture, "-P", "-T", "tabs", "-o", _COLUMNS, *arguments)
        return [Summary(int(number), protocol, info) for number, protocol, info in _SUMMARY_LINE.findall(text)]

    def packets(self, capture, *arguments):
        """Every packet as PDML text."""
        # One at a time, because all captures together make more than a hundred megabytes of PDML.
        return map(_text, pdml.packets(self._read(capture, "-T", "pdml", *arguments)))

    def environment(self):
        # The sanitizers' runtimes are preloaded and configured through the environment.
        kept = {name: value for name, value in os.environ.items() if name.startswith(("ASAN_", "UBSAN_", "LD_"))}
        return kept | {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "WIRESHARK_PLUGIN_DIR": str(self._plugins),
            "TZ": "UTC",
            "LC_ALL": "C.UTF-8",
            # Capture programs are not needed here, and some hang under sanitizers.
            "WIRESHARK_EXTCAP_DIR": str(self.home),
            "WIRESHARK_ABORT_ON_DISSECTOR_BUG": "1",
        }

    def run_for_bytes(self, *arguments):
        command = [os.environ.get("TSHARK", "tshark"), *map(str, arguments)]
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=1200,  # in case tshark hangs
            env=self.environment(),
            check=False,
            **UNPRIVILEGED,
        )
        bug = re.search(rb"\[Dissector bug.*", done.stdout)
        complaint = _text(done.stderr.strip() or (bug.group() if bug else b""))
        if done.returncode != 0 or complaint:
            raise HostError(f"{' '.join(command)}\nended with {done.returncode}: {complaint}")
        return done.stdout

    def _read(self, capture, *arguments):
        needed = (option.format(captures=capture.parent) for option in OPTIONS.get(capture.stem, ()))
        return self.run_for_bytes("-r", capture, *needed, *self._options, *arguments)

    def _check_loaded(self, expected):
        rows = (line.split("\t") for line in self.run("-G", "plugins").splitlines())
        loaded = [row[-1] for row in rows if row[0].strip() == MODULE]
        if loaded != expected:
            raise HostError(f"of {MODULE}, tshark should load {expected or 'none'}, but loads {loaded or 'none'}")


def build(*arguments):
    """Build the plugin, and make it the one under test. For scripts that are run by hand."""
    subprocess.run([TOP / "plugin" / "build", *arguments], check=True, stdout=sys.stderr)
    folder = Path(os.environ.get("BUILD_DIR", TOP / "build")).absolute()
    os.environ["OSCAR_RENDEZVOUS_PLUGIN"] = str(folder / MODULE)


# Each host is created on first use, which must not be inside in_parallel().


@cache
def plugin():
    """Wireshark with the plugin."""
    return Host("plugin", _module())


@cache
def stock():
    """Wireshark without the plugin."""
    return Host("stock", None)


@cache
def disabled():
    """Wireshark with the plugin, and its protocols disabled."""
    options = [option for name in pdml.PROTOCOLS for option in ("--disable-protocol", name)]
    return Host("disabled", _module(), *options)


@cache
def captures():
    """The captures of the project, as copies that any user may read."""
    folder = _work_folder() / "captures"
    folder.mkdir()
    for path in [*CAPTURES.glob("*.pcap"), *CAPTURES.glob("*.keys")]:
        shutil.copyfile(path, folder / path.name)
    found = sorted(folder.glob("*.pcap"))
    if not found:
        raise HostError(f"no captures in {CAPTURES}")
    return found


def capture(name):
    return next(path for path in captures() if path.stem == name)


def key_log(name):
    """Arguments of tshark: the file of TLS keys of this name in captures/."""
    return ("-o", f"tls.keylog_file:{captures()[0].parent / name}.keys")


def link_type(capture):
    """The link-layer header type in the file header of a capture."""
    return int.from_bytes(capture.read_bytes()[20:24], "little")


def new_capture(name, data):
    """A capture with this content, for a single test."""
    path = _work_folder() / f"{name}.pcap"
    path.write_bytes(data)
    return path


def in_parallel(function, items):
    """Call `function` for each item. Returns a callable for each, which returns the result or raises the exception."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return [pool.submit(function, item).result for item in items]


def _text(output):
    return output.decode("utf-8", "backslashreplace")


def _module():
    path = os.environ.get("OSCAR_RENDEZVOUS_PLUGIN", "")
    if not os.path.isfile(path):
        raise HostError(f"OSCAR_RENDEZVOUS_PLUGIN should name the module to test, but is '{path}'")
    return path


@cache
def _work_folder():
    folder = Path(tempfile.mkdtemp(prefix="oscar-rendezvous-"))
    folder.chmod(0o755)
    atexit.register(shutil.rmtree, folder)
    return folder
