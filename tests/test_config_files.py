"""Configuration files: which one holds, that every key has its effect, and what is said of bad ones."""

from __future__ import annotations

import json
import pickle
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from connector_lint import Config, check
from connector_lint.cli import main
from connector_lint.config_check import config_schema, faults, options_schema
from connector_lint.configs import Configs
from connector_lint.finding import Severity
from connector_lint.limits import Limits
from connector_lint.outputs import FORMATS
from connector_lint.registry import all_rules

if TYPE_CHECKING:
    from click.testing import Result

NAME = ".connector-lint.toml"
# An `insecure-url` at 1:34 (security, error) and an `unknown-key` (structure, warning).
BLUEPRINT = 'connector: {name: "x", base_url: "http://b.example.com", "x-a": 1, nmae: "y"}\n'


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a Blueprint, as the working folder."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "a.yaml").write_text(BLUEPRINT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def rules(*arguments: str) -> list[str]:
    """`path rule` of all findings."""
    result = run("--format", "json", *arguments)
    assert result.exit_code in (0, 1), result.output
    return [f"{found['path']} {found['rule']}" for found in json.loads(result.stdout)["findings"]]


def write(text: str, file: str = NAME) -> None:
    Path(file).parent.mkdir(parents=True, exist_ok=True)
    Path(file).write_text(text, encoding="utf-8")


def error(*arguments: str) -> str:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, ""), result.output
    return result.stderr.removeprefix("Error: ").rstrip("\n")


def test_without_a_file() -> None:
    assert rules() == ["a.yaml insecure-url", "a.yaml unknown-key"]


# Every key has its effect.


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('select = ["structure"]', ["unknown-key"]),
        ('select = ["insecure-url"]', ["insecure-url"]),
        ('ignore = ["security"]', ["unknown-key"]),
        ('[severity]\ninsecure-url = "off"', ["unknown-key"]),
        ('[per-file-ignores]\n"*.yaml" = ["unknown-key"]', ["insecure-url"]),
        ('select = ["insecure-url"]\n[per-file-ignores]\n"/a.yaml" = ["security"]', []),
        ('[per-file-ignores]\n"b.yaml" = ["security"]', ["insecure-url", "unknown-key"]),
        ('[rules.insecure-url]\nhosts = ["B.example.com"]', ["unknown-key"]),
        ('[rules.insecure-url]\nhosts = ["example.com"]', ["insecure-url", "unknown-key"]),
        ("[limits]\nnodes = 3", ["unreadable-file"]),
        ("[limits]\nsize = 30", ["unreadable-file"]),
        ("[limits]\ndepth = 1", ["unreadable-file"]),
    ],
)
def test_what_is_found(text: str, expected: list[str]) -> None:
    write(text)
    assert rules() == [f"a.yaml {rule}" for rule in expected]


@pytest.mark.parametrize(
    ("limit", "text"),
    [
        ("alias-nodes = 1", "connector: {a: &a [1, 2, 3], b: *a}\n"),
        ("directives = 1", "%TAG !a! a\n%TAG !b! b\n---\nconnector: {name: x}\n"),
    ],
)
def test_other_limits(limit: str, text: str) -> None:
    write(text, "b.yaml")
    assert "b.yaml unreadable-file" not in rules("b.yaml")
    write(f"[limits]\n{limit}")
    assert "b.yaml unreadable-file" in rules("b.yaml")


def test_severity_and_fail_on() -> None:
    assert run().exit_code == 1
    write('fail-on = "error"\n[severity]\ninsecure-url = "info"\n')
    assert run().exit_code == 0
    assert run("--fail-on", "info").exit_code == 1
    assert run("--severity", "unknown-key=error").exit_code == 1
    assert "info insecure-url" in run("--severity", "unknown-key=error", "--format", "concise").stdout
    write('fail-on = "never"')
    assert run().exit_code == 0


def test_format() -> None:
    write('format = "json"')
    assert json.loads(run().stdout)["version"]
    assert run("--format", "concise").stdout.startswith("a.yaml:1:34: ")
    assert run("--output", "report").stdout == ""
    assert json.loads(Path("report").read_text(encoding="utf-8"))["version"]


