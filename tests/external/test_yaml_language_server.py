"""Our schema in the YAML language server, as it is: hover, completion and diagnostics."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from .conftest import ROOT
from .yaml_server import YamlServer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .yaml_server import Shown

SCHEMA = ROOT / "schema" / "blueprint.schema.json"
PAGE = (ROOT / "docs" / "editors.md").read_text(encoding="utf-8")
VALID = sorted((ROOT / "fixtures" / "valid").rglob("*.yaml"))
AUTHENTICATION = """\
interface_parameters:
  section:
    source:
      - name: credentials
        type: authentication
"""
API_KEY = AUTHENTICATION + "        auth_type: api_key\n"
SETTINGS = AUTHENTICATION + "        auth_type: oauth2\n        oauth2_settings:\n"
WRONG_LOCATION = (6, 18, 22, 'Value is not accepted. Valid values: "header", "query_param".')
KEY_FIELDS = (
    "        fields:\n"
    "          - {name: key_name, type: string, value: X-Key}\n"
    "          - {name: key_value, type: string, is_encrypted: true}\n"
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[YamlServer]:
    """The server as the settings recipe has it, in a folder laid out as that recipe supposes."""
    folder = tmp_path_factory.mktemp("project")
    with YamlServer(folder, schemas={SCHEMA.as_uri(): ["*.yaml"]}) as server:
        yield server


@pytest.mark.parametrize(
    ("text", "title", "said"),
    [
        ("conn|ector:\n  name: a\n", "Connector", "Name and address of the API"),
        (
            AUTHENTICATION + "        auth_|type: api_key\n",
            "Authentication type",
            "* `api_key`: A fixed key in a header",
        ),
        (AUTHENTICATION + "        auth_type: api|_key\n", "Authentication type", "* `oauth2`: A token fetched from"),
        (API_KEY + "        loc|ation: header\n", "Location of the API key", "* `query_param`: Appended to the URL"),
        (SETTINGS + "          gr|ant_type: refresh_token\n", "Grant type", "* `client_credentials`: Server to server"),
        ("steps:\n  - http_|method: GET\n", "HTTP method", "* `POST`: Sends data"),
    ],
)
def test_pointing_at_a_key_tells_what_it_means(server: YamlServer, text: str, title: str, said: str) -> None:
    shown = server.hover(text)
    assert shown.startswith(f"#### {title}\n")
    assert said in shown


def test_a_fields_name_is_not_said_to_be_one_of_the_secret_ones(server: YamlServer) -> None:
    shown = server.hover(AUTHENTICATION + "        fields:\n          - na|me: username\n")
    assert shown.startswith("#### Name\n")
    assert "Allowed Values" not in shown


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (AUTHENTICATION + "        auth_type: |\n", ["bearer", "basic_http", "api_key", "oauth2"]),
        (API_KEY + "        location: |\n", ["header", "query_param"]),
        (SETTINGS + "          grant_type: |\n", ["client_credentials", "refresh_token", "authorization_code"]),
    ],
)
def test_values_are_offered_each_with_its_meaning(server: YamlServer, text: str, values: list[str]) -> None:
    offered = server.completions(text)
    assert list(offered) == values
    assert all(str(item.documentation).endswith(".") for item in offered.values())


def test_keys_are_offered_that_belong_there(server: YamlServer) -> None:
    assert {"base_url", "default_headers"} <= server.completions("connector:\n  |\n").keys()
    assert server.completions("connector:\n  |\n").keys().isdisjoint({"endpoint", "steps"})


def test_what_is_inserted_with_a_key_needs_no_quotes(server: YamlServer) -> None:
    offered = server.completions("steps:\n  - |\n").values()
    assert [item.label for item in offered if ": {" in re.sub(r"\$\{\d+:", "", str(item.insert_text))] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (API_KEY + "        location: body\n" + KEY_FIELDS, [WRONG_LOCATION]),
        (API_KEY + "        location: header\n" + KEY_FIELDS, []),
        (
            API_KEY + "        location: header\n        fields: []\n",
            [(7, 16, 18, "Missing field `key_name`."), (7, 16, 18, "Missing field `key_value`.")],
        ),
        (
            "connector:\n  name: a\n  base_url: http://api.example.com\n",
            [(2, 12, 34, "Use https: over http, credentials travel in plain text.")],
        ),
        (
            "connector:\n  nam: a\n  base_url: https://a.example\n  name: a\n",
            [(1, 2, 5, "Property nam is not allowed.")],
        ),
    ],
)
def test_a_mistake_is_shown_where_it_is(server: YamlServer, text: str, expected: list[Shown]) -> None:
    assert server.diagnostics(text) == expected


def test_nothing_is_said_of_what_is_valid(server: YamlServer) -> None:
    shown = server.diagnostics_of_each(path.read_text(encoding="utf-8") for path in VALID)
    assert len(VALID) > 30
    assert {path.name: found for path, found in zip(VALID, shown, strict=True) if found} == {}


def test_the_comment_of_the_page_names_the_schema_for_one_file(tmp_path: Path) -> None:
    (modeline,) = re.findall(r"^```yaml\n(# yaml-language-server: .*\n)```", PAGE, re.MULTILINE)
    (tmp_path / "blueprint.schema.json").write_bytes(SCHEMA.read_bytes())
    with YamlServer(tmp_path) as server:
        text = modeline + API_KEY + "        location: body\n" + KEY_FIELDS
        (line, *rest) = WRONG_LOCATION
        assert server.diagnostics(text) == [(line + 1, *rest)]


def test_the_settings_of_the_page_name_it_for_a_folder(tmp_path: Path) -> None:
    blocks = [json.loads(text) for text in re.findall(r"^```json\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)]
    (schemas,) = [block["yaml.schemas"] for block in blocks if "yaml.schemas" in block]
    (tmp_path / "blueprint.schema.json").write_bytes(SCHEMA.read_bytes())
    (tmp_path / "connectors").mkdir()
    text = API_KEY + "        location: body\n" + KEY_FIELDS
    with YamlServer(tmp_path, schemas=schemas) as server:
        assert server.diagnostics(text) == []
        assert server.diagnostics(text, under="connectors") == [WRONG_LOCATION]
