"""A proposal that takes up objections becomes a new version, with its own roster and a fresh blind round."""

from django.db import transaction
from django.utils.translation import gettext as _

from impact_spaces.lib.refusals import NotPossible
from spaces import access
from spaces.actions.decision import put, shared
from spaces.actions.moving import hold
from spaces.models import Candidacy, Decision, Objection, Review
from spaces.models.decision import Outcome


def amend(decision, *, by, proposal, closes_at, integrates=(), **more):
    """Put a new version of a closed decision to the group. Returns it; the same version again is the same one.

    `integrates` pairs objections of the former version with words on how this one takes them up; `more` as in
    `open_decision`. Raises Forbidden, NotPossible.
    """
    access.require(access.belongs_inside(by, decision.space))
    with transaction.atomic():
        space = hold(decision.space_id)
        former = Decision.objects.get(pk=decision.pk)
        later = Decision.objects.filter(amends=former).first()
        if later is not None and later.proposal == proposal:
            return later
        require_amendable(former, later)
        made = put(space, **next_version(former, more), by=by, proposal=proposal, closes_at=closes_at)
        take_up(former, made, integrates)
        Candidacy.objects.waiting().filter(decision=former).update(decision=made)  # it is about the same people
    return made


def require_amendable(former, later):
    if later is not None:
        raise NotPossible(_("There is a later version already."))
    if former.is_open:
        raise NotPossible(_("This version is still being decided. A new one follows when it has closed."))


def next_version(former, more):
    return {
        "topic": former.topic,
        "room": former.room,
        "title": former.title,
        "matters": shared(former.topic, more) if "matters" in more else former.matters,
        "questions_until": more.get("questions_until"),
        "review_on": more.get("review_on"),
        "amends": former,
        "origin": former.origin or former,
        "version": former.version + 1,
    }


def take_up(former, made, integrates):
    standing = {one.pk: one for one in former.objections.all()}
    taken = []
    for objection, how in integrates:
        if objection.pk not in standing or not how.strip():
            raise NotPossible(_("Please say of each objection that is taken up how that is done."))
        row = standing[objection.pk]
        row.integrated_by, row.how = made, how.strip()
        taken.append(row)
    Objection.objects.bulk_update(taken, ["integrated_by", "how"])


def review(decision, *, by, words=""):
    """Note that the group looked at an agreement again and that it holds. Twice is the same.

    Raises Forbidden, NotPossible.
    """
    access.require(access.belongs_inside(by, decision.space))
    if decision.outcome != Outcome.AGREED:
        raise NotPossible(_("Only what was agreed is looked at again."))
    with transaction.atomic():
        hold(decision.space_id)
        found, _is_new = Review.objects.get_or_create(decision=decision, defaults={"by": by, "words": words.strip()})
    return found
