#!/usr/bin/python3
"""attack [--requests N] [--seed N] [--at-once N] [--tls] SERVICE SPECIMEN [OPTION…]

Sends hostile requests to a service of its own, and looks at each answer, at the service's memory, at what it fetches,
and at a good client beside. Prints a table; exits 1 when anything was answered as it should not be.
"""
import argparse
import asyncio
import collections
import os
import random
import statistics
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import attack_addresses
import attack_bodies
import attack_fetches
import attack_handshakes
import attack_images
import attack_requests
import attack_signatures
from isolation import isolate
from watch import MIB, Good, Service
from wire import World

READ_SECONDS = 3
WORKER_MIB = 512
SHARES = {'image': 0.2, 'body': 0.2, 'http': 0.23, 'key': 0.2, 'url': 0.1, 'fetch': 0.04, 'tls': 0.02, 'slow': 0.01}
N_IDLE = 15


class Canary:
    """Listens where only this computer can reach it. Nobody should come."""

    def __init__(self):
        self.visits = 0
        self.servers = []

    async def start(self):
        async def visited(reader, writer):
            self.visits += 1
            writer.close()
        self.servers = [await asyncio.start_server(visited, '127.0.0.1', 0)]
        port = self.servers[0].sockets[0].getsockname()[1]
        for host in ('127.1.2.3', '::1'):
            for each in (port, 80):
                try:
                    self.servers.append(await asyncio.start_server(visited, host, each))
                except OSError:
                    pass  # no IPv6, or not ours
        return port


class Tally:
    def __init__(self):
        self.sent = collections.Counter()
        self.words = collections.defaultdict(collections.Counter)
        self.wrong = collections.Counter()

    def count(self, group, name, expected, answer):
        name = getattr(answer, 'name', name)
        expected = getattr(answer, 'expected', expected)
        self.sent[group] += 1
        self.words[group][answer.word] += 1
        if answer.word not in expected:
            self.wrong[f'{group}/{name}: {answer.word}, not {" or ".join(sorted(expected))}'] += 1


async def run_group(attacks, at_once, tally):
    """At most @at_once of them under way."""
    waiting = iter(attacks)

    async def work():
        for group, name, expected, make in waiting:
            tally.count(group, name, expected, await make())
    await asyncio.gather(*[work() for _ in range(at_once)])


def count(n, world):
    """How many of each group, what can't be had left to the others."""
    shares = dict(SHARES)
    for group, possible in (('fetch', world.fetches and world.isolated), ('tls', world.certificate is not None)):
        if not possible:
            del shares[group]
    counts = {group: int(n * share) for group, share in shares.items()}
    counts['http'] += n - sum(counts.values())
    return counts


def plan(rng, counts, world, bases, canary_port):
    """All but the slow ones, well mixed, made as they are needed."""
    def seeded():
        return random.Random(rng.random())
    sources = {
        'image': lambda n: attack_images.attacks(seeded(), n, world, bases),
        'body': lambda n: attack_bodies.attacks(seeded(), n, world),
        'http': lambda n: attack_requests.attacks(seeded(), n, world),
        'key': lambda n: attack_signatures.attacks(seeded(), n, world),
        'url': lambda n: attack_addresses.attacks(seeded(), n, world, canary_port),
        'fetch': lambda n: attack_fetches.attacks(seeded(), n, world, canary_port),
        'tls': lambda n: attack_handshakes.attacks(seeded(), n, world, READ_SECONDS),
    }
    running = {group: sources[group](n) for group, n in counts.items() if group in sources}
    order = [group for group in running for _ in range(counts[group])]
    rng.shuffle(order)
    for group in order:
        yield next(running[group])


