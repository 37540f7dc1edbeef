"""`dinhlang rulebook check rulebook` in the folder one stands in."""

import sys

from dinhlang.config.cli import main

if __name__ == "__main__":
    sys.exit(main(["rulebook", "check", "rulebook"]))
