"""The bytes of a mail: many in one form, filled for each in some twenty microseconds.

A form is made once. It holds everything that its mails have in common, with places (`skeleton.py`) for what is one
mail's own. The bytes are those that go over the wire: lines end in CRLF, texts are UTF-8 in 8 bits; dots at the start
of a line are not doubled. `in_base64` is the same mail for a server that takes 7 bits only.
"""

from collections.abc import Callable
from dataclasses import dataclass
from email import encoders, message_from_bytes, policy

from impact_spaces.lib.skeleton import Pieces, place

LONGEST = 998  # octets in a line, RFC 5322, 2.1.1; its CRLF not counted
WRAPPED = 700  # where lines of HTML are cut at a blank, with room for what fills their places
BOUNDARY = place("boundary")  # of each mail its own, so that no text can know it
WIRE = policy.SMTP.clone(refold_source="none")  # headers stay as they were


def as_it_is(value):
    return value


@dataclass(frozen=True)
class Part:
    """One way to read a mail, or a file in it. `written` is how values are put into the text."""

    type: str
    text: str
    written: Callable[[str], str] = as_it_is
    encoding: str = "8bit"
    name: str = ""  # of a file


class Form:
    """What many mails have in common. `headers` are lines with places; the first part is read where others cannot be.

    Each mail is filled with the values of all places and of `boundary`.
    """

    def __init__(self, headers, parts, files=()):
        top = "\r\n".join([*headers, "MIME-Version: 1.0"])
        body = multipart("alternative", "a", [single(part) for part in parts])
        if files:
            body = multipart("mixed", "m", [body, *(single(part) for part in files)])
        self.pieces = Pieces([(top + "\r\n", as_it_is), *body])

    def filled(self, values):
        """The bytes of one mail."""
        data = self.pieces.filled(values)
        return data if max(map(len, data.split(b"\n"))) <= LONGEST + 1 else in_base64(data)


def multipart(kind, letter, bodies):
    """Bodies one after the other, as texts for `Pieces`."""
    line = f"--=_{letter}{BOUNDARY}"
    texts = [(f'Content-Type: multipart/{kind}; boundary="=_{letter}{BOUNDARY}"\r\n\r\n', as_it_is)]
    for body in bodies:
        texts += [(f"{line}\r\n", as_it_is), *body, ("\r\n", as_it_is)]
    return [*texts, (f"{line}--\r\n", as_it_is)]


def single(part):
    """A part with its headers, as texts for `Pieces`."""
    headers = [f"Content-Type: {part.type}", f"Content-Transfer-Encoding: {part.encoding}"]
    if part.name:
        headers.append(f'Content-Disposition: attachment; filename="{part.name}"')
    return [
        ("\r\n".join(headers) + "\r\n\r\n", as_it_is),
        (on_wire(part.text), lambda value: on_wire(part.written(value))),
    ]


def on_wire(text):
    return text.replace("\n", "\r\n") if "\n" in text else text


def wrapped(html):
    """HTML without lines that are too long; a blank there may as well be a line's end."""
    return "\n".join(cut(line) for line in html.split("\n"))


def cut(line):
    if len(line.encode()) <= WRAPPED:
        return line
    pieces = [""]
    for word in line.split(" "):
        if len(pieces[-1].encode()) + len(word.encode()) > WRAPPED:
            pieces.append("")
        pieces[-1] += word if pieces[-1] == "" else " " + word
    return "\n".join(pieces)


def in_base64(data):
    """The same mail in 7 bits, with its texts in base64: no line of it is too long for anybody."""
    mail = message_from_bytes(data, policy=WIRE)
    for part in mail.walk():
        if not part.is_multipart() and part["Content-Transfer-Encoding"] == "8bit":
            del part["Content-Transfer-Encoding"]
            part.set_payload(part.get_payload(decode=True))
            encoders.encode_base64(part)
    return mail.as_bytes()
