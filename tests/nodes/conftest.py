"""The option that writes the expected reports anew: `pytest tests/nodes --update-goldens`. Read what it wrote."""

from __future__ import annotations

from contextlib import suppress

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    # Another folder of goldens may have the same option.
    with suppress(ValueError):
        parser.addoption("--update-goldens", action="store_true", help="write the expected reports anew")


@pytest.fixture
def update_goldens(request: pytest.FixtureRequest) -> bool:
    """Whether the expected reports are to be written and not compared; never where tests decide about a change."""
    return bool(request.config.getoption("--update-goldens", default=False))
