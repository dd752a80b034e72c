"""Which strings are credentials, and which only look like them.

The credentials are put together here from two halves each, so that no scanner of repositories takes them for real.
"""

from __future__ import annotations

import base64
import random
import string
from time import perf_counter

import pytest

from nflint.flow.credentials import build_credentials
from nflint.flow.formats import FORMATS
from nflint.flow.randomness import is_secret, looks_random, names_secret

MIXED = "a1B2c3D4e5F6g7H8i9J0k2L4"
HEX = "9f86d081884c7d659a2feaa0c55ad015"


def encoded(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


JWT = ".".join((encoded('{"alg":"HS256","typ":"JWT"}'), encoded('{"sub":"somebody else"}'), MIXED))
KEY = "\n".join(("-----BEGIN EC PRIVATE " + "KEY-----", MIXED * 3, "-----END EC PRIVATE KEY-----", ""))

LOGIN = base64.b64encode(f"ann:{MIXED}".encode()).decode()
_STRING = "the password of a connection string"

# The beginning, the rest, and how a message calls it.
TOKENS = (
    ("nf-", JWT, "a Northflank API token"),
    ("ghp_", MIXED + MIXED[:12], "a GitHub token"),
    ("github_pat_", f"{MIXED[:22]}_{(MIXED * 3)[:59]}", "a GitHub token"),
    ("glpat-", MIXED[:20], "a GitLab token"),
    ("AKIA", "Q2WERT3YUIOP4ASD", "an AWS access key"),
    ("xoxb-", f"2468024680-1357913579-{MIXED}", "a Slack token"),
    ("sk_live_", MIXED, "a Stripe key"),
    ("AIza", f"{MIXED}-_{MIXED}"[:35], "a Google API key"),
    ("npm_", (MIXED * 2)[:36], "an npm token"),
    ("pypi-AgE", MIXED * 3, "a PyPI token"),
    ("SG.", f"{MIXED[:22]}.{(MIXED * 2)[:43]}", "a SendGrid key"),
    ("SK", HEX, "a Twilio API key"),
    ("sk-ant-", f"api03-{MIXED * 4}", "an Anthropic key"),
    ("sk-proj-", MIXED * 3, "an OpenAI key"),
    ("hf_", (MIXED * 2)[:34], "a Hugging Face token"),
    ("dop_v1_", HEX * 2, "a DigitalOcean token"),
    ("2468024680:AA", f"{MIXED}{MIXED}"[:33], "a Telegram bot token"),
    ("hvs.", MIXED, "a Vault token"),
    ("dp.st.", f"prd.{(MIXED * 2)[:40]}", "a Doppler token"),
    ("lin_api_", (MIXED * 2)[:40], "a Linear key"),
    ("shpat_", HEX, "a Shopify token"),
    ("key-", HEX, "a Mailgun key"),
    ("", JWT, "a JSON Web Token"),
    ("AccountKey=", f"{(MIXED * 4)[:86]}==", "an Azure storage key"),
    ("", KEY, "a private key"),
    ("", base64.b64encode(KEY.encode()).decode(), "a private key"),
    ("", base64.b64encode(f"-----BEGIN CERTIFICATE-----\n{MIXED}\n{KEY}".encode()).decode(), "a private key"),
    ("postgres://ann:", "mellon-and-more@db.acme.dev/shop", "the password of a URL"),
    ("jdbc:postgresql://db.acme.dev/shop?user=ann&", "password=Xk92mQ7pLs", "the password of a URL"),
    ("Server=tcp:db.acme.dev,1433;Database=shop;User Id=ann;", "Password=Xk92mQ7pLs;", _STRING),
    ("", "PGPASSWORD=Xk92mQ7pLs psql -h db.acme.dev", "a password"),
    ("curl -fsS ", "-u ann:Xk92mQ7pLs https://shop.acme.dev", "a password"),
    ("curl -H 'Authorization: ", f"Bearer {HEX}'", "a token"),
    ('{"auths": {"ghcr.io": {', f'"auth": "{LOGIN}"}}}}}}', "the login of a registry"),
    ("https://hooks.slack.com/", f"services/T0SHOP12345/B0SHOP12345/{MIXED}", "a Slack webhook"),
    ("https://discord.com/api/", f"webhooks/123123123123123123/{(MIXED * 3)[:68]}", "a Discord webhook"),
)


def found(value: object) -> list[str]:
    return [credential.what for credential in build_credentials(value).found]


@pytest.mark.parametrize(("begin", "rest", "what"), TOKENS, ids=[f"{what} {begin}" for begin, _, what in TOKENS])
def test_a_credential_of_a_known_form_is_found(begin: str, rest: str, what: str) -> None:
    assert found({"a": [{"value": begin + rest}]}) == [what]


@pytest.mark.parametrize(("begin", "rest", "what"), [row for row in TOKENS if not row[1].startswith("LS0t")])
def test_it_is_found_inside_of_a_text_exactly(begin: str, rest: str, what: str) -> None:
    text = f"run --with {begin}{rest} --now"
    [credential] = build_credentials([text]).found
    start, end = credential.place.start, credential.place.end
    assert start is not None
    assert text[start:end] == credential.text
    assert credential.what == what
    assert credential.text in begin + rest


@pytest.mark.parametrize("begin", sorted({form.needle for form in FORMATS if form.sort == "key"}))
def test_what_stands_in_for_a_credential_is_none(begin: str) -> None:
    for rest in (
        "x" * 40,
        "X" * 36,
        "...",
        "<token>",
        "${args.TOKEN}",
        "your-token-goes-here-in-the-end",
        "",
        "0" * 64,
    ):
        assert found({"TOKEN": begin + rest, "a": f"{begin}{rest}.{rest}.{rest}"}) == []


@pytest.mark.parametrize(
    "text",
    [
        "task-sk-and-others-production-api",
        "core_re_services_npm_modules_hf_models",
        "monkey-9f86d081884c7d659a2feaa0c55ad015",
        "disk-a1b2c3",
        "deployments/SKU-12345/AKIA",
        "https://github.com/acme/shop.git",
        "git@github.com:acme/shop.git",
        "https://shop.acme.dev:8443/hook@v1/a:b@c",
        "http://127.0.0.1:5432@shop",
        "postgres://ann:secret@db/shop",
        "postgres://ann:my-secret-password@db/shop",
        "amqp://guest:guest@queue",
        "redis://:$REDIS_PASSWORD@cache",
        "redis://:%REDIS%@cache",
        "postgres://ann:hunter2and3@localhost/shop",
        "https://ann:hunter2and3@api.example.com",
        "jdbc:postgresql://localhost/shop?user=ann&password=Xk92mQ7pLs",
        "jdbc:postgresql://db/shop?user=ann&password=$PGPASSWORD",
        "Server=localhost;Database=shop;Password=Xk92mQ7pLs;",
        "form?name=ann;password=required",
        "PGPASSWORD=$PGPASSWORD psql",
        "PGPASSWORD=shop${args.PASSWORD} psql",
        "PGPASSWORD=postgres psql",
        "PGPASSWORD='${args.PASSWORD}' psql",
        "curl -u ann:$PASSWORD https://shop.acme.dev",
        "docker run -u node:staff shop; curl https://shop.acme.dev",
        "curl https://shop.acme.dev && docker run --user node:staff shop",
        "curl -H 'Authorization: Bearer ${TOKEN_OF_THE_SHOP_2026}'",
        '{"auth": "aHR0cHM6Ly9zaG9w"}',
        "nf-compute-200-8",
        "sha256:9f86d081884c7d659a2feaa0c55ad0159f86d081884c7d659a2feaa0c55ad015",
        "eyJhbGciOi",
        f"eyJ{MIXED}.eyJ{MIXED}.{MIXED}",
        ".".join((encoded('{"alg":"HS256"}'), encoded('{"role": "anon"}'), MIXED)),
    ],
)
def test_what_only_looks_like_one_is_none(text: str) -> None:
    assert found({"value": text, "command": f"run {text}"}) == []


SECRET_NAMES = ["PASSWORD", "API_KEY", "dbPassword", "clientSecret", "SALT", "TOKEN_2", "JWT_SECRET_PROD", "auth-token"]
OTHER_NAMES = [
    *("secretId", "SECRET_NAME", "TOKEN_URL", "KEY_ID", "KEYBOARD", "MONKEY", "NEXT_PUBLIC_MAPS_KEY", "VITE_API_KEY"),
    *("CONSUMER_GROUP_KEY", "ROUTING_KEY", "searchKey", "partitionKey", "OBJECT_KEY"),
    *("publicKey", "PASSWORD_POLICY", "TOKENIZER", "secretType", "credentials", "", "SITE_KEY", "cacheKey"),
]
RANDOM = [
    "Ab12-Cd34-Ef56-Gh78-Ij90",
    MIXED,
    HEX,
    HEX.upper(),
    "q7Rk2vX9mB4tZ8pL3nW6cY1d",
    "h4x0r7k2m9q3w8z5n1v6b2c4",
    f"{MIXED}/+{MIXED}==",
]
ORDINARY = [
    *(
        "change-me-before-the-first-release-2026",
        "shop-production-encryption-key-v2",
        "releases/2026-01/shop-v12.tar.gz",
    ),
    *("6e7f4b7e-2d0c-4a53-9d0b-6a7f0f3f8c11", "/var/run/keys/Signing2026/ed25519.pem", "MySuperLongShopToken2026"),
    *("pk_live_a1B2c3D4e5F6g7H8i9J0k2L4", "ssh-ed25519", "0123456789abcdef0123", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
    *("arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop", "vault:kv/Prod#Shop1", "ShopProductionApiToken1"),
    *("Orders-EU-West-Prod-Consumer-01", "Shop-EU-Orders-V2-Created-01", "releases/V2/Shop-EU-2024/Build-1"),
    *("https://vault.acme.dev/v1/kv/Shop2026", "12345678901234567890123456789012", "com.acme.shop.SigningKey2026"),
]


@pytest.mark.parametrize("name", SECRET_NAMES)
def test_what_is_random_is_found_under_the_name_of_a_secret(name: str) -> None:
    for value in RANDOM:
        assert found({name: value}) == ["a secret"]
        assert found({"variables": [{"key": name, "value": value}]}) == ["a secret"]
        assert found({name: {"default": value, "type": "string"}}) == ["a secret"]
        assert found({name: [value]}) == ["a secret"]


@pytest.mark.parametrize("name", OTHER_NAMES)
def test_under_other_names_nothing_is_guessed(name: str) -> None:
    assert found({name: RANDOM[0], "a": {name: [HEX]}}) == []


@pytest.mark.parametrize("value", ORDINARY)
def test_what_people_write_is_not_random(value: str) -> None:
    assert found(dict.fromkeys(SECRET_NAMES, value)) == []


@pytest.mark.parametrize(
    ("alphabet", "length", "share"),
    [
        ("0123456789abcdef", 32, 0.99),
        (string.ascii_letters + string.digits, 24, 0.85),
        (string.ascii_letters + string.digits, 40, 0.95),
        (string.ascii_lowercase + string.digits, 32, 0.9),
    ],
)
def test_most_of_what_generators_make_is_found(alphabet: str, length: int, share: float) -> None:
    chance = random.Random(7)
    values = ["".join(chance.choices(alphabet, k=length)) for _ in range(500)]
    assert sum(looks_random(value, "TOKEN") for value in values) >= share * len(values)


def test_without_a_value_a_name_has_to_be_clearer() -> None:
    known = ("API_KEY", "DB_PASSWORD", "deployToken", "sshKey", "PASS", "DB_PASS", "PRIVATEKEY", "DSN")
    for name in (*known, "CREDENTIALS", "SLACK_WEBHOOK"):
        assert is_secret(name)
    for name in ("ISSUE_KEY", "MAX_TOKENS", "KEY", "CACHE_KEY", "PUBLIC_API_KEY", "TESTS_PASS", "SENTRY_DSN"):
        assert not is_secret(name)
    assert names_secret("ISSUE_KEY")


HOSTILE = (
    "-----BEGIN " * 90_000,
    "-----BEGIN PRIVATE " + "KEY-----" * 100_000,
    ("-----BEGIN PRIVATE " + "KEY-----") * 40_000,
    "://a:" * 200_000,
    "https://" + "a" * 1_000_000,
    "://aaaa:bbbbb@c " * 60_000,
    "eyJ" + ("a" * 1999 + ".eyJ") * 500,
    " eyJ" * 250_000,
    "AKIA" * 250_000,
    "a1B2-" * 200_000,
    "LS0tLS1CRUdJTi" * 70_000,
    ("ghp" + f"_{MIXED}{MIXED[:12]} ") * 25_000,
    "curl -u a:bbbb " * 60_000,
    " -u a:bbbbb" * 90_000,
    "://a;password=bbbb" * 60_000,
    ";Server=a;password=bbbbb" * 40_000,
    "PGPASSWORD=" * 90_000,
    '"auth":"aaaa' * 80_000,
    "Bearer a1B2c3D4e5F6g7H8i9J0k2 " * 30_000,
    "Ab-" * 300_000,
)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_takes_long(text: str) -> None:
    before = perf_counter()
    build_credentials({"TOKEN": text, "list": [text]})
    assert perf_counter() - before < 8


def test_any_value_has_credentials() -> None:
    for value in (
        None,
        1,
        "x",
        [],
        {},
        [[[None]]],
        {"key": 1, "value": [True]},
        {"TOKEN": {"TOKEN": []}},
    ):
        assert found(value) == []
