"""Mail and SMS leave the house: against a real SMTP server and an HTTP gateway on loopback."""
import contextlib
import email
import email.policy
import json
import os
import socket
import stat
import subprocess
import threading
import time
import urllib.parse

import pytest
import requests

from fakes.sms_sink import SmsSink
from fakes.smtp_sink import PASSWORD, USER, SmtpSink, free_port, make_certificate
from house import House, Server, lend

BASE_URL = "https://portal.example"
TOKEN = "tok-123_secret"


@pytest.fixture(scope="module")
def own():
    """A house without a worker: each test starts one with the settings that it is about."""
    house = House.up("--roles", "gateway,api,scheduler")
    yield house
    house.down()


@pytest.fixture(scope="module")
def folder(own):
    """Certificates and secrets that the server's user can read."""
    path = own.state / "secrets"
    path.mkdir()
    make_certificate(path)
    make_certificate(path, "other")
    (path / "password").write_text(PASSWORD + "\n")
    (path / "headers").write_text("Authorization: Bearer gateway-secret\n")
    for file in path.iterdir():
        file.chmod(0o600)
    lend(path)
    return path


@pytest.fixture(scope="module")
def bank(own):
    return own.create_institution("Bank", configuration=None)


@pytest.fixture(autouse=True)
def nothing_left(own):
    """What one test left waiting is not sent by the worker of the next."""
    yield
    own.sql("update probity.jobs set state = 'dead' where state in ('ready', 'running')")


@pytest.fixture
def sink():
    return SmtpSink()


@contextlib.contextmanager
def worker(house, fault=None, **settings):
    """A process that only runs jobs; `mail_url` is PROBITY_MAIL_URL."""
    variables = {"PROBITY_MAIL_FOLDER": "", "PROBITY_SMS_FOLDER": "", "PROBITY_PORTAL_BASE_URL": BASE_URL,
                 **{f"PROBITY_{name.upper()}": str(value) for name, value in settings.items()}}
    if fault:
        variables["PROBITY_FAULT"] = fault
    server = Server(house, ("--roles", "worker"), variables)
    try:
        yield server
    finally:
        server.stop()


def mail_settings(folder, port, scheme="smtp", **more):
    return {"mail_url": f"{scheme}://127.0.0.1:{port}", "mail_from": "Probity <no-reply@example.com>", "mail_user": USER,
            "mail_password_file": folder / "password", "mail_ca_file": folder / "mail.pem", "mail_allow_private": 1,
            **more}


def queue(tenant, to="jane@example.com", template="invitation", seconds=0, channel="mail", **parameters):
    if template == "invitation":
        parameters = {"name": "Jane", "institution": "A Bank", "token": TOKEN, **parameters}
    made = tenant.house.probity(
        "messages", "test", channel, to, "--institution", tenant.id, "--template", template,
        "--parameters", json.dumps(parameters), f"--useful-seconds={seconds}")
    return made["message_id"]


def row(house, id):
    [found] = house.sql("select state, attempts, body, sent_at, subject_id from probity.outgoing_messages where id = %s",
                        id)
    return dict(zip(("state", "attempts", "body", "sent_at", "subject"), found))


def job(house, id):
    [found] = house.sql("select state, attempts, fault_code from probity.jobs where kind = 'send_message'"
                        " and payload::json ->> 'message_id' = %s", id)
    return dict(zip(("state", "attempts", "fault"), found))


def until(condition, seconds=60):
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, "it did not come about in time"
        time.sleep(0.1)
    return found


def settled(house, id, state):
    until(lambda: row(house, id)["state"] != "queued")
    until(lambda: job(house, id)["state"] != "running")
    found = row(house, id)
    assert (found["state"], found["body"]) == (state, None)
    return found


def hurry(house):
    """Lets the next attempt come at once."""
    house.sql("update probity.jobs set run_at = run_at - interval '2 hours' where state = 'ready'")


