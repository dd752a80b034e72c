"""The language of `${...}`: reading it, its functions, and what an expression comes to."""
