"""The rules of the category `provider`, on real providers, as their documentation has it, and not."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from connector_lint import check
from connector_lint.hosts import host_of
from connector_lint.near_hosts import meant
from connector_lint.providers import provider_at
from connector_lint.registry import all_rules

if TYPE_CHECKING:
    from tests.provider_blueprints import Draft, bearer, key, login, oauth2, rules_of
else:
    from provider_blueprints import Draft, bearer, key, login, oauth2, rules_of

GOOGLE = "oauth2.googleapis.com/token"
MICROSOFT = "login.microsoftonline.com/{tenant}/oauth2/v2.0/token"
DRIVE = "https://www.googleapis.com/auth/drive"
CC = "client_credentials"
CODE = "authorization_code"
# Rule → what is right, and what it finds.
EXAMPLES: dict[str, tuple[list[Draft], list[Draft]]] = {
    "provider-auth-type": (
        [
            bearer("api.openai.com"),
            bearer("api.sendgrid.com"),
            bearer("api.paddle.com"),
            bearer("app.terraform.io"),
            bearer("api.yelp.com"),
            login("{site}.atlassian.net"),
            login("api.mux.com"),
            login("api.mailgun.net"),
            key("www.virustotal.com", "x-apikey"),
            key("api.openai.com", "Authorization"),  # spells out the same
        ],
        [
            login("api.openai.com"),
            key("api.sendgrid.com", "X-API-Key"),
            login("api.paddle.com"),
            login("app.terraform.io"),
            key("api.yelp.com", "X-API-Key"),
            bearer("{site}.atlassian.net"),
            bearer("api.mux.com"),
            key("api.mailgun.net", "X-API-Key"),
            bearer("www.virustotal.com"),
            bearer("{shop}.myshopify.com"),
        ],
    ),
    "provider-token-url": (
        [
            oauth2("api.spotify.com", "accounts.spotify.com/api/token", CC),
            oauth2("api.xero.com", "identity.xero.com/connect/token", CC),
            oauth2("app.asana.com", "app.asana.com/-/oauth_token"),
            oauth2("{sub}.zendesk.com", "{sub}.zendesk.com/oauth/tokens"),
            oauth2("{org}.salesforce.com", "{org}.my.salesforce.com/services/oauth2/token", CC),
            oauth2("api.zoom.us", "zoom.us/oauth/token/"),
            oauth2("graph.microsoft.com", MICROSOFT, CC),
            oauth2("sheets.googleapis.com", "www.googleapis.com/oauth2/v4/token"),
            oauth2("discord.com", "discord.com/api/v10/oauth2/token", CC),
            oauth2("api.dropboxapi.com", "{login_host}/oauth2/token"),
        ],
        [
            oauth2("api.spotify.com", "accounts.spotify.com/authorize", CC),
            oauth2("api.xero.com", "api.xero.com/oauth/token", CC),
            oauth2("app.asana.com", "app.asana.com/-/oauth_authorize"),
            oauth2("{sub}.zendesk.com", "{sub}.zendesk.com/oauth/token"),
            oauth2("{org}.salesforce.com", "login.salesforce.com/services/oauth2/authorize", CC),
            oauth2("api.zoom.us", "zoom.us/oauth/authorize"),
            oauth2("graph.microsoft.com", "login.microsoftonline.com/{tenant}/oauth2/v2.0/authorize", CC),
            oauth2("sheets.googleapis.com", "accounts.google.com/o/oauth2/v2/auth"),
            oauth2("api.example.com", "accounts.spotify.com/api/tokens", CC),  # of whom the base URL says nothing
            oauth2("api.dropboxapi.com", "www.dropbox.com/oauth2/authorize"),
        ],
    ),
    "provider-grant-type": (
        [
            oauth2("api.calendly.com", "auth.calendly.com/oauth/token"),
            oauth2("api.github.com", "github.com/login/oauth/access_token"),
            oauth2("sheets.googleapis.com", GOOGLE),
            oauth2("googleads.googleapis.com", GOOGLE),
            oauth2("api.intercom.io", "api.intercom.io/auth/eagle/token", CODE),
            oauth2("{id}.mktorest.com", "{id}.mktorest.com/identity/oauth/token", CC),
            oauth2("quickbooks.api.intuit.com", "oauth.platform.intuit.com/oauth2/v1/tokens/bearer"),
            oauth2("slack.com", "slack.com/api/oauth.v2.access"),
            oauth2("www.strava.com", "www.strava.com/oauth/token"),
        ],
        [
            oauth2("api.calendly.com", "auth.calendly.com/oauth/token", CC),
            oauth2("api.github.com", "github.com/login/oauth/access_token", CC),
            oauth2("sheets.googleapis.com", GOOGLE, CC),
            oauth2("googleads.googleapis.com", GOOGLE, CC),
            oauth2("api.intercom.io", "api.intercom.io/auth/eagle/token"),
            oauth2("{id}.mktorest.com", "{id}.mktorest.com/identity/oauth/token", CODE),
            oauth2("quickbooks.api.intuit.com", "oauth.platform.intuit.com/oauth2/v1/tokens/bearer", CC),
            oauth2("slack.com", "slack.com/api/oauth.v2.access", CC),
            oauth2("www.strava.com", "www.strava.com/oauth/token", CC),
        ],
    ),
    "provider-basic-auth": (
        [
            oauth2("api-m.paypal.com", "api-m.paypal.com/v1/oauth2/token", CC, basic=True),
            oauth2("api.notion.com", "api.notion.com/v1/oauth/token", basic=True),
            oauth2("api.airtable.com", "airtable.com/oauth2/v1/token", basic=True),
            oauth2("a.klaviyo.com", "a.klaviyo.com/oauth/token", basic=True),
            oauth2("oauth.reddit.com", "www.reddit.com/api/v1/access_token", basic=True),
            oauth2("api.box.com", "api.box.com/oauth2/token", CC, basic=False),
            oauth2("api.hubapi.com", "api.hubapi.com/oauth/v1/token"),
            oauth2("api.linkedin.com", "www.linkedin.com/oauth/v2/accessToken"),
            oauth2("api.twitch.tv", "id.twitch.tv/oauth2/token", CC),
            oauth2("api.spotify.com", "accounts.spotify.com/api/token", CC, basic=True),  # takes both
        ],
        [
            oauth2("api-m.paypal.com", "api-m.paypal.com/v1/oauth2/token", CC),
            oauth2("api.notion.com", "api.notion.com/v1/oauth/token", basic=False),
            oauth2("api.airtable.com", "airtable.com/oauth2/v1/token"),
            oauth2("a.klaviyo.com", "a.klaviyo.com/oauth/token"),
            oauth2("oauth.reddit.com", "www.reddit.com/api/v1/access_token", basic=False),
            oauth2("api.box.com", "api.box.com/oauth2/token", CC, basic=True),
            oauth2("api.hubapi.com", "api.hubapi.com/oauth/v1/token", basic=True),
            oauth2("api.linkedin.com", "www.linkedin.com/oauth/v2/accessToken", basic=True),
            oauth2("api.twitch.tv", "id.twitch.tv/oauth2/token", CC, basic=True),
        ],
    ),
    "provider-key-name": (
        [
            key("www.virustotal.com", "X-ApiKey"),
            key("api.app.shortcut.com", "shortcut-token"),
            key("api.fastly.com", "Fastly-Key"),
            key("api.everhour.com", "X-Api-Key"),
            key("api.mapbox.com", "access_token", "query_param"),
            key("api.openweathermap.org", "appid", "query_param"),
            key("api.nytimes.com", "api-key", "query_param"),
            key("api.diffbot.com", "token", "query_param"),
            key("{x}.algolia.net", "X-Algolia-Application-Id"),  # one of two that are needed
        ],
        [
            key("www.virustotal.com", "X-API-Key"),
            key("api.app.shortcut.com", "X-Shortcut-Token"),
            key("api.fastly.com", "Fastly-Token"),
            key("api.everhour.com", "Authorization"),
            key("api.mapbox.com", "token", "query_param"),
            key("api.openweathermap.org", "AppId", "query_param"),  # as it is written
            key("api.nytimes.com", "api_key", "query_param"),
            key("api.diffbot.com", "token"),  # right name, wrong place
            key("{x}.algolia.net", "X-Api-Key"),
        ],
    ),
    "provider-key-prefix": (
        [
            key("readwise.io", "Authorization", value="Token "),
            key("api.pulumi.com", "Authorization", value="token "),
            key("api.pandadoc.com", "Authorization", value="API-Key "),
            key("api.callrail.com", "Authorization", value="Token token="),
            key("api.deepgram.com", "Authorization", value="Token "),
            key("api.opsgenie.com", "Authorization", value="GenieKey "),
            key("api.teamtailor.com", "Authorization", value="Token token="),
            key("rest.messagebird.com", "Authorization", value="AccessKey "),
            key("api.discogs.example", "Authorization", value="Discogs "),
        ],
        [
            key("readwise.io", "Authorization"),
            key("api.pulumi.com", "Authorization"),
            key("api.pandadoc.com", "Authorization"),
            key("api.callrail.com", "Authorization"),
            key("api.deepgram.com", "Authorization"),
            key("api.opsgenie.com", "Authorization"),
            key("api.teamtailor.com", "authorization"),
            key("rest.messagebird.com", "Authorization"),
            key("{x}.myfreshworks.com", "Authorization"),
        ],
    ),
    "retired-credential": (
        [
            bearer("api.github.com"),
            bearer("api.digitalocean.com"),
            oauth2("api.hubapi.com", "api.hubapi.com/oauth/v1/token"),
            oauth2("a.klaviyo.com", "a.klaviyo.com/oauth/token", basic=True),
            bearer("api.airtable.com"),
            bearer("api.intercom.io"),
            oauth2("api.meetup.com", "secure.meetup.com/oauth2/access"),
            oauth2("api.x.com", "api.x.com/2/oauth2/token", basic=True),
        ],
        [
            key("api.github.com", "access_token", "query_param"),
            key("api.digitalocean.com", "api_key", "query_param"),
            key("api.hubapi.com", "hapikey", "query_param"),
            key("a.klaviyo.com", "api_key", "query_param"),
            key("api.airtable.com", "api_key", "query_param"),
            login("api.intercom.io"),
            key("api.meetup.com", "key", "query_param"),
            login("api.twitter.com"),
        ],
    ),
    "prefer-oauth2": (
        [
            bearer("api.github.com"),
            bearer("gitlab.com"),
            bearer("api.notion.com"),
            bearer("api.airtable.com"),
            bearer("api.stripe.com"),
            bearer("coda.io"),
            login("{site}.atlassian.net"),
            bearer("api.webflow.com"),  # whose OAuth2 has no grant that works on without a person
        ],
        [
            bearer("app.asana.com"),
            bearer("api.hubapi.com"),
            bearer("slack.com"),
            bearer("api.typeform.com"),
            bearer("api.calendly.com"),
            login("api.bitbucket.org"),
            login("{sub}.zendesk.com"),
            key("api.figma.com", "X-Figma-Token"),
            bearer("api.digitalocean.com"),
        ],
    ),
    "unencrypted-username": (
        [
            login("api.stripe.com"),
            login("api.lob.com"),
            login("{sub}.freshdesk.com"),
            login("{sub}.freshservice.com"),
            login("api.track.toggl.com"),
            login("api.chartmogul.com"),
            login("api.ashbyhq.com"),
            login("api.tickettailor.com"),
            login("api.mux.com", is_encrypted=False),  # an identifier
            login("{site}.atlassian.net", is_encrypted=False),  # an address
        ],
        [
            login("api.stripe.com", is_encrypted=False),
            login("api.lob.com", is_encrypted=False),
            login("{sub}.freshdesk.com", is_encrypted=False),
            login("{sub}.freshservice.com", is_encrypted=False),
            login("api.track.toggl.com", is_encrypted=False),
            login("api.chartmogul.com", is_encrypted=False),
            login("api.ashbyhq.com", is_encrypted=False),
            login("api.tickettailor.com", is_encrypted=False),
        ],
    ),
    "broad-scopes": (
        [
            oauth2("www.googleapis.com", GOOGLE, scopes=f"{DRIVE}.readonly"),
            oauth2("graph.microsoft.com", MICROSOFT, CC, scopes="https://graph.microsoft.com/.default"),
            oauth2("api.github.com", "github.com/login/oauth/access_token", scopes="read:org repo"),
            oauth2("gitlab.com", "gitlab.com/oauth/token", scopes="read_api"),
            oauth2("slack.com", "slack.com/api/oauth.v2.access", scopes="channels:read"),
            oauth2("api.digitalocean.com", "cloud.digitalocean.com/v1/oauth/token", scopes="read"),
            oauth2("{org}.salesforce.com", "login.salesforce.com/services/oauth2/token", scopes="api refresh_token"),
            oauth2("{org}.okta.com", "{org}.okta.com/oauth2/v1/token", CC, scopes="okta.users.read"),
            oauth2("api.linear.app", "api.linear.app/oauth/token", CC, scopes="read"),
            oauth2("www.googleapis.com", GOOGLE, scopes=DRIVE).but(method="POST"),
        ],
        [
            oauth2("www.googleapis.com", GOOGLE, scopes=DRIVE),
            oauth2("graph.microsoft.com", MICROSOFT, scopes="offline_access Files.ReadWrite.All"),
            oauth2("api.github.com", "github.com/login/oauth/access_token", scopes="repo admin:org"),
            oauth2("gitlab.com", "gitlab.com/oauth/token", scopes="api"),
            oauth2("slack.com", "slack.com/api/oauth.v2.access", scopes="channels:read,admin.users:write"),
            oauth2("api.digitalocean.com", "cloud.digitalocean.com/v1/oauth/token", scopes="read write"),
            oauth2("{org}.salesforce.com", "login.salesforce.com/services/oauth2/token", scopes="full refresh_token"),
            oauth2("{org}.okta.com", "{org}.okta.com/oauth2/v1/token", CC, scopes="okta.users.manage"),
            oauth2("api.linear.app", "api.linear.app/oauth/token", CC, scopes="read,admin"),
        ],
    ),
    "typo-host": (
        [
            bearer("api.github.com"),
            bearer("api.githud.io"),  # another top-level domain
            bearer("api.sentra.io"),  # somebody else's, and known to be
            bearer("api.githud.example.com"),
            bearer("coba.io"),  # too short to say
            bearer("api.githuudd.com"),  # two edits
            bearer("api.stripes.example"),
            bearer("gitlab.com"),
            bearer("{x}githud.com"),
            bearer("api.stripe.com"),
            bearer("api.openai.com"),
            bearer("api.notion.com"),
            bearer("api.hubapi.com"),
            bearer("api.sendgrid.com"),
            login("{sub}.zendesk.com"),
            oauth2("api.spotify.com", "accounts.spotify.com/api/token", CC),
            bearer("{org}.servicenow.com"),  # both are ServiceNow's
        ],
        [
            bearer("api.githud.com"),
            bearer("api.strpie.com"),
            bearer("api.openia.com"),
            bearer("{sub}.zendeks.com"),
            bearer("api.hubap1.com"),
            bearer("api.notoin.com"),
            bearer("{org}.salesfroce.com"),
            bearer("api.spotfy.com"),
            bearer("api.sendgridd.com"),
            oauth2("api.example.com", "login.microsoftonlin.com/{tenant}/oauth2/v2.0/token", CC),
        ],
    ),
}
# Advice that is due whatever else is right or wrong.
ADVICE = {"prefer-oauth2", "api-key-in-query", "prefer-bearer"}
GOOD = [(rule, draft) for rule, (good, _) in EXAMPLES.items() for draft in good]
BAD = [(rule, draft) for rule, (_, bad) in EXAMPLES.items() for draft in bad]


def named(case: object) -> str:
    return case if isinstance(case, str) else getattr(case, "host", "")


def of(rule: str, draft: Draft) -> Draft:
    """With a step that reads, where the rule looks at steps."""
    return draft.but(method=draft.method or "GET") if rule == "broad-scopes" else draft


@pytest.mark.parametrize(("rule", "draft"), GOOD, ids=named)
def test_what_the_provider_documents_is_clean(rule: str, draft: Draft) -> None:
    found = set(rules_of(of(rule, draft)))
    assert found - (ADVICE - {rule}) == set()


@pytest.mark.parametrize(("rule", "draft"), BAD, ids=named)
def test_what_it_does_not_is_found_by_that_rule_alone(rule: str, draft: Draft) -> None:
    found = Counter(rules_of(of(rule, draft)))
    assert found[rule] == 1
    assert set(found) - ADVICE - {rule} == set()


def owner(draft: Draft) -> str | None:
    """The provider whose host it is, or which it is a misspelling of; None for other hosts."""
    hosts = [host_of(url) or "" for url in (f"https://{draft.host}", draft.token_url)]
    provider = provider_at(hosts[0])
    return provider.name if provider else next(filter(None, map(meant, hosts)), None)


def test_there_are_enough_examples() -> None:
    """Of eight real providers that do it right and eight that do not, for each rule."""
    rules = {name for name, rule in all_rules().items() if rule.category == "provider"}
    assert set(EXAMPLES) == rules
    for rule, (good, bad) in EXAMPLES.items():
        for drafts in (good, bad):
            assert len({owner(draft) for draft in drafts} - {None}) >= 8, rule


def messages(draft: Draft, rule: str) -> list[str]:
    return [finding.message for finding in check(draft.text) if finding.rule == rule]


@pytest.mark.parametrize(
    ("host", "shown"),
    [
        ("api.github.com", "GitHub's `{{%BASE_URL%}}/user`"),
        ("{site}.atlassian.net/rest/api/3", "Atlassian Cloud (site)'s `{{%BASE_URL%}}/myself`"),
        ("api.notion.com/v2", "Notion's `/v1/users/me`"),  # not below the base URL
        ("api.openai.com", "OpenAI's `{{%BASE_URL%}}/v1/models`"),
        ("api.paystack.co", "such as `{{%BASE_URL%}}/me`"),  # none is known
        ("api.example.com", "such as `{{%BASE_URL%}}/me`"),
    ],
)
def test_a_missing_check_names_the_providers_own(host: str, shown: str) -> None:
    text = bearer(host).but(method="GET").text.partition("pre_run_configurations")[0]
    assert any(finding.message.endswith(shown) for finding in check(text) if finding.rule == "missing-auth-check")


@pytest.mark.parametrize(("host", "found"), [("api.github.com", 0), ("api.example.com", 1)])
def test_a_password_that_the_provider_documents_is_no_secret(host: str, found: int) -> None:
    draft = login(host).but(presets={"password": "x-oauth-basic"})
    assert len(messages(draft, "hardcoded-secret")) == found


@pytest.mark.parametrize(
    ("host", "found"),
    [("api.github.com", 1), ("api.example.com", 1), ("a.klaviyo.com", 0), ("discord.com", 0), ("{x}.pagerduty.com", 0)],
)
def test_bearer_is_preferred_where_the_same_key_works_so(host: str, found: int) -> None:
    assert len(messages(key(host, "Authorization"), "prefer-bearer")) == found


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("slack.com/api/oauth.v2.access", 0),
        ("{shop}.myshopify.com/admin/oauth/access_token", 0),
        ("accounts.zoho.{region}/oauth/v2/token", 0),
        ("accounts.spotify.com/api/token", 1),
        ("slack.com.example.org/token", 1),
    ],
)
def test_commas_between_scopes_where_the_provider_has_them(url: str, found: int) -> None:
    draft = oauth2("api.example.com", url, scopes="a,b")
    assert len(messages(draft, "invalid-scopes")) == found


def test_a_finding_says_what_is_right_and_where_that_is_documented() -> None:
    assert messages(login("api.openai.com"), "provider-auth-type") == [
        (
            "the authentication `own_auth` uses `basic_http`, which OpenAI does not take: write `bearer`"
            " (see https://platform.openai.com/docs/api-reference/authentication)"
        )
    ]


BUILDER = """\
interface_parameters: {section: {source: [{name: app, type: authentication, auth_type: oauth2, is_sensitive: true}]}}
connector:
  name: Sheets
  base_url: https://sheets.googleapis.com/v4
  auth: {type: oauth2, oauth: {grant_type: client_credentials, token_url: https://auth.example.com/token}}
"""


def test_the_builders_settings_are_judged_beside_its_parameter() -> None:
    assert [finding.rule for finding in check(BUILDER)] == ["provider-grant-type", "provider-token-url"]


@pytest.mark.parametrize(
    ("endpoint", "found"),
    [
        ("{{%BASE_URL%}}/files", ["provider-auth-type"]),
        ("https://api.paddle.com/files", ["provider-auth-type"]),
        ("https://{own_host}/files", ["provider-auth-type"]),
        ("https://files.example.com/files", []),  # whom it may be meant for
    ],
)
def test_an_authentication_that_is_sent_elsewhere_is_not_judged(endpoint: str, found: list[str]) -> None:
    text = login("api.paddle.com").text
    text += f'steps: [{{name: "get", type: "rest", http_method: "GET", endpoint: "{endpoint}"}}]\n'
    assert [finding.rule for finding in check(text) if finding.category == "provider"] == found


@pytest.mark.parametrize(
    "draft",
    [
        login("circleci.com", is_encrypted=False),
        login("ipinfo.io", is_encrypted=False),
        key("api.trello.com", "Authorization"),
        key("api.twelvedata.com", "Authorization"),
    ],
    ids=named,
)
def test_what_one_source_alone_says_is_no_reason(draft: Draft) -> None:
    assert set(rules_of(draft)) - ADVICE == set()
