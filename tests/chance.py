"""How property tests draw their examples.

Promises: the same tree is tested with the same examples on every machine, and a slow machine is no failure. `HYPOTHESIS=wide`
draws other examples each time and ten times as many; `make soak` is the place for that, and what it finds becomes a test.
"""

import os

from hypothesis import HealthCheck, settings

EXAMPLES = 100

settings.register_profile("same", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.register_profile("wide", settings.get_profile("same"), derandomize=False, max_examples=10 * EXAMPLES)
settings.load_profile(os.environ.get("HYPOTHESIS", "same"))
