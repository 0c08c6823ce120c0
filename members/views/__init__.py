"""A person's own details."""

from members.views.language import language
from members.views.mails import mails
from members.views.me import me, profile
from members.views.positions import position_end, positions

__all__ = ["language", "mails", "me", "position_end", "positions", "profile"]
