import json
import os
from io import StringIO
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.core.management import call_command

# The same examples in every run, on however slow a machine.
hypothesis.settings.register_profile("sectors", deadline=None, derandomize=True)
hypothesis.settings.load_profile("sectors")

REAL = Path(os.environ.get("REAL_DATA", settings.BASE_DIR.parent / "shared" / "data"))


@pytest.fixture
def real():
    """A file of the real data beside the project, by its path below `data`."""
    if not REAL.is_dir():
        pytest.skip("the real data is not beside the project")
    return lambda path: str(REAL / path)


@pytest.fixture
def file(tmp_path):
    """Writes a file and gives its path."""

    def write(content, name="file.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    return write


@pytest.fixture
def run(db):
    """Runs an import command and gives what it printed as JSON."""

    def call(command, path, *options):
        out = StringIO()
        call_command(command, path, "--json", *options, stdout=out)
        return json.loads(out.getvalue().splitlines()[-1])

    return call