def test_exclude() -> None:
    for folder in ("sub/old", "sub/new", "old"):
        write(BLUEPRINT, f"{folder}/b.yaml")
    write('extend = "../shared/b.toml"\nexclude = ["old/"]', f"sub/{NAME}")
    write("", "shared/b.toml")
    linted = {found.partition(" ")[0] for found in rules(".")}
    assert linted == {"a.yaml", "old/b.yaml", "sub/new/b.yaml"}
    assert {found.partition(" ")[0] for found in rules("--exclude", "new/", ".")} == {
        "a.yaml", "old/b.yaml", "sub/old/b.yaml"
    }  # fmt: skip
    assert rules("--force-exclude", "sub/old/b.yaml") == []
    assert len(rules("sub/old/b.yaml")) == 2


def test_baseline() -> None:
    write('baseline = "old.txt"', "shared/b.toml")
    write('extend = "shared/b.toml"')
    assert "there is no such file" in error(".")
    assert run("--write-baseline", "shared/old.txt", ".").exit_code == 0
    assert run(".").exit_code == 0
    write(BLUEPRINT, "new.yaml")
    assert {found.partition(" ")[0] for found in rules(".")} == {"new.yaml"}
    assert len(rules("--no-config", ".")) == 4


def test_a_baseline_keeps_what_the_configuration_of_its_file_hides() -> None:
    write(BLUEPRINT, "sub/b.yaml")
    assert run("--write-baseline", "old.txt").exit_code == 0
    before = Path("old.txt").read_text(encoding="utf-8")
    write('ignore = ["security"]', f"sub/{NAME}")
    assert "baseline" not in run("--baseline", "old.txt").stderr
    run("--write-baseline", "old.txt")
    assert Path("old.txt").read_text(encoding="utf-8") == before


def test_own_credential_names_are_found_and_masked() -> None:
    secret = "open" + "sesame"
    write(f'interface_parameters: {{section: {{source: [{{name: "acme_login", type: "string", value: "{secret}"}}]}}}}\n', "b.yaml")  # fmt: skip
    assert rules("b.yaml") == []
    write('[rules.hardcoded-secret]\nnames = ["acme-login"]\n[rules.unencrypted-secret]\nnames = ["acme_login"]')
    assert {"b.yaml hardcoded-secret", "b.yaml unencrypted-secret"} <= set(rules("b.yaml"))
    assert secret not in run("b.yaml").output


def test_own_credential_names_count_in_requests() -> None:
    text = 'connector: {name: "x", base_url: "https://b.example.com", default_headers: {X-Acme: "sesame"}}\n'
    write(text, "b.yaml")
    assert rules("b.yaml") == []
    write('[rules.hardcoded-secret]\nnames = ["x_acme"]')
    assert rules("b.yaml") == ["b.yaml hardcoded-secret"]


def test_names_that_are_defined_elsewhere() -> None:
    steps = '[{name: "get", type: "rest", http_method: "GET", endpoint: "{{%BASE_URL%}}/{{%acme_region%}}"}]'
    text = f'interface_parameters: {{section: {{source: []}}}}\nconnector: {{name: "x", base_url: "https://b.example.com"}}\nsteps: {steps}\n'
    write(text, "b.yaml")
    assert "b.yaml undefined-parameter" in rules("b.yaml")
    write('[rules.undefined-parameter]\nnames = ["acme_region"]')
    assert "b.yaml undefined-parameter" not in rules("b.yaml")


# Which file holds.


def test_the_nearest_file_upwards_of_each_file_holds() -> None:
    write(BLUEPRINT, "sub/deep/b.yaml")
    write('[tool.other]\nignore = ["connector-lint"]', "sub/deep/pyproject.toml")
    write('ignore = ["security"]')
    write('[tool.connector-lint]\nignore = ["structure"]', "sub/pyproject.toml")
    assert rules() == ["a.yaml unknown-key", "sub/deep/b.yaml insecure-url"]
    write('ignore = ["security", "structure"]', f"sub/{NAME}")
    assert rules() == ["a.yaml unknown-key"]


def test_the_search_ends_at_the_repository(tmp_path: Path) -> None:
    write('ignore = ["security"]')
    write(BLUEPRINT, "inner/b.yaml")
    (tmp_path / "inner" / ".git").mkdir()
    assert rules("inner/b.yaml") == ["inner/b.yaml insecure-url", "inner/b.yaml unknown-key"]


def test_what_is_about_the_run_comes_from_the_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(BLUEPRINT, "sub/b.yaml")
    write('fail-on = "never"', f"sub/{NAME}")
    assert run("sub/b.yaml").exit_code == 1
    monkeypatch.chdir(tmp_path / "sub")
    assert run("b.yaml").exit_code == 0