# --- what arrives


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_a_mail_arrives_whole_under_tls(own, bank, folder, sink, scheme):
    with sink.serving(folder / "mail.pem", implicit=scheme == "smtps") as port:
        id = queue(bank, name="Zoë Müller", institution="Ārons & Söhne Bank")
        waiting = row(own, id)
        assert waiting["state"] == "queued" and b"jane" not in waiting["body"] and b"Zo" not in waiting["body"]
        with worker(own, **mail_settings(folder, port, scheme)):
            sent = settled(own, id, "sent")
    assert sent["attempts"] == 1 and sent["sent_at"]
    assert job(own, id)["state"] == "done"
    [mail] = sink.taken
    assert (mail.sender, mail.recipients, mail.user) == ("no-reply@example.com", ["jane@example.com"], USER)
    assert mail.encrypted or scheme == "smtps"
    head = mail.message
    assert head["from"] == "Probity <no-reply@example.com>"
    [to] = head["to"].addresses
    assert (to.display_name, to.addr_spec) == ("Zoë Müller", "jane@example.com")
    assert head["subject"] == "Ārons & Söhne Bank invites you to Probity"
    assert head["message-id"] == f"<{id}@example.com>"
    assert head["auto-submitted"] == "auto-generated"
    assert abs(head["date"].datetime.timestamp() - time.time()) < 300
    assert mail.part("plain").startswith("Hello Zoë Müller,\n\nĀrons & Söhne Bank uses Probity")
    link = f"{BASE_URL}/invitation#{TOKEN}"
    assert f"\n{link}\n" in mail.part("plain")
    assert f'<a href="{link}">{link}</a>' in mail.part("html")
    assert not any(defect for part in head.walk() for defect in part.defects)


HOSTILE = ["x\r\nBcc: victim@example.com", "x\nBcc: victim@example.com\n\nbody", "x\rBcc: victim@example.com",
           "a" * 10000, "é" * 10000, "\n" * 10000, "\u202egnp.evil\u202c", "\u2067אבג\u2069", "دانیال", "x\u2028Bcc: y",
           "x\u0085Bcc: y", "=?UTF-8?B?DQpCY2M6IHZpY3RpbUBleGFtcGxlLmNvbQ==?=", '"><script>alert(1)</script>',
           "Jane <victim@example.com>, other@example.com", ".\r\n.\r\nMAIL FROM:<x@example.com>\r\n", "--=_x--",
           "https://evil.example/ click here", "\x07\x1b[31m\x7f"]


def foreign(mail, expected):
    """What a mail says that it should not; `expected` are the header names of a harmless one."""
    found = [] if list(mail.message.keys()) == expected else [f"headers {list(mail.message.keys())}"]
    found += [] if mail.recipients == ["jane@example.com"] else [f"recipients {mail.recipients}"]
    addresses = [a.addr_spec for a in mail.message["to"].addresses]
    found += [] if addresses == ["jane@example.com"] else [f"to {addresses}"]
    found += [f"a line of {len(line)}" for line in mail.raw.split(b"\r\n") if len(line) > 100]
    if any(mark in mail.part("plain") + mail.message["subject"] for mark in "\u202e\u2067\u2028\u0085\x07\x1b"):
        found.append("marks that nobody sees")
    if "<script" in mail.part("html") or "://evil" in mail.part("plain"):
        found.append("markup or a link")
    return found


def test_hostile_names_stay_names(own, bank, folder, sink):
    with sink.serving(folder / "mail.pem") as port, worker(own, **mail_settings(folder, port)) as server:
        ids = [queue(bank, name=text, institution=text) for text in ["Jane", *HOSTILE]]
        for id in ids:
            settled(own, id, "sent")
        log = server.log()
    mails = {mail.message["message-id"][1:37]: mail for mail in sink.taken}
    assert len(sink.taken) == len(ids)
    harmless = list(mails[ids[0]].message.keys())
    for id, text in zip(ids[1:], HOSTILE):
        assert foreign(mails[id], harmless) == [], text[:60]
    assert mails[ids[1 + HOSTILE.index("دانیال")]].message["to"].addresses[0].display_name == "دانیال"
    for secret in ("jane@", "victim", TOKEN, "evil", "دانیال", PASSWORD):
        assert secret not in log


def test_the_check_of_headers_sees_an_injection(own, bank, folder, sink):
    with sink.serving(folder / "mail.pem") as port, \
            worker(own, fault="mail_header_raw", **mail_settings(folder, port)):
        harmless = queue(bank)
        settled(own, harmless, "sent")
        settled(own, queue(bank, institution=HOSTILE[0]), "sent")
    assert foreign(sink.taken[1], list(sink.taken[0].message.keys()))


