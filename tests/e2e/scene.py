"""Scenes for end-to-end tests of authentication: a small zone, messages signed by dkimpy, and a scan of both.

dkimpy shares nothing with kenpin. Where it is not installed, `signing` is False and nothing can be signed; need_signer() ends a test
that is nothing without it.
"""
import base64
import calendar
import json
import os
import subprocess
import sys
import time
import unittest
from unittest import mock

import harness

try:
    import dkim
    import nacl.signing
    signing = True
except ImportError:
    signing = False

NOW = "2026-07-01T10:00:00Z"
DATE = "Wed, 01 Jul 2026 10:00:00 +0000"
IP = "192.0.2.1"
EXCHANGE = "AM1EUR01FT001.mail.protection.outlook.com"
SUFFIXES = ("com\nnet\norg\njp\nco.jp\nuk\nco.uk\nio\nexample\ntest\n"
            "// ===BEGIN PRIVATE DOMAINS===\ngithub.io\n// ===END PRIVATE DOMAINS===\n")
SIGNED = calendar.timegm(time.strptime(NOW, "%Y-%m-%dT%H:%M:%SZ"))  # When all signatures are made.


class Key:
    """A key pair in the form that dkimpy signs with, and its record."""

    def __init__(self, algorithm="rsa-sha256", bits=2048):
        self.algorithm = algorithm
        if algorithm == "ed25519-sha256":
            key = nacl.signing.SigningKey.generate()
            self.private, public, kind = base64.b64encode(key.encode()), key.verify_key.encode(), "ed25519"
        else:
            def openssl(*arguments, **options):
                return subprocess.run(["openssl", *arguments], check=True, capture_output=True, **options).stdout
            self.private, kind = openssl("genrsa", "-traditional", str(bits)), "rsa"
            public = openssl("rsa", "-pubout", "-outform", "DER", input=self.private)
        self.record = f"v=DKIM1; k={kind}; p={base64.b64encode(public).decode()}"


def need_signer():
    if not signing:
        sys.exit("python3-dkim or python3-nacl is not installed, and nothing can be signed; ./setup.sh installs them")


def quoted(text):
    """TXT strings of up to 255 octets."""
    return " ".join('"' + text[i:i + 255].replace("\\", "\\\\").replace('"', '\\"') + '"' for i in range(0, max(len(text), 1), 255))


class Zone:
    """All of DNS: what is not added does not exist."""

    def __init__(self, **texts):
        self.lines, self.names = [], set()
        for name, text in texts.items():
            self.txt(name, text)

    def add(self, name, rest):
        self.lines.append(f"{name}. 3600 IN {rest}")
        labels = name.split(".")
        self.names.update(".".join(labels[i:]) for i in range(len(labels)))
        return self

    def txt(self, name, text):
        return self.add(name, "TXT " + quoted(text))

    def host(self, name, address):
        """A name with an address, and the name of the address."""
        self.add(name, ("AAAA " if ":" in address else "A ") + address)
        if ":" not in address:
            self.add(".".join(reversed(address.split("."))) + ".in-addr.arpa", f"PTR {name}.")
        return self

    def write(self, path, recorded=NOW):
        # A record of a type that nobody asks for answers every other question of a name, and its wildcard those of the names below it.
        ends = sorted(name for name in self.names | {"example", "com", "net", "test", "arpa"} if not name.startswith("*."))
        with open(path, "w", encoding="ascii") as file:
            file.write(f";kenpin 1\n;kenpin recorded {recorded}\n")
            for line in self.lines:
                file.write(line + "\n")
            for name in ends:
                file.write(f'{name}. 3600 IN HINFO "none" "none"\n*.{name}. 3600 IN HINFO "none" "none"\n')


def header(*fields):
    """CRLF lines of (name, value); a value may be folded."""
    return "".join(f"{name}: {value}\r\n" for name, value in fields).encode("utf-8")


def mail(sender, *more, body=b"Hello.\r\n", date=DATE):
    """A message of `sender`, with more fields at its end."""
    return header(("From", sender), ("To", "reader@recipient.example"), ("Subject", "News"), ("Date", date),
                  ("Message-ID", "<1@m.example>"), ("MIME-Version", "1.0"), ("Content-Type", "text/plain"), *more) + b"\r\n" + body


CORE = [b"from", b"from", b"to", b"subject", b"date", b"message-id", b"mime-version", b"content-type"]


def sign(message, key, domain, selector="s", fields=(), canonicalize=(b"relaxed", b"relaxed"), covers=None, length=False):
    """The message with one more signature on top, made at NOW. It covers CORE and `fields`, or `covers` alone."""
    names = (CORE if covers is None else covers) + [name.lower().encode() for name in fields]
    with mock.patch("dkim.time.time", lambda: SIGNED):
        return dkim.sign(message, selector.encode(), domain.encode(), key.private, canonicalize=canonicalize,
                         signature_algorithm=key.algorithm.encode(), include_headers=names, length=length) + message


def run_scan(folder, messages, zone, *options, at=NOW, out="ndjson"):
    """What a scan of {name: message} writes."""
    os.makedirs(os.path.join(folder, "mail"), exist_ok=True)
    for left in os.listdir(os.path.join(folder, "mail")):
        os.remove(os.path.join(folder, "mail", left))
    for name, message in messages.items():
        with open(os.path.join(folder, "mail", name + ".eml"), "wb") as file:
            file.write(message)
    paths = {name: os.path.join(folder, name) for name in ("dns.zone", "psl.dat")}
    zone.write(paths["dns.zone"])
    with open(paths["psl.dat"], "w", encoding="ascii") as file:
        file.write(SUFFIXES)
    judged = ["--at", at] if at else []
    result = harness.run("scan", "--fail-on", "never", "--dns", paths["dns.zone"], "--psl", paths["psl.dat"], *judged, *options,
                         "--out", out, os.path.join(folder, "mail"))
    if result.code != 0:
        raise AssertionError(f"the scan failed: {result}")
    return result.out


