"""Rules about what others can read or do: credentials in files, messages and logs, and code nobody has approved."""
