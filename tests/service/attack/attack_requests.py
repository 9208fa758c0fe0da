"""Requests that are no HTTP, or say one thing twice, or come as slowly as can be."""
import asyncio
import base64
import time

from wire import PATH, PROJECT, Answer, abort, connect, read_all, read_answer, request, send

BODY = b'{"data":"' + base64.b64encode(b'this is no image') + b'"}'
FORMAT, PARAMETER, MALFORMED = '400 AIS.0102', '400 AIS.0101', '400 APIG.0201'
NOT_FOUND, METHOD, LARGE, VERSION = '404 APIG.0101', '405 APIG.0101', '413 APIG.0201', '505 APIG.0201'
REFUSED = {'closed', MALFORMED}
HEAD = {'494 APIG.0201'}
GONE = '500 APIG.0201'  # said to who has closed its half: it is taken for gone


def chunked(*pieces):
    return b''.join(b'%x\r\n%s\r\n' % (len(piece), piece) for piece in pieces) + b'0\r\n\r\n'


def chunks(rng, token):
    """What follows a header that says chunked."""
    head = request(token=token, headers=['Transfer-Encoding: chunked'], length=False)
    size = rng.choice([b'-1', b'0x5', b'g', b'', b' ', b'ffffffffffffffff', b'7fffffffffffffff', b'10000000000000000', b'1' * 5000, b'+5', b'5,5', b'\xff'])
    return rng.choice([
        ('chunked', head + chunked(*[BODY[i:i + 7] for i in range(0, len(BODY), 7)]), {FORMAT}),
        ('chunk-bytes', head + chunked(*[BODY[i:i + 1] for i in range(len(BODY))]), {FORMAT}),
        ('chunk-extension', head + b'%x;%s\r\n%s\r\n0\r\n\r\n' % (len(BODY), b'a=b;' * rng.randrange(1, 60), BODY), REFUSED | {FORMAT}),
        ('chunk-size', head + size + b'\r\n' + BODY + b'\r\n0\r\n\r\n', REFUSED | {PARAMETER}),
        ('chunk-short', head + b'5\r\n' + BODY + b'\r\n0\r\n\r\n', REFUSED | {PARAMETER}),
        ('chunk-nothing', head + b'0\r\n\r\n', {PARAMETER}),
        ('chunk-then-more', head + chunked(BODY) + request(BODY, token=token), {FORMAT}),
        ('chunk-trailers', head + chunked(BODY)[:-2] + b'X-Auth-Token: other\r\nContent-Length: 5\r\n\r\n', {FORMAT}),
    ])


def lengths(rng, token):
    """Two opinions on where the body ends: never two answers."""
    n = len(BODY)
    value = rng.choice(['-1', '+5', '0x20', '1e3', '', ' ', 'abc', '5 5', '5,6', '99999999999999999999999999'])
    return rng.choice([
        ('length', request(BODY, token=token, length=value), REFUSED | {PARAMETER, LARGE}),
        ('length-too-much', request(BODY, token=token, length=rng.choice([13 << 20, 1 << 31, 1 << 40, (1 << 63) - 1])), {LARGE, 'closed'}),  # which it waits for
        ('length-twice', request(BODY, token=token, headers=[f'Content-Length: {rng.choice([0, 5, n + 1])}']), REFUSED),
        ('length-same-twice', request(BODY, token=token, headers=[f'Content-Length: {n}']), REFUSED),
        ('length-and-chunked', request(b'0\r\n\r\n' + request(BODY, token=token), token=token, headers=['Transfer-Encoding: chunked'], length=5),
         REFUSED),
        ('encoding', request(BODY, token=token, headers=['Transfer-Encoding: ' + rng.choice(['gzip', 'xchunked', 'chunked, identity', 'gzip, chunked'])]),
         REFUSED),
        ('length-short', request(BODY + request(BODY, token=token), token=token, length=n), {FORMAT}),
    ])