def scan(folder, messages, zone, *options, at=NOW):
    """The records of {name: message}, by name."""
    records = {}
    for line in run_scan(folder, messages, zone, *options, at=at).splitlines():
        record = json.loads(line)
        records[os.path.basename(record["source"])[:-len(".eml")]] = record
    return records


def in_words(outcome, reason):
    return f"{outcome} {reason}" if reason else outcome


def text(record):
    return f"{record['rules']}\n{record['reasons']}\n{record['spf']}\n{record['dmarc']}\n{record['dkim']}\n{record['receiver']}\n{record['envelope']}"


class CornerCases(unittest.TestCase):
    def folder(self):
        return self.id().rpartition(".")[2]

    def judge(self, messages, zone, *options, **more):
        return scan(self.folder(), messages, zone, *options, **more)

    def corpus_rules(self, messages, zone, *options):
        """What the rules of the whole corpus say of a domain: {domain: {rule: outcome and reason}}."""
        summary = json.loads(run_scan(self.folder(), messages, zone, *options, out="json"))
        return {domain["org_domain"]: {rule: in_words(told["outcome"], told.get("reason")) for rule, told in (domain["corpus_rules"] or {}).items()}
                for domain in summary["domains"]}

    def expect(self, record, reasons=None, **outcomes):
        """Outcomes by rule, with _ for -; a reason where one is given."""
        for rule, outcome in outcomes.items():
            rule = rule.replace("_", "-")
            self.assertEqual(record["rules"][rule], outcome, f"{rule}\n{text(record)}")
        for rule, reason in (reasons or {}).items():
            self.assertEqual(record["reasons"].get(rule.replace("_", "-")), reason, f"{rule}\n{text(record)}")

    def exactly(self, record, signatures, **outcomes):
        """What is said of the signatures, from top to bottom, and of rules, with _ for -: outcome and reason, or no reason at all."""
        wanted = {rule.replace("_", "-"): outcome for rule, outcome in outcomes.items()}
        told = {rule: in_words(record["rules"][rule], record["reasons"].get(rule)) for rule in wanted}
        of_signatures = [in_words(each["result"], each["reason"]) for each in record["dkim"]]
        self.assertEqual((of_signatures, told), (signatures, wanted), text(record))

    def attack(self, record, signatures, **outcomes):
        """exactly(), of a bad message: what comes of it goes into the report of bad inputs, and nothing else does."""
        self.exactly(record, signatures, **outcomes)
        told = ", ".join(f"{rule.replace('_', '-')} {outcome}" for rule, outcome in outcomes.items())
        self.outcomes = getattr(self, "outcomes", {}) | {told: None}

    def tearDown(self):
        if getattr(self, "outcomes", None):
            # The first paragraph says what is tried, those behind it why the outcome is right.
            told = (self._testMethodDoc or self._testMethodName.removeprefix("test_").replace("_", " ")).split("\n\n")[0]
            harness.tried(f"{told} ({self._testMethodName})", "; or ".join(self.outcomes))


def session(mail_from, ip=IP, helo="out.example.com"):
    return ["--client-ip", ip, "--mail-from", mail_from, "--helo", helo]


def gmail(sender_host="out.example.com", mail_from="a@example.com", results=None, protocol="ESMTPS", ip=IP, version=None, with_spf=True):
    """What mx.google.com puts on top of a message."""
    version = version or "(version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384 bits=256/256);"
    fields = [("Return-Path", f"<{mail_from}>"),
              ("Received", f"from {sender_host} ({sender_host}. [{ip}])\r\n by mx.google.com with {protocol} id x1-20020a1c\r\n"
                           f" for <reader@gmail.com>\r\n {version}\r\n {DATE}")]
    if results is not None:
        if with_spf:
            fields += [("Received-SPF", f"pass (google.com: domain of {mail_from} designates {ip} as permitted sender) client-ip={ip};")]
        fields += [("Authentication-Results", "mx.google.com;\r\n       " + results)]
    return header(("Delivered-To", "reader@gmail.com"), ("Received", f"by 2002:a05:600c:1:b0:1:2:3 with SMTP id x1csp1;\r\n {DATE}"),
                          *fields)


def exchange(results, sender_host="out.example.com", ip=IP, mail_from="a@example.com"):
    """What Exchange Online puts on top of a message."""
    inner = "AM1P001MB0001.EURP001.PROD.OUTLOOK.COM"
    tls = "with Microsoft SMTP\r\n Server (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.20.1"
    return header(("Received", f"from {inner} (2603:10a6::1) by\r\n AM2P001MB0001.EURP001.PROD.OUTLOOK.COM with HTTPS; {DATE}"),
                  ("Received", f"from AM1EUR01FT001.eop-EUR01.prod.protection.outlook.com\r\n (2603:10a6::2) by {inner}\r\n {tls}; {DATE}"),
                  ("Authentication-Results", f"spf=none (sender IP is {ip})\r\n smtp.mailfrom=x.test; {results}" if results is None else results),
                  ("Received-SPF", f"Pass (protection.outlook.com: domain of x\r\n designates {ip} as permitted sender)\r\n"
                                   f" receiver=protection.outlook.com; client-ip={ip}; helo={sender_host};"),
                  ("Received", f"from {sender_host} ({ip}) by\r\n {EXCHANGE} (10.1.1.1) {tls} via Frontend\r\n Transport; {DATE}"),
                  ("X-MS-Exchange-Organization-AuthSource", EXCHANGE), ("Return-Path", mail_from))
