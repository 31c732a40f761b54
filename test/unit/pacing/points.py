"""Writes points.json: the exact formulas, computed from their definitions with 70 digits.

    python3 test/unit/pacing/points.py > test/unit/pacing/points.json

Every figure comes from the stationary distribution of the queue's own states, added up one by one in decimal arithmetic. It
shares no formula with the package beyond the definitions. Inputs are doubles, taken at their binary value.
"""

import json
from decimal import Context, Decimal, setcontext

setcontext(Context(prec=70, Emin=-(10**15), Emax=10**15))
SMALL = Decimal(10) ** -60
PRESENTABLE = Decimal("1e-290")


def below(agents, erlangs):
    """Weights of the states with fewer than `agents` busy, relative to the one with agents - 1 busy: their sum and mean."""
    term, total, busy = Decimal(1), Decimal(0), Decimal(0)
    for i in range(agents - 1, -1, -1):
        total += term
        busy += term * i
        if i <= erlangs and term < total * SMALL * SMALL:
            break
        term = term * i / erlangs
    return total, busy


def erlang_b(agents, erlangs):
    total, _ = below(agents, erlangs)
    full = erlangs / agents
    return {"blocking": full / (total + full)}


def erlang_c(agents, erlangs):
    total, _ = below(agents, erlangs)
    queue = erlangs / agents / (1 - erlangs / agents)
    return {"pWait": queue / (total + queue)}


def erlang_a(agents, erlangs, handle, patience):
    total, busy = below(agents, erlangs)
    per_waiting = handle / patience
    term = erlangs / agents
    queue, length, j = Decimal(0), Decimal(0), 0
    while True:
        queue += term
        length += term * j
        j += 1
        factor = erlangs / (agents + j * per_waiting)
        term *= factor
        if factor < 1 and term * j < SMALL * min(queue, length) * (1 - factor):
            break
    everything = total + queue
    abandon = per_waiting * length / everything / erlangs
    return {
        "pWait": queue / everything,
        "pAbandon": abandon,
        "occupancy": (busy + queue * agents) / everything / agents,
        "asa": abandon * patience,
    }


def mmn_d(agents, erlangs, handle, patience):
    total, busy = below(agents, erlangs)
    arrivals, drift = erlangs / handle, (erlangs - agents) / handle
    grown = (drift * patience).exp()
    waits = arrivals * patience if drift == 0 else arrivals * (grown - 1) / drift
    abandons = arrivals * grown / (agents / handle)
    everything = total + waits + abandons
    return {
        "pAbandon": abandons / everything,
        "occupancy": (busy + (waits + abandons) * agents) / everything / agents,
    }


def points(formula, names, inputs):
    for values in inputs:
        result = formula(values[0], *map(Decimal, values[1:]))
        if all(value > PRESENTABLE for value in result.values()):
            yield dict(zip(names, values)) | {name: float(value) for name, value in result.items()}


AGENTS = [1, 2, 7, 30, 250, 4000, 60_000, 1_000_000]
LOADS = [1e-3, 0.3, 0.8, 0.97, 0.9999, 1.0, 1.0003, 1.1, 4.0, 1e6]
PATIENCE = [0.001, 0.05, 2.0, 75.0, 4e4]
HANDLE = 180.0

loads = [(n, n * load) for n in AGENTS for load in LOADS]
timed = [(n, a, HANDLE, d) for i, (n, a) in enumerate(loads) for j, d in enumerate(PATIENCE) if (i + j) % 2 == 0]
timed_names = ["agents", "erlangs", "handleTimeSeconds", "patienceSeconds"]
everything = {
    "erlangB": list(points(erlang_b, ["agents", "erlangs"], loads)),
    "erlangC": list(points(erlang_c, ["agents", "erlangs"], [(n, a) for n, a in loads if a < n])),
    # A long patience under a heavy load has more states than can be added up one by one.
    "erlangA": list(points(erlang_a, timed_names, [p for p in timed if p[1] * p[3] < 1e10])),
    "mmnD": list(points(mmn_d, timed_names, timed)),
}
lines = (f'"{name}": [\n' + ",\n".join(json.dumps(row) for row in rows) + "\n]" for name, rows in everything.items())
print("{\n" + ",\n".join(lines) + "\n}")
