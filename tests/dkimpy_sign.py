"""Signs generated messages with dkimpy, an implementation that shares nothing with kenpin.

Writes into the folder given as the only argument: keys.json {name: TXT record} and one file NAME.eml a message, signed
in each combination of algorithm, canonicalizations and l=. Exits with 77 where dkimpy is not installed.
"""
import base64
import json
import os
import subprocess
import sys

try:
    import dkim
    import nacl.signing
except ImportError:
    sys.exit(77)

DOMAIN = b"example.com"
HEADERS = [
    (b"Received", b"from a.example by b.example;\r\n\tWed, 1 Jul 2026 10:00:00 +0900"),
    (b"From", b"Aiko <aiko@example.com>"),
    (b"To", b"you@example.net,\r\n  and <more@example.net> "),
    (b"Subject", b"  =?UTF-8?B?44OG44K544OI?=   and \t tabs\t"),
    (b"X-Empty", b""),
    (b"X-Twice", b"first"),
    (b"X-Twice", b"second\r\n \r\n third"),
    (b"Date", b"Wed, 1 Jul 2026 10:00:00 +0900"),
    (b"Message-ID", b"<1@example.com>"),
    (b"X-Eight-Bit", "検品".encode()),
]
BODIES = {
    "plain": b"Hello,\r\n\r\nthis is a test.\r\n",
    "white": b"  two  spaces \t and tabs\t \r\n \t \r\nend \r\n\r\n \r\n\r\n",
    "empty": b"",
    "blank": b"\r\n\r\n",
    "unended": b"no line end at the end",
    "eightbit": "本日の検品\r\n".encode(),
}


def rsa_key():
    private = subprocess.run(["openssl", "genrsa", "-traditional", "2048"], check=True, capture_output=True).stdout
    public = subprocess.run(["openssl", "rsa", "-pubout", "-outform", "DER"], input=private, check=True,
                            capture_output=True).stdout
    return private, "v=DKIM1; k=rsa; p=" + base64.b64encode(public).decode()


def ed25519_key():
    key = nacl.signing.SigningKey.generate()
    return base64.b64encode(key.encode()), "v=DKIM1; k=ed25519; p=" + base64.b64encode(key.verify_key.encode()).decode()


def messages():
    """(name, message) of every body."""
    header = b"".join(name + b": " + value + b"\r\n" for name, value in HEADERS)
    return [(name, header + b"\r\n" + body) for name, body in BODIES.items()]


def main(folder):
    rsa, rsa_record = rsa_key()
    ed25519, ed25519_record = ed25519_key()
    keys = {b"rsa": (b"rsa-sha256", rsa), b"ed": (b"ed25519-sha256", ed25519)}
    # x-twice is listed more often than it occurs; subject, too.
    names = [b"from", b"to", b"subject", b"subject", b"x-empty", b"x-twice", b"x-twice", b"x-twice", b"date",
             b"x-eight-bit", b"x-absent"]
    for body, message in messages():
        for selector, (algorithm, key) in keys.items():
            for c_header in (b"simple", b"relaxed"):
                for c_body in (b"simple", b"relaxed"):
                    for length in (False, True):
                        signature = dkim.sign(message, selector, DOMAIN, key, canonicalize=(c_header, c_body),
                                              signature_algorithm=algorithm, include_headers=names, length=length)
                        name = "-".join([body, selector.decode(), c_header.decode(), c_body.decode(),
                                         "l" if length else "whole"])
                        with open(os.path.join(folder, name + ".eml"), "wb") as file:
                            file.write(signature + message)
    with open(os.path.join(folder, "keys.json"), "w", encoding="ascii") as file:
        json.dump({"rsa._domainkey.example.com": rsa_record, "ed._domainkey.example.com": ed25519_record}, file)


if __name__ == "__main__":
    main(sys.argv[1])
