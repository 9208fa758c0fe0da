#!/usr/bin/python3
"""POTFILES.in names every file with text for people, and zh_CN is complete, current and well formed."""
import os
import re
import subprocess
import sys
import tempfile

root = sys.argv[1]
os.chdir(root)
listed = [line.strip() for line in open('po/POTFILES.in') if line.strip() and not line.startswith('#')]
marked = re.compile(r'(?<![\w>.])(?:_|N_|C_|NC_|ngettext|g_dngettext)\s*\("|translatable="(?:yes|true)"')
wanted = [name for name in listed if name.startswith('data/') and name.endswith(('.in', '.json', '.xml'))]
for folder, _, names in os.walk('src'):
    for name in names:
        path = os.path.join(folder, name)
        if name.endswith(('.c', '.h', '.ui')) and marked.search(open(path, encoding='utf-8').read()):
            wanted.append(path)

failures = ['not in POTFILES.in: ' + path for path in sorted(set(wanted) - set(listed))]
failures += ['in POTFILES.in, without text or gone: ' + path for path in sorted(set(listed) - set(wanted))
             if path.startswith('src/') or not os.path.exists(path)]
failures += ['POTFILES.in is not sorted'] if listed != sorted(listed) else []


def gettext(*args):
    return subprocess.run(args, capture_output=True, text=True, env=dict(os.environ, LC_ALL='C.UTF-8'))


with tempfile.TemporaryDirectory() as tmp:
    pot = os.path.join(tmp, 'vidimus.pot')
    made = gettext('xgettext', '--from-code=UTF-8', '--keyword=_', '--keyword=N_', '--keyword=C_:1c,2',
                   '--keyword=NC_:1c,2', '--keyword=g_dngettext:2,3', '--add-comments', '--files-from=po/POTFILES.in',
                   '--output=' + pot)
    if made.returncode != 0:
        failures.append('xgettext: ' + made.stderr)
    for po in sorted(name for name in os.listdir('po') if name.endswith('.po')):
        merged = os.path.join(tmp, po)
        gettext('msgmerge', '--quiet', '--no-fuzzy-matching', '--output-file=' + merged, 'po/' + po, pot)
        checked = gettext('msgfmt', '--check', '--statistics', '--output-file=/dev/null', merged)
        if checked.returncode != 0:
            failures.append(po + ': ' + checked.stderr)
        if 'untranslated' in checked.stderr or 'fuzzy' in checked.stderr:
            left = gettext('msgattrib', '--untranslated', '--no-obsolete', '--no-location', merged).stdout
            failures.append(po + ' is not complete: ' + checked.stderr + left)

print('\n'.join(failures) or 'translations are complete')
sys.exit(bool(failures))
