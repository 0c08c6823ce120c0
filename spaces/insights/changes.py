"""What changed from one text to the next, word by word."""

import re
from difflib import SequenceMatcher


def changes(old, new):
    """The new text and what it replaced: a list of ("same", "gone" or "new", text), in the order of reading."""
    before, after = words(old), words(new)
    found = []
    for what, start, end, start_new, end_new in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            found.append(("same", "".join(after[start_new:end_new])))
            continue
        if end > start:
            found.append(("gone", "".join(before[start:end])))
        if end_new > start_new:
            found.append(("new", "".join(after[start_new:end_new])))
    return found


def words(text):
    return re.findall(r"\s+|\S+", text)
