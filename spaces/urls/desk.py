"""The facilitator's pages."""

from django.urls import path

from spaces.views import (
    agreement,
    board,
    bulk,
    decision,
    history,
    invitation,
    inviting,
    membership,
    message,
    moving,
    need,
    space,
)

urlpatterns = [
    path("", board.desk, name="desk"),
    path("spaces/new/", space.space_new, name="space_new"),
    path("spaces/<int:pk>/", space.space, name="space"),
    path("spaces/<int:pk>/edit/", space.space_edit, name="space_edit"),
    path("spaces/<int:pk>/move/<slug:to>/", moving.space_move, name="space_move"),
    path("spaces/<int:pk>/invitations/", invitation.invitations, name="invitations"),
    path("spaces/<int:pk>/invitations/<slug:verb>/", bulk.invitations_bulk, name="invitations_bulk"),
    path("spaces/<int:pk>/invite/", inviting.invite, name="invite"),
    path("spaces/<int:pk>/candidates/new/", inviting.candidate_new, name="candidate_new"),
    path("spaces/<int:pk>/members/", membership.members, name="members"),
    path("spaces/<int:pk>/decisions/new/", decision.decision_new, name="decision_new"),
    path("spaces/<int:pk>/agreements/new/", agreement.agreement_new, name="agreement_new"),
    path("spaces/<int:pk>/need/", need.need_new, name="need_new"),
    path("spaces/<int:pk>/history/", history.history, name="history"),
    path("invitations/<int:pk>/", invitation.invitation, name="invitation"),
    path("invitations/<int:pk>/<slug:verb>/", invitation.invitation_do, name="invitation_do"),
    path("members/<int:pk>/", membership.membership, name="membership"),
    path("members/<int:pk>/end/", membership.membership_end, name="membership_end"),
    path("decisions/<int:pk>/", decision.desk_decision, name="desk_decision"),
    path("decisions/<int:pk>/remind/", decision.decision_remind, name="decision_remind"),
    path("agreements/<int:pk>/", agreement.desk_agreement, name="desk_agreement"),
    path("outbox/", message.outbox, name="outbox"),
    path("messages/<int:pk>/", message.message, name="message"),
    path("messages/<int:pk>/sheet/", message.message_sheet, name="message_sheet"),
]
