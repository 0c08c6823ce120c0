"""What the links in mails open; no sign-in."""

from django.urls import path

from spaces.views import links, stop

urlpatterns = [
    path("i/<str:token>/", links.invitation_page, name="invitation_page"),
    path("i/<str:token>/agreement/", links.agreement, name="invitation_agreement"),
    path("stop/<str:token>/", stop.stop, name="stop"),
]
