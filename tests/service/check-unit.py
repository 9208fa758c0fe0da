#!/usr/bin/python3
"""The unit of vidimus-service is one that systemd takes, its options are those of the program, and it exposes little."""
import os
import re
import shutil
import subprocess
import sys
import tempfile

unit, program = sys.argv[1:]
text = open(unit, encoding='utf-8').read()
said = subprocess.run([program, '--help'], capture_output=True, text=True, check=True).stdout
unknown = [option for option in re.findall(r'(--[a-z-]+)=', re.search(r'ExecStart=(.*)', text)[1]) if option not in said]
if unknown:
    sys.exit('the program does not know ' + ', '.join(unknown))
if shutil.which('systemd-analyze') is None:
    print('there is no systemd-analyze')
    sys.exit(77)

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, 'vidimus-service.service')
    with open(path, 'w', encoding='utf-8') as out:
        out.write(text.replace('@bindir@', os.path.dirname(program)))
    verified = subprocess.run(['systemd-analyze', 'verify', '--man=no', path], capture_output=True, text=True)
    about = [line for line in (verified.stdout + verified.stderr).splitlines() if 'vidimus' in line]
    if verified.returncode != 0 or about:
        sys.exit('\n'.join(about) or 'systemd-analyze verify: ' + verified.stderr)
    exposed = subprocess.run(['systemd-analyze', 'security', '--offline=true', '--no-pager', '--threshold=15', path],
                             capture_output=True, text=True)
    print(exposed.stdout.splitlines()[-1] if exposed.stdout else exposed.stderr)
    sys.exit(exposed.returncode)
