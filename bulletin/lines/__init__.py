"""Lines: how Chinese text turns and closes up, by its marks and its characters' widths alone."""
