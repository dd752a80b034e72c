"""What `--output` and `--jobs` mean: several reports of one run, and how many processes make them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence

import click

from nflint.nearest import nearest
from nflint.report.formats import FORMATS
from nflint.tasks import Output


def outputs(given: Sequence[str], form: str, paths: Sequence[str]) -> tuple[Output, ...]:
    """The outputs that are given as FILE, which is in the format `form`, or FORMAT=FILE; standard output where none is.
    `paths` are what is linted. Raises `click.UsageError`."""
    found = tuple(_output(one, form) for one in given) or (Output(form),)
    places = [_place(output) for output in found]
    inputs = {mark for path in paths if path != "-" for mark in _marks(path)}
    for index, output in enumerate(found):
        if places[index] in places[:index]:
            where = "standard output" if output.place == "-" else f"'{output.place}'"
            raise click.UsageError(f"--output names {where} twice, one report would be lost in the other")
        if output.place != "-" and not inputs.isdisjoint(_marks(output.place)):
            raise click.UsageError(f"--output '{output.place}' is one of the files to lint")
    return found


def refuse_own_input(output: str | None, paths: Iterable[str | None]) -> None:
    """Raises `click.UsageError` where a command would write what it makes of a file over that file."""
    if output not in (None, "-"):
        inputs = {mark for path in paths if path not in (None, "-") for mark in _marks(path or "")}
        if not inputs.isdisjoint(_marks(output or "")):
            raise click.UsageError(f"--output '{output}' is one of the files to read")


def _output(given: str, form: str) -> Output:
    before, sign, after = given.partition("=")
    # A name with a folder before it is a file whatever it holds, such as './a=b'.
    if sign and not ("/" in before or os.sep in before):
        if before not in FORMATS:
            near = nearest(before, list(FORMATS))
            hint = f"did you mean '{near}'?" if near else f"there are {', '.join(FORMATS)}"
            raise click.UsageError(f"there is no format '{before}', {hint} (a file of that name is './{given}')")
        form, given = before, after
    elif given in FORMATS:
        raise click.UsageError(f"--output {given} names no file, write '--format {given}' or '--output {given}=FILE'")
    if not given:
        raise click.UsageError("--output needs the name of a file, or - for standard output")
    if given != "-":
        _check_place(given)
    return Output(form, given)


def _check_place(path: str) -> None:
    """Says what is wrong with the name of a file before there is a report to write. Raises `click.UsageError`."""
    folder = os.path.dirname(path)  # noqa: PTH120
    if os.path.isdir(path):  # noqa: PTH112
        raise click.UsageError(f"--output '{path}' is a folder")
    if folder and not os.path.isdir(folder):  # noqa: PTH112
        raise click.UsageError(f"--output '{path}': there is no folder '{folder}', make it first")


def _marks(path: str) -> tuple[object, ...]:
    """What is equal where two paths lead to one file: by its name without links, and by its number."""
    try:
        status = os.stat(path)  # noqa: PTH116
    except (OSError, ValueError):
        return (os.path.realpath(path),)
    return (os.path.realpath(path), (status.st_dev, status.st_ino)) if status.st_ino else (os.path.realpath(path),)


def _place(output: Output) -> str:
    return "-" if output.place == "-" else os.path.realpath(output.place)


def jobs(_context: click.Context, _parameter: click.Parameter, given: str) -> int:
    """The number of processes in an option; 0 where that is decided here."""
    if given == "auto":
        return 0
    # Other digits than these are numbers for `int` as well.
    if given.isascii() and given.isdigit() and len(given) < 10:
        return int(given)
    raise click.BadParameter(f"'{given}' is neither a number of processes nor 'auto'")
