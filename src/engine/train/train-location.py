#!/usr/bin/env python3
"""Trains the networks of localisation on drawn scenes, and writes vidimus-locate-weights.c or, with --close, vidimus-close-weights.c:

    ninja -C build src/engine/vidimus-draw-location
    src/engine/train/train-location.py build/src/engine/vidimus-draw-location --minutes 60 --out src/engine/vidimus-locate-weights.c
    src/engine/train/train-location.py build/src/engine/vidimus-draw-location --close --start src/engine/vidimus-locate-weights.c \
        --minutes 60 --out src/engine/vidimus-close-weights.c

Needs PyTorch (python3-torch of Debian 12), which nothing else does: building takes the weights as they are. One thread
draws, one learns, no graphics processor. Chance is seeded; how many scenes an hour has depends on the machine, so that a run
that is to be had again says --scenes. Every scene is seen a few times over, mirrored and turned. Judged on scenes of grounds
that were kept from training (--held).

The weights for whole pictures saw about 260,000 scenes in three goes of 15, 41 and 25 minutes on a busy machine, each with --start from the
one before, while the drawing was still being improved. Going on from them for 646,000 scenes more (105 minutes, rate .0015, a fifth of
them flat) was not kept: masks of unseen grounds rose from an IoU of .813 to .849, but of the real pictures (mostly flat scans, which it
then took an inner rectangle of) .963 fell to .941, and to .922 with the score fitted anew. What is drawn lacks something that
scans have; more of the same does not help.

The weights for patches began with those, and saw 612,000 patches, of 155,000 that were drawn, in 60 minutes on a busy machine (2 and 58, rate .0025).
"""
import argparse
import copy
import math
import re
import subprocess
import threading
import time

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

CELL, UNIT, LANES = 4, 32.0, 8
SHAPES = {'locate': (4, 4), 'close': (5, 8)}  # planes and maps
SEEN_AGAIN = 4  # how often a scene is seen, mirrored and turned


