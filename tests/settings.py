"""The settings of the tests: the site's own, made safe to run anywhere.

Promises: nothing a test does touches `var/`, a real database or a real key; each worker has its own data directory.
Everything the product decides (middleware, headers, sign-in) is left as it is, so that the tests see what people see.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path


def _data_dir() -> Path:
    """The data directory of this process: one root per run, removed at its end, one folder per worker below it."""
    root = os.environ.get("DINHLANG_TEST_ROOT")
    if not root:
        root = tempfile.mkdtemp(prefix="dinhlang-test-")
        os.environ["DINHLANG_TEST_ROOT"] = root
        owner = os.getpid()
        # A forked child inherits this exit handler; only the process that made the directory may remove it.
        atexit.register(lambda: shutil.rmtree(root, ignore_errors=True) if os.getpid() == owner else None)
    data = Path(root) / os.environ.get("PYTEST_XDIST_WORKER", "main")
    data.mkdir(parents=True, exist_ok=True)
    return data


_DATA = _data_dir()
os.environ["DINHLANG_DATA"] = str(_DATA)
os.environ["DINHLANG_DEMO"] = "1"
for _name in ("DINHLANG_PUBLISHED", "DINHLANG_RULEBOOK", "DINHLANG_ORIGIN", "DINHLANG_HOME_BODY"):
    os.environ.pop(_name, None)

from dinhlang.config.settings import *  # noqa: E402, F403  (the environment must be set before the site's settings read it)
from dinhlang.config.settings import DATABASES, STATIC_ROOT, STORAGES  # noqa: E402

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, not memory: threads, processes and WAL must behave as they do on a site.
    DATABASES["default"]["TEST"] = {"NAME": str(_DATA / "test.sqlite3")}

HOME_BODY = "01273"  # the ward whose story most tests are told; the province as a front page has tests of its own

STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # speed only: no test is about the strength of the hash
