"""`python -m nflint` is the command `nflint`."""

from nflint.start import main

main()
