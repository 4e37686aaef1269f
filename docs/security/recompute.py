#!/usr/bin/env python3
"""Recomputes docs/security/vectors.json from docs/security/design.md, without any code of the program.

The standard library is enough, but for two: the grant needs the `age` command, the password's slot the Python package
argon2-cffi. Where one is missing, that vector is skipped and said to be. Ends with 1 when a vector does not hold.
Slow and not in constant time: for test keys alone.
"""

import base64
import hashlib
import hmac
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import uuid

SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class Skip(Exception):
    pass


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def bind(*parts):
    return b"".join(len(part).to_bytes(8, "big") + part for part in parts)


def tag(key, *parts):
    return hmac.new(key, bind(*parts), hashlib.sha256).digest()


def derive(secret, salt, *info):
    extracted = hmac.new(salt, secret, hashlib.sha256).digest()
    return hmac.new(extracted, bind(*info) + b"\x01", hashlib.sha256).digest()


def crockford(data):
    bits = "".join(f"{byte:08b}" for byte in data)
    return "".join(SYMBOLS[int(bits[at : at + 5], 2)] for at in range(0, len(bits) - len(bits) % 5, 5))


# XChaCha20-Poly1305: RFC 8439 and draft-irtf-cfrg-xchacha-03.


def rounds(state):
    def quarter(a, b, c, d):
        for one, two, three, turn in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
            state[one] = (state[one] + state[two]) & 0xFFFFFFFF
            mixed = state[three] ^ state[one]
            state[three] = ((mixed << turn) | (mixed >> (32 - turn))) & 0xFFFFFFFF

    for _ in range(10):
        for column in range(4):
            quarter(column, column + 4, column + 8, column + 12)
        for a, b, c, d in ((0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14)):
            quarter(a, b, c, d)
    return state


def words(data):
    return [int.from_bytes(data[at : at + 4], "little") for at in range(0, len(data), 4)]


def joined(numbers):
    return b"".join(number.to_bytes(4, "little") for number in numbers)


def block(key, counter, nonce):
    start = words(b"expand 32-byte k" + key) + [counter] + words(nonce)
    return joined((one + two) & 0xFFFFFFFF for one, two in zip(start, rounds(list(start))))


