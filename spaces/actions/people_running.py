"""The good rows of a list go out, batch by batch, in a worker. Every part may run twice, side by side, or die."""

import logging
from datetime import timedelta

from celery import current_app
from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from impact_spaces.lib.refusals import Forbidden, NotPossible
from spaces import access
from spaces.actions import mailing
from spaces.actions.invitation import invite_all
from spaces.actions.moving import hold
from spaces.actions.people_checking import check, invitee, write
from spaces.actions.people_import import held
from spaces.models import ImportRow, Mailing, PeopleImport
from spaces.models.message import MailKind
from spaces.models.people_import import Outcome, Step
from spaces.vetting import INVITING_STAGES, Verdict

log = logging.getLogger(__name__)
BATCH = 250
SILENCE = timedelta(minutes=1)  # a running import without a sign of life for so long is taken up by another worker
KEPT_UNSENT = timedelta(days=30)


def start(people_import, *, by, deadline, note="", goes_at=None):
    """Let the good rows go out, as one mailing that begins at `goes_at`, else in half a minute.

    Raises Forbidden, NotPossible when nothing can go.
    """
    with transaction.atomic():
        current = held(people_import, by=by)
        check(current)
        if not to_go(current).exists():
            raise NotPossible(_("There is no row that can go. Mend some, or choose another list."))
        current.rows.exclude(cells=[]).update(cells=[])
        current.step, current.deadline, current.note, current.problem = Step.RUNNING, deadline, note, ""
        current.by, current.touched_at = by, timezone.now()
        current.mailing = mailing.begin(current.space, MailKind.INVITATION, by=by, goes_at=goes_at)
        current.save(update_fields=["step", "deadline", "note", "problem", "by", "touched_at", "mailing"])
        transaction.on_commit(lambda: ask_a_worker(people_import.pk))


def ask_a_worker(pk):
    try:
        current_app.send_task("spaces.tasks.run_people_import", [pk])
    except OperationalError:
        log.warning("The broker is away; the timetable will take up the import.")


def stop(people_import, *, by):
    """Stop its mails, and invite nobody more. What went out stays out. Raises Forbidden."""
    access.require_facilitator(by, people_import.space)
    if people_import.mailing:
        mailing.stop(people_import.mailing, by=by)
    PeopleImport.objects.filter(pk=people_import.pk, step=Step.RUNNING).update(step=Step.STOPPED)


def run(pk):
    """Send one import's batches until it is done, stopped, or another worker has it in hand."""
    while send_batch(pk):
        pass


def take_up_silent(now=None):
    """Go on with imports whose worker died or was never asked. Returns how many."""
    silent = PeopleImport.objects.filter(step=Step.RUNNING, touched_at__lt=(now or timezone.now()) - SILENCE)
    found = list(silent.values_list("pk", flat=True))
    for pk in found:
        run(pk)
    return len(found)


def forget_unsent(now=None):
    """Delete lists that nobody sent within a month. Returns how many."""
    left = Q(step__in=[Step.COLUMNS, Step.CHECKED], created_at__lt=(now or timezone.now()) - KEPT_UNSENT)
    found = PeopleImport.objects.filter(left)
    pks = list(found.values_list("pk", flat=True))
    PeopleImport.objects.filter(pk__in=pks).delete()
    return len(pks)


def send_batch(pk):
    """Send the next batch and mark its rows, in one transaction. Returns whether there may be more."""
    with transaction.atomic():
        running = PeopleImport.objects.select_for_update(skip_locked=True, of=["self"]).filter(pk=pk, step=Step.RUNNING)
        current = running.select_related("space", "by").first()
        if current is None:
            return False
        with translation.override(current.by.language):
            return send_next(current)


def send_next(people_import):
    rows = list(to_go(people_import).select_related("organisation").order_by("number")[:BATCH])
    space = people_import.space = hold(people_import.space_id)
    people_import.mailing = Mailing.objects.filter(pk=people_import.mailing_id).first()  # now that the space is held
    if rows and people_import.mailing and people_import.mailing.is_stopped:
        return finish(people_import, Step.STOPPED)
    if rows and space.stage not in INVITING_STAGES:
        return finish(people_import, Step.STOPPED, _("The space is paused or closed; nobody is invited now."))
    if not rows:
        return finish(people_import, Step.DONE)
    try:
        mark(people_import, rows, invited(people_import, rows))
    except Forbidden as error:
        return finish(people_import, Step.STOPPED, str(error))
    PeopleImport.objects.filter(pk=people_import.pk).update(touched_at=timezone.now())
    return True


def invited(people_import, rows):
    """Invite the people of these rows; when one of them spoils it for all, each by itself. Returns verdicts."""
    try:
        with transaction.atomic():
            return invite_rows(people_import, rows)
    except NotPossible as error:
        if len(rows) == 1:
            return [Verdict("refused", str(error))]
        return [verdict for row in rows for verdict in invited(people_import, [row])]


def invite_rows(people_import, rows):
    for row in rows:
        row.people_import = people_import
    how = {"deadline": people_import.deadline, "note": people_import.note, "mailing": people_import.mailing}
    how["is_confirmation"] = people_import.is_confirmation
    return invite_all(people_import.space, [invitee(row) for row in rows], by=people_import.by, **how)


def mark(people_import, rows, verdicts):
    """Write into each row what became of it, with the invitation that its address has now."""
    live = people_import.space.invitations.live()
    found = {one.email: one for one in live.filter(email__in=[invitee(row).email for row in rows])}
    for row, verdict in zip(rows, verdicts, strict=True):
        row.code, row.reason = verdict.code, verdict.reason[:500]
        row.outcome = Outcome.INVITED if verdict.is_ok else Outcome.WAITING
        row.invitation = found.get(invitee(row).email)
    write(rows, ["code", "reason", "outcome", "invitation"])


def to_go(people_import):
    return ImportRow.objects.filter(people_import=people_import, outcome=Outcome.WAITING, code="ok")


def finish(people_import, step, problem=""):
    people_import.step, people_import.problem, people_import.touched_at = step, problem[:300], timezone.now()
    people_import.save(update_fields=["step", "problem", "touched_at"])
    return False
