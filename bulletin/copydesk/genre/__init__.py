"""Genre: what kind of text a story is, judged by the whole of it: a small linear model over signs of style, not of topic."""
