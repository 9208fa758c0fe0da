"""Images that want memory or time, end early, or are something else."""
import base64
import functools
import json
import struct
import subprocess
import zlib

from wire import request, send

FORMAT, SIZE, DAMAGED, FAILED = '400 AIS.0102', '400 AIS.0103', '400 AIS.0104', '400 AIS.0105'


def body_of(image, alarm=False):
    return json.dumps({'data': base64.b64encode(image).decode(), 'alarm': alarm}).encode()


@functools.cache
def zeros(mebibytes):
    """So many zeros, a thousandth of their size."""
    return zlib.compress(b'\0' * (mebibytes << 20), 6)


def png_chunk(kind, data):
    return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))


def png(width, height, rows=None, depth=8, colour=2, more=b''):
    """@rows: how many are really there; all of them are zero."""
    size = min((width * depth * {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}.get(colour, 3) + 7) // 8 + 1, 100000)
    packer = zlib.compressobj(9)
    data = b''.join(packer.compress(b'\0' * size) for _ in range(min(height, 8192) if rows is None else rows)) + packer.flush()
    return (b'\x89PNG\r\n\x1a\n' + png_chunk(b'IHDR', struct.pack('>IIBBBBB', width, height, depth, colour, 0, 0, 0)) +
            more + png_chunk(b'IDAT', data) + png_chunk(b'IEND', b''))


def jpeg_sized(jpeg, width, height):
    """The same file with another size in its frame's header."""
    out = bytearray(jpeg)
    i = 2
    while out[i + 1] not in (0xc0, 0xc1, 0xc2):
        i += 2 + struct.unpack('>H', out[i + 2:i + 4])[0]
    out[i + 5:i + 9] = struct.pack('>HH', height, width)
    return bytes(out)


def jpeg_scans(jpeg, n):
    """A progressive file's last scan, @n times more: each is a pass over the whole image."""
    last = jpeg.rindex(b'\xff\xda')
    return jpeg[:-2] + jpeg[last:-2] * n + jpeg[-2:]


def tiff(width, height, loop=False, strips=1, count=1):
    entries = [(256, 4, 1, width), (257, 4, 1, height), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1),
               (273, 4, strips, 8), (277, 3, 1, 1), (278, 4, 1, height), (279, 4, count, 0xffffffff)]
    data = b'II*\0' + struct.pack('<I', 8) + struct.pack('<H', len(entries))
    for entry in entries:
        data += struct.pack('<HHII', *entry)
    return data + struct.pack('<I', 8 if loop else 0)


def bmp(width, height, bits=24, compression=0, offset=54):
    return (b'BM' + struct.pack('<IHHI', 70, 0, 0, offset) +
            struct.pack('<IiiHHIIiiII', 40, width, height, 1, bits, compression, 0, 0, 0, 0, 0) + b'\0' * 16)


def make_bases(specimen):
    """Small files of one card, one of each kind."""
    bases = {}
    for kind, options in {'jpeg': ['-quality', '80'], 'png': [], 'bmp3': [], 'tiff': ['-compress', 'lzw'], 'gif': [],
                          'progressive': ['-interlace', 'plane', '-quality', '80']}.items():
        name = 'jpeg' if kind == 'progressive' else kind
        bases[kind] = subprocess.run(['/usr/bin/convert', specimen, '-strip', '-resize', '240x240', *options, name + ':-'],
                                     check=True, capture_output=True).stdout
    return bases


