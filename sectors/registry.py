"""Israeli registry numbers: nine digits, the last a check digit, the first two tell the register."""

from django.utils.translation import gettext_lazy as _
from stdnum.exceptions import InvalidChecksum, ValidationError
from stdnum.il import hp

from .models import Kind

# 51 and 52 are companies, of public benefit or not: the number alone does not tell.
KIND_BY_PREFIX = {"58": Kind.ASSOCIATION, "50": Kind.PUBLIC_BODY}


class InvalidNumber(ValueError):
    """Not a registry number; `reason` says why."""

    def __init__(self, reason):
        super().__init__(str(reason))
        self.reason = reason


def checked(text):
    """The number as nine digits. Raises InvalidNumber when it can't be one."""
    number = _digits(text)
    try:
        return hp.validate(number)
    except InvalidChecksum:
        raise InvalidNumber(_("the check digit of the registry number is wrong")) from None
    except ValidationError:
        raise InvalidNumber(_("a registry number has nine digits and starts with 5")) from None


def kind_of(number):
    """What the number alone tells of its holder, or None."""
    return KIND_BY_PREFIX.get(number[:2])


def _digits(text):
    """Without blanks, dashes and the `.0` that spreadsheets add."""
    return "".join(c for c in str(text).strip().removesuffix(".0") if c not in " -–־/\u200e\u200f")
