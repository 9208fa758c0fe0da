"""Driving the window as a person with a screen reader would."""

import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402

APPLICATION_ID = "io.github.vidimus.Vidimus"
OBJECT_PATH = "/io/github/vidimus/Vidimus"


class Timeout(Exception):
    """What was awaited did not come."""


def iterate():
    while GLib.MainContext.default().iteration(False):
        pass


def wait(condition, seconds=30, what="the condition"):
    """Returns what CONDITION returns, once it is true; an object that went away meanwhile counts as not yet."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        iterate()
        try:
            value = condition()
        except GLib.Error:
            value = None
        if value:
            return value
        time.sleep(0.1)
    raise Timeout(f"{what} did not come within {seconds} s")


def walk(node):
    """NODE and all below it, depth first; GTK leaves out what is hidden."""
    yield node
    for index in range(node.get_child_count()):
        child = node.get_child_at_index(index)
        if child is not None:
            yield from walk(child)


def listed(desktop):
    for index in range(desktop.get_child_count()):
        child = desktop.get_child_at_index(index)
        if child is not None and child.get_name() == "vidimus":
            return child
    return None


def application():
    """The program. One that came while the accessibility bus started is not told of: only for the first is everything asked anew,
    which is not safe where windows have ended."""
    desktop = Atspi.get_desktop(0)
    found = listed(desktop)
    if found is None and not application.met:
        desktop.clear_cache()
        found = listed(desktop)
    application.met = application.met or found is not None
    return found


application.met = False


def find(name=None, role=None, starts=None):
    """The first thing in sight of that name, role or beginning of its name."""
    root = application()
    if root is None:
        return None
    for node in walk(root):
        text = node.get_name() or ""
        if name is not None and text != name:
            continue
        if starts is not None and not text.startswith(starts):
            continue
        if role is not None and node.get_role_name() not in role.split("|"):
            continue
        return node
    return None


def names():
    root = application()
    return [node.get_name() for node in walk(root) if node.get_name()] if root else []


def press(node):
    """Does the first thing that NODE offers, or that one below it does: a menu button is two nodes."""
    for candidate in walk(node):
        if candidate.get_n_actions() > 0:
            candidate.do_action(0)
            return
    raise AssertionError(f"{node.get_name()} can’t be pressed")


def window_action(name, parameter=None):
    """Activates an action of the first window over the session bus."""
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    parameters = GLib.Variant("(sava{sv})", (name, [parameter] if parameter else [], {}))
    bus.call_sync(APPLICATION_ID, OBJECT_PATH + "/window/1", "org.gtk.Actions", "Activate", parameters, None,
                  Gio.DBusCallFlags.NO_AUTO_START, 5000, None)


def quit_application():
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    parameters = GLib.Variant("(sava{sv})", ("quit", [], {}))
    try:
        bus.call_sync(APPLICATION_ID, OBJECT_PATH, "org.gtk.Actions", "Activate", parameters, None,
                      Gio.DBusCallFlags.NO_AUTO_START, 5000, None)
    except GLib.Error as error:
        if "NoReply" not in str(error) and "UnknownMethod" not in str(error):
            raise


def meters():
    """Every meter in sight: its name to its value."""
    root = application()
    found = {}
    for node in walk(root):
        if node.get_role_name() in ("level bar", "meter") and node.get_value_iface():
            found[node.get_name()] = node.get_value_iface().get_current_value()
    return found
