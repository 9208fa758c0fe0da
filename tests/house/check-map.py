#!/usr/bin/python3
"""The map is true: every room has its paragraph in src/README.md, and no include goes against the arrows."""
import os
import re
import sys

MAY = {
    'contract': [],
    'raster': [],
    'imaging': ['raster'],
    'engine': ['raster'],
    'service': ['engine', 'imaging', 'raster', 'contract'],
    'client': ['imaging', 'contract', 'raster'],
    'desk': ['client', 'contract', 'imaging', 'raster'],
    'capture': ['imaging', 'raster', 'contract'],
    'cli': ['desk', 'client', 'imaging', 'raster', 'contract'],
    'app': ['desk', 'capture', 'client', 'imaging', 'raster', 'contract'],
}
os.chdir(os.path.join(sys.argv[1], 'src'))
rooms = sorted(name for name in os.listdir('.') if os.path.isdir(name))
home = {name: room for room in rooms for name in os.listdir(room) if name.endswith('.h')}
text = open('README.md', encoding='utf-8').read()
failures = ['a room without a rule: ' + room for room in rooms if room not in MAY]
failures += ['not in src/README.md: ' + room for room in rooms if f'`{room}/`' not in text]
for room in rooms:
    for folder, _, names in os.walk(room):
        for name in (n for n in names if n.endswith(('.c', '.h'))):
            source = open(os.path.join(folder, name), encoding='utf-8').read()
            for header in re.findall(r'#include [<"]([^>"]+)[>"]', source):
                to = home.get(os.path.basename(header), room)
                if to != room and to not in MAY.get(room, []):
                    failures.append(f'{folder}/{name} reaches into {to}')
                if header.startswith(('gtk/', 'adwaita')) and room != 'app':
                    failures.append(f'{folder}/{name} includes {header}')
                if room in ('raster', 'engine') and header.startswith(('glib', 'gio', 'libsoup')):
                    failures.append(f'{folder}/{name} includes {header}')

print('\n'.join(failures) or 'the map is true')
sys.exit(bool(failures))
