"""What a page shows of the group's picture, for the desk and for the peers alike."""

from spaces.insights import pulse as insights
from spaces.insights.pulse_chart import chart
from spaces.models.pulse import RANGES, Band
from spaces.states import FLOOR


def shown(space):
    """The picture with its charts, why a wave is withheld, and the look back after the first stakeholder joined."""
    picture = insights.picture(space)
    looked_back = insights.looked_back(space)
    return {
        "picture": picture,
        "axes": axes(picture) if picture else [],
        "withheld": insights.why_withheld(picture.last) if picture else "",
        "bands": [(Band(band).label, insights.TONES[band], figures) for band, figures in RANGES.items()],
        "floor": FLOOR,
        "recheck": looked_back[0] if looked_back else None,
        "compared": looked_back[1] if looked_back else [],
        "fell": any(one.fell for one in looked_back[1]) if looked_back else False,
    }


def axes(picture):
    return [(label, [(line, chart(line.cells)) for line in lines]) for label, lines in picture.axes]
