"""A contact sheet of drawn scenes that the engine got wrong, with ImageMagick."""
import os
import subprocess

TILES = 30
MOST_BYTES = 300 * 1024


def failures(records):
    """(record, what was wrong): types and outlines first, then alarms. Drawn scenes only: others can't be shown."""
    first, then = [], []
    for record in records:
        if record['set'] != 'drawn' or not record['answered']:
            continue
        wrong = []
        if record['said_type'] != record['type']:
            wrong.append(f'is {record["type"] or "none"}, said {record["said_type"] or "none"}')
        if record['iou'] is not None and record['iou'] <= .9:
            wrong.append(f'IoU {record["iou"]:.2f}')
        alarms = [f'{name} {record["scores"][name]}, is {"true" if truth else "false"}'
                  for name, truth in record['alarms'].items()
                  if name in record['scores'] and (record['scores'][name] > 50) != bool(truth)]
        if wrong or alarms:
            (first if wrong else then).append((record, '\n'.join(wrong + alarms)))
    return first + then


def spread(found):
    """As many as fit, from the whole list evenly: its beginning is one layout and defect after another."""
    return [found[i * len(found) // TILES] for i in range(TILES)] if len(found) > TILES else found


def polygon(quad, colour, width):
    points = ' '.join(f'{x:.1f},{y:.1f}' for x, y in quad)
    return ['-fill', 'none', '-stroke', colour, '-strokewidth', str(width), '-draw', f'polygon {points}']


def tile(record, path):
    size = subprocess.run(['identify', '-ping', '-format', '%w %h', record['path']], capture_output=True, text=True, check=True)
    width = max(map(int, size.stdout.split())) / 100
    drawing = []
    if record['quad'] is not None:
        drawing += polygon(record['quad'], '#00d000', width)
    if record['said_quad'] is not None:
        drawing += polygon(record['said_quad'], '#ff2020', width / 2)
    subprocess.run(['convert', record['path'], *drawing, '-resize', '240x240', path], check=True)


def write(records, folder, sheet):
    """Returns (shown, failures); writes nothing when there are none."""
    found = failures(records)
    chosen = spread(found)
    if not chosen:
        return 0, 0
    labelled = []
    for i, (record, wrong) in enumerate(chosen):
        path = os.path.join(folder, f'tile-{i:02}.png')
        tile(record, path)
        labelled += ['-label', f'{record["card"] or "no document"}\n{wrong}'.replace('%', '%%'), path]
    for quality in (80, 65, 50, 35, 20):
        subprocess.run(['montage', '-pointsize', '11', *labelled, '-tile', f'{min(6, len(chosen))}x', '-geometry', '240x+6+6', '-strip', '-quality',
                        str(quality), sheet], check=True)
        if os.path.getsize(sheet) <= MOST_BYTES:
            break
    return len(chosen), len(found)
