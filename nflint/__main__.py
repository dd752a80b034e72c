"""`python -m nflint` is the command `nflint`."""

from nflint.cli import main

main()
