#!/usr/bin/python3
"""The manifest is JSON, asks for no files, devices or buses of the user's, and addresses and checks every archive.

The camera and the screen come through portals, which need no permission here. Scanners can't: SANE opens USB devices and
listens on the network by itself, for which the sandbox would have to be opened to all of them.
"""
import json
import os
import re
import sys

manifest = json.load(open(os.path.join(sys.argv[1], 'flatpak', 'io.github.vidimus.Vidimus.json')))
failures = []
for arg in manifest['finish-args']:
    if arg.startswith(('--filesystem', '--system-talk-name', '--device')) and arg != '--device=dri' or '-bus' in arg:
        failures.append('too much for a sandbox: ' + arg)
if '--talk-name=org.freedesktop.secrets' not in manifest['finish-args']:
    failures.append('passwords and keys could not be kept: no org.freedesktop.secrets')
for name in ('org.gnome.ScreenSaver', 'org.freedesktop.ScreenSaver'):
    if '--talk-name=' + name not in manifest['finish-args']:
        failures.append('a locked screen would not put the camera out: no ' + name)
if '-Dscanner=disabled' not in manifest['modules'][-1]['config-opts']:
    failures.append('a scanner can’t be reached from inside')
for module in manifest['modules']:
    if not module['sources']:
        failures.append(module['name'] + ' has no source')
    for source in module['sources']:
        if source['type'] == 'dir':
            continue
        if not source['url'].startswith('https://'):
            failures.append('not https: ' + source['url'])
        if not re.fullmatch('[0-9a-f]{64}', source.get('sha256', '')):
            failures.append('no checksum: ' + source['url'])
for name in ('libseccomp', 'leptonlib', 'tesseract', 'tessdata', 'libportal', 'vidimus'):
    if name not in [module['name'] for module in manifest['modules']]:
        failures.append('module missing: ' + name)

print('\n'.join(failures) or 'the manifest is sound')
sys.exit(bool(failures))
