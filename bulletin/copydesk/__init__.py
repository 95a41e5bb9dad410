"""Copy desk: a manuscript becomes a story."""
