"""The portal's files beside the API: what they may do in a browser, and that the API's paths stay the API's."""
import os
import shutil

import pytest
import requests

HARDENED = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@pytest.fixture
def portal(house, tmp_path, request):
    """A server with a portal of three files. It runs as another user when we are root, hence in the house's folder."""
    folder = house.state / f"portal-{os.urandom(4).hex()}"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><title>Probity</title>")
    (folder / "assets" / "index-1f.js").write_text("export {}")
    folder.chmod(0o755)
    (folder / "assets").chmod(0o755)
    fault = getattr(request, "param", None)
    with house.start_private(fault=fault, environment={"PROBITY_PORTAL_PATH": str(folder)}) as server:
        yield server.base_url
    shutil.rmtree(folder)


def check_hardened(base_url):
    for path in ("/", "/profiles/1/tasks", "/assets/index-1f.js", "/assets/none.js"):
        answer = requests.get(base_url + path, timeout=10)
        policy = answer.headers.get("Content-Security-Policy", "")
        assert "default-src 'none'" in policy and "unsafe" not in policy, path
        assert HARDENED.items() <= dict(answer.headers).items(), path


def test_files_are_served_hardened(portal):
    check_hardened(portal)
    index = requests.get(portal + "/", timeout=10)
    assert index.headers["Cache-Control"] == "no-cache"
    again = requests.get(portal + "/", headers={"if-none-match": index.headers["ETag"]}, timeout=10)
    assert again.status_code == 304 and again.content == b""
    script = requests.get(portal + "/assets/index-1f.js", timeout=10)
    assert "immutable" in script.headers["Cache-Control"]
    head = requests.head(portal + "/assets/index-1f.js", timeout=10)
    assert head.headers["Content-Length"] == str(len(script.content)) and head.content == b""


@pytest.mark.parametrize("portal", ["portal_without_policy"], indirect=True)
def test_a_portal_without_a_policy_is_seen(portal):
    with pytest.raises(AssertionError):
        check_hardened(portal)


def test_the_api_keeps_its_paths(portal):
    answer = requests.get(portal + "/4.0/whoami", timeout=10)
    assert answer.status_code == 401 and answer.json()["errors"]
    assert requests.get(portal + "/4.0/nothing", timeout=10).json()["errors"]
    assert requests.post(portal + "/", timeout=10).status_code == 405


def test_without_a_portal_there_is_none(house):
    with house.start_private() as server:
        answer = requests.get(server.base_url + "/", timeout=10)
        assert answer.status_code in (401, 404) and answer.json()["errors"]