def test_standard_input_is_looked_for_where_its_name_is() -> None:
    write('ignore = ["security"]', f"sub/{NAME}")
    result = CliRunner().invoke(main, ["--format", "concise", "--stdin-filename", "sub/b.yaml", "-"], input=BLUEPRINT)
    assert "insecure-url" not in result.stdout
    assert "sub/b.yaml:1:68: " in result.stdout


def test_a_named_file_holds_for_all_and_no_config_for_none() -> None:
    write('ignore = ["structure"]')
    write('ignore = ["security"]', "other/settings.toml")
    assert rules("--config", "other/settings.toml") == ["a.yaml unknown-key"]
    assert rules("--no-config") == ["a.yaml insecure-url", "a.yaml unknown-key"]
    assert error("--no-config", "--config", NAME).startswith("--config names a file and --no-config")


def test_options_win_key_by_key() -> None:
    write('select = ["security"]\nignore = ["insecure-url"]')
    assert rules("--select", "structure") == ["a.yaml unknown-key"]
    assert rules("--ignore", "duplicate-key") == ["a.yaml insecure-url"]


def test_extend_is_read_first_and_its_tables_are_merged() -> None:
    write('ignore = ["structure"]\n[severity]\nunknown-key = "off"\ninsecure-url = "off"', "shared/b.toml")
    write('extend = "shared/b.toml"\nignore = []\n[severity]\ninsecure-url = "info"\n')
    assert rules() == ["a.yaml insecure-url"]


@pytest.mark.parametrize(("shared", "pattern"), [(NAME, "sub/b.yaml"), ("shared/c.toml", "/b.yaml")])
def test_patterns_of_a_shared_file(shared: str, pattern: str) -> None:
    """Above, they begin in its folder; elsewhere, in that of the file that extends it."""
    write(BLUEPRINT, "sub/b.yaml")
    write(f'[per-file-ignores]\n"{pattern}" = ["structure"]', shared)
    write(f'extend = "../{shared}"', f"sub/{NAME}")
    assert rules("sub/b.yaml") == ["sub/b.yaml insecure-url"]


def test_a_config_with_options_can_be_sent_to_another_process() -> None:
    write('[rules.insecure-url]\nhosts = ["b.example.com"]')
    config = pickle.loads(pickle.dumps(Configs().scope(Path()).config))
    assert [found.rule for found in check(BLUEPRINT, "a.yaml", config)] == ["unknown-key"]
    assert Configs(use_files=False).scope(Path()).config == Config()


# What is shown.


def test_show_config_says_where_each_value_comes_from() -> None:
    write('ignore = ["structure"]\n[rules]\ninsecure-url.hosts = ["b.example.com"]\n', "shared/b.toml")
    write('extend = "shared/b.toml"\n\n[severity]\n  "unknown-key" = "off"\n[limits]\ndepth = 7\n')
    text = run(
        "--show-config",
        "--fail-on",
        "info",
        "--severity",
        "duplicate-key=error",
        "--exclude",
        "old/",
        "--baseline",
        "b",
    ).stdout
    lines = text.splitlines()
    assert "select = []  # default" in lines
    assert 'ignore = ["structure"]  # shared/b.toml:1:1' in lines
    assert 'fail-on = "info"  # --fail-on' in lines
    assert 'exclude = ["old/"]  # --exclude' in lines
    assert 'baseline = "b"  # --baseline' in lines
    assert 'unknown-key = "off"  # .connector-lint.toml:4:3' in lines
    assert 'duplicate-key = "error"  # --severity' in lines
    assert "depth = 7  # .connector-lint.toml:6:1" in lines
    assert "nodes = 200000  # default" in lines
    assert 'hosts = ["b.example.com"]  # shared/b.toml:3:14' in lines
    assert tomllib.loads(text)["limits"]["depth"] == 7


def test_show_config_of_a_path() -> None:
    write('ignore = ["structure"]', f"sub/{NAME}")
    write(BLUEPRINT, "sub/b.yaml")
    line = f'ignore = ["structure"]  # sub/{NAME}:1:1'
    assert line in run("--show-config", "sub").stdout
    assert line in run("--show-config", "sub/b.yaml").stdout
    assert line not in run("--show-config").stdout


