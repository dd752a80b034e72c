"""The credentials that are known by their form: what each begins with, and exactly what follows.

Which of them stand in a document is the business of `nflint.flow.credentials`.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Sort = Literal["key", "password", "webhook", "guess"]
"""`key` is a token or key of a known form, `password` one in a URL, `webhook` an address that is a key by itself, and
`guess` what looks random under the name of a secret."""


class Format(NamedTuple):
    """A form of credentials.

    `needle` stands in every one of them, so that a text without it needs no further look; `pattern` matches the part
    that must not be shown as the group `secret`; `what` is how a message calls it.
    """

    what: str
    needle: str
    pattern: str
    sort: Sort = "key"


def _token(what: str, needle: str, rest: str) -> Format:
    """What begins with `needle` and ends with `rest`, with nothing of a word on either side."""
    escaped = needle.replace(".", r"\.")
    return Format(what, needle, rf"(?<![\w-])(?P<secret>{escaped}{rest})(?![\w-])")


def _address(what: str, needle: str, rest: str) -> Format:
    """An address of which what follows `needle` is the secret."""
    escaped = needle.replace(".", r"\.")
    return Format(what, needle, rf"{escaped}(?P<secret>{rest})", "webhook")


FORMATS: tuple[Format, ...] = (
    _token("a Northflank API token", "nf-eyJ", r"[\w-]{10,2000}\.[\w-]{10,4000}\.[\w-]{10,2000}"),
    _token("a GitHub token", "ghp_", r"[A-Za-z0-9]{36,251}"),
    _token("a GitHub token", "gho_", r"[A-Za-z0-9]{36,251}"),
    _token("a GitHub token", "ghu_", r"[A-Za-z0-9]{36,251}"),
    _token("a GitHub token", "ghs_", r"[A-Za-z0-9]{36,251}"),
    _token("a GitHub token", "ghr_", r"[A-Za-z0-9]{36,251}"),
    _token("a GitHub token", "github_pat_", r"[A-Za-z0-9]{22}_[A-Za-z0-9]{59}"),
    _token("a GitLab token", "glpat-", r"[\w-]{20,300}"),
    _token("a GitLab token", "gldt-", r"[\w-]{20,300}"),
    _token("an AWS access key", "AKIA", r"[A-Z2-7]{16}"),
    _token("an AWS access key", "ASIA", r"[A-Z2-7]{16}"),
    Format("a Slack token", "xox", r"(?<![\w-])(?P<secret>xox[abeoprs]-[0-9]{8,20}-[0-9A-Za-z-]{10,250})"),
    _token("a Slack token", "xapp-", r"[0-9]-[A-Z0-9]{8,20}-[0-9]{8,20}-[0-9a-f]{40,100}"),
    _token("a Stripe key", "sk_live_", r"[A-Za-z0-9]{16,250}"),
    _token("a Stripe key", "rk_live_", r"[A-Za-z0-9]{16,250}"),
    _token("a signing secret", "whsec_", r"[A-Za-z0-9+/]{24,250}={0,2}"),
    _token("a Google API key", "AIza", r"[\w-]{35}"),
    _token("a Google client secret", "GOCSPX-", r"[\w-]{28}"),
    _token("an npm token", "npm_", r"[A-Za-z0-9]{36}"),
    _token("a PyPI token", "pypi-AgE", r"[\w-]{50,500}"),
    _token("a SendGrid key", "SG.", r"[\w-]{22}\.[\w-]{43}"),
    _token("a Twilio API key", "SK", r"[0-9a-f]{32}"),
    _token("an Anthropic key", "sk-ant-", r"[a-z]{3,10}\d\d-[\w-]{80,250}"),
    _token("an OpenAI key", "sk-proj-", r"[\w-]{40,300}"),
    _token("an OpenAI key", "sk-svcacct-", r"[\w-]{40,300}"),
    _token("an OpenAI key", "sk-admin-", r"[\w-]{40,300}"),
    _token("an OpenRouter key", "sk-or-v1-", r"[0-9a-f]{64}"),
    _token("an API key", "sk-", r"[A-Za-z0-9]{32,64}"),
    _token("a Groq key", "gsk_", r"[A-Za-z0-9]{52}"),
    _token("a Replicate token", "r8_", r"[A-Za-z0-9]{37}"),
    _token("a Hugging Face token", "hf_", r"[A-Za-z0-9]{34,40}"),
    _token("a DigitalOcean token", "dop_v1_", r"[0-9a-f]{64}"),
    _token("a DigitalOcean token", "doo_v1_", r"[0-9a-f]{64}"),
    _token("a Telegram bot token", ":AA", r"[\w-]{33}")._replace(
        pattern=r"(?<![\w-])(?P<secret>[0-9]{8,10}:AA[\w-]{33})(?![\w-])"
    ),
    _token("a Vault token", "hvs.", r"[\w-]{24,250}"),
    _token("a Vault token", "hvb.", r"[\w-]{24,250}"),
    Format(
        "a Doppler token",
        "dp.",
        r"(?<![\w.-])(?P<secret>dp\.[a-z]{2,5}\.(?:[\w-]{1,60}\.)?[A-Za-z0-9]{40,44})(?!\w)",
    ),
    _token("a Linear key", "lin_api_", r"[A-Za-z0-9]{40,60}"),
    _token("a Shopify token", "shpat_", r"[0-9a-fA-F]{32}"),
    _token("a Shopify token", "shpca_", r"[0-9a-fA-F]{32}"),
    _token("a Shopify secret", "shpss_", r"[0-9a-fA-F]{32}"),
    _token("a Mailgun key", "key-", r"[0-9a-f]{32}"),
    _token("a Resend key", "re_", r"[A-Za-z0-9]{8}_[A-Za-z0-9]{24}"),
    _token("a Supabase key", "sb_secret_", r"[\w-]{20,80}"),
    _token("a Supabase token", "sbp_", r"[0-9a-f]{40}"),
    _token("a Sentry token", "sntryu_", r"[0-9a-f]{64}"),
    _token("a Sentry token", "sntrys_", r"eyJ[\w+/=-]{40,500}"),
    _token("a Grafana token", "glsa_", r"[A-Za-z0-9]{32}_[0-9a-f]{8}"),
    _token("a Docker Hub token", "dckr_pat_", r"[\w-]{27,60}"),
    _token("a Notion token", "ntn_", r"[A-Za-z0-9]{40,60}"),
    _token("a PlanetScale password", "pscale_", r"(?:pw|tkn|oauth)_[\w.-]{32,80}"),
    _token("a Tailscale key", "tskey-", r"[a-z]{3,10}-[A-Za-z0-9]{8,40}-[A-Za-z0-9]{20,60}"),
    _token("a JSON Web Token", "eyJ", r"[\w-]{10,2000}\.eyJ[\w-]{10,4000}\.[\w-]{10,2000}"),
    Format("an Azure storage key", "AccountKey=", r"AccountKey=(?P<secret>[A-Za-z0-9+/]{86}==)"),
    Format("an Azure access key", "SharedAccessKey=", r"SharedAccessKey=(?P<secret>[A-Za-z0-9+/]{43,88}={1,2})"),
    _address("a Slack webhook", "hooks.slack.com/services/", r"T[A-Z0-9]{6,14}/B[A-Z0-9]{6,14}/[A-Za-z0-9]{18,40}"),
    _address("a Slack workflow trigger", "hooks.slack.com/triggers/", r"[A-Z0-9]{6,14}/[0-9]{6,20}/[0-9a-f]{20,40}"),
    _address("a Slack workflow trigger", "hooks.slack.com/workflows/", r"T[A-Z0-9]{6,14}/A[A-Z0-9]{6,14}/[\w/]{18,60}"),
    Format(
        "a Discord webhook",
        "/api/webhooks/",
        r"discord(?:app)?\.com/api/webhooks/(?P<secret>[0-9]{17,20}/[\w-]{60,80})",
        "webhook",
    ),
    _address("a Microsoft Teams webhook", ".webhook.office.com/", r"webhookb2/[\w@/-]{60,400}"),
    _address("a Google Chat webhook", "chat.googleapis.com/v1/spaces/", r"[\w-]{6,40}/messages\?[\w=&%.-]{40,400}"),
    _address("a Zapier webhook", "hooks.zapier.com/hooks/catch/", r"[0-9]{4,12}/[a-z0-9]{6,12}"),
)
"""Every form, the narrower before the wider where two begin alike."""
