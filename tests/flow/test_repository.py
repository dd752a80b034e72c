"""Two addresses are those of one repository when they differ in nothing that counts."""

from __future__ import annotations

import pytest

from nflint.flow.repository import Repository, repository


@pytest.mark.parametrize(
    "url",
    ["https://github.com/acme/shop", "github.com/Acme/Shop.git", "https://www.GitHub.com/acme/shop"],
)
def test_addresses_of_one_repository_are_equal(url: str) -> None:
    assert repository(url) == Repository("github.com", "acme/shop")


def test_a_part_of_a_name_is_another_repository() -> None:
    assert repository("https://github.com/acme/shop-git") != repository("https://github.com/acme/shop")


@pytest.mark.parametrize("value", [None, 7, ["https://github.com/acme/shop"], {}])
def test_other_values_are_none(value: object) -> None:
    assert repository(value) is None
