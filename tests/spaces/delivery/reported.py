"""What providers send, with the proofs that they send along. Shapes as in their own documentation."""

import base64
import hashlib
import hmac
import json
import time
from base64 import b64encode

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.test import Client

from spaces.actions.message_ids import id_of

PAIR = ec.generate_private_key(ec.SECP256R1())
PASSWORD = "impact:a-long-password-for-reports"
SVIX = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
SECRETS = {
    "mailgun": "key-3ax6xnjp29jd6fds4gc373sgvjxteol0",
    "sendgrid": b64encode(PAIR.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode(),
    "resend": SVIX,
    **dict.fromkeys(("postmark", "brevo", "sparkpost", "amazon_ses", "mailjet"), PASSWORD),
}


def post(provider, body, headers=None):
    """How the site answers, without a session and with the form token's check switched on."""
    site = Client(enforce_csrf_checks=True)
    body = body if isinstance(body, bytes) else json.dumps(body).encode()
    kind = "text/plain; charset=UTF-8" if provider == "amazon_ses" else "application/json"
    return site.generic("POST", f"/hooks/mail/{provider}/", body, content_type=kind, headers=headers).status_code


def basic(password=PASSWORD):
    return {"Authorization": "Basic " + b64encode(password.encode()).decode()}


def mailgun(message, event="delivered", key=SECRETS["mailgun"], at=None, token="8" * 50, **more):
    stamp = str(int(at or time.time()))
    signature = hmac.new(key.encode(), f"{stamp}{token}".encode(), hashlib.sha256).hexdigest()
    data = {
        "event": event, "timestamp": float(stamp), "recipient": message.address, "id": "DACSsAdVSeGpLid7TN03WA",
        "message": {"headers": {"message-id": id_of(message).strip("<>"), "to": message.address}},
        "user-variables": {}, "tags": [], **more,
    }  # fmt: skip
    return {"signature": {"timestamp": stamp, "token": token, "signature": signature}, "event-data": data}


def sendgrid(message, event="delivered", event_id="sg-1", **more):
    return {
        "email": message.address, "timestamp": int(time.time()), "smtp-id": id_of(message), "event": event,
        "sg_event_id": event_id, "sg_message_id": "14c5d75ce93.dfd.64b469", **more,
    }  # fmt: skip


def signed_by_sendgrid(events, pair=PAIR, at=None):
    body, stamp = json.dumps(events).encode(), str(int(at or time.time()))
    signature = pair.sign(stamp.encode() + body, ec.ECDSA(hashes.SHA256()))
    return body, {
        "X-Twilio-Email-Event-Webhook-Signature": b64encode(signature).decode(),
        "X-Twilio-Email-Event-Webhook-Timestamp": stamp,
    }


def resend(message, event="email.delivered", **more):
    headers = [{"name": "Message-ID", "value": id_of(message)}]
    data = {"email_id": "56761188-7520-42d8", "to": [message.address], "headers": headers, **more}
    return {"type": event, "created_at": "2027-01-04T09:00:00.000Z", "data": data}


def signed_by_svix(event, key=SVIX, event_id="msg_1", at=None):
    body, stamp = json.dumps(event).encode(), str(int(at or time.time()))
    mac = hmac.new(base64.b64decode(key[6:]), f"{event_id}.{stamp}.".encode() + body, hashlib.sha256)
    proof = "v1," + b64encode(mac.digest()).decode()
    return body, {"svix-id": event_id, "svix-timestamp": stamp, "svix-signature": f"v1,AAAA {proof}"}


def postmark(message, kind="Delivery", **more):
    return {
        "RecordType": kind, "MessageID": "883953f4-6105-42a2", "Recipient": message.address,
        "DeliveredAt": "2027-01-04T09:00:00Z", "Metadata": {"message": id_of(message)}, **more,
    }  # fmt: skip


def brevo(message, event="delivered", **more):
    return {
        "event": event, "email": message.address, "id": 26224, "ts_epoch": int(time.time() * 1000),
        "message-id": id_of(message), **more,
    }  # fmt: skip


def sparkpost(message, event="delivery", **more):
    return [{"msys": {"message_event": {
        "type": event, "event_id": "92356927693813856", "timestamp": str(int(time.time())),
        "transmission_id": "65832150921904138", "raw_rcpt_to": message.address,
        "rcpt_meta": {"message": id_of(message)}, **more,
    }}}]  # fmt: skip


def amazon_ses(message, event="Delivery", sns_id="22b80b92-fdea-4c2c", **more):
    mail = {
        "timestamp": "2027-01-04T09:00:00.000Z", "messageId": "00000138111222aa", "destination": [message.address],
        "headers": [{"name": "From", "value": "x"}, {"name": "Message-ID", "value": id_of(message)}],
    }  # fmt: skip
    recipient = {"emailAddress": message.address}
    details = {
        "Delivery": {"delivery": {"recipients": [message.address], "smtpResponse": "250 ok"}},
        "Bounce": {"bounce": {"bounceType": "Permanent", "bounceSubType": "General", "bouncedRecipients": [recipient]}},
        "Complaint": {"complaint": {"complainedRecipients": [recipient], "complaintFeedbackType": "abuse"}},
    }[event]
    said = json.dumps({"notificationType": event, "mail": mail, **details, **more})
    body = {"Type": "Notification", "MessageId": sns_id, "Timestamp": "2027-01-04T09:00:00.000Z", "Message": said}
    return body, {"x-amz-sns-message-type": "Notification", "x-amz-sns-message-id": sns_id, **basic()}


def mailjet(message, event="sent", **more):
    return {
        "event": event, "time": int(time.time()), "MessageID": 19421777835146490, "email": message.address,
        "Payload": json.dumps({"message": id_of(message)}), **more,
    }  # fmt: skip


def tell(provider, message, what):
    """Let a provider report that a mail was `delivered`, came back (`hard`, `soft`), or was a `complaint`."""
    body, headers = TELLING[provider](message, what)
    return post(provider, body, headers)


def by_mailgun(message, what):
    lost = {"delivery-status": {"code": 550, "message": "5.1.1 The email account does not exist"}}
    full = {"delivery-status": {"code": 552, "message": "5.2.2 mailbox full"}}
    events = {
        "delivered": ("delivered", {}), "complaint": ("complained", {}),
        "hard": ("failed", {"severity": "permanent", "reason": "bounce", **lost}),
        "soft": ("failed", {"severity": "permanent", "reason": "generic", **full}),
    }  # fmt: skip
    event, more = events[what]
    return mailgun(message, event, token=f"{what:0<50}", **more), {}


def by_sendgrid(message, what):
    events = {
        "delivered": ("delivered", {}), "complaint": ("spamreport", {}),
        "hard": ("bounce", {"type": "bounce", "status": "5.1.1", "reason": "550 5.1.1 no such user"}),
        "soft": ("bounce", {"type": "blocked", "status": "4.7.1", "reason": "451 4.7.1 try again later"}),
    }  # fmt: skip
    event, more = events[what]
    return signed_by_sendgrid([sendgrid(message, event, event_id=what, **more)])


def by_resend(message, what):
    events = {
        "delivered": ("email.delivered", {}), "complaint": ("email.complained", {}),
        "hard": ("email.bounced", {"bounce": {"type": "Permanent", "message": "sent a hard bounce message"}}),
        "soft": ("email.bounced", {"bounce": {"type": "Temporary", "message": "the recipient's inbox was full"}}),
    }  # fmt: skip
    event, more = events[what]
    return signed_by_svix(resend(message, event, **more), event_id=what)


def by_postmark(message, what):
    events = {
        "delivered": ("Delivery", {}),
        "complaint": ("SpamComplaint", {"Type": "SpamComplaint", "ID": 3, "BouncedAt": "2027-01-04T09:00:00Z"}),
        "hard": ("Bounce", {"Type": "HardBounce", "ID": 1, "Details": "smtp;550 5.1.1 user unknown"}),
        "soft": ("Bounce", {"Type": "SoftBounce", "ID": 2, "Details": "smtp;452 4.2.2 full"}),
    }  # fmt: skip
    event, more = events[what]
    return postmark(message, event, **more), basic()


def by_brevo(message, what):
    events = {"delivered": "delivered", "complaint": "spam", "hard": "hard_bounce", "soft": "soft_bounce"}
    return brevo(message, events[what]), basic()


def by_sparkpost(message, what):
    events = {
        "delivered": ("delivery", {}), "complaint": ("spam_complaint", {}),
        "hard": ("bounce", {"bounce_class": "10", "raw_reason": "550 5.1.1 no such user", "error_code": "550"}),
        "soft": ("bounce", {"bounce_class": "22", "raw_reason": "552 5.2.2 mailbox full", "error_code": "552"}),
    }  # fmt: skip
    event, more = events[what]
    return sparkpost(message, event, event_id=what, **more), basic()


def by_amazon(message, what):
    transient = {"bounceType": "Transient", "bounceSubType": "MailboxFull",
                 "bouncedRecipients": [{"emailAddress": message.address}]}  # fmt: skip
    events = {
        "delivered": ("Delivery", {}), "complaint": ("Complaint", {}), "hard": ("Bounce", {}),
        "soft": ("Bounce", {"bounce": transient}),
    }  # fmt: skip
    event, more = events[what]
    return amazon_ses(message, event, sns_id=what, **more)


def by_mailjet(message, what):
    events = {
        "delivered": ("sent", {}), "complaint": ("spam", {}),
        "hard": ("bounce", {"hard_bounce": True, "error": "user unknown"}),
        "soft": ("bounce", {"hard_bounce": False, "error": "quota exceeded"}),
    }  # fmt: skip
    event, more = events[what]
    return mailjet(message, event, **more), basic()


TELLING = {
    "mailgun": by_mailgun, "sendgrid": by_sendgrid, "resend": by_resend, "postmark": by_postmark,
    "brevo": by_brevo, "sparkpost": by_sparkpost, "amazon_ses": by_amazon, "mailjet": by_mailjet,
}  # fmt: skip
