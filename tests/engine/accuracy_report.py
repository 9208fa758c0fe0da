"""ACCURACY.md: what was measured, beside what was aimed at. Nothing in it is said that a count does not say."""
import accuracy

SETS = [('drawn', 'drawn'), ('laid-over', 'laid over real'), ('real', 'real')]
NAMES = {
    'peru_id_card': 'Peruvian identity card', 'cambodian_id_card': 'Cambodian identity card',
    'hongkong_id_card': 'Hong Kong identity card', 'macao_id_card': 'Macao identity card',
    'myanmar_driver_license': 'Myanmar driving licence', 'myanmar_id_card': 'Myanmar identity card',
    'passport': 'passport', 'thailand_id_card': 'Thai identity card', 'id_card': 'resident identity card (China)',
    'none': 'none of the nine', 'unknown': 'an unknown type', 'blur': 'blur', 'glare': 'glare',
    'blocking_within_border': 'covered parts', 'insufficient_lighting': 'too dark', 'copy': 'black-and-white copy',
    'border_integrity': 'incomplete border', 'reproduce': 're-photographed', 'reproduce_screen': 're-photographed, screens',
    'reproduce_print': 're-photographed, prints',
}
TURNS = ['0', '90', '180', '270']
FEW = 10  # fewer cases than that are no rate


def cell(estimate, scale=1, digits=3):
    """A figure with its interval and count; nothing known is a dash and the count."""
    if estimate is None:
        return 'not measured'
    if estimate['value'] is None:
        return f'– (n {estimate["n"]})'
    text = f'{estimate["value"] * scale:.{digits}f}'
    if estimate['low'] is not None and estimate['high'] is not None:
        text += f' ({estimate["low"] * scale:.{digits}f}–{estimate["high"] * scale:.{digits}f})'
    return f'{text}, n {estimate["n"]}'


def table(heads, rows):
    lines = ['| ' + ' | '.join(heads) + ' |', '|' + '---|' * len(heads)]
    return '\n'.join(lines + ['| ' + ' | '.join(row) + ' |' for row in rows]) + '\n'


def judged(estimate, least=None, most=None, **how):
    """With the verdict on the figure itself, and whether its whole interval is on the same side."""
    text = cell(estimate, **how)
    if estimate is None or estimate['value'] is None:
        return text
    met = estimate['value'] >= least if least is not None else estimate['value'] <= most
    edge = estimate['low'] if (least is not None) == met else estimate['high']
    sure = edge is not None and ((edge >= least) if least is not None else (edge <= most)) == met
    return f'{text}: **{"met" if met else "not met"}**{"" if sure else ", within noise"}'


def limited(value, least=None, most=None, n=None):
    """A figure without an interval."""
    if value is None:
        return 'not measured'
    count = f', n {n}' if n is not None else ''
    met = value >= least if least is not None else value <= most
    return f'{value:.2f}{count}: **{"met" if met else "not met"}**'


def row(target, limit, sets, pick, **how):
    """One line of the targets: pick (summary) is the figure; real images have no target."""
    cells = []
    for key, _ in SETS:
        aims = {} if key == 'real' else {k: how[k] for k in ('least', 'most') if k in how}
        style = {k: v for k, v in how.items() if k in ('scale', 'digits')}
        cells.append(judged(pick(sets[key]), **aims, **style) if aims else cell(pick(sets[key]), **style))
    return [target, limit, *cells]


def worst(estimates, lowest=True):
    known = [e for e in estimates if e['value'] is not None]
    if not known:
        return estimates[0]
    return (min if lowest else max)(known, key=lambda e: e['value'])


def recalls(summary):
    return [entry['recall'] for name, entry in summary['types'].items() if name != 'none']


def turned_recalls(summary):
    return [accuracy.wilson(accuracy.pooled([entry['by_turn'][turn] for name, entry in summary['types'].items()
                                             if name != 'none'])) for turn in TURNS]


def is_rising(sets, key):
    cells = [alarm['non_decreasing'] for name, alarm in sets[key]['alarms'].items() if name != 'reproduce_print']
    known = [c for c in cells if c is not None]
    if not known:
        return '–'
    text = f'{sum(known)} of {len(known)} alarms'
    return text if key == 'real' else f'{text}: **{"met" if all(known) else "not met"}**'


