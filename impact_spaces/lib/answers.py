"""What becomes of a mail when a mail server says no: by the step, the code and the enhanced code (RFC 3463)."""

import re
from enum import StrEnum

MAIL, RCPT, DATA, BODY = "MAIL", "RCPT", "DATA", "BODY"  # the steps of a transaction
ENHANCED = re.compile(r"\s*([245]\.\d{1,3}\.\d{1,3})\b")


class Verdict(StrEnum):
    ADDRESS = "refused: the address does not exist"
    REFUSED = "refused for good"
    LATER = "tried again later"
    REST = "tried again later, and its domain is given rest"
    LINE = "tried again later over a new connection"
    AWAY = "put back, with all others: the server lets nobody in"


V = Verdict

# The first rule that fits holds: step ("" is any), code, enhanced code; the last two as patterns of their beginnings.
RULES = [
    ("", "421", "", V.LINE),  # closing the channel
    ("", "53[0458]", "", V.AWAY),  # sign in first: no mail's fault
    ("", "50[0234]", "", V.LINE),  # out of step with each other
    (MAIL, "552", r"5\.3\.4$", V.REFUSED),  # larger than the server ever takes
    (MAIL, "[45]", "", V.LATER),  # the sender's address: ours to mend, before every invitation has failed for good
    ("", "4", r"4\.7\.", V.REST),  # too many, too fast, not yet known
    ("", "4", "", V.LATER),
    ("", "5", r"5\.1\.[78]$", V.LATER),  # the sender's address again
    ("", "5", r"5\.2\.2$", V.LATER),  # the mailbox is full: people empty them
    ("", "5", r"5\.1\.([1236]|10)$|5\.2\.1$", V.ADDRESS),
    (RCPT, "552", "$", V.LATER),  # full, by the word of RFC 821
    ("", "5", "", V.REFUSED),
]


def verdict(step, code, words):
    """What becomes of a mail after such an answer at such a step."""
    found = ENHANCED.match(words)
    enhanced = found[1] if found else ""
    for at, codes, enhanced_codes, outcome in RULES:
        if at in ("", step) and re.match(codes, str(code)) and re.match(enhanced_codes, enhanced):
            return outcome
    return V.LINE  # no answer of this protocol: whatever talks there, it is not in step with us
