"""The Blueprint schema: what it accepts, what it rejects, and that one defect is one error at one place."""

import json
import re
import time
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from ruamel.yaml import YAML

PATH = Path(__file__).parent.parent / "schema/blueprint.schema.json"
SCHEMA: dict[str, Any] = json.loads(PATH.read_text(encoding="utf-8"))
VALIDATOR = Draft7Validator(SCHEMA)

Place = tuple[str | int, ...]
Error = tuple[Place, str, str | None]


def read(text: str) -> Any:
    """Read a document as the engine hands it over: YAML 1.2, every key a string."""
    return _keys_as_text(YAML(typ="safe", pure=True).load(StringIO(text)))


def _keys_as_text(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _keys_as_text(item) for key, item in value.items()}
    return [_keys_as_text(item) for item in value] if isinstance(value, list) else value


def errors(document: Any) -> list[Error]:
    """Tell where, by which keyword and on behalf of which rule the document fails."""
    found = [
        (tuple(e.absolute_path), str(e.validator), e.schema.get("x-rule")) for e in VALIDATOR.iter_errors(document)
    ]
    return sorted(found, key=str)


# --- the schema itself ---------------------------------------------------------------------------------------

CONDITIONS = {"if", "not", "contains"}
MAPS = {"properties", "patternProperties", "definitions"}


def subschemas(schema: Any, *, skip: frozenset[str] = frozenset()) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every schema object from here down, with a pointer; keywords in `skip` are not entered."""
    pending: list[tuple[str, Any]] = [("#", schema)]
    while pending:
        pointer, here = pending.pop()
        if not isinstance(here, dict):
            continue
        yield pointer, here
        for keyword, value in here.items():
            if keyword in skip or keyword in {"examples", "x-key-rules"}:
                continue
            if keyword in MAPS:
                pending += [(f"{pointer}/{keyword}/{name}", item) for name, item in value.items()]
            elif isinstance(value, dict):
                pending.append((f"{pointer}/{keyword}", value))
            elif isinstance(value, list):
                pending += [(f"{pointer}/{keyword}/{index}", item) for index, item in enumerate(value)]


def asserting() -> list[tuple[str, dict[str, Any]]]:
    """List the schema objects that can cause an error or an editor's hover: none that only asks a question."""
    asked = {here["$ref"] for _, here in subschemas(SCHEMA, skip=frozenset(CONDITIONS)) if "$ref" in here}
    found = subschemas(SCHEMA, skip=frozenset(CONDITIONS | {"definitions"}))
    return [*found] + [
        (f"{name}{pointer[1:]}", here)
        for name in sorted(asked)
        for pointer, here in subschemas(resolve(name), skip=frozenset(CONDITIONS))
    ]


def resolve(reference: str) -> dict[str, Any]:
    """Return the definition that a reference names."""
    definition: dict[str, Any] = SCHEMA["definitions"][reference.removeprefix("#/definitions/")]
    return definition


def shapes() -> list[tuple[str, dict[str, Any]]]:
    """List the mappings that the schema describes: a condition has properties too, but no type."""
    return [(pointer, here) for pointer, here in asserting() if here.get("type") == "object"]


def test_is_a_draft_07_schema() -> None:
    Draft7Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert SCHEMA["$id"] == "urn:connector-lint:blueprint"


def test_is_pretty_printed() -> None:
    assert PATH.read_text(encoding="utf-8") == json.dumps(SCHEMA, indent=2, ensure_ascii=False) + "\n"


def test_every_property_has_a_title_and_a_description() -> None:
    known = [(f"{at}/{key}", item) for at, shape in shapes() for key, item in shape.get("properties", {}).items()]
    assert len(known) > 100
    assert [at for at, item in known if not (item.get("title") and item.get("description"))] == []


# What each mapping knows, as the description of the format has it: `[x]` is a list, `...` ends an open enumeration.
KNOWN: dict[str, dict[str, str]] = read("""
"#":
  {interface_parameters: object, connector: connector, steps: "[step]", reports: "[report]", multi-reports: "[report]",
   pre_run_configurations: decided, post_run_configurations: decided, fields: "[auth_field]"}
interface_parameters: {section: object}
section: {source: "[parameter]"}
parameter:
  {name: string, type: string | authentication | date_range | list | integer | boolean | multiselect | enum | ...,
   value: any, default: any, values: any, options: any, label: string, description: string, required: boolean,
   is_encrypted: boolean, is_sensitive: boolean, dynamic_source: dynamic_source, period_type: date | datetime,
   format: string, fields: "[]", auth_type: any, location: any, oauth2_settings: any}
auth_field: {name: string, type: string |, value: any, default: any, is_encrypted: boolean, is_sensitive: boolean,
  key_map: string, label: string, description: string, required: boolean}
oauth2_settings: {grant_type: decided, token_url: decided, is_basic_auth: boolean, scopes: string}
date_field: {name: string, value: any}
dynamic_source: {type: string, variable_name: string, populate_on: any, allow_manual_refresh: boolean}
connector:
  {name: string, base_url: string, type: rest | ..., default_headers: headers, default_retry_strategy: retry_strategy,
   variables_metadata: object, variables_storages: "[storage]", auth: builder_auth}
retry_strategy: {status_codes: string or integer or array, attempts: integer, interval: number}
retry_entry: {max_attempts: integer, retry_interval: number}
variable: {format: json | text | csv | ..., storage_name: string}
storage: {name: string, type: file_system | memory | ..., path: string}
builder_auth: {type: bearer | basic_http | api_key | oauth2 | ..., oauth: builder_oauth}
builder_oauth:
  {grant_type: client_credentials | refresh_token | authorization_code | ..., token_url: string,
   refresh_token: string, use_base64: boolean}
run_configuration: {name: string, steps: "[step]"}
report: {name: string, report_parameters: "[parameter]", steps: "[step]"}
step:
  {name: string, description: string, type: rest | loop | ..., http_method: METHOD, method: METHOD, endpoint: string,
   query_params: object or array, headers: headers, body: any, content_type: string, pagination: pagination,
   retry: step_retry, variables_output: "[output]", loop: loop, steps: "[step]", nested_steps: "[step]",
   loop_type: data | ..., items_path: string, item_name: string, include_in_output: boolean, ignore_errors: boolean,
   map_to: any}
step_retry: {status_codes: string or integer or array, attempts: integer, interval: integer}
output:
  {response_location: data | headers | status | ..., variable_name: string, variable_format: json | text | csv | ...,
   overwrite_storage: boolean, transformation_layers: "[transformation]"}
transformation: {type: extract_json | ..., from_type: string, json_path: string, depth: integer or string}
loop: {type: data | ..., variable_name: string, item_name: string, add_to_results: boolean, ignore_errors: boolean}
pagination:
  {type: page | offset | cursor | ..., parameters: "[page_parameter]", location: string,
   break_conditions: "[break_condition]", cursor_path: string, parameter_location: string, page_param_name: string,
   page_size_param_name: string, start_value: integer or string, increment: integer or string, token_path: string,
   total_items_path: string}
page_parameter: {name: string, value: any, increment_by: integer or string}
break_condition: {name: string, condition: object, variable: string, type: BREAK, key: string, value: any}
condition: {type: BREAK, value: any}
""")
METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"]
WORDS: dict[str, str] = {
    "METHOD": " | ".join(METHODS),
    "BREAK": (
        "empty_response | page_size_mismatch | total_items_reached | boolean_field | empty_json_path | empty_header"
        " | page_size_break | boolean_break | empty_property | string_equal | json_items_result_count | ..."
    ),
}


