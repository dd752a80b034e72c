"""The documented contract: JSON Schemas as data, and the two steps that hold a document against them."""
