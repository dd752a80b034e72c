"""`nflint lsp`: the language server, where its extra is installed."""

from __future__ import annotations

import click


@click.command(short_help="Serve editors: diagnostics, fixes, completion and more.")
@click.option("--stdio", is_flag=True, help="Speak over standard input and output, as it always does.")
def lsp(stdio: bool) -> None:
    """Run the language server for an editor, which starts it by itself.

    It needs more packages: pip install 'nflint[lsp]'

    \b
    nflint lsp    what an editor is told to run

    \b
    docs/editors.md says how to set up VS Code, Neovim, Helix, Zed, JetBrains and Emacs.
    """
    from importlib.util import find_spec  # No other command needs it.

    if find_spec("pygls") is None or find_spec("lsprotocol") is None:
        raise click.ClickException("the language server needs more packages, install them: pip install 'nflint[lsp]'")
    from nflint.lsp.server import serve

    try:
        serve()
    except OSError as error:
        raise click.ClickException(f"standard input or output cannot be used: {error}") from error