# --- what does not, or later


def test_a_server_that_is_down_is_tried_again(own, bank, folder, sink):
    port = free_port()
    with worker(own, **mail_settings(folder, port)) as server:
        id = queue(bank)
        until(lambda: job(own, id)["attempts"] == 1 and job(own, id)["state"] == "ready")
        assert row(own, id)["state"] == "queued" and row(own, id)["body"]
        with sink.serving(folder / "mail.pem", port=port):
            hurry(own)
            sent = settled(own, id, "sent")
        assert sent["attempts"] >= 2 and len(sink.taken) == 1
        assert "jane@" not in server.log() and TOKEN not in server.log()


@pytest.mark.parametrize("step, reply", [("RCPT", "451 4.3.0 {address} later"), ("DATA", "452 4.2.2 full"),
                                         ("MAIL", "421 4.3.2 closing"), ("MAIL", "530 5.7.0 sign in first")])
def test_later_is_tried_again(own, bank, folder, sink, step, reply):
    sink.answers[step] = [reply]
    with sink.serving(folder / "mail.pem") as port, worker(own, **mail_settings(folder, port)) as server:
        id = queue(bank)
        until(lambda: job(own, id)["fault"] == "breakdown")
        hurry(own)
        assert settled(own, id, "sent")["attempts"] == 2
        assert "jane@" not in server.log()
    assert (sink.tries, len(sink.taken)) == (2, 1)


@pytest.mark.parametrize("step, reply", [("RCPT", "550 5.1.1 {address} is unknown"), ("RCPT", "553 no"),
                                         ("DATA", "554 5.7.1 looks like spam")])
def test_a_refusal_for_good_ends_as_dead_letter(own, bank, folder, sink, step, reply):
    sink.answers[step] = [reply]
    with sink.serving(folder / "mail.pem") as port, worker(own, **mail_settings(folder, port)) as server:
        id = queue(bank)
        assert settled(own, id, "refused")["attempts"] == 1
        assert job(own, id) == {"state": "dead", "attempts": 1, "fault": "hopeless"}
        assert "jane@" not in server.log()
    assert (sink.tries, len(sink.taken)) == (1, 0)


def test_a_server_that_does_not_say_goodbye_holds_nobody_up(own, bank, folder, sink):
    sink.farewell_seconds = 40
    with sink.serving(folder / "mail.pem") as port, worker(own, **mail_settings(folder, port)):
        started = time.monotonic()
        settled(own, queue(bank), "sent")
        assert time.monotonic() - started < 15
    assert len(sink.taken) == 1


def test_the_last_attempt_leaves_nothing_behind(own, bank, folder):
    with worker(own, **mail_settings(folder, free_port())):
        id = queue(bank)
        until(lambda: job(own, id)["state"] == "ready" and job(own, id)["attempts"])
        own.sql("update probity.jobs set attempts = 13 where payload::json ->> 'message_id' = %s", id)
        hurry(own)
        settled(own, id, "failed")
        assert job(own, id) == {"state": "dead", "attempts": 14, "fault": "breakdown"}


def test_wrong_credentials_are_mended_without_a_restart(own, bank, folder, sink):
    secret = folder / "wrong"
    secret.write_text("wrong")
    secret.chmod(0o600)
    lend(folder)
    with sink.serving(folder / "mail.pem") as port, \
            worker(own, **mail_settings(folder, port, mail_password_file=secret)) as server:
        id = queue(bank)
        until(lambda: job(own, id)["fault"] == "breakdown")
        assert not sink.taken
        secret.write_text(PASSWORD)
        hurry(own)
        settled(own, id, "sent")
        assert PASSWORD not in server.log()


def test_an_untrusted_server_gets_nothing(own, bank, folder, sink):
    with sink.serving(folder / "other.pem") as port, worker(own, **mail_settings(folder, port)):
        id = queue(bank, seconds=3600)
        until(lambda: job(own, id)["fault"] == "breakdown")
    assert (sink.tries, sink.taken) == (0, [])


