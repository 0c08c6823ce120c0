"""The little reckoning that templates can't do: the segments of a bar, initials, whether somebody is made up."""

import re

from django import template

register = template.Library()
HOURS = re.compile(r"\d\d:\d\d–\d\d:\d\d")


@register.filter
def segments(answers):
    """Where each part of a bar starts and how wide it is, in percent of the whole, from (label, count, tone)."""
    total = sum(count for _, count, _ in answers)
    start, parts = 0, []
    for label, count, tone in answers:
        share = 100 * count / total if total else 0
        parts.append({"label": label, "count": count, "tone": tone, "start": f"{start:.2f}%", "width": f"{share:.2f}%"})
        start += share
    return parts


@register.filter
def initials(name):
    """The first letters of the first and the last word, quote marks and brackets aside."""
    words = [word for word in (part.strip("\"'״׳“”‘’()[]") for part in str(name).split()) if word]
    return "".join(word[0] for word in dict.fromkeys([*words[:1], *words[-1:]])).upper()


@register.filter
def made_up(address):
    """Whether a mail address can only be an invented one: .example belongs to nobody (RFC 2606)."""
    return str(address).endswith(".example")


@register.filter(is_safe=True)
def together(text):
    """The text with its hours kept on one line: in a narrow mail 16:00–18:00 would be cut after its dash."""
    return HOURS.sub(r'<span style="white-space: nowrap">\g<0></span>', text)
