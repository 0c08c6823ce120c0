"""The addresses of the API, version 1."""

from django.urls import path

from spaces.api import event, invitation, space, token

app_name = "api"
urlpatterns = [
    path("token", token.Token.as_view(), name="token"),
    path("events/", event.Feed.as_view(), name="events"),
    path("spaces/", space.SpaceList.as_view(), name="spaces"),
    path("spaces/<int:pk>/", space.SpaceDetail.as_view(), name="space"),
    path("invitations/", invitation.InvitationList.as_view(), name="invitations"),
    path("invitations/<int:pk>/", invitation.InvitationDetail.as_view(), name="invitation"),
    path("invitations/<int:pk>/approve/", invitation.Approve.as_view(), name="invitation_approve"),
    path("invitations/<int:pk>/send/", invitation.Send.as_view(), name="invitation_send"),
    path("invitations/<int:pk>/withdraw/", invitation.Withdraw.as_view(), name="invitation_withdraw"),
    path("invitations/<int:pk>/extend/", invitation.Extend.as_view(), name="invitation_extend"),
    path("invitations/<int:pk>/resend/", invitation.Resend.as_view(), name="invitation_resend"),
]
