"""Rules on what single nodes hold."""
