"""Which hosts belong together."""

from __future__ import annotations

import subprocess
import sys

import pytest

from connector_lint.hosts import HOLE, are_related, host_of


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://api.example.com/v1", "api.example.com"),
        (" HTTPS://user:pass@API.Example.COM.:8443?x=1", "api.example.com"),
        ("https://api.example.com#@example.org", "api.example.com"),
        ("https://api.example.com@example.org", "example.org"),
        ("https://api.example.com\\@example.org", "api.example.com"),
        ("https://{tenant}.example.com", f"{HOLE}.example.com"),
        ("https://{{%a%}}-{{b}}.example.com:{port}/", f"{HOLE}-{HOLE}.example.com"),
        ("https://<your domain>", "<your domain>"),
        ("https://<tenant>.example.com", f"{HOLE}.example.com"),
        ("https://[2001:DB8::1]:443/x", "[2001:db8::1]"),
        ("https://b%C3%BCcher.example", "xn--bcher-kva.example"),
        ("https://b\u00fccher.example", "xn--bcher-kva.example"),
        ("https://\u00fc..example", "\u00fc..example"),
        ("{{%BASE_URL%}}/x", None),
        ("/x?to=https://example.org", None),
        ("//example.org/x", None),
        ("https://", None),
        ("https://:443/", None),
        ("https://user@/", None),
        ("", None),
    ],
)
def test_hosts_of_urls(url: str, host: str | None) -> None:
    assert host_of(url) == host


@pytest.mark.parametrize(
    ("one", "other", "related"),
    [
        ("api.example.com", "api.example.com", True),
        ("api.example.com", "example.com", True),
        ("example.com", "example.org", False),
        ("api.example.co.uk", "files.example.co.uk", True),
        ("example.co.uk", "other.co.uk", False),
        ("notexample.com", "example.com", False),
        ("one.github.io", "other.github.io", False),
        ("{x}.example.com", "api.example.com", True),
        ("{x}.example.com", "{y}.example.com", None),
        ("{x}.one.example.com", "{x}.other.example.com", True),
        ("{x}.example.com", "example.org", False),
        ("{x}example.com", "example.org", None),
        ("api.{x}.com", "example.org", None),
        ("{x}.com", "example.org", None),
        ("{x}", "{y}", None),
        ("{x}.github.io", "one.github.io", None),
        ("{x}.co.uk", "example.co.uk", None),
        ("a.{x}.example.com", "example.org", False),
        ("{x}.localhost", "example.org", None),
        ("localhost", "example.org", False),
        ("192.0.2.1", "192.0.2.2", False),
        ("192.0.2.{x}", "192.0.2.2", None),
        ("{x}.0.2.1", "192.0.2.2", None),
        ("[2001:db8::1]", "[2001:db8:0::1]", True),
        ("[2001:db8::1]", "[2001:db8::2]", False),
        ("[{x}]", "[2001:db8::2]", None),
        ("0x7f.1", "127.0.0.1", False),
        ("YOUR_HOST", "example.org", None),
        ("a..b", "example.org", False),
    ],
)
def test_related_hosts(one: str, other: str, related: bool | None) -> None:
    first, second = one.replace("{x}", HOLE).replace("{y}", HOLE), other.replace("{x}", HOLE).replace("{y}", HOLE)
    assert are_related(first, second) is related
    assert are_related(second, first) is related


def test_the_list_of_suffixes_is_read_only_where_two_hosts_differ() -> None:
    code = (
        "import sys; from connector_lint.hosts import are_related;"
        "assert are_related('a.example.com', 'a.example.com'); assert 'publicsuffixlist' not in sys.modules;"
        "assert are_related('a.example.com', 'b.example.com'); assert 'publicsuffixlist' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
