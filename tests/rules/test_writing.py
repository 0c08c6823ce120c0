"""Only `actions/` writes, and a state column only through `moving.py`."""

import ast

import pytest

from tests.rules.code import APPS, modules, tree_of
from tests.rules.writing import state_writes, writes

# Where rows may be written: the verbs of the work, what makes the demo, and two flat apps without states: the map,
# and members, where everybody edits their own details.
VERBS = ("spaces/actions/", "spaces/demo/", "sectors/", "members/")
# A state column written elsewhere than in moving.py, and why.
BIRTHS = {"spaces/actions/space.py": 1}  # open_space: a space is born in one of three stages, as the database checks


def lines(found, paths):
    return [f"{path}:{line}" for path in paths for line in found(tree_of(path))]


def test_only_actions_write():
    assert lines(writes, [path for path in modules(*APPS) if not path.startswith(VERBS)]) == []


def test_state_columns_are_written_only_by_move():
    paths = [path for path in modules(*APPS) if path != "spaces/actions/moving.py"]
    found = {path: len(list(state_writes(tree_of(path)))) for path in paths}
    assert {path: count for path, count in found.items() if count} == BIRTHS


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
        ("counts.update(other)", 0),
        ("cursor.execute('DELETE FROM spaces_move')", 1),
    ],
)
def test_this_counts_as_writing(line, count):
    assert len(list(writes(ast.parse(line)))) == count