def kind(schema: dict[str, Any]) -> str:
    """Say in a word what a property holds, in the language of the table above."""
    if "$ref" in schema:
        named = resolve(schema["$ref"])
        return str(schema["$ref"].rpartition("/")[2]) if named.get("type") == "object" else kind(named)
    if "if" in schema:
        return "decided"
    if "items" in schema:
        return f"[{kind(schema['items'])}]"
    if "enum" in schema:
        return " | ".join(schema["enum"]) + (" |" if len(schema["enum"]) == 1 else "")
    if "anyOf" in schema:
        return " | ".join([*schema["anyOf"][0]["enum"], *["..."] * schema.get("x-open-enum", False)])
    held = schema.get("type", "any")
    return " or ".join(held) if isinstance(held, list) else {"array": "[]"}.get(held, held)


def test_every_mapping_knows_what_the_format_knows() -> None:
    expected = {name: {key: WORDS.get(held, held) for key, held in keys.items()} for name, keys in KNOWN.items()}
    found = {
        pointer.rpartition("/")[2]: {key: kind(item) for key, item in here["properties"].items()}
        for pointer, here in shapes()
        if "properties" in here
    }
    assert found == expected


def test_known_values_are_accepted_and_a_null_or_alien_value_is_one_error() -> None:
    for pointer, shape in shapes():
        for key, item in shape.get("properties", {}).items():
            validator = Draft7Validator({**item, "definitions": SCHEMA["definitions"]})
            at = f"{pointer}/{key}"
            if kind(item) == "any":
                assert [*validator.iter_errors(None)] == [], at
            else:
                assert len([*validator.iter_errors(None)]) == 1, at
                assert len([*validator.iter_errors(lambda: None)]) == 1, at
            if " | " in kind(item):
                assert [value for value in kind(item).split(" | ") if [*validator.iter_errors(value)]] == [], at


def test_every_described_mapping_has_a_title_and_a_description() -> None:
    described = [(at, here) for at, here in asserting() if here.get("type") == "object" and "/allOf/" not in at]
    assert [at for at, here in described if not (here.get("title") and here.get("description"))] == []


def test_editors_offer_the_grants_while_there_is_none() -> None:
    offered = resolve("#/definitions/oauth2_settings")["properties"]["grant_type"]["anyOf"]
    assert offered == [{"$ref": "#/definitions/grant_type"}, {}]


def test_lists_of_mappings_hold_nothing_else() -> None:
    for pointer, here in asserting():
        items = here.get("items", {})
        if "$ref" in items:
            validator = Draft7Validator({**here, "definitions": SCHEMA["definitions"]})
            assert [(*e.absolute_path, e.validator) for e in validator.iter_errors(["a"])] == [(0, "type")], pointer


def test_every_condition_speaks_of_described_properties() -> None:
    described = {key for _, shape in shapes() for key in shape.get("properties", {})}
    named = {key for _, here in subschemas(SCHEMA) for key in here.get("properties", {})}
    assert named - described == set()


def test_every_title_ends_without_a_full_stop_and_every_description_with_one() -> None:
    found = [here for _, here in asserting() if "title" in here]
    assert [here["title"] for here in found if here["title"].endswith(".")] == []
    assert [here["description"] for here in found if not here["description"].endswith(".")] == []


def test_every_enum_explains_its_values() -> None:
    enums = [(pointer, here) for pointer, here in asserting() if "enum" in here]
    assert len(enums) > 15
    assert [at for at, here in enums if len(here.get("enumDescriptions", [])) != len(here["enum"])] == []
    assert [at for at, here in enums if not all(here["enumDescriptions"])] == []


def test_every_open_enum_has_one_form() -> None:
    opened = [here for _, here in subschemas(SCHEMA) if "x-open-enum" in here]
    assert len(opened) > 8
    for here in opened:
        assert here["x-open-enum"] is True
        assert [set(branch) for branch in here["anyOf"]] == [{"enum", "enumDescriptions"}, {"type"}]
        assert here["anyOf"][1] == {"type": "string"}


def test_closed_mappings_let_x_keys_pass() -> None:
    closed = {pointer: here for pointer, here in asserting() if here.get("additionalProperties") is False}
    assert [at for at, here in closed.items() if here.get("patternProperties", {}).get("^x-") != {}] == []
    assert {at.rpartition("/")[2] for at in closed} == {
        "#",
        "interface_parameters",
        "section",
        "parameter",
        "auth_field",
        "oauth2_settings",
        "connector",
        "retry_strategy",
        "retry_entry",
        "variable",
        "storage",
    }


def test_references_stand_beside_annotations_only() -> None:
    """Find no condition beside `$ref`, where draft-07 would never check it."""
    beside = {key for _, here in subschemas(SCHEMA) if "$ref" in here for key in here}
    assert beside <= {"$ref", "title", "description", "examples"}


def test_every_definition_is_used() -> None:
    used = {here["$ref"].removeprefix("#/definitions/") for _, here in subschemas(SCHEMA) if "$ref" in here}
    assert used == set(SCHEMA["definitions"])


def test_rules_are_named_beside_a_keyword_that_can_fail() -> None:
    failing = {"required", "enum", "type", "pattern", "const", "not", "contains"}
    named = [(pointer, here) for pointer, here in subschemas(SCHEMA) if "x-rule" in here]
    assert [pointer for pointer, here in named if not failing & set(here)] == []
    assert {here["x-rule"] for _, here in named} == {
        "base-url-trailing-slash",
        "insecure-url",
        "invalid-key-map",
        "invalid-location",
        "invalid-scopes",
        "misplaced-auth-key",
        "missing-auth-field",
        "missing-grant-type",
        "missing-token-url",
        "unencrypted-secret",
        "unknown-auth-type",
        "unknown-grant-type",
    }


def test_an_if_never_matches_for_want_of_a_key() -> None:
    for pointer, here in subschemas(SCHEMA):
        if properties := here.get("if", {}).get("properties"):
            assert set(properties) <= set(here["if"]["required"]), pointer


def test_a_contains_asks_for_one_name() -> None:
    asked = [here["contains"] for _, here in subschemas(SCHEMA) if "contains" in here]
    names = [condition["properties"]["name"]["const"] for condition in asked]
    assert asked == [{"required": ["name"], "properties": {"name": {"const": name}}} for name in names]


def test_one_defect_cannot_fail_as_a_choice() -> None:
    assert [pointer for pointer, here in subschemas(SCHEMA) if "oneOf" in here] == []
    choices = [here["anyOf"] for _, here in asserting() if "anyOf" in here]
    assert [len(branches) for branches in choices] == [2] * len(choices)


def patterns() -> list[str]:
    """List every regular expression of the schema."""
    found = {here["pattern"] for _, here in subschemas(SCHEMA) if "pattern" in here}
    found |= {pattern for _, here in subschemas(SCHEMA) for pattern in here.get("patternProperties", {})}
    return sorted(found)


