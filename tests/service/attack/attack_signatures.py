"""Requests that somebody else signed, or nobody, or somebody some time ago."""
import base64
import hashlib
import hmac
import time

from wire import PATH, PROJECT, Answer, request, send

BODY = b'{"data":"' + base64.b64encode(b'this is no image') + b'"}'
FORMAT, UNKNOWN, FORBIDDEN, AGAIN = '400 AIS.0102', '401 APIG.0301', '403 APIG.0302', '429 APIG.0308'


def digest(data):
    return hashlib.sha256(data).hexdigest()


class Signed:
    """A request with every part in reach, to be changed before it is signed, or after."""
    count = 0

    def __init__(self, keys):
        Signed.count += 1
        self.access, self.secret = keys
        self.algorithm = 'SDK-HMAC-SHA256'
        self.method, self.path, self.query, self.body = 'POST', PATH, '', BODY
        self.headers = {'content-type': 'application/json', 'host': f'h{Signed.count}.example', 'x-project-id': PROJECT,
                        'x-sdk-date': self.date(0), 'user-agent': 'attack'}
        self.names = sorted(self.headers)
        self.signature = None
        self.authorization = None
        self.more = []

    @staticmethod
    def date(offset):
        return time.strftime('%Y%m%dT%H%M%SZ', time.gmtime(time.time() + offset))

    def sign(self):
        path = self.path if self.path.endswith('/') else self.path + '/'
        lines = ''.join(f'{name}:{self.headers[name].strip()}\n' for name in self.names)
        hashed = self.headers.get('x-sdk-content-sha256') or digest(self.body)
        canonical = '\n'.join([self.method, path, self.query, lines, ';'.join(self.names), hashed])
        text = '\n'.join([self.algorithm, self.headers['x-sdk-date'], digest(canonical.encode())])
        self.signature = hmac.new(self.secret.encode(), text.encode(), hashlib.sha256).hexdigest()
        return self

    def bytes(self):
        authorization = self.authorization or (f'{self.algorithm} Access={self.access}, SignedHeaders={";".join(self.names)}, '
                                               f'Signature={self.signature}')
        lines = [f'{self.method} {self.path}{"?" + self.query if self.query else ""} HTTP/1.1', 'Authorization: ' + authorization]
        lines += [f'{name}: {value}' for name, value in self.headers.items()] + self.more + [f'Content-Length: {len(self.body)}']
        return '\r\n'.join(lines).encode('latin-1') + b'\r\n\r\n' + self.body


def changed(text, rng, letters='0123456789abcdef'):
    at = rng.randrange(len(text))
    return text[:at] + rng.choice([c for c in letters if c != text[at]]) + text[at + 1:]


