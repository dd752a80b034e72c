"""The semantic models of run payloads and run requests."""
