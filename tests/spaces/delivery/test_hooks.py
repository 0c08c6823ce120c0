"""What mail providers report: taken once when it is proven, refused when it is forged or old, never a fault of ours."""

import json
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st

from impact_spaces.lib.provider_keys import READ
from impact_spaces.lib.providers import PROVIDERS
from spaces.actions.delivery import deliver_due
from spaces.models import Feedback, Message, Suppression
from tests import world as w
from tests.spaces.delivery import reported as r

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 1, 4, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock(settings):
    settings.MAIL_HOOKS = r.SECRETS
    with time_machine.travel(NOW, tick=False) as moved:
        yield moved


@pytest.fixture
def message():
    w.invited(w.a_space(), "dana")
    deliver_due()
    return Message.objects.get()


def facts():
    return list(Feedback.objects.order_by("pk").values_list("source", "kind", "code"))


def state(message):
    return Message.objects.get(pk=message.pk).state


def test_every_provider_that_is_known_has_a_secret_and_a_reader():
    assert sorted(PROVIDERS) == sorted(READ) == sorted(r.SECRETS) == sorted(r.TELLING)


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize(
    ("what", "becomes", "reasons"),
    [("delivered", "delivered", []), ("hard", "bounced", ["bounced"]), ("soft", "bounced", []),
     ("complaint", "complained", ["complained"])],
)  # fmt: skip
def test_what_a_provider_tells_is_written_down_and_the_mail_follows(message, provider, what, becomes, reasons):
    assert r.tell(provider, message, what) == 200
    assert [(source, kind) for source, kind, _code in facts()] == [(provider, what)]
    assert state(message) == becomes
    assert list(Suppression.objects.values_list("reason", flat=True)) == reasons


@pytest.mark.parametrize("provider", PROVIDERS)
def test_what_is_told_twice_changes_nothing(message, provider):
    r.tell(provider, message, "hard")
    Suppression.objects.all().delete()  # whoever runs the site lifted it
    assert r.tell(provider, message, "hard") == 200
    assert len(facts()) == 1
    assert not Suppression.objects.exists()


@pytest.mark.parametrize("provider", PROVIDERS)
def test_only_providers_that_are_configured_get_an_answer(message, settings, provider):
    settings.MAIL_HOOKS = {name: secret for name, secret in r.SECRETS.items() if name != provider}
    assert r.tell(provider, message, "delivered") == 404
    assert Client().head(f"/hooks/mail/{provider}/").status_code == 404
    assert (facts(), r.post("elsewhere", {})) == ([], 404)


def test_a_look_before_use_is_answered_and_pages_are_not():
    assert Client().head("/hooks/mail/postmark/").status_code == 200
    assert Client().get("/hooks/mail/postmark/").status_code == 405


def forged(message):
    """{name: (provider, body, headers)} of what did not come from the provider."""
    other = ec.generate_private_key(ec.SECP256R1())
    body, proof = r.signed_by_sendgrid([r.sendgrid(message, "spamreport")])
    resend, svix = r.signed_by_svix(r.resend(message, "email.complained"))
    ses, headers = r.amazon_ses(message, "Complaint")
    return {
        "mailgun, another key": ("mailgun", r.mailgun(message, "complained", key="key-of-somebody-else"), {}),
        "mailgun, no signature": ("mailgun", r.mailgun(message) | {"signature": {"timestamp": "1", "token": "x"}}, {}),
        "sendgrid, another key": ("sendgrid", *r.signed_by_sendgrid([r.sendgrid(message, "spamreport")], other)),
        "sendgrid, changed body": ("sendgrid", body.replace(b"spamreport", b"delivered"), proof),
        "sendgrid, unsigned": ("sendgrid", body, {}),
        "resend, changed body": ("resend", resend.replace(b"complained", b"delivered"), svix),
        "resend, another key": ("resend", *r.signed_by_svix(r.resend(message), "whsec_c29tZWJvZHkgZWxzZSdzIGtleQ==")),
        "resend, unsigned": ("resend", resend, {}),
        "amazon, headers of another": ("amazon_ses", ses, headers | {"x-amz-sns-message-id": "another"}),
        "amazon, no password": ("amazon_ses", ses, headers | {"Authorization": ""}),
        **{
            f"{provider}, {name}": (provider, r.TELLING[provider](message, "complaint")[0], headers)
            for provider in ("postmark", "brevo", "sparkpost", "mailjet")
            for name, headers in (("no password", {}), ("another password", r.basic("impact:guessed")))
        },
    }


def test_what_is_forged_is_refused_and_changes_nothing(message):
    answers = {name: r.post(*what) for name, what in forged(message).items()}
    assert {name: code for name, code in answers.items() if code not in (401, 403, 422)} == {}
    assert len(answers) == 18
    assert (facts(), state(message), Suppression.objects.count()) == ([], "sent", 0)


@pytest.mark.parametrize("ago", [timedelta(days=3), -timedelta(days=3)])
def test_what_was_signed_long_ago_is_refused(message, ago):
    at = (NOW - ago).timestamp()
    assert r.post("mailgun", r.mailgun(message, "complained", at=at)) == 403
    assert r.post("sendgrid", *r.signed_by_sendgrid([r.sendgrid(message, "spamreport")], at=at)) == 403
    assert r.post("resend", *r.signed_by_svix(r.resend(message, "email.complained"), at=at)) == 403
    assert facts() == []


