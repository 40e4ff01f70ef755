"""People at a browser: sessions with their cookies and CSRF token, second factors, invitations."""
import base64
import email as post
import email.policy
import hashlib
import hmac
import random
import re
import secrets
import struct
import time

import requests.adapters

from house import Api

PASSWORD = "a heron stood in the cold river"


def unique_email(word="person"):
    return f"{word}-{secrets.token_hex(6)}@example.org"


def totp(secret, at=None, step=0):
    """RFC 6238 by the other side's own means."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    number = int((time.time() if at is None else at) // 30) + step
    digest = hmac.new(key, struct.pack(">Q", number), hashlib.sha1).digest()
    offset = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[offset:offset + 4])[0] & 0x7fffffff) % 1_000_000:06d}"


class FromAddress(requests.adapters.HTTPAdapter):
    """Calls from a loopback address of its own: failed tries are counted by where they come from."""

    def __init__(self, address):
        self.address = address
        super().__init__()

    def init_poolmanager(self, *arguments, **options):
        super().init_poolmanager(*arguments, source_address=(self.address, 0), **options)


class Browser(Api):
    """Keeps the cookies of one browser; every reply is judged by the contract like any other."""

    def __init__(self, base_url, address=None):
        super().__init__(base_url)
        self.address = address or f"127.{random.randint(1, 254)}.{random.randint(0, 255)}.{random.randint(1, 254)}"
        self.session.mount("http://", FromAddress(self.address))
        self.cookies, self.csrf = {}, None
        self.secret = None  # of its authenticator app
        self.last_step = None

    def call(self, method, path, headers=None, **kwargs):
        sent = {}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if self.csrf and method != "GET":
            sent["probity-csrf"] = self.csrf
        reply = super().call(method, path, headers={**sent, **(headers or {})}, **kwargs)
        self.take_cookies(reply)
        return reply

    def take_cookies(self, reply):
        # requests joins several Set-Cookie headers with a comma; our cookies hold none.
        for line in filter(None, reply.headers.get("set-cookie", "").split(", __Host-")):
            name, _, rest = line.removeprefix("__Host-").partition("=")
            value, *attributes = [part.strip() for part in rest.split(";")]
            assert {"Secure", "HttpOnly", "SameSite=Strict", "Path=/"} <= set(attributes), line
            if "Max-Age=0" in attributes:
                self.cookies.pop("__Host-" + name, None)
            else:
                self.cookies["__Host-" + name] = value
        session = reply.json.get("session", reply.json) if isinstance(reply.json, dict) else {}
        if isinstance(session, dict) and "csrf_token" in session:
            self.csrf = session["csrf_token"]

    @property
    def token(self):
        return self.cookies.get("__Host-probity")

    # --- steps

    def sign_in(self, email, password=PASSWORD, **more):
        return self.post("/sign-in", {"email": email, "password": password, **more})

    def code(self):
        """A code that was not used yet: of the next step when this one was."""
        step = int(time.time() // 30)
        if self.last_step is not None and step <= self.last_step:
            step = self.last_step + 1
        self.last_step = step
        return totp(self.secret, at=step * 30)

    def enrol_totp(self):
        """Sets up an authenticator app; returns the reply of the confirmation."""
        begun = self.post("/me/second-factors", {"kind": "TOTP"})
        assert begun.status == 201, begun
        self.secret = begun.json["secret"]
        return self.post(f"/me/second-factors/{begun.json['id']}/confirm", {"code": self.code()})

    def show_recovery_code(self, code):
        return self.post("/session/second-factor", {"kind": "RECOVERY_CODE", "code": code})

    def at(self, server):
        """The same browser, its cookies sent to another process of the house."""
        other = Browser(server.base_url, self.address)
        other.__dict__.update({name: value for name, value in self.__dict__.items()
                               if name not in ("base_url", "session", "cookies")})
        other.cookies = dict(self.cookies)
        return other

    def show_totp(self):
        return self.post("/session/second-factor", {"kind": "TOTP", "code": self.code()})


def mails_to(house, address):
    """Texts of the mails that came to an address, oldest first."""
    found = []
    for path in sorted((house.state / "mail").glob("*.eml")):
        mail = post.message_from_bytes(path.read_bytes(), policy=post.policy.default)
        if address in str(mail["to"]):
            found.append(mail.get_body(("plain",)).get_content())
    return found


def mailed_token(house, address, kind, count=1, seconds=20):
    """The token of the newest link of a kind, "invitation" or "recovery", once `count` of them have come."""
    for _ in range(seconds * 10):
        tokens = re.findall(rf"/{kind}#([A-Za-z0-9_-]+)", "\n".join(mails_to(house, address)))
        if len(tokens) >= count:
            return tokens[-1]
        time.sleep(0.1)
    raise AssertionError(f"no mail of the kind {kind} came")


def texted_code(house, phone, count=1, seconds=20):
    """The newest code that was sent to a number, once `count` of them have come."""
    for _ in range(seconds * 10):
        texts = [path.read_text() for path in sorted((house.state / "sms").glob("*.txt"))]
        codes = [re.search(r"\b(\d{6})\b", text)[1] for text in texts if phone in text]
        if len(codes) >= count:
            return codes[-1]
        time.sleep(0.1)
    raise AssertionError("no SMS came")


def accept(base_url, token, password=PASSWORD):
    reply = Api(base_url).post("/invitations/accept", {"token": token, "password": password})
    assert reply.status == 200, reply


def join(institution, role="Administrator", email=None, base_url=None, enrol=True):
    """A new person of the institution, signed in with an authenticator app."""
    house, email = institution.house, email or unique_email()
    base_url = base_url or house.base_url
    invited = house.probity("users", "invite", "--institution", institution.id, email, "Maria Test", "--role", role)
    accept(base_url, invited["invitation_token"])
    browser = Browser(base_url)
    browser.email, browser.user_id = email, invited["user_id"]
    reply = browser.sign_in(email)
    assert (reply.status, reply.json["state"]) == (200, "OWES_ENROLMENT"), reply
    if enrol:
        reply = browser.enrol_totp()
        assert (reply.status, reply.json["session"]["state"]) == (200, "WHOLE"), reply
        browser.recovery_codes = reply.json["recovery_codes"]
    return browser


def sign_in_again(browser, password=PASSWORD):
    """The same person at a browser of its own."""
    other = Browser(browser.base_url)
    other.email, other.secret, other.last_step = browser.email, browser.secret, browser.last_step
    assert other.sign_in(browser.email, password).json["state"] == "OWES_FACTOR"
    reply = other.show_totp()
    browser.last_step = other.last_step
    assert reply.status == 200, reply
    return other
