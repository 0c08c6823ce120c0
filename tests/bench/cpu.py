"""CPU time of processes and what they started, from /proc."""

import os
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def seconds(pid):
    """CPU seconds of a process, of its living descendants, and of those that it has reaped."""
    return sum(own(one) for one in family(pid))


def own(pid):
    return sum(map(int, stat(pid)[11:15])) / TICKS


def stat(pid):
    """The figures of a process behind its name; zeros when it is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return ["0"] * 15


def family(pid):
    """The process and its descendants."""
    parents = {int(path.name): int(stat(path.name)[1]) for path in Path("/proc").glob("[0-9]*")}
    found = [pid]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found
