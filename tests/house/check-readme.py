#!/usr/bin/python3
"""README has one command to try and one to test, and what it points at is there."""
import os
import re
import sys

root = sys.argv[1]
text = open(os.path.join(root, 'README.md'), encoding='utf-8').read()
failures = []
for title in ('Try it', 'Test'):
    section = re.search(rf'^## {title}$(.*?)(?=^## |\Z)', text, re.M | re.S)
    blocks = re.findall(r'^```sh\n(.*?)^```$', section.group(1), re.M | re.S) if section else []
    if len(blocks) != 1 or len(blocks[0].strip().splitlines()) != 1:
        failures.append(f'“{title}” must hold one sh block of one line, has {len(blocks)}')
for target in re.findall(r'\]\(([^)#:]+)\)', text):
    if not os.path.exists(os.path.join(root, target)):
        failures.append('points at nothing: ' + target)

print('\n'.join(failures) or 'README is true')
sys.exit(bool(failures))
