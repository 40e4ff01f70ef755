"""What the gates read: the product's own tables and the database past its wall."""
import json
import subprocess

import pytest


@pytest.fixture(scope="session")
def tables(house):
    """Routes, statements, reactions and migrations as the binary itself prints them."""
    done = subprocess.run([str(house.binary), "tables"], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def admin_db(house):
    """The database as its superuser, whom row security does not hold."""
    with house.connect() as connection:
        yield connection
