"""The foundation document and its annex: publishing a version, signing it."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from impact_spaces.lib.refusals import Forbidden, NotPossible
from spaces import access
from spaces.actions.meeting_calls import keep_up
from spaces.actions.message import enqueue, to_member
from spaces.actions.moving import hold, hold_unless_closed
from spaces.models import Agreement, Membership, Signature
from spaces.models.membership import Role
from spaces.models.message import MailKind


def publish(space, kind, text, *, by):
    """Publish the next version and ask those whom it concerns to sign. Returns the agreement.

    The words of the version in force are that version: a form that is sent twice asks nobody to sign twice.
    Raises Forbidden, NotPossible.
    """
    access.require_facilitator(by, space)
    with transaction.atomic():
        hold_unless_closed(space.pk)
        latest = space.agreements.filter(kind=kind).order_by("-version").first()
        if latest is not None and latest.text == text:
            return latest
        version = latest.version + 1 if latest else 1
        agreement = Agreement.objects.create(space=space, kind=kind, version=version, text=text, by=by)
        enqueue([to_member(one, MailKind.SIGNING, f"sign:{kind}:{version}") for one in asked_to_sign(agreement)])
    return agreement


def asked_to_sign(agreement):
    """The foundation document is the peers'; the annex is signed by peers and stakeholders."""
    present = (
        agreement.space.memberships.present().exclude(role=Role.FACILITATOR).select_related("person").order_by("pk")
    )
    return present.peers() if agreement.kind == Agreement.Kind.FOUNDATION else present


def sign(agreement, membership, *, by, name):
    """Sign in one's own name. The first signature under one's own document makes the membership active.

    Raises Forbidden for anybody else's membership, NotPossible for an old version or a second signature.
    """
    if by is None or membership.person_id != by.pk or membership.space_id != agreement.space_id:
        raise Forbidden(_("Everybody signs for themselves."))
    with transaction.atomic():
        space = hold(agreement.space_id)
        membership = Membership.objects.select_for_update().get(pk=membership.pk)
        require_signable(agreement, membership, space)
        signature = put_name(agreement, membership, name)
        if membership.active_since is None and agreement.kind == own_document(membership):
            membership.active_since = timezone.now()
            membership.save(update_fields=["active_since"])
            keep_up(space)
    return signature


def require_signable(agreement, membership, space):
    if space.is_over or membership.ended_at is not None:
        raise NotPossible(_("There is nothing to sign here any more."))
    if space.agreements.filter(kind=agreement.kind, version__gt=agreement.version).exists():
        raise NotPossible(_("There is a newer version. Please read and sign that one."))
    if membership.role == Role.FACILITATOR or (
        membership.role == Role.STAKEHOLDER and agreement.kind != Agreement.Kind.ANNEX
    ):
        raise NotPossible(_("This document is not yours to sign."))
    if membership.role == Role.STAKEHOLDER and membership.active_since is None and not space.door_is_open:
        raise NotPossible(_("The space rests at the moment. You can sign when it goes on."))


def put_name(agreement, membership, name):
    try:
        with transaction.atomic():
            return Signature.objects.create(agreement=agreement, membership=membership, name=name)
    except IntegrityError as error:
        raise NotPossible(_("You have signed this already.")) from error


def own_document(membership):
    """What makes a membership active: the foundation document for a peer, the annex for a stakeholder."""
    return Agreement.Kind.ANNEX if membership.role == Role.STAKEHOLDER else Agreement.Kind.FOUNDATION
