"""Which names and literals are a credential's, and which texts only stand for a value."""

from __future__ import annotations

import random
import string

import pytest

from connector_lint.credential_formats import formats
from connector_lint.credential_samples import sample
from connector_lint.credentials import entropy, is_credential_name, looks_secret, url_credentials, words
from connector_lint.placeholders import is_placeholder, names_in

CREDENTIALS = """
    password db_password ADMIN_PASSWORD userPassword passwd pwd passphrase key_passphrase secret client_secret
    clientSecret APISecret token access_token accessToken X-Auth-Token bearer-token api_key apiKey API-Key apikey
    X-Api-Key x_api_key private_key secretAccessKey aws_secret_access_key subscription-key Ocp-Apim-Subscription-Key
    consumer_key consumerKey signing_key encryptionKey webhook_secret jwt github_pat credentials refresh_token password2
""".split()
OTHERS = """
    token_url token_type secret_name password_policy token_ttl tokenExpiry next_page_token page_token nextPageToken
    reward_token nft_token since_token sinceToken consumer_id
    continuation_token sync_token csrf_token max_tokens tokens public_key monkey key key_name primary_key sort_key
    partition_key foreign_key idempotency_key account_id client_id username is_secret requires_password author
    passwordless secretary tokenizer accessKeyId url name id
""".split()


@pytest.mark.parametrize("name", CREDENTIALS)
def test_names_of_credentials(name: str) -> None:
    assert is_credential_name(name)


@pytest.mark.parametrize("name", [*OTHERS, "", "123", "---", "пароль"])
def test_names_of_other_things(name: str) -> None:
    assert not is_credential_name(name)


def test_words_of_a_name() -> None:
    assert words("X-API-Key") == ["x", "api", "key"]
    assert words("clientSecretV2") == ["client", "secret", "v", "2"]
    assert words("HTTPToken") == ["http", "token"]


STAND_INS = [
    "", " ", "{token}", "{{token}}", "{{%token%}}", "{{%auth.token%}}", "$TOKEN", "${TOKEN}", "%TOKEN%", "<your token>",
    "[token]", "your_bearer_token", "YOUR-API-KEY", "enter your token here", "look at 1password", "see vault", "xxx",
    "XXXXXXXX", "****", "••••", "....", "----", "000000", "changeme", "CHANGE_ME", "change-me", "example", "none", "any",
    "x", "REPLACE_ME", "replace with your key", "sk-...", "Bearer ...", "Klaviyo-API-Key ", "Token token=", "todo",
    "n/a", "redacted",
]  # fmt: skip


@pytest.mark.parametrize("text", STAND_INS)
def test_texts_that_only_stand_for_a_value(text: str) -> None:
    assert is_placeholder(text, "api_token")


@pytest.mark.parametrize(
    "text", ["hunter2", "hunter2-prod", "Winter2024!", "abc123", "p", "correct horse battery", "t0k"]
)
def test_texts_that_are_a_value(text: str) -> None:
    assert not is_placeholder(text, "password")


def test_any_number_of_scheme_words() -> None:
    assert is_placeholder("Bearer " * 100_000, "password")
    assert is_placeholder("Bearer " * 100_000 + "xxx", "password")
    assert not is_placeholder("Bearer " * 100_000 + "hunter2", "password")


def test_a_field_s_own_name_stands_for_its_value() -> None:
    assert is_placeholder("api_token", "api_token")
    assert is_placeholder("API Token", "api_token")
    assert is_placeholder("token", "bearer_token")
    assert not is_placeholder("orders", "password")


def test_names_that_placeholders_refer_to() -> None:
    assert names_in("a {one} {{two.x}} {{%three%}} {{% four.y %}} {\"no\": 1} { no } {}") == [
        "one", "two", "three", "four",
    ]  # fmt: skip


def test_made_up_keys_look_secret_and_ordinary_values_do_not() -> None:
    generator = random.Random(7)
    keys = ["".join(generator.choices(string.ascii_letters + string.digits, k=31)) + "7" for _ in range(500)]
    assert all(map(looks_secret, keys))
    ordinary = ["no-check", "fetch", "application/vnd.github+json", "password", "2022-11-28", "a" * 40, "1" * 40]
    ordinary += ["internal-service-gateway", "please send it twice, 3 times", "en-US,en;q=0.5"]
    assert not any(map(looks_secret, ordinary))


def test_short_keys_of_any_alphabet_look_secret() -> None:
    """Of random keys at least 98 in 100, of those of letters and digits with 16 characters 96."""
    generator = random.Random(11)
    alphabets = {"hex": "0123456789abcdef", "base36": string.ascii_lowercase + string.digits}
    alphabets["base62"] = string.ascii_letters + string.digits
    alphabets["base64"] = alphabets["base62"] + "+/"
    for alphabet in alphabets.values():
        for length, least in ((16, 960), (20, 980), (24, 990), (32, 998), (40, 1000)):
            keys = ["".join(generator.choices(alphabet, k=length)) for _ in range(1000)]
            assert sum(map(looks_secret, keys)) >= least
    assert all(looks_secret(sample(form).secret) for form in formats() if form.prefixes[0].isidentifier())


LOOKS = {
    "reporting-token-2024-v1": False,
    "orders.export.2023": False,
    "failure-reproduction-link-2": False,
    "NORTH_AMERICA_EAST_1": False,
    "installedPortionWrittenProhibiting2": False,
    "application/vnd.orders.v3+json": False,
    "2024-06-07T10:22:33.123Z": False,
    "20240607-102233-000001": False,
    "12345678901234567890": False,
    "aaaa1aaaa1aaaa1aaaa1": False,
    "correct-7horse-battery-9staple": True,
    "4f9c2a7b-1d3e-4c5f-8a6b-7d8e9f0a1b2c": True,  # many an API key is one
    "b7e19c04d5f3a826": True,
}


@pytest.mark.parametrize("text", LOOKS)
def test_what_looks_secret(text: str) -> None:
    assert looks_secret(text) is LOOKS[text]


def test_entropy() -> None:
    assert entropy("") == 0
    assert entropy("aaaa") == 0
    assert entropy("abab") == 1
    assert entropy("abcd") == 2


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("https://user:hunter2@host/x", ["user:hunter2"]),
        ("https://user:{password}@host/x", []),
        ("https://user@host/x", []),
        ("https://host/a:b@c", []),
        ("https://host/?q=1&api_key=abc", ["abc"]),
        ("{{%BASE_URL%}}/x?access_token=abc&page_token=def", ["abc"]),
        ("/x?token={token}", []),
        ("https://host/?token=<your token>", []),
        ("mail a@b.example?token=abc", []),
    ],
)
def test_credentials_in_urls(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end, _ in url_credentials(text)] == found
