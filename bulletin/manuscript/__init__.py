"""Manuscript: one file as its author left it, and a query for everything that could not be carried over."""
