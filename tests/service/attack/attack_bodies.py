"""Bodies that are no request: JSON that is none, or too much of it, or says the wrong thing."""
import base64

from wire import request, send

PARAMETER, FORMAT, SIZE, LARGE = '400 AIS.0101', '400 AIS.0102', '400 AIS.0103', '413 APIG.0201'
JUNK = base64.b64encode(b'this is no image').decode()
MAX_BASE64 = 10 * 1024 * 1024


def nested(rng):
    depth = rng.choice([65, 66, 100, 1000, 20000, 100000, 500000])
    opening, closing = rng.choice([('[', ']'), ('{"a":', '}'), ('[{"a":', '}]')])
    whole = rng.random() < 0.5
    text = opening * depth + ('1' + closing * depth if whole else '')
    return f'deep-{depth}', rng.choice([text, f'{{"data":"{JUNK}","x":{text}}}', f'{{"alarm":{text},"data":"{JUNK}"}}']).encode(), {PARAMETER}


def no_json(rng):
    word = rng.choice(['nan', 'NaN', 'Infinity', '-Infinity', '0x10', '01', '1.', '.5', '+1', '1e', '--1', 'tru', 'True', 'undefined',
                       "'a'", '/*a*/1', '//a\n1', '1,', '`a`', '"a', '"\t"', '"\n"', '"\\x41"', '"\\u12"', '"\\ud8"'])
    good = f'{{"data":"{JUNK}"}}'
    return rng.choice([
        ('word', f'{{"data":"{JUNK}","x":{word}}}'),
        ('trailing-comma', f'{{"data":"{JUNK}",}}'),
        ('two-values', good * 2), ('behind', good + rng.choice(['x', ']', '}', ',', '\0', '{}', ' "a"'])),
        ('before', rng.choice(['x', ']', ',', '\0', '\ufeff', "for(;;);", ')]}\'\n']) + good),
        ('unfinished', good[:rng.randrange(len(good) - 1)]), ('assignment', 'var a = ' + good + ';'),
        ('no-colon', f'{{"data" "{JUNK}"}}'), ('no-quotes', f'{{data:"{JUNK}"}}'), ('single', good.replace('"', "'")),
        ('scalar', rng.choice(['1', 'true', 'null', '"a"', '-0', '1e5'])), ('list', f'[{good}]'), ('nothing', ' ' * rng.randrange(2000)),
        ('form', 'data=' + JUNK), ('xml', f'<data>{JUNK}</data>'),
    ])


def bytes_in_text(rng):
    bad = rng.choice([b'\x80', b'\xc0\xaf', b'\xc1\xbf', b'\xe0\x80\xaf', b'\xed\xa0\x80', b'\xf0\x80\x80\x80', b'\xf4\x90\x80\x80', b'\xf8\x88\x80\x80\x80',
                      b'\xff', b'\xfe', b'\xe2\x82', b'\0', b'\x01', b'\x1f'])
    place = rng.choice([b'{"data":"%s"}', b'{"data":"AAAA%sAAAA"}', b'{"x":"%s","data":"AAAA"}', b'{"%s":1,"data":"AAAA"}', b'{"data":"AAAA"}%s'])
    return 'bytes', place.replace(b'%s', bad)


def wrong_kind(rng):
    value = rng.choice(['1', '0', '-1', '1e400', '9' * rng.choice([20, 400, 20000]), '1.5', 'true', '[]', '{}', '["a"]', '[[]]', f'["{JUNK}"]', f'{{"data":"{JUNK}"}}'])
    return rng.choice([
        ('data-kind', f'{{"data":{value}}}'), ('url-kind', f'{{"url":{value}}}'),
        ('alarm-kind', f'{{"data":"{JUNK}","alarm":{value if value != "true" else 1}}}'),
        ('alarm-text', f'{{"data":"{JUNK}","alarm":"{rng.choice(["true", "false", "", "1", "yes"])}"}}'),
        ('both', f'{{"data":"{JUNK}","url":"https://example.org/a.jpg"}}'),
        ('neither', rng.choice(['{}', '{"alarm":true}', '{"data":null}', '{"data":""}', '{"url":""}', '{"Data":"AAAA"}', '{"image":"AAAA"}', '{"data":"","url":null}'])),
    ])


def no_base64(rng):
    at = rng.randrange(len(JUNK))
    return rng.choice([
        ('letter', JUNK[:at] + rng.choice(' *-_,.\u00e9\u4e00|~') + JUNK[at:]), ('padding', rng.choice(['A', 'AAAAA', 'AA=A', '=AAA', 'A===', '====', 'AAAA=', 'AAA==A'])),
        ('escaped-zero', 'AA\\u0000AA'), ('half-a-pair', 'AA\\ud800AA'), ('newline', JUNK[:at] + '\\n' + JUNK[at:]),
        ('prefix', rng.choice(['data:', 'DATA:', 'data:image/png;base64,', 'data:image/svg+xml,']) + JUNK),
    ])


def right_json(rng):
    """What is a request after all, whose image is none."""
    return rng.choice([
        ('twice', f'{{"data":"{JUNK}","data":"{JUNK}"}}'), ('many', '{' + ''.join(f'"m{i}":{i},' for i in range(rng.randrange(1, 20000))) + f'"data":"{JUNK}"}}'),
        ('big-numbers', f'{{"x":{rng.choice(["1e308", "-1e-999", "0." + "0" * 3000 + "1", "123456789012345678"])},"data":"{JUNK}"}}'),
        ('escaped', '{"\\u0064ata":"' + ''.join(f'\\u{ord(c):04x}' for c in JUNK) + '"}'),
        ('spaces', ' \t\r\n' * rng.randrange(1, 20000) + f'{{"data":"{JUNK}"}}'), ('members', f'{{"alarm":false,"later":[{{"a":[1,null,true]}}],"data":"{JUNK}"}}'),
        ('long-name', f'{{"{"n" * rng.randrange(1, 300000)}":1,"data":"{JUNK}"}}'), ('deep-enough', f'{{"data":"{JUNK}","x":' + '[' * 60 + ']' * 60 + '}'),
    ])


def attacks(rng, n, world):
    """Each of one kind; once in a while a body of megabytes."""
    for i in range(n):
        kind = rng.choice([nested, no_json, bytes_in_text, wrong_kind, no_base64, right_json])
        if kind is nested:
            name, body, expected = nested(rng)
        else:
            name, body = kind(rng)
            if kind is no_base64:
                body = f'{{"data":"{body}"}}'
            expected = {FORMAT} if kind in (no_base64, right_json) else {PARAMETER}
        body = body.encode('utf-8', 'surrogatepass') if isinstance(body, str) else body
        if i % 250 == 100:
            name, body, expected = rng.choice([
                ('base64-too-long', b'{"data":"' + b'A' * (MAX_BASE64 + 4) + b'"}', {SIZE}),
                ('base64-longest', b'{"data":"' + b'A' * MAX_BASE64 + b'"}', {FORMAT}),
                ('body-too-long', b'{"data":"' + b'A' * (12 * 1024 * 1024) + b'"}', {LARGE}),
                ('member-too-long', b'{"data":"AAAA","x":"' + b'\\u0041' * 1900000 + b'"}', {FORMAT}),
            ])
        kind_of_text = 'application/json'
        if i % 50 == 7:
            name, kind_of_text, expected = 'content-type', rng.choice(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=a', '', 'application/jsonp', 'json']), {PARAMETER}
        data = request(body, token=world.token, kind=kind_of_text)
        yield 'body', name, expected, lambda data=data: send(world, data)
