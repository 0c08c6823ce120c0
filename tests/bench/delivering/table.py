"""What was measured, for people."""

import statistics

# Who is held beside whom.
PAIRS = [
    ("engine_1", "wire"),
    ("engine_1", "wire_n"),
    ("engine_2", "wire_n"),
    ("engine_1", "naive"),
    ("slow_engine", "slow_serial"),
    ("slow50_engine", "slow50_serial"),
    ("big_1", "engine_1"),
    ("big_2", "engine_2"),
    ("history_1m", "history_10k"),
]


def ratio(runs, one, other):
    """The median of what one was beside the other in each repeat."""
    return statistics.median(a.rate / b.rate for a, b in zip(runs[one], runs[other], strict=True))


class Table:
    def __init__(self, out):
        self.out = out

    def say(self, line):
        print(line, file=self.out, flush=True)

    def progress(self, name, run):
        self.say(f"  {name:<14}{run.messages:>7,} mails in {run.seconds:6.2f} s")

    def table(self, runs):
        self.say(f"\n{'case':<14}{'msg/s':>8}  {'min … max':<18}{'conns':>6}{'bytes':>8}   CPU ms a message")
        for name, each in runs.items():
            self.say(line(name, sorted(each, key=lambda run: run.rate)))
        self.say("")
        for one, other in PAIRS:
            if one in runs and other in runs:
                self.say(f"{one} : {other:<16}{ratio(runs, one, other):>8.2f}")

    def parts(self, parts):
        self.say(f"\n{'of one message':<14}{'wall µs':>9}{'CPU µs':>9}")
        for part, (wall, spent) in sorted(parts.items(), key=lambda one: -one[1][1]):
            self.say(f"{part:<14}{wall:>9,.0f}{spent:>9,.0f}")
        self.say(f"{'together':<14}{'':>9}{sum(spent for _wall, spent in parts.values()):>9,.0f}")

    def beside(self, found):
        self.say(f"\n{'from the click to the mail server':<36}{'median':>8}{'most':>8}  seconds")
        for when in ("idle", "busy"):
            for what, seconds in found[when].items():
                self.say(f"{when + ': ' + what:<36}{statistics.median(seconds):>8.2f}{max(seconds):>8.2f}")
        self.say(f"{found['still_waiting_at_the_end']:,} of the mailing still waited at the end.")


def line(name, runs):
    """A case in a line; of its runs, slowest first, the one in the middle tells the rest."""
    middle = runs[len(runs) // 2]
    span = f"{runs[0].rate:,.0f} … {runs[-1].rate:,.0f}"
    spent = "  ".join(f"{who} {milliseconds:.2f}" for who, milliseconds in middle.cpu.items())
    late = f"  ledger +{middle.more['ledger']:.2f} s" if "ledger" in middle.more else ""
    rate = statistics.median(run.rate for run in runs)
    return f"{name:<14}{rate:>8,.0f}  {span:<18}{middle.connections:>6}{middle.size:>8,.0f}   {spent}{late}"
