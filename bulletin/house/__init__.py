"""House: the publication's own rules, read from bulletin.toml and issue.toml."""
