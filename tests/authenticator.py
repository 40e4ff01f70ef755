"""A security key in software: answers navigator.credentials.create() and get() as a browser would hand them on.

    key = Authenticator("https://acme.example")
    credential = key.create(options)     # options: the publicKey of the server's creation options
    assertion = key.get(options)         # … of its request options

Every step can be told to lie: create(options, origin="https://evil.example", flags=0x41, …).
"""
import base64
import hashlib
import json
import os
import struct

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa

ES256, EDDSA, RS256 = -7, -8, -257
PRESENT, VERIFIED, CREDENTIAL = 0x01, 0x04, 0x40


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def cbor(value):
    """Integers, bytes, texts and dicts, as CTAP 2 writes them."""
    def head(major, number):
        if number < 24:
            return bytes([major << 5 | number])
        for code, form, end in (24, ">B", 1 << 8), (25, ">H", 1 << 16), (26, ">I", 1 << 32):
            if number < end:
                return bytes([major << 5 | code]) + struct.pack(form, number)
        raise ValueError(number)
    if isinstance(value, int):
        return head(0, value) if value >= 0 else head(1, -1 - value)
    if isinstance(value, bytes):
        return head(2, len(value)) + value
    if isinstance(value, str):
        return head(3, len(value.encode())) + value.encode()
    return head(5, len(value)) + b"".join(cbor(k) + cbor(v) for k, v in value.items())


class Authenticator:
    def __init__(self, origin, algorithm=ES256):
        self.origin, self.algorithm = origin, algorithm
        self.id, self.user_handle, self.count = os.urandom(32), None, 0
        self.key = {ES256: lambda: ec.generate_private_key(ec.SECP256R1()),
                    EDDSA: ed25519.Ed25519PrivateKey.generate,
                    RS256: lambda: rsa.generate_private_key(65537, 2048)}[algorithm]()

    def cose_key(self):
        public = self.key.public_key()
        if self.algorithm == EDDSA:
            return {1: 1, 3: EDDSA, -1: 6, -2: public.public_bytes_raw()}
        numbers = public.public_numbers()
        if self.algorithm == ES256:
            return {1: 2, 3: ES256, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        return {1: 3, 3: RS256, -1: numbers.n.to_bytes(256, "big"), -2: numbers.e.to_bytes(3, "big")}

    def sign(self, data):
        if self.algorithm == ES256:
            return self.key.sign(data, ec.ECDSA(hashes.SHA256()))
        if self.algorithm == EDDSA:
            return self.key.sign(data)
        return self.key.sign(data, padding.PKCS1v15(), hashes.SHA256())

    def client(self, kind, challenge, origin, cross_origin):
        return json.dumps({"type": kind, "challenge": challenge, "origin": origin or self.origin,
                           "crossOrigin": cross_origin}, separators=(",", ":")).encode()

    def create(self, options, *, packed=False, origin=None, party=None, challenge=None, kind="webauthn.create",
               flags=PRESENT | VERIFIED | CREDENTIAL, cross_origin=False):
        assert self.algorithm in [p["alg"] for p in options["pubKeyCredParams"]]
        assert self.id not in [unb64(c["id"]) for c in options["excludeCredentials"]]
        self.user_handle = unb64(options["user"]["id"])
        client = self.client(kind, challenge or options["challenge"], origin, cross_origin)
        data = (hashlib.sha256((party or options["rp"]["id"]).encode()).digest() + bytes([flags])
                + struct.pack(">I", self.count) + bytes(16) + struct.pack(">H", len(self.id)) + self.id
                + cbor(self.cose_key()))
        statement = {}
        if packed:
            statement = {"alg": self.algorithm, "sig": self.sign(data + hashlib.sha256(client).digest())}
        attestation = cbor({"fmt": "packed" if packed else "none", "attStmt": statement, "authData": data})
        return {"id": b64(self.id), "rawId": b64(self.id), "type": "public-key", "clientExtensionResults": {},
                "authenticatorAttachment": "cross-platform",
                "response": {"clientDataJSON": b64(client), "attestationObject": b64(attestation),
                             "transports": ["usb"]}}

    def get(self, options, *, origin=None, party=None, challenge=None, kind="webauthn.get",
            flags=PRESENT | VERIFIED, count=None, cross_origin=False, signature=None):
        allowed = [unb64(c["id"]) for c in options["allowCredentials"]]
        assert not allowed or self.id in allowed
        self.count += 1
        client = self.client(kind, challenge or options["challenge"], origin, cross_origin)
        data = (hashlib.sha256((party or options["rpId"]).encode()).digest() + bytes([flags])
                + struct.pack(">I", self.count if count is None else count))
        signature = signature or self.sign(data + hashlib.sha256(client).digest())
        return {"id": b64(self.id), "rawId": b64(self.id), "type": "public-key", "clientExtensionResults": {},
                "response": {"clientDataJSON": b64(client), "authenticatorData": b64(data),
                             "signature": b64(signature), "userHandle": b64(self.user_handle)}}
