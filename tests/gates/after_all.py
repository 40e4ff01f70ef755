"""Runs after all other tests (tools/test.sh names it): every statement was run by one of them.

The log is what test servers and commands wrote to PROBITY_STATEMENT_LOG.
"""
import os

import statements


def test_every_statement_was_run(tables):
    assert statements.unrun(tables["statements"], [os.environ["PROBITY_STATEMENT_LOG"]]) == []
