#!/usr/bin/python3
"""Services as a person sets them up: real window, real keyring, a stand-in of the vendor's gateway and IAM, over AT-SPI.

test_services.py PROGRAM SERVICE SPECIMENS LOCALES STAND-IN, under with-display.
"""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
import uuid

from vidimus_program import BUTTON, PATIENCE, Window, key, run
import vidimus_atspi as ui

STAND_IN = os.path.abspath(sys.argv[5])
PASSWORD = "four words, one space"
SECRET_KEY = "MFyfvK41ba2giqM7Uio6PznpdUKGpownRZlmVmHc" # the vendor's own sample, which the stand-in knows
FIELD = "text|entry|password text"


class StandIn:
    """The vendor's gateway and IAM, as a program."""

    def __enter__(self):
        self.process = subprocess.Popen([STAND_IN, "--password", PASSWORD], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)
        vars(self).update(json.loads(self.process.stdout.readline()))
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.stdout.close()
        assert self.process.wait(PATIENCE) == 0

    def ask(self, path, body=None, **headers):
        request = urllib.request.Request(self.uri + path, data=body, headers=headers)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=PATIENCE) as answer:
            return answer.headers, answer.read()

    def tell(self, what):
        self.ask("/stand-in/" + what, b"")

    def count(self, door):
        return int(self.ask("/stand-in/count?door=" + door)[1])

    def token(self):
        """One to paste."""
        identity = {"methods": ["password"], "password": {"user": {"name": self.user, "password": PASSWORD,
                                                                   "domain": {"name": self.domain}}}}
        body = {"auth": {"identity": identity, "scope": {"project": {"name": self.region}}}}
        headers, _ = self.ask("/v3/auth/tokens", json.dumps(body).encode(), **{"Content-Type": "application/json"})
        return headers["X-Subject-Token"]

    def temporary_keys(self):
        body = {"auth": {"identity": {"methods": ["token"], "token": {"duration_seconds": 900}}}}
        _, answer = self.ask("/v3.0/OS-CREDENTIAL/securitytokens", json.dumps(body).encode(),
                             **{"Content-Type": "application/json", "X-Auth-Token": self.token()})
        return json.loads(answer)["credential"]


@contextlib.contextmanager
def keyring():
    """An unlocked GNOME Keyring on this session bus."""
    process = subprocess.Popen(["gnome-keyring-daemon", "--unlock", "--components=secrets", "--foreground"],
                               stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    process.stdin.write(b"a password")
    process.stdin.close()
    try:
        subprocess.run(["gdbus", "wait", "--session", "--timeout", str(PATIENCE), "org.freedesktop.secrets"],
                       check=True)
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE)


def kept_secrets():
    """How many of the program's secrets the keyring has."""
    bus = ui.Gio.bus_get_sync(ui.Gio.BusType.SESSION)
    query = ui.GLib.Variant("(a{ss})", ({"xdg:schema": "io.github.vidimus.Vidimus"},))
    unlocked, locked = bus.call_sync("org.freedesktop.secrets", "/org/freedesktop/secrets", "org.freedesktop.Secret.Service",
                                     "SearchItems", query, None, 0, 5000, None).unpack()
    return len(unlocked) + len(locked)


