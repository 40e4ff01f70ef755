"""./dev for someone who may not install: it says what an administrator must run, and does nothing else."""
import os
import re
import subprocess
import sys

import pytest

from house import ROOT, as_owner, lend

PACKAGES = re.search(r'^packages="(.*?)"', (ROOT / "dev").read_text(), re.M | re.S)[1].split()


@pytest.fixture
def machine(house):
    """A folder of commands in front of the others: as if certain packages were missing and sudo asked for a password."""
    folder = house.state / f"machine-{os.urandom(4).hex()}"
    folder.mkdir()

    def without(*missing):
        commands = {
            "dpkg-query": f'case " {" ".join(missing)} " in *" ${{@: -1}} "*) exit 1 ;; esac; printf "install ok installed"',
            "sudo": "exit 1",
            **{name: f'echo {name} >>"{folder}/called"; exit 1' for name in ("apt-get", "cmake", "ninja", "python3")}}
        for name, does in commands.items():
            (folder / name).write_text(f"#!/bin/bash\n{does}\n")
            (folder / name).chmod(0o755)
        lend(folder)
        return folder
    yield without
    subprocess.run(["rm", "-rf", str(folder)], check=True)


def dev(folder, *arguments):
    """`./dev` as the user who owns the house, who is not root."""
    return subprocess.run(as_owner("bash", str(ROOT / "dev"), *arguments), capture_output=True, text=True, cwd="/",
                          env={"PATH": f"{folder}:/usr/bin:/bin", "HOME": "/nonexistent"})


@pytest.mark.parametrize("missing", [("libpugixml-dev",), ("g++", "postgresql-15")])
@pytest.mark.parametrize("command", ["run", "test", "setup"])
def test_what_is_missing_is_said_in_one_line(machine, command, missing):
    folder = machine(*missing)
    state = folder / "state"
    done = dev(folder, command, *(["--state", str(state)] if command == "run" else []))
    assert done.returncode == 1 and done.stdout == ""
    assert done.stderr == ("dev: missing packages; an administrator must run:  "
                           f"apt-get install -y --no-install-recommends {' '.join(missing)}\n")
    assert not state.exists() and not (folder / "called").exists()


def test_with_every_package_it_goes_on(machine):
    """It asks for all of them, and only then builds."""
    folder = machine()
    done = dev(folder, "run", "--state", str(folder / "state"))
    assert "administrator" not in done.stderr and "building release" in done.stderr or "configuring" in done.stderr
    assert {"cmake", "ninja"} & set((folder / "called").read_text().split())
    assert len(PACKAGES) > 20
