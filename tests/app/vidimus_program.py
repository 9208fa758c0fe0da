"""The whole program as a person meets it: started, asked, and ended as it should."""

import os
import subprocess
import sys
import traceback

os.environ.pop("G_DEBUG", None) # for the program; AT-SPI's own client warns of every window that ends

import vidimus_atspi as ui  # noqa: E402

PROGRAM, SERVICE, SPECIMENS, LOCALES = (os.path.abspath(path) for path in sys.argv[1:5])
ALARMS = ["Blur", "Glare", "Covered parts", "Poor lighting", "Black-and-white copy", "Incomplete border",
          "Re-photographed"]
BUTTON = "push button|button"
PATIENCE = 60 # seconds; the machine may be busy


class Window:
    """The program, from its start to its end."""

    def __init__(self, *arguments, service=SERVICE, language="C", **more):
        environment = dict(os.environ, VIDIMUS_SERVICE=service, VIDIMUS_SPECIMENS=SPECIMENS, LANGUAGE=language,
                           VIDIMUS_LOCALEDIR=LOCALES, G_DEBUG="fatal-criticals", **more)
        environment.pop("GTK_A11Y", None)
        self.process = subprocess.Popen([PROGRAM, *arguments], env=environment, stderr=subprocess.DEVNULL)

    def __enter__(self):
        ui.wait(ui.application, PATIENCE, "the window")
        return self

    def __exit__(self, *_):
        ui.quit_application()
        status = self.process.wait(PATIENCE)
        ui.wait(lambda: ui.application() is None, PATIENCE, "the end of the window")
        assert status == 0, f"the program ended with {status}"

    def await_answer(self):
        return ui.wait(lambda: len(ui.meters()) >= 8 and ui.meters(), PATIENCE, "an answer")


def specimen(name):
    return os.path.join(SPECIMENS, name)


def key(*names):
    subprocess.run(["xdotool", "key", *names], check=True)


def run(tests):
    """Runs TESTS, each whatever became of the others, and tells of them as TAP."""
    print(f"1..{len(tests)}", flush=True)
    ui.application() # starts the accessibility bus before the first window asks for it
    failed = False
    for number, test in enumerate(tests, 1):
        try:
            test()
            print(f"ok {number} {test.__name__}", flush=True)
        except Exception:  # any of them is a failed test, and the next one is to run
            failed = True
            traceback.print_exc()
            print("\n".join(ui.names()), file=sys.stderr)
            print(f"not ok {number} {test.__name__}", flush=True)
    sys.exit(failed)
