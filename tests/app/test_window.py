#!/usr/bin/python3
"""The whole program as a person meets it: real window, real service, over AT-SPI and on the screen.

test_window.py PROGRAM SERVICE SPECIMENS LOCALES, under with-display.
"""

import json
import math
import os
import re
import subprocess
import tempfile

from vidimus_program import ALARMS, BUTTON, PATIENCE, SERVICE, Window, key, run, specimen
from vidimus_screen import pixels
import vidimus_atspi as ui


def script(folder, text):
    path = os.path.join(folder, "service")
    with open(path, "w", encoding="utf-8") as file:
        file.write("#!/bin/sh\n" + text)
    os.chmod(path, 0o755)
    return path


def test_answer():
    """Type, verdict and seven alarms; each alarm's name says its score and its word."""
    with Window(specimen("passport.jpg")) as window:
        meters = window.await_answer()
        assert "Passport" in ui.names() and "passport" in ui.names()
        for alarm in ALARMS:
            assert 0 <= meters[alarm] <= 99, (alarm, meters)
            assert any(re.fullmatch(f"{alarm}, {meters[alarm]:.0f} of 99, (No alarm|Look closer|Alarm)", name)
                       for name in ui.names()), alarm
        assert meters["Confidence of the location"] <= 1
        assert ui.find(role="frame|window").get_name() == "passport.jpg"
        ui.window_action("alarm", ui.GLib.Variant("i", 1))
        ui.wait(lambda: ui.find(starts="Your limits:"), PATIENCE, "what an open alarm says")
        ui.press(ui.find("Request and response", BUTTON))
        ui.wait(lambda: ui.find("Response", "text"), PATIENCE, "the response as text")


