"""What goes wrong, and when: the same for the same seed, as far as the machine is the same."""

import signal
import time
from collections import Counter

# How often each part is chosen, and what happens to it.
WEIGHTS = {"worker": 3, "mail server": 4, "database": 4, "broker": 3, "beat": 2}  # there are three workers
WHILE_STARTING, FREEZE, WEATHER = (
    0.05,
    0.15,
    0.35,
)  # chances: to be hit while it starts; to be stopped for a while instead; for the mail server, bad weather instead
LONGEST_FREEZE, LULL = 5.0, 4.0  # seconds


class Chance:
    """Every `pause` seconds something happens to one of the parts, until there were enough kills.

    When no mail went out since the last one, it waits up to LULL seconds for that: what is down already loses nothing.
    """

    def __init__(self, random, parts, sink_orders, kills, pause):
        self.random, self.parts, self.orders = random, parts, sink_orders
        self.wanted, self.pause, self.next_at = kills, pause, time.monotonic() + pause
        self.kills, self.others = Counter(), Counter()
        self.mails = 0
        self.frozen = []  # (until, part, pids, whether it is killed then)

    @property
    def is_over(self):
        return self.kills.total() >= self.wanted and not self.frozen

    def turn(self, mails):
        """Let happen what is due, after so many mails."""
        now = time.monotonic()
        self.thaw(now)
        ready = self.next_at if mails > self.mails else self.next_at + LULL
        if now >= ready and self.kills.total() < self.wanted:
            self.next_at, self.mails = now + self.pause, mails
            if part := self.chosen():
                self.strike(part, now)

    def chosen(self):
        """A part that is at work, sometimes one that only starts."""
        stopped = [part for _until, part, *_rest in self.frozen]
        able = [part for part in self.parts if part.runs() and part not in stopped]
        settled = [part for part in able if part.has_settled() or self.random.random() < WHILE_STARTING]
        weights = [WEIGHTS[part.name] for part in settled]
        return self.random.choices(settled, weights)[0] if settled else None

    def strike(self, part, now):
        if part.name == "mail server" and self.random.random() < WEATHER:
            self.others[self.orders.bad_weather(self.random, now)] += 1
        elif self.random.random() < FREEZE:
            self.freeze(part, now)
        else:
            self.kill(part, getattr(part, self.random.choice(part.ways))(self.random))

    def kill(self, part, pids):
        part.signal(signal.SIGKILL, pids)
        self.kills[part.name] += 1

    def freeze(self, part, now):
        pids = part.whole(self.random)
        part.signal(signal.SIGSTOP, pids)
        self.others["stopped"] += 1
        self.frozen.append((now + self.random.uniform(0.5, LONGEST_FREEZE), part, pids, self.random.random() < 0.5))

    def thaw(self, now):
        for one in [one for one in self.frozen if one[0] <= now]:
            self.frozen.remove(one)
            _until, part, pids, is_killed = one
            if is_killed:
                self.kill(part, pids)
            else:
                part.signal(signal.SIGCONT, pids)

    def end(self):
        """Nothing stays stopped."""
        self.thaw(float("inf"))


class Orders:
    """What the mail server is told: how slow to be, so that the mails last as long as the kills, and its weather."""

    SLOWEST = 300  # milliseconds a reply
    AT_ONCE = 8  # mails that go out in the time of one reply: thirty-two connections with four replies a mail

    def __init__(self, sink, seconds, mails):
        self.sink, self.drop, self.storm_until, self.told = sink, 0, 0.0, None
        self.delay = min(self.AT_ONCE * seconds * 1000 / mails, self.SLOWEST)
        self.tell(0.0)

    def pace(self, mails_done, kills_done, now):
        """Slower while the mails are ahead of the kills, as shares of what there is. Gently: it takes effect late."""
        self.delay = self.delay * 1.06 + 0.5 if mails_done > kills_done else self.delay / 1.06 - 0.5
        self.delay = min(max(self.delay, 0), self.SLOWEST)
        self.tell(now)

    def tell(self, now):
        wanted = {"delay": round(self.delay, 1), "drop": self.drop, "storm": now < self.storm_until}
        if wanted != self.told:
            self.sink.order(**wanted)
            self.told = wanted

    def bad_weather(self, random, now):
        """For a while no recipient is taken, or every connection is dropped. Returns its name."""
        kind = random.choice(["storm", "drop"])
        if kind == "storm":
            self.storm_until = now + random.uniform(0.5, 2)
        else:
            self.drop += 1
        self.tell(now)
        return kind

    def clear_up(self, now):
        self.delay, self.storm_until = 0, 0.0
        self.tell(now)
