"""What will go out, read before it does: who gets a mail, in which language, when, how long it takes, who does not."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil

from django.conf import settings
from django.db.models import Count
from django.utils import timezone

from impact_spaces.lib.calendar import is_calm, next_calm_moment
from spaces.insights.heartbeat import silence
from spaces.models import Message
from spaces.models.mailing import TAKE_BACK
from spaces.states import MessageState

SHOWN = 200  # people named one by one; the rest are counted
WEEK = timedelta(days=7)
LATEST = 500  # sent mails that tell the pace
PACE = 300  # mails a minute that any mail server takes; used until a faster one was seen
NOT_WRITTEN = (MessageState.CANCELLED, MessageState.SUPPRESSED)


@dataclass(frozen=True)
class Recipient:
    """Somebody who gets a mail. `key` names them in a form; `until` is when their time to answer ends."""

    key: int
    name: str
    email: str
    language: str
    where: str = ""
    until: datetime | None = None
    lately: int = 0  # mails of this space within a week before

    @property
    def language_name(self):
        return dict(settings.LANGUAGES)[self.language]


@dataclass(frozen=True)
class SendPlan:
    people: list  # of Recipient, the first SHOWN of them
    total: int
    languages: list  # of (name, how many)
    skipped: list = field(default_factory=list)  # of (why, how many, [name])
    calm_at: datetime | None = None  # when it is calm again, where it is not now and there is time to wait
    minutes: int = 1  # it takes about
    silence: str = ""  # why nothing goes out at the moment

    @property
    def more(self):
        return self.total - len(self.people)

    @property
    def left_out(self):
        return sum(n for _why, n, _names in self.skipped)

    @property
    def written_to(self):
        """How many had a mail within the week before."""
        return sum(1 for one in self.people if one.lately)


def send_plan(space, people, skipped=(), *, counts=None, until=None, now=None):
    """The plan of mails to `people` (Recipients). `counts` are {language: how many} where not all are named; `skipped`
    are (why, how many, [name]); `until` is the first moment at which somebody's time to answer ends.
    """
    now = now or timezone.now()
    counts = counts or Counter(one.language for one in people)
    total = sum(counts.values())
    return SendPlan(
        people=list(people[:SHOWN]),
        total=total,
        languages=[(name, counts[code]) for code, name in settings.LANGUAGES if counts.get(code)],
        skipped=list(skipped),
        calm_at=calm_again(space, now, until or min((one.until for one in people if one.until), default=None)),
        minutes=ceil(total / pace()),
        silence=silence(),
    )


def calm_again(space, now, until=None):
    """When it is calm again in a space's country; None when it is now, or when there is no time to wait for it."""
    if is_calm(now + TAKE_BACK, country=space.country):
        return None
    calm = next_calm_moment(now + TAKE_BACK, country=space.country)
    return calm if calm and (until is None or calm < until) else None


def pace():
    """How many mails a minute the last ones took, at best."""
    sent = Message.objects.filter(state__in=(MessageState.SENT, MessageState.DELIVERED), sent_at__isnull=False)
    latest = sent.order_by("-pk").values_list("sent_at", flat=True)[:LATEST]
    minutes = Counter(moment.replace(second=0, microsecond=0) for moment in latest)
    return max([PACE, *minutes.values()])


def to_invitations(invitations, now=None):
    """Recipients for invitations, with how many mails each of them got within a week: one query."""
    since = (now or timezone.now()) - WEEK
    written = Message.objects.filter(invitation__in=[one.pk for one in invitations], created_at__gt=since)
    written = written.exclude(state__in=NOT_WRITTEN).order_by().values_list("invitation").annotate(Count("pk"))
    lately = dict(written)
    return [to_invitation(one, lately.get(one.pk, 0)) for one in invitations]


def to_invitation(one, lately=0):
    return Recipient(one.pk, one.name, one.email, one.language, one.from_where, one.deadline, lately)


def to_rows(rows, people_import, until):
    """Recipients for rows of a list: who is new to the space had no mail from it."""
    return [
        Recipient(
            row.pk, row.name, row.email, row.language or people_import.language,
            row.organisation.name if row.organisation else row.organisation_name, until,
        )
        for row in rows
    ]  # fmt: skip


def by_reason(skipped):
    """(name, why) of everybody left out, gathered by why: (why, how many, [the first of their names])."""
    found = defaultdict(list)
    for name, why in skipped:
        found[why].append(name)
    return [(why, len(names), names[:SHOWN]) for why, names in found.items()]
