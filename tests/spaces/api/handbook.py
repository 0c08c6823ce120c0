"""Reads an example of the pages of the API as a shell would, and asks the test site."""

import re
import shlex
from dataclasses import dataclass, field

ASKED_FOR = re.compile(r"(\w+)=\$\((curl .*) \| jq -r '\.results\[0\]\.(\w+)'\)")


@dataclass
class Curl:
    """What a curl command says; variables are filled in."""

    method: str = "GET"
    url: str = ""
    body: str = ""
    headers: dict = field(default_factory=dict)

    @classmethod
    def read(cls, line, variables):
        words = iter(words_of(line, variables))
        found = cls(headers={"content-type": "application/x-www-form-urlencoded"})
        assert next(words) == "curl"
        for word in words:
            if word == "-X":
                found.method = next(words)
            elif word == "-H":
                name, _colon, value = next(words).partition(": ")
                found.headers[name.lower()] = value
            elif word == "-d":
                found.body, found.method = next(words), "POST" if found.method == "GET" else found.method
            elif word == "-b":
                found.headers["cookie"] = next(words)
            elif word == "-u":
                found.headers["authorization"] = variables["BASIC"]
                next(words)
            elif word != "-s":
                assert not word.startswith("-"), word
                found.url = word
        return found

    def ask(self, client):
        kind = self.headers.pop("content-type")
        path = self.url.removeprefix("http://testserver")
        return client.generic(self.method, path, self.body, content_type=kind, headers=self.headers)


def words_of(line, variables):
    """A line's words. What stands in single quotes holds no variable of a shell."""
    for word in shlex.split(line):
        yield word if word.startswith("{") else re.sub(r"\$(\w+)", lambda found: variables[found[1]], word)


def run(example, variables, client):
    """The answer to an example; the lines before it find the ids that it needs."""
    *lines, call = example.replace(" \\\n", " ").splitlines()
    for line in lines:
        name, asked, of_row = ASKED_FOR.fullmatch(line).groups()
        answer = Curl.read(asked, variables).ask(client)
        variables = variables | {name: str(answer.json()["results"][0][of_row])}
    return Curl.read(call, variables).ask(client)
