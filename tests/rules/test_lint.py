"""The checks of .pre-commit-config.yaml."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CHECKS = {
    "lint": [sys.executable, "-m", "ruff", "check", "."],
    "format": [sys.executable, "-m", "ruff", "format", "--check", "."],
    "imports go down": [sys.executable, "-c", "from importlinter import cli; cli.lint_imports_command()", "--no-cache"],
}


@pytest.mark.parametrize("check", CHECKS)
def test_the_code_passes(check):
    done = subprocess.run(CHECKS[check], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_imports_stand_at_the_top():
    """A function that imports hides what its file depends on; tests may, after the world is built."""
    chosen = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["ruff"]["lint"]
    assert "PLC0415" in chosen["select"]
    assert [where for where, rules in chosen["per-file-ignores"].items() if "PLC0415" in rules] == ["tests/**"]
