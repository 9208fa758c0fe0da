#!/usr/bin/python3
"""The comparison with what was recorded: noise passes, more than noise does not, both ways round."""
import sys
import unittest

sys.dont_write_bytecode = True
import accuracy
import accuracy_report
import accuracy_sheet
import replay


def share(k, n, better='higher'):
    return {'kind': 'share', 'better': better, 'k': k, 'n': n, 'value': k / n, 'low': None, 'high': None}


def mean(value, low, high, better='higher', n=60):
    return {'kind': 'mean', 'better': better, 'k': 0, 'n': n, 'value': value, 'low': low, 'high': high}


class Comparison(unittest.TestCase):
    def test_binomial_tail(self):
        self.assertAlmostEqual(accuracy.binomial_tail(1, 3, .5), .5)
        self.assertAlmostEqual(accuracy.binomial_tail(0, 10, .1), .9 ** 10)
        self.assertAlmostEqual(accuracy.binomial_tail(10, 10, .3), 1)

    def test_shares(self):
        # of 60 at (57 + ½) / 61 = .943, 52 or fewer come by chance in 2.1 %, 51 or fewer in .7 %
        self.assertFalse(accuracy.share_is_worse(share(52, 60), share(57, 60)))
        self.assertTrue(accuracy.share_is_worse(share(51, 60), share(57, 60)))
        self.assertFalse(accuracy.share_is_worse(share(60, 60), share(57, 60)))
        # the same the other way round
        self.assertFalse(accuracy.share_is_worse(share(8, 60), share(3, 60, 'lower')))
        self.assertTrue(accuracy.share_is_worse(share(9, 60), share(3, 60, 'lower')))
        # nothing was ever wrong: two of 60 may be
        self.assertFalse(accuracy.share_is_worse(share(58, 60), share(60, 60)))
        self.assertTrue(accuracy.share_is_worse(share(56, 60), share(60, 60)))

    def test_means(self):
        self.assertFalse(accuracy.mean_is_worse(mean(.955, 0, 1), mean(.97, .955, .985)))
        self.assertFalse(accuracy.mean_is_worse(mean(.953, 0, 1), mean(.97, .955, .985)))
        self.assertTrue(accuracy.mean_is_worse(mean(.951, 0, 1), mean(.97, .955, .985)))
        self.assertFalse(accuracy.mean_is_worse(mean(1, 0, 1), mean(.97, .955, .985)))
        self.assertTrue(accuracy.mean_is_worse(mean(.007, 0, 1), mean(.004, .003, .005, 'lower')))
        self.assertFalse(accuracy.mean_is_worse(mean(.001, 0, 1), mean(.004, .003, .005, 'lower')))
        self.assertFalse(accuracy.mean_is_worse(mean(.9, 0, 1), mean(.004, .003, None, 'lower')))  # as wrong as can be

    def test_compare(self):
        then = {'a': share(57, 60), 'b': mean(.97, .955, .985), 'c': share(1, 2)}
        self.assertEqual(accuracy.compare(then, then), [])
        self.assertEqual(accuracy.compare(dict(then, d=share(0, 9)), then), [])  # nobody recorded d
        complaints = accuracy.compare({'a': share(40, 60), 'b': mean(.5, 0, 1)}, then)
        self.assertEqual(len(complaints), 3)
        self.assertIn('a: 0.6667 (40 of 60), recorded 0.9500 (57 of 60): -0.2833', complaints[0])
        self.assertIn('b: 0.5000 (of 60), recorded 0.9700 (of 60): -0.4700', complaints[1])
        self.assertIn('c: was 0.5000 (1 of 2), and is not known now', complaints[2])

    def test_figures(self):
        e = {'value': .5, 'low': .2, 'high': .8, 'k': 1, 'n': 2}
        unknown = {'value': None, 'low': None, 'high': None, 'k': 0, 'n': 0}
        location = dict.fromkeys(('iou', 'above_80', 'above_90', 'above_95', 'corner_median', 'first_corner'), e)
        found = accuracy.figures({
            'types': {'passport': {'recall': e}, 'id_card': {'recall': dict(e, k=2, value=1)}, 'none': {'recall': e}},
            'negatives_named': e, 'location': dict(location, confidence_auc=unknown),
            'alarms': {'blur': {'auc': unknown, 'raised_true': e, 'raised_false': e}}})
        self.assertEqual((found['type named right']['k'], found['type named right']['n']), (3, 4))
        self.assertEqual(found['blur, raised where false']['better'], 'lower')
        self.assertNotIn('blur, AUC', found)
        self.assertNotIn('confidence, AUC', found)
        self.assertNotIn('none named right', found)


