"""The service under attack: started with keys, watched from outside, ended; and who must not notice anything."""
import asyncio
import ctypes
import json
import os
import re
import signal
import subprocess
import time

from wire import PROJECT, request, send

MIB = 1024 * 1024


def descendants(pid):
    found, todo = [], [pid]
    while todo:
        one = todo.pop()
        found.append(one)
        try:
            for thread in os.listdir(f'/proc/{one}/task'):
                todo += map(int, open(f'/proc/{one}/task/{thread}/children').read().split())
        except OSError:
            pass
    return found


def pss(pid):
    """Bytes of memory, what is shared counted once; 0 when it is gone."""
    try:
        return int(re.search(r'^Pss:\s*(\d+)', open(f'/proc/{pid}/smaps_rollup').read(), re.M)[1]) * 1024
    except (OSError, TypeError):
        return 0


def die_with_parent():
    """In the child: an attack that is ended leaves nothing running."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


class Service:
    def __init__(self, program, folder, options, tls):
        self.certificate = self.make_certificate(folder) if tls else None
        self.offered = subprocess.run([program, '--help'], capture_output=True, text=True, env={**os.environ, 'LANGUAGE': 'en'}).stdout
        self.keys = [('ATTACKATTACKATTACK01', 'attackersattackersattackersattackers0001')]
        self.tokens = {'attack': 'token-of-the-attackers-0123456789', 'good': 'token-of-a-good-client-0123456789'}
        path = os.path.join(folder, 'keys.json')
        with open(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), 'w') as file:
            json.dump({'keys': [{'access_key': a, 'secret_key': s, 'project_id': PROJECT} for a, s in self.keys],
                       'tokens': [{'token': t, 'project_id': PROJECT} for t in self.tokens.values()]}, file)
        self.log = os.path.join(folder, 'log')
        arguments = [program, '--listen=127.0.0.1:0', '--keys=' + path, '--rate=10000'] + options
        if self.offers('--allow-url'):
            arguments.append('--allow-url')
        if tls:
            arguments += ['--tls-cert=' + self.certificate, '--tls-key=' + os.path.join(folder, 'tls.key')]
        self.process = subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=open(self.log, 'w'),
                                        preexec_fn=die_with_parent)
        self.port = self.wait_for(r'://127\.0\.0\.1:(\d+)')
        self.wait_for('(ready)')
        self.peak = self.idle = 0

    @staticmethod
    def make_certificate(folder):
        path = os.path.join(folder, 'tls.pem')
        subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', '/CN=localhost',
                        '-addext', 'subjectAltName=DNS:localhost', '-keyout', os.path.join(folder, 'tls.key'), '-out', path], check=True, capture_output=True)
        os.chmod(os.path.join(folder, 'tls.key'), 0o600)
        return path

    def offers(self, option):
        return option in self.offered

    def read_log(self):
        return open(self.log, errors='replace').read()

    def wait_for(self, pattern, seconds=120):
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.process.poll() is None:
            found = re.search(pattern, self.read_log())
            if found:
                return found[1]
            time.sleep(0.05)
        raise SystemExit(f'the service did not say {pattern}:\n' + self.read_log())

    def measure(self):
        return sum(map(pss, descendants(self.process.pid)))

    async def sample(self):
        """Until cancelled: the most memory that all its processes together take."""
        while True:
            self.peak = max(self.peak, await asyncio.get_running_loop().run_in_executor(None, self.measure))
            await asyncio.sleep(0.25)

    def crashes(self):
        """What its log says of workers that ended as they should not, and of sanitizers."""
        return [line for line in self.read_log().splitlines()
                if re.search(r'ended by signal|is ended:|ended with status [1-9]|AddressSanitizer|runtime error|CRITICAL|WARNING|assert', line)]

    def stop(self):
        self.process.terminate()
        try:
            return self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return 'did not end'


class Good:
    """One client after another's answer: what it got that it should not, and how long each took."""

    def __init__(self, world, token, image_body):
        self.world = world
        self.data = request(image_body, token=token)
        self.wrong = []

    async def ask(self):
        began = time.monotonic()
        answer = await send(self.world, self.data, source='127.0.0.1')
        if answer.word != '200' or b'"location"' not in answer.body:
            self.wrong.append(answer.word)
        return time.monotonic() - began

    async def series(self, n):
        return [await self.ask() for _ in range(n)]

    async def until(self, task):
        """As long as @task runs, with the pauses of a person who looks at the answer."""
        times = []
        while not task.done():
            times.append(await self.ask())
            await asyncio.sleep(0.1)
        return times
