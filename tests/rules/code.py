"""The project's own code as the rules read it: files under version control, parsed."""

import ast
import shutil
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("impact_spaces", "sectors", "members", "spaces")


# What a folder without git may hold besides the project.
CACHES = {"__pycache__", ".ruff_cache", ".pytest_cache", ".hypothesis", ".import_linter_cache"}
NOT_OURS = {".git", ".venv", ".venv.lock", ".data", "node_modules", "output"} | CACHES


@cache
def files():
    """Every file of the project, those not yet committed included, as paths from its root."""
    if shutil.which("git") and (ROOT / ".git").exists():
        return [path for path in listed_by_git() if (ROOT / path).is_file()]
    found = [path.relative_to(ROOT) for path in sorted(ROOT.rglob("*")) if path.is_file()]
    return [str(path) for path in found if not NOT_OURS & set(path.parts) and path.suffix not in {".mo", ".pyc"}]


def listed_by_git():
    # safe.directory: whoever tests need not own the folder.
    command = ["git", "-c", "safe.directory=*", "ls-files", "--cached", "--others", "--exclude-standard"]
    return sorted(
        set(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines())
    )


def modules(*folders):
    """Paths of the Python files below some folders, migrations aside."""
    return [
        path
        for path in files()
        if path.endswith(".py") and path.startswith(tuple(f"{folder}/" for folder in folders))
        and "/migrations/" not in path
    ]  # fmt: skip


def text_of(path):
    return (ROOT / path).read_text()


@cache
def tree_of(path):
    return ast.parse(text_of(path))


def functions(tree):
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def calls(tree):
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def name_called(call):
    """The last name of what is called: `create` of `Space.objects.create(…)`."""
    return getattr(call.func, "attr", None) or getattr(call.func, "id", "")
