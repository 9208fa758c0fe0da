#!/usr/bin/python3
"""Taking a part of the screen, with the whole program, over AT-SPI, beside a desktop that is played.

test_screen.py PROGRAM SERVICE SPECIMENS LOCALES, under with-display and then with-desktop.
"""

import os
import re
import subprocess

from vidimus_program import BUTTON, PATIENCE, Window, run, specimen
import vidimus_atspi as ui

PORTAL = "org.freedesktop.portal.Desktop"


def desktop(method, signature="()", *values):
    bus = ui.Gio.bus_get_sync(ui.Gio.BusType.SESSION)
    return bus.call_sync("io.github.vidimus.Mock", "/io/github/vidimus/Mock", "io.github.vidimus.Mock", method,
                         ui.GLib.Variant(signature, values), None, ui.Gio.DBusCallFlags.NONE, -1, None).unpack()


def on_screen():
    """Whether any window of the program is to be seen on the display."""
    found = subprocess.run(["xdotool", "search", "--onlyvisible", "--name", "."], capture_output=True, check=False)
    return bool(found.stdout.strip())


def is_enabled(action):
    bus = ui.Gio.bus_get_sync(ui.Gio.BusType.SESSION)
    reply = bus.call_sync(ui.APPLICATION_ID, ui.OBJECT_PATH + "/window/1", "org.gtk.Actions", "Describe",
                          ui.GLib.Variant("(s)", (action,)), None, ui.Gio.DBusCallFlags.NO_AUTO_START, 5000, None)
    return reply.unpack()[0][0]


def title():
    frame = ui.find(role="frame|window")
    return frame.get_name() if frame else ""


def test_taken():
    """What the portal gives becomes a document that says what it is; nothing of it stays in the user's folders."""
    desktop("Screenshot", "(ss)", "grant", specimen("passport.jpg"))
    with Window() as window:
        ui.wait(on_screen, PATIENCE, "the window")
        ui.press(ui.wait(lambda: ui.find("More ways to open"), PATIENCE, "the ways"))
        ui.press(ui.wait(lambda: ui.find("Part of the Screen…", "menu item"), PATIENCE, "the way by the screen"))
        window.await_answer()
        assert re.fullmatch(r"Screen \d\d:\d\d:\d\d", title()), title()
        assert ui.find(starts=title() + " · "), "its name beside the picture"
        assert ui.find("Screen", "image|icon"), "the sign of where it came from"
        assert ui.find(starts="This is a picture of a screen, not of the document.")
        assert on_screen() and is_enabled("screen")
        copy = desktop("Log")[0][-1]
        assert os.path.isabs(copy) and not os.path.exists(copy), copy


def test_of_a_file():
    """A file says nothing of the kind."""
    with Window(specimen("passport.jpg")) as window:
        window.await_answer()
        assert not ui.find(starts="This is a picture of a screen")
        assert not ui.find("File", "image|icon")


def test_out_of_the_way():
    """While the user chooses there is no window of ours on the screen; whatever happens, it comes back and says so."""
    desktop("Screenshot", "(ss)", "hang", "")
    with Window():
        ui.wait(on_screen, PATIENCE, "the window")
        asked = len(desktop("Log")[0])
        ui.window_action("screen")
        ui.wait(lambda: len(desktop("Log")[0]) > asked, PATIENCE, "the portal's turn")
        assert not on_screen()
        assert not is_enabled("screen")
        desktop("Disown", "(s)", PORTAL)  # it died
        try:
            ui.wait(lambda: ui.find("The desktop gave no picture of the screen."), PATIENCE, "what happened")
            assert ui.find(starts="Allow Vidimus to take screenshots")
            assert on_screen() and is_enabled("screen")
            ui.press(ui.find(role=BUTTON, starts="_Close"))
            ui.wait(lambda: not ui.find("The desktop gave no picture of the screen."), PATIENCE, "the dialog's end")

            ui.window_action("screen")  # and now there is none
            ui.wait(lambda: ui.find("This desktop offers no way to take a picture of the screen."), PATIENCE, "what happened")
            assert ui.find(starts="Take it with the desktop’s own tool")
            assert on_screen()
        finally:
            desktop("Own", "(s)", PORTAL)


def test_dismissed():
    """Who changes their mind finds everything as it was, and is told nothing."""
    desktop("Screenshot", "(ss)", "dismiss", "")
    with Window():
        ui.wait(on_screen, PATIENCE, "the window")
        asked = len(desktop("Log")[0])
        ui.window_action("screen")
        ui.wait(lambda: len(desktop("Log")[0]) > asked, PATIENCE, "the portal's turn")
        ui.wait(lambda: is_enabled("screen"), PATIENCE, "the window's return")
        ui.wait(on_screen, PATIENCE, "the window")
        assert title() == "Vidimus"
        assert not ui.find(starts="The desktop gave")


def test_quit_meanwhile():
    """A window that is away does not keep the program."""
    desktop("Screenshot", "(ss)", "hang", "")
    with Window():
        ui.wait(on_screen, PATIENCE, "the window")
        asked = len(desktop("Log")[0])
        ui.window_action("screen")
        ui.wait(lambda: len(desktop("Log")[0]) > asked, PATIENCE, "the portal's turn")


run([test_taken, test_of_a_file, test_out_of_the_way, test_dismissed, test_quit_meanwhile])
