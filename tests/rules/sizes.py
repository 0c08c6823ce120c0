"""How long the files and functions are; pytest prints the report when the sizes were tested."""

import ast
from statistics import median, quantiles

from tests.rules.code import APPS, files, functions, modules, text_of, tree_of

# Data, not code: read by programs, written by one, or copied from elsewhere.
DATA = (".toml", "requirements.txt", "requirements.in", "LICENSE.txt", "migrations/0001_initial.py")
CODE = (".py", ".html", ".css", ".js", ".md", ".sh", ".txt")


def pytest_terminal_summary(terminalreporter):
    tested = [report.nodeid for report in terminalreporter.stats.get("passed", [])]
    if any("test_sizes.py" in nodeid for nodeid in tested):
        terminalreporter.section("sizes")
        terminalreporter.line(report("files", files_by_length()))
        terminalreporter.line(report("functions", functions_by_length()))


def report(what, lengths):
    ninety = quantiles(lengths.values(), n=10)[-1]
    longest = max(lengths, key=lengths.get)
    middle = median(lengths.values())
    return f"{len(lengths)} {what}: median {middle:g} lines, p90 {ninety:g}, longest {lengths[longest]} ({longest})"


def files_by_length():
    paths = [path for path in files() if path.endswith(CODE) and not path.endswith(DATA) and "/migrations/" not in path]
    return {path: text_of(path).count("\n") for path in paths}


def functions_by_length():
    return {
        f"{path}:{function.lineno} {function.name}": length_of(function)
        for path in modules(*APPS, "tests")
        for function in functions(tree_of(path))
    }


def length_of(function):
    """Lines of a function, its decorators and its docstring aside."""
    lines = function.end_lineno - function.lineno + 1
    if ast.get_docstring(function) is None:
        return lines
    docstring = function.body[0]
    return lines - (docstring.end_lineno - docstring.lineno + 1)
