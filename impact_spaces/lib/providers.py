"""Mail providers that report what became of mails. Checks and reading are django-anymail's; its signals are not used.

Two numbers lead from a report back to a mail: our Message-ID, and `message` among what a provider keeps beside a mail.
"""

import json
import logging
import time

from anymail.exceptions import AnymailWebhookValidationFailure
from anymail.signals import EventType
from anymail.webhooks.amazon_ses import AmazonSESTrackingWebhookView
from anymail.webhooks.base import AnymailCoreWebhookView
from anymail.webhooks.brevo import BrevoTrackingWebhookView
from anymail.webhooks.mailgun import MailgunTrackingWebhookView
from anymail.webhooks.mailjet import MailjetTrackingWebhookView
from anymail.webhooks.postmark import PostmarkTrackingWebhookView
from anymail.webhooks.resend import ResendTrackingWebhookView
from anymail.webhooks.sendgrid import SendGridTrackingWebhookView
from anymail.webhooks.sparkpost import SparkPostTrackingWebhookView
from standardwebhooks import Webhook, WebhookVerificationError

from impact_spaces.lib.provider_events import report_of
from impact_spaces.lib.provider_keys import READ

log = logging.getLogger(__name__)

# Providers try again for a day; what is signed and older is somebody's copy.
OLDEST = 2 * 24 * 3600


class Hook:
    """What every provider has here: proof by name and password, unless its class has a better one."""

    def __init__(self, secret):
        AnymailCoreWebhookView.__init__(self)  # the classes between would look for settings of their own
        self.basic_auth = [secret]

    def reports(self, request):
        """What a request reports. Raises AnymailWebhookValidationFailure, and anything for a body that is none."""
        self.run_validators(request)
        found = [report_of(event, **self.more(event)) for event in self.parse_events(request)]
        return [one for one in found if one is not None]

    def more(self, event):
        """What this provider says beyond anymail's words: arguments of report_of."""
        return {}


class Signed(Hook):
    """A provider that signs what it sends; Mailgun only the moment and a token, which counts once."""

    def __init__(self, secret):
        super().__init__(secret)
        self.basic_auth = []
        self.key = READ[self.name](secret)

    def require_recent(self, timestamp):
        if not abs(time.time() - float(timestamp)) < OLDEST:
            raise AnymailWebhookValidationFailure("too old")


class Mailgun(Signed, MailgunTrackingWebhookView):
    name = "mailgun"
    webhook_signing_key = property(lambda self: self.key)

    def validate_request(self, request):
        self.require_recent(json.loads(request.body)["signature"]["timestamp"])

    def more(self, event):
        status = event.esp_event["event-data"].get("delivery-status") or {}
        return {"words": status.get("code"), "is_for_good": event.reject_reason == "bounced" or None}


class SendGrid(Signed, SendGridTrackingWebhookView):
    name = "sendgrid"
    webhook_verification_key = property(lambda self: self.key)

    def validate_request(self, request):
        self.require_recent(request.headers["X-Twilio-Email-Event-Webhook-Timestamp"])

    def more(self, event):
        kinds = {("bounce", "bounce"): True, ("bounce", "blocked"): False}
        said = event.esp_event
        return {"words": said.get("status"), "is_for_good": kinds.get((said["event"], said.get("type")))}


class Resend(Signed, ResendTrackingWebhookView):
    """Signs by the Standard Webhooks scheme, under the names that its headers had before it was one."""

    name = "resend"
    _svix_webhook = None  # anymail's way to a library of twelve others; the check is below

    def validate_request(self, request):
        proof = {f"webhook-{part}": request.headers[f"svix-{part}"] for part in ("id", "timestamp", "signature")}
        try:
            Webhook(self.key).verify(request.body, proof, json_parse=False)
        except WebhookVerificationError as error:
            raise AnymailWebhookValidationFailure(str(error)) from error

    def more(self, event):
        said = event.esp_event["data"]
        kinds = {"Permanent": True, "Temporary": False, "Transient": False}
        return {
            "is_for_good": kinds.get((said.get("bounce") or {}).get("type")),
            "traces": message_ids(said.get("headers") or []),
        }


class Postmark(Hook, PostmarkTrackingWebhookView):
    # A filter's judgement, which is no person's complaint.
    event_types = PostmarkTrackingWebhookView.event_types | {"SpamNotification": (EventType.REJECTED, "blocked")}

    def more(self, event):
        kinds = {"HardBounce": True, "BadEmailAddress": True, "SoftBounce": False}
        return {"is_for_good": kinds.get(event.esp_event.get("Type"))}


class Brevo(Hook, BrevoTrackingWebhookView):
    def more(self, event):
        kinds = {"hard_bounce": True, "invalid_email": True, "soft_bounce": False}
        return {"is_for_good": kinds.get(event.esp_event.get("event"))}


class SparkPost(Hook, SparkPostTrackingWebhookView):
    def more(self, event):
        # https://support.sparkpost.com/docs/deliverability/bounce-classification-codes
        classes = dict.fromkeys(("10", "30"), True) | dict.fromkeys(("20", "21", "22", "23", "24", "40", "70"), False)
        said = next(iter(event.esp_event["msys"].values()))
        return {"words": said.get("error_code"), "is_for_good": classes.get(said.get("bounce_class"))}


class AmazonSES(Hook, AmazonSESTrackingWebhookView):
    def more(self, event):
        kinds = {"Permanent": True, "Transient": False}
        said = event.esp_event
        return {
            "is_for_good": kinds.get((said.get("bounce") or {}).get("bounceType")),
            "traces": [*tagged(said["mail"]), *message_ids(said["mail"].get("headers") or [])],
        }

    def auto_confirm_sns_subscription(self, sns_message):
        """Anymail would do it with a library of many megabytes and the keys of the account; a person does it once."""
        log.warning("Amazon asks to confirm that it may report here; open once: %s", sns_message["SubscribeURL"])


class Mailjet(Hook, MailjetTrackingWebhookView):
    def more(self, event):
        said = event.esp_event
        is_for_good = said.get("hard_bounce") if said.get("event") == "bounce" else None
        return {"words": said.get("error"), "is_for_good": is_for_good}


def tagged(mail):
    """Our number among what a configuration set tells of a mail, whether its headers are included or not."""
    return (mail.get("tags") or {}).get("message", [])


def message_ids(headers):
    """The Message-ID among the headers of the mail, where a provider returns them."""
    return [one["value"] for one in headers if one["name"].lower() == "message-id"]


PROVIDERS = {
    "mailgun": Mailgun,
    "postmark": Postmark,
    "sendgrid": SendGrid,
    "brevo": Brevo,
    "sparkpost": SparkPost,
    "amazon_ses": AmazonSES,
    "mailjet": Mailjet,
    "resend": Resend,
}
