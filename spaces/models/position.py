"""What somebody answers to a decision, sealed as long as nobody may read it.

All seals have one size and carry no time, so that neither tells who objected.
"""

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from cryptography.fernet import InvalidToken
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from impact_spaces.lib.sealing import filled_up, seal, unseal

BLOCK = 9_216  # bytes: a reason and the words for it at their longest, in any script that people write here


class Answer(TextChoices):
    NONE = "", _("no answer yet")
    KEPT = "kept", _("answered")  # sealed: what was answered is not told
    CONSENT = "consent", _("consent")
    OBJECTION = "objection", _("reasoned objection")
    RECUSED = "recused", _("stepped out as an interested party")


SHOWN = (Answer.CONSENT, Answer.OBJECTION, Answer.RECUSED)


@dataclass(frozen=True)
class Position:
    """An answer with its reason. `key` and `words` belong to an objection that was confided to the facilitator: its
    handle, and what the group will read; `objection` is the row that carries those words once the round is closed.
    """

    answer: str = Answer.NONE
    reason: str = ""
    at: str = ""
    key: str = ""
    words: str = ""
    objection: int | None = None

    @property
    def is_confided(self):
        return bool(self.key)

    @property
    def answered_at(self):
        return datetime.fromisoformat(self.at) if self.at else None

    def given_at(self, moment):
        return replace(self, at=moment.isoformat())

    def sealed(self):
        text = json.dumps({name: value for name, value in asdict(self).items() if value}, ensure_ascii=False)
        return seal(filled_up(text, BLOCK, or_more=True))

    @classmethod
    def unsealed(cls, sealed):
        """The position behind a seal; none when the key that sealed it is gone."""
        try:
            return cls(**json.loads(unseal(sealed)))
        except InvalidToken:
            return cls()
