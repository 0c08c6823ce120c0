"""The bytes of mails: forms filled with anything, and read back by a parser."""

from email import message_from_bytes, policy

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from impact_spaces.lib.headers import UNSEEN
from impact_spaces.lib.mime import Form, Part, in_base64, wrapped
from impact_spaces.lib.skeleton import Pieces, Words, as_html, fill, place

FORM = Form(
    [f"To: {place('to')}", "Subject: Hello", f"{place('references')}Auto-Submitted: auto-generated"],
    [
        Part('text/plain; charset="utf-8"', f"Hello {place('name')},\n\n.\n{place('note')}\n"),
        Part('text/html; charset="utf-8"', f'<p>Hello {place("name")},</p>\n<p>{place("note")}</p>\n', as_html),
    ],
)  # fmt: skip
CALENDAR = Form(
    ["Subject: Meeting"],
    [Part("text/plain", "Hello\n"), Part("text/calendar; method=REQUEST", place("file"))],
    [
        Part(
            "application/ics",
            place("file"),
            lambda text: text.encode().hex() + "\n",
            encoding="hex",
            name="meeting.ics",
        )
    ],
)
NOTES = st.text(st.characters(exclude_categories=["Cs"]), max_size=600).map(lambda text: UNSEEN.sub("\n", text))


def filled(form=FORM, **values):
    return form.filled({"to": "dana@world.example", "references": "", "boundary": "0" * 32} | values)


def read(data):
    return message_from_bytes(data, policy=policy.default.clone(raise_on_defect=True))


def texts(data):
    return [part.get_content().replace("\r\n", "\n") for part in read(data).walk() if not part.is_multipart()]


def assert_on_wire(data):
    lines = data.split(b"\r\n")
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert max(map(len, lines)) <= 998


@settings(max_examples=300)
@given(NOTES, NOTES)
@example("--=_a" + "0" * 32, "\n--=_a" + "1" * 32 + "--\n")
@example("שלום", "א" * 600)
def test_any_value_stays_inside_its_part(name, note):
    data = filled(name=name, note=note)
    assert_on_wire(data)
    text, html = f"Hello {name},\n\n.\n{note}\n", f"<p>Hello {as_html(name)},</p>\n<p>{as_html(note)}</p>\n"
    assert read(data).keys() == ["To", "Subject", "Auto-Submitted", "MIME-Version", "Content-Type"]
    assert texts(data) == [text, html]
    assert texts(in_base64(data)) == [text, html]


def test_the_bytes_of_a_mail():
    assert (
        filled(name="דנה", note="<b>")
        == (
            "To: dana@world.example\r\nSubject: Hello\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
            f'Content-Type: multipart/alternative; boundary="=_a{"0" * 32}"\r\n\r\n'
            f'--=_a{"0" * 32}\r\nContent-Type: text/plain; charset="utf-8"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n'
            "Hello דנה,\r\n\r\n.\r\n<b>\r\n\r\n"
            f'--=_a{"0" * 32}\r\nContent-Type: text/html; charset="utf-8"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n'
            "<p>Hello דנה,</p>\r\n<p>&lt;b&gt;</p>\r\n\r\n"
            f"--=_a{'0' * 32}--\r\n"
        ).encode()
    )


def test_a_line_that_is_too_long_goes_in_base64():
    assert b"base64" not in filled(name="Dana", note="a" * 900)
    data = filled(name="Dana", note="ש" * 500)
    assert data.isascii()
    assert data.count(b"Content-Transfer-Encoding: base64") == 2
    assert texts(data)[0] == f"Hello Dana,\n\n.\n{'ש' * 500}\n"


def test_seven_bits_are_enough_for_a_server_that_takes_no_more():
    data = in_base64(filled(name="דנה", note="שלום"))
    assert data.isascii()
    assert_on_wire(data)
    assert read(data)["To"] == "dana@world.example"


def test_a_file_stands_beside_the_text_that_calendars_read():
    mail = read(filled(CALENDAR, file="BEGIN:VCALENDAR\n"))
    assert [part.get_content_type() for part in mail.walk()] == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/calendar", "application/ics",
    ]  # fmt: skip
    assert [part.get_filename() for part in mail.iter_attachments()] == ["meeting.ics"]


def test_long_html_is_cut_at_blanks_only():
    line = "<p>" + "שלום לכולם " * 300 + "</p>"
    cut = wrapped(f"  {line}\n")
    assert max(len(part.encode()) for part in cut.split("\n")) <= 702
    assert cut.replace("\n", " ").split() == line.split()


def test_a_place_without_a_value_is_an_error_and_a_value_opens_no_place():
    with pytest.raises(KeyError):
        Pieces([(place("name"), str)]).filled({})
    values = {"a": place("b"), "b": "secret"}
    assert fill(place("a"), values) == place("b")
    assert Pieces([(place("a"), str)]).filled(values).decode() == place("b")


def test_words_with_another_letter_have_another_digest():
    one = Words("a", "b", "c")
    assert one.digest == Words("a", "b", "c").digest
    assert len({one.digest, Words("ab", "", "c").digest, Words("a", "b", "d").digest}) == 3
