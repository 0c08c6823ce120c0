"""Tells the stories: their steps in the order of time, each at its moment, with the timetable and the post between."""

from datetime import time
from heapq import heappop, heappush
from itertools import count

from spaces.demo import post
from spaces.demo.clock import calm_days, clock_at, moment_of
from spaces.demo.story import TODAY

DAYS = 10  # working days: two weeks


def tell(stories, now):
    """Run generators of steps. Each yields (working day from 1 to DAYS, "HH:MM") before what happens then."""
    days = calm_days(DAYS, before=now)
    waiting, number = [], count()
    for story in [*stories, timetable()]:
        heappush(waiting, (next(story), next(number), story))
    while waiting:
        step, _number, story = heappop(waiting)
        following = go_on(story, step, days)
        if following:
            heappush(waiting, (following, next(number), story))


def go_on(story, step, days):
    """Do what a story does at a step. Returns its next step, or None at its end."""
    if step == TODAY:
        return next(story, None)
    day, hour = step
    with clock_at(moment_of(days[day - 1], time.fromisoformat(hour))):
        following = next(story, None)
        post.carry()
        return following


def timetable():
    """What worker and beat do twice on a working day."""
    for day in range(1, DAYS + 1):
        for hour in ("08:50", "17:30"):
            yield day, hour
            post.run_timetable()
