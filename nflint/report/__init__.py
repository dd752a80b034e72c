"""Renders reports; one module a format, each with `render`, a function from a report to a string."""
