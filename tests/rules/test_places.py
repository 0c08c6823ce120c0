"""What is committed holds nothing of one machine: no path, no registry, no address of a session."""

import re

import pytest

from tests.rules.code import ROOT, files

MACHINE = re.compile(
    rb"/(?:wor[k]|tm[p]/h|hom[e]/\w+|roo[t])/|--(?:extra-)?inde[x]-url|inde[x]-url\s*=|artifactor[y]|nexu[s]\.|"
    rb"Co-Authored-B[y]|Generated wit[h]"
)


def test_nothing_of_a_machine_is_committed():
    found = [(path, hit) for path in files() for hit in MACHINE.findall((ROOT / path).read_bytes())]
    assert found == []


@pytest.mark.parametrize(
    "line",
    [b"see /wor" + b"k/shared", b"/tm" + b"p/h/demo", b"--inde" + b"x-url http://x", b"cd /roo" + b"t/project"],
)
def test_this_would_be_found(line):
    assert MACHINE.search(line)
