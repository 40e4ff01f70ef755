"""One house for the session: PROBITY_HOUSE names the state folder of a running one, so that workers share it."""
import os

import pytest

from house import BINARY, House


@pytest.fixture(scope="session")
def house():
    state = os.environ.get("PROBITY_HOUSE")
    if state:
        yield House(state)
        return
    if not BINARY.exists():
        pytest.fail(f"no binary at {BINARY}: build it, or name it in PROBITY_BINARY", pytrace=False)
    made = House.up()
    yield made
    made.down()


@pytest.fixture
def institution(house):
    """A demo institution of this test alone."""
    return house.create_institution()


@pytest.fixture
def api(institution):
    return institution.api()


@pytest.fixture(scope="module")
def shared_institution(house):
    """One for all tests of a module that don't look at each other's profiles."""
    return house.create_institution()


@pytest.fixture(scope="module")
def shared_api(shared_institution):
    return shared_institution.api()
