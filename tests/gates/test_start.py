"""What refuses to start: roles that row security does not hold, unknown schemas, keys that others can read."""
import os
import shutil
import subprocess

import pytest

from house import as_owner, lend


@pytest.fixture
def own(house, tmp_path_factory):
    """A configuration beside the house's own, with copies of its keys, to be spoiled."""
    folder = house.state / f"start-{os.urandom(4).hex()}"
    folder.mkdir()
    for name in ("keystore.json", "root.key", "probity.toml"):
        shutil.copy(house.state / name, folder / name)
        (folder / name).chmod(0o600)
    config = folder / "probity.toml"
    config.write_text(config.read_text().replace(f"{house.state}/keystore.json", f"{folder}/keystore.json")
                      .replace(f"{house.state}/root.key", f"{folder}/root.key"))
    lend(folder)
    yield folder
    shutil.rmtree(folder)


def serve(house, folder, fault=None):
    """(exit status, standard error) of `probity serve`; (None, …) when it served until it was stopped."""
    ready = folder / "ready.json"
    ready.unlink(missing_ok=True)
    process = subprocess.Popen(
        as_owner(str(house.binary), "--config", str(folder / "probity.toml"), "serve", "--port", "0",
                 "--ready-file", str(ready)),
        cwd=folder, env={**os.environ, **({"PROBITY_FAULT": fault} if fault else {})}, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        for _ in range(600):
            if ready.exists():
                process.terminate()
                return None, process.communicate(timeout=30)[1]
            try:
                process.wait(0.05)
                break
            except subprocess.TimeoutExpired:
                pass
        return process.wait(10), process.communicate()[1]
    finally:
        process.kill()


def use_role(house, folder, role, password="secret"):
    """Another role than the house's, so that other tests are not disturbed."""
    config = folder / "probity.toml"
    text = config.read_text()
    start = text.index('url = "')
    config.write_text(text[:start] + f'url = "host={house.state} dbname=probity user={role} password={password}"'
                      + text[text.index("\n", start):])


@pytest.fixture
def role(house):
    """A role with the rights of the serving one, to be given too many."""
    name = f"spoiled_{os.urandom(4).hex()}"
    house.sql(f"create role {name} login password 'secret' in role probity_app inherit")
    yield name
    house.sql(f"drop owned by {name}; drop role {name}")


def test_a_sound_configuration_starts(house, own, role):
    assert serve(house, own)[0] is None
    use_role(house, own, role)
    assert serve(house, own)[0] is None


ROLES = [
    ("alter role {role} superuser", "superuser"),
    ("alter role {role} bypassrls", "BYPASSRLS"),
    # A sequence, because the catalogue gate looks at tables at the same time.
    ("create sequence probity.{role}; alter sequence probity.{role} owner to {role}", "owns tables"),
    ("grant probity_owner to {role}", "owns tables"),
]


@pytest.mark.parametrize("spoil, message", ROLES)
def test_a_role_that_is_not_held_is_refused(house, own, role, spoil, message):
    use_role(house, own, role)
    house.sql(spoil.format(role=role))
    status, said = serve(house, own)
    assert status == 1 and "refusing to start" in said and message in said, said
    # Without the refusal it would serve: the test sees what it is there for.
    assert serve(house, own, "accept_any_role")[0] is None


KEYS = [
    (lambda f: (f / "keystore.json").chmod(0o640), "can be read by others"),
    (lambda f: (f / "keystore.json").chmod(0o604), "can be read by others"),
    (lambda f: (f / "root.key").chmod(0o644), "can be read by others"),
]


@pytest.mark.parametrize("spoil, message", KEYS)
def test_a_key_that_others_can_read_is_refused(house, own, spoil, message):
    spoil(own)
    status, said = serve(house, own)
    assert status == 1 and message in said and "chmod 600" in said, said
    assert serve(house, own, "accept_open_key")[0] is None


def write(name, text):
    def spoil(folder):
        (folder / name).write_text(text)
    return spoil


def test_another_root_key_is_refused(house, own):
    """At the start, not at the first call that needs a key."""
    write("root.key", "ab" * 32 + "\n")(own)
    status, said = serve(house, own)
    assert status == 1 and "another root key" in said, said
    assert "ab" * 32 not in said
    assert serve(house, own, "accept_other_root")[0] is None


@pytest.mark.parametrize("spoil, message", [
    (write("root.key", "short\n"), "64 hexadecimal digits"),
    (lambda f: (f / "root.key").unlink(), "is missing"),
    (lambda f: (f / "keystore.json").unlink(), "is missing"),
    (write("keystore.json", "{"), "is damaged"),
    (write("keystore.json", "{}"), "is damaged"),
])
def test_keys_that_do_not_open_are_refused(house, own, spoil, message):
    spoil(own)
    status, said = serve(house, own)
    assert status == 1 and message in said, said
    assert "ab" * 32 not in said


def test_a_schema_without_migrations_is_refused(house, own):
    name = f"empty_{os.urandom(4).hex()}"
    house.sql(f"create database {name}")
    try:
        config = own / "probity.toml"
        config.write_text(config.read_text().replace("dbname=probity", f"dbname={name}"))
        status, said = serve(house, own)
        assert status == 1 and "run `probity migrate` first" in said, said
        # Without the guard it goes on until something else fails.
        _, said = serve(house, own, "accept_any_schema")
        assert "run `probity migrate` first" not in said, said
    finally:
        house.sql(f"drop database {name} with (force)")


def test_a_schema_that_needs_a_newer_binary_is_refused(house, own):
    name = f"newer_{os.urandom(4).hex()}"
    house.sql(f"create database {name}")
    try:
        with_db = house.config.read_text().split('owner_url = "')[1].split('"')[0]
        import psycopg
        house.sql(f"alter database {name} owner to probity_owner")
        with psycopg.connect(with_db.replace("dbname=probity", f"dbname={name}"), autocommit=True) as db:
            db.execute("create schema probity; create table probity.schema_migrations"
                       " (number bigint primary key, name text, oldest_binary text, applied_at timestamptz);"
                       "insert into probity.schema_migrations select n, 'later', '99.0.0', '2030-01-01'"
                       " from generate_series(1, 900) n; grant usage on schema probity to probity_app;"
                       "grant select on probity.schema_migrations to probity_app")
        config = own / "probity.toml"
        config.write_text(config.read_text().replace("dbname=probity", f"dbname={name}"))
        status, said = serve(house, own)
        assert status == 1 and "99.0.0 or newer" in said, said
    finally:
        house.sql(f"drop database {name} with (force)")
