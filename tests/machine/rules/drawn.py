"""What the steps draw: who, where, which one."""

from hypothesis import strategies as st

from tests.machine.cast import EVERYBODY, OUTSIDE, PEERS

ANY = st.integers(0, 999)  # which one of those that there are
# Mostly somebody who may; now and then whoever.
BY = st.sampled_from(["facilitator"] * 12 + ["a peer"] * 4 + [*EVERYBODY])
SPACE = st.sampled_from(["main"] * 4 + ["second"])
PEER = st.sampled_from(PEERS)
OUTSIDER = st.sampled_from([*OUTSIDE])
ANYBODY = st.sampled_from(EVERYBODY)
# Those who listen: most often somebody who should hear nothing, or not everything.
LISTENERS = ["a stakeholder"] * 5 + ["somebody who left"] * 5 + ["somebody who has not signed"] * 2 + [*EVERYBODY]
LISTENER = st.sampled_from(LISTENERS)
SPEAKER = st.sampled_from(["a stakeholder"] * 4 + ["somebody who left", "somebody who has not signed", *EVERYBODY])
