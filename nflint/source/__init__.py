"""Text into documents: plain values, where each value and key stands, and each problem of the text itself."""
