"""Mails that go to a provider by plain SMTP: what it keeps of our header comes back in its report, and is ours."""

import json

import pytest

from impact_spaces.lib.provider_headers import HEADERS
from impact_spaces.lib.providers import PROVIDERS
from spaces.actions.delivery import deliver_due
from spaces.actions.message_ids import find, id_of
from spaces.actions.space import move_space
from spaces.models import Message
from spaces.states import Stage
from tests import world as w
from tests.mails import parsed, written
from tests.spaces.delivery import reported as r

pytestmark = pytest.mark.django_db
THEIRS = "<20270104090000.1.2AF4C1@their-own.example>"  # providers write a Message-ID of their own


@pytest.fixture
def message():
    w.invited(move_space(w.a_space(), Stage.GATHERING, by=w.noa()), "dana")
    return Message.objects.get()


def by_mailgun(message, kept):
    body = r.mailgun(message)
    body["event-data"] |= {"message": {"headers": {"message-id": THEIRS}}, "user-variables": json.loads(kept)}
    return body, {}


def by_postmark(message, kept):
    return r.postmark(message, Metadata={"message": kept}), r.basic()


def by_sendgrid(message, kept):
    """A complaint: of mails that came by SMTP it names no Message-ID at all."""
    event = r.sendgrid(message, "spamreport") | json.loads(kept)["unique_args"]
    del event["smtp-id"]
    return r.signed_by_sendgrid([event])


def by_brevo(message, kept):
    return r.brevo(message, **{"message-id": THEIRS, "X-Mailin-custom": kept}), r.basic()


def by_sparkpost(message, kept):
    return r.sparkpost(message, rcpt_meta=json.loads(kept)["metadata"]), r.basic()


def by_amazon(message, kept):
    """An event of a configuration set; the headers of the mail are not included."""
    name, _sign, value = kept.partition("=")
    mail = {"timestamp": "2027-01-04T09:00:00.000Z", "messageId": "0000013811", "destination": [message.address]}
    return r.amazon_ses(message, mail=mail | {"tags": {"ses:operation": ["SendSmtpEmail"], name: [value]}})


def by_mailjet(message, kept):
    return r.mailjet(message, Payload=kept), r.basic()


def by_resend(message, kept):
    headers = [{"name": "Message-ID", "value": THEIRS}, {"name": "X-Metadata", "value": kept}]
    return r.signed_by_svix(r.resend(message, headers=headers))


PLAYED = {
    "mailgun": by_mailgun, "postmark": by_postmark, "sendgrid": by_sendgrid, "brevo": by_brevo,
    "sparkpost": by_sparkpost, "amazon_ses": by_amazon, "mailjet": by_mailjet, "resend": by_resend,
}  # fmt: skip


def name_of(provider):
    return HEADERS[provider].partition(":")[0]


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_report_of_a_mail_that_came_by_smtp_finds_it(message, post, settings, provider):
    settings.MAIL_HOOKS = {provider: r.SECRETS[provider]}
    deliver_due()
    ((_address, mail),) = post.taken
    body, proof = PLAYED[provider](message, str(mail[name_of(provider)]))
    assert r.post(provider, body, proof) == 200
    message.refresh_from_db()
    assert message.state == ("complained" if provider == "sendgrid" else "delivered")


@pytest.mark.parametrize("provider", PROVIDERS)
def test_the_header_says_our_number_and_nothing_else(message, post, settings, provider):
    settings.MAIL_HOOKS = {provider: r.SECRETS[provider]}
    deliver_due()
    ((_address, mail),) = post.taken
    value = str(mail[name_of(provider)])
    row, digest = find(value)
    assert (row, digest) == find(id_of(message))
    assert f"{name_of(provider)}: {value}" == HEADERS[provider].replace("\r\n", "") % f"{row}-{digest}"
    assert len(f"{row}-{digest}") <= 80  # more Postmark does not keep


def test_only_providers_that_report_here_get_one(message, post, settings):
    settings.MAIL_HOOKS = {"postmark": r.SECRETS["postmark"], "mailjet": r.SECRETS["mailjet"]}
    deliver_due()
    ((_address, mail),) = post.taken
    assert [p for p in HEADERS if name_of(p) in mail] == ["postmark", "mailjet"]


def test_by_another_way_than_smtp_there_is_none(message, settings):
    settings.MAIL_HOOKS = r.SECRETS
    settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
    mail = parsed(written(message).data)
    assert [p for p in HEADERS if name_of(p) in mail] == []


def test_every_provider_has_one():
    assert sorted(HEADERS) == sorted(PROVIDERS) == sorted(PLAYED)
