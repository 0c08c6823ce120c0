"""The map: who exists, in which sector, and who depends on whom by public record."""

from .organisation import Identifier, Kind, NumberState, Organisation, Sector
from .place import Field, Place
from .review import Review
from .tie import Record, Tie

__all__ = [
    "Field", "Identifier", "Kind", "NumberState", "Organisation", "Place", "Record", "Review", "Sector", "Tie",
]  # fmt: skip
