"""Rules on Git triggers, the rules on commits, and GitOps."""
