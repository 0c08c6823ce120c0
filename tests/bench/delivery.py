"""How fast mails go out, beside the bare wire and beside the way most products do it, in one run.

    bin/bench delivery [--messages 5000] [--repeats 3] [--big] [--history] [--beside] [--json]

Repeats are interleaved (every case once, then every case again) and the median of each is shown. The mail server, the
engines and the senders share this machine. PostgreSQL waits for the disk as in production.
"""

import argparse
import json
import os
import statistics
import sys
from pathlib import Path

from tests.bench.delivering import beside, cases, history
from tests.bench.delivering.table import PAIRS, Table, ratio
from tests.bench.stack import Sink, own_engines, set_up, wait_for

BIG = 50_000


def main():
    chosen = arguments()
    folder = Path(os.environ["DATA_DIR"], "bench")
    folder.mkdir(mode=0o711)
    sink = Sink(folder).start()
    try:
        with own_engines(folder) as engines:
            set_up(sink.port)
            wait_for(sink.listens, 10, "the mail server")
            found = measure(cases.Bench(folder, sink, engines), chosen)
    finally:
        sink.stop()
    if chosen.json:
        print(json.dumps(found))


def arguments():
    parser = argparse.ArgumentParser(prog="bin/bench delivery", description=__doc__.partition("\n")[0])
    parser.add_argument("--messages", type=int, default=5000)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--only", nargs="+", metavar="CASE", help="leave the other cases out")
    parser.add_argument("--big", action="store_true", help=f"one worker and two with {BIG:,} messages as well")
    parser.add_argument("--history", action="store_true", help="what a mail costs beside 1,000,000 that were sent")
    parser.add_argument("--beside", action="store_true", help=f"one invitation and one code while {BIG:,} mails go out")
    parser.add_argument("--json", action="store_true", help="one JSON object at the end, the table on standard error")
    return parser.parse_args()


def measure(bench, chosen):
    say = Table(sys.stderr if chosen.json else sys.stdout)
    warm_up(bench)
    runs = run_all(planned(bench, chosen), chosen.repeats, say)
    say.table(runs)
    parts, _run = cases.where_time_goes(bench, chosen.messages)
    say.parts(parts)
    found = {name: round(statistics.median(run.rate for run in each), 1) for name, each in runs.items()}
    found["ratios"] = {
        f"{one}/{other}": round(ratio(runs, one, other), 3) for one, other in PAIRS if {one, other} <= {*runs}
    }
    found["connections"] = bench.connections
    found["microseconds"] = {part: [round(one) for one in spent] for part, spent in parts.items()}
    if chosen.beside:
        found["beside"] = beside.measure(bench, BIG)
        say.beside(found["beside"])
    return found


def run_all(plan, repeats, say):
    """{case: its runs}, the repeats interleaved."""
    runs = {name: [] for name in plan}
    for _ in range(repeats):
        for name, case in plan.items():
            runs[name].append(case())
            say.progress(name, runs[name][-1])
    return runs


def warm_up(bench):
    """A few mails of the product, which become the ready-made ones, and the number of connections that it uses."""
    run = cases.engine(bench, 500)
    bench.connections = run.connections


def planned(bench, chosen):
    """{case: function} of what was asked for."""
    plan = usual(bench, chosen.messages)
    if chosen.big:
        plan |= {"big_1": lambda: cases.engine(bench, BIG, 1), "big_2": lambda: cases.engine(bench, BIG, 2)}
    if chosen.history:
        history.prepare()
        plan |= history.plan(bench, chosen.messages)
    return {name: case for name, case in plan.items() if not chosen.only or name in chosen.only}


def usual(bench, messages):
    def slow(milliseconds, case, count):
        bench.sink.order(delay=milliseconds)
        try:
            return case(bench, count)
        finally:
            bench.sink.order(delay=0)

    return {
        "wire": lambda: cases.wire(bench, messages),
        "wire_n": lambda: cases.wire(bench, messages, bench.connections),
        "naive": lambda: cases.naive(bench, messages // 10),
        "engine_1": lambda: cases.engine(bench, messages, 1),
        "engine_2": lambda: cases.engine(bench, messages, 2),
        "slow_serial": lambda: slow(5, cases.wire, messages // 25),
        "slow_engine": lambda: slow(5, cases.engine, messages // 2),
        "slow50_serial": lambda: slow(50, cases.wire, messages // 125),
        "slow50_engine": lambda: slow(50, cases.engine, messages // 6),
    }


if __name__ == "__main__":
    main()
