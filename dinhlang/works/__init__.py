"""One Django app per right or duty. None imports another; `web` puts them together."""
