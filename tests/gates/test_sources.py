"""The rooms see only what the plan lets them, libraries stay in their cages, files stay small."""
import pytest

import sources
from house import BINARY

PLAN = sources.rooms()
# The build folder that the binary under test came from: its compiler flags are the wall.
BUILD = BINARY.resolve().parent


def every(check, *patterns):
    found = []
    for path in sources.files(*patterns):
        name = str(path.relative_to(sources.SOURCE / "src"))
        folder = str(path.parent.relative_to(sources.SOURCE / "src"))
        found += check(folder, name, path.read_text())
    return found


def test_the_plan_has_no_circles():
    assert len(PLAN) > 15
    assert sources.circles(PLAN) == []
    assert sources.circles({"a": ("a", {"b"}), "b": ("b", {"c"}), "c": ("c", {"a"})})


def test_every_folder_with_sources_is_a_room():
    folders = [folder for folder, _ in PLAN.values()]
    for path in sources.files("**/*.cc"):
        name = str(path.relative_to(sources.SOURCE / "src"))
        assert any(name.startswith(f + "/") for f in folders), name


@pytest.mark.parametrize("room", PLAN)
def test_a_room_finds_only_headers_that_the_plan_lets_it(room, tmp_path):
    assert sources.visible_rooms(BUILD, PLAN, room, tmp_path) <= PLAN[room][1] | {room}


def test_an_undeclared_include_does_not_compile(tmp_path):
    for room, header, fine in [("base", "json/json.h", False), ("base", "base/ids.h", True),
                               ("json", "base/ids.h", True), ("json", "db/tx.h", False),
                               ("matching", "profiles/profiles.h", False), ("profiles", "matching/matching.h", True),
                               ("policies", "checks/checks.h", False), ("lifecycle", "checks/checks.h", True),
                               ("profiles", "gateway/dispatch.h", False)]:
        done = sources.compiled(BUILD, PLAN[room][0], f'#include "{header}"\nint probe;\n', tmp_path)
        assert (done.returncode == 0) == fine, f"{header} in {room}: {done.stderr[:500]}"
        assert fine or header in done.stderr


def test_the_gate_sees_a_door_that_the_plan_does_not_have(tmp_path):
    narrower = {**PLAN, "profiles": (PLAN["profiles"][0], PLAN["profiles"][1] - {"matching"})}
    assert not sources.visible_rooms(BUILD, PLAN, "profiles", tmp_path) <= narrower["profiles"][1] | {"profiles"}


def test_libraries_stay_in_their_cages():
    assert every(sources.cage_violations, "**/*.cc", "**/*.h") == []


def test_sql_stands_in_sql_files():
    assert every(sources.sql_violations, "**/*.cc", "**/*.h") == []


def test_files_are_small_and_named_for_their_subject():
    assert every(lambda folder, name, text: sources.shape_violations(name, text), "**/*.cc", "**/*.h", "**/*.sql") == []


@pytest.mark.parametrize("folder, name, text", [
    ("platform/db", "x.cc", "#include <boost/json.hpp>"),
    ("onboarding/profiles", "x.cc", "#include <libpq-fe.h>"),
    ("platform/http", "x.cc", "#include <openssl/evp.h>"),
    ("platform/gateway", "x.cc", "#include <curl/curl.h>"),
    ("app", "x.cc", "# include <boost/asio.hpp>"),
    ("platform/jobs", "x.cc", "#include <sys/socket.h>"),
    ("platform/identity", "x.cc", "#include <crypt.h>"),
    ("platform/credentials", "x.cc", "#include <openssl/evp.h>"),
    ("platform/jobs", "x.cc", '#include "../db/tx.h"'),
    ("platform/jobs", "x.h", "#include <fmt/format.h>"),
    ("platform/jsonish", "x.cc", "#include <boost/json.hpp>"),
])
def test_a_broken_cage_is_seen(folder, name, text):
    assert sources.cage_violations(folder, name, text)


@pytest.mark.parametrize("text", ['tx.ask("select id from probity.profiles")', '"\\n insert into probity.tags values"',
                                  '"delete from keys.subject_keys"'])
def test_sql_in_the_code_is_seen(text):
    assert sources.sql_violations("onboarding/profiles", "x.cc", text.replace("\\n", "\n"))


@pytest.mark.parametrize("name, text", [
    ("a/x.cc", "\n" * 401), ("a/x_helper.cc", ""), ("a/Manager.cc", ""), ("a/common.h", "")])
def test_a_bad_shape_is_seen(name, text):
    assert sources.shape_violations(name, text)
