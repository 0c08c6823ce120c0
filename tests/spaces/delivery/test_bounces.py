"""Mails that came back: real servers' ways to say so, read by machine; and what only looks like it."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test import Client
from hypothesis import HealthCheck, example, given
from hypothesis import settings as how
from hypothesis import strategies as st

from impact_spaces.lib.bounces import LARGEST, Unreadable, read
from spaces.actions.delivery import deliver_due
from spaces.actions.message_ids import id_of, number_of
from spaces.models import Feedback, Message, Suppression
from tests import world as w

pytestmark = pytest.mark.django_db
CORPUS = Path(__file__).parent / "bounces"
INBOX = "/inbox/bounces/"
SECRET = "a-secret-that-only-the-mail-server-knows"
HEBREW = "תיבת הדואר מלאה, ולכן ההודעה לא נמסרה".encode("windows-1255").decode("latin-1")

# file: kind, code, is the address bad
TOLD = {
    "postfix-no-such-user": ("hard", "5.1.1"),
    "postfix-delayed": ("delayed", "4.4.1"),
    "postfix-given-up": ("soft", "4.4.1"),
    "postfix-relayed": None,
    "postfix-delivered": ("delivered", "2.0.0"),
    "exim-no-such-user": ("hard", "5.1.1"),
    "exim-delayed": ("delayed", ""),
    "exchange-online-not-found": ("hard", "5.1.10"),
    "exchange-full": ("soft", "5.2.2"),
    "exchange-refused-by-policy": ("hard", "5.7.1"),
    "exchange-2010-vague": ("hard", "5.1.1"),
    "gmail-no-such-account": ("hard", "5.1.1"),
    "qmail-no-such-user": ("hard", "5.1.1"),
    "sendmail-host-unknown": ("hard", "5.1.2"),
    "hebrew-portal-full": ("soft", "4.2.2"),
    "complaint-yahoo": ("complaint", ""),
    "not-spam-after-all": None,
    "out-of-office-hebrew": None,
    "answer-of-a-person": None,
    "read-receipt": None,
}
STATES = {"hard": "bounced", "soft": "bounced", "delivered": "delivered", "complaint": "complained", "delayed": "sent"}


@pytest.fixture(autouse=True)
def secret(settings):
    settings.BOUNCE_INBOX_SECRET = SECRET


@pytest.fixture
def message():
    w.invited(w.a_space(), "dana")
    deliver_due()
    return Message.objects.get()


def mail(name, message, number=None, **changes):
    number = number or number_of(message)
    known = {
        "{MESSAGE_ID}": id_of(message).replace(number_of(message), number),
        "{VERP}": f"bounces+{number}@impact.example", "{ADDRESS}": message.address, "{HEBREW}": HEBREW,
    } | changes  # fmt: skip
    text = (CORPUS / f"{name}.eml").read_text("utf-8")
    encoding = "latin-1" if "{HEBREW}" in text else "utf-8"
    for placeholder, value in known.items():
        text = text.replace(placeholder, value)
    return text.replace("\n", "\r\n").encode(encoding)


def handed_over(raw, secret=SECRET, **headers):
    headers = {"Authorization": f"Bearer {secret}", **headers}
    site = Client(enforce_csrf_checks=True)
    return site.generic("POST", INBOX, raw, content_type="message/rfc822", headers=headers).status_code


def facts():
    return list(Feedback.objects.order_by("pk").values_list("kind", "code"))


def state(message):
    return Message.objects.get(pk=message.pk).state


def test_every_file_of_the_corpus_is_judged():
    assert sorted(path.stem for path in CORPUS.glob("*.eml")) == sorted(TOLD)


@pytest.mark.parametrize(("name", "told"), TOLD.items())
def test_what_a_mail_tells_is_written_down_and_the_mail_follows(message, name, told):
    assert handed_over(mail(name, message)) == 202
    assert facts() == ([told] if told else [])
    assert state(message) == (STATES[told[0]] if told else "sent")


@pytest.mark.parametrize("name", TOLD)
def test_only_an_address_that_does_not_exist_is_written_to_no_more(message, name):
    handed_over(mail(name, message))
    kind, code = TOLD[name] or ("", "")
    bad = ["bounced"] if kind == "hard" and code in ("5.1.1", "5.1.2", "5.1.10") else []
    expected = ["complained"] if kind == "complaint" else bad
    assert list(Suppression.objects.values_list("reason", flat=True)) == expected


@pytest.mark.parametrize("name", TOLD)
def test_a_report_without_the_right_digest_changes_nothing(message, name):
    assert handed_over(mail(name, message, number=f"{message.pk}.{'0' * 32}")) == 202
    assert (facts(), state(message), Suppression.objects.count()) == ([], "sent", 0)


def test_told_twice_counts_once(message):
    for _time in range(2):
        assert handed_over(mail("gmail-no-such-account", message)) == 202
    assert len(facts()) == 1


def test_the_address_it_came_to_is_enough(message):
    """Where a server returns nothing of the mail, and says in a header of its own for whom it was."""
    raw = mail("qmail-no-such-user", message).partition(b"--- Below this line")[0]
    raw = raw.replace(f"bounces+{number_of(message)}@".encode(), b"bounces@")
    assert (handed_over(raw), facts()) == (202, [])
    assert handed_over(raw, **{"X-Recipient": f"bounces+{number_of(message)}@impact.example"}) == 202
    assert facts() == [("hard", "5.1.1")]


def test_a_mail_of_many_recipients_counts_the_worst(message):
    raw = mail("postfix-delayed", message).replace(b"Action: delayed", b"Action: delivered\r\nStatus: 2.0.0\r\n\r\n"
        b"Final-Recipient: rfc822; another@world.example\r\nAction: failed (no way)", 1)  # fmt: skip
    handed_over(raw)
    assert facts() == [("soft", "4.4.1")]


def test_the_inbox_asks_for_its_secret(message, settings):
    raw = mail("postfix-no-such-user", message)
    assert (handed_over(raw, "another"), Client().get(INBOX).status_code) == (401, 405)
    settings.BOUNCE_INBOX_SECRET = ""
    assert handed_over(raw) == 404
    assert facts() == []


def test_of_a_mail_of_ten_megabytes_the_rest_is_not_read(message):
    raw = mail("postfix-no-such-user", message) + b"x" * 10_000_000
    assert handed_over(raw) == 202
    assert facts() == [("hard", "5.1.1")]


def test_a_mail_servers_pipe_hands_over_as_well(message, monkeypatch, tmp_path, capsys):
    file = tmp_path / "mail"
    file.write_bytes(mail("exim-no-such-user", message) + b"x" * 2 * LARGEST)
    with file.open() as pipe:
        monkeypatch.setattr("sys.stdin", pipe)
        call_command("take_bounce", "bounces@impact.example")
    assert (capsys.readouterr().out, facts()) == ("written down\n", [("hard", "5.1.1")])


def test_without_a_database_the_mail_server_is_asked_to_come_again(message, monkeypatch, tmp_path):
    def away(*_query):
        raise OperationalError

    file = tmp_path / "mail"
    file.write_bytes(mail("exim-no-such-user", message))
    with file.open() as pipe, connection.execute_wrapper(away):
        monkeypatch.setattr("sys.stdin", pipe)
        with pytest.raises(SystemExit) as end:
            call_command("take_bounce")
    assert end.value.code == 75  # EX_TEMPFAIL of sysexits.h


def test_the_pipe_is_content_with_anything(monkeypatch, tmp_path, capsys):
    file = tmp_path / "mail"
    file.write_bytes(nested(5000))
    with file.open() as pipe:
        monkeypatch.setattr("sys.stdin", pipe)
        call_command("take_bounce")
    assert capsys.readouterr().out == "nothing to write down\n"


def nested(depth):
    """A mail in a mail in a mail."""
    return b"".join(
        b'Content-Type: multipart/report; boundary="%d"\r\n\r\n--%d\r\n' % (n, n) for n in range(depth)
    )  # fmt: skip


MALFORMED = {
    "empty": b"",
    "bytes": bytes(range(256)) * 20,
    "no parts": b"From: mailer-daemon@x\r\nContent-Type: multipart/report; boundary=b\r\n\r\n",
    "no boundary": b"From: postmaster@x\r\nContent-Type: multipart/report; report-type=delivery-status\r\n\r\nfailed",
    "status as text": b"Content-Type: message/delivery-status\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!",
    "unknown charset": b"From: mailer-daemon@x\r\nContent-Type: text/plain; charset=klingon\r\n\r\n550 no such user",
    "wrong base64": b"From: mailer-daemon@x\r\nContent-Transfer-Encoding: base64\r\n\r\nabc=d",
    "odd header": b"From: =?klingon?b?abc?= <mailer-daemon@x>\r\nX-Failed-Recipients: \xff\xfe\r\n\r\nfailed",
    "deep": nested(300),
    "deeper": nested(20_000),
}


@pytest.mark.parametrize("raw", MALFORMED.values(), ids=MALFORMED)
def test_what_is_no_proper_mail_changes_nothing(db, raw):
    assert handed_over(raw) in (202, 422)
    assert facts() == []


TEMPLATE = (CORPUS / "postfix-no-such-user.eml").read_bytes()


@how(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(raw=st.binary(max_size=400), at=st.integers(0, len(TEMPLATE)), cut=st.integers(0, 300))
@example(raw=b"\r\n", at=0, cut=0)
def test_no_mail_brings_the_reader_down(raw, at, cut):
    """Real reports with something torn out and something else put in; and plain noise."""
    for mail in (raw, TEMPLATE[:at] + raw + TEMPLATE[at + cut :]):
        try:
            report = read(mail)
        except Unreadable:
            continue
        assert report is None or report.kind in STATES
