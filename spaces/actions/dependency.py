"""Asking peers in private about their dependencies, and keeping what they say where nobody else reads it.

Whenever somebody writes, every sheet of the space is sealed anew: two copies of the tables do not tell whose changed.
"""

from datetime import timedelta

from cryptography.fernet import InvalidToken
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from impact_spaces.lib.refusals import NotPossible
from spaces import access
from spaces.actions.message import enqueue, to_member
from spaces.actions.moving import hold
from spaces.models import DependencySheet
from spaces.models.dependency import MOST_LINES, sealed_lines
from spaces.models.message import MailKind
from spaces.states import Stage

AGAIN = timedelta(days=180)  # what was asked half a year ago is asked anew


def ask_all(space, *, by):
    """Ask every active peer who was not asked within half a year. Returns how many. Raises Forbidden, NotPossible."""
    access.require_facilitator(by, space)
    now = timezone.now()
    with transaction.atomic():
        space = held_at_work(space)
        due = [one for one in sheets_of(space) if one.asked_at is None or one.asked_at <= now - AGAIN]
        DependencySheet.objects.filter(pk__in=[one.pk for one in due]).update(asked_at=now)
        occasion = f"dependencies:{timezone.localdate(now):%Y%m%d}"
        enqueue([to_member(one.membership, MailKind.DEPENDENCIES, occasion) for one in due])
    return len(due)


def save(membership, *, by, lines):
    """Put down all that a peer depends on, be it nothing: “this is all”. Raises Forbidden, NotPossible."""
    with transaction.atomic():
        sheet = own_sheet(membership, by)
        write(sheet, list(lines), confirmed_on=timezone.localdate())


def add(membership, *, by, line):
    """Put down one line more; the same body in the same way is the same line. Raises Forbidden, NotPossible."""
    with transaction.atomic():
        sheet = own_sheet(membership, by)
        kept = [one for one in readable(sheet) if (one.kind, one.name) != (line.kind, line.name)]
        write(sheet, [*kept, line])


def remove(membership, *, by, key):
    """Take one line away; it may be gone already. Raises Forbidden, NotPossible."""
    with transaction.atomic():
        sheet = own_sheet(membership, by)
        write(sheet, [one for one in readable(sheet) if one.key != key])


def confirm(membership, *, by):
    """Say that this is all, also when it is none. Raises Forbidden, NotPossible."""
    with transaction.atomic():
        sheet = own_sheet(membership, by)
        write(sheet, readable(sheet), confirmed_on=timezone.localdate())


def forget(membership):
    """Leave nothing of what somebody said. The caller holds the space."""
    DependencySheet.objects.filter(membership=membership).delete()


def forget_all(space):
    """Leave nothing of what anybody in a space said. The caller holds the space."""
    DependencySheet.objects.filter(membership__space=space).delete()


def own_sheet(membership, by):
    """The sheet of an active peer, for whose it is. Holds the space. Raises Forbidden, NotPossible."""
    access.require(by is not None and by.pk == membership.person_id, _("Everybody says this for themselves."))
    space = held_at_work(membership.space)
    found = {sheet.membership_id: sheet for sheet in sheets_of(space)}
    access.require(membership.pk in found, _("Only peers who have signed are asked this."))
    return found[membership.pk]


def held_at_work(space):
    space = hold(space.pk)
    if space.stage in (Stage.PAUSED, Stage.CLOSED):
        raise NotPossible(_("The space rests at the moment."))
    return space


def sheets_of(space):
    """A sheet for each active peer, made where there is none: that there is one says nothing about anybody."""
    peers = space.memberships.active().peers().filter(dependency_sheet=None)
    DependencySheet.objects.bulk_create([DependencySheet(membership=one, sealed=sealed_lines([])) for one in peers])
    return list(DependencySheet.objects.of_active_peers(space).select_related("membership__person").order_by("pk"))


def readable(sheet):
    try:
        return sheet.lines()
    except InvalidToken as error:
        raise NotPossible(
            _("What you wrote cannot be opened: its key is missing. Whoever runs this site can tell more.")
        ) from error


def write(sheet, lines, confirmed_on=None):
    sheets = sheets_of(sheet.membership.space)
    for one in sheets:
        if one.pk == sheet.pk:
            one.confirmed_on = confirmed_on or one.confirmed_on
        one.sealed = sealed(lines) if one.pk == sheet.pk else sealed_anew(one)
    DependencySheet.objects.bulk_update(sheets, ["sealed", "confirmed_on"])


def sealed(lines):
    if len(lines) > MOST_LINES:
        raise NotPossible(_("A sheet holds {n} lines. Take one away first.").format(n=MOST_LINES))
    try:
        return sealed_lines(lines)
    except ValueError as error:
        raise NotPossible(_("This is longer than a sheet can hold. Shorter names will do.")) from error


def sealed_anew(sheet):
    """The same lines under another seal; what no key opens stays as it is."""
    try:
        return sealed_lines(sheet.lines())
    except InvalidToken:
        return sheet.sealed
