"""Rules on requests for a run."""
