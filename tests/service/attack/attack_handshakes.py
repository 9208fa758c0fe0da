"""Connections to a port of TLS that never become one."""
import asyncio

from wire import Answer, read_all, request

HELLO = bytes.fromhex('16030100c8010000c40303') + bytes(32) + bytes.fromhex('20') + bytes(32) + bytes.fromhex('0006130113021303' '0100')


async def raw(world, data, stay, seconds):
    """@data as it is; whatever comes back is no HTTP. With @stay nothing else is sent, and the end is waited for."""
    try:
        reader, writer = await asyncio.open_connection('127.0.0.1', world.port, local_addr=(world.source(), 0))
    except OSError:
        return Answer('closed')
    try:
        writer.write(data)
        if not stay:
            writer.write_eof()
        try:
            got = await asyncio.wait_for(read_all(reader), 3 * seconds + 20)
        except asyncio.TimeoutError:
            return Answer('kept open')
    except OSError:
        got = b''
    finally:
        writer.transport.abort()
    return Answer('answered' if got and got.startswith(b'HTTP/') else 'closed')


def attacks(rng, n, world, seconds):
    for _ in range(n):
        name, data = rng.choice([
            ('plain', request(b'{}', token=world.token)), ('noise', rng.randbytes(rng.randrange(1, 5000))), ('nothing', b''),
            ('record', b'\x16\x03\x01\xff\xff' + rng.randbytes(rng.randrange(70000))), ('hello', HELLO[:rng.randrange(1, len(HELLO))]),
            ('hello-flood', HELLO * 50), ('alert', b'\x15\x03\x03\x00\x02\x02\x28' * rng.randrange(1, 1000)),
            ('data-first', b'\x17\x03\x03\x00\x20' + rng.randbytes(32)), ('ssl-2', b'\x80\x2e\x01\x00\x02' + rng.randbytes(45)),
        ])
        stay = rng.random() < 0.1
        yield 'tls', name, {'closed'}, lambda data=data, stay=stay: raw(world, data, stay, seconds)
