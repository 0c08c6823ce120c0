"""What the mail server took beside what the rows say.

A mail may go out twice only when it was the one in flight on its connection when that connection was cut. The record
tells exactly: the first time it must be the *last* mail that its connection took, and that connection never said
goodbye. So there are at most as many doubles as connections that were cut.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field


@dataclass
class Verdict:
    sent: int  # messages that the server took
    lost: int  # never taken, or at the end not SENT
    doubled: int  # how often one was taken again
    connections: int  # that were cut: the most that may be doubled
    faults: list = field(default_factory=list)  # sentences; none: all is as promised


def judge(rows, record):
    """`rows` are {address: state} of all messages, `record` the whole Record of the mail server."""
    taken = record.times_by_address()
    never = [address for address in rows if address not in taken]
    unfinished = Counter(state for state in rows.values() if state != "sent")
    lost = {*never, *(address for address, state in rows.items() if state != "sent")}
    cut = [connection for connection in record.opened if record.ended.get(connection) != "Q"]
    doubled = sum(count - 1 for count in taken.values())
    verdict = Verdict(len(taken), len(lost), doubled, len(cut))
    say = verdict.faults.append
    if said := sum(rows[address] == "sent" for address in never):
        say(f"{said} are said to be sent and were never taken")
    if unfinished:
        say(f"not sent at the end: {dict(unfinished)}")
    if strangers := len(taken.keys() - rows.keys()):
        say(f"{strangers} were taken that no row knows")
    if doubled > len(cut):
        say(f"{doubled} doubled, with {len(cut)} connections cut")
    for how, mails in doubled_without_need(record).items():
        say(f"{len(mails)} were sent again although their connection {how}")
    if mixed := mixed_up(record):
        say(f"{mixed} Message-IDs or addresses are not one to one")
    return verdict


def doubled_without_need(record):
    """{how: mails that went out again later, although their connection was not cut right after it took them}."""
    last_time = {mail.address: mail.at for mail in record.taken}
    found = defaultdict(list)
    for connection, mails in record.by_connection().items():
        again = [mail for mail in mails if last_time[mail.address] > mail.at]
        if record.ended.get(connection) == "Q":
            found["said goodbye after taking them"] += [mail for mail in again if mail is mails[-1]]
        found["went on after taking them"] += [mail for mail in again if mail is not mails[-1]]
    return {how: mails for how, mails in found.items() if mails}


def mixed_up(record):
    ids, addresses = defaultdict(set), defaultdict(set)
    for mail in record.taken:
        ids[mail.address].add(mail.message_id)
        addresses[mail.message_id].add(mail.address)
    return sum(len(one) > 1 for found in (ids, addresses) for one in found.values())
