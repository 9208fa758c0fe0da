"""Addresses that would have the service fetch what only this computer can reach."""
import json
import socket
import struct

from wire import request, send

NOT_ALLOWED, NOT_FETCHED = '400 ModelArts.4601', '400 ModelArts.4603'
PARAMETER, FORMAT = '400 AIS.0101', '400 AIS.0102'

PRIVATE = ['127.0.0.1', '127.1.2.3', '0.0.0.0', '10.0.0.1', '172.16.0.1', '172.31.255.254', '192.168.1.1', '169.254.169.254', '169.254.170.2', '100.64.0.1',
           '100.100.100.200', '192.0.0.192', '198.18.0.1', '224.0.0.1', '240.0.0.1', '255.255.255.255', '192.0.2.1']
PRIVATE_6 = ['::1', '::', 'fe80::1', 'fc00::1', 'fd00:ec2::254', 'ff02::1', '::ffff:127.0.0.1', '::ffff:169.254.169.254', '::ffff:7f00:1', '::127.0.0.1',
             '64:ff9b::7f00:1', '64:ff9b:1::a9fe:a9fe', '2002:7f00:1::', '2001:0:7f00:1::', '100::1', '2001:db8::1', 'fe80::1%25lo', 'fec0::1', '0:0:0:0:0:0:0:1']
NAMES = ['localhost', 'LOCALHOST', 'localhost.', 'ip6-localhost', 'localhost.localdomain', 'foo.localhost']


def spelled(rng, address):
    """The same address of IPv4 as only some parsers read it."""
    value = struct.unpack('>I', socket.inet_aton(address))[0]
    a, b, c, d = address.split('.')
    return rng.choice([
        address, str(value), hex(value), '0' + oct(value)[2:], f'{hex(int(a))}.{b}.{c}.{d}', f'0{int(a):o}.{b}.{c}.{d}', f'{a}.{value & 0xffffff}',
        f'{a}.{b}.{(value & 0xffff)}', f'000{a}.{b}.{c}.{d}', f'0X{value:X}', address + '.', address.replace('.', '%2e'), address.replace('.', '\u3002'),
        ''.join(chr(ord(x) + 0xfee0) if x.isdigit() else x for x in address), f'{int(a) + 256}.{b}.{c}.{d}', str(value + (1 << 32)),
    ])


def host(rng):
    kind = rng.random()
    if kind < 0.55:
        return spelled(rng, rng.choice(PRIVATE))
    if kind < 0.8:
        return f'[{rng.choice(PRIVATE_6)}]'
    return rng.choice(NAMES + [socket.gethostname()])


def private_url(rng, port):
    where = host(rng)
    scheme = rng.choice(['http', 'http', 'http', 'https', 'HTTP', 'hTtPs'])
    place = f'{where}:{port}' if rng.random() < 0.8 else where
    return rng.choice([
        ('address', f'{scheme}://{place}/a.jpg'), ('address', f'{scheme}://{place}'), ('address', f'{scheme}://{place}/latest/meta-data/'),
        ('user', f'{scheme}://example.org@{place}/'), ('user', f'{scheme}://example.org:80@{place}/'), ('user', f'{scheme}://user:pass@{place}/'),
        ('fragment', f'{scheme}://{place}#@example.org/'), ('query', f'{scheme}://{place}?example.org/'), ('backslash', f'{scheme}://{place}\\@example.org/'),
        ('backslash', f'{scheme}:\\\\{place}\\'), ('slashes', f'{scheme}:///{place}/'), ('slashes', f'{scheme}:{place}'), ('slashes', f'//{place}/'),
        ('spaces', f' {scheme}://{place}/'), ('tab', f'ht\ttp://{place}/'), ('newline', f'{scheme}://{place}/ HTTP/1.1\r\nX: y\r\n\r\n'), ('port', f'{scheme}://{where}:{port}:80/'),
        ('port', f'{scheme}://{where}:-1/'), ('port', f'{scheme}://{where}:99999/'), ('port', f'{scheme}://{where}:0{port}/'),
    ])


def other_scheme(rng, port):
    path = rng.choice(['/etc/passwd', '//localhost/etc/passwd', f'//127.0.0.1:{port}/_GET / HTTP/1.1', '//127.0.0.1/', ''])
    return 'scheme', rng.choice(['file:', 'ftp:', 'gopher:', 'dict:', 'ldap:', 'data:', 'jar:http:', 'unix:', 'resource:', 'trash:', 'smb:', 'sftp:', 'javascript:', 'view-source:http:',
                                 'httpx:', 'http+unix:', '']) + path


def no_url(rng, port):
    return 'no-address', rng.choice(['a', ' ', '/', '\\', 'http', 'http:', 'http://', 'https://', 'http://:80/', 'http://[', 'http://[::1', 'http://]/', 'http://%/', 'http://a b/', 'http://\u0000/',
                                     'http://' + 'a' * 300 + '.example/', 'http://' + 'a.' * 3000 + 'b/', 'h' * 100000, 'http://\ud83d\ude00/', 'http://\u4e2d\u6587/\u56fe.jpg', 'http://..../', 'http://-/'])


def attacks(rng, n, world, port):
    """Whether @port was ever reached tells the canary that listens there."""
    for _ in range(n):
        name, url = rng.choice([private_url, private_url, private_url, other_scheme, no_url])(rng, port)
        body = json.dumps({'url': url}, ensure_ascii=rng.random() < 0.5).encode('utf-8', 'surrogatepass')
        expected = {NOT_ALLOWED, NOT_FETCHED} if world.fetches else {NOT_ALLOWED}
        if url == '':
            expected = {PARAMETER}
        if '\0' in url or any(0xd800 <= ord(c) < 0xe000 for c in url):
            expected = expected | {PARAMETER}
        data = request(body, token=world.token)
        yield 'url', name, expected, lambda data=data: send(world, data)