def frame_on_screen(color):
    """The box of all pixels of that colour, more or less: left, top, right, bottom."""
    width, height, raster = pixels()
    found = [(i % width, i // width) for i in range(width * height)
             if all(abs(raster[3 * i + c] - color[c]) < 24 for c in range(3))]
    assert len(found) > 500, f"{len(found)} pixels of the frame on the screen"
    xs, ys = [p[0] for p in found], [p[1] for p in found]
    return min(xs), min(ys), max(xs) + 1, max(ys) + 1


def disc_around(raster, width, x, y):
    """How many of sixteen points around (x, y) have the colour of a corner's disc: the accent."""
    hits = 0
    for i in range(16):
        at = 3 * (round(y + 8.5 * math.sin(i * math.pi / 8)) * width + round(x + 8.5 * math.cos(i * math.pi / 8)))
        hits += all(abs(raster[at + c] - (53, 132, 228)[c]) < 40 for c in range(3))
    return hits


def test_quad_on_screen():
    """The numbered corners lie where the answer says, and near to the true corners of the specimen.

    A frame of one colour is drawn around the picture, found on the screen, and gives its place there.
    """
    with open(specimen("truth.json"), encoding="utf-8") as file:
        truth = next(i for i in json.load(file)["images"] if i["file"] == "thailand-id-card.jpg")["quad"]
    with tempfile.TemporaryDirectory() as folder:
        framed = os.path.join(folder, "framed.png")
        subprocess.run(["convert", specimen("thailand-id-card.jpg"), "-bordercolor", "#f0f", "-border", "30", framed], check=True)
        with Window(framed) as window:
            window.await_answer()
            text = ui.find("Picture").get_description()
            quad = [(float(a), float(b)) for a, b in re.findall(r"(-?\d+), (-?\d+)", text)]
            assert len(quad) == 4, text
            size = re.search(r"(\d+) × (\d+)", ui.find(starts="framed.png ·").get_name())
            image_width, image_height = int(size[1]), int(size[2])
            # dimmed by a third outside of the document
            left, top, right, bottom = ui.wait(lambda: try_frame((170, 0, 170)), PATIENCE, "the dimmed frame")
            scale = (right - left) / image_width
            assert abs(scale - (bottom - top) / image_height) < 0.01
            width, _, raster = pixels()
            for number, (x, y) in enumerate(quad):
                hits = disc_around(raster, width, left + x * scale, top + y * scale)
                assert hits >= 14, f"corner {number + 1}: {hits} of 16 points"
            for x, y in truth: # whichever corner is first
                nearest = min(((x + 30 - qx) ** 2 + (y + 30 - qy) ** 2) ** 0.5 for qx, qy in quad)
                assert nearest < 0.03 * image_width, f"{nearest:.0f} pixels from the true corner"


def try_frame(color):
    try:
        return frame_on_screen(color)
    except AssertionError:
        return None


def test_evidence():
    """The deciding alarm's evidence is on the picture by itself, and who does not see it is told."""
    with Window(specimen("glare.jpg")) as window:
        window.await_answer()
        ui.wait(lambda: "Marked, by a local estimate: Glare" in ui.find("Picture").get_description(), PATIENCE,
                "the glare's place")
        assert "shown on the picture" in ui.find(starts="Glare, ", role="list item").get_description()
        assert ui.find(starts="Glare · local estimate") or ui.find(starts="Glare (")
        ui.window_action("alarm", ui.GLib.Variant("i", 1))  # opens the row
        ui.window_action("alarm", ui.GLib.Variant("i", 1))  # and closes it
        ui.wait(lambda: "Marked" not in ui.find("Picture").get_description(), PATIENCE, "the end of the marks")


def test_fail_and_retry():
    """A service that does not start is told of in words, the picture stays, and Retry asks again."""
    with tempfile.TemporaryDirectory() as folder:
        switch = os.path.join(folder, "works")
        program = script(folder, f'[ -e "{switch}" ] || exit 1\nexec "{SERVICE}" "$@"\n')
        with Window(specimen("thailand-id-card.jpg"), service=program) as window:
            retry = ui.wait(lambda: ui.find("Retry", BUTTON), PATIENCE, "Retry")
            assert ui.find("Picture") and ui.find(starts="thailand-id-card.jpg ·")
            assert not ui.meters()
            with open(switch, "w", encoding="utf-8"):
                pass
            ui.press(retry)
            window.await_answer()
            assert ui.find("Retry", BUTTON) is None


def test_cancel():
    """A service that says nothing is waited for, and Cancel ends it."""
    with tempfile.TemporaryDirectory() as folder:
        with Window(specimen("passport.jpg"), service=script(folder, "while kill -0 $PPID; do sleep 0.2; done\n")):
            cancel = ui.wait(lambda: ui.find("Cancel", BUTTON), PATIENCE, "Cancel")
            ui.press(cancel)
            ui.wait(lambda: ui.find("The request was cancelled."), PATIENCE, "the end of the request")
            assert ui.find("Ask Again", BUTTON) and ui.find("Cancel", BUTTON) is None


def test_several():
    """The first of several is shown; the others are asked meanwhile and can be stepped to."""
    with Window(specimen("passport.jpg"), specimen("other-bank-card.jpg")) as window:
        window.await_answer()
        assert ui.find(role="frame|window").get_name() == "passport.jpg"
        ui.window_action("next")
        ui.wait(lambda: ui.find(role="frame|window").get_name() == "other-bank-card.jpg", PATIENCE, "the second")
        window.await_answer()
        ui.window_action("remove")
        ui.window_action("remove")
        ui.wait(lambda: ui.find("Check a Document"), PATIENCE, "the empty window")
        assert ui.find("Images stay on this computer")


def test_chinese():
    """The same in Chinese, words of the window and of the contract."""
    with Window(specimen("passport.jpg"), language="zh_CN") as window:
        window.await_answer()
        assert "护照" in ui.names(), ui.names()
        assert "passport" in ui.names() # the code is the API's
        assert not set(ALARMS) & set(ui.names()), ui.names()


PRESSED = ui.Atspi.StateType.PRESSED


def open_rows():
    """The names of the alarms whose rows are open."""
    return [node.get_name().split(",")[0] for node in ui.walk(ui.application())
            if node.get_state_set().contains(ui.Atspi.StateType.EXPANDED) and ", " in (node.get_name() or "")]


def test_keyboard():
    """Space shows the document flat and Escape the picture again, 1–7 open the alarms, F9 hides the results."""
    with Window(specimen("passport.jpg")) as window:
        window.await_answer()
        focus("passport.jpg")
        key("space")
        ui.wait(lambda: not ui.find("Picture").get_description(), PATIENCE, "the flat document")
        key("Escape")
        ui.wait(lambda: "corners" in ui.find("Picture").get_description(), PATIENCE, "the picture")
        for number, alarm in enumerate(ALARMS, 1):
            key(str(number))
            ui.wait(lambda: alarm in open_rows(), PATIENCE, f"the row of {number}")
            key(str(number))
            ui.wait(lambda: not open_rows(), PATIENCE, f"the end of the row of {number}")
        for shown in False, True:
            key("F9")
            ui.wait(lambda: ui.find("Show results").get_state_set().contains(PRESSED) == shown, PATIENCE, "F9")


def focus(window):
    subprocess.run(["xdotool", "search", "--sync", "--onlyvisible", "--name", f"^{window}$", "windowfocus", "--sync"],
                   check=True, stdout=subprocess.DEVNULL)


def corner_of(description):
    return re.search(r"lie at (-?\d+), (-?\d+);", description).groups()


def test_straighten():
    """A corner is moved by keys alone and told as it moves; the results say so, and give the service's own outline back."""
    with Window(specimen("passport.jpg")) as window:
        window.await_answer()
        own = corner_of(ui.find("Picture").get_description())
        focus("passport.jpg")
        key("s")
        ui.wait(lambda: ui.find(f"Corner 1, {own[0]} × {own[1]} pixels", BUTTON), PATIENCE, "the first corner")
        for x in range(1, 4):
            key("Right")
            ui.wait(lambda: ui.find(f"Corner 1, {int(own[0]) + x} × {own[1]} pixels"), PATIENCE, f"a step {x} to the right")
        key("ctrl+z")
        ui.wait(lambda: ui.find(f"Corner 1, {own[0]} × {own[1]} pixels"), PATIENCE, "the steps undone")
        key("ctrl+shift+z")
        ui.wait(lambda: ui.find(f"Corner 1, {int(own[0]) + 3} × {own[1]} pixels"), PATIENCE, "the steps done again")
        key("f")
        ui.wait(lambda: ui.find(f"Corner 4, {int(own[0]) + 3} × {own[1]} pixels"), PATIENCE, "another first corner")
        key("ctrl+z")
        assert len([name for name in ui.names() if re.match(r"(Corner \d|Side from corner \d to corner \d), ", name)]) == 8
        ui.press(ui.find("Done", BUTTON))
        ui.wait(lambda: ui.find("Outline corrected by hand"), PATIENCE, "what the results say of it")
        assert int(corner_of(ui.find("Picture").get_description())[0]) == int(own[0]) + 3
        ui.press(ui.find("Service’s Own", BUTTON))
        ui.wait(lambda: corner_of(ui.find("Picture").get_description()) == own, PATIENCE, "the service's own outline")
        ui.wait(lambda: not ui.find("Outline corrected by hand"), PATIENCE, "the end of that")


TESTS = [test_answer, test_quad_on_screen, test_evidence, test_fail_and_retry, test_cancel, test_several, test_keyboard,
         test_straighten, test_chinese]


run(TESTS)
