"""The semantic model of a release flow."""
