"""A real SMTP server (aiosmtpd) that keeps what it gets, and refuses on request."""
import asyncio
import contextlib
import email
import email.policy
import socket
import ssl
import subprocess

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

USER, PASSWORD = "probity", "correct horse"


def make_certificate(folder, name="mail", subject="DNS:localhost,IP:127.0.0.1"):
    """A certificate that vouches for itself; returns its path, the key lies beside it."""
    certificate, key = folder / f"{name}.pem", folder / f"{name}.key"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                    "-days", "2", "-subj", "/CN=test", "-addext", f"subjectAltName={subject}",
                    "-keyout", key, "-out", certificate], check=True, capture_output=True)
    return certificate


class Taken:
    def __init__(self, session, envelope):
        self.sender, self.recipients = envelope.mail_from, list(envelope.rcpt_tos)
        self.user = session.auth_data
        self.encrypted = session.ssl is not None
        self.raw = envelope.original_content
        self.message = email.message_from_bytes(self.raw, policy=email.policy.default)

    def part(self, kind):
        return self.message.get_body((kind,)).get_content().replace("\r\n", "\n")


class SmtpSink:
    """`answers` maps "RCPT" and "DATA" to a list of replies, used up one a call; then all is taken."""

    def __init__(self):
        self.taken, self.answers, self.tries, self.farewell_seconds = [], {}, 0, 0

    def reply(self, step):
        waiting = self.answers.get(step)
        return waiting.pop(0) if waiting else None

    async def handle_MAIL(self, server, session, envelope, address, options):
        self.tries += 1
        envelope.mail_from = address
        return self.reply("MAIL") or "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        refusal = self.reply("RCPT")
        if refusal:
            return refusal.format(address=address)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        refusal = self.reply("DATA")
        if refusal:
            return refusal
        self.taken.append(Taken(session, envelope))
        return "250 OK"

    async def handle_QUIT(self, server, session, envelope):
        await asyncio.sleep(self.farewell_seconds)
        return "221 Bye"

    def authenticate(self, server, session, envelope, mechanism, data):
        right = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        # Not handled: aiosmtpd itself answers 235 or 535 then.
        return AuthResult(success=right, handled=False, auth_data=data.login.decode())

    @contextlib.contextmanager
    def serving(self, certificate=None, port=0, implicit=False, auth=True):
        """Listens on loopback: STARTTLS with a certificate, TLS from the first byte when `implicit`."""
        context = None
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate, certificate.with_suffix(".key"))
        sink = self

        class Listener(Controller):
            def factory(self):
                # Of an implicit TLS the SMTP class knows nothing, so credentials are allowed by hand.
                return SMTP(sink, hostname="sink.example", decode_data=False,
                            tls_context=None if implicit else context,
                            require_starttls=bool(context) and not implicit,
                            authenticator=sink.authenticate if auth else None,
                            auth_required=auth and bool(context), auth_require_tls=not implicit)

        listener = Listener(self, hostname="127.0.0.1", port=port or free_port(),
                            ssl_context=context if implicit else None)
        listener.start()
        try:
            yield listener.port
        finally:
            listener.stop()


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]
