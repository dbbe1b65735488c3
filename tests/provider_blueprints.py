"""Blueprints that authenticate with a provider, put together from short facts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from connector_lint import check

if TYPE_CHECKING:
    from collections.abc import Iterator

SECRET_FIELDS = frozenset(("bearer_token", "password", "key_value", "client_secret", "refresh_token"))
FIELDS = {
    "bearer": ("bearer_token",),
    "basic_http": ("username", "password"),
    "api_key": ("key_name", "key_value"),
    "oauth2": ("client_id", "client_secret"),
}
OF_GRANT = {"refresh_token": ("refresh_token",), "authorization_code": ("code", "redirect_uri")}


@dataclass(frozen=True)
class Draft:
    """What a Blueprint says of one authentication. `host` and `token_url` may hold placeholders, as the format's do."""

    host: str
    auth_type: str
    location: str = ""
    presets: dict[str, str] = field(default_factory=dict)
    encrypted: frozenset[str] = SECRET_FIELDS
    token_url: str = ""
    grant_type: str = ""
    is_basic_auth: bool | None = None
    scopes: str = ""
    method: str = ""
    quote: str = '"'

    def but(self, **changes: object) -> Draft:
        """Another in one respect."""
        return replace(self, **changes)  # type: ignore[arg-type]

    @property
    def text(self) -> str:
        """As YAML."""
        return "\n".join(self._lines()).replace('"', self.quote) + "\n"

    def _lines(self) -> Iterator[str]:
        yield from ("interface_parameters:", "  section:", "    source:")
        for name in dict.fromkeys(re.findall(r"\{(\w+)\}", f"{self.host} {self.token_url}")):
            yield f'      - {{name: "{name}", type: "string"}}'
        yield from (
            '      - name: "own_auth"',
            '        type: "authentication"',
            f'        auth_type: "{self.auth_type}"',
        )
        if self.location:
            yield f'        location: "{self.location}"'
        if self.auth_type == "oauth2":
            yield from self._settings()
        yield "        fields:"
        for name in (*FIELDS[self.auth_type], *OF_GRANT.get(self.grant_type, ())):
            preset = f', value: "{self.presets[name]}"' if name in self.presets else ""
            flag = ", is_encrypted: true" if name in self.encrypted else ""
            yield f'          - {{name: "{name}", type: "string"{preset}{flag}}}'
        yield f'connector: {{name: "API", base_url: "https://{self.host}"}}'
        if self.method:
            yield f'steps: [{{name: "get", type: "rest", http_method: "{self.method}", endpoint: "{{{{%BASE_URL%}}}}/x"}}]'
            yield 'pre_run_configurations: {name: "try", steps: [{name: "me", type: "rest", http_method: "GET", endpoint: "/me"}]}'

    def _settings(self) -> Iterator[str]:
        yield "        oauth2_settings:"
        yield f'          grant_type: "{self.grant_type}"'
        yield f'          token_url: "{self.token_url}"'
        if self.is_basic_auth is not None:
            yield f"          is_basic_auth: {str(self.is_basic_auth).lower()}"
        if self.scopes:
            yield f'          scopes: "{self.scopes}"'


def rules_of(draft: Draft) -> list[str]:
    """The rules that find something, sorted, each as often as it does."""
    return sorted(finding.rule for finding in check(draft.text))


def key(host: str, name: str, location: str = "header", value: str = "") -> Draft:
    """An API key in a header or query parameter."""
    presets = {"key_name": name} | ({"key_value": value} if value else {})
    return Draft(host, "api_key", location, presets)


def login(host: str, *, is_encrypted: bool = True) -> Draft:
    """A name and a password."""
    return Draft(host, "basic_http", encrypted=SECRET_FIELDS | ({"username"} if is_encrypted else set()))


def bearer(host: str) -> Draft:
    """A token."""
    return Draft(host, "bearer")


def oauth2(
    host: str, token_url: str, grant_type: str = "refresh_token", *, basic: bool | None = None, scopes: str = ""
) -> Draft:
    """OAuth2. The token URL without its scheme."""
    return Draft(
        host, "oauth2", token_url=f"https://{token_url}", grant_type=grant_type, is_basic_auth=basic, scopes=scopes
    )
