"""The table of attacks on access tokens sees a verifier that lost one of its guards."""
import os
import subprocess

import pytest

from house import BINARY


def attacks(fault=None):
    """(exit code, how many of the attacks were accepted)"""
    done = subprocess.run([str(BINARY.parent / "tokens_test"), "--gtest_filter=AccessToken.*"], capture_output=True,
                          text=True, env={**os.environ, "PROBITY_FAULT": fault or ""})
    [line] = [line for line in done.stdout.splitlines() if line.startswith("accepted=")]
    return done.returncode, int(line.split("=")[1].split()[0])


def test_no_attack_is_accepted():
    assert attacks() == (0, 0)


@pytest.mark.parametrize("fault", ["accept_any_signature", "accept_any_audience", "accept_any_time"])
def test_a_lost_guard_is_seen(fault):
    code, accepted = attacks(fault)
    assert code != 0 and accepted > 0
