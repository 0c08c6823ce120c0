"""Translations, compiled without gettext: `python -m impact_spaces.lib.messages` from the project's folder."""

import os
from pathlib import Path

import polib


def compile_messages(folder=Path()):
    """Write the .mo beside each .po below `folder`/locale that is newer than it. Returns the files written."""
    written = []
    for source in sorted(folder.glob("locale/*/LC_MESSAGES/*.po")):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            draft = compiled.with_suffix(f".{os.getpid()}")  # two runs may start at once
            polib.pofile(str(source)).save_as_mofile(str(draft))
            draft.rename(compiled)
            written.append(compiled)
    return written


if __name__ == "__main__":
    compile_messages()
