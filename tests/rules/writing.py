"""Finds where Python code writes to the database: anything at all, and the state columns in particular."""

import ast
import re

from tests.rules.code import calls, name_called

STATE_COLUMNS = {"state", "stage", "paused_from"}
MODELS_WITH_A_STATE = {"Space", "Invitation", "Message"}
MAKE = {"create", "get_or_create", "update_or_create", "bulk_create"}
WRITE = MAKE | {"save", "bulk_update", "delete", "update", "asave", "acreate", "aupdate", "adelete"}
RAW = re.compile(r"\b(UPDATE|INSERT INTO|DELETE FROM|TRUNCATE)\s+\"?(spaces|members|sectors)_", re.IGNORECASE)


def writes(tree):
    """Lines that write rows. A `.update` without names is a dictionary's or a set's, `super().save` a model's own."""
    for call in calls(tree):
        if name_called(call) in WRITE and isinstance(call.func, ast.Attribute) and not is_innocent(call):
            yield call.lineno
    yield from raw_writes(tree)


def is_innocent(call):
    receiver = ast.unparse(call.func.value)
    if name_called(call) == "save" and "commit=False" in ast.unparse(call):
        return True
    return receiver in ("super()", "cache") or (name_called(call) == "update" and not call.keywords)


def raw_writes(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and RAW.search(node.value):
            yield node.lineno


def state_writes(tree):
    """Lines that write a state column, or might: by assignment, by update, at birth, by name, in raw SQL."""
    for node in ast.walk(tree):
        targets = getattr(node, "targets", None) or [getattr(node, "target", None)]
        if any(isinstance(target, ast.Attribute) and target.attr in STATE_COLUMNS for target in targets):
            yield node.lineno
    for call in calls(tree):
        if writes_state(call):
            yield call.lineno
    yield from raw_writes(tree)


def writes_state(call):
    name = name_called(call)
    keywords = {keyword.arg for keyword in call.keywords}
    names = {node.value for node in ast.walk(call) if isinstance(node, ast.Constant)}
    if name in MODELS_WITH_A_STATE | MAKE | {"update"} and keywords & STATE_COLUMNS:
        return True
    if name == "update" and None in keywords:  # update(**something)
        return True
    return name in {"setattr", "bulk_update", "save"} and bool(names & STATE_COLUMNS)
