"""What `vidimus-cli evaluate --json` says, as figures by name, and whether some are worse than recorded beyond noise."""
import json
import math
import os
import shlex
import subprocess
import tempfile

LEVEL = .01  # one-sided: how seldom noise alone may look so bad
Z_LEVEL, Z_INTERVAL = 2.326347874, 1.959963985  # of the normal distribution: 1 % on one side, 95 % between both


def patient(service, folder):
    """A service with all the time it needs: how right an answer is must not depend on what else the machine does."""
    path = os.path.join(folder, 'patient-service')
    with open(path, 'w', encoding='utf-8') as file:
        file.write(f'#!/bin/sh\nexec {shlex.quote(os.path.abspath(service))} --job-timeout 3600 "$@"\n')
    os.chmod(path, 0o755)
    return path


def evaluate(cli, truths, *options, service=None, endpoint=None, strict=True):
    """The JSON of one evaluation. @strict: an image that fails is an error, since every figure lacks it."""
    command = [cli, 'evaluate', '--json', *options]
    for truth in truths:
        command += ['--truth', truth]
    if endpoint is not None:
        command += ['--endpoint', endpoint]
    with tempfile.TemporaryDirectory() as folder:
        env = dict(os.environ)
        if service is not None:
            env['VIDIMUS_SERVICE'] = patient(service, folder)
        run = subprocess.run(command, stdout=subprocess.PIPE, env=env, check=False)
    if run.returncode not in ((0,) if strict else (0, 1)):
        raise SystemExit(f'{" ".join(command)}: exit status {run.returncode}')
    return json.loads(run.stdout)


def pooled(estimates):
    k, n = sum(e['k'] for e in estimates), sum(e['n'] for e in estimates)
    return {'k': k, 'n': n, 'value': k / n if n else None}


def wilson(share):
    """The share with Wilson's 95 % interval, for sums that the program did not make."""
    k, n, z = share['k'], share['n'], Z_INTERVAL
    if n == 0:
        return dict(share, low=None, high=None)
    p, scale = k / n, 1 + z * z / n
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / scale
    middle = (p + z * z / (2 * n)) / scale
    return dict(share, low=middle - half if k else 0.0, high=middle + half if k < n else 1.0)


def figures(summary):
    """name → {kind, better, value, low, high, k, n} of one set; what is not known is left out."""
    found = {}

    def add(name, kind, better, estimate):
        if estimate['value'] is not None:
            found[name] = dict(estimate, kind=kind, better=better)

    types = {name: entry['recall'] for name, entry in summary['types'].items() if name != 'none'}
    add('type named right', 'share', 'higher', wilson(pooled(types.values())))
    for name, recall in sorted(types.items()):
        add(f'{name} named right', 'share', 'higher', recall)
    add('none of the nine, named as one', 'share', 'lower', summary['negatives_named'])
    location = summary['location']
    add('mean IoU', 'mean', 'higher', location['iou'])
    for cut in ('80', '90', '95'):
        add(f'IoU over .{cut}', 'share', 'higher', location['above_' + cut])
    add('median corner error', 'mean', 'lower', location['corner_median'])
    add('first corner right', 'share', 'higher', location['first_corner'])
    add('confidence, AUC', 'mean', 'higher', location['confidence_auc'])
    for name, alarm in sorted(summary['alarms'].items()):
        add(f'{name}, AUC', 'mean', 'higher', alarm['auc'])
        add(f'{name}, raised where true', 'share', 'higher', alarm['raised_true'])
        add(f'{name}, raised where false', 'share', 'lower', alarm['raised_false'])
    return found


def binomial_tail(k, n, p):
    """P (X ≤ k) for n draws of probability p, 0 < p < 1."""
    logs = [math.lgamma(n + 1) - math.lgamma(i + 1) - math.lgamma(n - i + 1) + i * math.log(p) + (n - i) * math.log1p(-p)
            for i in range(k + 1)]
    return min(1.0, math.fsum(math.exp(x) for x in logs))


def share_is_worse(now, then):
    """As few as now are right would come by chance in less than 1 % of samples. The recorded share is taken as
    (k + ½) / (n + 1), since even one that was 1 does not prove that nothing is ever wrong."""
    if then['better'] == 'higher':
        k, recorded = now['k'], then['k']
    else:
        k, recorded = now['n'] - now['k'], then['n'] - then['k']
    return binomial_tail(k, now['n'], (recorded + .5) / (then['n'] + 1)) < LEVEL


def mean_is_worse(now, then):
    """Beyond the recorded interval, widened from 95 % between both sides to 1 % on one."""
    if then['better'] == 'higher':
        low = then['low'] if then['low'] is not None else -math.inf
        return now['value'] < then['value'] - (then['value'] - low) * Z_LEVEL / Z_INTERVAL
    high = then['high'] if then['high'] is not None else math.inf
    return now['value'] > then['value'] + (high - then['value']) * Z_LEVEL / Z_INTERVAL


def shown(figure):
    count = f'{figure["k"]} of {figure["n"]}' if figure['kind'] == 'share' else f'of {figure["n"]}'
    return f'{figure["value"]:.4f} ({count})'


def compare(now, then):
    """A line for every figure that is worse than recorded beyond noise, or gone: which, and by how much."""
    complaints = []
    for name, recorded in then.items():
        if name not in now:
            complaints.append(f'{name}: was {shown(recorded)}, and is not known now')
            continue
        worse = share_is_worse if recorded['kind'] == 'share' else mean_is_worse
        if worse(now[name], recorded):
            change = now[name]['value'] - recorded['value']
            complaints.append(f'{name}: {shown(now[name])}, recorded {shown(recorded)}: {change:+.4f}, beyond noise at 1 %')
    return complaints