# Bad input.


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a =\n", "1:4: this is no TOML (Invalid value): correct it, see https://toml.io"),
        ('\n\nselect = ["a"', "3:14: this is no TOML (Unclosed array): correct it, see https://toml.io"),
        ('a = "', "1:6: this is no TOML (Unterminated string): correct it, see https://toml.io"),
        ("a = " + "[" * 5000, "1:1: this is no TOML (it is nested too deeply): correct it, see https://toml.io"),
        ("\n  selct = []", "2:3: unknown key `selct`: did you mean `select`?"),
        ('[severty]\na = "off"', "1:2: unknown key `severty`: did you mean `severity`?"),
        ("[limits]\nsize = 5\naliasnodes = 3", "3:1: unknown key `aliasnodes`: did you mean `alias-nodes`?"),
        ("limits = {size = 5, wide = 3}", "1:21: unknown key `wide`: known are size, depth, nodes, alias-nodes, directives, documents, scalar, findings, seconds"),
        ('select = "security"', "1:1: `select` has the wrong type: write a list"),
        ('ignore = [\n  "security",\n  3,\n]', "3:3: `ignore` has the wrong type: write a text"),
        ("[limits]\nsize = true", "2:1: `size` has the wrong type: write a whole number"),
        ("[limits]\nsize = 0", "2:1: `size` is out of range: write 1 or more"),
        ("[limits]\ndepth = 9999", "2:1: `depth` is out of range: write 1 to 200"),
        ("severity = 1", "1:1: `severity` has the wrong type: write a table"),
        ("[[severity]]\na = 1", "1:3: `severity` has the wrong type: write a table"),
        ('baseline = ""', "1:1: `baseline` is empty: write something or remove it"),
        ('fail-on = "eror"', "1:1: `fail-on` has an unknown value: did you mean error?"),
        ('format = "pdf"', "1:1: `format` has an unknown value: write text, concise, json, sarif, github, gitlab, junit, html"),
        ('select = ["security",\n "insecure-ulr"]', "2:2: there is no rule or category called 'insecure-ulr': did you mean insecure-url?"),
        ('[severity]\nsecurity = "off"', "2:1: there is no rule called 'security': see --list-rules"),
        ('[per-file-ignores]\n"a" = ["securty"]', "2:8: there is no rule or category called 'securty': did you mean security?"),
        ("[rules.insecure-ulr]\nhosts = []", "1:8: there is no rule called 'insecure-ulr': did you mean insecure-url?"),
        ("[rules.insecure-url]\nhost = []", "2:1: unknown key `host`: did you mean `hosts`?"),
        ("[rules]\ninsecure-url.hosts = 1", "2:14: `hosts` has the wrong type: write a list"),
        ("[rules.duplicate-key]\na = 1", "1:8: the rule duplicate-key has no options: remove this"),
        ('[rules."acme/x"]\na = 1', "1:9: there is no rule called 'acme/x': see --list-rules"),
        ('exclude = ["a", "!"]', "1:17: this is no pattern of files (it cannot be read, or has too many stars): write it as in a .gitignore"),
        ('exclude = ["# a"]', "1:12: this is no pattern of files (it matches nothing): write it as in a .gitignore"),
        ('[per-file-ignores]\n"*a*b*c*d*e*f*g*h*i" = []', "2:1: this is no pattern of files (it cannot be read, or has too many stars): write it as in a .gitignore"),
        ('extend = "nope.toml"', "1:1: there is no such file: correct the path, it begins in this file's folder"),
        (f'extend = "{NAME}"', "1:1: this is a loop, the file extends itself: remove one `extend` of it"),
    ],
    ids=lambda text: text[:30].replace("\n", " "),
)  # fmt: skip
def test_bad_files(text: str, message: str) -> None:
    write(text)
    assert error() == f"{NAME}:{message}"


def test_a_place_in_a_shared_file() -> None:
    write("[tool.ruff]\nselect = []\n\n[tool.connector-lint]\nselct = []\n", "pyproject.toml")
    assert error() == "pyproject.toml:5:1: unknown key `selct`: did you mean `select`?"
    write("[tool.connector-lint.limits]\nsize = 5\n[tool.ruff]\n[tool.connector-lint.severty]\n", "pyproject.toml")
    assert error() == "pyproject.toml:4:22: unknown key `severty`: did you mean `severity`?"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'a = "\n\xff"', "1:6: this is no TOML"),
        (b'# a\n# b\xff"', "2:4: the byte 0xFF is not UTF-8: save it as UTF-8"),
        ("select = []".encode("utf-16"), "1:1: it is UTF-16 or UTF-32: save it as UTF-8"),
        (b"#" * (1024 * 1024 + 1), "1:1: it is larger than 1 MiB: a configuration is a page or two"),
    ],
    ids=["byte in TOML", "byte", "UTF-16", "large"],
)
def test_bad_bytes(data: bytes, message: str) -> None:
    if data.startswith(b"a"):
        message = "2:1: the byte 0xFF is not UTF-8: save it as UTF-8"
    Path(NAME).write_bytes(data)
    assert error() == f"{NAME}:{message}"


