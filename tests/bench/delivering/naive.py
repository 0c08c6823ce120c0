"""The way most products do it: one Celery task, one template rendered and one connection for each mail.

It reads the same invitations and renders the same words in the same frame as the product does, and notes in a table of
its own that the mail was sent. It does less than the product: no second look, nothing about bounces or doubles, no CSS
put into attributes.
"""

import os

import django
from celery import Celery
from django.core.mail import EmailMultiAlternatives
from django.db import models
from django.template.loader import render_to_string
from django.utils import timezone, translation

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "impact_spaces.settings")
django.setup()
app = Celery("naive", set_as_current=False)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.task_default_queue = "naive"


class Mail(models.Model):
    invitation = models.OneToOneField("spaces.Invitation", models.CASCADE, related_name="+")
    status = models.CharField(max_length=10, default="waiting", db_index=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "bench"

    def __str__(self):
        return self.status


@app.task(name="naive.send")
def send(pk):
    mail = Mail.objects.select_related("invitation__space", "invitation__inviter").get(pk=pk)
    invitation = mail.invitation
    with translation.override(invitation.language):
        words = render_to_string("mail/invitation.txt", details(invitation))
        subject, _newline, text = words.strip().partition("\n")
        paragraphs = [one for one in text.split("\n\n") if one.strip()]
        html = render_to_string("mail/layout.html", details(invitation) | {"paragraphs": paragraphs})
    message = EmailMultiAlternatives(subject, text, to=[invitation.email], reply_to=[invitation.inviter.email])
    message.attach_alternative(html, "text/html")
    message.send()
    mail.status, mail.sent_at = "sent", timezone.now()
    mail.save()


def details(invitation):
    space, link = invitation.space, f"https://impact.example/i/{invitation.token}/"
    return {
        "name": invitation.name, "space": space.name, "initiator": space.initiator_name, "purpose": space.purpose,
        "inviter": invitation.inviter.name, "rhythm": space.rhythm, "deadline": invitation.deadline, "link": link,
        "stop_link": link, "facilitator": invitation.inviter.name, "direction": "rtl", "language": "he",
        "is_invitee": True, "may_pass_on": True, "button": "לקרוא את ההזמנה ולענות",
    }  # fmt: skip
