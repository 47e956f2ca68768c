"""The names that kenpin asks for, of a message that holds every kind of name: those of its checks and no other.

The README tells what is asked. A fetched URL, a checked link or a mail to a sender would ask for its host first.
"""
import struct
import subprocess
import sys
import tempfile
import unittest

import name_servers

KENPIN = sys.argv.pop(1)
A, PTR, MX, TXT, AAAA = 1, 12, 15, 16, 28
RECORDS = {
    "_dmarc.shop.test": b"v=DMARC1; p=none; rua=mailto:x@reports.test",
    "shop.test": b"v=spf1 include:_spf.inc.test exists:%{l}.%{i}.ex.test exp=exp.shop.test -all",
    "_spf.inc.test": b"v=spf1 mx ptr -all",
}
NO_DIGEST = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
MAIL = f"""Return-Path: <joe@shop.test>
Received: from h.test (h.test [192.0.2.9]) by mx.google.com with ESMTPS id x; Mon, 06 Apr 2026 00:00:00 +0000
Received: from inside.test (inside.test [192.0.2.8]) by h.test; Mon, 06 Apr 2026 00:00:00 +0000
ARC-Seal: i=1; a=rsa-sha256; cv=none; d=arc.test; s=seal; b=AAAA
ARC-Message-Signature: i=1; a=rsa-sha256; d=arc.test; s=arc; h=from; bh={NO_DIGEST}; b=AAAA
ARC-Authentication-Results: i=1; mx.google.com; none
DKIM-Signature: v=1; a=rsa-sha256; d=shop.test; s=s; h=from; bh={NO_DIGEST}; b=AAAA
From: a@shop.test
Sender: q@sender.test
Reply-To: q@reply.test
To: t@to.test
List-Unsubscribe: <https://u.link.test/x>, <mailto:u@unsub.test>
List-Unsubscribe-Post: List-Unsubscribe=One-Click
BIMI-Location: v=BIMI1; l=https://logo.test/x.svg
Disposition-Notification-To: r@receipt.test
Date: Mon, 06 Apr 2026 00:00:00 +0000
Message-ID: <m@mid.test>
Content-Type: text/html

<img src="https://img.test/x"><link rel="stylesheet" href="//css.test/x"><a href="https://link.test/">x</a>
"""
ASKED = {
    (TXT, "s._domainkey.shop.test"), (TXT, "arc._domainkey.arc.test"), (TXT, "seal._domainkey.arc.test"),
    (TXT, "_dmarc.shop.test"), (TXT, "_dmarc.test"),  # The tree walk of RFC 9989 goes up to the last label.
    (TXT, "shop.test._report._dmarc.reports.test"), (TXT, "_dmarc.reports.test"),
    (TXT, "shop.test"), (TXT, "_spf.inc.test"), (MX, "_spf.inc.test"), (A, "joe.192.0.2.9.ex.test"),
    (A, "postmaster.192.0.2.9.ex.test"),  # Of the author's domain, whose record is looked at without a sender.
    (PTR, "9.2.0.192.in-addr.arpa"),
    (A, "shop.test"), (AAAA, "shop.test"), (MX, "shop.test"), (A, "h.test"), (AAAA, "h.test"),
}


class Listener(name_servers.LateServer):
    """Answers what RECORDS hold, and nothing else, and remembers who was asked for."""

    def __init__(self):
        super().__init__(0, "")
        self.asked = set()

    def reply(self, query):
        labels, at = [], 12
        while query[at]:
            labels.append(query[at + 1:at + 1 + query[at]].decode().lower())
            at += 1 + query[at]
        kind, name = struct.unpack_from("!H", query, at + 1)[0], ".".join(labels)
        self.asked.add((kind, name))
        return name_servers.answer(query, RECORDS.get(name) if kind == TXT else None)


class NamesAskedTest(unittest.TestCase):
    def run_kenpin(self, *words):
        with Listener() as listener, tempfile.NamedTemporaryFile("w", encoding="ascii", suffix=".eml") as mail:
            mail.write(MAIL)
            mail.flush()
            done = subprocess.run([KENPIN, *words, "--dns", f"127.0.0.1:{listener.port}", "--profile", "all", mail.name],
                                  stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=120)
        self.assertIn(done.returncode, (0, 1), done.stderr)
        return listener.asked

    def test_scan_asks_for_what_the_checks_need(self):
        asked = self.run_kenpin("scan")
        self.assertEqual(asked - ASKED, set())
        self.assertEqual(ASKED - asked, set())

    def test_explain_asks_for_the_same(self):
        self.assertEqual(self.run_kenpin("explain") - ASKED, set())


if __name__ == "__main__":
    unittest.main(verbosity=2)
