"""What a rule is, and how a function becomes one.

A rule is a generator over one model; where its findings stand in a text, and whether anybody wants to see them,
is the business of `nflint.lint`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Literal, NamedTuple, get_args

from nflint.diagnostic import Finding, Severity

Model = Literal["Flow", "Wiring", "Waiting", "Run", "RunRequest", "Launch", "Credentials"]
CheckFunction = Callable[[Any], Iterator[Finding]]

Group = Literal["recommended", "strict", "all"]
"""Which of the groups, each part of the next, is the smallest that a rule is in."""

Mending = Literal["safe", "unsafe"]
"""Whether some of what a rule finds is mended safely, or all that is mended wants to be looked at."""

DOCS = "https://nflint.dev/rules/"

CUSTOM = "custom"
"""The family of rules that are not nflint's own; it stands before their names."""

_PACKAGE = "nflint.rules."


class Rule(NamedTuple):
    """A check with its stable code and name, its severity and its documentation.

    `reads` names the model that `check` takes. Both are None for the checks of the text and of the contract,
    which are made before there is a model; they have a code, a name and a page like any other. Only what is
    `recommended` runs unasked: `strict` adds what careful teams want, `all` what holds for few flows. A rule that needs
    the `whole` document speaks of what is missing, which may stand where reading broke off. A document in which none of
    the words is that a rule is `about`, keys and kinds of node, is one that it has nothing to say of.

    So that one mistake is told once: a rule says more than those that it `explains` of the same place, and than those
    that it `explains_inside` the node whose `kind` it points at; and where the key that it `misses` is there under a
    name that the contract takes for a slip of it, the slip is the mistake. With `fix` some of its findings have one.
    """

    code: str
    name: str
    family: str
    severity: Severity
    documentation: str
    since: str
    reads: Model | None = None
    check: CheckFunction | None = None
    group: Group = "recommended"
    whole: bool = False
    about: frozenset[str] = frozenset()
    explains: frozenset[str] = frozenset()
    explains_inside: frozenset[str] = frozenset()
    misses: str | None = None
    fix: Mending | None = None

    @property
    def summary(self) -> str:
        """The first line of the documentation, without its full stop."""
        return self.documentation.partition("\n")[0].rstrip(".")

    @property
    def url(self) -> str:
        """The address of the rule's page; empty for a rule that is not nflint's own."""
        return "" if self.family == CUSTOM else f"{DOCS}{self.name}"


def rule(
    code: str,
    severity: Severity,
    *,
    since: str,
    group: Group = "recommended",
    whole: bool = False,
    about: Iterable[str] = (),
    explains: Iterable[str] = (),
    explains_inside: Iterable[str] = (),
    misses: str | None = None,
    fix: Mending | None = None,
) -> Callable[[CheckFunction], Rule]:
    """Makes a rule of a generator function.

    The name comes from the function, the family from the folder of its module, the model from the annotation of
    its only parameter and the documentation from its docstring, so that none of them is written twice. A rule that
    stands outside of nflint has the family "custom", and the name "custom/<function>".
    """

    def make(check: CheckFunction) -> Rule:
        model: Any = _model_of(check)
        name = check.__name__.replace("_", "-")
        own = check.__module__.startswith(_PACKAGE)
        return Rule(
            code=code,
            name=name if own else f"{CUSTOM}/{name}",
            family=check.__module__.split(".")[-2] if own else CUSTOM,
            severity=severity,
            documentation=dedent(check.__doc__ or ""),
            since=since,
            reads=model,
            check=check,
            group=group,
            whole=whole,
            about=frozenset([about] if isinstance(about, str) else about),
            explains=frozenset(explains),
            explains_inside=frozenset(explains_inside),
            misses=misses,
            fix=fix,
        )

    return make


def _model_of(check: CheckFunction) -> str:
    """The name of the model that the only parameter of `check` is annotated with. Raises `ValueError`."""
    names = check.__code__.co_varnames[: check.__code__.co_argcount]
    annotation: Any = check.__annotations__.get(names[0]) if len(names) == 1 else None
    # Without the postponed evaluation of annotations it is the class.
    name = annotation if isinstance(annotation, str) else getattr(annotation, "__name__", "")
    name = name.rpartition(".")[2]
    if name not in get_args(Model):
        models = ", ".join(get_args(Model))
        raise ValueError(
            f"the rule '{check.__name__}' needs one parameter, annotated with the model it reads: {models}"
        )
    return name


def dedent(text: str) -> str:
    """`text` without the indentation that its lines after the first share, as `inspect.cleandoc` gives it.

    `inspect` itself costs every start as much as reading all schemas.
    """
    first, *rest = text.strip("\n").expandtabs().split("\n")
    margins = [len(line) - len(line.lstrip()) for line in rest if line.strip()]
    margin = min(margins, default=0)
    return "\n".join([first.strip(), *(line[margin:].rstrip() for line in rest)]).strip()
