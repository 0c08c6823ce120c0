"""Only `actions/` writes, and a state column only through `moving.py`."""

import ast

import pytest

from tests.rules.code import APPS, modules, tree_of
from tests.rules.writing import state_writes, writes

# Where rows may be written: the verbs of the work and of the map, and what makes the demo. Members has no states and
# no verbs: everybody edits their own details by forms.
VERBS = (
    "spaces/actions/",
    "spaces/demo/",
    "sectors/actions.py",
    "sectors/merging.py",
    "sectors/imports/",
    "members/",
)
# Elsewhere than in moving.py, and why.
MAY_WRITE_A_STATE = {
    "spaces/actions/space.py": 1,  # open_space: a space is born in one of three stages, as the database checks
    "spaces/actions/event.py": 1,  # gives events their positions in one statement; their state is for good
    "spaces/actions/partner.py": 1,  # notes a call in one statement; its status is what HTTP answered
    "spaces/actions/webhook_sending.py": 1,  # marks a delivery, which has steps, whatever else is known of it
    "sectors/merging.py": 1,  # lets what hung on one organisation hang on another: a foreign key, whatever its name
}


def counted(found, elsewhere_than):
    """How many lines were found in each file."""
    paths = [path for path in modules(*APPS) if not path.startswith(elsewhere_than)]
    return {path: count for path in paths if (count := len(list(found(tree_of(path)))))}


def test_only_actions_write():
    assert counted(writes, elsewhere_than=VERBS) == {}


def test_state_columns_are_written_only_by_move():
    assert counted(state_writes, elsewhere_than="spaces/actions/moving.py") == MAY_WRITE_A_STATE


@pytest.mark.parametrize(
    "line",
    [
        "invitation.state = 'open'",
        "space.stage: str = 'closed'",
        "Invitation.objects.filter(pk=1).update(state='open')",
        "Invitation.objects.filter(pk=1).update(**changes)",
        "Invitation.objects.create(space=space, state='open')",
        "Message(state='sent')",
        "Invitation.objects.bulk_update(rows, ['state'])",
        "invitation.save(update_fields=['state'])",
        "setattr(space, 'stage', 'closed')",
        "cursor.execute('UPDATE spaces_invitation SET state = 1')",
    ],
)
def test_this_counts_as_writing_a_state(line):
    assert list(state_writes(ast.parse(line))) != []


@pytest.mark.parametrize(
    "line", ["Space.objects.filter(stage='closed')", "if space.stage == 'closed': pass", "found.update(pairs)"]
)
def test_this_does_not(line):
    assert list(state_writes(ast.parse(line))) == []


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("invitation.save()", 1),
        ("Space.objects.get_or_create(name=1)", 1),
        ("space.invitations.update(name='')", 1),
        ("space.delete()", 1),
        ("super().save()", 0),
        ("form.save(commit=False)", 0),
        ("counts.update(other)", 0),
        ("cursor.execute('DELETE FROM spaces_move')", 1),
    ],
)
def test_this_counts_as_writing(line, count):
    assert len(list(writes(ast.parse(line)))) == count
