"""Rules on refs and what refers to them."""