@pytest.mark.parametrize("pattern", patterns())
def test_patterns_are_linear_and_common_to_python_and_javascript(pattern: str) -> None:
    assert re.search(r"\(\?[P<#a-z]|\\[AZzdwbpP]|[*+?]\+", pattern) is None
    compiled = re.compile(pattern)
    size = 100_000
    texts = ("a", "/", " ", "429,", "429", "1", ".localhost", ":", "http://", "\n")
    hostile = [
        start + text * (size // len(text)) + end for start in ("", "http://") for text in texts for end in ("", "!")
    ]
    began = time.perf_counter()
    for text in hostile:
        compiled.search(text)
    assert time.perf_counter() - began < 5


def test_examples_hold_what_the_property_accepts() -> None:
    for _, here in subschemas(SCHEMA):
        for example in here.get("examples", []):
            found = [*Draft7Validator({**here, "definitions": SCHEMA["definitions"]}).iter_errors(example)]
            assert found == [], example


# --- documents to accept -------------------------------------------------------------------------------------

SINGLE = """
interface_parameters:
  section:
    source:
      - {name: tenant, type: string, value: ""}
      - name: window
        type: date_range
        period_type: date
        format: YYYY-mm-DD
        fields:
          - {name: start_date, value: ""}
          - {name: end_date, value: ""}
      - {name: page_size, type: integer, value: 50, default: 100}
      - {name: archived, type: boolean, value: false}
      - {name: state, type: list, values: [open, closed]}
      - {name: kinds, type: multiselect, options: {a: A, b: B}, value: null}
      - name: ledger_login
        type: authentication
        auth_type: bearer
        fields: [{name: bearer_token, type: string, is_encrypted: true}]
connector:
  name: Ledger
  base_url: https://{tenant}.ledger.example/v2
  default_headers: {Accept: application/json, X-Version: 3}
  default_retry_strategy:
    429: {max_attempts: 5, retry_interval: 60}
    500: {max_attempts: 3, retry_interval: 10}
  variables_metadata:
    rows: {format: json, storage_name: results dir}
  variables_storages:
    - {name: results dir, type: file_system, path: storage/rows}
    - {name: scratch, type: memory}
pre_run_configurations:
  name: Check the login
  steps:
    - {name: Who am I, type: rest, http_method: GET, endpoint: "{{%BASE_URL%}}/me"}
steps:
  - name: Fetch rows
    description: All rows of the window
    type: rest
    http_method: GET
    endpoint: "{{%BASE_URL%}}/rows"
    query_params: {from: "{window.start_date}", limit: 50, archived: false}
    headers: {Accept: text/csv}
    body: '{"filters":{}}'
    content_type: application/json
    pagination:
      type: page
      location: qs
      parameters:
        - {name: page, value: 1, increment_by: 1}
        - {name: per_page, value: 100, increment_by: 0}
      break_conditions:
        - {name: End, condition: {type: empty_json_path, value: $.rows}, variable: "{{%rows%}}"}
    variables_output:
      - response_location: data
        variable_name: rows
        variable_format: json
        overwrite_storage: true
        transformation_layers: [{type: extract_json, from_type: json, json_path: $.rows, depth: 2}]
  - name: Each row
    type: loop
    loop: {type: data, variable_name: rows, item_name: row, add_to_results: true, ignore_errors: false}
    steps:
      - name: Row
        type: rest
        http_method: GET
        endpoint: "/rows/{{%row%}}"
        pagination: {type: cursor, cursor_path: $.next, location: body}
"""

MULTI = """
interface_parameters:
  section:
    source:
      - {name: region, type: string}
connector:
  name: Shop
  base_url: "{{%region%}}"
  default_retry_strategy: {5xx: {max_attempts: 1, retry_interval: 1}}
reports:
  - name: Orders
    report_parameters:
      - {name: window, type: date_range, period_type: datetime, fields: [{name: start_date, value: ""}]}
    steps:
      - {name: Fetch orders, type: rest, http_method: POST, endpoint: /orders, body: {any: [thing, 1, null]}}
  - {name: Stock, steps: [], owner: warehouse}
"""

BUILDER = """
interface_parameters:
  section:
    source:
      - {name: shop_login, type: authentication, auth_type: %s, is_sensitive: true, label: Login, required: true}
      - name: store
        type: enum
        label: Store
        description: Which store
        values: [north, south]
        default: north
        dynamic_source:
          {type: variable, variable_name: stores, populate_on: load, allow_manual_refresh: true, cached: true}
connector:
  name: Shop
  base_url: https://shop.example
  default_headers: {}
  default_retry_strategy: {status_codes: "429,503", attempts: 3, interval: 5}
  variables_metadata: {}
  variables_storages: []
  auth:
    type: %s
    oauth: {grant_type: refresh_token, token_url: "https://shop.example/token", refresh_token: "", use_base64: true}
    extra: 1
pre_run_configurations:
  - name: Before
    steps: []
post_run_configurations:
  - {name: After, steps: [{name: Log out, type: rest, method: delete, endpoint: /session}]}
multi-reports:
  - name: Orders
    report_parameters: []
    steps:
      - name: Fetch
        type: rest
        method: get
        endpoint: /orders
        body: ""
        retry: {status_codes: "429,503", attempts: 3, interval: 5}
        pagination:
          type: offset
          parameter_location: query
          page_param_name: page
          page_size_param_name: size
          start_value: 1
          increment: 1
          token_path: $.token
          total_items_path: $.total
          break_conditions:
            - {type: empty_response}
            - {type: boolean_field, key: has_more, value: false}
      - name: Each
        type: loop
        loop_type: data
        items_path: $.items
        item_name: item
        include_in_output: true
        ignore_errors: true
        map_to: lines
        nested_steps: [{name: Line, type: rest, method: GET, endpoint: "/lines/{{item}}"}]
"""

OLD = """
interface_parameters:
  section:
    source:
      - name: office_login
        type: authentication
        auth_type: basic_http
        fields:
          - {name: username, type: string, value: your_office_mail}
          - {name: password, type: string, value: look at 1password, is_encrypted: true}
connector:
  name: OfficeConnector
  type: rest
  base_url: 'https://office.example'
  default_headers:
    Authorization: 'Basic {YOUR_AUTH}'
  variables_metadata:
    last_page: {storage_name: results memory, format: json}
  variables_storages:
    - {name: results memory, type: memory}
steps:
  - name: Pages
    type: loop
    steps: []
"""

# The shapes of the vendor's page: its authentications, then its connectors and the fragments beside them.
AUTHENTICATIONS: list[dict[str, Any]] = read("""
- {auth_type: bearer, fields: [{name: bearer_token, type: string, is_encrypted: true}]}
- {auth_type: bearer}
- auth_type: basic_http
  fields: [{name: username, type: string}, {name: password, type: string, is_encrypted: true}]
- auth_type: basic_http
  fields: [{name: username, type: string, value: ""}, {name: password, type: string, value: "", is_encrypted: true}]
- auth_type: api_key
  location: header
  fields: [{name: key_name, type: string, value: X-Shop-Key}, {name: key_value, type: string, is_encrypted: true}]
- auth_type: api_key
  location: query_param
  fields: [{name: key_name, type: string, value: shop_id}, {name: key_value, type: string, is_encrypted: true}]
- auth_type: api_key
  location: header
  fields: [{name: key_name, type: string, value: Authorization}, {name: key_value, type: string, is_encrypted: true}]
- auth_type: oauth2
  oauth2_settings: {grant_type: client_credentials, token_url: "https://login.example/t", is_basic_auth: false}
  fields: [{name: client_id, type: string}, {name: client_secret, type: string, is_encrypted: true}]
- auth_type: oauth2
  oauth2_settings:
    {grant_type: client_credentials, token_url: "https://{host}/t", is_basic_auth: true, scopes: read write}
  fields: [{name: client_id, type: string}, {name: client_secret, type: string, is_encrypted: true}]
- auth_type: oauth2
  oauth2_settings: {grant_type: refresh_token, token_url: "https://login.example/t"}
  fields:
    - {name: client_id, type: string}
    - {name: client_secret, type: string, is_encrypted: true}
    - {name: refresh_token, type: string, is_encrypted: true}
- auth_type: oauth2
  oauth2_settings: {grant_type: authorization_code, token_url: "https://login.example/t"}
  fields:
    - {name: client_id, type: string}
    - {name: client_secret, type: string, is_encrypted: true}
    - {name: code, type: string}
    - {name: redirect_uri, type: string}
- auth_type: oauth2
  oauth2_settings: {grant_type: client_credentials, token_url: "https://login.example/t"}
  fields:
    - {name: client_id, type: string}
    - {name: client_secret, type: string, is_encrypted: true}
    - {name: access_token, type: string, key_map: tokenValue}
    - {name: expires_in, type: string, key_map: validFor}
    - {name: token_type, type: string, key_map: kind}
""")

DOCUMENTS: list[dict[str, Any]] = read("""
- connector: {name: Open Data, base_url: "https://open.example/v1"}
- connector:
    name: Code
    base_url: https://code.example
    default_headers: {Accept: application/vnd.code+json, X-Code-Version: "2024-02-03"}
- connector: {name: Desk, base_url: "https://{desk_domain}.desk.example/rest/3"}
- connector: {name: Builds, base_url: "{builds_url}"}
- connector: {name: Deals, base_url: "https://{deals_domain}.deals.example/data/v58.0"}
- fields:
    - {name: password, type: string, is_encrypted: true}
    - {name: api_key, type: string, is_encrypted: true}
    - {name: client_secret, type: string, is_encrypted: true}
- pre_run_configurations:
    name: Try the login
    steps: [{name: Try, type: rest, http_method: GET, endpoint: "{{%BASE_URL%}}/status"}]
""")


def authentication(**keys: Any) -> dict[str, Any]:
    """Make an authentication parameter; a key set to `...` is left out."""
    parameter = {"name": "shop_login", "type": "authentication", **keys}
    return {key: value for key, value in parameter.items() if value is not ...}


def fragment(*parameters: Any) -> dict[str, Any]:
    """Make a fragment with these parameters."""
    return {"interface_parameters": {"section": {"source": [*parameters]}}}


def connector(**keys: Any) -> dict[str, Any]:
    """Make a document that is a connector and no more; a key set to `...` is left out."""
    found = {"name": "Shop", "base_url": "https://shop.example", **keys}
    return {"connector": {key: value for key, value in found.items() if value is not ...}}


def steps(*items: Any) -> dict[str, Any]:
    """Make a single-report Blueprint with these steps."""
    return {**connector(), "steps": [*items]}


@pytest.mark.parametrize("keys", AUTHENTICATIONS)
def test_authentications_of_the_vendors_page_are_valid(keys: dict[str, Any]) -> None:
    assert errors(fragment(authentication(**keys))) == []
    assert errors({**fragment(authentication(**keys)), **connector()}) == []


@pytest.mark.parametrize("document", [*DOCUMENTS, read(SINGLE), read(MULTI), read(OLD)])
def test_documents_of_the_docs_are_valid(document: dict[str, Any]) -> None:
    assert errors(document) == []


@pytest.mark.parametrize("auth_type", ["bearer", "basic_http", "api_key", "oauth2"])
def test_documents_of_the_builder_are_valid(auth_type: str) -> None:
    assert errors(read(BUILDER % (auth_type, auth_type))) == []


ANYTHING: list[Any] = [None, 1, 0.5, "a", "{}", [1], {"a": None}, False]
RUNS: list[Any] = [{}, [], [{}], {"name": "a"}]
FIELD: dict[str, Any] = {"name": "username", "type": "string"}
HIDDEN: dict[str, Any] = {"type": "string", "is_encrypted": True}
ID_AND_SECRET: list[dict[str, Any]] = [{"name": "client_id", "type": "string"}, {"name": "client_secret", **HIDDEN}]
OAUTH_SETTINGS = {"grant_type": "client_credentials", "token_url": "https://login.example/token"}
KEY: list[dict[str, Any]] = [{"name": "key_name", "type": "string"}, {"name": "key_value", **HIDDEN}]

ACCEPTED: dict[str, Any] = {
    "an empty list of parameters": fragment(),
    "no section": {"interface_parameters": {}},
    "anchors at the root": {"x-anchors": {"a": [1]}, "x-": None, **connector()},
    "x- keys in closed mappings": {
        "interface_parameters": {
            "x-a": 1,
            "section": {
                "x-a": 1,
                "source": [
                    {"name": "a", "type": "string", "x-a": 1},
                    authentication(
                        auth_type="oauth2",
                        oauth2_settings={
                            "grant_type": "client_credentials",
                            "token_url": "https://a.example",
                            "x-a": 1,
                        },
                        fields=[{**ID_AND_SECRET[0], "x-a": 1}, ID_AND_SECRET[1]],
                    ),
                ],
            },
        },
        **connector(
            **{"x-a": None},
            default_retry_strategy={"x-a": 1, "429": {"x-a": 1}},
            variables_metadata={"rows": {"x-a": 1}},
            variables_storages=[{"name": "a", "x-a": 1}],
        ),
    },
    "a header whose name begins with x-": connector(
        default_headers={"x-shop": "a", "X-Version": 1.5, "X-Day": 20240101}
    ),
    "retry statuses": connector(
        default_retry_strategy={status: {} for status in ("429", "5xx", "5XX", "500-599", "429,503", "429, 503,5xx")}
    ),
    "one status code as a number": connector(
        default_retry_strategy={"status_codes": 429, "attempts": 3, "interval": 1}
    ),
    "both methods in any case": steps(
        *({key: f(method)} for method in METHODS for key in ("http_method", "method") for f in (str.lower, str.title))
    ),
    "unknown values of open enums": {
        **fragment({"name": "a", "type": "slider"}),
        **connector(
            type="graphql",
            variables_metadata={"rows": {"format": "parquet"}},
            variables_storages=[{"name": "a", "type": "bucket"}],
            auth={"type": "hmac", "oauth": {"grant_type": "", "token_url": ""}},
        ),
        "steps": [
            {
                "type": "sql",
                "query": "select 1",
                "pagination": {"type": "link", "break_conditions": [{"type": "never"}]},
            },
            {
                "type": "loop",
                "loop_type": "while",
                "loop": {"type": "until"},
                "variables_output": [{"variable_format": "x"}],
            },
        ],
    },
    "the Terraform guide's step": steps(
        {"name": "a", "method": "GET", "url": "/a", "response": {"data_path": "$", "pagination": "none"}}
    ),
    "any value, any default": fragment(
        *({"name": "a", "type": "string", "value": value, "default": value} for value in ANYTHING)
    ),
    "any body": steps(*({"body": value} for value in ANYTHING)),
    "loopback over http": [
        connector(base_url=f"http://{host}")
        for host in (
            "localhost",
            "LOCALHOST:8080/api",
            "localhost:{port}/v1",
            "api.localhost/v1",
            "127.0.0.1:9000",
            "127.1.2.3?a=b",
            "[::1]:80/x",
        )
    ],
    "placeholders as address": [
        connector(base_url=url) for url in ("{url}", "{{%url%}}", "{{url}}", "https://{a}.b/{c}")
    ],
    "a name that is blank yet": connector(name=""),
    "secrets with key_map are the provider's": fragment(
        authentication(
            auth_type="oauth2",
            oauth2_settings={"grant_type": "client_credentials", "token_url": "https://a.example"},
            fields=[*ID_AND_SECRET, {"name": "refresh_token", "type": "string", "key_map": "renewal"}],
        )
    ),
    "an encrypted user name": fragment(
        authentication(auth_type="basic_http", fields=[{"name": "username", **HIDDEN}, {"name": "password", **HIDDEN}])
    ),
    "the fields of other types": fragment(
        {"name": "a", "type": "date_range", "fields": [{"name": "start_date", "anything": 1}]},
        {"name": "b", "type": "slider", "fields": [{"low": 1}]},
    ),
    "pre-run lists and mappings": [
        {"pre_run_configurations": value, "post_run_configurations": value} for value in RUNS
    ],
}


@pytest.mark.parametrize("case", ACCEPTED)
def test_near_misses_are_valid(case: str) -> None:
    document = ACCEPTED[case]
    for one in document if isinstance(document, list) else [document]:
        assert errors(one) == []


# --- documents to reject -------------------------------------------------------------------------------------

SOURCE: Place = ("interface_parameters", "section", "source")
FIRST: Place = (*SOURCE, 0)
OAUTH: Place = (*FIRST, "oauth2_settings")


def bearer(**keys: Any) -> dict[str, Any]:
    """Make a fragment whose bearer_token has these keys too; a key set to `...` is left out."""
    field = {key: value for key, value in {"name": "bearer_token", **HIDDEN, **keys}.items() if value is not ...}
    return fragment(authentication(auth_type="bearer", fields=[field]))


def oauth(*fields: dict[str, Any], **settings: Any) -> dict[str, Any]:
    """Make a fragment with an OAuth2 authentication; a setting set to `...` is left out."""
    kept = {key: value for key, value in {**OAUTH_SETTINGS, **settings}.items() if value is not ...}
    return fragment(authentication(auth_type="oauth2", oauth2_settings=kept, fields=[*ID_AND_SECRET, *fields]))


def plain(**keys: Any) -> dict[str, Any]:
    """Make a fragment with one text parameter; a key set to `...` is left out."""
    return fragment(
        {key: value for key, value in {"name": "tenant", "type": "string", **keys}.items() if value is not ...}
    )


def api_key(**keys: Any) -> dict[str, Any]:
    """Make a fragment with an API key; a key set to `...` is left out."""
    return fragment(authentication(**{"auth_type": "api_key", "location": "header", "fields": KEY, **keys}))


DEFECTS: dict[str, tuple[Any, list[Error]]] = {
    # the document
    "empty": ({}, [((), "required", None)]),
    "no mapping": ([], [((), "type", None)]),
    "null": (None, [((), "type", None)]),
    "only x- keys": ({"x-a": 1}, [((), "required", None)]),
    "steps without connector": ({"steps": []}, [((), "required", None)]),
    "parameters and steps without connector": ({**fragment(), "steps": []}, [((), "required", None)]),
    "reports without connector": ({**fragment(), "reports": []}, [((), "required", None)]),
    "multi-reports without connector": ({**fragment(), "multi-reports": []}, [((), "required", None)]),
    "the Terraform guide's root": (
        {"name": "a", "version": "1.0", "steps": []},
        [((), "additionalProperties", None), ((), "required", None)],
    ),
    "unknown key at the root": ({**connector(), "multi_reports": []}, [((), "additionalProperties", None)]),
    "bare fields beside a connector": ({**connector(), "fields": [FIELD]}, [(("fields",), "not", None)]),
    "a bare secret field": (
        {"fields": [{"name": "password", "type": "string"}]},
        [(("fields", 0), "required", "unencrypted-secret")],
    ),
    "connector is null": ({"connector": None}, [(("connector",), "type", None)]),
    "connector is a list": ({"connector": [{}]}, [(("connector",), "type", None)]),
    "steps are null": ({**connector(), "steps": None}, [(("steps",), "type", None)]),
    "reports are a mapping": ({**connector(), "reports": {}}, [(("reports",), "type", None)]),
    # interface parameters
    "parameters are null": ({"interface_parameters": None}, [(("interface_parameters",), "type", None)]),
    "parameters are a flat list": (
        {"interface_parameters": [{"name": "a", "type": "string"}]},
        [(("interface_parameters",), "type", None)],
    ),
    "unknown key in interface_parameters": (
        {"interface_parameters": {"source": []}},
        [(("interface_parameters",), "additionalProperties", None)],
    ),
    "section is null": ({"interface_parameters": {"section": None}}, [(SOURCE[:2], "type", None)]),
    "unknown key in section": (
        {"interface_parameters": {"section": {"sources": []}}},
        [(SOURCE[:2], "additionalProperties", None)],
    ),
    "source is a mapping": ({"interface_parameters": {"section": {"source": {}}}}, [(SOURCE, "type", None)]),
    "source is null": ({"interface_parameters": {"section": {"source": None}}}, [(SOURCE, "type", None)]),
    # a parameter
    "parameter is a text": (fragment("tenant"), [(FIRST, "type", None)]),
    "parameter without name": (plain(name=...), [(FIRST, "required", None)]),
    "parameter without type": (plain(type=...), [(FIRST, "required", None)]),
    "parameter without both": (fragment({}), [(FIRST, "required", None), (FIRST, "required", None)]),
    "authentication without type": (
        fragment(authentication(type=..., auth_type="bearer")),
        [(FIRST, "required", None)],
    ),
    "unknown key in a parameter": (plain(valeu=""), [(FIRST, "additionalProperties", None)]),
    "name is a number": (plain(name=1), [((*FIRST, "name"), "type", None)]),
    "type is a number": (plain(type=1), [((*FIRST, "type"), "anyOf", None)]),
    "type is null": (fragment(authentication(type=None, auth_type="bearer")), [((*FIRST, "type"), "anyOf", None)]),
    "period_type is open to two values": (plain(period_type="month"), [((*FIRST, "period_type"), "enum", None)]),
    "period_type is null": (plain(period_type=None), [((*FIRST, "period_type"), "enum", None)]),
    "format is null": (plain(format=None), [((*FIRST, "format"), "type", None)]),
    "label is a number": (plain(label=1), [((*FIRST, "label"), "type", None)]),
    "description is null": (plain(description=None), [((*FIRST, "description"), "type", None)]),
    "dynamic_source is null": (plain(dynamic_source=None), [((*FIRST, "dynamic_source"), "type", None)]),
    "allow_manual_refresh is a text": (
        plain(dynamic_source={"allow_manual_refresh": "yes"}),
        [((*FIRST, "dynamic_source", "allow_manual_refresh"), "type", None)],
    ),
    "fields are a mapping": (
        fragment(authentication(auth_type="bearer", fields={"name": "bearer_token"})),
        [((*FIRST, "fields"), "type", None)],
    ),
    "fields are null": (
        fragment(authentication(auth_type="bearer", fields=None)),
        [((*FIRST, "fields"), "type", None)],
    ),
    "date_range field without name": (
        plain(type="date_range", fields=[{"value": ""}]),
        [((*FIRST, "fields", 0), "required", None)],
    ),
    "date_range field is a text": (
        plain(type="date_range", fields=["start_date"]),
        [((*FIRST, "fields", 0), "type", None)],
    ),
    # a field of an authentication
    "field is a text": (
        fragment(authentication(auth_type="bearer", fields=["bearer_token"])),
        [((*FIRST, "fields", 0), "type", None)],
    ),
    "field without name": (bearer(name=...), [((*FIRST, "fields", 0), "required", None)]),
    "field's name is null": (bearer(name=None), [((*FIRST, "fields", 0, "name"), "type", None)]),
    "field without type": (bearer(type=...), [((*FIRST, "fields", 0), "required", None)]),
    "field of another type": (bearer(type="password"), [((*FIRST, "fields", 0, "type"), "enum", None)]),
    "field's type is null": (bearer(type=None), [((*FIRST, "fields", 0, "type"), "enum", None)]),
    "unknown key in a field": (bearer(encrypted=True), [((*FIRST, "fields", 0), "additionalProperties", None)]),
    "is_encrypted is a text": (bearer(is_encrypted="true"), [((*FIRST, "fields", 0, "is_encrypted"), "type", None)]),
    "is_encrypted is null": (bearer(is_encrypted=None), [((*FIRST, "fields", 0, "is_encrypted"), "type", None)]),
    "is_encrypted is 1": (bearer(is_encrypted=1), [((*FIRST, "fields", 0, "is_encrypted"), "type", None)]),
    # authentication type and place of the key
    "no auth_type": (fragment(authentication(fields=[FIELD])), [(FIRST, "required", "unknown-auth-type")]),
    "auth_type is blank": (
        fragment(authentication(auth_type="")),
        [((*FIRST, "auth_type"), "enum", "unknown-auth-type")],
    ),
    "auth_type is null": (
        fragment(authentication(auth_type=None)),
        [((*FIRST, "auth_type"), "enum", "unknown-auth-type")],
    ),
    "auth_type is another": (
        fragment(authentication(auth_type="api_token", location="body", fields=[FIELD])),
        [((*FIRST, "auth_type"), "enum", "unknown-auth-type")],
    ),
    "auth_type is nearly oauth2": (
        fragment(authentication(auth_type="oauth", oauth2_settings={}, fields=[FIELD])),
        [((*FIRST, "auth_type"), "enum", "unknown-auth-type")],
    ),
    "api_key without location": (api_key(location=...), [(FIRST, "required", "invalid-location")]),
    "api_key without location and fields": (
        api_key(location=..., fields=...),
        [(FIRST, "required", "invalid-location")],
    ),
    "api_key without location, sensitive but with fields": (
        api_key(location=..., is_sensitive=True),
        [(FIRST, "required", "invalid-location")],
    ),
    "location is another": (api_key(location="query"), [((*FIRST, "location"), "enum", "invalid-location")]),
    "location is null": (api_key(location=None), [((*FIRST, "location"), "enum", "invalid-location")]),
    # required fields
    "no fields at all": (
        fragment(authentication(auth_type="basic_http", fields=[])),
        [((*FIRST, "fields"), "contains", "missing-auth-field")] * 2,
    ),
    "bearer without bearer_token": (bearer(name="token"), [((*FIRST, "fields"), "contains", "missing-auth-field")]),
    "basic_http without username": (
        fragment(authentication(auth_type="basic_http", fields=[{"name": "password", **HIDDEN}])),
        [((*FIRST, "fields"), "contains", "missing-auth-field")],
    ),
    "basic_http without password": (
        fragment(authentication(auth_type="basic_http", fields=[FIELD])),
        [((*FIRST, "fields"), "contains", "missing-auth-field")],
    ),
    "api_key without key_name": (api_key(fields=KEY[1:]), [((*FIRST, "fields"), "contains", "missing-auth-field")]),
    "api_key without key_value": (api_key(fields=KEY[:1]), [((*FIRST, "fields"), "contains", "missing-auth-field")]),
    "refresh_token without the field": (
        oauth(grant_type="refresh_token"),
        [((*FIRST, "fields"), "contains", "missing-auth-field")],
    ),
    "authorization_code without code and redirect_uri": (
        oauth(grant_type="authorization_code"),
        [((*FIRST, "fields"), "contains", "missing-auth-field")] * 2,
    ),
    "authorization_code without code": (
        oauth({"name": "redirect_uri", "type": "string"}, grant_type="authorization_code"),
        [((*FIRST, "fields"), "contains", "missing-auth-field")],
    ),
    "authorization_code without redirect_uri": (
        oauth({"name": "code", "type": "string"}, grant_type="authorization_code"),
        [((*FIRST, "fields"), "contains", "missing-auth-field")],
    ),
    # OAuth2 settings
    "no oauth2_settings": (
        fragment(authentication(auth_type="oauth2", fields=ID_AND_SECRET)),
        [(FIRST, "required", "missing-token-url")],
    ),
    "oauth2_settings are null": (
        fragment(authentication(auth_type="oauth2", oauth2_settings=None, fields=ID_AND_SECRET)),
        [(OAUTH, "type", None)],
    ),
    "oauth2_settings are a list": (
        fragment(authentication(auth_type="oauth2", oauth2_settings=[], fields=ID_AND_SECRET)),
        [(OAUTH, "type", None)],
    ),
    "unknown key in oauth2_settings": (oauth(scope="read"), [(OAUTH, "additionalProperties", None)]),
    "no token_url": (oauth(token_url=...), [(OAUTH, "required", "missing-token-url")]),
    "token_url is null": (oauth(token_url=None), [((*OAUTH, "token_url"), "type", "missing-token-url")]),
    "token_url is empty": (oauth(token_url=""), [((*OAUTH, "token_url"), "pattern", "missing-token-url")]),
    "token_url is blank": (oauth(token_url=" \n"), [((*OAUTH, "token_url"), "pattern", "missing-token-url")]),
    "token_url is a number": (oauth(token_url=1), [((*OAUTH, "token_url"), "type", None)]),
    "token_url over http": (oauth(token_url="http://a.example"), [((*OAUTH, "token_url"), "pattern", "insecure-url")]),
    "no grant_type": (oauth(grant_type=...), [(OAUTH, "required", "missing-grant-type")]),
    "grant_type is null": (oauth(grant_type=None), [((*OAUTH, "grant_type"), "type", "missing-grant-type")]),
    "grant_type is blank": (oauth(grant_type=" "), [((*OAUTH, "grant_type"), "pattern", "missing-grant-type")]),
    "grant_type is another": (oauth(grant_type="implicit"), [((*OAUTH, "grant_type"), "enum", "unknown-grant-type")]),
    "grant_type is a number": (oauth(grant_type=1), [((*OAUTH, "grant_type"), "enum", "unknown-grant-type")]),
    "no settings at all": (
        oauth(grant_type=..., token_url=...),
        [(OAUTH, "required", "missing-grant-type"), (OAUTH, "required", "missing-token-url")],
    ),
    "is_basic_auth is a text": (oauth(is_basic_auth="no"), [((*OAUTH, "is_basic_auth"), "type", None)]),
    "scopes are a list": (oauth(scopes=["a"]), [((*OAUTH, "scopes"), "type", "invalid-scopes")]),
    "scopes are null": (oauth(scopes=None), [((*OAUTH, "scopes"), "type", "invalid-scopes")]),
    "key_map is blank": (
        oauth({"name": "token_type", "type": "string", "key_map": " "}),
        [((*FIRST, "fields", 2, "key_map"), "pattern", "invalid-key-map")],
    ),
    "key_map is null": (
        oauth({"name": "token_type", "type": "string", "key_map": None}),
        [((*FIRST, "fields", 2, "key_map"), "type", "invalid-key-map")],
    ),
    # the connector
    "the header that the vendor's page warns of, alone": (
        {"connector": {"default_headers": {"Authorization": "Bearer {{%t%}}"}}},
        [(("connector",), "required", None)] * 2,
    ),
    "connector without name": (connector(name=...), [(("connector",), "required", None)]),
    "connector without base_url": (connector(base_url=...), [(("connector",), "required", None)]),
    "unknown key in connector": (connector(header={}), [(("connector",), "additionalProperties", None)]),
    "connector's name is null": (connector(name=None), [(("connector", "name"), "type", None)]),
    "connector's type is a number": (connector(type=1), [(("connector", "type"), "anyOf", None)]),
    "base_url is null": (connector(base_url=None), [(("connector", "base_url"), "type", None)]),
    "base_url is a number": (connector(base_url=1), [(("connector", "base_url"), "type", None)]),
    "base_url is blank": (connector(base_url=" "), [(("connector", "base_url"), "pattern", None)]),
    "base_url ends in a slash": (
        connector(base_url="https://a.example/v1/"),
        [(("connector", "base_url"), "pattern", "base-url-trailing-slash")],
    ),
    "base_url is a slash": (
        connector(base_url="/"),
        [(("connector", "base_url"), "pattern", "base-url-trailing-slash")],
    ),
    "headers are null": (connector(default_headers=None), [(("connector", "default_headers"), "type", None)]),
    "headers are a list": (connector(default_headers=[]), [(("connector", "default_headers"), "type", None)]),
    "header is a boolean": (
        connector(default_headers={"A": True}),
        [(("connector", "default_headers", "A"), "type", None)],
    ),
    "header is null": (connector(default_headers={"A": None}), [(("connector", "default_headers", "A"), "type", None)]),
    "auth is null": (connector(auth=None), [(("connector", "auth"), "type", None)]),
    "auth's type is null": (connector(auth={"type": None}), [(("connector", "auth", "type"), "anyOf", None)]),
    "auth.oauth is null": (connector(auth={"oauth": None}), [(("connector", "auth", "oauth"), "type", None)]),
    "auth's token_url over http": (
        connector(auth={"oauth": {"token_url": "http://a.example"}}),
        [(("connector", "auth", "oauth", "token_url"), "pattern", "insecure-url")],
    ),
    "use_base64 is a text": (
        connector(auth={"oauth": {"use_base64": "on"}}),
        [(("connector", "auth", "oauth", "use_base64"), "type", None)],
    ),
    "retry strategy is null": (
        connector(default_retry_strategy=None),
        [(("connector", "default_retry_strategy"), "type", None)],
    ),
    "retry entry is null": (
        connector(default_retry_strategy={"429": None}),
        [(("connector", "default_retry_strategy", "429"), "type", None)],
    ),
    "unknown key in a retry entry": (
        connector(default_retry_strategy={"429": {"attempts": 1}}),
        [(("connector", "default_retry_strategy", "429"), "additionalProperties", None)],
    ),
    "attempts are a text": (
        connector(default_retry_strategy={"attempts": "3"}),
        [(("connector", "default_retry_strategy", "attempts"), "type", None)],
    ),
    "max_attempts are a fraction": (
        connector(default_retry_strategy={"429": {"max_attempts": 1.5}}),
        [(("connector", "default_retry_strategy", "429", "max_attempts"), "type", None)],
    ),
    "retry_interval is null": (
        connector(default_retry_strategy={"5xx": {"retry_interval": None}}),
        [(("connector", "default_retry_strategy", "5xx", "retry_interval"), "type", None)],
    ),
    "variables are a list": (
        connector(variables_metadata=[]),
        [(("connector", "variables_metadata"), "type", None)],
    ),
    "variable is a text": (
        connector(variables_metadata={"a": "json"}),
        [(("connector", "variables_metadata", "a"), "type", None)],
    ),
    "unknown key in a variable": (
        connector(variables_metadata={"a": {"storage": "b"}}),
        [(("connector", "variables_metadata", "a"), "additionalProperties", None)],
    ),
    "variable's format is null": (
        connector(variables_metadata={"a": {"format": None}}),
        [(("connector", "variables_metadata", "a", "format"), "anyOf", None)],
    ),
    "storages are a mapping": (
        connector(variables_storages={}),
        [(("connector", "variables_storages"), "type", None)],
    ),
    "storage without name": (
        connector(variables_storages=[{"type": "memory"}]),
        [(("connector", "variables_storages", 0), "required", None)],
    ),
    "unknown key in a storage": (
        connector(variables_storages=[{"name": "a", "paht": "b"}]),
        [(("connector", "variables_storages", 0), "additionalProperties", None)],
    ),
    # reports, run configurations and steps
    "report without name": ({**connector(), "reports": [{"steps": []}]}, [(("reports", 0), "required", None)]),
    "report without steps": (
        {**connector(), "multi-reports": [{"name": "a"}]},
        [(("multi-reports", 0), "required", None)],
    ),
    "report is null": ({**connector(), "reports": [None]}, [(("reports", 0), "type", None)]),
    "report parameter without type": (
        {**connector(), "reports": [{"name": "a", "steps": [], "report_parameters": [{"name": "b"}]}]},
        [(("reports", 0, "report_parameters", 0), "required", None)],
    ),
    "report parameters are a mapping": (
        {**connector(), "reports": [{"name": "a", "steps": [], "report_parameters": {}}]},
        [(("reports", 0, "report_parameters"), "type", None)],
    ),
    "pre-run is null": ({"pre_run_configurations": None}, [(("pre_run_configurations",), "type", None)]),
    "pre-run is a text": ({"pre_run_configurations": "a"}, [(("pre_run_configurations",), "type", None)]),
    "post-run holds a text": ({"post_run_configurations": ["a"]}, [(("post_run_configurations", 0), "type", None)]),
    "pre-run steps are a mapping": (
        {"pre_run_configurations": [{"steps": {}}]},
        [(("pre_run_configurations", 0, "steps"), "type", None)],
    ),
    "step is a text": (steps("a"), [(("steps", 0), "type", None)]),
    "step's type is null": (steps({"type": None}), [(("steps", 0, "type"), "anyOf", None)]),
    "unknown method": (steps({"http_method": "FETCH"}), [(("steps", 0, "http_method"), "anyOf", None)]),
    "method is nearly one": (steps({"method": "GETS"}), [(("steps", 0, "method"), "anyOf", None)]),
    "method is null": (steps({"method": None}), [(("steps", 0, "method"), "anyOf", None)]),
    "endpoint is null": (steps({"endpoint": None}), [(("steps", 0, "endpoint"), "type", None)]),
    "query parameters are a text": (steps({"query_params": "a=b"}), [(("steps", 0, "query_params"), "type", None)]),
    "a step's header is a boolean": (steps({"headers": {"A": False}}), [(("steps", 0, "headers", "A"), "type", None)]),
    "pagination is null": (steps({"pagination": None}), [(("steps", 0, "pagination"), "type", None)]),
    "break condition is a text": (
        steps({"pagination": {"break_conditions": ["empty"]}}),
        [(("steps", 0, "pagination", "break_conditions", 0), "type", None)],
    ),
    "break condition's type is a number": (
        steps({"pagination": {"break_conditions": [{"condition": {"type": 1}}]}}),
        [(("steps", 0, "pagination", "break_conditions", 0, "condition", "type"), "anyOf", None)],
    ),
    "retry is a number": (steps({"retry": 3}), [(("steps", 0, "retry"), "type", None)]),
    "overwrite_storage is a text": (
        steps({"variables_output": [{"overwrite_storage": "true"}]}),
        [(("steps", 0, "variables_output", 0, "overwrite_storage"), "type", None)],
    ),
    "nested steps are checked": (
        steps({"steps": [{"nested_steps": [{"include_in_output": 1}]}]}),
        [(("steps", 0, "steps", 0, "nested_steps", 0, "include_in_output"), "type", None)],
    ),
    "loop's booleans": (
        steps({"loop": {"add_to_results": "y", "ignore_errors": "n"}, "ignore_errors": "off"}),
        [
            (("steps", 0, "ignore_errors"), "type", None),
            (("steps", 0, "loop", "add_to_results"), "type", None),
            (("steps", 0, "loop", "ignore_errors"), "type", None),
        ],
    ),
}

for _key in ("required", "is_encrypted", "is_sensitive"):
    DEFECTS[f"{_key} of a parameter is a text"] = (plain(**{_key: "yes"}), [((*FIRST, _key), "type", None)])
for _key in ("token_url", "grant_type", "scopes", "is_basic_auth"):
    DEFECTS[f"{_key} beside oauth2_settings"] = (
        fragment({**oauth()["interface_parameters"]["section"]["source"][0], _key: "a"}),
        [(FIRST, "additionalProperties", None)],
    )
for _type in ("bearer", "basic_http", "oauth2"):
    DEFECTS[f"location for {_type}"] = (
        fragment(authentication(auth_type=_type, location="body")),
        [((*FIRST, "location"), "not", "misplaced-auth-key")],
    )
for _type in ("bearer", "basic_http"):
    DEFECTS[f"oauth2_settings for {_type}"] = (
        fragment(authentication(auth_type=_type, oauth2_settings={"scope": None})),
        [((*FIRST, "oauth2_settings"), "not", "misplaced-auth-key")],
    )
for _grant in ("refresh_token", "authorization_code"):
    DEFECTS[f"{_grant} without oauth2"] = (
        api_key(oauth2_settings={"grant_type": _grant}),
        [((*FIRST, "oauth2_settings"), "not", "misplaced-auth-key")],
    )
    DEFECTS[f"{_grant} with a field that has no name"] = (
        oauth({"type": "string"}, grant_type=_grant),
        [((*FIRST, "fields", 2), "required", None)],
    )
for _type in ("bearer", "basic_http", "api_key", "oauth2"):
    for _field, _place, _keyword in (({"type": "string"}, (), "required"), (FIELD | {"name": 1}, ("name",), "type")):
        DEFECTS[f"{_type} with a field whose name fails by {_keyword}"] = (
            fragment(
                authentication(
                    auth_type=_type,
                    fields=[_field],
                    **({"location": "header"} if _type == "api_key" else {}),
                    **({"oauth2_settings": OAUTH_SETTINGS} if _type == "oauth2" else {}),
                )
            ),
            [((*FIRST, "fields", 0, *_place), _keyword, None)],
        )
DEFECTS["oauth2_settings for api_key"] = (
    api_key(oauth2_settings=None),
    [((*FIRST, "oauth2_settings"), "not", "misplaced-auth-key")],
)
for _key in ("auth_type", "location", "oauth2_settings"):
    DEFECTS[f"{_key} without authentication"] = (
        plain(**{_key: "another"}),
        [((*FIRST, _key), "not", "misplaced-auth-key")],
    )
for _missing in (0, 1):
    DEFECTS[f"oauth2 without {ID_AND_SECRET[_missing]['name']}"] = (
        fragment({**oauth()["interface_parameters"]["section"]["source"][0], "fields": [ID_AND_SECRET[1 - _missing]]}),
        [((*FIRST, "fields"), "contains", "missing-auth-field")],
    )
for _name in ("bearer_token", "password", "key_value", "client_secret", "refresh_token"):
    DEFECTS[f"{_name} without is_encrypted"] = (
        {"fields": [{"name": _name, "type": "string"}]},
        [(("fields", 0), "required", "unencrypted-secret")],
    )
    DEFECTS[f"{_name} with is_encrypted: false"] = (
        {"fields": [{"name": _name, "type": "string", "is_encrypted": False}]},
        [(("fields", 0, "is_encrypted"), "const", "unencrypted-secret")],
    )
for _url in (
    "http://a.example",
    "HTTP://a.example/v1",
    "http://{host}/v1",
    "http://localhost.a.example",
    "http://a.example:80",
    "http://localhost@a.example",
    "http://localhost:80@a.example",
    "http://127.0.0.1.a.example",
    "http://1127.0.0.1",
    "http://notlocalhost",
):
    DEFECTS[f"base_url {_url}"] = (connector(base_url=_url), [(("connector", "base_url"), "pattern", "insecure-url")])
for _status in ("4290", "42", "0429", "429-", "429;503", "5xxx", "default", "max_attempts", "-429"):
    DEFECTS[f"retry status {_status}"] = (
        connector(default_retry_strategy={_status: {"max_attempts": 1}}),
        [(("connector", "default_retry_strategy"), "additionalProperties", None)],
    )


@pytest.mark.parametrize("case", DEFECTS)
def test_one_defect_is_one_error(case: str) -> None:
    document, expected = DEFECTS[case]
    assert errors(document) == sorted(expected, key=str)


def test_every_rule_of_the_schema_is_tried() -> None:
    tried = {rule for _, expected in DEFECTS.values() for _, _, rule in expected}
    assert tried - {None} == {here["x-rule"] for _, here in subschemas(SCHEMA) if "x-rule" in here}


def test_a_missing_field_is_named_in_the_failing_schema() -> None:
    document = fragment(authentication(auth_type="basic_http", fields=[]))
    missing = [error.schema["contains"]["properties"]["name"]["const"] for error in VALIDATOR.iter_errors(document)]
    assert missing == ["username", "password"]


def test_misplaced_keys_are_owned_by_their_rule() -> None:
    (error,) = VALIDATOR.iter_errors(plain(scopes="read"))
    assert error.schema["x-key-rules"] == dict.fromkeys(
        ["token_url", "grant_type", "scopes", "is_basic_auth"], "misplaced-auth-key"
    )


def test_steps_nested_to_the_depth_limit_are_checked() -> None:
    step: dict[str, Any] = {"type": None}
    for _ in range(50):
        step = {"steps": [step]}
    assert [(len(place), keyword) for place, keyword, _ in errors(steps(step))] == [(103, "anyOf")]
