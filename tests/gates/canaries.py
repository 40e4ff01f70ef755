"""Marked people and companies, all the ways to send them, and the search for what leaked."""
import base64
import json
import pathlib
import re
import uuid

import requests

import samples
from house import Api, Reply, raw
from people import Browser, accept, mailed_token, sign_in_again

# In every text of every canary. Letters only, so that it is a name, a word and a path, too.
MARK = "qzvxkwpj"
BORN = "1907-03-29"  # of the person; on no list, in no configuration
PHONE = "4479460983157"  # of a member of staff


def marked(word):
    return f"{MARK.capitalize()}{word}"


def person():
    data = samples.person(given=marked("jane"), family=marked("elton"), dob=BORN, country="NZL")
    data["personal_details"]["national_identity_number"] = {"NZL": marked("identity")}
    return {
        **data,
        "customer_ref": marked("ref"),
        "contact_details": {"email": f"{MARK}@example.com", "phone_number": f"+64 {MARK}"},
        "address_history": [{"address": {"type": "STRUCTURED", "country": "NZL", "locality": marked("ville"),
                                         "route": marked("lane"), "postal_code": marked("code")},
                             "start_date": "1999-01"},
                            {"address": {"type": "FREEFORM", "country": "NZL", "text": marked("street") + " 1, Napier"}}],
        "ip_location": {"ip_address": marked("ip"), "country": "NZL"},
        "external_refs": {"generic": marked("external")},
        "bank_accounts": [{"country": "GBR", "type": "UK_ACCOUNT", "sort_code": "123456", "account_number": "12345678"}],
        "custom_fields": {"occupation": "EMPLOYED"},
        "unheard_of": {marked("member"): marked("value")},
    }


def company():
    data = samples.company(name=f"{marked('works')} Limited", number=marked("number"), description=marked("trade"),
                           contact_details={"email": f"{MARK}@example.org", "url": f"https://{MARK}.example"},
                           addresses=[{"type": "registered_address", "address": {
                               "type": "STRUCTURED", "country": "NZL", "route": marked("quay")}}])
    return {**data, "customer_ref": marked("ref")}


def mutations(value, path=()):
    """Copies of a document in which one place has another, wrong value that carries the mark."""
    wrong = [marked("wrong"), {marked("name"): marked("x")}, [marked("item"), marked("item")], marked("long") * 2000]
    yield from ((path, w) for w in wrong)
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, item in steps:
        yield from mutations(item, (*path, step))


def replaced(document, path, value):
    if not path:
        return value
    copy = dict(document) if isinstance(document, dict) else list(document)
    copy[path[0]] = replaced(copy[path[0]], path[1:], value)
    return copy


def malformed(body):
    """The body as bytes that are no JSON, or JSON that is refused."""
    text = json.dumps(body, ensure_ascii=False)
    yield text[:-1].encode()
    yield text.encode() + b"x"
    yield text.encode("utf-16")
    yield b"\xef\xbb\xbf" + text.encode()
    yield text.replace(MARK, MARK + "\x00").encode()
    yield text.encode().replace(MARK.encode(), MARK.encode() + b"\xff")
    yield f'{{"{MARK}": 1, "{MARK}": 2}}'.encode()
    yield f'{{"{MARK}": NaN}}'.encode()
    yield (f'{{"{MARK}":' * 70 + "1" + "}" * 70).encode()
    yield f'["\\ud800{MARK}"]'.encode()
    yield MARK.encode()
    yield b'"' + MARK.encode() + b'"'


CONFIGURATION = {"roles": ("name", "description"), "teams": ("name", "description"), "api-keys": ("name",),
                 "staff": ("course", "evidence")}

