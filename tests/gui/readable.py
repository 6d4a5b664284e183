# SPDX-License-Identifier: GPL-2.0-or-later
"""Wireshark's windows as AT-SPI presents them to screen readers: what they show, and what can be done with them."""

import os
import re
import time

import gi
from desktop import PATIENCE, Desktop, DesktopError

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402  (needs the version above)

_LAUNCHER = ("--session", "--dest", "org.a11y.Bus", "--object-path", "/org/a11y/bus")
_REGISTRY = ("--dest", "org.a11y.atspi.Registry", "--object-path", "/")


class ReadableDesktop(Desktop):
    """A desktop whose texts can be read. The library supports only one of them in each process."""

    def _prepare_screen(self):
        session = self._start("dbus-daemon", "--session", "--nofork", "--print-address")
        self._environment["DBUS_SESSION_BUS_ADDRESS"] = session.stdout.readline().strip()
        # AT-SPI has a bus of its own. The session bus starts it on demand, like the other services here.
        address = re.search("'(.*)'", self._call(*_LAUNCHER, "--method", "org.a11y.Bus.GetAddress")).group(1)
        self._call("--address", address, *_REGISTRY, "--method", "org.freedesktop.DBus.Peer.Ping")
        os.environ["AT_SPI_BUS_ADDRESS"] = address
        # Qt 5 always respects this property. If it gets the address from the session bus instead, it may send its first
        # events before it is connected.
        self._run("xprop", "-root", "-format", "AT_SPI_BUS", "8s", "-set", "AT_SPI_BUS", address)

    def _call(self, *arguments):
        return self._run("gdbus", "call", *arguments).decode()

    def all(self, role, name=None, within=None):
        """The widgets with this role, and with this name if one is given."""
        return _all(role, name, within or self._wireshark())

    def find(self, role, name, within=None):
        """The first such widget, as soon as there is one."""
        return self.wait(lambda: next(self.all(role, name, within), None), f"a {role} named '{name}'")

    def press(self, role, name, within=None):
        self.find(role, name, within).do_action(0)

    def type_into(self, entry, text):
        """Give a text entry this text, and press Enter."""
        entry.set_text_contents(text)
        entry.grab_focus()
        self.key("Return")

    def key(self, name):
        self._xdotool("key", name)

    def wait(self, attempt, what):
        """The result of `attempt` as soon as there is one."""
        deadline = time.monotonic() + PATIENCE
        while True:
            while GLib.MainContext.default().iteration(False):
                pass  # process the events of what has changed on the screen
            try:
                if result := attempt():
                    return result
            except GLib.Error:  # the widget has disappeared
                pass
            if time.monotonic() > deadline:
                raise DesktopError(f"waited in vain for {what}")
            time.sleep(0.2)

    def _wireshark(self):
        return self.wait(lambda: next(_children(Atspi.get_desktop(0)), None), "Wireshark to appear")


def rows(tree):
    """What a tree or list shows: for each row, its texts by column."""
    items = list(_children(tree))
    heads = [item.get_name() for item in items if item.get_role_name() == "table column header"]
    cells = [item.get_name() for item in items[len(heads) :]]
    return [dict(zip(heads, cells[i:])) for i in range(0, len(cells), len(heads))]


def column_widths(tree):
    """For each column of a list, by its title, how many pixels wide it is."""
    heads = [item for item in _children(tree) if item.get_role_name() == "table column header"]
    return {head.get_name(): head.get_extents(Atspi.CoordType.SCREEN).width for head in heads}


def _children(widget):
    for index in range(widget.get_child_count()):
        if child := widget.get_child_at_index(index):
            yield child


def _all(role, name, widget):
    for child in _children(widget):
        if child.get_role_name() == role and name in (None, child.get_name()):
            yield child
        elif child.get_role_name() != "tree":  # which has thousands of cells, and no other widgets
            yield from _all(role, name, child)
