"""What we need of a grant by the 360Giving Data Standard, as a JSON schema of our own.

The published schema checks some hundred more fields. We check those that we read, by the same rules, so that an
error in, say, a telephone number does not cost a grant. The tests compare the two on real files.
"""

from jsonschema import Draft202012Validator, FormatChecker

from .amounts import CURRENCIES

DATE = {
    "type": "string",
    "oneOf": [{"format": "date-time"}, {"pattern": "^[0-9]{4}-(0[1-9]|1[012])-(0[1-9]|[12][0-9]|3[01])$"}],
}
ORGANISATIONS = {
    "type": "array",
    "minItems": 1,
    "items": {
        "type": "object",
        "required": ["id", "name"],
        "properties": {"id": {"type": "string"}, "name": {"type": "string"}, "addressLocality": {"type": "string"}},
    },
}
GRANT = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["id", "title", "description", "currency", "amountAwarded", "awardDate", "fundingOrganization"],
    "properties": {
        "id": {"type": "string"},
        "title": {"type": "string"},
        "description": {"type": "string"},
        "currency": {"enum": sorted(CURRENCIES)},
        "amountAwarded": {"type": "number"},
        "amountDisbursed": {"type": "number"},
        "awardDate": DATE,
        "recipientOrganization": ORGANISATIONS,
        "fundingOrganization": ORGANISATIONS,
    },
    "anyOf": [{"required": ["recipientOrganization"]}, {"required": ["recipientIndividual"]}],
}
VALIDATOR = Draft202012Validator(GRANT, format_checker=FormatChecker())
