"""How the machine is run: the same steps every time, unless others are asked for."""

from collections import Counter

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.machine.chance import FRESH
from tests.machine.process import Process

STEPS = 80  # of an example


def run(scenes, *, examples, machine=Process, steps=STEPS, **how):
    """Run a machine over some scenes. Returns the tally of what happened; a fault is raised with its steps."""

    class Run(machine):
        tally = Counter()

    Run.scenes = scenes
    how = {"derandomize": True, "backend": FRESH, "phases": [Phase.generate]} | how
    run_state_machine_as_test(
        Run,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, database=None,
            suppress_health_check=list(HealthCheck), print_blob=False, **how,
        ),
    )  # fmt: skip
    return Run.tally
