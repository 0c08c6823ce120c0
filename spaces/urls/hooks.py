"""What mail providers and mailboxes report to."""

from django.urls import path

from spaces.views import hooks
from spaces.views.my import silence

urlpatterns = [
    path("hooks/mail/<slug:provider>/", hooks.mail_hook, name="mail_hook"),
    path("my/write-again/", silence.write_again, name="my_write_again"),
    path("inbox/bounces/", hooks.bounce_inbox, name="bounce_inbox"),
]
