"""What it costs: each module prints one table, every figure beside a floor measured in the same run."""