def test_a_server_without_tls_gets_neither_credentials_nor_mail(own, bank, folder):
    said = []

    def serve(listener):
        with contextlib.suppress(OSError):
            while True:
                connection, _ = listener.accept()
                with connection, connection.makefile("rwb", buffering=0) as talk:
                    talk.write(b"220 plain.example ESMTP\r\n")
                    while line := talk.readline():
                        said.append(line.split()[0].upper() if line.split() else b"")
                        talk.write(b"250-plain.example\r\n250 AUTH PLAIN LOGIN\r\n" if said[-1] == b"EHLO" else
                                   b"250 OK\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=serve, args=(listener,), daemon=True).start()
        with worker(own, **mail_settings(folder, listener.getsockname()[1])):
            id = queue(bank)
            until(lambda: job(own, id)["fault"] == "breakdown")
        listener.shutdown(socket.SHUT_RDWR)
    assert said and set(said) <= {b"EHLO", b"HELO", b"STARTTLS", b"QUIT"}


def test_a_private_address_must_be_allowed(own, bank, folder, sink):
    with sink.serving(folder / "mail.pem") as port, \
            worker(own, **mail_settings(folder, port, mail_allow_private=0)) as server:
        id = queue(bank)
        until(lambda: job(own, id)["fault"] == "breakdown")
        assert "address is not public" in server.log()
    assert sink.tries == 0


def test_what_is_no_longer_useful_is_not_sent(own, bank, folder, sink):
    with sink.serving(folder / "mail.pem") as port:
        with worker(own, **mail_settings(folder, port)):
            id = queue(bank, seconds=-5)
            assert settled(own, id, "expired")["sent_at"] is None
            assert job(own, id)["state"] == "done"
        assert sink.tries == 0
        # The guard off: it is this guard that held the mail back.
        with worker(own, fault="send_useless_message", **mail_settings(folder, port)):
            settled(own, queue(bank, seconds=-5), "sent")
        assert sink.tries == 1


def test_an_erasure_takes_back_what_has_not_left(own, folder, sink):
    gone = own.create_institution("Gone", configuration=None)
    id = queue(gone)
    own.sql("delete from keys.subject_keys where tenant_id = %s and subject_id = %s", gone.id, row(own, id)["subject"])
    with sink.serving(folder / "mail.pem") as port, worker(own, **mail_settings(folder, port)):
        settled(own, id, "erased")
    assert sink.tries == 0


def test_settled_rows_are_forgotten_in_time(own, bank, folder, sink):
    with sink.serving(folder / "mail.pem") as port, worker(own, **mail_settings(folder, port)):
        old, young = queue(bank), queue(bank)
        settled(own, old, "sent")
        settled(own, young, "sent")
        own.sql("update probity.outgoing_messages set created_at = created_at - interval '91 days' where id = %s", old)
        settled(own, queue(bank), "sent")
    found = {str(id) for id, in own.sql("select id from probity.outgoing_messages")}
    assert young in found and old not in found


# --- SMS


def of_json(body):
    document = json.loads(body)
    return document["to"], document["message"]["text"]


def of_form(body):
    form = dict(urllib.parse.parse_qsl(body.decode(), strict_parsing=True))
    assert form["From"] == "Probity"
    return form["To"], form["Body"]


@pytest.mark.parametrize("template, read", [('{"to":"{to}","message":{"text":"{text}"}}', of_json),
                                            ("To={to}&Body={text}&From=Probity", of_form)])
def test_an_sms_goes_through_the_gateway(own, bank, folder, template, read):
    sink = SmsSink()
    sink.answers = [503, 202]
    with sink.serving() as port, worker(own, sms_url=f"http://127.0.0.1:{port}/send?x=1", sms_template=template,
                                        sms_headers_file=folder / "headers", sms_allow_private=1) as server:
        id = queue(bank, "+6421123456", "sign_in_code", channel="sms", code="XQK9ZW")
        until(lambda: job(own, id)["fault"] == "breakdown")
        hurry(own)
        assert settled(own, id, "sent")["attempts"] == 2
        for secret in ("6421123456", "XQK9ZW", "gateway-secret"):
            assert secret not in server.log()
    path, headers, body = sink.taken[-1]
    assert path == "/send?x=1" and headers["Authorization"] == "Bearer gateway-secret"
    to, text = read(body)
    assert to == "+6421123456" and text.startswith("XQK9ZW is your Probity sign-in code.")


def test_a_gateway_that_refuses_a_message_gets_it_once(own, bank):
    sink = SmsSink()
    sink.answers = [400]
    with sink.serving() as port, worker(own, sms_url=f"http://127.0.0.1:{port}/", sms_template="to={to}&text={text}",
                                        sms_allow_private=1):
        id = queue(bank, "+6421123456", "trial_sms", channel="sms")
        settled(own, id, "refused")
        assert job(own, id)["state"] == "dead"
    assert len(sink.taken) == 1


# --- without a server, and what is not accepted


def test_without_a_server_messages_lie_in_folders(house, institution):
    before = set((house.state / "mail").iterdir()), set((house.state / "sms").iterdir())
    id = house.probity("messages", "test", "mail", "jane@example.com", "--institution", institution.id)["message_id"]
    file = until(lambda: next((house.state / "mail").glob(f"*{id}.eml"), None))
    assert file not in before[0] and stat.S_IMODE(file.stat().st_mode) == 0o600
    mail = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    assert mail["to"] == "jane@example.com" and mail["subject"] == "A trial mail from Probity"
    # A newcomer opens it with whatever is at hand.
    assert b"this is a trial mail." in file.read_bytes()
    id = house.probity("messages", "test", "sms", "+6421123456", "--institution", institution.id)["message_id"]
    file = until(lambda: next((house.state / "sms").glob(f"*{id}.txt"), None))
    assert file.read_text().startswith("To: +6421123456\n\nThis is a trial message")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("arguments, faults", [
    (["mail", "jane"], ["to must be a mail address"]),
    (["mail", "jane@example.com\r\nBcc: x@example.com"], ["to must be a mail address"]),
    (["sms", "021123456"], ["to must be a phone number"]),
    (["mail", "jane@example.com", "--template", "no_such"], ["template is not a known one"]),
    (["sms", "+6421123456", "--template", "trial"], ["channel is not that of the template"]),
    (["mail", "x", "--template", "invitation", "--parameters", '{"name": 1, "token": "a b", "x": "y"}'],
     ["to must", "parameters holds one", "parameters.name must", "parameters.institution is required",
      "parameters.token must"]),
])
def test_what_can_not_be_sent_is_refused_with_all_faults(house, institution, arguments, faults):
    done = house.run("messages", "test", *arguments, "--institution", institution.id)
    assert done.returncode == 1
    for fault in faults:
        assert f"\n  {fault}" in done.stderr
    assert house.sql("select count(*) from probity.outgoing_messages where tenant_id = %s", institution.id) == [(0,)]


def test_check_config_names_the_faults_of_messages(house):
    done = house.run("check-config", environment={"PROBITY_MAIL_URL": "http://x", "PROBITY_MAIL_FROM": "x",
                                                  "PROBITY_MAIL_FOLDER": "", "PROBITY_SMS_URL": "http://x"})
    assert done.returncode == 2
    for key in ("mail.url", "mail.from", "sms.url", "sms.template", "sms.folder"):
        assert f"configuration: {key} " in done.stderr


# --- a mail server as others run it


@pytest.mark.skipif(not os.environ.get("PROBITY_MAILPIT"), reason="PROBITY_MAILPIT names no Mailpit binary")
def test_mailpit_shows_the_mail(own, bank, folder, tmp_path):
    smtp, web = free_port(), free_port()
    process = subprocess.Popen(
        [os.environ["PROBITY_MAILPIT"], "--smtp", f"127.0.0.1:{smtp}", "--listen", f"127.0.0.1:{web}", "--database",
         tmp_path / "mail.db", "--disable-version-check", "--smtp-auth-accept-any", "--smtp-require-starttls",
         "--smtp-tls-cert", folder / "mail.pem", "--smtp-tls-key", folder / "mail.key"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        def shown():
            with contextlib.suppress(requests.ConnectionError):
                return requests.get(f"http://127.0.0.1:{web}/api/v1/messages").json()

        until(shown)
        with worker(own, **mail_settings(folder, smtp)):
            settled(own, queue(bank, name="Zoë", institution="Söhne Bank"), "sent")
        [mail] = shown()["messages"]
        assert mail["Subject"] == "Söhne Bank invites you to Probity"
        assert mail["To"] == [{"Name": "Zoë", "Address": "jane@example.com"}]
    finally:
        process.terminate()
        process.wait()
