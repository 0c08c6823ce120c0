"""What mail providers and mailboxes report to."""

from django.urls import path

from spaces.views import hooks

urlpatterns = [
    path("hooks/mail/<slug:provider>/", hooks.mail_hook, name="mail_hook"),
    path("inbox/bounces/", hooks.bounce_inbox, name="bounce_inbox"),
]