async def attack(arguments, service, tally, isolated):
    rng = random.Random(arguments.seed)
    world = World(int(service.port), service.tokens['attack'], service.keys[0], service.certificate)
    world.fetches = service.offers('--allow-url')
    world.isolated = isolated
    bases = attack_images.make_bases(arguments.specimen)
    canary = Canary()
    port = await canary.start()
    if isolated:
        await attack_fetches.Place(bases['jpeg']).start()
    good = Good(world, service.tokens['good'], attack_images.body_of(bases['jpeg'], True))

    await good.series(3)
    service.idle = service.measure()
    idle = await good.series(N_IDLE)

    sampler = asyncio.ensure_future(service.sample())
    counts = count(arguments.requests, world)
    slow = attack_requests.slow_attacks(random.Random(rng.random()), counts['slow'], world, READ_SECONDS)
    groups = asyncio.gather(run_group(plan(rng, counts, world, bases, port), arguments.at_once, tally),
                            run_group(slow, max(1, arguments.at_once // 2), tally))
    meanwhile = asyncio.ensure_future(good.until(groups))
    await groups
    times = await meanwhile
    sampler.cancel()
    after = service.measure()
    await good.series(3)

    return good, idle, times, after, canary.visits


def report(service, tally, good, idle, times, after, visits, sanitized):
    """Prints what happened; returns what should not have."""
    problems = [f'{n} × {what}' for what, n in tally.wrong.most_common()]
    for group in [group for group in SHARES if tally.sent[group]]:
        words = ', '.join(f'{word} {n}' for word, n in tally.words[group].most_common(9))
        print(f'{group:6} {tally.sent[group]:6}  {words}')
    print(f'all    {sum(tally.sent.values()):6}  answered wrongly: {sum(tally.wrong.values())}')
    print(f'good client beside: {len(times)} answers, {len(good.wrong)} wrong; median {statistics.median(times) * 1000:.0f} ms, '
          f'{statistics.median(times) / statistics.median(idle):.2f}× an idle service ({statistics.median(idle) * 1000:.0f} ms); longest '
          f'{max(times) * 1000:.0f} ms')
    print(f'memory of all its processes (PSS): {service.idle / MIB:.0f} MiB before, {service.peak / MIB:.0f} MiB at most, {after / MIB:.0f} MiB after')
    print(f'fetched from this computer: {visits}')
    problems += [f'the good client got {word}' for word in good.wrong]
    problems += ['the log says: ' + line for line in service.crashes()]
    if visits:
        problems.append(f'{visits} fetches from this computer')
    # Two workers at their own limit, and some bodies on their way.
    if not sanitized and service.peak > service.idle + (2 * WORKER_MIB + 256) * MIB:
        problems.append('it took more memory than its workers may')
    if not sanitized and after > service.idle + 192 * MIB:
        problems.append('it keeps memory')
    status = service.stop()
    if status != 0:
        problems.append(f'it ended with status {status}')
    return problems


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--requests', type=int, default=10000)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--at-once', type=int, default=16)
    parser.add_argument('--tls', action='store_true')
    parser.add_argument('service')
    parser.add_argument('specimen')
    parser.add_argument('options', nargs='*')
    arguments = parser.parse_args()
    sanitized = 'VIDIMUS_TEST_SANITIZED' in os.environ
    tally = Tally()

    with tempfile.TemporaryDirectory(prefix='va-') as folder:
        os.mkdir(os.path.join(folder, 'tessdata'))
        options = ['--workers=2', f'--read-timeout={READ_SECONDS}', f'--header-timeout={READ_SECONDS}', f'--worker-memory={WORKER_MIB}'] + [
            option.replace('@EMPTY@', os.path.join(folder, 'tessdata')) for option in arguments.options]
        why_not = isolate(folder)
        if why_not is not None:
            print(f'no network of its own ({why_not}): what is fetched from public places is left out')
        service = Service(arguments.service, folder, options, arguments.tls)
        try:
            results = asyncio.run(attack(arguments, service, tally, why_not is None))
            problems = report(service, tally, *results, sanitized)
        finally:
            service.process.kill()
            service.process.wait()
        if problems:
            print('\n'.join(['seed ' + str(arguments.seed)] + problems[:60]))
            print('the end of its log:\n' + service.read_log()[-6000:])
    return bool(problems)


if __name__ == '__main__':
    sys.exit(main())
