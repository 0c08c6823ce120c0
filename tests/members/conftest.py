import pytest
from django.test import Client


@pytest.fixture
def client():
    """A browser that prefers English, so that pages for nobody in particular can be read by a test."""
    return Client(headers={"accept-language": "en"})