def targets(sets):
    rows = [
        row('mean IoU', '≥ .98', sets, lambda s: s['location']['iou'], least=.98),
        row('IoU over .9', '≥ 98 %', sets, lambda s: s['location']['above_90'], least=.98, scale=100, digits=1),
        row('median corner error, % of the document’s diagonal', '≤ .4', sets, lambda s: s['location']['corner_median'],
            most=.004, scale=100, digits=2),
        row('confidence: AUC for IoU over .9', '≥ .95', sets, lambda s: s['location']['confidence_auc'], least=.95),
        row('recall of the worst of the nine types, %', '≥ 98', sets, lambda s: worst(recalls(s)), least=.98, scale=100,
            digits=1),
        row('recall in the worst of four turns, %', '≥ 98', sets, lambda s: worst(turned_recalls(s)), least=.98, scale=100,
            digits=1),
        row('none of the nine, named as one, %', '≤ 1', sets, lambda s: s['negatives_named'], most=.01, scale=100, digits=1),
    ]
    for name, least in (('blur', .98), ('glare', .98), ('insufficient_lighting', .98), ('copy', .98), ('border_integrity', .98),
                        ('blocking_within_border', .95), ('reproduce_screen', .95)):
        rows.append(row(f'AUC, {NAMES[name]}', f'≥ {least:.2f}'.replace('0.', '.'), sets,
                        lambda s, name=name: s['alarms'][name]['auc'], least=least))
    rows.append(row(f'AUC, {NAMES["reproduce_print"]}', 'reported', sets, lambda s: s['alarms']['reproduce_print']['auc']))
    rows.append(['scores non-decreasing over the doses', 'all', *(is_rising(sets, key) for key, _ in SETS)])
    rows.append(row('largest calibration error of the seven', '≤ .03', sets,
                    lambda s: worst([s['alarms'][name]['calibration_error'] for name in list(s['alarms'])[:7]], False), most=.03))
    return table(['', 'target', *(title for _, title in SETS)], rows)


def confusion(summary):
    names = list(summary['types'])
    columns = [name for name in [*names, 'unknown'] if any(name in entry['said'] for entry in summary['types'].values())]
    rows = []
    for name in names:
        said = summary['types'][name]['said']
        if said:
            rows.append([NAMES[name], *(f'**{said[c]}**' if c == name and c in said else str(said.get(c, '')) for c in columns),
                         cell(summary['types'][name]['recall'], 100, 1)])
    return table(['is \\ was called', *(NAMES[c] for c in columns), 'right, %'], rows)


def by_turn(summary):
    rows = []
    for name, entry in summary['types'].items():
        if name != 'none' and entry['recall']['n'] > 0:
            parts = [entry['by_turn'][turn] for turn in TURNS] + [entry['by_side'][side] for side in ('front', 'back')]
            rows.append([NAMES[name], *(f'{e["k"]} of {e["n"]}' if e['n'] else '–' for e in parts)])
    return table(['named right', *(turn + '°' for turn in TURNS), 'front', 'back'], rows)


def doses(summary):
    rows = []
    for name, alarm in summary['alarms'].items():
        means = [alarm['doses'][str(d)] for d in range(7)]
        if any(e['n'] for e in means[1:]):
            rising = {True: 'yes', False: 'no', None: '–'}[alarm['non_decreasing']]
            rows.append([NAMES[name], *(f'{e["value"]:.0f}' if e['value'] is not None else '–' for e in means), rising])
    return table(['mean score at dose', *map(str, range(7)), 'non-decreasing'], rows)


def alarms(summary):
    rows = []
    for name, alarm in summary['alarms'].items():
        if alarm['raised_true']['n']:
            rows.append([NAMES[name], cell(alarm['auc']), cell(alarm['equal_error'], 100, 1), cell(alarm['calibration_error']),
                         cell(alarm['raised_true'], 100, 0), cell(alarm['raised_false'], 100, 0), str(alarm['unscored'])])
    return table(['', 'AUC', 'equal error, %', 'calibration error', 'raised where true, %', 'raised where false, %',
                  'without a score'], rows)


