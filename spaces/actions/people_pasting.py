"""A pasted list: addresses, lines of a mail's head, rows of a spreadsheet, mixed as they come."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from spaces.actions.people_cells import address, plain
from spaces.actions.people_reading import is_heading, separator, table, text_lines
from spaces.actions.people_table import MOST_ROWS, Unreadable, too_many

ADDRESS = re.compile(r"[^\s<>,;|\"'()\[\]]+@[^\s<>,;|\"'()\[\]]+")
BETWEEN = re.compile(r"[\t,;|<>]+")
EVERYBODYS = {"info", "office", "mail", "contact", "admin", "ceo", "hello", "team", "secretary", "mankal", "manager"}


@dataclass(frozen=True)
class Pasted:
    email: str
    name: str = ""
    organisation_name: str = ""


def pasted_table(text):
    """The table that was pasted with its headings, or None when this is a free list. Raises Unreadable."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    is_table = is_heading(first.split(separator(text)))
    return table(text_lines(text)) if is_table else None


def pasted_people(text):
    """Everybody that a free list names, a line without an address included. Raises Unreadable."""
    found = [person_in(part) for line in text.splitlines() for part in parts(line) if bare(part)]
    if not found:
        raise Unreadable(_("There is nobody in this list."))
    if len(found) > MOST_ROWS:
        raise Unreadable(too_many())
    return found


def parts(line):
    """A line cut into one part for each address: between them when a sign stands there, else behind each."""
    for sign in ("\t", ";", ","):
        found = [part for part in line.split(sign) if part.strip()]
        if len(found) > 1 and all(len(ADDRESS.findall(part)) == 1 for part in found):
            return found
    ends = [found.end() for found in ADDRESS.finditer(line)][:-1]
    return [line[start:end].lstrip(">,; ") for start, end in zip([0, *ends], [*ends, len(line)], strict=True)]


def person_in(text):
    found = ADDRESS.search(text)
    if found is None:
        return Pasted("", bare(text))
    before, after = text[: found.start()], text[found.end() :]
    email = address(plain(found[0]))
    if before.rstrip().endswith("<"):  # as a mail's head has it: all that stands before is the name
        return Pasted(email, bare(before) or name_in(email), bare(after.partition(",")[2] or after))
    words = [word for part in BETWEEN.split(f"{before}\t{after}") if (word := bare(part))]
    name, organisation_name, *_more = [*words, "", ""]
    return Pasted(email, name or name_in(email), organisation_name)


def bare(text):
    return plain(text).strip("\"' ()[]<>-:;,")


def name_in(email):
    """What an address alone tells of a name; nothing when it belongs to a whole office."""
    words = re.split(r"[\W\d_]+", email.partition("@")[0])
    words = [word for word in words if len(word) > 1]
    return "" if not words or set(words) & EVERYBODYS else " ".join(word.capitalize() for word in words)
