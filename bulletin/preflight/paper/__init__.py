"""Preflight on paper: what is wrong with the pages themselves, before a reader or a printer finds it."""