@contextlib.contextmanager
def profiles(stand_in=None, current=True, **settings):
    """A file of profiles: none, or one of the vendor's, named Cloud, that leads to STAND_IN."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "profiles.ini")
        if stand_in is not None:
            name = str(uuid.uuid4())
            values = {"kind": "huawei", "name": "Cloud", "endpoint": stand_in.uri, "iam-endpoint": stand_in.uri,
                      "region": stand_in.region, **{key.replace("_", "-"): value for key, value in settings.items()}}
            with open(path, "w", encoding="utf-8") as file:
                if current:
                    file.write(f"[vidimus]\ncurrent={name}\n")
                file.write(f"[profile {name}]\n" + "".join(f"{key}={value}\n" for key, value in values.items()))
        yield path


def await_thing(name, role=None, starts=None):
    return ui.wait(lambda: ui.find(name, role, starts), PATIENCE, name or starts)


def press(name):
    ui.press(ui.wait(lambda: sensitive(ui.find(name, BUTTON)), PATIENCE, name))


def sensitive(node):
    return node if node is not None and node.get_state_set().contains(ui.Atspi.StateType.SENSITIVE) else None


def type_in(name, text):
    ui.Atspi.EditableText.set_text_contents(await_thing(name, FIELD), text)


def await_gone(name):
    ui.wait(lambda: ui.find(name) is None, PATIENCE, f"the end of {name}")


def to_front(title):
    """Gives the keys to the window of that title: there is no window manager that would."""
    subprocess.run(["xdotool", "search", "--sync", "--onlyvisible", "--name", f"^{title}$", "windowfocus", "--sync"],
                   check=True, stdout=subprocess.DEVNULL)


def choose(row, presses):
    """Tabs to the list of that name in the window in front, and chooses with the keys."""
    for _ in range(60):
        node = ui.find(row, "combo box")
        if node is not None and node.get_state_set().contains(ui.Atspi.StateType.FOCUSED):
            key("space", *presses, "Return")
            return
        key("Tab")
        ui.iterate()
    raise AssertionError(f"{row} can’t be reached")


def close(title, gone):
    to_front(title)
    key("Escape")
    await_gone(gone)


def open_services():
    ui.window_action("services")
    await_thing("Add a service")


def close_services():
    close("Preferences", "Add a service")


def save():
    press("Save")
    await_gone("Save")


def give(**secrets):
    """Opens the settings of the profile, types secrets, and saves."""
    open_services()
    press("Edit Cloud")
    for name, text in secrets.items():
        type_in(name.replace("_", " ") + (" (SK)" if name == "Secret_Key" else ""), text)
    save()
    close_services()


def ask():
    """Asks about a specimen, or again about the one that is there."""
    if ui.find("Check a Document"):
        ui.window_action("specimen", ui.GLib.Variant("s", "passport"))
    else:
        ui.window_action("ask-again")


def await_count(stand_in, door, n):
    ui.wait(lambda: stand_in.count(door) >= n, PATIENCE, f"request {n} at {door}")
    assert stand_in.count(door) == n, stand_in.count(door)


def log_in(stand_in):
    return dict(auth="password", user=stand_in.user, domain=stand_in.domain)


def test_add_and_ask():
    """Added by hand, with a password and overrides; chosen; asked. After a restart it is still the one, and its password is known."""
    with keyring(), StandIn() as stand_in, profiles() as path:
        with Window(VIDIMUS_PROFILES=path) as window:
            open_services()
            assert ui.find("On this computer", "list item") and not ui.find("Edit On this computer")
            press("Add a service")
            ui.press(await_thing("Huawei Cloud…", "menu item"))
            await_thing("Save", BUTTON)
            to_front("Huawei Cloud")
            choose("Sign In With", ["Up"])
            type_in("Name", "Cloud")
            assert sensitive(ui.find("Save", BUTTON)) is None
            type_in("User Name", stand_in.user)
            type_in("Account Name", stand_in.domain)
            ui.wait(lambda: ui.find(starts="The password is missing."), PATIENCE, "why it can’t be saved")
            type_in("Password", PASSWORD)
            type_in("Address of the Service, If Not That of the Region", stand_in.uri)
            type_in("Address of IAM, If Not That of the Region", stand_in.uri)
            save()
            ui.press(await_thing("Cloud", "list item"))
            close_services()
            await_thing("Service: Cloud")
            ask()
            window.await_answer()
            assert ui.find(starts="Cloud ·"), "who answered"
            assert (stand_in.count("tokens"), stand_in.count("classify")) == (1, 1)
        with Window(VIDIMUS_PROFILES=path) as window:
            await_thing("Service: Cloud")
            ask()
            window.await_answer()
            assert stand_in.count("classify") == 2
        with open(path, encoding="utf-8") as file:
            assert PASSWORD not in file.read()


def test_renewal():
    """A token that holds no more is replaced, and nobody notices."""
    with keyring(), StandIn() as stand_in, profiles(stand_in, **log_in(stand_in)) as path:
        with Window(VIDIMUS_PROFILES=path) as window:
            give(Password=PASSWORD)
            ask()
            window.await_answer()
            stand_in.tell("void-tokens")
            ask()
            await_count(stand_in, "tokens", 2)
            window.await_answer()
            assert ui.find("Retry") is None


def test_throttled():
    """Too many requests: that is said, with when it goes on; Cancel ends the wait; left alone it goes through."""
    with keyring(), StandIn() as stand_in, profiles(stand_in, auth="keys", access_key=stand_in.access_key) as path:
        with Window(VIDIMUS_PROFILES=path) as window:
            give(Secret_Key=SECRET_KEY)
            stand_in.tell("turn?door=classify&name=throttled&n=9")
            ask()
            await_thing(None, starts="Trying again in ")
            press("Cancel")
            await_thing("The request was cancelled.")
            asked = stand_in.count("classify")
            for _ in range(9 - asked):
                try:
                    stand_in.ask("/v2/x/ocr/auto-id-doc-classification", b"{}")
                except urllib.error.HTTPError as error:
                    assert error.code == 429
            press("Ask Again")
            window.await_answer()


def test_failed_and_other():
    """A failure is told, and the service on this computer can be asked instead."""
    with keyring(), StandIn() as stand_in, profiles(stand_in, auth="keys", access_key=stand_in.access_key) as path:
        with Window(VIDIMUS_PROFILES=path) as window:
            give(Secret_Key=SECRET_KEY)
            stand_in.tell("turn?door=classify&name=failed")
            ask()
            await_thing("Service Failed")
            press("Other service")
            ui.press(await_thing("On this computer", "menu item"))
            window.await_answer()
            assert ui.find(starts="On this computer ·") and ui.find("Service: On this computer")
            assert stand_in.count("classify") == 1


def test_wrong():
    """A wrong password and a wrong region are told for what they are, and lead to the settings."""
    with keyring(), StandIn() as stand_in, profiles(stand_in, **log_in(stand_in)) as path:
        with Window(VIDIMUS_PROFILES=path) as window:
            give(Password="wrong")
            ask()
            await_thing("Access Denied")
            assert ui.find("The account does not accept this user name and password.")
            press("Edit Service…")
            type_in("Password (known; type to replace it)", PASSWORD)
            save()
            press("Retry")
            window.await_answer()
    with keyring(), StandIn() as stand_in, profiles(stand_in, **dict(log_in(stand_in), region="la-south-2")) as path:
        with Window(VIDIMUS_PROFILES=path):
            give(Password=PASSWORD)
            ask()
            await_thing("Access Denied")
            assert any("la-south-2" in name for name in ui.names()), ui.names()
            assert stand_in.count("classify") == 0


def test_kinds():
    """Access keys, temporary keys, a pasted token: each as it is meant to be."""
    with keyring(), StandIn() as stand_in:
        temporary = stand_in.temporary_keys()
        for settings, secrets in (
                ({"auth": "keys", "access_key": stand_in.access_key}, {"Secret_Key": SECRET_KEY}),
                ({"auth": "temporary-keys", "access_key": temporary["access"]},
                 {"Secret_Key": temporary["secret"], "Security_Token": temporary["securitytoken"]}),
                ({"auth": "token", "project_id": stand_in.project}, {"Token": stand_in.token()})):
            with profiles(stand_in, **settings) as path, Window(VIDIMUS_PROFILES=path) as window:
                give(**secrets)
                ask()
                window.await_answer()
                assert ui.find(starts="Cloud ·"), settings


def test_no_keyring():
    """Where nothing can be kept, that is said; for this session it works, and after it the secret is missing."""
    with StandIn() as stand_in, profiles(stand_in, auth="keys", access_key=stand_in.access_key) as path:
        with Window(VIDIMUS_PROFILES=path) as window:
            open_services()
            ui.wait(lambda: ui.find(starts="There is no keyring"), PATIENCE, "that there is no keyring")
            press("Edit Cloud")
            ui.wait(lambda: ui.find("For this session only"), PATIENCE, "the session alone")
            assert sensitive(ui.find("Keep It", "combo box")) is None
            type_in("Secret Key (SK)", SECRET_KEY)
            save()
            close_services()
            ask()
            window.await_answer()
        with Window(VIDIMUS_PROFILES=path):
            ask()
            await_thing("Access Denied")
            assert any("secret key (SK) for “Cloud”" in name for name in ui.names()), ui.names()
            assert stand_in.count("classify") == 1


def test_duplicate_and_delete():
    """A duplicate has the secrets too; what is deleted is gone from file and keyring."""
    with keyring(), StandIn() as stand_in, profiles(stand_in, auth="keys", access_key=stand_in.access_key) as path:
        before = kept_secrets() # of other tests
        with Window(VIDIMUS_PROFILES=path) as window:
            give(Secret_Key=SECRET_KEY)
            open_services()
            press("More for Cloud")
            ui.press(await_thing("Duplicate…", "menu item"))
            await_thing("Secret Key (known; type to replace it)")
            type_in("Name", "Second")
            save()
            ui.press(await_thing("Second", "list item"))
            press("More for Cloud")
            ui.press(await_thing("Delete…", "menu item"))
            assert kept_secrets() == before + 2
            ui.press(await_thing(None, BUTTON, "_Delete"))
            await_gone("Edit Cloud")
            ui.wait(lambda: kept_secrets() == before + 1, PATIENCE, "the end of its secret")
            close_services()
            await_thing("Service: Second")
            ask()
            window.await_answer()


def steps(outcome):
    """How many steps of the connection test have that outcome: the name of the sign before each."""
    return sum(node.get_name() == outcome and node.get_role_name() in ("image", "icon") for node in ui.walk(await_thing("Steps")))


def test_connection():
    """Of what is saved: told that it is billed, then a tick for each step. Of what is not saved yet: where it fails, and what to do."""
    with keyring(), StandIn() as stand_in, profiles(stand_in, auth="keys", access_key=stand_in.access_key) as path:
        with Window(VIDIMUS_PROFILES=path):
            give(Secret_Key=SECRET_KEY)
            ui.window_action("test-connection")
            await_thing(None, starts="The test makes one call")
            assert steps("Not yet tried") == 5 and stand_in.count("classify") == 0
            press("Start Test")
            await_thing("The service answers.")
            assert steps("Works") == 4 and steps("Skipped") == 1, ui.names() # there is no TLS
            assert stand_in.count("classify") == 1
            close("Test Connection", "Steps")
            open_services()
            press("Edit Cloud")
            type_in("Secret Key (known; type to replace it)", "another one")
            press("Test Connection…")
            press("Start Test")
            await_thing("The service does not work yet.")
            assert steps("Failed") == 1, ui.names()
            close("Test Connection", "Steps")
            close("Huawei Cloud", "Save")
            close_services()
            ask()
            ui.wait(lambda: len(ui.meters()) >= 8, PATIENCE, "an answer with the key that was saved")


def test_connection_cancelled():
    """A service that says nothing is not waited for longer than one likes."""
    with keyring(), StandIn() as stand_in, profiles(stand_in, auth="keys", access_key=stand_in.access_key) as path:
        with Window(VIDIMUS_PROFILES=path):
            give(Secret_Key=SECRET_KEY)
            stand_in.tell("turn?door=classify&name=silent")
            ui.window_action("test-connection")
            press("Start Test")
            await_count(stand_in, "classify", 1)
            press("Cancel")
            await_thing("The test was cancelled.")
            press("Test Again")
            await_thing("The service answers.")


def test_address():
    """An address goes out as it is; its picture, which nobody fetched, is told to be absent, and the answer is there."""
    with keyring(), StandIn() as stand_in, profiles(stand_in, auth="keys", access_key=stand_in.access_key) as path:
        with Window(VIDIMUS_PROFILES=path) as window:
            give(Secret_Key=SECRET_KEY)
            ui.window_action("address")
            await_thing(None, starts="The address is sent to ")
            type_in("Address", stand_in.uri + "/nobody-may-fetch-this.jpg")
            ui.press(await_thing(None, BUTTON, "_Open"))
            window.await_answer()
            assert ui.find(starts="The picture was not fetched.") and ui.find("Passport")
            assert (stand_in.count("classify"), stand_in.count("elsewhere")) == (1, 0)


def test_calls():
    """Every call is in the inspector, without the key; Clear empties it."""
    with keyring(), StandIn() as stand_in, profiles(stand_in, auth="keys", access_key=stand_in.access_key) as path:
        with Window(VIDIMUS_PROFILES=path) as window:
            give(Secret_Key=SECRET_KEY)
            ui.window_action("calls")
            await_thing("No Calls Yet")
            ask()
            window.await_answer()
            await_thing("Copy as curl", BUTTON)
            assert ui.find("Yes, by the vendor") and ui.find("Waiting for the answer")
            assert not any(SECRET_KEY in name for name in ui.names())
            press("Clear")
            await_thing("No Calls Yet")


def test_quit_while_waiting():
    """A service that says nothing does not keep the program."""
    with keyring(), StandIn() as stand_in, profiles(stand_in, auth="keys", access_key=stand_in.access_key) as path:
        with Window(VIDIMUS_PROFILES=path):
            give(Secret_Key=SECRET_KEY)
            stand_in.tell("turn?door=classify&name=silent")
            ask()
            await_count(stand_in, "classify", 1)


TESTS = [test_add_and_ask, test_renewal, test_throttled, test_failed_and_other, test_wrong, test_kinds, test_no_keyring,
         test_duplicate_and_delete, test_connection, test_connection_cancelled, test_address, test_calls, test_quit_while_waiting]

if __name__ == "__main__":
    for tool in "gnome-keyring-daemon", "xdotool":
        if shutil.which(tool) is None:
            print(f"1..0 # SKIP {tool} is not installed")
            sys.exit(0)
    chosen = sys.argv[6:] # names of tests, for who looks into one
    run([test for test in TESTS if not chosen or test.__name__ in chosen])
