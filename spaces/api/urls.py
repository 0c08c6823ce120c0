"""The addresses of the API, version 1."""

from django.urls import path

from spaces.api import event, invitation, map, member, organisation, space, token, webhook

app_name = "api"
urlpatterns = [
    path("token", token.Token.as_view(), name="token"),
    path("events/", event.Feed.as_view(), name="events"),
    path("webhooks/", webhook.EndpointList.as_view(), name="webhooks"),
    path("webhooks/<str:key>/", webhook.EndpointDetail.as_view(), name="webhook"),
    path("webhooks/<str:key>/secret/", webhook.Secret.as_view(), name="webhook_secret"),
    path("webhooks/<str:key>/test/", webhook.Test.as_view(), name="webhook_test"),
    path("webhooks/<str:key>/enable/", webhook.Enable.as_view(), name="webhook_enable"),
    path("webhooks/<str:key>/deliveries/", webhook.DeliveryList.as_view(), name="webhook_deliveries"),
    path("webhooks/<str:key>/deliveries/<str:event>/resend/", webhook.Resend.as_view(), name="webhook_resend"),
    path("organisations/", organisation.OrganisationList.as_view(), name="organisations"),
    path("organisations/<int:pk>/", organisation.OrganisationDetail.as_view(), name="organisation"),
    path("organisations/bulk/", organisation.Bulk.as_view(), name="organisations_bulk"),
    path("organisations/by-number/<str:pk>/", organisation.ByNumber.as_view(), name="organisation_by_number"),
    path("organisations/by-id/<str:pk>/", organisation.ByIdentifier.as_view(), name="organisation_by_identifier"),
    path("places/", map.PlaceList.as_view(), name="places"),
    path("places/<int:pk>/", map.PlaceDetail.as_view(), name="place"),
    path("fields/", map.FieldList.as_view(), name="fields"),
    path("fields/<int:pk>/", map.FieldDetail.as_view(), name="field"),
    path("ties/", map.TieList.as_view(), name="ties"),
    path("ties/<int:pk>/", map.TieDetail.as_view(), name="tie"),
    path("memberships/", member.MembershipList.as_view(), name="memberships"),
    path("memberships/<int:pk>/", member.MembershipDetail.as_view(), name="membership"),
    path("meetings/", member.MeetingList.as_view(), name="meetings"),
    path("meetings/<uuid:pk>/", member.MeetingDetail.as_view(), name="meeting"),
    path("pulses/", member.PulseList.as_view(), name="pulses"),
    path("pulses/<int:pk>/", member.PulseDetail.as_view(), name="pulse"),
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