def headers(rng, token):
    few, many = rng.randrange(1, 200), rng.randrange(20000, 60000)
    return rng.choice([
        ('headers-few', request(BODY, token=token, headers=[f'X-{i}: {i}' for i in range(few)]), {FORMAT} if few < 90 else {FORMAT} | HEAD),
        ('headers-flood', request(BODY, token=token, headers=[f'X-{i}: {"v" * rng.randrange(20, 60)}' for i in range(many)]), REFUSED | HEAD),
        ('header-long', request(BODY, token=token, headers=['X-Long: ' + 'l' * rng.randrange(2000000, 4000000)]), REFUSED | HEAD),
        ('header-same', request(BODY, token=token, headers=['X-Same: a'] * rng.randrange(1000)), {FORMAT} | HEAD),
        ('header-no-colon', request(BODY, token=token, headers=['nonsense']), REFUSED | {FORMAT}),
        ('header-space', request(BODY, token=token, headers=['Content-Length : 5']), REFUSED | {FORMAT, PARAMETER}),
        ('header-folded', request(BODY, token=token, headers=['X-Fold: a', ' b', '\tc']), REFUSED | {FORMAT}),
        ('header-zero', request(BODY, token=token, headers=['X-Zero: a\0b']), REFUSED),
        ('header-bytes', request(BODY, token=token, headers=['X-Bytes: \x80\xff\x01']), REFUSED | {FORMAT}),
        ('expect', request(BODY, token=token, headers=['Expect: ' + rng.choice(['100-continue', '200-ok', ''])]), REFUSED | {FORMAT, '417 APIG.0201'}),
        ('bare-newlines', request(BODY, token=token).replace(b'\r\n', b'\n'), REFUSED | {FORMAT}),
    ])


