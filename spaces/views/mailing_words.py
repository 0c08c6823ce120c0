"""What the pages of a mailing say."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spaces.models import Mailing
from spaces.models.message import MailKind

TITLES = {
    MailKind.INVITATION: lambda: _("Invitations"),
    MailKind.INVITATION_AGAIN: lambda: _("Invitations, sent again"),
    MailKind.REMINDER: lambda: _("Reminders"),
}


def title(mailing):
    return TITLES[mailing.kind]() if mailing.kind in TITLES else mailing.get_kind_display().capitalize()


def why_paused(mailing):
    """Why a mailing paused itself, and what to do about it; nothing when somebody paused it."""
    if mailing.why_paused == Mailing.Why.BOUNCES:
        return _(
            "It paused itself: more mails came back than usual. Mail providers take this for spam, and then stop your"
            " other mails too. Correct or take back the addresses that do not work, then let it go on."
        )
    if mailing.why_paused == Mailing.Why.COMPLAINTS:
        return _(
            "It paused itself: more people than usual marked the mail as spam. Ask yourself whether the rest expect to"
            " hear from you; if so, let it go on, otherwise stop it."
        )
    return ""


def stop_points(mailing, progress):
    """What stopping means, read before the button is pressed."""
    out = ngettext("{n} mail is out and stays out.", "{n} mails are out and stay out.", progress.out)
    left = ngettext("{n} mail is not sent any more.", "{n} mails are not sent any more.", progress.left)
    points = [out.format(n=progress.out)] if progress.out else [_("Nothing has gone out yet.")]
    points.append(left.format(n=progress.left))
    if mailing.kind == MailKind.INVITATION:
        points.append(_("The people of those know nothing of it. Their invitations stay in the list as “not sent”:"
                        " you can send them later, or take them back without a word."))  # fmt: skip
    points.append(_("A mail that is on its way at this very second may still arrive."))
    points.append(_("This is for good. To think it over, pause it instead."))
    return points
