"""Rules on the document as a whole."""
