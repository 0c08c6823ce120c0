from dataclasses import dataclass

OK, LOOK, WRONG = "ok", "look", "wrong"


@dataclass(frozen=True)
class Finding:
    """One line of the answer: how it stands (ok, look, wrong), what was found, and what to do about it."""

    level: str
    what: str
    todo: str = ""

    def __str__(self):
        lines = [f"{self.level:<6} {self.what}"]
        return "\n".join([*lines, f"       → {self.todo}"] if self.todo else lines)


def ok(what):
    return Finding(OK, what)


def look(what, todo):
    return Finding(LOOK, what, todo)


def wrong(what, todo):
    return Finding(WRONG, what, todo)