def test_the_signature_is_the_one_that_svix_publishes(clock):
    """The example of its documentation, at its own time; its body is no report, so it is proven and then unreadable."""
    clock.move_to(datetime.fromtimestamp(1614265330, UTC))
    proof = {
        "svix-id": "msg_p5jXN8AQM9LWM0D4loKWxJek", "svix-timestamp": "1614265330",
        "svix-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }  # fmt: skip
    assert r.post("resend", b'{"test": 2432232314}', proof) == 422
    assert r.post("resend", b'{"test": 2432232315}', proof) == 403


def test_a_number_without_the_right_digest_moves_no_mail(message):
    wrong = f"<{message.pk}.{'0' * 32}@impact.example>"
    assert r.post("brevo", r.brevo(message, "spam") | {"message-id": wrong}, r.basic()) == 200
    assert r.post("brevo", r.brevo(message, "spam") | {"message-id": "<202701@relay.example>"}, r.basic()) == 200
    assert (facts(), state(message), Suppression.objects.count()) == ([], "sent", 0)


def test_many_events_of_one_post_take_few_statements(message, django_assert_max_num_queries):
    space = Message.objects.get().space
    for name in ("avi", "michal", "raed"):
        w.invited(space, name)
    deliver_due()
    all_of_them = list(Message.objects.order_by("pk"))
    body, headers = r.signed_by_sendgrid([r.sendgrid(one, event_id=str(one.pk)) for one in all_of_them])
    with django_assert_max_num_queries(7):
        assert r.post("sendgrid", body, headers) == 200
    assert [state(one) for one in all_of_them] == ["delivered"] * 4


def test_nobody_learns_who_opened_a_mail_or_followed_its_link(message):
    for event in ("open", "click", "processed", "group_resubscribe"):
        assert r.post("sendgrid", *r.signed_by_sendgrid([r.sendgrid(message, event, event_id=event)])) == 200
    assert (facts(), state(message)) == ([], "sent")


def test_whoever_leaves_a_list_at_the_provider_is_not_written_to(message):
    r.post("sendgrid", *r.signed_by_sendgrid([r.sendgrid(message, "unsubscribe")]))
    assert list(Suppression.objects.values_list("email", "reason")) == [("dana@world.example", "asked")]
    assert state(message) == "sent"


def test_what_a_provider_does_not_even_try_says_why(message):
    dropped = r.sendgrid(message, "dropped", reason="Bounced Address")
    r.post("sendgrid", *r.signed_by_sendgrid([dropped]))
    assert facts() == [("sendgrid", "hard", "5.1.1")]


def test_a_mail_refused_by_policy_leaves_the_address_alone(message):
    lost = r.sendgrid(message, "bounce", status="5.7.1", reason="550 5.7.1 message content rejected")
    r.post("sendgrid", *r.signed_by_sendgrid([lost]))
    assert (facts(), state(message)) == ([("sendgrid", "hard", "5.7.1")], "bounced")
    assert not Suppression.objects.exists()


def test_a_filter_of_spam_is_no_complaint(message):
    said = r.postmark(message, "Bounce", Type="SpamNotification", ID=9)
    r.post("postmark", said, r.basic())
    assert (facts(), Suppression.objects.count()) == ([("postmark", "hard", "5.7.1")], 0)


def test_amazons_question_is_left_to_a_person(message, caplog):
    question = {"Type": "SubscriptionConfirmation", "MessageId": "1", "SubscribeURL": "https://sns.example/?Token=1"}
    proof = {"x-amz-sns-message-type": "SubscriptionConfirmation", "x-amz-sns-message-id": "1", **r.basic()}
    assert r.post("amazon_ses", question, proof) == 200
    assert "open once: https://sns.example/?Token=1" in caplog.text


ODD = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(
        ["event", "event-data", "signature", "timestamp", "message-id", "RecordType", "Type", "Metadata", "msys", "x",
         "Message", "MessageId", "ID", "time", "ts_epoch", "Payload", "data", "headers", "type", "created_at"]
    ) | st.text(max_size=4), inner, max_size=6),
    max_leaves=20,
)  # fmt: skip


@how(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(body=ODD | st.binary(max_size=60), provider=st.sampled_from(sorted(PROVIDERS)))
def test_no_body_brings_the_site_down(db, settings, body, provider):
    settings.MAIL_HOOKS = r.SECRETS
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    signing = {"sendgrid": lambda: r.signed_by_sendgrid(body)[1], "resend": lambda: r.signed_by_svix(body)[1]}
    proof = r.basic() if provider not in signing or isinstance(body, bytes) else signing[provider]()
    if provider == "amazon_ses" and isinstance(body, dict):
        proof |= {"x-amz-sns-message-type": str(body.get("Type")), "x-amz-sns-message-id": str(body.get("MessageId"))}
    assert r.post(provider, raw, proof) in (200, 403, 422)


def test_a_body_of_ten_megabytes_is_too_large(message):
    assert r.post("brevo", b"[" + b" " * 10_000_000 + b"]", r.basic()) == 413


@pytest.mark.parametrize("event_id", ["a\x00b", "x" * 5000, "שלום", "half \ud800", 7])
def test_odd_numbers_of_events_are_kept_as_far_as_they_can_be(message, event_id):
    assert r.post("sendgrid", *r.signed_by_sendgrid([r.sendgrid(message, event_id=event_id)])) == 200
    assert state(message) == "delivered"
