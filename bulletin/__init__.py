"""Bulletin turns what an organisation's branches send in into a periodical."""

__version__ = "0.1.0"