def tampered(rng, keys):
    """Signed well, then changed in one part."""
    signed = Signed(keys).sign()
    h = signed.headers
    part = rng.choice(['signature', 'signature-case', 'signature-cut', 'access', 'body', 'query', 'date', 'host', 'agent', 'type', 'method', 'path', 'project', 'algorithm',
                       'names', 'names-fewer', 'names-order', 'names-twice', 'no-date', 'no-host', 'two-hosts', 'two-dates', 'two-authorizations', 'fields', 'empty', 'long'])
    expected = {UNKNOWN}
    if part == 'signature':
        signed.signature = changed(signed.signature, rng)
    elif part == 'signature-case':
        signed.signature = signed.signature.upper()
    elif part == 'signature-cut':
        signed.signature = signed.signature[:rng.randrange(64)]
    elif part == 'access':
        signed.access = changed(signed.access, rng, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ')
    elif part == 'body':
        signed.body = BODY[:-2] + b' "}'
    elif part == 'query':
        signed.query = 'a=1'
    elif part == 'date':
        h['x-sdk-date'] = Signed.date(rng.choice([-60, 60, -5]))
    elif part in ('host', 'agent', 'type'):
        h[{'host': 'host', 'agent': 'user-agent', 'type': 'content-type'}[part]] = {'type': 'application/json; a=b'}.get(part, 'another.example')
    elif part == 'method':
        signed.method, expected = 'PUT', {'405 APIG.0101'}
    elif part == 'path':
        signed.path, expected = PATH.replace(PROJECT, changed(PROJECT, rng)), {UNKNOWN, FORBIDDEN}
    elif part == 'project':
        h['x-project-id'], expected = changed(PROJECT, rng), {UNKNOWN, FORBIDDEN}
    elif part == 'algorithm':
        signed.algorithm = rng.choice(['SDK-HMAC-SHA1', 'HMAC-SHA256', 'sdk-hmac-sha256', 'Basic', 'Bearer', 'AWS4-HMAC-SHA256', ''])
    elif part == 'names':
        signed.names = signed.names + [rng.choice(['x-nothing', '', 'x-sdk-date ', 'authorization'])]
    elif part == 'names-fewer':
        signed.names = [name for name in signed.names if name != rng.choice(['host', 'x-sdk-date', 'content-type', 'user-agent'])]
        if len(signed.names) == 5:
            signed.names = signed.names[1:]
    elif part == 'names-order':
        signed.names, expected = signed.names[::-1], {FORMAT}  # the same headers
    elif part == 'names-twice':
        signed.names = signed.names + signed.names
    elif part == 'no-date':
        del h['x-sdk-date']
    elif part == 'no-host':
        del h['host']
        expected = {UNKNOWN, '400 APIG.0201', 'closed'}
    elif part in ('two-hosts', 'two-dates', 'two-authorizations'):
        signed.more = [{'two-hosts': 'Host: other.example', 'two-dates': 'X-Sdk-Date: ' + Signed.date(1), 'two-authorizations': 'Authorization: other'}[part]]
        expected = {UNKNOWN, '400 APIG.0201', 'closed'}
    elif part == 'fields':
        signed.authorization = rng.choice(['SDK-HMAC-SHA256', 'SDK-HMAC-SHA256 ', 'SDK-HMAC-SHA256 ,,,,', 'SDK-HMAC-SHA256 Access=' + signed.access,
                                           f'SDK-HMAC-SHA256 Access={signed.access}, Signature={signed.signature}',
                                           f'SDK-HMAC-SHA256 Access={signed.access}, Access=x, SignedHeaders=host;x-sdk-date, Signature={signed.signature}',
                                           f'SDK-HMAC-SHA256 Access={signed.access}, SignedHeaders=;;;, Signature={"0" * 64}'])
    elif part == 'empty':
        signed.signature = ''
    elif part == 'long':
        signed.authorization = 'SDK-HMAC-SHA256 Access=' + 'A' * rng.randrange(8192, 60000)
        expected = {UNKNOWN, '494 APIG.0201'}
    return 'changed-' + part, signed.bytes(), expected


def otherwise(rng, keys, token):
    """Never signed as it should be."""
    signed = Signed(keys)
    kind = rng.choice(['valid', 'valid', 'secret', 'skew', 'date-shape', 'unsigned', 'digest', 'no-names', 'none', 'token', 'token-twice', 'token-and-key'])
    expected = {UNKNOWN}
    if kind == 'valid':
        expected = {FORMAT}
    elif kind == 'secret':
        signed.secret = rng.choice(['', changed(signed.secret, rng), signed.secret[:-1], signed.access])
    elif kind == 'skew':
        signed.headers['x-sdk-date'] = Signed.date(rng.choice([-1, 1]) * rng.choice([930, 3600, 86400, 10 ** 8, 10 ** 9]))
    elif kind == 'date-shape':
        signed.headers['x-sdk-date'] = rng.choice(['', '0', 'now', '20261332T250000Z', time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime()), Signed.date(0)[:-1],
                                                   Signed.date(0) + 'x', str(int(time.time())), '99999999T999999Z', '-0261123T003000Z'])
    elif kind == 'unsigned':
        signed.headers['x-sdk-content-sha256'] = 'UNSIGNED-PAYLOAD'
        signed.names = sorted(signed.headers)
    elif kind == 'digest':
        signed.headers['x-sdk-content-sha256'] = rng.choice([digest(b'other'), '0' * 64, digest(BODY).upper(), digest(BODY)[:63], 'x'])
        signed.names = sorted(signed.headers)
    elif kind == 'no-names':
        signed.names = rng.choice([['x-sdk-date'], ['host'], ['content-type', 'user-agent']])
    signed.sign()
    if kind == 'none':
        return kind, request(BODY), expected
    if kind == 'token':
        wrong = rng.choice([token[:-1], token + 'x', token.swapcase(), changed(token, rng), 'x', '*', 'null', 't' * 9000])
        return kind, request(BODY, token=wrong), expected
    if kind == 'token-twice':
        return kind, request(BODY, token=token, headers=['X-Auth-Token: ' + rng.choice([token, 'other'])]), expected
    if kind == 'token-and-key':
        signed.more = ['X-Auth-Token: ' + changed(token, rng)]
    return kind, signed.bytes(), expected


async def replay(world, data):
    """Once it comes in; a second time it does not."""
    first = await send(world, data)
    if first.word != FORMAT:
        return Answer('first ' + first.word)
    return await send(world, data)


def attacks(rng, n, world):
    for _ in range(n):
        if rng.random() < 0.1:
            yield 'key', 'replay', {AGAIN, UNKNOWN}, lambda: replay(world, Signed(world.keys).sign().bytes())
            continue
        # Made when it is sent: its date counts.
        seed = rng.random()
        tamper = rng.random() < 0.65
        yield 'key', None, None, lambda seed=seed, tamper=tamper: made_and_sent(world, seed, tamper)


async def made_and_sent(world, seed, tamper):
    import random
    rng = random.Random(seed)
    name, data, expected = tampered(rng, world.keys) if tamper else otherwise(rng, world.keys, world.token)
    answer = await send(world, data)
    answer.name, answer.expected = name, expected
    return answer
