"""The language server `nflint lsp`: between the protocol that editors speak and the library, and nothing else.

It needs the extra `lsp`, so that nothing outside of this package imports it but the command.
"""
