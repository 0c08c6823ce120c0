"""Every answer of a mail server that is not yes, at every step of the dialogue, pipelined and not."""

import pytest

from impact_spaces.lib.line import new_line
from impact_spaces.lib.mail import Away, Dropped, Later, Mail, Refused
from tests.faults.player import CLOSE, SILENCE, Play

FIRST = Mail("dana@world.example", b"Subject: one\r\n\r\n.one\r\n..\r\n")
SECOND = Mail("avi@world.example", b"Subject: two\r\n\r\nsch\xc3\xb6n\r\n")
TAKEN = ("avi@world.example", SECOND.data)

# What becomes of the mail: refused (address: there is none such), later (rest: its domain is left alone for a while),
# dropped (later, over a new connection), away (nothing is sent to this server for now, and nothing counted).
TABLE = """
                MAIL     RCPT     DATA     BODY
421             dropped  dropped  dropped  dropped
421 4.7.0       dropped  dropped  dropped  dropped
432 4.7.12      later    rest     rest     rest
450             later    later    later    later
450 4.2.0       later    later    later    later
450 4.2.1       later    later    later    later
450 4.7.1       later    rest     rest     rest
451             later    later    later    later
451 4.3.0       later    later    later    later
451 4.4.1       later    later    later    later
451 4.7.650     later    rest     rest     rest
452             later    later    later    later
452 4.2.2       later    later    later    later
452 4.3.1       later    later    later    later
452 4.5.3       later    later    later    later
454 4.7.0       later    rest     rest     rest
455             later    later    later    later
500             dropped  dropped  dropped  dropped
500 5.5.2       dropped  dropped  dropped  dropped
501             later    refused  refused  refused
501 5.1.3       later    address  address  address
501 5.1.7       later    later    later    later
502 5.5.1       dropped  dropped  dropped  dropped
503 5.5.1       dropped  dropped  dropped  dropped
504 5.5.4       dropped  dropped  dropped  dropped
521 5.3.2       later    refused  refused  refused
523 5.7.10      later    refused  refused  refused
530 5.7.0       away     away     away     away
534 5.7.9       away     away     away     away
535 5.7.8       away     away     away     away
538 5.7.11      away     away     away     away
550             later    refused  refused  refused
550 5.1.0       later    refused  refused  refused
550 5.1.1       later    address  address  address
550 5.1.2       later    address  address  address
550 5.1.6       later    address  address  address
550 5.1.10      later    address  address  address
550 5.1.8       later    later    later    later
550 5.2.1       later    address  address  address
550 5.2.2       later    later    later    later
550 5.4.1       later    refused  refused  refused
550 5.7.1       later    refused  refused  refused
550 5.7.26      later    refused  refused  refused
551 5.1.6       later    address  address  address
552             later    later    refused  refused
552 5.2.2       later    later    later    later
552 5.2.3       later    refused  refused  refused
552 5.3.4       refused  refused  refused  refused
553             later    refused  refused  refused
553 5.1.3       later    address  address  address
554             later    refused  refused  refused
554 5.6.0       later    refused  refused  refused
554 5.7.1       later    refused  refused  refused
555 5.5.4       later    refused  refused  refused
556 5.1.10      later    address  address  address
199             dropped  dropped  dropped  dropped
354             dropped  dropped  .        dropped
600             dropped  dropped  dropped  dropped
"""
HEAD, *LINES = TABLE.strip("\n").split("\n")
CELLS = [
    (step, line[:16].strip(), outcome)
    for line in LINES
    for step, outcome in zip(HEAD.split(), line[16:].split(), strict=True)
    if outcome != "."
]
EXTENSIONS = {"pipelined": ("PIPELINING", "8BITMIME"), "in turn": ("8BITMIME",)}


def outcome_of(send):
    try:
        send()
    except Refused as error:
        return ("address" if error.is_bad_address else "refused"), str(error)
    except Dropped as error:
        return "dropped", str(error)
    except Later as error:
        return ("rest" if error.wants_rest else "later"), str(error)
    except Away as error:
        return "away", str(error)
    return "taken", ""


