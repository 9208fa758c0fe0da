#!/usr/bin/python3
"""Takes a picture of the camera's page while it says what to do, for the screenshots script, and closes the program.

show_capture.py PNG WORDS, where the camera shows what makes it say them.
"""

import subprocess
import sys
import time

import vidimus_atspi as ui

SECONDS = 60

path, words = sys.argv[1:]
ui.wait(ui.application, SECONDS, "the window")
ui.window_action("capture")
ui.wait(lambda: ui.find(words), SECONDS, words)
time.sleep(1) # what fades
subprocess.run(["import", "-window", "root", "-strip", path], check=True)
ui.quit_application()
