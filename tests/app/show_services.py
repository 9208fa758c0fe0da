#!/usr/bin/python3
"""Takes pictures of the services and of the connection test, for the screenshots script, and closes the program.

show_services.py SERVICES-PNG CONNECTION-PNG SECRET-KEY, where a profile named "Huawei Cloud" signs in with an access key. Without a
SECRET-KEY there is no connection test.
"""

import subprocess
import sys
import time

import vidimus_atspi as ui

BUTTON = "push button|button"
SECONDS = 60


def await_thing(name, role=None):
    return ui.wait(lambda: ui.find(name, role), SECONDS, name)


def picture(path):
    time.sleep(1) # what fades and slides
    subprocess.run(["import", "-window", "root", "-strip", path], check=True)


services, connection, *secret = sys.argv[1:]
ui.wait(ui.application, SECONDS, "the window")
ui.window_action("services")
if secret:
    ui.press(await_thing("Edit Huawei Cloud", BUTTON))
    ui.Atspi.EditableText.set_text_contents(await_thing("Secret Key (SK)", "text|entry|password text"), secret[0])
    ui.press(await_thing("Save", BUTTON))
    ui.wait(lambda: ui.find("Save") is None, SECONDS, "the end of the settings")
    ui.press(await_thing("More for Huawei Cloud", BUTTON))
    ui.press(await_thing("Test Connection…", "menu item"))
    ui.press(await_thing("Start Test", BUTTON))
    await_thing("The service answers.")
    picture(connection)
else:
    await_thing("Add a service")
    picture(services)
ui.quit_application()
