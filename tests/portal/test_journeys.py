"""The portal in Debian's Chromium against the real server: what people do, and axe on each screen.

The journeys are portal/e2e/journeys.ts; one browser runs them all, and each is a test here. The long set looks at the screens at
both widths and in both schemes. PORTAL_SHOTS names a folder for photographs of them.
"""
import json
import os
import shutil
import subprocess

import pytest

from house import ROOT

PORTAL = ROOT / "portal"
LONG = bool(os.environ.get("PROBITY_LONG"))


def run_e2e(*arguments, environment=None):
    return subprocess.run(["node", "e2e/run.ts", *arguments], cwd=PORTAL, env={**os.environ, **(environment or {})},
                          capture_output=True, text=True, timeout=900)


def names(*arguments):
    done = run_e2e("--list", *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


JOURNEYS = names()
SCREENS = names("--screens", *([] if LONG else ["--quick"]))


@pytest.fixture(scope="module")
def served(house):
    """A server with the built portal, and fresh institutions on it; the server's user must be able to read the files."""
    assert (PORTAL / "dist/index.html").exists(), "build the portal first: ./dev portal"
    folder = house.state / f"portal-{os.urandom(4).hex()}"
    shutil.copytree(PORTAL / "dist", folder)
    with house.start_private(environment={"PROBITY_PORTAL_PATH": str(folder)}) as server:
        yield lambda: {"PORTAL_URL": server.base_url, "PORTAL_KEY": house.create_institution(name="Portal Test").api_key}
    shutil.rmtree(folder)


def results(served, *arguments):
    shots = os.environ.get("PORTAL_SHOTS")
    done = run_e2e(*arguments, *(["--shots", shots] if shots else []), environment=served())
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    assert lines, f"nothing ran: {done.stderr[-2000:]}"
    return {line["name"]: line for line in lines}


@pytest.fixture(scope="module")
def journeys(served):
    return results(served)


@pytest.fixture(scope="module")
def screens(served):
    return results(served, "--screens", *([] if LONG else ["--quick"]))


@pytest.mark.parametrize("name", JOURNEYS)
def test_journey(journeys, name):
    assert name in journeys and journeys[name]["ok"], journeys.get(name, {}).get("why", "it did not run")


@pytest.mark.parametrize("name", SCREENS)
def test_axe_finds_nothing(screens, name):
    assert name in screens and screens[name]["ok"], screens.get(name, {}).get("why", "it was not seen")