def cards(summary):
    rows = []
    for name, card in summary['cards'].items():
        misses = card['named']['n'] - card['named']['k'], card['above_90']['n'] - card['above_90']['k']
        if any(misses):
            rows.append((sum(misses), [name, f'{misses[0]} of {card["named"]["n"]}', f'{misses[1]} of {card["above_90"]["n"]}',
                                       cell(card['iou'])]))
    rows.sort(key=lambda r: -r[0])
    fine = len(summary['cards']) - len(rows)
    return (table(['layout', 'named wrong', 'IoU not over .9', 'mean IoU'], [r for _, r in rows]) if rows else '') + (
        f'\n{fine} of {len(summary["cards"])} layouts had no such failure.\n')


def evidence(real):
    """What real images say nothing of, or next to nothing: from their counts."""
    counts = [(NAMES[name] + ' (type)', entry['recall']['n']) for name, entry in real['types'].items()]
    counts += [(f'{NAMES[name]} (alarm, known to be true)', alarm['raised_true']['n'])
               for name, alarm in real['alarms'].items() if name != 'reproduce_screen']
    counts += [(f'documents of the nine types known to lie turned by {turn}°',
                sum(entry['by_turn'][turn]['n'] for name, entry in real['types'].items() if name != 'none')) for turn in TURNS[1:]]
    counts += [(f'documents of the nine types known to show their {side}',
                sum(entry['by_side'][side]['n'] for name, entry in real['types'].items() if name != 'none'))
               for side in ('front', 'back')]
    counts += [('outlines, flat', real['location']['iou']['n']), ('outlines, curled paper', real['location_paper']['iou']['n'])]
    none = [name for name, n in counts if n == 0]
    few = [f'{name}: {n}' for name, n in counts if 0 < n < FEW]
    some = [f'{name}: {n}' for name, n in counts if n >= FEW]
    return (f'**No real image at all**: {"; ".join(none) or "nothing"}. Of these there are only our own drawings.\n\n'
            f'**Fewer than {FEW}, so no rate**: {"; ".join(few) or "nothing"}.\n\n'
            f'**{FEW} or more**: {"; ".join(some) or "nothing"}.\n\n'
            'Doses are not known of real images, so that no real figure says whether a score grows with its defect.\n')


def sections(sets):
    for key, title in SETS:
        summary = sets[key]
        if not summary['images']:
            continue
        yield (f'## In detail: {title}\n\n{summary["images"]} images, {summary["failed"]} of them without an answer and in no '
               f'figure; of {summary["no_document"]} the answer was that there is no document.\n')
        yield confusion(summary)
        yield by_turn(summary)
        yield alarms(summary)
        if any(e['n'] for alarm in summary['alarms'].values() for d, e in alarm['doses'].items() if d != '0'):
            yield doses(summary)
        if summary['location_paper']['iou']['n']:
            yield ('Curled paper, whose outline is only a hint, by itself: mean IoU '
                   f'{cell(summary["location_paper"]["iou"])}.\n')
        if summary['cards']:
            yield cards(summary)


def write(sets, how, measured, sheet):
    """The whole file. @how: lines on how it was made; @measured: rows (target, limit, figure) of other programs;
    @sheet: (name of the picture, shown, failures) or None."""
    parts = ['# How right the engine is\n',
             'Written by `ninja accuracy`; do not edit. Every figure stands with its 95 % interval and its count (n). Drawn scenes are of the '
             'judging half, on which nothing was tuned; “laid over real” are its defects over real images; figures of real images '
             'have no target of their own and are given beside.\n', '## How it was made\n', how,
             '## Targets\n', targets(sets),
             'The calibration error of few cases is too large by nature. “Within noise”: the interval holds the target too.\n',
             '## Reading, time and memory\n', table(['', 'target', 'measured'], measured),
             '## What has no real evidence\n', evidence(sets['real'])]
    parts += list(sections(sets))
    if sheet is not None:
        name, n_shown, n_failures = sheet
        parts += ['## Failures\n', f'![Failures]({name})\n',
                  f'{n_shown} of {n_failures} drawn scenes that were named wrong, outlined at an IoU of .9 or less, or had an alarm '
                  'on the wrong side of 50: the truth in green, the answer in red.\n']
    return '\n'.join(parts)
