"""Snippets: parameters, steps and other items of lists, as the format documents them."""

from __future__ import annotations

from typing import NamedTuple

from connector_lint.authentication import FIELDS_OF_GRANT, FIELDS_OF_TYPE, GRANT_TYPES
from connector_lint.credentials import SECRET_FIELDS

HEADERS = (
    "Accept", "Accept-Encoding", "Accept-Language", "Cache-Control", "Content-Type", "If-Modified-Since",
    "If-None-Match", "Idempotency-Key", "Notion-Version", "OData-Version", "Origin", "Prefer", "Referer", "User-Agent",
    "X-Api-Version", "X-GitHub-Api-Version", "X-Request-Id", "X-Requested-With",
)  # fmt: skip
MEDIA_TYPES = (
    "application/json", "application/x-www-form-urlencoded", "application/xml", "application/x-ndjson", "text/csv",
    "text/plain", "multipart/form-data",
)  # fmt: skip
KEY_NAMES = {
    "header": ("X-API-Key", "X-Auth-Token", "X-Access-Token", "api-key", "apikey"),
    "query_param": ("api_key", "apikey", "key", "token", "access_token", "appid"),
}
_METHODS = ("bearer", "basic_http", "api_key", *GRANT_TYPES.known)


class Snippet(NamedTuple):
    """An item of a list: its lines, the first without a dash, the others indented below it by two blanks a level."""

    label: str
    detail: str
    lines: list[str]


def field_lines(name: str) -> list[str]:
    """The lines of a field of an authentication."""
    lines = [f'name: "{name}"', 'type: "string"']
    if name == "key_name":
        lines.append('value: "${4:X-API-Key}"')
    return [*lines, "is_encrypted: true"] if name in SECRET_FIELDS else lines


def _fields(names: tuple[str, ...]) -> list[str]:
    lines = ["fields:"]
    for name in names:
        first, *rest = field_lines(name)
        lines += [f"  - {first}", *(f"    {line}" for line in rest)]
    return lines


def _authentication(method: str) -> Snippet:
    grant = method if method in GRANT_TYPES.known else ""
    auth_type = "oauth2" if grant else method
    lines = ['name: "${1:credentials}"', 'type: "authentication"', f'auth_type: "{auth_type}"']
    if auth_type == "api_key":
        lines.append('location: "${2:header}"')
    if grant:
        lines += ["oauth2_settings:", f'  grant_type: "{grant}"', '  token_url: "https://${2:auth.example.com/token}"']
    label = f"oauth2, {grant}" if grant else method
    fields = _fields(FIELDS_OF_TYPE[auth_type] + FIELDS_OF_GRANT.get(grant, ()))
    return Snippet(label, "authentication", [*lines, *fields])


AUTHENTICATIONS = [_authentication(method) for method in _METHODS]
PARAMETERS = [
    Snippet("string", "parameter", ['name: "${1:name}"', 'type: "string"', 'value: "$2"']),
    Snippet(
        "date_range",
        "parameter",
        [
            'name: "${1:date_range}"', 'type: "date_range"', 'period_type: "${2:date}"', 'format: "${3:YYYY-mm-DD}"',
            "fields:", '  - name: "start_date"', '    value: ""', '  - name: "end_date"', '    value: ""',
        ],
    ),
]  # fmt: skip
STEPS = [
    Snippet(
        "rest",
        "step",
        [
            'name: "${1:name}"', 'type: "rest"', 'http_method: "${2:GET}"', 'endpoint: "{{%BASE_URL%}}/$3"',
        ],
    ),
    Snippet(
        "loop",
        "step",
        [
            'name: "${1:name}"', 'type: "loop"', "loop:", '  type: "data"', '  variable_name: "${2:items}"',
            '  item_name: "${3:item}"', "steps:", "  - $0",
        ],
    ),
]  # fmt: skip
REPORTS = [Snippet("report", "report", ['name: "${1:name}"', "report_parameters: []", "steps:", "  - $0"])]
STORAGES = [Snippet("storage", "storage", ['name: "${1:results}"', 'type: "${2:file_system}"'])]
OUTPUTS = [
    Snippet(
        "output",
        "output of a step",
        ['response_location: "${1:data}"', 'variable_name: "$2"', 'variable_format: "${3:json}"'],
    )
]
# By the title of an item's schema.
BY_TITLE = {
    "Parameter": [*AUTHENTICATIONS, *PARAMETERS],
    "Step": STEPS,
    "Report": REPORTS,
    "Storage": STORAGES,
    "Output variable": OUTPUTS,
}