def bombs(rng, bases):
    """A hostile header each, and what it is to be answered."""
    big = rng.choice([8193, 10000, 30000, 65500])
    huge = rng.choice([8193, 65535, 1 << 20, (1 << 31) - 1])
    small = rng.randrange(1, 15)
    ok = rng.randrange(15, 8193)
    return [
        ('png-wide', png(huge, ok, rows=1), {SIZE}),
        ('png-high', png(ok, huge, rows=1), {SIZE}),
        ('png-narrow', png(small, ok, rows=1), {SIZE}),
        ('png-zero', png(0, ok, rows=1), {SIZE, DAMAGED, FORMAT}),
        ('png-2^32', png(0xffffffff, 0xffffffff, rows=1), {SIZE, DAMAGED, FORMAT}),
        ('png-rows-missing', png(8192, 8192, rows=1), {DAMAGED}),
        ('png-16-bit', png(8192, 8192, rows=1, depth=16, colour=6), {DAMAGED}),
        ('png-text-bomb', png(16, 16, rows=1, more=png_chunk(b'zTXt', b'a\0\0' + zeros(64))), {DAMAGED}),
        ('png-icc-bomb', png(16, 16, rows=1, more=png_chunk(b'iCCP', b'a\0\0' + zeros(64))), {DAMAGED}),
        ('png-chunk-of-2-GB', png(64, 64, rows=1, more=struct.pack('>I', 0x7fffffff) + b'tEXt'), {DAMAGED}),
        ('jpeg-wide', jpeg_sized(bases['jpeg'], big, ok), {SIZE}),
        ('jpeg-high', jpeg_sized(bases['jpeg'], ok, big), {SIZE}),
        ('jpeg-narrow', jpeg_sized(bases['jpeg'], small, ok), {SIZE}),
        ('jpeg-zero-high', jpeg_sized(bases['jpeg'], ok, 0), {SIZE, DAMAGED}),
        ('jpeg-grown', jpeg_sized(bases['jpeg'], 4000, 3000), {DAMAGED}),
        ('jpeg-scans', jpeg_scans(bases['progressive'], rng.randrange(501, 1000)), {DAMAGED}),
        ('tiff-wide', tiff(huge, ok), {SIZE}),
        ('tiff-loop', tiff(8000, 8000, loop=True), {DAMAGED}),
        ('tiff-strips', tiff(8000, 8000, strips=0x7fffffff, count=0x7fffffff), {DAMAGED}),
        ('tiff-pages-nowhere', b'II*\0' + struct.pack('<I', rng.randrange(9, 1 << 32)) + b'\0' * 16, {DAMAGED, FORMAT}),
        ('bmp-wide', bmp(huge, ok), {SIZE}),
        ('bmp-upside-down', bmp(100, -huge), {SIZE, DAMAGED}),
        ('bmp-negative', bmp(-100, 100), {SIZE, DAMAGED, FORMAT}),
        ('bmp-rle', bmp(8000, 8000, bits=8, compression=1), {DAMAGED}),
        ('bmp-bits', bmp(100, 100, bits=rng.choice([0, 3, 7, 33, 65535])), {DAMAGED, FORMAT}),
        ('bmp-offset', bmp(100, 100, offset=0xfffffff0), {DAMAGED}),
        ('gif', bases['gif'], {FORMAT}),
        ('svg', b'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>', {FORMAT}),
        ('billion-laughs', b'<!DOCTYPE s [<!ENTITY a "' + b'&b;' * 50 + b'"><!ENTITY b "' + b'x' * 99 + b'">]><svg>&a;</svg>', {FORMAT}),
        ('pdf', b'%PDF-1.7\n' + rng.randbytes(200), {FORMAT}),
        ('zip', b'PK\3\4' + rng.randbytes(200), {FORMAT}),
        ('webp', b'RIFF\xff\xff\xff\xffWEBPVP8 ' + rng.randbytes(60), {FORMAT}),
        ('ico', b'\0\0\1\0\xff\xff' + rng.randbytes(60), {FORMAT}),
        ('noise', rng.randbytes(rng.randrange(1, 5000)), {FORMAT}),
    ]


def truncated(rng, bases):
    kind = rng.choice(['jpeg', 'png', 'bmp3', 'tiff', 'progressive'])
    data = bases[kind]
    cut = data[:rng.randrange(1, len(data) - 2)]
    expected = {DAMAGED} if len(cut) > 1024 else {DAMAGED, FORMAT, SIZE}
    if kind == 'tiff':
        expected |= {FORMAT}  # its directory is behind the pixels, and behind that a resolution, which nobody needs
        if len(cut) > len(data) - 70:
            expected |= {'200'}
    return f'cut-{kind}', cut, expected


def flipped(rng, bases):
    """Anything but a wrong shape of an answer: what is damaged can still be an image."""
    kind = rng.choice(['jpeg', 'png', 'bmp3', 'tiff', 'progressive'])
    data = bytearray(bases[kind])
    for _ in range(rng.randrange(1, 20)):
        data[rng.randrange(len(data) if rng.random() < 0.5 else min(len(data), 700))] = rng.randrange(256)
    return f'flip-{kind}', bytes(data), {'200', FORMAT, SIZE, DAMAGED, FAILED}


def attacks(rng, n, world, bases):
    ready = []
    for _ in range(n):
        kind = rng.random()
        if kind < 0.4 and not ready:
            ready = bombs(rng, bases)
            rng.shuffle(ready)
        name, image, expected = ready.pop() if kind < 0.4 else truncated(rng, bases) if kind < 0.7 else flipped(rng, bases)
        data = request(body_of(image, rng.random() < 0.5), token=world.token)
        yield 'image', name, expected, lambda data=data: send(world, data)