def test_a_byte_order_mark_and_crlf_are_no_error() -> None:
    Path(NAME).write_bytes(b'\xef\xbb\xbfignore = ["security"]\r\n')
    assert rules() == ["a.yaml unknown-key"]
    Path(NAME).write_bytes(b"\xef\xbb\xbfselect = []\r\nignor = []\r\n")
    assert error() == f"{NAME}:2:1: unknown key `ignor`: did you mean `ignore`?"


def test_no_file() -> None:
    Path(NAME).mkdir()
    assert error() == f"{NAME}:1:1: this is a folder: a configuration is a file"
    assert error("--config", "nope.toml") == "nope.toml:1:1: there is no such file: correct the path"
    write("[tool.other]", "pyproject.toml")
    assert error("--config", "pyproject.toml").startswith(
        "pyproject.toml:1:1: there is no table [tool.connector-lint]: "
    )
    write("[tool]\nconnector-lint = 1", "pyproject.toml")
    assert error("--config", "pyproject.toml").startswith("pyproject.toml:2:1: `tool.connector-lint` is no table: ")


def test_no_permission(monkeypatch: pytest.MonkeyPatch) -> None:
    write("select = []")
    real = Path.open

    def refuse(path: Path, *arguments: Any, **more: Any) -> Any:
        if path.name == NAME:
            raise PermissionError(13, "Permission denied")
        return real(path, *arguments, **more)

    monkeypatch.setattr(Path, "open", refuse)  # root may read everything
    assert error() == f"{NAME}:1:1: it cannot be read (Permission denied): give it other rights, or name another file"


def test_a_loop_over_two_files_and_an_error_in_a_shared_one() -> None:
    write('extend = "b.toml"')
    write(f'ignore = []\nextend = "{NAME}"', "b.toml")
    assert error().startswith("b.toml:2:1: this is a loop")
    write("ignor = []", "b.toml")
    assert error().startswith("b.toml:1:1: unknown key")


def test_an_error_in_a_nested_file_comes_before_anything_is_reported() -> None:
    write(BLUEPRINT, "sub/b.yaml")
    write("ignor = []", f"sub/{NAME}")
    assert error().startswith(f"sub/{NAME}:1:1: ")


# The schema and the code are one.

SCHEMA = config_schema()


def test_the_schema_is_valid_and_all_that_it_uses_is_read() -> None:
    Draft7Validator.check_schema(SCHEMA)
    read = {"type", "enum", "properties", "patternProperties", "additionalProperties", "items", "minimum", "maximum", "minLength"}  # fmt: skip
    notes = {"title", "description", "default", "examples", "enumDescriptions", "x-taplo", "$schema", "$id", "definitions"}  # fmt: skip
    assert keywords(SCHEMA) <= read | notes


def keywords(schema: dict[str, Any]) -> set[str]:
    inner = [*schema.get("properties", {}).values(), *schema.get("patternProperties", {}).values()]
    inner += [schema[key] for key in ("additionalProperties", "items") if isinstance(schema.get(key), dict)]
    return set(schema).union(*map(keywords, inner))


def test_every_key_has_a_title_and_a_description() -> None:
    def untold(schema: dict[str, Any], path: str) -> list[str]:
        found = [] if schema.get("title") and schema.get("description") else [path]
        for name, inner in schema.get("properties", {}).items():
            found += untold(inner, f"{path}.{name}")
        return found

    assert untold(SCHEMA, "") == []


def bare(schema: dict[str, Any]) -> dict[str, Any]:
    """Without what is only there to be read by people."""
    notes = ("title", "description", "default", "examples", "x-taplo")
    found = {key: value for key, value in schema.items() if key not in notes}
    if "properties" in found:
        found["properties"] = {name: bare(inner) for name, inner in found["properties"].items()}
    return found


