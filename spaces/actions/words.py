"""What a mail says: `templates/mail/<template>.txt` (its first line is the subject, then paragraphs) and the frame.

A mail carries little: no opinion, no question of a decision, no need, no candidate. It says why it came.
"""

import re

import css_inline
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from impact_spaces.lib.skeleton import Words, place
from spaces.models.message import MailKind
from spaces.states import FLOOR

LONGEST_SUBJECT = 150
INLINER = css_inline.CSSInliner(keep_style_tags=True, load_remote_stylesheets=False)


def words_of(shared, own=None):
    """The words of all mails that share this, with places for what is one person's own, or with the values given."""
    if own is None:
        own = {name: place(name) for name in shared.given}
    with translation.override(shared.language):
        frame = frame_of(shared, own)
        subject, text = subject_and_text(shared, frame)
        paragraphs = [lines(paragraph) for paragraph in re.split(r"\n\s*\n", text) if paragraph.strip()]
        frame |= {"subject": subject[:LONGEST_SUBJECT], "paragraphs": paragraphs}
        return Words(frame["subject"], text_of(frame), html_of(frame))


def subject_of(shared, own):
    """Only the first line."""
    with translation.override(shared.language):
        return subject_and_text(shared, frame_of(shared, own))[0][:LONGEST_SUBJECT]


def subject_and_text(shared, frame):
    subject, _newline, text = plain(f"mail/{shared.template}.txt", frame).strip().partition("\n")
    return subject, text


def frame_of(shared, own):
    """Everything that the templates know."""
    return {
        **dict(shared.details),
        **own,
        "floor": FLOOR,
        "button": button(shared),
        "language": shared.language,
        "direction": "rtl" if translation.get_language_bidi() else "ltr",
    }


def text_of(frame):
    return re.sub(r"\n{3,}", "\n\n", plain("mail/layout.txt", frame)).strip() + "\n"


def html_of(frame):
    return INLINER.inline(render_to_string("mail/layout.html", frame)).replace("<br>", "<br>\n")


def plain(name, details):
    """A template of plain text: nothing is escaped in it."""
    return get_template(name).template.render(Context(details, autoescape=False))


def lines(paragraph):
    return "\n".join(line.strip() for line in paragraph.strip().splitlines())


def button(shared):
    if dict(shared.details).get("is_invitee"):
        return _("Read the invitation and answer")
    labels = {
        MailKind.WELCOME: _("Read and sign"),
        MailKind.SIGNING: _("Read and sign"),
        MailKind.PULSE: _("Answer in a few minutes"),
        MailKind.PULSE_REMINDER: _("Answer in a few minutes"),
        MailKind.PULSE_RESULT: _("See the group's picture"),
        MailKind.DECISION: _("Read the question and answer"),
        MailKind.MEETING: _("Answer, and see the agenda"),
        MailKind.MEETING_REMINDER: _("To the meeting"),
        MailKind.SUMMARY: _("Read the summary"),
        MailKind.QUESTIONS: _("Read the proposal"),
        MailKind.OPEN_NAMES: _("See whom to ask"),
        MailKind.CONFIDED: _("Read it on the desk"),
        MailKind.RECORDED: _("Look, and change it if it is wrong"),
        MailKind.DEPENDENCIES: _("Read the question"),
        MailKind.CANDIDATES: _("Look at the list"),
        MailKind.ENDPOINT_OFF: _("See what went wrong"),
    }
    return labels.get(shared.kind, _("Open the space"))
