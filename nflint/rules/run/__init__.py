"""Rules on what a run says of itself."""
