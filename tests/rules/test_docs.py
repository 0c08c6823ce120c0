"""What the documents say is there, is there."""

import re

import pytest

from tests.rules.code import ROOT, files, text_of

DOCUMENTS = [path for path in files() if path.endswith(".md")]
VARIABLE = re.compile(r"env\.\w+\(\"(\w+)\"")


def test_every_variable_that_the_settings_read_is_explained():
    explained = set(re.findall(r"^\| `(\w+)`", text_of("README.md"), re.MULTILINE))
    assert explained == set(VARIABLE.findall(text_of("impact_spaces/settings.py")))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_between_documents_lead_somewhere(document):
    folder = (ROOT / document).parent
    links = [link for link in re.findall(r"\]\(([^)#]+)", text_of(document)) if "://" not in link]
    paths = {str((folder / link).resolve().relative_to(ROOT)) for link in links}
    assert sorted(path for path in paths if not (ROOT / path).exists()) == []


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md"])
def test_files_that_are_named_exist(document):
    named = re.findall(
        r"`((?:bin|docs|impact_spaces|locale|members|sectors|spaces|static|templates|tests)/[\w/.-]*)`",
        text_of(document),
    )
    invented = {path for path in named if "meeting" in path}  # the example of the recipe
    assert sorted(path for path in set(named) - invented if not (ROOT / path).exists()) == []


def test_the_licence_is_the_one_that_is_named():
    assert 'license = "Apache-2.0"' in text_of("pyproject.toml")
    assert "Apache License\n                           Version 2.0" in text_of("LICENSE")
