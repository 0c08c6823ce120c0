"""Invitations: proposed by those inside, followed and moved by the facilitator, with the verbs of the pages.

Links, answers in words and reasons for declining never leave by this way.
"""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from spaces import access
from spaces.actions import invitation as actions
from spaces.actions.proposing import propose_for
from spaces.api import fields
from spaces.api.auth import Access
from spaces.api.fields import Words
from spaces.api.idempotency import idempotent
from spaces.api.listing import Listing, Single
from spaces.api.pages import page
from spaces.api.query import PkWord
from spaces.api.shapes import InvitationShape, names_of
from spaces.models import Invitation, Space
from spaces.models.invitation import Kind
from spaces.states import InvitationState


class InvitationFilters(Words):
    space = PkWord()
    state = serializers.ChoiceField(InvitationState.choices, required=False)
    kind = serializers.ChoiceField(Kind.choices, required=False)


class InvitationList(Listing):
    """The invitations that this system proposed. People see those of the spaces that they facilitate."""

    is_for_people = True
    scopes = {"GET": "invitations:read", "POST": "invitations:write"}
    shape, filters = InvitationShape, InvitationFilters
    takes, gives = {"POST": fields.NewInvitation}, {"POST": dict.fromkeys((200, 201), InvitationShape)}

    def get(self, request):
        if isinstance(request.auth, Access):
            return super().get(request)
        found = Invitation.objects.visible_to(request.user).select_related("organisation")
        return page(request, found, type(self), lambda rows: [shown(one) for one in rows])

    @idempotent
    def post(self, request):
        """Propose somebody to a space. People may also put somebody on the list without proposing: `propose` false.

        A live invitation stays as it is.
        """
        said = fields.NewInvitation(data=request.data)
        said.is_valid(raise_exception=True)
        if isinstance(request.auth, Access):
            return self.propose(request, said)
        space = get_object_or_404(Space.objects.visible_to(request.user), pk=said.validated_data["space"])
        latest = space.invitations.order_by("-pk").values_list("pk", flat=True).first() or 0
        found = draft(space, said, by=request.user)
        return self.answer(request, space, found, is_new=found.pk > latest)

    def propose(self, request, said):
        partner, about = request.auth.partner, said.validated_data
        space = get_object_or_404(access.granted(partner, "invitations:write"), pk=about["space"])
        found, is_new = propose_for(partner, space, about["kind"], said.invitee, deadline=about["deadline"])
        address = request.build_absolute_uri(reverse("api:invitation", args=[found.pk]))
        body = {name: value for name, value in shown(found).items() if name in names_of(InvitationShape)}
        return Response(body, 201 if is_new else 200, headers={"Location": address})

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


def mine(request, pk):
    """An invitation of a space that this person facilitates. Raises Http404."""
    found = Invitation.objects.visible_to(request.user).select_related("space", "organisation")
    return get_object_or_404(found, pk=pk)


class InvitationDetail(Single):
    is_for_people = True
    scopes, listing = {"GET": "invitations:read"}, InvitationList

    def get(self, request, pk):
        if isinstance(request.auth, Access):
            return super().get(request, pk=pk)
        return Response(shown(mine(request, pk)))


class InvitationVerb(APIView):
    """One verb of the pages: what it takes besides the address, and the action that does it.

    For people who facilitate the space. `taken_from` is where an example finds an invitation that allows the verb.
    """

    fields, does, taken_from = fields.Nothing, None, "state=open"
    gives = {"POST": {200: InvitationShape}}

    @property
    def takes(self):
        return {"POST": self.fields}

    def post(self, request, pk):
        found = mine(request, pk)
        said = self.fields(data=request.data)
        said.is_valid(raise_exception=True)
        type(self).does(found, by=request.user, **said.validated_data)
        found.refresh_from_db()
        return Response(shown(found))


class Approve(InvitationVerb):
    """Approve somebody who was proposed, so that the invitation can be sent."""

    does, taken_from = actions.approve, "state=proposed"


class Send(InvitationVerb):
    """Send an invitation that was approved, with a note if you like."""

    fields, does, taken_from = fields.Send, actions.send, "state=approved"


class Withdraw(InvitationVerb):
    """Take an invitation back. Its link then says so, kindly."""

    fields, does = fields.Withdraw, actions.withdraw


class Extend(InvitationVerb):
    """Give more time to answer. The link stays the same."""

    fields, does = fields.Extend, actions.extend


class Resend(InvitationVerb):
    """Send the mail once more, with the same link and the same deadline."""

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