class Report(unittest.TestCase):
    def test_verdicts(self):
        estimate = {'value': .985, 'low': .97, 'high': .992, 'k': 0, 'n': 900}
        self.assertEqual(accuracy_report.judged(estimate, least=.98), '0.985 (0.970–0.992), n 900: **met**, within noise')
        self.assertEqual(accuracy_report.judged(estimate, least=.96), '0.985 (0.970–0.992), n 900: **met**')
        self.assertIn('**not met**, within noise', accuracy_report.judged(estimate, least=.99))
        self.assertTrue(accuracy_report.judged(estimate, least=.995).endswith('**not met**'))
        self.assertTrue(accuracy_report.judged(estimate, most=.96).endswith('**not met**'))
        self.assertTrue(accuracy_report.judged(estimate, most=.98).endswith('**not met**, within noise'))
        self.assertTrue(accuracy_report.judged(estimate, most=.995).endswith('**met**'))
        self.assertEqual(accuracy_report.judged({'value': None, 'n': 3}, least=.9), '– (n 3)')
        self.assertEqual(accuracy_report.judged(None, least=.9), 'not measured')
        self.assertEqual(accuracy_report.limited(1.2, most=1.0, n=5), '1.20, n 5: **not met**')
        self.assertEqual(accuracy_report.limited(1.85, least=1.8), '1.85: **met**')

    def test_wilson(self):
        found = accuracy.wilson({'k': 81, 'n': 263})  # Newcombe 1998
        self.assertAlmostEqual(found['low'], .2553, 4)
        self.assertAlmostEqual(found['high'], .3662, 4)

    def test_sheet(self):
        """Real images can't be given away: none of them may be on it, nor may what was laid over them."""
        record = {'set': 'drawn', 'answered': True, 'type': None, 'said_type': None, 'iou': .99, 'alarms': {'blur': 0},
                  'scores': {'blur': 3}}
        wrong = [dict(record, said_type='passport'), dict(record, iou=.5), dict(record, scores={'blur': 51})]
        others = [dict(wrong[0], set='real'), dict(wrong[0], set='laid-over'), dict(wrong[0], answered=False)]
        found = accuracy_sheet.failures([record, wrong[2], *others, wrong[0], wrong[1]])
        self.assertEqual([r for r, _ in found], [wrong[0], wrong[1], wrong[2]])
        self.assertEqual([text for _, text in found], ['is none, said passport', 'IoU 0.50', 'blur 51, is false'])
        self.assertEqual(accuracy_sheet.spread(list(range(60))), list(range(0, 60, 2)))
        self.assertEqual(accuracy_sheet.spread([1, 2]), [1, 2])

    def test_replay(self):
        record = {'answered': True, 'error': None, 'said_type': 'passport', 'confidence': .9, 'scores': {'copy': 51},
                  'said_quad': [[100, 10], [300, 10], [300, 150], [100, 150]]}
        status, body = replay.answer(record, .1)
        self.assertEqual(status, 200)
        self.assertEqual(body['result']['location'], [[120, 10], [320, 10], [320, 150], [120, 150]])
        self.assertEqual(body['result']['alarm_result'], {'detect_copy_result': True})
        self.assertEqual(replay.answer(dict(record, error='nothing'), 0)[0], 400)
        self.assertEqual(replay.answer(dict(record, answered=False), 0)[0], 500)


unittest.main()
