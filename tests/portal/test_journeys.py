"""The portal in Debian's Chromium against the real server: what people do, and axe on each screen.

The journeys are in portal/e2e; one browser runs them all, and each is a test here. The long set looks at the screens at
both widths and in both schemes. PORTAL_SHOTS names a folder for photographs of them.
"""
import json
import os
import shutil
import socket
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
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    # By name: a browser has no passkeys for an address.
    url = f"http://localhost:{port}"

    def people(count):
        institution = house.create_institution(name="Portal Test")
        tokens = [house.probity("users", "invite", "--institution", institution.id, f"p{n}-{os.urandom(4).hex()}@example.com",
                                f"Test Person {n}")["invitation_token"] for n in range(count)]
        return {"PORTAL_URL": url, "PORTAL_KEY": institution.api_key, "PORTAL_INVITATIONS": ",".join(tokens),
                "PORTAL_FIRST_SCREEN_MS": "15000"}

    with house.start_private(port=port, environment={"PROBITY_PORTAL_PATH": str(folder), "PROBITY_PORTAL_BASE_URL": url,
                                          "PROBITY_IDENTITY_BCRYPT_COST": "4"}):
        yield people
    shutil.rmtree(folder)


def results(environment, *arguments):
    shots = os.environ.get("PORTAL_SHOTS")
    done = run_e2e(*arguments, *(["--shots", shots] if shots else []), environment=environment)
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    assert lines, f"nothing ran: {done.stderr[-2000:]}"
    return {line["name"]: line for line in lines}


@pytest.fixture(scope="module")
def journeys(served):
    return results(served(len(JOURNEYS)))


@pytest.fixture(scope="module")
def screens(served):
    return results(served(1), "--screens", *([] if LONG else ["--quick"]))


@pytest.mark.parametrize("name", JOURNEYS)
def test_journey(journeys, name):
    assert name in journeys and journeys[name]["ok"], journeys.get(name, {}).get("why", "it did not run")


@pytest.mark.parametrize("name", SCREENS)
def test_axe_finds_nothing(screens, name):
    assert name in screens and screens[name]["ok"], screens.get(name, {}).get("why", "it was not seen")
