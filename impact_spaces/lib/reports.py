"""What somebody tells of a mail that left, in one shape for mail providers, mail servers and complaint desks."""

from dataclasses import dataclass
from datetime import datetime

DELIVERED, DELAYED, SOFT, HARD, COMPLAINT, STOPPED = "delivered", "delayed", "soft", "hard", "complaint", "stopped"


@dataclass(frozen=True)
class Report:
    """One thing told of one mail. `traces` are texts in which our number for it may stand, the surest first."""

    kind: str  # one of the words above: soft did not arrive and a later mail may, hard will not
    traces: tuple[str, ...]
    code: str = ""  # as in RFC 3463: 5.1.1
    event_id: str = ""  # the teller's own number for it
    at: datetime | None = None
