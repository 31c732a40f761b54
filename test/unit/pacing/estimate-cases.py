"""Writes estimate-cases.json: the tutorial's rule of thumb as Python computes it, and Python's round() on its own.

    python3 test/unit/pacing/estimate-cases.py > test/unit/pacing/estimate-cases.json
"""

import json
import math
import random


def estimate(har, n, t, d):
    offered = n * (1 - t) / har
    effective = (n / d) * har
    safety = 1 - 2 * t
    return [
        max(1, math.ceil(0.2 * offered)),
        round(effective * safety, 2),
        round(t * (1 - safety), 4),
        round(min(1, effective / (1.2 * n)), 3),
    ]


random.seed(1)
inputs = [(0.3, 10, 0.03, 180.0), (1.0, 1, 0.0, 0.5), (0.25, 1, 0.25, 1.0), (0.5, 1_000_000, 1.0, 0.001)]
inputs += [
    (round(random.uniform(0.01, 1), 2), random.randint(1, 500), round(random.uniform(0, 0.1), 3), float(random.randint(1, 900)))
    for _ in range(1500)
]
# Powers of two make ties: exact halves of the last decimal.
inputs += [
    (2.0 ** -random.randint(0, 5), random.randint(1, 64), 2.0 ** -random.randint(2, 6), 2.0 ** random.randint(0, 9))
    for _ in range(1000)
]
numbers = [random.choice([-1, 1]) * random.randint(0, 4000) / 2 ** random.randint(0, 12) for _ in range(700)]
numbers += [random.randint(0, 10**6) / 10 ** random.randint(1, 5) + 5 / 10 ** random.randint(2, 5) for _ in range(700)]
numbers += [0.5, 1.5, 2.5, -2.5, 0.125, 0.375, 2.675, 1.005, 1e22, 123456789012.345, 5e-324, 0.005, 0.015, 0.025]
rounded = [[value, digits, round(value, digits)] for value in numbers for digits in (0, 2, 3)]

estimates = [[*values, *estimate(*values)] for values in inputs]
table = lambda rows: "[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]"
print(f'{{\n"estimates": {table(estimates)},\n"rounded": {table(rounded)}\n}}')
