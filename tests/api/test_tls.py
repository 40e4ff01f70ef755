"""HTTPS as an operator sets it up: a certificate in the configuration of the real binary."""
import os
import re
import shutil
import socket
import ssl
import subprocess

import pytest
import requests

from house import lend

VERSIONS = ssl.TLSVersion


def openssl(*arguments):
    subprocess.run(["openssl", *arguments], check=True, capture_output=True)


@pytest.fixture(scope="module")
def certificate(house):
    """A folder with a self-signed certificate, its key, another key and files that are neither."""
    folder = house.state / f"tls-{os.urandom(4).hex()}"
    folder.mkdir()
    at = {name: str(folder / name) for name in ("chain.pem", "key.pem", "other.pem", "rsa.pem", "locked.pem")}
    openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1",
            "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
            "-keyout", at["key.pem"], "-out", at["chain.pem"])
    openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", at["other.pem"])
    openssl("genpkey", "-algorithm", "RSA", "-out", at["rsa.pem"])
    openssl("pkey", "-in", at["key.pem"], "-aes256", "-passout", "pass:secret", "-out", at["locked.pem"])
    (folder / "noise.pem").write_text("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")
    (folder / "empty.pem").write_text("")
    lend(folder)
    yield folder
    shutil.rmtree(folder)


def variables(folder, chain="chain.pem", key="key.pem"):
    return {"PROBITY_SERVER_TLS_CERTIFICATE": str(folder / chain), "PROBITY_SERVER_TLS_KEY": str(folder / key)}


@pytest.fixture(scope="module")
def server(house, certificate):
    with house.start_private(environment=variables(certificate)) as server:
        yield server


def port_of(server):
    return int(server.base_url.rsplit(":", 1)[1])


def handshake(server, certificate, least, most):
    """The version that was agreed on; an ssl.SSLError when none was."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(certificate / "chain.pem")
    context.set_ciphers("ALL:@SECLEVEL=0")  # so that the old versions are really offered
    context.minimum_version, context.maximum_version = least, most
    with socket.create_connection(("127.0.0.1", port_of(server)), 10) as plain:
        with context.wrap_socket(plain, server_hostname="localhost") as tls:
            return tls.version()


def test_calls_are_answered_over_https(server, certificate, shared_institution):
    answer = requests.get(f"https://localhost:{port_of(server)}/4.0/whoami", verify=str(certificate / "chain.pem"),
                          headers={"apikey": shared_institution.api_key}, timeout=30)
    assert (answer.status_code, answer.json()["institution"]["id"]) == (200, shared_institution.id)
    assert "max-age" in answer.headers["Strict-Transport-Security"]


@pytest.mark.parametrize("version, name", [(VERSIONS.TLSv1_2, "TLSv1.2"), (VERSIONS.TLSv1_3, "TLSv1.3")])
def test_present_versions_are_spoken(server, certificate, version, name):
    assert handshake(server, certificate, version, version) == name


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion")
@pytest.mark.parametrize("version", [VERSIONS.TLSv1, VERSIONS.TLSv1_1])
def test_old_versions_are_refused_by_the_server(server, certificate, version):
    with pytest.raises(ssl.SSLError, match="(?i)protocol.version"):  # its alert, not a client that could not ask
        handshake(server, certificate, version, version)


def test_plain_http_is_not_answered(server):
    with socket.create_connection(("127.0.0.1", port_of(server)), 10) as plain:
        plain.sendall(b"GET /4.0/whoami HTTP/1.1\r\nHost: localhost\r\n\r\n")
        plain.settimeout(10)
        answer = b""
        while part := plain.recv(4096):
            answer += part
    assert b"HTTP" not in answer and b"{" not in answer


@pytest.mark.parametrize("chain, key, fault", [
    ("chain.pem", "noise.pem", "server.tls_key"), ("chain.pem", "empty.pem", "server.tls_key"),
    ("chain.pem", "chain.pem", "server.tls_key"), ("chain.pem", "locked.pem", "server.tls_key"),
    ("chain.pem", "other.pem", "server.tls_key"), ("chain.pem", "rsa.pem", "server.tls_key"),
    ("chain.pem", "missing.pem", "server.tls_key"), ("empty.pem", "key.pem", "server.tls_certificate"),
    ("key.pem", "key.pem", "server.tls_certificate"), ("missing.pem", "key.pem", "server.tls_certificate")])
def test_bad_files_are_named(house, certificate, chain, key, fault):
    for command in (["check-config"], ["serve", "--port", "0"]):
        done = house.run(*command, environment=variables(certificate, chain, key))
        said = done.stdout + done.stderr
        assert done.returncode == 2 and re.findall(r"server\.\w+", said) == [fault], said


def test_good_files_have_no_fault(house, certificate):
    assert house.run("check-config", environment=variables(certificate)).returncode == 0