def stream(key, nonce, data):
    out = bytearray()
    for at in range(0, len(data), 64):
        pad = block(key, 1 + at // 64, nonce)
        out += bytes(one ^ two for one, two in zip(data[at : at + 64], pad))
    return bytes(out)


def poly1305(key, data):
    r = int.from_bytes(key[:16], "little") & 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF
    sum_ = 0
    for at in range(0, len(data), 16):
        sum_ = (sum_ + int.from_bytes(data[at : at + 16] + b"\x01", "little")) * r % (2**130 - 5)
    return ((sum_ + int.from_bytes(key[16:], "little")) % 2**128).to_bytes(16, "little")


def own_key(key, nonce):
    mixed = rounds(words(b"expand 32-byte k" + key + nonce[:16]))
    return joined(mixed[:4] + mixed[12:]), b"\0" * 4 + nonce[16:]


def mac_of(key, nonce, bound, sealed):
    def padded(data):
        return data + b"\0" * (-len(data) % 16)

    lengths = len(bound).to_bytes(8, "little") + len(sealed).to_bytes(8, "little")
    return poly1305(block(key, 0, nonce)[:32], padded(bound) + padded(sealed) + lengths)


def seal(key, nonce, plain, *bound):
    key, short = own_key(key, nonce)
    sealed = stream(key, short, plain)
    return b"\x01" + nonce + sealed + mac_of(key, short, bind(*bound), sealed)


def open_envelope(key, envelope, *bound):
    assert envelope[0] == 1 and len(envelope) >= 41
    sealed, found = envelope[25:-16], envelope[-16:]
    key, short = own_key(key, envelope[1:25])
    assert hmac.compare_digest(mac_of(key, short, bind(*bound), sealed), found), "the tag differs"
    return stream(key, short, sealed)


# Ed25519 verification: RFC 8032.

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P


def add(one, two):
    a = (one[1] - one[0]) * (two[1] - two[0]) % P
    b = (one[1] + one[0]) * (two[1] + two[0]) % P
    c, d = 2 * one[3] * two[3] * D % P, 2 * one[2] * two[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(number, point):
    sum_ = (0, 1, 1, 0)
    while number:
        if number & 1:
            sum_ = add(sum_, point)
        point, number = add(point, point), number >> 1
    return sum_


def point(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    assert (x * x - square) % P == 0, "not on the curve"
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


def same(one, two):
    return (one[0] * two[2] - two[0] * one[2]) % P == 0 and (one[1] * two[2] - two[1] * one[2]) % P == 0


def verify(public, content, signature):
    base = point((4 * pow(5, -1, P) % P).to_bytes(32, "little"))
    s = int.from_bytes(signature[32:], "little")
    hashed = hashlib.sha512(signature[:32] + public + content).digest()
    h = int.from_bytes(hashed, "little") % ORDER
    return s < ORDER and same(times(s, base), add(point(signature[:32]), times(h, point(public))))


# The vectors, one function for each kind.


class Vectors:
    def __init__(self, all_):
        self.all = all_
        self.master, self.install = bytes.fromhex(all_["master_key"]), bytes.fromhex(all_["install"])
        self.person, self.session = bytes.fromhex(all_["person"]), bytes.fromhex(all_["session"])
        self.books, self.token = bytes.fromhex(all_["books"]), bytes.fromhex(all_["token"])
        self.books_key, self.identity = bytes.fromhex(all_["books_key"]), all_["identity"].encode()

    def subkey(self, purpose, edition="1"):
        return derive(self.master, self.install, b"pecule/v1", purpose.encode(), edition.encode())

    def check_install(self):
        assert str(uuid.UUID(bytes=self.install)) == self.all["install_text"]

    def check_subkeys(self):
        for one in self.all["subkeys"]:
            assert self.subkey(one["purpose"], one["edition"]).hex() == one["key"], one["purpose"]

    def check_envelope(self):
        one = self.all["envelope"]
        bound = [bytes.fromhex(part) for part in one["bound"]]
        opened = open_envelope(bytes.fromhex(one["key"]), bytes.fromhex(one["envelope"]), *bound)
        assert opened.hex() == one["plain"]

    def check_key_check(self):
        one = self.all["key_check"]
        code = tag(bytes.fromhex(one["household_key"]), b"pecule/key-check/v1", b"household", self.install)
        assert code.hex() == one["check"]

    def check_recovery_code(self):
        one = self.all["recovery_code"]
        code = bytes.fromhex(one["bytes"])
        check = crockford(hashlib.sha256(b"pecule recovery code v1" + code).digest())[:4]
        text = crockford(code) + check
        assert "-".join(text[at : at + 4] for at in range(0, 36, 4)) == one["text"]

    def slot(self, key, kind, one):
        sealed = unb64(json.loads(one["slot"])["sealed"])
        bound = (b"pecule/slot", kind, self.install, self.person, one["key_id"].encode())
        assert open_envelope(key, sealed, *bound) == self.identity

    def check_recovery_slot(self):
        code = bytes.fromhex(self.all["recovery_code"]["bytes"])
        key = derive(code, self.install, b"pecule/slot/v1", b"recovery")
        self.slot(key, b"recovery", self.all["recovery_slot"])

    def check_password_slot(self):
        try:
            from argon2.low_level import Type, hash_secret_raw
        except ImportError:
            raise Skip("the Python package argon2-cffi is not there") from None
        one = self.all["password_slot"]
        slot = json.loads(one["slot"])
        cost = slot["cost"]
        stretched = hash_secret_raw(
            one["password"].encode(), unb64(slot["salt"]), time_cost=cost["passes"], memory_cost=cost["memory_kib"],
            parallelism=cost["lanes"], hash_len=32, type=Type.ID, version=0x13,
        )  # fmt: skip
        self.slot(derive(stretched, self.subkey("pepper"), b"pecule/slot/v1", b"password"), b"password", one)

    def check_sessions(self):
        for one in self.all["sessions"]:
            token, label = unb64(one["text"]), one["label"].encode()
            assert hashlib.sha256(token).hexdigest() == one["hash"]
            key = derive(token, self.install, b"pecule/session/v1", label)
            bound = (b"pecule/session", label, self.install, self.person, self.session)
            assert open_envelope(key, bytes.fromhex(one["wrapped"]), *bound) == self.identity

    def check_personal_token(self):
        one = self.all["personal_token"]
        token = unb64(one["text"].removeprefix("pecule_pt_"))
        assert hashlib.sha256(token).hexdigest() == one["hash"]
        key = derive(token, self.install, b"pecule/personal-token/v1")
        bound = (b"pecule/personal-token", self.install, self.person, self.books, self.token)
        assert open_envelope(key, bytes.fromhex(one["wrapped"]), *bound) == self.books_key

    def check_grant(self):
        if not shutil.which("age"):
            raise Skip("the command age is not there")
        with tempfile.NamedTemporaryFile() as identity:
            identity.write(self.identity + b"\n")
            identity.flush()
            opened = subprocess.run(
                ["age", "-d", "-i", identity.name], input=base64.b64decode(self.all["grant"]), capture_output=True, check=True
            )
        assert opened.stdout == b"pecule books key v1\n" + self.books_key

    def check_journals(self):
        keys = {
            "household": self.subkey("journal"),
            "books": derive(self.books_key, b"pecule/books", b"journal", b"1"),
        }
        for one in self.all["journals"]:
            fields = [one["seq"].to_bytes(8, "big"), one["at"].to_bytes(8, "big", signed=True)]
            fields += [bytes.fromhex(one[name]) for name in ("actor", "session")]
            fields += [one[name].encode() for name in ("action", "object", "outcome", "details")]
            code = tag(keys[one["journal"]], b"journal-v1", bytes.fromhex(one["previous"]), *fields)
            assert code.hex() == one["mac"], one["journal"]

    def check_totals(self):
        one = self.all["totals"]
        key = derive(self.books_key, b"pecule/books", b"totals", b"1")
        assert tag(key, b"totals-v1", one["text"].encode()).hex() == one["fingerprint"]

    def check_manifest(self):
        one = self.all["manifest"]
        public = unb64(one["signer"].removeprefix("pecule-sign-"))
        assert verify(public, one["content"].encode(), bytes.fromhex(one["signature"]))

    def check_access_token(self):
        one = self.all["access_token"]
        head, body, signature = one["token"].split(".")
        code = hmac.new(self.subkey("jwt", one["kid"]), f"{head}.{body}".encode(), hashlib.sha256)
        assert b64(code.digest()) == signature
        assert unb64(head).decode() == '{"typ":"at+jwt","alg":"HS256","kid":"%s"}' % one["kid"]
        claims = json.loads(unb64(body))
        assert claims["iss"] == "pecule:" + self.all["install_text"] and claims["aud"] == "pecule-api"
        assert all(claims[name] == one[name] for name in ("sub", "sid", "jti"))


def main():
    path = pathlib.Path(__file__).with_name("vectors.json")
    vectors = Vectors(json.loads(path.read_text(encoding="utf-8")))
    failed = False
    for name in sorted(name for name in dir(vectors) if name.startswith("check_")):
        shown = name.removeprefix("check_")
        try:
            getattr(vectors, name)()
            print(f"holds    {shown}")
        except Skip as why:
            print(f"skipped  {shown}: {why}")
        except (AssertionError, subprocess.CalledProcessError) as why:
            failed = True
            print(f"DIFFERS  {shown} {why}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
