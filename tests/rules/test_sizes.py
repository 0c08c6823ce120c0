"""Small files and small functions: where the house draws the line."""

from statistics import median

from tests.rules.sizes import files_by_length, functions_by_length

LONGEST_FILE, LONGEST_FUNCTION = 400, 25


def longer_than(limit, lengths):
    return {name: length for name, length in lengths.items() if length > limit}


def test_no_file_is_long():
    assert longer_than(LONGEST_FILE, files_by_length()) == {}


def test_no_function_is_long():
    assert longer_than(LONGEST_FUNCTION, functions_by_length()) == {}


def test_most_files_fit_on_a_screen():
    assert median(files_by_length().values()) < 80
