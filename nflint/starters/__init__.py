"""What `nflint init` starts with: release flows of a few shapes, a configuration, and the entry of the hook.

Texts only: writing them is left to `nflint.beginning`, and putting the entry into a file that exists to
`nflint.starters.hook`.
"""

from __future__ import annotations

import json
import pkgutil
from collections.abc import Mapping
from typing import Literal, NamedTuple

from nflint import __version__

REPOSITORY = "https://github.com/nflint/nflint"

CONFIG = f"""\
# Which rules are on in this folder and below, and what else there is to choose:
# {REPOSITORY}/blob/v{__version__}/docs/configuration.md
select: [strict]
"""

HOOK = f"""\
repos:
  - repo: {REPOSITORY}
    rev: v{__version__}
    hooks:
      - id: nflint
"""

_BUILD_SERVICE = "the service that builds, its ID and not its name"
_TARGET = "the service in which the result runs"


class Shape(NamedTuple):
    """A release flow to start from. `blanks` are the words in it that stand for what every project has of its own,
    each with what that is; a longer one comes before the words it is made of."""

    name: str
    summary: str
    blanks: Mapping[str, str]


SHAPES: tuple[Shape, ...] = (
    Shape(
        "build-and-release",
        "builds every push to 'main' and releases what was built",
        {
            "OWNER/REPOSITORY": "the repository whose pushes are released",
            "OWNER": "the account that owns it, as it is linked in Northflank",
            "BUILD-SERVICE": _BUILD_SERVICE,
            "DEPLOYMENT-SERVICE": _TARGET,
        },
    ),
    Shape(
        "promote-with-migration",
        "backs up the database, migrates it, and promotes what runs in staging",
        {
            "DATABASE": "the addon to back up before the migration",
            "MIGRATION-JOB-STAGING": "the job that migrates the database of staging",
            "MIGRATION-JOB": "the job that migrates this database",
            "SERVICE-STAGING": "the service in staging",
            "SERVICE": "the service to which its image is promoted",
            "SLACK-INTEGRATION": "the Slack integration that is told",
        },
    ),
    Shape(
        "registry-image",
        "releases an image of a registry, with the tag that each run gives",
        {
            "OWNER/IMAGE": "the image, without its tag",
            "REGISTRY-CREDENTIALS": "the credentials for the registry, as they are saved in Northflank",
            "DEPLOYMENT-SERVICE": _TARGET,
        },
    ),
)


def flow_text(shape: Shape, form: Literal["json", "yaml"]) -> str:
    """The release flow as a text that ends with a line break."""
    # The loader of the package also reads from a zip archive.
    text = (pkgutil.get_data(__name__, f"{shape.name}.json") or b"").decode("utf-8")
    if form == "json":
        return text
    from nflint.report.yaml_writer import dump

    return dump(json.loads(text))
