"""Whether an address is known shows neither in status, body and size of an answer nor in its time (goal A-4)."""
import math
import os
import random
import time

import pytest

from people import Browser, join, unique_email

# Two samples of the same distribution differ this much once in 100 runs (long), or once in 10,000.
SAMPLES, LEAST_P = (2_000, 0.01) if os.environ.get("PROBITY_LONG") else (300, 0.0001)


def same_distribution(a, b):
    """The p of a two-sample Kolmogorov-Smirnov test."""
    a, b = sorted(a), sorted(b)
    i = j = 0
    distance = 0.0
    while i < len(a) and j < len(b):
        at = min(a[i], b[j])
        while i < len(a) and a[i] == at:
            i += 1
        while j < len(b) and b[j] == at:
            j += 1
        distance = max(distance, abs(i / len(a) - j / len(b)))
    n = math.sqrt(len(a) * len(b) / (len(a) + len(b)))
    x = (n + 0.12 + 0.11 / n) * distance
    return min(1.0, max(0.0, 2 * sum((-1) ** (k - 1) * math.exp(-2 * k * k * x * x) for k in range(1, 101))))


def test_the_measure_tells_samples_apart():
    draw = random.Random(4)
    one, same, later = ([draw.gauss(mean, 1) for _ in range(300)] for mean in (0, 0, 1))
    assert same_distribution(one, same) > 0.01 > 0.0001 > same_distribution(one, later)


def sign_in(api, email):
    return api.call("POST", "/sign-in", json={"email": email, "password": "never the right one 7"})


def recover(api, email):
    return api.call("POST", "/recovery", json={"email": email})


def oracle(server, ask, known):
    """Samples for known and unknown addresses in random order; answers that differ end it at once."""
    api, draw = Browser(server.base_url), random.Random(11)  # its address of its own takes the blame for the tries
    times, answers = {True: [], False: []}, {True: set(), False: set()}
    order = [True, False] * SAMPLES
    draw.shuffle(order)
    for is_known in order:
        email = draw.choice(known) if is_known else unique_email("noone")
        since = time.perf_counter()
        reply = ask(api, email)
        times[is_known].append(time.perf_counter() - since)
        answers[is_known].add((reply.status, *(e["message"] for e in reply.json.get("errors", []))))
    assert len(answers[True]) == 1 and answers[True] == answers[False], answers
    return same_distribution(times[True], times[False])


@pytest.fixture(scope="module")
def known(house):
    institution = house.create_institution()
    return [join(institution, enrol=False).email for _ in range(20)]


@pytest.mark.parametrize("ask", [sign_in, recover])
def test_a_known_address_is_not_told_by_time(house, known, ask):
    with house.start_private(fault="skip_sign_in_throttle", options=("--roles", "gateway,api")) as server:
        assert oracle(server, ask, known) > LEAST_P


def test_an_answer_without_hashing_is_seen(house, known):
    with house.start_private(fault="skip_sign_in_throttle,answer_unknown_at_once", options=("--roles", "gateway,api")) as server:
        assert oracle(server, sign_in, known) < LEAST_P
