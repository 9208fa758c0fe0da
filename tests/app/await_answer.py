#!/usr/bin/python3
"""Waits until the window shows a verdict and seven alarms, prints them, and may then close it."""

import argparse
import sys

import vidimus_atspi as ui

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--seconds", type=int, default=60)
parser.add_argument("--quit", action="store_true")
options = parser.parse_args()


def answered():
    """One meter for the location’s confidence, one for each alarm; a language’s own words do not matter."""
    return ui.application() is not None and len(ui.meters()) >= 8


status = 0
try:
    ui.wait(answered, options.seconds, "an answer")
    for name, value in ui.meters().items():
        print(f"{name}: {value:g}")
except ui.Timeout as timeout:
    print(timeout, file=sys.stderr)
    print("\n".join(ui.names()), file=sys.stderr)
    status = 1
if options.quit and ui.application() is not None:
    ui.quit_application()
sys.exit(status)
