"""docs/states.svg shows the tables as they are."""

import re
from pathlib import Path

import pytest

from spaces.management.diagram.plan import PLANS
from spaces.management.diagram.svg import draw
from spaces.states import transitions

DIAGRAM = Path(__file__).resolve().parents[2] / "docs" / "states.svg"


def test_the_diagram_is_up_to_date():
    assert DIAGRAM.read_text() == draw(), "Run: bin/manage draw_states"


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.title)
def test_every_move_of_the_table_is_an_arrow_and_no_other(plan):
    of_machine = DIAGRAM.read_text().split(f">{plan.title}</text>")[1].split("</g>")[0]
    arrows = re.findall(r"<title>(\w+) to (\w+)</title>", of_machine)
    assert sorted(arrows) == sorted(transitions(plan.table))
