"""Places on a public network that lead into a private one, or want memory or time of whom fetches from them."""
import asyncio
import gzip
import json
import urllib.parse

from attack_addresses import NOT_ALLOWED, NOT_FETCHED, private_url
from isolation import PUBLIC
from wire import request, send

FORMAT, SIZE, DAMAGED = '400 AIS.0102', '400 AIS.0103', '400 AIS.0104'
FAILED = {NOT_FETCHED}
REFUSED = {NOT_ALLOWED, NOT_FETCHED}


class Place:
    """What is public here: answers as its path says."""

    def __init__(self, image):
        self.image = image
        self.visits = 0

    async def start(self):
        self.server = await asyncio.start_server(self.visited, PUBLIC, 80)

    async def visited(self, reader, writer):
        self.visits += 1
        try:
            line = (await reader.readuntil(b'\r\n\r\n')).split(b' ')[1].decode('latin-1')
            await asyncio.wait_for(self.answer(writer, line), 40)
        except (OSError, IndexError, asyncio.IncompleteReadError, asyncio.TimeoutError, asyncio.LimitOverrunError):
            pass
        finally:
            writer.close()

    async def answer(self, writer, line):
        kind, _, rest = line.lstrip('/').partition('?')
        whole = b'HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n' % len(self.image) + self.image
        endless = b'HTTP/1.1 200 OK\r\n\r\n'
        if kind == 'to':
            where = urllib.parse.unquote(rest, 'latin-1').encode('latin-1')
            writer.write(b'HTTP/1.1 302 Found\r\nLocation: ' + where + b'\r\nContent-Length: 0\r\n\r\n')
        elif kind == 'hops':
            where = f'/hops?{int(rest) - 1}' if int(rest) > 1 else '/image'
            writer.write(f'HTTP/1.1 307 Go\r\nLocation: {where}\r\nContent-Length: 0\r\n\r\n'.encode())
        elif kind == 'status':
            writer.write(f'HTTP/1.1 {rest} So\r\nContent-Length: 5\r\n\r\nhello'.encode())
        elif kind == 'gzip':
            body = gzip.compress(b'\0' * (64 << 20), 6)
            writer.write(b'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n' % len(body) + body)
        elif kind == 'endless':
            writer.write(endless)
            while True:
                writer.write(b'\xff\xd8' * 100000)
                await writer.drain()
        elif kind == 'slow':
            writer.write(endless)
            while True:
                writer.write(b'\xff')
                await writer.drain()
                await asyncio.sleep(0.3)
        elif kind == 'headers':
            writer.write(b'HTTP/1.1 200 OK\r\n')
            while True:
                writer.write(b'X-Flood: ' + b'f' * 10000 + b'\r\n')
                await writer.drain()
        elif kind == 'short':
            writer.write(whole[:-100])
        elif kind == 'long':
            writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n' + self.image)
        elif kind == 'text':
            writer.write(b'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 13\r\n\r\n<html></html>')
        elif kind == 'nothing':
            writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')
        elif kind == 'noise':
            writer.write(b'\x16\x03\x01\x02\x00 nonsense\r\n\r\n')
        elif kind == 'image':
            writer.write(whole)
        await writer.drain()


def place(path):
    return f'http://public.example/{path}'


def one(rng, port):
    """A name, an address, and what is to be answered."""
    kind = rng.random()
    if kind < 0.4:
        name, url = private_url(rng, rng.choice([80, port]))
        return 'redirect-' + name, place('to?' + urllib.parse.quote(url.encode('utf-8'))), REFUSED
    if kind < 0.55:
        where = rng.choice(['evil', 'six', 'mapped', 'metadata', 'inside'])
        url = f'http://{where}.example/image'
        return 'name-' + where, rng.choice([url, place('to?' + url)]), REFUSED
    if kind < 0.65:
        return 'redirect-scheme', place('to?' + rng.choice(['file:///etc/passwd', 'ftp://public.example/', 'data:image/png;base64,AAAA', '', ':', 'javascript:0'])), REFUSED
    return rng.choice([
        ('image', place('image'), {'200'}), ('image', f'http://{PUBLIC}/image', {'200'}), ('hops-few', place(f'hops?{rng.randrange(1, 3)}'), {'200'}),
        ('both', 'http://both.example/image', {'200'} | REFUSED), ('hops-many', place(f'hops?{rng.randrange(4, 30)}'), REFUSED), ('loop', place('to?/to?/to'), REFUSED),
        ('status', place(f'status?{rng.choice([204, 206, 304, 400, 401, 404, 500, 503, 999])}'), FAILED | {FORMAT}), ('gzip-bomb', place('gzip'), {FORMAT, SIZE} | FAILED),
        ('endless', place('endless'), {SIZE} | FAILED), ('headers', place('headers'), FAILED), ('short', place('short'), FAILED | {DAMAGED}), ('long', place('long'), {SIZE} | FAILED),
        ('text', place('text'), {FORMAT} | FAILED), ('nothing', place('nothing'), {FORMAT} | FAILED), ('noise', place('noise'), FAILED), ('no-server', f'http://{PUBLIC}:443/', FAILED | {NOT_ALLOWED}),
    ])


def attacks(rng, n, world, port):
    for i in range(n):
        name, url, expected = ('slow', place('slow'), FAILED) if i % 100 == 50 else one(rng, port)
        data = request(json.dumps({'url': url}).encode(), token=world.token)
        yield 'fetch', name, expected, lambda data=data: send(world, data)
