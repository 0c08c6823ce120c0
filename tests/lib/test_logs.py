"""What is logged of a request."""

import json
import logging
import sys
from datetime import datetime
from smtplib import SMTPRecipientsRefused

import pytest
from django.db import IntegrityError

from impact_spaces.lib.links import stop_token
from impact_spaces.lib.logs import Json, Plain, WithoutSecrets
from impact_spaces.lib.request_ids import current_request_id
from tests import world as w
from tests.spaces.links.test_letter import link

pytestmark = pytest.mark.django_db


def written(caplog):
    """The lines as the handler of the site writes them."""
    (console,) = [handler for handler in logging.getLogger().handlers if handler.get_name() == "console"]
    return [console.format(record) for record in caplog.records if console.filter(record)]


def test_no_line_holds_the_secret_of_a_link(client, caplog):
    raed = w.invited(w.consolidated(), "raed")
    client.force_login(w.omer())
    assert client.post(link(raed), {"answer": "accept"}).status_code == 409
    assert client.get(f"/i/{raed.token}x/agreement/").status_code == 404
    assert client.get(f"/stop/{stop_token(7)}/").status_code == 404
    assert client.get(f"/feed/{'x' * 43}.ics").status_code == 404
    lines = "\n".join(written(caplog))
    assert lines.count("/i/…/") == 2
    assert lines.count("/stop/…/") == 1
    assert lines.count("/feed/…") == 1
    assert raed.token not in lines


def line_of(formatter, logger="spaces.actions.x", level=logging.WARNING, words="Gone", args=(), **record):
    made = logging.LogRecord(logger, level, __file__, 1, words, args, record.pop("exc_info", None))
    made.__dict__ |= record
    assert WithoutSecrets().filter(made)
    return formatter.format(made)


def broken(error, cause=None):
    try:
        raise error from cause
    except type(error):
        return sys.exc_info()


def test_an_object_a_line_for_machines():
    line = json.loads(line_of(Json(), words="%s went", args=(3,), ids={"run": 7, "messages": [1, 2]}))
    assert datetime.fromisoformat(line.pop("time")).tzinfo is not None
    assert line == {
        "level": "WARNING", "logger": "spaces.actions.x", "event": "3 went", "run": 7, "messages": [1, 2],
    }  # fmt: skip


def test_for_people_the_ids_stand_behind_the_line():
    assert line_of(Plain(), ids={"run": 7}).endswith(" WARNING spaces.actions.x: Gone [run=7]")


@pytest.mark.parametrize("formatter", [Json(), Plain()])
def test_of_an_error_it_tells_where_and_not_what_was_typed(formatter):
    row = IntegrityError("DETAIL: Failing row contains (7, Dana Cohen, a secret)")
    line = line_of(formatter, exc_info=broken(RuntimeError("Dana said no"), cause=row), exc_text="Dana")
    assert [word for word in ("Dana", "secret", "said") if word in line] == []
    assert line.index("IntegrityError") < line.index("RuntimeError")
    assert "test_logs.py" in line


@pytest.mark.parametrize("formatter", [Json(), Plain()])
def test_what_a_server_says_is_told_without_addresses(formatter):
    refused = SMTPRecipientsRefused({"dana@world.example": (550, b"no mailbox <dana@world.example>")})
    line = line_of(formatter, exc_info=broken(refused), words="550 %s", args=("dana.c+x@mail.world.example",))
    assert "550 …@…" in line
    assert "no mailbox <…@…>" in line
    assert "dana" not in line


def test_a_task_that_failed_is_named_with_its_id():
    task = {"name": "spaces.tasks.x", "id": "abc", "exc": "ValueError('Dana')", "traceback": "Dana", "args": "Dana"}
    words = "Task %(name)s[%(id)s] raised: %(exc)s\n%(traceback)s"
    line = json.loads(line_of(Json(), words=words, args=(task,), data=task, exc_info=broken(ValueError("Dana"))))
    assert (line["event"], line["task"]) == ("Task spaces.tasks.x failed", "abc")
    assert "Dana" not in str(line)


@pytest.mark.parametrize(
    ("given", "kept"), [("0af7651916cd43dd8448", True), ("short", False), ("x" * 65, False), ("a b c d e f g", False)]
)
def test_a_request_has_an_id_in_its_lines_and_in_its_answer(client, caplog, given, kept):
    answer = client.get("/nowhere/", headers={"X-Request-ID": given})
    assert (answer["X-Request-ID"] == given) is kept
    (line,) = [one for one in written(caplog) if "Not Found" in one]
    assert line.endswith(f"[request={answer['X-Request-ID']}]")
    assert current_request_id() == ""
