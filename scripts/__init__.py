"""The workshop: what sets the project up, tests it and writes its generated pages. Nothing here runs on a site."""
