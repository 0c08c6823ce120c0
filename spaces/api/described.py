"""The description of the API as it is committed, read once in a process; and its types in plain words."""

import hashlib
import json
from functools import cache

import yaml
from django.conf import settings

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
TYPES = {"string": "text", "integer": "number", "number": "number", "boolean": "true or false", "object": "object"}
FORMATS = {"date-time": "date and time", "date": "date", "email": "e-mail address", "uri": "address", "uuid": "UUID"}
UNBOUNDED = 2**63 - 1


@cache
def as_yaml():
    return (settings.BASE_DIR / "docs" / "openapi.yaml").read_bytes()


@cache
def description():
    return yaml.load(as_yaml(), LOADER)


@cache
def as_json():
    return json.dumps(description(), ensure_ascii=False, separators=(",", ":")).encode()


@cache
def etag():
    return f'"{hashlib.sha256(as_yaml()).hexdigest()[:32]}"'


def resolved(schema):
    """A schema itself where it is only named, or named beside null."""
    options = [one for one in schema.get("oneOf", []) if one.get("type") != "null"]
    if options:
        return resolved(options[0])
    if "$ref" in schema:
        return description()["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def kind_of(schema):
    """The type of a field in plain words."""
    types = schema.get("type", [])
    may_be_null = "null" in types or {"type": "null"} in schema.get("oneOf", [])
    return plain_kind(resolved(schema)) + (" or null" if may_be_null else "")


def plain_kind(schema):
    types = schema.get("type", "object")
    name = types if isinstance(types, str) else next(one for one in types if one != "null")
    if "enum" in schema:
        return "one of " + ", ".join(str(one) if one else "nothing" for one in schema["enum"])
    if name == "array":
        return f"list of {kind_of(schema['items'])}" + how_many(schema)
    if schema.get("format") in FORMATS:
        return FORMATS[schema["format"]]
    return TYPES[name] + limits(schema)


def how_many(schema):
    return f" (at most {schema['maxItems']:,})" if "maxItems" in schema else ""


def limits(schema):
    if schema.get("maximum", UNBOUNDED) < UNBOUNDED:
        return f" from {schema['minimum']} to {schema['maximum']}"
    return f", up to {schema['maxLength']:,} characters" if "maxLength" in schema else ""


def fields(schema, before=""):
    """(name, type, what it is) of each field, and of those within it."""
    schema = resolved(schema)
    for name, field in schema.get("properties", {}).items():
        yield before + name, kind_of(field), about(field, is_needed=name in schema.get("required", []))
        inner, end = (field["items"], "[].") if "items" in field else (field, ".")
        yield from fields(inner, f"{before}{name}{end}")


def about(field, *, is_needed=False):
    """What stands beside the type: a sentence, and what holds when it is left out."""
    usual = field.get("default")
    words = [
        "Required." if is_needed and not field.get("readOnly") else "",
        field.get("description") or field.get("title", ""),
        f"Usually {json.dumps(usual)}." if usual not in (None, "") else "",
    ]
    return " ".join(word for word in words if word)
