"""Header lines as RFC 5322 and 2047 want them: folded, encoded where they are not plain ASCII, one line of text each.

Whatever the text, it stays one header: signs that end a line, or turn the direction of what follows, are taken out.
Something that looks like an encoded word is encoded itself, so that it is read as it was written.
"""

import re
from base64 import b64encode

LINE = 76  # 78 would do for plain ones, 76 is a must where something is encoded: RFC 2047, 2
BEFORE, AFTER = "=?utf-8?b?", "?="
# Control signs, ends of lines and paragraphs, halves of signs, signs of private use.
UNSEEN = re.compile("[\0-\x1f\x7f-\x9f\u2028\u2029\ud800-\uf8ff\U000f0000-\U0010ffff]")
TURNS = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
ATOMS = re.compile(r"[\w !#$%&'*+/=?^`{|}~-]+", re.ASCII)  # what may stand in a name without quote marks


def header(name, text):
    """The line of an unstructured header, such as a subject. It has no line end of its own."""
    text = one_line(text)
    if is_plain(text):
        return folded(f"{name}:", text.split(" "))
    return folded(f"{name}:", encoded_words(text, first=LINE - len(name) - 2))


def mailbox_header(name, shown, address):
    """The line of a header that holds one address with a name: From, Reply-To."""
    shown = one_line(shown)
    if not shown:
        return f"{name}: {address}"
    if not is_plain(shown):
        words = encoded_words(shown, first=LINE - len(name) - 2)
    else:
        words = (shown if ATOMS.fullmatch(shown) else '"' + re.sub(r'(["\\])', r"\\\1", shown) + '"').split(" ")
    return folded(f"{name}:", [*words, f"<{address}>"])


def one_line(text):
    """The text on one line, without control signs and without those that turn the direction of what follows."""
    return " ".join(UNSEEN.sub(" ", TURNS.sub("", text)).split())


def is_plain(text):
    """Whether a text can stand as it is: ASCII that folds, and that nobody takes for an encoded word."""
    return text.isascii() and "=?" not in text and max(map(len, text.split(" "))) < LINE - 20


def encoded_words(text, first):
    """The text in words of RFC 2047, none of which cuts a sign in two. `first` is the room on the first line."""
    words, taken, room = [], b"", first
    for sign in text:
        more = taken + sign.encode()
        if 4 * -(-len(more) // 3) + len(BEFORE + AFTER) > room:
            words.append(taken)
            more, room = sign.encode(), LINE - 1
        taken = more
    return [BEFORE + b64encode(word).decode() + AFTER for word in [*words, taken]]


def folded(start, words):
    """Words after a header's name, on lines that are not too long where that can be."""
    lines = [start]
    for word in words:
        if len(lines[-1]) + 1 + len(word) > LINE and lines[-1] != start:
            lines.append("")
        lines[-1] += " " + word
    return "\r\n".join(lines)


def mail_address(text):
    """An address as headers and mail servers write it: its domain in ASCII. Raises ValueError where it is none."""
    local, at, domain = text.rpartition("@")
    if not (local and at) or not text.isprintable() or re.search(r'[\s<>,;"\\]', text):
        raise ValueError("not an address")
    return text if text.isascii() else f"{local}@{domain.encode('idna').decode()}"