@pytest.fixture
def line(settings):
    made = []

    def on(play):
        made.append(new_line())
        return made[-1]

    yield on
    for one in made:
        one.hang_up()


@pytest.mark.parametrize("how", EXTENSIONS)
@pytest.mark.parametrize(("step", "answer", "expected"), CELLS)
def test_an_answer_and_what_becomes_of_the_mail(settings, line, how, step, answer, expected):
    with Play({step: f"{answer} said so"}, offers=EXTENSIONS[how]).on_stage(settings) as play:
        wire = line(play)
        assert outcome_of(lambda: wire.send(FIRST)) == (expected, f"{answer} said so")
        assert play.taken == []
        wire.send(SECOND)  # the next mail finds a server in step, and is not mixed up with the first
        assert play.taken == [TAKEN]
        assert play.connections == (2 if expected in ("dropped", "away") else 1)


@pytest.mark.parametrize(
    "answer", ["421 4.3.2 closing", "450 4.2.1 later", "454 4.7.0 not now", "535 5.7.8 no", "554 no", CLOSE]
)
@pytest.mark.parametrize("step", ["CONNECT", "EHLO", "STARTTLS", "AUTH"])
def test_who_is_not_let_in_counts_nothing_against_the_mail(settings, line, step, answer):
    settings.EMAIL_USE_TLS = step == "STARTTLS"
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = ("us", "secret") if step == "AUTH" else ("", "")
    answers = {step: answer} | ({"HELO": answer} if step == "EHLO" else {})
    with Play(answers, offers=("PIPELINING", "AUTH PLAIN", "STARTTLS")).on_stage(settings) as play:
        wire = line(play)
        assert outcome_of(lambda: wire.send(FIRST))[0] == "away"
        assert play.taken == []
        if step != "STARTTLS":
            wire.send(SECOND)
            assert [to for to, _data in play.taken] == ["avi@world.example"]


@pytest.mark.parametrize("how", EXTENSIONS)
@pytest.mark.parametrize("answer", [CLOSE, SILENCE])
@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA", "BODY"])
def test_a_connection_that_breaks_costs_the_mail_a_delay(settings, line, how, step, answer):
    with Play({step: answer}, offers=EXTENSIONS[how]).on_stage(settings) as play:
        wire = line(play)
        assert outcome_of(lambda: wire.send(FIRST)) == ("dropped", "SMTPServerDisconnected")
        wire.send(SECOND)
        assert (play.taken, play.connections) == ([TAKEN], 2)


@pytest.mark.parametrize("how", EXTENSIONS)
def test_a_kept_connection_that_the_server_had_closed_costs_nothing(settings, line, how):
    with Play(offers=EXTENSIONS[how]).on_stage(settings) as play:
        wire = line(play)
        wire.send(FIRST)
        play.answers["MAIL"] = CLOSE
        wire.send(SECOND)
        assert ([to for to, _data in play.taken], play.connections) == ([FIRST.to, SECOND.to], 2)


@pytest.mark.parametrize("how", EXTENSIONS)
def test_a_kept_connection_that_breaks_after_the_mail_was_handed_over_is_not_tried_again(settings, line, how):
    with Play(offers=EXTENSIONS[how]).on_stage(settings) as play:
        wire = line(play)
        wire.send(FIRST)
        play.answers["BODY"] = CLOSE
        assert outcome_of(lambda: wire.send(SECOND))[0] == "dropped"
        assert play.connections == 1


@pytest.mark.parametrize(("answer", "expected"), [("550 5.1.1 no", "address"), ("450 4.2.0 greylisted", "later")])
def test_a_server_that_wants_the_mail_of_a_refused_address_gets_an_empty_one(settings, line, answer, expected):
    with Play({"RCPT": answer}, goes_on=True).on_stage(settings) as play:
        wire = line(play)
        assert outcome_of(lambda: wire.send(FIRST))[0] == expected
        wire.send(SECOND)
        assert (play.taken, play.connections) == ([TAKEN], 1)


