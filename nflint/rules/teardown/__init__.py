"""Rules on what undoes what a flow has made."""
