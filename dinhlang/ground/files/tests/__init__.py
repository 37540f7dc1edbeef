"""Bad files, each generated here: no binary fixture is kept."""
