"""The pages of partner systems, and what a space grants them."""

from django.urls import path

from spaces.views import grant, my, partner, partner_keys, partner_making, partner_webhooks

urlpatterns = [
    path("partner/", partner.partners, name="partners"),
    path("partner/new/", partner_making.partner_new, name="partner_new"),
    path("partner/<int:pk>/", partner.partner, name="partner"),
    path("partner/<int:pk>/edit/", partner_making.partner_edit, name="partner_edit"),
    path("partner/<int:pk>/spaces/", partner.partner_spaces, name="partner_spaces"),
    path("partner/<int:pk>/calls/", partner.partner_calls, name="partner_calls"),
    path("partner/<int:pk>/deliveries/", partner_webhooks.partner_deliveries, name="partner_deliveries"),
    path("partner/endpoints/<int:pk>/<str:verb>/", partner_webhooks.endpoint_do, name="endpoint_do"),
    path("partner/deliveries/<int:pk>/again/", partner_webhooks.delivery_resend, name="delivery_resend"),
    path("partner/<int:pk>/keys/new/", partner_keys.key_new, name="partner_key_new"),
    path("partner/keys/<int:pk>/end/", partner_keys.key_end, name="partner_key_end"),
    path("desk/spaces/<int:pk>/partners/", grant.desk_partners, name="desk_partners"),
    path("desk/spaces/<int:pk>/partners/<int:partner>/", grant.grant, name="grant"),
    path("desk/grants/<int:pk>/end/", grant.grant_end, name="grant_end"),
    path("my/spaces/<int:pk>/partners/", my.my_partners, name="my_partners"),
    path("my/grants/<int:pk>/share/", my.share, name="share"),
]
