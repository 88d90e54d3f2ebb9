"""Records to a document: one module a page."""
