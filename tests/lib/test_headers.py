"""Header lines: whatever somebody is called, it stays one header and reads as it was written."""

import re
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.utils import getaddresses

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from impact_spaces.lib.headers import header, mail_address, mailbox_header, one_line

ODD = st.sampled_from(
    [
        "\r\nBcc: a@b.example", "\n\n", "\r", "\x85", "\u2028", "\u202e", "\u2066", "\x00", "=?utf-8?q?Bcc=3A?=", "=?",
        "?=", '"', "\\", "<a@b.example>", ",", ";", ":", "@", "\U0001f469\u200d\U0001f467", "שלום", "مرحبا", "é", " ",
        "\u00a0", "\ufeff", "\ue000", "x" * 90,
    ]
)  # fmt: skip
TEXTS = st.lists(ODD | st.text(max_size=20), max_size=12).map("".join)


def read(line):
    """The one header of a mail, as the parser reads it."""
    mail = message_from_bytes(f"{line}\r\n\r\nbody".encode(), policy=policy.default)
    ((_name, value),) = mail.items()
    assert mail.get_payload() == "body"
    assert not value.defects
    return value


def assert_well_formed(line):
    assert line.isascii()
    assert re.fullmatch(r"[\x20-\x7e]+(\r\n [\x20-\x7e]+)*", line)
    assert all(len(part) <= 998 for part in line.split("\r\n"))
    assert all(len(part) <= 76 for part in line.split("\r\n") if "=?" in part)
    assert all(len(word) <= 75 for word in line.split() if word.startswith("=?"))


@settings(max_examples=500)
@given(TEXTS)
@example("Résumé " * 30)
@example("A B")
def test_a_subject_reads_as_it_was_written(text):
    line = header("Subject", text)
    assert_well_formed(line)
    assert str(read(line)) == one_line(text)


@settings(max_examples=500)
@given(TEXTS)
def test_a_name_before_an_address_reads_as_it_was_written(text):
    line = mailbox_header("From", text, "spaces@impact.example")
    assert_well_formed(line)
    # The newer parser of the standard library puts blanks between the encoded words of a name; the older one does not.
    (name, address), *others = getaddresses([line.removeprefix("From:").replace("\r\n", "")])
    assert (str(make_header(decode_header(name))), address, others) == (one_line(text), "spaces@impact.example", [])
    assert [one.addr_spec for one in read(line).addresses] == ["spaces@impact.example"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("An invitation", "Subject: An invitation"),
        ("הזמנה", "Subject: =?utf-8?b?15TXltee16DXlA==?="),
        ("=?utf-8?q?Hello?=", "Subject: =?utf-8?b?PT91dGYtOD9xP0hlbGxvPz0=?="),
        ("word " * 20, "Subject: " + " ".join(["word"] * 13) + "\r\n " + " ".join(["word"] * 7)),
        ("Evil\r\nBcc: a@b.example", "Subject: Evil Bcc: a@b.example"),
    ],
)
def test_subjects(text, line):
    assert header("Subject", text) == line


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("Noa Barak", "From: Noa Barak <n@world.example>"),
        ("Barak, Noa", 'From: "Barak, Noa" <n@world.example>'),
        ('The "best"', 'From: "The \\"best\\"" <n@world.example>'),
        ("נועה", "From: =?utf-8?b?16DXldei15Q=?= <n@world.example>"),
        ("", "From: n@world.example"),
    ],
)
def test_names(name, line):
    assert mailbox_header("From", name, "n@world.example") == line


def test_a_domain_is_written_in_ascii():
    assert mail_address("dana@דוגמה.example") == "dana@xn--6dbbec0c.example"
    assert mail_address("דנה@world.example") == "דנה@world.example"


@pytest.mark.parametrize(
    "text", ["", "dana", "@world.example", "a@b\r\nBcc: c@d.example", "a b@c.example", "<a@b.example>", "a,b@c.example"]
)  # fmt: skip
def test_what_is_no_address_is_refused(text):
    with pytest.raises(ValueError, match="not an address"):
        mail_address(text)


def test_one_line_keeps_no_sign_that_ends_a_line_turns_it_or_opens_a_place():
    assert one_line(" a\r\nb\x85c\u2028d\u202ee\ue000f\x00\u200fg\u00a0 h ") == "a b c de f g h"