RAW = [
    f"{MARK.upper()} / HTTP/1.1\r\nHost: x\r\n\r\n",
    f"GET /{MARK} HTTP/1.1\r\n\r\n",
    f"GET /4.0/{MARK} HTTP/1.1\r\nHost: {MARK}\r\nHost: {MARK}\r\n\r\n",
    f"GET /4.0/whoami HTTP/1.1\r\nHost: x\r\n{MARK}\r\n\r\n",
    f"GET /4.0/whoami HTTP/9.{MARK}\r\nHost: x\r\n\r\n",
    f"POST /4.0/profiles HTTP/1.1\r\nHost: x\r\nContent-Length: {MARK}\r\n\r\n",
    f"POST /4.0/profiles HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: {MARK}\r\n\r\n",
    f"GET /4.0/{MARK * 3000} HTTP/1.1\r\nHost: x\r\n\r\n",
    f"{MARK * 50}\r\n\r\n",
]


class Sender:
    """Sends everything everywhere and keeps the refusals."""

    def __init__(self, house, institution):
        self.house = house
        self.session = requests.Session()
        self.session.trust_env = False
        # Not the master key, which one of the calls replaces.
        self.institution, self.key = institution, institution.key()
        self.api = Api(house.base_url, self.key)
        self.refusals = []
        self.secrets = {}  # what was shown once or typed in, by what it is
        self.browser = None

    def send(self, method, path, body=None, headers=None, key=None):
        who = key or {"apikey": self.key}
        answer = self.session.request(method, self.house.base_url + path, data=body, timeout=60, headers={
            **who, "Content-Type": "application/json", **(headers or {})})
        if "__Host-probity=" in answer.headers.get("set-cookie", ""):
            self.browser.take_cookies(Reply(answer.status_code, answer.headers, answer.content))
        # 412 answers with the current document, by its contract.
        if answer.status_code >= 400 and answer.status_code != 412:
            self.refusals.append((f"{method} {path[:80]}", answer.status_code, str(answer.headers) + answer.text))
        assert answer.status_code < 500, answer.text
        return answer

    def post(self, path, body, **kwargs):
        return self.send("POST", "/4.0" + path, json.dumps(body), **kwargs)

    def live(self):
        """The life of a person and a company, with the mark in each text that an API takes."""
        for role, document in (("INDIVIDUAL_CUSTOMER", person()), ("COMPANY_CUSTOMER", company())):
            key = {"Idempotency-Key": f"{MARK}-{uuid.uuid4()}"}
            made = self.post("/profiles", {"role": role, "collected_data": document}, headers=key)
            assert made.status_code == 201, made.text
            assert self.post("/profiles", {"role": role, "collected_data": document}, headers=key).json() == made.json()
            profile = made.json()
            base = f"/profiles/{profile['id']}"
            self.post(f"{base}/collected_data", document, headers={"If-Match": marked("etag")})
            assert self.post(f"{base}/collected_data", {**document, "customer_ref": marked("other")}).status_code == 200
            task = profile["tasks"][0]["id"]
            note = self.post(f"{base}/tasks/{task}/notes", {"text": marked("note")}).json()
            tag = self.post(f"{base}/tags", {"name": marked("tag")}).json()
            kind = "IDENTITY_CHECK" if role.startswith("IND") else "COMPANY_PEPS_AND_SANCTIONS_SCREEN"
            assert self.post(f"{base}/checks", {"check_type": kind, "task_ids": [task]}).status_code == 201
            self.post(f"{base}/tasks/{task}", {"state": "COMPLETED_FAIL"})
            for application in profile["applications"]:
                decided = self.post(f"{base}/applications/{application['id']}",
                                    {"status": "REJECTED", "comment": marked("comment")})
                assert decided.status_code in (200, 409), decided.text
            for rest in ("", "/status", "/audit-items", "/collected_data", "/applications", "/tasks",
                         f"/tasks/{task}/notes", "/checks", "/events"):
                assert self.send("GET", "/4.0" + base + rest).status_code == 200
            self.send("DELETE", f"/4.0{base}/tasks/{task}/notes/{note['id']}")
            self.send("DELETE", f"/4.0{base}/tags/{tag['id']}")
        self.resolve()
        for path in (f"/profiles?q={MARK}", f"/profiles?q={marked('jane')}%20{marked('elton')}", f"/tags/search/{MARK}",
                     f"/applications?q={MARK}&tag={marked('tag')}", "/events"):
            assert self.send("GET", "/4.0" + path).status_code == 200

    def arrive(self):
        """A member of staff signs in; returns address, password and invitation."""
        password, email = f"{marked('pass')} phrase of a heron", f"{MARK}-{uuid.uuid4()}@example.net"
        [role] = [r["id"] for r in self.api.get("/roles").json if r["name"] == "Administrator"]
        assert self.api.post("/users", {"email": email, "name": marked("maria"), "roles": [role]}).status == 201
        invitation = mailed_token(self.house, email, "invitation")
        accept(self.house.base_url, invitation, password)
        me = self.browser = Browser(self.house.base_url)
        me.session.headers["User-Agent"] = marked("browser")
        for wrong in (marked("wrong") + " pass phrase", "\x00" + MARK, MARK * 3000):
            reply = me.sign_in(email, wrong)
            assert reply.status in (400, 401), reply
            self.refusals.append(("wrong password", reply.status, str(reply.headers) + reply.text))
        assert me.sign_in(email, password).status == 200
        # The code by SMS is wanted before its number is good; that it was sent is enough.
        assert me.post("/me/second-factors", {"kind": "SMS", "name": marked("phone"), "phone": f"+{PHONE}"}).status == 201
        return email, password, invitation

    def live_person(self):
        """The life of a member of staff: name, address, device, password, factors; and what opens doors."""
        email, password, invitation = self.arrive()
        me = self.browser
        enrolled = me.enrol_totp()
        assert enrolled.status == 200, enrolled
        made = me.post("/users", {"email": f"{MARK}-{uuid.uuid4()}@example.net", "name": marked("second")})
        assert made.status == 201, made
        key = {"Idempotency-Key": str(uuid.uuid4())}
        for _ in range(2):
            assert me.post(f"/users/{made.json['id']}", {"name": marked("third")}, headers=key).status == 200
        api_key = me.post("/api-keys", {"name": "a key", "permissions": []}, headers=key)
        assert me.post("/recovery", {"email": email}).status == 200
        assert me.get("/institution/audit-items").status == me.get("/users").status == me.get("/me/sessions").status == 200
        assert me.post("/views", {"name": marked("view"), "query": {"q": marked("jane"), "tag": [marked("tag")]}}).status == 201
        me.email = email
        again = sign_in_again(me, password)
        self.secrets = {"session": me.token, "other session": again.token, "device": again.cookies["__Host-probity-device"], "csrf": me.csrf,
                        "invitation": invitation, "totp": me.secret, "API key": api_key.json["api_key"],
                        "master key": self.institution.api_key,
                        **{f"recovery code {i}": c for i, c in enumerate(enrolled.json["recovery_codes"])}}

    def credentials_of(self, row):
        """What only people do is tried by a person."""
        if row["permission"] not in ("OWING", "PERSON"):
            return {"apikey": self.key}
        cookies = "; ".join(f"{name}={value}" for name, value in self.browser.cookies.items())
        return {"Cookie": cookies, "probity-csrf": self.browser.csrf}

    def resolve(self):
        """A match, resolved with a reason that carries the mark."""
        listed = {**person(), "personal_details": samples.person(**samples.LISTED_OTHER_SPELLING)["personal_details"]}
        profile = self.post("/profiles", {"role": "INDIVIDUAL_CUSTOMER", "collected_data": listed}).json()
        path = f"/profiles/{profile['id']}/events"
        change = {"resolution": "IGNORE", "resolution_reason": marked("reason")}
        assert self.post(f"{path}/{profile['events'][0]['id']}", change).status_code == 200
        assert self.post(f"{path}/bulk_update", [{"id": profile["events"][0]["id"], **change}]).status_code == 200

    def err(self, routes, bodies, fill):
        """Wrong bodies, paths, queries and heads on every route."""
        for row in routes:
            path, who, empty = "/4.0" + fill(row["path"]), self.credentials_of(row), b"{}" if row["takes_body"] else None
            for headers in ({}, {"apikey": marked("key")}, {"Content-Type": f"text/{MARK}"},
                            {"Idempotency-Key": f"{MARK} {MARK}"}, {"If-Match": MARK, "Etag": MARK},
                            {"probity-csrf": marked("csrf")}):
                self.send(row["method"], path, empty, headers, who)
            for cookie in (f"__Host-probity={MARK}", f"__Host-probity={MARK}; __Host-probity=x", f"{MARK}={MARK}"):
                self.send(row["method"], path, empty, {"Cookie": cookie}, {"probity-csrf": MARK})
            for query in (f"limit={MARK}", f"offset={MARK}", f"categories={MARK}", f"mode={MARK}", f"{MARK}={MARK}",
                          f"q={MARK * 30}", f"q=%ff{MARK}"):
                self.send(row["method"], f"{path}?{query}", empty, key=who)
            for wrong in (f"{path}/{MARK}", path.replace(path.split("/")[-1], MARK),
                          re.sub(r"[0-9a-f-]{36}", MARK, path), f"{path}%00{MARK}"):
                self.send(row["method"], wrong, empty, key=who)
            self.send(MARK.upper(), path, key=who)
            if not row["takes_body"]:
                continue
            body = bodies[f"{row['method']} {row['path']}"]
            for text in malformed(body):
                self.send("POST", path, text, key=who)
            for place, value in mutations(body):
                # Names of roles, teams, keys and courses are configuration, and lie in the clear.
                if not place or place[-1] not in CONFIGURATION.get(row["path"].split("/")[1], ()):
                    self.send("POST", path, json.dumps(replaced(body, place, value)), key=who)
        for message in RAW:
            status, headers, text = raw(self.house.base_url, message.encode())
            self.refusals.append((message[:40], status, str(headers) + text.decode("utf-8", "replace")))


