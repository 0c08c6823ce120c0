"""Mails that go by a provider's own interface instead of SMTP: against a real server that plays Postmark's."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.utils import timezone

from impact_spaces.lib import mail_url
from spaces.actions.delivery import deliver_due
from spaces.actions.message_ids import find, id_of
from spaces.actions.sending import MOST_ATTEMPTS
from spaces.actions.space import move_space
from spaces.insights.metrics import mail_metrics
from spaces.insights.operator import Answer, answers
from spaces.models import Feedback, Message
from spaces.states import Stage
from tests import world as w
from tests.spaces.delivery import reported

pytestmark = pytest.mark.django_db
TAKEN = (200, {"ErrorCode": 0, "Message": "OK", "MessageID": "883953f4", "To": "dana@world.example"})
OUR_FAULTS = (400, 404, 405, 406, 408, 409, 410, 418, 422, 451)

NO_ADDRESS = "Invalid 'To' address: 'dana@world.example'."
INACTIVE = (
    "You tried to send to a recipient that has been marked as inactive. Found inactive addresses: dana@world.example.\n"
    " Inactive recipients are ones that have generated a hard bounce or a spam complaint. "
)


class Interface(BaseHTTPRequestHandler):
    def do_POST(self):
        self.server.taken.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        code, body = self.server.answer
        raw = json.dumps(body).encode()
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *_words):
        pass


@pytest.fixture
def postmark(settings):
    """Postmark's interface on this machine: `answer` is what it says, `taken` what it was given."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Interface)
    server.answer, server.taken = TAKEN, []
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    url = f"anymail://postmark?SERVER_TOKEN=token&API_URL=http://127.0.0.1:{server.server_port}/"
    for name, value in mail_url.read(url).items():
        setattr(settings, name, value)
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def message():
    w.invited(move_space(w.a_space(), Stage.GATHERING, by=w.noa()), "dana")
    return Message.objects.get()


def now(message):
    found = Message.objects.get(pk=message.pk)
    return found.state, found.problem


def test_a_mail_goes_with_our_number_and_a_report_finds_it(postmark, message, settings):
    settings.MAIL_HOOKS = reported.SECRETS
    deliver_due()
    assert now(message) == ("sent", "")
    (sent,) = postmark.taken
    assert (sent["To"], sent["Metadata"]) == ("dana@world.example", {"message": id_of(message)})
    headers = {one["Name"]: one["Value"] for one in sent["Headers"]}
    assert find(headers["Message-ID"]) == find(id_of(message))
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    report = {"RecordType": "Delivery", "Recipient": sent["To"], "Metadata": sent["Metadata"], "MessageID": "883953f4"}
    assert reported.post("postmark", report, reported.basic()) == 200
    assert now(message) == ("delivered", "")


OURS = "no signature of dana@world.example"


@pytest.mark.parametrize(
    ("code", "body", "state", "problem"),
    [
        (422, {"ErrorCode": 300, "Message": NO_ADDRESS}, "failed", "the provider says: invalid"),
        (422, {"ErrorCode": 406, "Message": INACTIVE}, "failed", "the provider says: rejected"),
        (413, {}, "failed", "413 from the provider"),
        # Of an address that is not the one we wrote to, or of none.
        (
            422,
            {"ErrorCode": 300, "Message": "Invalid 'To' address: 'dana@xn--4dbrk0ce'."},
            "queued",
            "422 from the provider",
        ),
        (422, {"ErrorCode": 300, "Message": "Invalid 'To'"}, "queued", "422 from the provider"),
        # Of our settings, our account, what the provider has become.
        *((code, {"ErrorCode": 400, "Message": OURS}, "queued", f"{code} from the provider") for code in OUR_FAULTS),
        (429, {}, "queued", "429 from the provider"),
        (500, {}, "queued", "500 from the provider"),
        (401, {"ErrorCode": 10, "Message": "bad token"}, "queued", ""),
    ],
)
def test_what_a_provider_answers_means_what_it_means_for_smtp(postmark, message, code, body, state, problem):
    postmark.answer = code, body
    deliver_due()
    assert now(message) == (state, problem)
    bad = ["smtp"] if problem == "the provider says: invalid" else []
    assert list(Feedback.objects.values_list("source", flat=True)) == bad


def test_what_nobody_mends_for_half_a_day_has_failed_and_is_counted_by_its_code(postmark, message):
    postmark.answer = 422, {"ErrorCode": 400, "Message": OURS}
    for _time in range(MOST_ATTEMPTS):
        Message.objects.update(due_at=timezone.now())
        deliver_due()
    assert now(message) == ("failed", "422 from the provider")
    assert Message.objects.get().attempts == len(postmark.taken) == MOST_ATTEMPTS
    assert answers(timezone.now()) == [Answer("422", "", 1)]
    failures = next(one for one in mail_metrics() if one.name == "impact_mails_failed")
    assert failures.samples == {("422",): 1}


def test_a_no_that_the_library_takes_for_an_answer_is_no_mail_that_was_taken(postmark, message, settings):
    """Mailjet says 400 and of each address why; anymail gives it back as “failed”, and raises nothing."""
    url = f"anymail://mailjet?API_KEY=a&SECRET_KEY=b&API_URL=http://127.0.0.1:{postmark.server_port}/"
    for name, value in mail_url.read(url).items():
        setattr(settings, name, value)
    errors = [{"ErrorCode": "mj-0013", "StatusCode": 400, "ErrorMessage": "our sender is not known"}]
    postmark.answer = 400, {"Messages": [{"Status": "error", "Errors": errors}]}
    deliver_due()
    assert now(message) == ("queued", "400 from the provider")


def test_a_provider_that_is_away_is_asked_again_later(postmark, message, settings):
    settings.ANYMAIL = settings.ANYMAIL | {"POSTMARK_API_URL": "http://127.0.0.1:9/"}
    deliver_due()
    assert now(message) == ("queued", "the provider did not answer")


@pytest.mark.parametrize("provider", mail_url.BY_HTTP)
def test_every_interface_that_may_be_named_is_there(provider, settings):
    keys = "API_KEY=x&SECRET_KEY=x&SERVER_TOKEN=x&SENDER_DOMAIN=x"
    for name, value in mail_url.read(f"anymail://{provider}?{keys}").items():
        setattr(settings, name, value)
    if provider == "sendgrid":  # anymail tests it no more, and says so
        with pytest.warns(match="SendGrid"):
            made(settings.EMAIL_BACKEND)
    else:
        made(settings.EMAIL_BACKEND)


def made(backend):
    from django.core.mail import get_connection

    assert get_connection(backend).esp_name