def first_lines(rng, token):
    path = rng.choice(['/', '//', '/v2', '/v1' + PATH[3:], PATH + 'x', PATH + '//', '/v2//ocr/auto-id-doc-classification', '/../etc/passwd', '/..%2f..%2fetc/passwd',
                       '/v2/' + 'a/' * 2000, '/admin', '/.env', '/' + 'a' * rng.randrange(1, 60000), '/v2/a/b/ocr/auto-id-doc-classification', '/healthz/../v2'])
    method = rng.choice(['GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'FOO', 'post', 'P' * 500])
    version = rng.choice(['HTTP/0.9', 'HTTP/1.2', 'HTTP/2.0', 'HTTP/9.9', 'HTTP', 'HTTP/1.1.1', 'http/1.1', 'HTTP/-1.1', 'HTTP/4294967297.1', 'XTTP/1.1'])
    line = rng.choice(['', ' ', 'POST', 'POST ' + PATH, PATH, 'POST  HTTP/1.1', '\0\0\0\0', 'GET http:// HTTP/1.1', 'GET * HTTP/1.1', 'CONNECT 127.0.0.1:22 HTTP/1.1',
                       'GET http://169.254.169.254/latest/ HTTP/1.1', 'PRI * HTTP/2.0', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'])
    return rng.choice([
        ('path', request(BODY, path=path, token=token), {NOT_FOUND, MALFORMED} | HEAD),
        ('method', request(BODY, method=method, token=token), {METHOD} | REFUSED),
        ('version', request(BODY, token=token).replace(b'HTTP/1.1', version.encode(), 1), REFUSED | {FORMAT, VERSION}),
        ('line', line.encode('latin-1') + b'\r\nHost: a\r\nContent-Length: 0\r\n\r\n', REFUSED | {NOT_FOUND, METHOD, '404 APIG.0201', VERSION}),
        ('absolute', request(BODY, path='http://elsewhere.example' + PATH, token=token), REFUSED | {FORMAT, NOT_FOUND}),
        ('query', request(BODY, path=PATH + '?' + rng.choice(['a=b', '%', '%zz', '=&=', 'a' * 5000, '?', '#x']), token=token), {FORMAT, MALFORMED}),
        ('noise', rng.randbytes(rng.randrange(1, 3000)) + b'\r\n\r\n', REFUSED | {NOT_FOUND, METHOD, VERSION}),
        ('no-host', b'POST %s HTTP/1.1\r\nContent-Length: 0\r\n\r\n' % PATH.encode(), REFUSED | {PARAMETER, '401 APIG.0301'}),
        ('project', request(BODY, path=PATH.replace(PROJECT, rng.choice(['%00', '..', '%2e%2e', 'a' * 9000, PROJECT.upper(), PROJECT + '%20', PROJECT[:-1]])), token=token),
         {'403 APIG.0302', NOT_FOUND, MALFORMED} | HEAD),
    ])


def halves(rng, token):
    """Connections that end half way, on either side."""
    whole = request(BODY, token=token)
    cut = whole[:rng.randrange(1, len(whole) - 1)]
    return rng.choice([
        ('pipelined', whole * rng.randrange(2, 20), {FORMAT}, False),
        ('half-closed', whole, {FORMAT, 'closed', GONE}, True),
        ('half-sent', cut, REFUSED | {'401 APIG.0301', NOT_FOUND, METHOD, VERSION, GONE}, True),
        ('nothing', b'', {'closed'}, True),
        ('blank', b'\r\n' * rng.randrange(1, 100) + whole, REFUSED | {FORMAT}, False),
    ])


async def leave(world, data, wait):
    """Gone without a word, perhaps while the image is looked at. That the service lives on the others find."""
    try:
        _, writer = await connect(world)
        writer.write(data)
        await asyncio.sleep(wait)
        abort(writer)
    except OSError:
        pass
    return Answer('gone')


async def drip(world, head, tail, seconds):
    """@head at once, then a byte now and then; to be cut off, neither at once nor much later than allowed."""
    began = time.monotonic()
    try:
        reader, writer = await connect(world)
    except OSError:
        return Answer('closed at once')
    reading = asyncio.ensure_future(read_all(reader))
    try:
        writer.write(head)
        for i in range(len(tail)):
            if reading.done() or time.monotonic() - began > 3 * seconds + 20:
                break
            writer.write(tail[i:i + 1])
            await asyncio.wait({reading}, timeout=0.2)
    except OSError:
        pass
    took = time.monotonic() - began
    await asyncio.wait({reading}, timeout=1)
    writer.transport.abort()
    if not reading.done():
        reading.cancel()
        return Answer(f'kept for {took:.0f} s')
    return Answer('cut off too early') if took < seconds * 0.5 else read_answer(reading.result() or b'')


def attacks(rng, n, world):
    for _ in range(n):
        kind = rng.choice([chunks, lengths, headers, first_lines, halves, 'leave'])
        if kind == 'leave':
            data = request(BODY, token=world.token)
            data = data[:rng.randrange(1, len(data) + 1)]
            wait = rng.random() * 0.05
            yield 'http', 'reset', {'gone'}, lambda data=data, wait=wait: leave(world, data, wait)
            continue
        made = kind(rng, world.token)
        half = made[3] if len(made) > 3 else False
        yield 'http', made[0], made[2], lambda data=made[1], half=half: send(world, data, half_close=half)


def slow_attacks(rng, n, world, seconds):
    whole = request(BODY + b' ' * 5000, token=world.token)
    end = whole.index(b'\r\n\r\n')
    kinds = {
        'slow-line': (b'', whole),
        'slow-headers': (whole[:end] + b'\r\nX: ', b'y' * 5000),
        'slow-body': (whole[:end + 4], whole[end + 4:]),
        'slow-chunks': (request(token=world.token, headers=['Transfer-Encoding: chunked'], length=False), b'1\r\n \r\n' * 1000),
    }
    for _ in range(n):
        name = rng.choice(sorted(kinds))
        head, tail = kinds[name]
        yield 'slow', name, {'closed', MALFORMED, '408'}, lambda head=head, tail=tail: drip(world, head, tail, seconds)
