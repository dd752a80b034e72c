"""The entry point of the command `nflint`: plain `nflint check PATH...` starts without the parser of options."""

from __future__ import annotations

import sys


def main(program: str = "nflint") -> None:
    """Runs the command line; ends by `SystemExit` with the exit status. `program` is what was typed to call it."""
    command, *arguments = sys.argv[1:] or [""]
    # Anything that begins with a dash is an option, or standard input, and nothing for here.
    if command == "check" and arguments and not any(argument.startswith("-") for argument in arguments):
        from nflint.checking import INTERRUPTED, complain, run_check
        from nflint.tasks import Choices

        try:
            raise SystemExit(run_check(arguments, Choices()))
        except KeyboardInterrupt:
            complain("interrupted")
            raise SystemExit(INTERRUPTED) from None
    from nflint.cli import main as full

    full(program)
