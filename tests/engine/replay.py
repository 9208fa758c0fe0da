"""A service that says again what was said before, by the bytes of the image, its outlines moved aside if so wished."""
import base64
import hashlib
import http.server
import json
import threading

ALARMS = {  # our key → the contract's names
    'blur': ('detect_blur_result', 'blur_score'),
    'glare': ('detect_glare_result', 'glare_score'),
    'blocking_within_border': ('detect_blocking_within_border_result', 'blocking_within_border_score'),
    'insufficient_lighting': ('detect_insufficient_lighting_result', 'insufficient_lighting_score'),
    'copy': ('detect_copy_result', 'copy_score'),
    'border_integrity': ('detect_border_integrity_result', 'border_integrity_score'),
    'reproduce': ('detect_reproduce_result', 'reproduce_score'),
}


def answer(record, shift):
    """(status, body) that a service would give; @shift: by which share of its width the outline is moved right."""
    if not record['answered']:
        return 500, {'error_code': 'APIG.0202', 'error_msg': record['error']}
    if record['error'] is not None:
        return 400, {'error_code': 'AIS.0104', 'error_msg': record['error']}
    result = {'alarm_result': {}, 'alarm_confidence': {}}
    if record['said_type'] is not None:
        result['type'] = record['said_type']
    if record['said_quad'] is not None:
        xs = [x for x, _ in record['said_quad']]
        aside = shift * (max(xs) - min(xs))
        result['location'] = [[round(x + aside), round(y)] for x, y in record['said_quad']]
        result['confidence'] = record['confidence']
    for key, score in record['scores'].items():
        result['alarm_result'][ALARMS[key][0]] = score > 50
        result['alarm_confidence'][ALARMS[key][1]] = score
    return 200, {'result': result}


class Replay:
    """with Replay (records, shift) as endpoint: …"""

    def __init__(self, records, shift=0.0):
        answers = {}
        for record in records:
            with open(record['path'], 'rb') as file:
                answers[hashlib.sha256(file.read()).hexdigest()] = answer(record, shift)

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = 'HTTP/1.1'

            def do_POST(self):
                request = json.loads(self.rfile.read(int(self.headers['Content-Length'])))
                digest = hashlib.sha256(base64.b64decode(request['data'])).hexdigest()
                status, reply = answers[digest]
                body = json.dumps(reply).encode()
                self.send_response(status)
                self.send_header('Content-Type', 'application/json')
                self.send_header('Content-Length', str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args):
                pass

        self.server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return f'http://127.0.0.1:{self.server.server_port}'

    def __exit__(self, *args):
        self.server.shutdown()
        self.server.server_close()
