"""Gateway and api in processes of their own: PROBITY_HOUSE names such a house, or one is made."""
import json
import os

import pytest

from house import House


@pytest.fixture(scope="session")
def house():
    state = os.environ.get("PROBITY_HOUSE")
    if state and (House(state).state / "ready-api.json").exists():
        yield House(state)
        return
    made = House.up(environment={"PROBITY_SPLIT": "1"})
    yield made
    made.down()


@pytest.fixture(scope="session")
def inner(house):
    """The URL of the port that only gateways should call."""
    ready = json.loads((house.state / "ready-api.json").read_text())
    return f"http://127.0.0.1:{ready['api_port']}"
