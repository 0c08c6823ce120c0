"""Text with places left open in it: made once for many mails, filled for each.

A place is a name between two signs of Unicode's private use. No text of people keeps such signs once it is on one line
(`headers.one_line`), so nothing that somebody wrote opens a place; and what fills a place is not looked at again.
"""

import re
from dataclasses import dataclass
from hashlib import sha256

OPEN, CLOSE = "\ue000", "\ue001"
PLACE = re.compile(f"{OPEN}([a-z_]+){CLOSE}")


def place(name):
    """What stands for a value until it is known."""
    return OPEN + name + CLOSE


def fill(text, values):
    """The text with its places filled. Raises KeyError where a value is missing."""
    return PLACE.sub(lambda found: values[found[1]], text)


def as_html(text):
    """A value as it stands in HTML, spelled as `css-inline` spells all the rest. Line breaks are kept."""
    if text.isalnum():
        return text
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\u00a0", "&nbsp;")
    return text.replace("\n", "<br>\n")


@dataclass(frozen=True)
class Words:
    """What a mail says, with or without places in it. A subject has none: it is the same for all."""

    subject: str
    text: str
    html: str

    def filled(self, values):
        """The same with its places filled. Raises KeyError where a value is missing."""
        in_html = {name: as_html(value) for name, value in values.items()}
        return Words(self.subject, fill(self.text, values), fill(self.html, in_html))

    @property
    def digest(self):
        return sha256("\0".join((self.subject, self.text, self.html)).encode()).hexdigest()


class Pieces:
    """Several texts in a row, cut at their places once, so that filling them is one joining of bytes.

    `texts` are pairs of a text and of how a value is written in it, a function from str to str.
    """

    def __init__(self, texts):
        self.pieces, self.places = [b""], []
        for text, written in texts:
            fixed, *rest = PLACE.split(text)
            self.pieces[-1] += fixed.encode()
            for name, after in zip(rest[::2], rest[1::2], strict=True):
                self.places.append((len(self.pieces), name, written))
                self.pieces += [b"", after.encode()]

    def filled(self, values):
        """The bytes of all texts. Raises KeyError where a value is missing."""
        pieces = self.pieces.copy()
        for at, name, written in self.places:
            pieces[at] = written(values[name]).encode()
        return b"".join(pieces)
