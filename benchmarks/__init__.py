"""Speed, as commands that print a table (README.md).

`python -m benchmarks` is the short run, `python -m benchmarks.soak` the long loops.
"""
