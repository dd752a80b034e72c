"""The option that writes expected output anew, as in `pytest tests/rules --update-goldens`. Read what it wrote."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-goldens", action="store_true", help="write the expected output anew")


@pytest.fixture
def update_goldens(request: pytest.FixtureRequest) -> bool:
    """Whether expected output is to be written and not compared; never where tests decide about a change."""
    return bool(request.config.getoption("--update-goldens", default=False))
