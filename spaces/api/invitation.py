"""Invitations: proposed by those inside, followed and moved by the facilitator, with the verbs of the pages.

Links, answers in words and reasons for declining never leave by this way.
"""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.views import APIView

from spaces import access
from spaces.actions import invitation as actions
from spaces.api import fields
from spaces.api.pages import key, page
from spaces.models import Invitation, Space
from spaces.models.invitation import Kind
from spaces.states import InvitationState


class InvitationList(APIView):
    def get(self, request):
        """The invitations of the spaces that this person facilitates; may be narrowed by space, state and kind."""
        found = Invitation.objects.visible_to(request.user).select_related("organisation")
        found = found.filter(**narrowed(request.query_params))
        return page(request, found, lambda rows: [shown(one) for one in rows])

    def post(self, request):
        """Put somebody on a space's list, as a proposal unless `propose` is false. A live invitation stays as it is."""
        said = fields.NewInvitation(data=request.data)
        said.is_valid(raise_exception=True)
        space = get_object_or_404(Space.objects.visible_to(request.user), pk=said.validated_data["space"])
        latest = space.invitations.order_by("-pk").values_list("pk", flat=True).first() or 0
        found = draft(space, said, by=request.user)
        return self.answer(request, space, found, is_new=found.pk > latest)

    def answer(self, request, space, found, is_new):
        status = 201 if is_new else 200
        if not access.is_facilitator(request.user, space):  # a peer learns nothing of an invitation that was there
            return Response({"space": space.pk, "kind": found.kind, "email": found.email}, status)
        address = request.build_absolute_uri(reverse("api:invitation", args=[found.pk]))
        return Response(shown(found), status, headers={"Location": address} if is_new else None)


def draft(space, said, *, by):
    about = said.validated_data
    found = actions.draft(space, about["kind"], said.invitee, by=by, deadline=about["deadline"])
    if about["propose"] and found.state == InvitationState.DRAFT:
        actions.propose(found, by=by)
    found.refresh_from_db()
    return found


def narrowed(params):
    """What a list is narrowed to. Raises ValidationError for a word that is none of the possible ones."""
    wanted = {}
    if (space := key(params, "space")) is not None:
        wanted["space"] = space
    for name, possible in (("state", InvitationState.values), ("kind", Kind.values)):
        if name in params:
            if params[name] not in possible:
                raise ValidationError({name: [_("Possible here: {list}.").format(list=", ".join(possible))]})
            wanted[name] = params[name]
    return wanted


def mine(request, pk):
    """An invitation of a space that this person facilitates. Raises Http404."""
    found = Invitation.objects.visible_to(request.user).select_related("space", "organisation")
    return get_object_or_404(found, pk=pk)


class InvitationDetail(APIView):
    def get(self, request, pk):
        return Response(shown(mine(request, pk)))


class InvitationVerb(APIView):
    """One verb of the pages: what it takes besides the address, and the action that does it."""

    takes, does = fields.Nothing, None

    def post(self, request, pk):
        found = mine(request, pk)
        said = self.takes(data=request.data)
        said.is_valid(raise_exception=True)
        type(self).does(found, by=request.user, **said.validated_data)
        found.refresh_from_db()
        return Response(shown(found))


class Approve(InvitationVerb):
    does = actions.approve


class Send(InvitationVerb):
    takes, does = fields.Send, actions.send


class Withdraw(InvitationVerb):
    takes, does = fields.Withdraw, actions.withdraw


class Extend(InvitationVerb):
    takes, does = fields.Extend, actions.extend


class Resend(InvitationVerb):
    does = actions.resend


def shown(invitation):
    organisation = invitation.organisation
    return {
        "id": invitation.pk,
        "space": invitation.space_id,
        "kind": invitation.kind,
        "state": invitation.state,
        "is_frozen": invitation.is_frozen,
        "name": invitation.name,
        "email": invitation.email,
        "organisation": {"id": organisation.pk, "name": organisation.name} if organisation else None,
        "organisation_name": invitation.organisation_name,
        "language": invitation.language,
        "deadline": invitation.deadline,
        "created_at": invitation.created_at,
        "opened_at": invitation.opened_at,
        "answered_at": invitation.answered_at,
        "deferred_until": invitation.deferred_until,
        "delegated_from": invitation.delegated_from_id,
        "reminders": invitation.reminders,
    }