def forms(mark=MARK):
    """How a text may lie in bytes; base64 without its ends, which depend on what stands beside it."""
    texts = {mark, mark.capitalize(), mark.upper()}
    found = {}
    for text in texts:
        found[f"UTF-8 {text}"] = text.encode()
        found[f"UTF-16 {text}"] = text.encode("utf-16-le")
        found[f"UTF-16 big-endian {text}"] = text.encode("utf-16-be")
        found[f"hex {text}"] = text.encode().hex().encode()
        for shift in range(3):
            coded = base64.b64encode(b"\0" * shift + text.encode())
            found[f"base64 {text} {shift}"] = coded[(0, 2, 3)[shift]:(len(text) + shift) * 8 // 6]
    return found


NEEDLES = {**forms(), **forms(PHONE), "UTF-8 date of birth": BORN.encode(), "UTF-16 date of birth": BORN.encode("utf-16-le")}


def in_bytes(content, needles=None):
    return [name for name, needle in (NEEDLES if needles is None else needles).items() if needle in content]


def in_text(text):
    return MARK in text.lower() or BORN in text or PHONE in text


# Where a trial's mails and messages are read; they are the post office, not the house.
POST = ("mail", "sms")


def leaks_in_files(folder, pattern="**/*", needles=None):
    """Files below the folder that hold a canary in any form."""
    return [f"{path.relative_to(folder)}: {', '.join(found)}" for path in sorted(pathlib.Path(folder).glob(pattern))
            if path.is_file() and not path.is_symlink() and path.relative_to(folder).parts[0] not in POST
            and (found := in_bytes(path.read_bytes(), needles))]


def leaks_in_refusals(refusals):
    return [f"{what}: {status} {text[:600]}" for what, status, text in refusals if in_text(text)]
