"""Where pytest learns of the fixtures that every room shares. They stand in tests/; rooms need no conftest of their own."""

pytest_plugins = ("tests.chance", "tests.network", "tests.database", "tests.browser", "tests.once")
