#!/usr/bin/python3
"""What /metrics says is what Prometheus' own parser takes; prints each sample as `name{labels} value`, sorted."""
import sys

try:
    from prometheus_client.parser import text_string_to_metric_families
except ImportError:
    sys.exit(77)

names = set()
for family in text_string_to_metric_families(sys.stdin.read()):
    if family.name in names or not family.documentation or family.type == 'unknown':
        sys.exit(f'{family.name} comes twice, or without its type or its help')
    names.add(family.name)
    for sample in family.samples:
        labels = ','.join(f'{k}={v}' for k, v in sorted(sample.labels.items()))
        print(f'{sample.name}{{{labels}}} {sample.value}')
