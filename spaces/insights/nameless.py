"""A text with the names of a space's members taken out: a start for the version that is handed on, for a person to
finish. It knows names only; what somebody said may tell who they are without one.
"""

import re

from django.utils.translation import gettext as _

# Hebrew writes “and”, “to”, “from” at the head of the next word.
PREFIXES = r"[\u05d5\u05e9\u05d4\u05d1\u05dc\u05db\u05de]{0,3}"
SHORTEST = 2


def without_names(space, *texts):
    """The texts one below the other, without the names of those who are or were members, and of their organisations."""
    text = "\n\n".join(part.strip() for part in texts if part.strip())
    members = list(space.memberships.select_related("person", "organisation"))
    organisations = {one.from_where for one in members if one.from_where}
    people = {one.person.name for one in members if one.person.name}
    text = replaced(text, organisations, _("an organisation of the group"))
    text = replaced(text, people, _("a member"))
    return replaced(text, {part for name in people for part in name.split()}, _("a member"))


def replaced(text, names, by):
    """Every one of the names, the longest first, with the little words that Hebrew puts before it kept."""
    wanted = sorted((name for name in names if len(name) >= SHORTEST), key=len, reverse=True)
    if not wanted:
        return text
    either = "|".join(r"\s+".join(map(re.escape, name.split())) for name in wanted)
    return re.sub(rf"(?<!\w)({PREFIXES})(?:{either})(?!\w)", lambda hit: joined(hit[1], by), text)


def joined(prefix, by):
    return f"{prefix}{by}" if prefix else by
