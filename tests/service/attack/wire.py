"""One request as bytes, one answer as a word: what came back from a service that closes after each answer."""
import asyncio
import json
import socket
import ssl
import struct

PROJECT = '0123456789abcdef0123456789abcdef'
PATH = f'/v2/{PROJECT}/ocr/auto-id-doc-classification'
PATIENCE = 60  # seconds; a service that says nothing for so long hangs


class World:
    """What the attacks know of the service: where it is, and what lets them in."""

    def __init__(self, port, token, keys, certificate=None):
        self.port = port
        self.token = token          # of the attackers
        self.keys = keys            # (access key, secret key) of the attackers
        self.certificate = certificate
        self.sources = 0

    def source(self):
        """An address of its own for each attack: what is counted by address has many to count."""
        self.sources = self.sources % 60000 + 1
        return f'127.{1 + self.sources // 250}.{self.sources % 250 + 1}.1'

    def context(self):
        return ssl.create_default_context(cafile=self.certificate) if self.certificate else None


class Answer:
    """@word: "200", "400 AIS.0101", "closed" (nothing came), or what is wrong with it."""

    def __init__(self, word, headers=None, body=b''):
        self.word = word
        self.headers = headers or {}
        self.body = body


def request(body=b'', headers=(), path=PATH, method='POST', token=None, length=None, kind='application/json'):
    """Bytes of a request; every part can be wrong."""
    lines = [f'{method} {path} HTTP/1.1', 'Host: attack.example']
    if token:
        lines.append('X-Auth-Token: ' + token)
    if kind:
        lines.append('Content-Type: ' + kind)
    lines += headers
    if length is None:
        length = len(body)
    if length is not False:
        lines.append(f'Content-Length: {length}')
    return '\r\n'.join(lines).encode('latin-1') + b'\r\n\r\n' + body


def read_answer(data):
    """Strict: one answer, all of it, and nothing behind it."""
    if not data:
        return Answer('closed')
    while data.startswith(b'HTTP/1.1 100 '):
        data = data.partition(b'\r\n\r\n')[2]
    head, separator, body = data.partition(b'\r\n\r\n')
    lines = head.decode('latin-1').split('\r\n')
    parts = lines[0].split(' ', 2)
    if not separator or len(parts) < 2 or not parts[0].startswith('HTTP/1.') or not parts[1].isdigit():
        return Answer('no HTTP: ' + repr(data[:60]))
    headers = {}
    for line in lines[1:]:
        name, _, value = line.partition(':')
        headers[name.strip().lower()] = value.strip()
    if int(headers.get('content-length', -1)) != len(body):
        return Answer(f'{len(body)} bytes of {headers.get("content-length")}: {body[:60]!r}', headers, body)
    try:
        said = json.loads(body) if body else {}
    except ValueError:
        return Answer(parts[1] + ' no JSON: ' + repr(body[:60]), headers, body)
    code = said.get('error_code')
    if parts[1] == '200' and 'result' not in said and 'status' not in said and body:
        return Answer('200 without a result', headers, body)
    return Answer(parts[1] + (' ' + code if code else ''), headers, body)


async def connect(world, source=None):
    context = world.context()
    return await asyncio.wait_for(
        asyncio.open_connection('127.0.0.1', world.port, local_addr=(source or world.source(), 0), ssl=context,
                                server_hostname='localhost' if context else None), PATIENCE)


def abort(writer):
    """Gone without a word: a reset."""
    plain = writer.get_extra_info('socket')
    if plain is not None:
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
    writer.transport.abort()


async def read_all(reader):
    """To the end, however the connection ends."""
    data = bytearray()
    try:
        while chunk := await asyncio.wait_for(reader.read(65536), PATIENCE):
            data += chunk
    except (ConnectionError, ssl.SSLError):
        pass
    except asyncio.TimeoutError:
        return None
    return bytes(data)


async def send(world, data, half_close=False, source=None, pause=None):
    """Sends @data as far as the service reads it, and reads what it says. @pause: (bytes, seconds) between pieces."""
    try:
        reader, writer = await connect(world, source)
    except (ConnectionError, ssl.SSLError):
        return Answer('closed')
    try:
        pieces = [data] if pause is None else [data[i:i + pause[0]] for i in range(0, len(data), pause[0])]
        reading = asyncio.ensure_future(read_all(reader))
        try:
            for piece in pieces:
                if reading.done():
                    break
                writer.write(piece)
                await asyncio.wait_for(writer.drain(), PATIENCE)
                if pause is not None:
                    await asyncio.wait({reading}, timeout=pause[1])
            if half_close and not reading.done() and writer.can_write_eof():
                writer.write_eof()
        except (ConnectionError, ssl.SSLError, OSError):
            pass
        except asyncio.TimeoutError:
            reading.cancel()
            return Answer('hangs')
        got = await reading
        return Answer('hangs') if got is None else read_answer(got)
    finally:
        writer.transport.abort()
