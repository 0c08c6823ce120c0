"""On whom members depend. What they say is sealed, one text of one length for each, so that neither what stands in
it nor whether anything does can be read from the tables.
"""

import json
import logging
import secrets
from dataclasses import asdict, dataclass
from datetime import date

from cryptography.fernet import InvalidToken
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from impact_spaces.lib.sealing import filled_up, seal, unseal
from sectors.names import cleaned

log = logging.getLogger(__name__)

SIZE = 8192  # bytes of a sheet before it is sealed, whatever stands in it
MOST_LINES = 24


class Tied(models.TextChoices):
    FUNDS = "funds", _("funds us")
    APPLYING = "applying", _("we are applying to it")
    SUPPLIED = "supplied", _("we supply it")
    REGULATES = "regulates", _("regulates us")
    OTHER = "other", _("we depend on it in another way")


@dataclass(frozen=True, repr=False)
class Line:
    """“I depend on this body until …”. Never printed: what is private does not get into a log by a careless word."""

    kind: str
    name: str
    until: date
    organisation: int | None = None  # its number on the map, where it has one
    key: str = ""

    @property
    def kind_in_words(self):
        return Tied(self.kind).label

    def means(self, body):
        """Whether this line is about a body, given as `keys_of` it. Names that are alike are taken for one body: a
        warning too many does less harm than one too few.
        """
        return not body.isdisjoint({self.organisation, cleaned(self.name)} - {None, ""})


def keys_of(organisation, name=""):
    """By what a body is recognised: its number on the map, and each name that it is known by."""
    names = [*(organisation.names if organisation else []), name]
    return frozenset({cleaned(one) for one in names} - {""} | ({organisation.pk} if organisation else set()))


def sealed_lines(lines):
    """Lines as they are kept. Raises ValueError when they are too many or too long."""
    rows = [asdict(line) | {"until": line.until.isoformat(), "key": line.key or secrets.token_hex(4)} for line in lines]
    return seal(filled_up(json.dumps(rows, ensure_ascii=False), SIZE))


class DependencySheetQuerySet(models.QuerySet):
    def of_active_peers(self, space):
        return self.filter(membership__in=space.memberships.active().peers())


class DependencySheet(models.Model):
    """What one peer was asked and said about dependencies. Every peer of a space has one as soon as anybody has."""

    membership = models.OneToOneField("spaces.Membership", models.PROTECT, related_name="dependency_sheet")
    asked_at = models.DateTimeField(_("asked"), null=True, blank=True)
    confirmed_on = models.DateField(_("said to be all"), null=True, blank=True)
    sealed = models.TextField()

    objects = DependencySheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("dependencies of a member")
        verbose_name_plural = _("dependencies of members")

    def __str__(self):
        return f"sheet {self.pk}"

    @property
    def is_waiting(self):
        """Asked, and not said to be all since."""
        if self.asked_at is None:
            return False
        return self.confirmed_on is None or self.confirmed_on < timezone.localdate(self.asked_at)

    def lines(self, today=None):
        """What holds today. Raises InvalidToken when the key is gone."""
        today = today or timezone.localdate()
        rows = [row | {"until": date.fromisoformat(row["until"])} for row in json.loads(unseal(self.sealed))]
        return [Line(**row) for row in rows if row["until"] >= today]

    def readable_lines(self, today=None):
        """What holds today, and nothing where the key is gone."""
        try:
            return self.lines(today)
        except InvalidToken:
            log.warning("A sealed sheet could not be opened: none of the keys fits.")
            return []


def not_asked(space):
    """The active peers who were never asked in private about dependencies."""
    return space.memberships.active().peers().exclude(dependency_sheet__asked_at__isnull=False)
