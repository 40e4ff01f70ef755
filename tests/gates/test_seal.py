"""The C++ test of the seal sees a seal that is bound to no place."""
import os
import subprocess

from house import BINARY


def run(fault):
    test = BINARY.resolve().parent / "keys_test"
    done = subprocess.run([str(test), "--gtest_filter=KeystoreTest.ValuesOpenOnlyWhereTheyWereSealed"],
                          env={**os.environ, "PROBITY_FAULT": fault}, capture_output=True, text=True)
    return done.returncode


def test_a_seal_without_its_place_is_seen():
    assert run("") == 0
    assert run("seal_without_place") != 0
