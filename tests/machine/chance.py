"""Examples that have nothing to do with one another.

Left to itself, hypothesis begins with very small examples, and makes five of six by changing a little in the one
before. That serves to find what is wrong with an input; a long play wants variety.
"""

from hypothesis.internal.conjecture.providers import AVAILABLE_PROVIDERS, HypothesisProvider

FRESH = "fresh"


class Fresh(HypothesisProvider):
    """Hypothesis' own way to draw, by a name of its own: with another than its own backend every example is new.

    It draws no numbers that stand in the code of the project, as that does: they are those of the modules that happen
    to be loaded, so that the same test made other steps in the whole suite than alone.
    """

    def _maybe_draw_constant(self, *_about, **_how):
        return None


AVAILABLE_PROVIDERS[FRESH] = f"{Fresh.__module__}.{Fresh.__name__}"