def test_a_server_that_wants_the_mail_of_a_refused_sender_gets_none(settings, line):
    """Had it taken the address, the empty mail would go there."""
    with Play({"MAIL": "451 4.3.0 no"}, goes_on=True).on_stage(settings) as play:
        wire = line(play)
        assert outcome_of(lambda: wire.send(FIRST))[0] == "dropped"
        wire.send(SECOND)
        assert (play.taken, play.connections) == ([TAKEN], 2)


def test_a_mail_goes_out_in_two_writes_where_the_server_lets_us(settings, line):
    with Play(offers=("PIPELINING", "8BITMIME", "SIZE 100000")).on_stage(settings) as play:
        line(play).send(SECOND)
        assert play.heard[1:4] == [
            f"MAIL FROM:<spaces@impact.example> BODY=8BITMIME SIZE={len(SECOND.data)}",
            "RCPT TO:<avi@world.example>",
            "DATA",
        ]
        assert play.taken == [TAKEN]


def test_lines_that_begin_with_a_dot_arrive_as_they_were(settings, line):
    with Play().on_stage(settings) as play:
        line(play).send(FIRST)
        assert play.taken == [(FIRST.to, FIRST.data)]


@pytest.mark.parametrize("end", [b"\n.\n", b"\r.\r", b"\r\n.\n", b"\n.\r\n"])
def test_no_mail_smuggles_in_a_second_one(settings, line, end):
    smuggler = Mail(
        "dana@world.example", b"Subject: one\r\n\r\nfirst" + end + b"MAIL FROM:<x@y>\r\nRCPT TO:<z@y>\r\nDATA\r\n"
    )
    with Play().on_stage(settings) as play:
        wire = line(play)
        wire.send(smuggler)
        wire.send(SECOND)
        assert [to for to, _data in play.taken] == ["dana@world.example", "avi@world.example"]
        assert not any("x@y" in heard for heard in play.heard)


def test_a_server_that_takes_seven_bits_only_gets_such_a_mail(settings, line):
    heads = ["MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit"]
    eight = "\r\n".join([*heads, "", "שלום", ""])
    with Play(offers=("PIPELINING",)).on_stage(settings) as play:
        line(play).send(Mail("dana@world.example", eight.encode()))
        ((_to, data),) = play.taken
        assert data.isascii()
        assert b"base64" in data
        assert "BODY" not in play.heard[1]


def test_a_server_of_old_times_without_any_extension_is_served(settings, line):
    with Play({"EHLO": "502 what?"}).on_stage(settings) as play:
        line(play).send(FIRST)
        assert play.taken == [(FIRST.to, FIRST.data)]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("avi@@world.example", ("address", "not an address")),
        ("avi@world.example>\r\nRCPT TO:<x@y.example", ("address", "not an address")),
        ("", ("address", "not an address")),
        ("דנה@world.example", ("refused", "an address in letters that mail servers do not take (SMTPUTF8)")),
        ("dana@" + "ש" * 80 + ".example", ("address", "not an address")),
    ],
)  # fmt: skip
def test_an_address_that_no_server_takes_is_not_tried(settings, line, address, expected):
    with Play(offers=("SMTPUTF8", "8BITMIME")).on_stage(settings) as play:
        assert outcome_of(lambda: line(play).send(Mail(address, b"Subject: x\r\n\r\nx\r\n"))) == expected
        assert play.connections == 0


def test_a_domain_in_other_letters_is_written_as_the_wire_wants_it(settings, line):
    with Play().on_stage(settings) as play:
        line(play).send(Mail("dana@עמותה.example", b"Subject: x\r\n\r\nx\r\n"))
        assert [to for to, _data in play.taken] == ["dana@xn--8dbb0ap6b.example"]
