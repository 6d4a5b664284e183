# SPDX-License-Identifier: GPL-2.0-or-later
"""The real Wireshark with the plugin under test, on a virtual screen."""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tshark"))

import host  # noqa: E402  (needs the path above)

PATIENCE = 60  # seconds after which Wireshark is considered stuck

# Three panes: the packet list above, details beside bytes below. No question is asked, no update is looked for.
_PREFERENCES = """\
gui.update.enabled: FALSE
gui.ask_unsaved: FALSE
gui.layout_type: 2
gui.column.format: "No.","%m","Time","%t","Source","%s","Destination","%d","Protocol","%p","Info","%i"
"""
_WINDOW = """\
gui.geometry_main_x: 0
gui.geometry_main_y: 0
gui.geometry_main_width: {width}
gui.geometry_main_height: {height}
gui.geometry_main_maximized: FALSE
"""
_PANES = """\
gui.geometry_main_upper_pane: {list_height}
gui.geometry_main_lower_pane: {details_width}
"""
_COLUMNS = "column.width: %m, 50, %t, 90, %s, 130, %d, 130, %p, 130, %i, {width}\n"

# The parts of the window that can be hidden.
PARTS = {
    "toolbar": "gui.toolbar_main_show",
    "filter": "gui.filter_toolbar_show",
    "bytes": "gui.byte_view_show",
    "status": "gui.statusbar_show",
}


class DesktopError(Exception):
    """Wireshark, or its screen, did not do what was asked."""


class Desktop:
    """A screen that one Wireshark window covers. To be used in a `with`."""

    def __init__(
        self, capture, *arguments, profile=None, width=1280, height=900, list_height=200, hide=(), a_host=None
    ):
        self._command = ["wireshark", *(("-C", profile) if profile else ()), *arguments, str(capture)]
        self._title = capture.name
        self._size = width, height
        self._host = a_host or host.plugin()
        self._running = []
        self._environment = self._host.environment() | {
            "QT_QPA_PLATFORM": "xcb",
            "XDG_RUNTIME_DIR": str(self._host.home / "run"),
        }
        self._write_settings(profile, width, height, list_height, hide)

    def __enter__(self):
        try:
            width, height = self._size
            screen = ("-screen", "0", f"{width}x{height}x24")
            server = self._start("Xvfb", "-displayfd", "1", *screen, "-nolisten", "tcp", "-noreset")
            display = server.stdout.readline().strip()
            if not display:
                raise DesktopError("Xvfb did not start")
            self._environment["DISPLAY"] = f":{display}"
            self._prepare_screen()
            self._start(*self._command)
            self._xdotool("search", "--sync", "--onlyvisible", "--name", self._title)
            self.settle()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for process in reversed(self._running):
            process.kill()
            process.wait()
            process.stdout.close()

    def _prepare_screen(self):
        """What a subclass sets up before Wireshark starts."""

    def settle(self):
        """Wait until the picture no longer changes."""
        deadline = time.monotonic() + PATIENCE
        before = None
        while (now := hashlib.sha256(self._run("import", "-window", "root", "rgb:-")).digest()) != before:
            if time.monotonic() > deadline:
                raise DesktopError("the picture does not come to rest")
            before = now
            time.sleep(1)

    def click(self, x, y):
        # Afterwards it must not hover over anything, which would be highlighted.
        self._xdotool("mousemove", str(x), str(y), "click", "1", "mousemove", "0", "0")
        self.settle()

    def press(self, *keys):
        for key in keys:
            self._xdotool("key", key)
            time.sleep(0.2)
        self.settle()

    def select_last_layer(self):
        """Select the last protocol in the packet details, collapsed. Right expands it, shift+Right all below it too."""
        # A click into the empty space below the tree, above the status bar, moves the keyboard focus there.
        _, height = self._size
        self.click(100, height - 50)
        self.press("End")

    def resize(self, title, width, height):
        """Give a window of this title another size."""
        (window,) = self._xdotool("search", "--onlyvisible", "--name", title).split()
        self._xdotool("windowsize", "--sync", window.decode(), str(width), str(height))
        self.settle()

    def picture(self, path, left=0, top=0, width=None, height=None):
        """Write a picture of the screen, or of a part of it."""
        screen_width, screen_height = self._size
        part = f"{width or screen_width - left}x{height or screen_height - top}+{left}+{top}"
        path.write_bytes(
            self._run("import", "-window", "root", "-crop", part, "+repage", "+dither", "-colors", "256", "png8:-")
        )

    def _write_settings(self, profile, width, height, list_height, hide):
        settings = self._host.home / ".config" / "wireshark"
        shutil.copytree(host.TOP / "plugin" / "profile", settings / "profiles", dirs_exist_ok=True)
        (settings / "preferences").write_text(_PREFERENCES)
        (settings / "recent_common").write_text(_WINDOW.format(width=width, height=height))
        panes = _PANES.format(list_height=list_height, details_width=round(width * 0.55))
        panes += "".join(f"{PARTS[part]}: FALSE\n" for part in hide)
        (settings / "recent").write_text(panes + _COLUMNS.format(width=width))
        if profile:
            with open(settings / "profiles" / profile / "recent", "a", encoding="utf-8") as recent:
                recent.write(panes)
        (self._host.home / "run").mkdir(mode=0o700, exist_ok=True)
        if host.UNPRIVILEGED:
            for path in [self._host.home, *self._host.home.rglob("*")]:
                shutil.chown(path, host.NOBODY, host.NOBODY)

    def _start(self, *command):
        process = subprocess.Popen(
            command,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            **host.UNPRIVILEGED,
        )
        self._running.append(process)
        return process

    def _xdotool(self, *arguments):
        return self._run("xdotool", *arguments)

    def _run(self, *command):
        try:
            done = subprocess.run(
                command, env=self._environment, capture_output=True, timeout=PATIENCE, check=True, **host.UNPRIVILEGED
            )
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
            raise DesktopError(f"{error}: {(error.stderr or b'').decode()}") from error
        return done.stdout
