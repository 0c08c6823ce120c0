"""All addresses of the site, as Django's resolver knows them."""

from dataclasses import dataclass

from django.urls import URLPattern, get_resolver, reverse


@dataclass(frozen=True)
class Address:
    """One address: its name with namespaces (its route where it has none), its parameters in order, and its view."""

    name: str
    parameters: tuple[str, ...]
    view: object

    def path(self, values):
        """The path with these values for its parameters."""
        if self.name.startswith("/"):
            return self.name
        return reverse(self.name, kwargs=dict(zip(self.parameters, values, strict=True)))


def addresses(patterns=None, route="/", namespace="", parameters=()):
    """Every address below some patterns, those of the whole site first of all."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        taken = (*parameters, *pattern.pattern.converters)
        below = route + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield Address(f"{namespace}{pattern.name}" if pattern.name else below, taken, pattern.callback)
        elif pattern.namespace != "admin":  # all of it is for operators: tests/spaces/test_admin.py
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from addresses(pattern.url_patterns, below, inner, taken)
