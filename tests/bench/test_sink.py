"""The mail server of the benchmarks: what it answers, and what it remembers."""

import signal
import smtplib
import socket

import pytest

from tests.bench.stack import Sink, wait_for

MAIL = b"Message-ID: <%d@bench.example>\r\nSubject: x\r\n\r\n.starts with a dot\r\n"


@pytest.fixture
def sink(tmp_path):
    started = Sink(tmp_path).start()
    wait_for(started.listens, 20, "the mail server")
    yield started
    started.stop()


def send(sink, number):
    with smtplib.SMTP("127.0.0.1", sink.port, timeout=10) as server:
        return server.sendmail("a@bench.example", [f"{number}@to.example"], MAIL % number)


def taken(sink):
    return [(mail.message_id, mail.address) for mail in sink.record.read_on().taken]


def test_it_notes_what_it_took_and_who_said_goodbye(sink):
    send(sink, 1)
    assert taken(sink) == [("<1@bench.example>", "1@to.example")]
    (mail,) = sink.record.taken
    wait_for(lambda: sink.record.read_on().ended, 5, "goodbye")
    assert sink.record.ended[mail.connection] == "Q"
    assert [path.read_bytes() for path in sink.samples.iterdir()] == [(MAIL % 1)[:-2]]


def test_a_kill_forgets_nothing_and_the_next_life_writes_on(sink):
    send(sink, 1)
    sink.process.send_signal(signal.SIGKILL)
    sink.process.wait()
    sink.start()
    wait_for(sink.listens, 20, "the mail server")
    send(sink, 2)
    assert taken(sink) == [("<1@bench.example>", "1@to.example"), ("<2@bench.example>", "2@to.example")]


def test_commands_in_one_piece_are_answered_in_order(sink):
    with socket.create_connection(("127.0.0.1", sink.port), timeout=10) as client:
        said = client.makefile("rb")
        client.sendall(b"EHLO x\r\nMAIL FROM:<a@x>\r\nRCPT TO:<b@x>\r\nDATA\r\n")
        assert [said.readline()[:4] for _ in range(9)] == [b"220 ", *[b"250-"] * 4, *[b"250 "] * 3, b"354 "]
        client.sendall(MAIL % 3 + b".\r\nQUIT\r\n")
        assert [said.readline()[:4] for _ in range(2)] == [b"250 ", b"221 "]
    assert taken(sink) == [("<3@bench.example>", "b@x")]


def test_it_storms_drops_and_calms_down_as_it_is_told(sink):
    server = smtplib.SMTP("127.0.0.1", sink.port, timeout=10)
    server.ehlo()
    sink.order(storm=True, delay=1)
    wait_for(lambda: server.rcpt("b@x")[0] == 451, 5, "the storm")
    sink.order(drop=1)

    def is_cut():
        try:
            return server.noop() is None
        except smtplib.SMTPServerDisconnected:
            return True

    wait_for(is_cut, 5, "the drop")
    send(sink, 4)
    assert taken(sink) == [("<4@bench.example>", "4@to.example")]
