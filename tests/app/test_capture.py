#!/usr/bin/python3
"""The camera as a person meets it: real window, real service, real PipeWire; over AT-SPI and on the screen.

test_capture.py PROGRAM SERVICE SPECIMENS LOCALES PLAY_CLIP CLIP PLUG_CAMERA, under with-display, with-camera --cameras 0 and with-desktop.
"""

import subprocess
import sys

from vidimus_program import BUTTON, PATIENCE, Window, run
from vidimus_screen import pixels
import vidimus_atspi as ui

PLAY_CLIP, CLIP, PLUG_CAMERA = sys.argv[5:8]
BARS = "test-camera"
LIVE = "Camera picture"

# What the clip shows, how far the hand sways, and what is then said.
LESSONS = [
    ("empty", 2, "Show the document"),
    ("cut", 2, "Move back until all four corners show"),
    ("far", 2, "Move closer"),
    ("dark", 2, "Go where there is more light"),
    ("tilted", 2, "Hold it flatter to the camera"),
    ("glare", 2, "Tilt it away from the lamp"),
    ("covered", 2, "Take everything off it"),
    ("good", 40, "Hold it still"),
]


class Clip:
    """A camera that shows what it is told."""

    def __enter__(self):
        self.process = subprocess.Popen([PLAY_CLIP, "--number", CLIP], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        text=True)
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        assert self.process.wait(PATIENCE) == 0
        self.process.stdout.close()

    def show(self, phase, sway=2):
        """The number of the first frame of it."""
        self.say(f"{phase} {sway}")
        words = self.process.stdout.readline().split()
        assert words[:3] == ["showing", phase, "from"], words
        return int(words[3])

    def say(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()


class Camera:
    """A camera that is plugged in, and pulled out at the end if it still is in."""

    def __enter__(self):
        subprocess.run([PLUG_CAMERA, BARS, "Bars"], check=True)
        self.plugged = True
        return self

    def __exit__(self, *_):
        if self.plugged:
            self.pull()

    def pull(self):
        self.plugged = False
        subprocess.run([PLUG_CAMERA, "--out", BARS], check=True)


def mock(method, *arguments):
    """Tells the desktop that is played how to behave."""
    bus = ui.Gio.bus_get_sync(ui.Gio.BusType.SESSION)
    signature = {str: "s", bool: "b"}
    parameters = ui.GLib.Variant("(" + "".join(signature[type(a)] for a in arguments) + ")", arguments)
    bus.call_sync("io.github.vidimus.Mock", "/io/github/vidimus/Mock", "io.github.vidimus.Mock", method, parameters, None,
                  ui.Gio.DBusCallFlags.NONE, 5000, None)


def is_open():
    """Whether somebody takes pictures from a camera: its light is on."""
    nodes = subprocess.run(["pw-cli", "ls", "Node"], check=True, capture_output=True, text=True).stdout
    return "Stream/Input/Video" in nodes


def await_live():
    ui.wait(lambda: ui.find(LIVE), PATIENCE, "the live picture")
    ui.wait(is_open, PATIENCE, "the camera's light")


def await_live_again():
    """As a person does: PipeWire's sources now and then give nothing when they are opened just after they were closed."""
    def is_live():
        retry = ui.find("Try Again", BUTTON)
        if retry is not None:
            ui.press(retry)
        return ui.find(LIVE)

    ui.wait(is_live, PATIENCE, "the live picture")
    ui.wait(is_open, PATIENCE, "the camera's light")


def await_words(*words):
    for text in words:
        ui.wait(lambda: any(text in name for name in ui.names()), PATIENCE, text)


def await_closed():
    ui.wait(lambda: not is_open(), PATIENCE, "the camera to be closed")


def number_on_screen():
    """Which frame it is that is seen, by the cells in its corner; None where there are none. What is outside of a document is dimmed."""
    width, height, raster = pixels()

    def is_like(x, y, red, green, blue):
        at = 3 * (y * width + x)
        return all((raster[at + c] > 120) if bright else (raster[at + c] < 70)
                   for c, bright in enumerate((red, green, blue)))

    for y in range(height - 1, 0, -2):
        start = next((x for x in range(0, width, 3) if is_like(x, y, 1, 0, 1)), None)
        if start is None or not is_like(start, y - 4, 1, 0, 1):
            continue
        while start > 0 and is_like(start - 1, y, 1, 0, 1):
            start -= 1
        end = max((x + 1 for x in range(start, width) if is_like(x, y, 0, 1, 0)), default=0)
        cell = (end - start) / 18
        if cell < 4:
            continue
        bits = [raster[3 * ((y - 4) * width + round(start + (i + 1.5) * cell)) + 1] > 90 for i in range(16)]
        return sum(bit << (15 - i) for i, bit in enumerate(bits))
    return None


def test_coached():
    """Each thing that is wrong is said, in its turn; then the picture is taken by itself, shown, used and classified: the one that was shown."""
    with Clip() as clip, Window() as window:
        clip.show("empty")
        ui.window_action("capture")
        await_live()
        for phase, sway, words in LESSONS:
            clip.show(phase, sway)
            ui.wait(lambda: ui.find(words), PATIENCE, words)
            assert not ui.find("Use the picture"), f"taken while told: {words}"
        first = clip.show("good")
        use = ui.wait(lambda: ui.find("Use the picture", BUTTON), PATIENCE, "the picture that was taken")
        await_closed()
        ui.wait(lambda: ui.find("Nothing speaks against the picture."), PATIENCE, "what is said of the picture")
        shown = ui.wait(number_on_screen, PATIENCE, "the number of the picture")
        assert shown >= first, (shown, first)
        last = clip.show("dark")
        assert shown < last, (shown, last)
        ui.press(use)
        window.await_answer()
        assert "Passport" in ui.names(), ui.names()
        used = ui.wait(number_on_screen, PATIENCE, "the number of the picture in the answer")
        assert used == shown, (used, shown)
        assert not is_open()


def test_retake():
    """The shutter takes what is seen, however bad, and the picture is shown with what speaks against it; Retake goes on."""
    with Clip() as clip, Window():
        clip.show("dark")
        ui.window_action("capture")
        await_live()
        await_words("Go where there is more light")
        ui.press(ui.find("Take the picture", BUTTON))
        ui.wait(lambda: ui.find("Use the picture", BUTTON), PATIENCE, "the picture that was taken")
        await_closed()
        ui.press(ui.find("Retake", BUTTON))
        await_live_again()
        ui.window_action("leave-capture")
        await_closed()
        ui.wait(lambda: ui.find("Check a Document"), PATIENCE, "the empty window")


def test_no_camera():
    """Without a camera it says so; one that is plugged in is taken by itself; pulled out in mid-stream it says that, and Try Again works."""
    with Window():
        ui.window_action("capture")
        await_words("No Camera", "Connect a camera; it is used as soon as it is there.")
        assert ui.find("Try Again", BUTTON) and ui.find("Open…", BUTTON)
        with Camera() as camera:
            await_live()
            camera.pull()
            ui.wait(lambda: ui.find("Try Again", BUTTON), PATIENCE, "the end of the picture")
            await_closed()
        with Camera():
            await_live_again()


def test_frozen():
    """A camera that is there but sends nothing any more is told of, and Try Again goes on where it does."""
    with Clip() as clip, Window():
        clip.show("empty")
        ui.window_action("capture")
        await_live()
        clip.say("freeze")
        await_words("Camera Stopped") # it froze; or, tried again by itself, it does not answer
        await_closed()
        clip.show("empty")
        await_live_again()


def test_denied():
    """Who refuses the camera is told what to do; allowed after all, Try Again shows the picture. An unanswered question blocks nothing."""
    with Camera(), Window(VIDIMUS_CAMERA_PORTAL="1"):
        mock("Camera", "hang")
        ui.window_action("capture")
        await_words("Starting the Camera…")
        ui.window_action("leave-capture")
        ui.wait(lambda: ui.find("Check a Document"), PATIENCE, "the empty window")
        mock("Camera", "deny")
        ui.window_action("capture")
        await_words("Camera Not Allowed", "Vidimus is not allowed to use the camera.")
        assert not is_open()
        mock("Camera", "grant")
        ui.press(ui.find("Try Again", BUTTON))
        await_live()


def test_locked():
    """A locked screen closes the camera; unlocked, it is opened again."""
    with Camera(), Window():
        ui.window_action("capture")
        await_live()
        mock("Lock", "org.gnome.ScreenSaver", True)
        await_closed()
        await_words("Starting the Camera…")
        mock("Lock", "org.gnome.ScreenSaver", False)
        await_live_again()


TESTS = [test_coached, test_retake, test_no_camera, test_frozen, test_denied, test_locked]

run(TESTS)