class Layer(nn.Module):
    """Convolution and normalisation, which become one when written."""

    def __init__(self, n_in, n_out, size=3, stride=1):
        super().__init__()
        self.conv = nn.Conv2d(n_in, n_out, size, stride, size // 2, bias=False)
        self.norm = nn.BatchNorm2d(n_out, momentum=0.02)
        nn.init.kaiming_normal_(self.conv.weight, nonlinearity='relu')

    def forward(self, x):
        return self.norm(self.conv(x))

    def folded(self):
        scale = self.norm.weight / torch.sqrt(self.norm.running_var + self.norm.eps)
        return self.conv.weight * scale[:, None, None, None], self.norm.bias - self.norm.running_mean * scale


class Net(nn.Module):
    """An hourglass: down to a thirty-second, back up to a quarter."""

    def __init__(self, inputs, maps):
        super().__init__()
        self.a0, self.a1 = Layer(inputs, 16, stride=2), Layer(16, 24, stride=2)
        self.a2, self.a3 = Layer(24, 32, stride=2), Layer(32, 32)
        self.a4, self.a5 = Layer(32, 48, stride=2), Layer(48, 48)
        self.a6, self.a7, self.a8 = Layer(48, 64, stride=2), Layer(64, 64), Layer(64, 64)
        self.u3, self.b3 = Layer(64, 48, 1), Layer(48, 48)
        self.u2, self.b2 = Layer(48, 32, 1), Layer(32, 32)
        self.u1, self.b1 = Layer(32, 24, 1), Layer(24, 24)
        self.head = nn.Conv2d(24, maps, 1)
        nn.init.constant_(self.head.bias, -1.5)

    def forward(self, x):
        a1 = F.relu(self.a1(F.relu(self.a0(x))))
        a3 = F.relu(self.a2(a1))
        a3 = F.relu(a3 + self.a3(a3))
        a5 = F.relu(self.a4(a3))
        a5 = F.relu(a5 + self.a5(a5))
        a8 = F.relu(self.a6(a5))
        a8 = F.relu(a8 + self.a7(a8))
        a8 = F.relu(a8 + self.a8(a8))
        b = F.relu(a5 + self.up(self.u3(a8), a5))
        b = F.relu(b + self.b3(b))
        b = F.relu(a3 + self.up(self.u2(b), a3))
        b = F.relu(b + self.b2(b))
        b = F.relu(a1 + self.up(self.u1(b), a1))
        b = F.relu(b + self.b1(b))
        return self.head(b)

    @staticmethod
    def up(x, like):
        return F.interpolate(x, scale_factor=2, mode='nearest')[:, :, :like.shape[2], :like.shape[3]]

    def layers(self):
        for name in ('a0', 'a1', 'a2', 'a3', 'a4', 'a5', 'a6', 'a7', 'a8', 'u3', 'b3', 'u2', 'b2', 'u1', 'b1'):
            yield (name, *getattr(self, name).folded())
        yield 'head', self.head.weight, self.head.bias


def read_written(net, path, planes):
    """Takes back what write() wrote, but for what rounding to bytes lost; planes and maps that were not known then begin with nothing.
    Normalisation, which writing folded away, is put back as it would be of these planes, or else training would begin somewhere else."""
    with open(path, encoding='ascii') as file:
        text = file.read()
    values = {name: np.array(body.replace('f', '').split(',')[:-1], float) for name, body in re.findall(r'(\w+)\[\] = \{([^}]*)\}', text)}
    inputs = int(re.search(r'= \{ (\d+), \d+, weights', text).group(1))
    at, lane, hooks = 0, 0, []

    def normalise(layer):
        def hook(_module, _inputs, out):
            layer.norm.running_mean.copy_(out.mean((0, 2, 3)))
            layer.norm.running_var.copy_(out.var((0, 2, 3)))
            layer.norm.weight.copy_(torch.sqrt(layer.norm.running_var + layer.norm.eps))
            layer.norm.bias.add_(layer.norm.running_mean)
        hooks.append(layer.conv.register_forward_hook(hook))

    net.eval()
    with torch.no_grad():
        for name, w, _ in net.layers():
            layer = getattr(net, name)
            conv, bias = (layer.conv, layer.norm.bias) if isinstance(layer, Layer) else (layer, layer.bias)
            n, m, size, _ = w.shape
            known = min(inputs, m) if name == 'a0' else m
            padded = n + -n % LANES
            whole = values['weights'][at:at + padded * known * size * size].reshape(padded // LANES, size, size, known, LANES)
            whole = whole.transpose(0, 4, 3, 1, 2).reshape(padded, known, size, size)[:n]
            conv.weight.zero_()
            conv.weight[:, :known].copy_(torch.tensor(whole * values['scales'][lane:lane + n, None, None, None]))
            bias.copy_(torch.tensor(values['biases'][lane:lane + n]))
            at, lane = at + padded * known * size * size, lane + padded
            if isinstance(layer, Layer):
                normalise(layer)
        net(planes)
        for hook in hooks:
            hook.remove()
    net.train()


class Drawer:
    """Blocks of drawn scenes: (planes, maps) as bytes."""

    def __init__(self, program, seed, *options, count=0):
        self.process = subprocess.Popen([*program, *options, str(seed), *([str(count)] if count else [])], stdout=subprocess.PIPE)

    def read(self):
        head = self.process.stdout.read(20)
        if len(head) < 20:
            return None
        width, height, n, n_planes, n_maps = np.frombuffer(head, np.int32)
        pixels = width * height
        size = n_planes * pixels + n_maps * (width // CELL) * (height // CELL)
        block = np.frombuffer(self.process.stdout.read(int(n * size)), np.uint8).reshape(n, size)
        planes = block[:, :n_planes * pixels].view(np.int8).reshape(n, n_planes, height, width)
        maps = block[:, n_planes * pixels:].reshape(n, n_maps, height // CELL, width // CELL)
        return planes, maps


class Store:
    """The latest blocks, drawn on the side; any of them is had at random."""

    def __init__(self, drawer, size):
        self.drawer, self.size, self.blocks, self.drawn, self.taken, self.lock = drawer, size, [], 0, 0, threading.Lock()
        threading.Thread(target=self.fill, daemon=True).start()

    def fill(self):
        while True:
            while self.drawn > 100 + self.taken / SEEN_AGAIN:
                time.sleep(0.1)
            block = self.drawer.read()
            with self.lock:
                if len(self.blocks) < self.size:
                    self.blocks.append(block)
                else:
                    self.blocks[self.drawn % self.size] = block
                self.drawn += 1

    def any(self, random):
        with self.lock:
            self.taken += 1
            return self.blocks[random.integers(len(self.blocks))]


def to_batch(block, random=None):
    planes, maps = block
    if random is not None:
        if random.random() < 0.5:
            planes, maps = planes[:, :, ::-1], maps[:, :, ::-1]
        if random.random() < 0.5:
            planes, maps = planes[:, :, :, ::-1], maps[:, :, :, ::-1]
        if random.random() < 0.5:
            planes, maps = planes.transpose(0, 1, 3, 2), maps.transpose(0, 1, 3, 2)
    x = torch.from_numpy(np.ascontiguousarray(planes)).float() / UNIT
    y = torch.from_numpy(np.ascontiguousarray(maps)).float() / 255
    if random is not None:
        if random.random() < 0.5:  # other colours
            x[:, 1:3] = x[:, 1:3].flip(1)
        if random.random() < 0.2:
            x[:, 1:3] *= float(random.uniform(0, 1.5))
        if random.random() < 0.3:
            x[:, :4] += torch.randn_like(x[:, :4]) * float(random.uniform(0, 0.15))
    return x.contiguous(memory_format=torch.channels_last), y


# Of each map but the mask: how much more a cell weighs that has it, and how much the map does.
LOSSES = ((1, 4.0, 1.0), (2, 8.0, 0.4), (3, 2.0, 0.5), (4, 2.0, 0.4), (5, 2.0, 0.4), (6, 1.0, 0.25), (7, 1.0, 0.25))


def loss_of(logits, y):
    p = torch.sigmoid(logits[:, 0])
    dice = 1 - (2 * (p * y[:, 0]).sum((1, 2)) + 1) / (p.sum((1, 2)) + y[:, 0].sum((1, 2)) + 1)
    loss = F.binary_cross_entropy_with_logits(logits[:, 0], y[:, 0]) + 0.5 * dice.mean()
    for k, weight, share in LOSSES[:logits.shape[1] - 1]:
        loss = loss + F.binary_cross_entropy_with_logits(logits[:, k], y[:, k], weight=1 + weight * y[:, k]) * share
    return loss


def judge(net, blocks):
    """Mean IoU of the masks, and the share of them over .9."""
    net.eval()
    ious, losses = [], []
    with torch.no_grad():
        for block in blocks:
            x, y = to_batch(block)
            logits = net(x)
            losses.append(loss_of(logits, y).item())
            p, t = logits[:, 0] > 0, y[:, 0] > 0.5
            full = t.sum((1, 2)) > 0
            ious.append(((p & t).sum((1, 2)).float() / (p | t).sum((1, 2)).clamp(min=1).float())[full])
    net.train()
    ious = torch.cat(ious)
    return ious.mean().item(), (ious > 0.9).float().mean().item(), float(np.mean(losses))


def write(net, path, name):
    """Signed bytes, and for each output a scale and a bias: in the order that vidimus-locate-net.h says."""
    weights, scales, biases = [], [], []
    for _, w, b in net.layers():
        w, b = w.detach().numpy(), b.detach().numpy()
        empty = -len(w) % LANES
        w, b = np.pad(w, ((0, empty), (0, 0), (0, 0), (0, 0))), np.pad(b, (0, empty))
        scale = np.maximum(np.abs(w).reshape(len(w), -1).max(1), 1e-9) / 127
        whole = np.rint(w / scale[:, None, None, None]).astype(int)
        n, m, size, _ = whole.shape
        weights.append(whole.reshape(n // LANES, LANES, m, size, size).transpose(0, 3, 4, 2, 1).ravel())
        scales.append(scale)
        biases.append(b)
    with open(path, 'w', encoding='ascii') as file:
        file.write('/* Generated by train/train-location.py; do not edit. */\n#include "vidimus-locate-net.h"\n\n'
                   'static const int8_t weights[] = {')
        for i, w in enumerate(np.concatenate(weights)):
            file.write(('\n  ' if i % 32 == 0 else '') + f'{w},')
        for kind, values in (('scales', scales), ('biases', biases)):
            file.write(f'\n}};\n\nstatic const float {kind}[] = {{')
            for i, v in enumerate(np.concatenate(values)):
                file.write(('\n  ' if i % 8 == 0 else ' ') + f'{v:.6e}f,')
        inputs, maps = SHAPES[name]
        file.write(f'\n}};\n\nconst struct vidimus_locate_weights vidimus_{name}_weights = {{ {inputs}, {maps}, weights, scales, biases }};\n')


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('drawer')
    parser.add_argument('--out', required=True)
    parser.add_argument('--close', action='store_true', help='the network of the close look: patches, more planes and maps')
    parser.add_argument('--minutes', type=float, default=60, help='0: only write what --start has')
    parser.add_argument('--scenes', type=int, default=0, help='instead of minutes')
    parser.add_argument('--rate', type=float, default=2e-3)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--start', help='go on from this checkpoint, or from what was written (.c)')
    parser.add_argument('--checkpoint', help='where to put one')
    parser.add_argument('--store', type=int, default=500, help='blocks of sixteen scenes that are kept at once')
    options = parser.parse_args()

    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    random = np.random.default_rng(options.seed)
    name = 'close' if options.close else 'locate'
    program = [options.drawer] + (['--close'] if options.close else [])
    net = Net(*SHAPES[name]).to(memory_format=torch.channels_last)
    if options.start and options.start.endswith('.c'):
        read_written(net, options.start, to_batch(Drawer(program, 4444, count=16).read())[0])
    elif options.start:
        net.load_state_dict(torch.load(options.start))
    if options.minutes == 0:
        write(net, options.out, name)
        return
    mean = copy.deepcopy(net)  # of the weights of late, which is what is judged and written
    optimiser = torch.optim.AdamW(net.parameters(), options.rate, weight_decay=0.01)
    unseen = Drawer(program, 4242, '--held', count=480)
    known = Drawer(program, 4343, count=320)
    unseen, known = [list(iter(drawer.read, None)) for drawer in (unseen, known)]
    store = Store(Drawer(program, options.seed), options.store)
    while len(store.blocks) < 20:
        time.sleep(0.5)

    start, step, losses, told = time.time(), 0, [], time.time()
    done = 0.0
    while done < 1:
        done = step * 16 / options.scenes if options.scenes else (time.time() - start) / 60 / options.minutes
        for group in optimiser.param_groups:
            group['lr'] = options.rate * min(1, (step + 1) / 200) * (0.5 * (1 + math.cos(math.pi * min(done, 1))) + 0.005)
        x, y = to_batch(store.any(random), random)
        loss = loss_of(net(x), y)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 5)
        optimiser.step()
        losses.append(loss.item())
        keep = min(0.998, 1 - 1 / (step / 4 + 2))
        with torch.no_grad():
            for a, b in zip(mean.state_dict().values(), net.state_dict().values()):
                if a.dtype.is_floating_point:
                    a.mul_(keep).add_(b, alpha=1 - keep)
        step += 1
        if time.time() - told > 120 or done >= 1:
            told = time.time()
            print(f'{100 * done:5.1f} %: {step * 16} seen, {store.drawn * 16} drawn, loss {np.mean(losses[-500:]):.4f}; '
                  'masks of known grounds: IoU {:.4f}, {:.3f} over .9, loss {:.4f}; '.format(*judge(mean, known)) +
                  'of unseen: IoU {:.4f}, {:.3f} over .9, loss {:.4f}'.format(*judge(mean, unseen)), flush=True)
            if options.checkpoint:
                torch.save(mean.state_dict(), options.checkpoint)
            write(mean, options.out, name)


main()