def test_the_schema_has_the_options_of_all_rules() -> None:
    known = {name: bare(schema) for name, schema in SCHEMA["properties"]["rules"]["properties"].items()}
    own = {name: rule for name, rule in all_rules().items() if "/" not in name and rule.options}
    assert known == {name: options_schema(rule.options) for name, rule in own.items()}


def test_the_schema_has_the_limits_formats_and_levels() -> None:
    properties = SCHEMA["properties"]
    limits = {name.replace("-", "_"): entry["default"] for name, entry in properties["limits"]["properties"].items()}
    assert Limits(**limits) == Limits()
    assert set(limits) == set(Limits.__slots__)
    assert properties["format"]["enum"] == [*FORMATS]
    assert properties["fail-on"]["enum"] == [*map(str, Severity), "never"]
    assert properties["severity"]["additionalProperties"]["enum"] == [*map(str, Severity), "off"]


VALUES = st.recursive(
    st.sampled_from(["", "error", "off", "text", "security", True, 0, 1, 150, 900, 1.5]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["size", "depth", "hosts", "insecure-url", "a/b", "x"]), inner, max_size=2),
    max_leaves=4,
)  # fmt: skip


@given(st.dictionaries(st.sampled_from([*SCHEMA["properties"], "x"]), VALUES, max_size=3))
def test_code_and_schema_agree(table: dict[str, Any]) -> None:
    assert (next(faults(table, SCHEMA, ()), None) is None) == Draft7Validator(SCHEMA).is_valid(table)


# A configuration that was found, not named, stays in its repository.


@pytest.mark.parametrize("key", ["extend", "baseline"])
def test_what_a_found_configuration_names_is_in_its_repository(key: str, tmp_path: Path) -> None:
    outside = tmp_path.parent / f"{tmp_path.name}-outside"
    outside.mkdir()
    (outside / "b").write_text("" if key == "extend" else '{"connector-lint-baseline": 1}\n', encoding="utf-8")
    message = "this file is outside of the repository: name the configuration with --config if you trust it"
    for path in (f"../{outside.name}/b", outside / "b"):
        write(f'\n{key} = "{path}"')
        assert error() == f"{NAME}:2:1: {message}"
        assert run("--config", NAME).exit_code == 1
    Path("link").symlink_to(outside / "b")
    write(f'{key} = "link"')
    assert error() == f"{NAME}:1:1: {message}"


def test_a_configuration_that_is_a_link_out_of_the_repository_is_not_read(tmp_path: Path) -> None:
    outside = tmp_path.parent / f"{tmp_path.name}.toml"
    outside.write_text("[[[", encoding="utf-8")
    Path(NAME).symlink_to(outside)
    assert error().startswith(f"{NAME}:1:1: this link leads out of the repository")


def test_the_repository_is_what_counts_not_the_working_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    write("", "b.toml")
    write('extend = "../b.toml"', f"sub/{NAME}")
    write(BLUEPRINT, "sub/b.yaml")
    assert run("sub").exit_code == 1
    Path("sub/.git").mkdir()
    assert error("sub").startswith(f"sub/{NAME}:1:1: this file is outside of the repository")
    Path("sub/.git").rmdir()
    monkeypatch.chdir("sub")
    assert run().exit_code == 1


# Limits of the command line.


def test_a_limit_of_the_command_line_wins() -> None:
    assert rules("--limit", "nodes=3") == ["a.yaml unreadable-file"]
    write("[limits]\nnodes = 1000\ndepth = 1")
    assert rules("--limit", "nodes=3", "--limit", "depth=9") == ["a.yaml unreadable-file"]
    assert rules("--limit", "depth=9") == ["a.yaml insecure-url", "a.yaml unknown-key"]
    assert "depth = 9  # --limit" in run("--show-config", "--limit", "depth=9").stdout


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("nodes", "'nodes' is not NAME=NUMBER, such as seconds=10"),
        ("nodes=-1", "'nodes=-1' is not NAME=NUMBER, such as seconds=10"),
        ("nodes=" + "9" * 5000, "is not NAME=NUMBER"),
        ("nodes=0", "`nodes` is out of range: write 1 or more"),
        ("node=5", "unknown key `node`: did you mean `nodes`?"),
        ("seconds=9999", "`seconds` is out of range: write 1 to 3600"),
    ],
)
def test_limits_of_the_command_line_that_are_none(given: str, message: str) -> None:
    result = run("--limit", given)
    assert (result.exit_code, message in result.stderr) == (2, True), result.stderr
