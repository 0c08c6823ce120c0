"""“Please wait with this candidate”: kept sealed within the candidacy, so that no row tells of whoever asked.

Everything counts by whole days. What is asked for today stands from tomorrow on, and what is taken back today stands
until tonight: nobody can tell by the hour who was at the site, or with whom the facilitator has just spoken.
"""

import json
import logging
from dataclasses import dataclass, replace
from datetime import date

from cryptography.fernet import InvalidToken

from impact_spaces.lib.sealing import filled_up, seal, unseal

log = logging.getLogger(__name__)

BLOCK = 2048  # bytes; more than a block is filled only where dozens asked


@dataclass(frozen=True, repr=False)
class Hold:
    """One peer's wish to wait. `membership` is None for somebody who left since."""

    membership: int | None
    since: date
    until: date | None = None

    def stands_on(self, day):
        return self.since < day and (self.until is None or self.until >= day)


@dataclass(frozen=True, repr=False)
class Holds:
    """All wishes to wait with one candidate, those taken back as well."""

    all: tuple[Hold, ...] = ()

    def was_asked(self, today):
        """What the group sees: that one was asked, for good. Whether it still stands is not theirs to watch."""
        return any(one.since < today for one in self.all)

    def stands(self, today):
        return any(one.stands_on(today) for one in self.all)

    def asked_by(self, membership):
        return any(one.membership == membership.pk and one.until is None for one in self.all)

    def with_one_by(self, membership, today):
        if self.asked_by(membership):
            return self
        return Holds((*self.all, Hold(membership.pk, today)))

    def without_one_by(self, membership, today):
        """What was asked for on the same day leaves nothing behind."""
        kept = [one for one in self.all if one.membership != membership.pk or one.since < today]
        mine = [one.membership == membership.pk and one.until is None for one in kept]
        return Holds(tuple(replace(one, until=today) if own else one for one, own in zip(kept, mine, strict=True)))

    def forgetting(self, membership, today):
        """As if taken back by somebody who leaves; their number goes."""
        left = self.without_one_by(membership, today).all
        return Holds(tuple(replace(one, membership=None) if one.membership == membership.pk else one for one in left))

    def sealed(self):
        rows = [[one.membership, one.since.isoformat(), one.until and one.until.isoformat()] for one in self.all]
        return seal(filled_up(json.dumps(rows), BLOCK, or_more=True))


def opened(sealed):
    """The wishes behind a seal; none where the key is gone."""
    try:
        rows = json.loads(unseal(sealed)) if sealed else []
    except InvalidToken:
        log.warning("Sealed holds could not be opened: none of the keys fits.")
        rows = []
    return Holds(tuple(Hold(who, date.fromisoformat(a), b and date.fromisoformat(b)) for who, a, b in rows))


NOBODY = Holds()
