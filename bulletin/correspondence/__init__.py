"""Correspondence: what branches are answered, and how it is sent."""
