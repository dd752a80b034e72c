"""`python -m nflint` is the command `nflint`, for where scripts are not on the path."""

from nflint.start import main

main("python -m nflint")
