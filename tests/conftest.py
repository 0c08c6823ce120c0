"""What every test may ask for: the database, a browser, the worker and beat."""

pytest_plugins = ["tests.fixtures.database", "tests.fixtures.browser", "tests.fixtures.processes"]
