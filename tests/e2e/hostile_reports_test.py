"""Mail that attacks whoever reads the reports: all formats stay well-formed and harmless, whatever the fields and paths hold."""
import os
import shutil
import unicodedata
import unittest

import formats
import harness
import hostile_mail
import scene

PAYLOADS = {
    "formula": b"=cmd|'/C calc'!A0",
    "sum": b"@SUM(1+1)*cmd|' /C calc'!A0",
    "minus": b"-2+3+cmd|' /C calc'!A0",
    "quotes": b"\",\"'\"\"\r\n \",=1+1",
    "cdata": b"]]><script>alert(1)</script><![CDATA[",
    "markup": b"\"><img src=x onerror=alert(1)>&lt;&#x1b;",
    "escape": b"\x1b[2J\x1b]0;title\x07\x9b31m",
    "nul": b"a\0b",
    "bidi": "\u202egpj.exe\u2066\u061c\u200f".encode(),
    "separators": "a\u2028b\u2029c\x85d".encode(),
    "not utf-8": b"\xff\xfe\xc0\xaf\xed\xa0\x80\xf4\x90\x80\x80",
    "sql": b"'); DROP TABLE domains;--",
    "label": b"x\"} 1\nkenpin_messages 99 {a=\"",
    "link": b"[click](https://evil.example/) {0} \\",
    "json": b"\\\",\"rules\":{},\"x\":\"\\u0000",
}


def messages():
    """Each payload in every field that a report tells of, in one message and in parts."""
    mails = dict(hostile_mail.MESSAGES)
    for name, payload in PAYLOADS.items():
        line = payload.replace(b"\r\n", b"").replace(b"\n", b" ")
        mails["all " + name] = (
            b"From: \"" + line + b"\" <" + line + b"@shop.example>\nDate: Mon, 06 Apr 2026 00:00:00 +0000\nMessage-ID: <" + line
            + b"@shop.example>\nSubject: " + line + b"\nList-Unsubscribe: <https://shop.example/" + line + b">\nFeedback-ID: " + line
            + b"\nDKIM-Signature: v=1; a=" + line + b"; d=" + line + b"; s=" + line + b"; h=from; bh=AAAA; b=AAAA\n\nbody\n")
        mails["domain " + name] = hostile_mail.USUAL.replace(b"a@shop.example", b"a@" + line + b".example") + b"\nbody\n"
        mails["quoted domain " + name] = hostile_mail.USUAL.replace(b"a@shop.example", b"a@[" + line + b"]") + b"\nbody\n"
        mails["received " + name] = (
            b"Received: from " + line + b" (" + line + b" [192.0.2.1]) by mx.google.com with ESMTPS id x; Mon, 06 Apr 2026 00:00:00 +0000\n"
            b"Authentication-Results: mx.google.com; dkim=pass header.d=" + line + b"; spf=pass smtp.mailfrom=" + line + b"\n"
            + hostile_mail.USUAL + b"\nbody\n")
    return mails


def dangerous(text, allowed="\n"):
    """Characters that a terminal or an editor would obey or hide."""
    return sorted({hex(ord(c)) for c in text if c not in allowed and unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp", "Cs")})


class HostileReportsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        shutil.rmtree("mail", ignore_errors=True)
        os.mkdir("mail")
        payloads = list(PAYLOADS.values())
        cls.mails = messages()
        for number, octets in enumerate(cls.mails.values()):
            name = payloads[number % len(payloads)].replace(b"/", b"").replace(b"\0", b"")
            with open(b"mail/%03d " % number + name + b".eml", "wb") as file:
                file.write(octets)
        zone = scene.Zone().txt("shop.example", "v=spf1 -all")
        zone.write("dns.zone")
        with open("psl.dat", "w", encoding="ascii") as file:
            file.write(scene.SUFFIXES)
        cls.result = harness.run("scan", "--dns", "dns.zone", "--psl", "psl.dat", "--sample", "50", *formats.outputs("all"),
                                 "--sqlite-messages", "--input-format", "eml-dir", "mail")

    def test_they_were_scanned(self):
        self.assertIn(self.result.code, (1, 2), str(self.result))
        self.assertEqual(dangerous(self.result.err), [])
        self.assertEqual(harness.read_json("all/json")["totals"]["messages"], len(self.mails))

    def test_files_hold_nothing_to_obey(self):
        for name in set(formats.NAMES) - {"html", "sqlite"}:
            with self.subTest(name):
                text = formats.octets("all", name).decode("utf-8")
                self.assertEqual(dangerous(text.replace("\r\n", "\n") if name == "csv" else text), [])

    @classmethod
    def tearDownClass(cls):
        for name in cls.mails:
            harness.tried(name, "judged; every format of report is well formed and harmless")

    def test_text_fits_the_terminal(self):
        for line in formats.octets("all", "text").decode("utf-8").splitlines():
            self.assertLessEqual(formats.columns(line), 80, line)

    def test_csv_has_no_formula(self):
        rows = formats.read_csv("all")
        cells = {cell.lstrip() for row in rows for cell in row.values()}
        self.assertEqual([cell for cell in cells if cell[:1] in tuple("=+-@\t＝＋－＠") and cell], [])
        self.assertTrue(any("cmd|" in cell for cell in cells), "the payloads do reach the table")

    def test_junit_is_valid_and_has_no_markup(self):
        suites = formats.read_junit("all")
        self.assertTrue(suites)
        text = formats.octets("all", "junit")
        self.assertNotIn(b"<script", text)
        self.assertNotIn(b"<img", text)
        self.assertIn(b"&lt;script", text, "the payloads do reach the report")

    def test_sarif(self):
        run = formats.read_sarif("all")
        for result in run["results"]:
            self.assertNotIn("](http", result["message"]["text"].replace("\\]", ""))
            self.assertEqual(dangerous(result["message"]["text"]), [])

    def test_prom(self):
        self.assertEqual(formats.read_prom("all")["kenpin_messages"], len(self.mails))

    def test_sqlite(self):
        database = formats.open_database("all")
        self.addCleanup(database.close)
        tables = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        self.assertIn("domains", tables)
        for table in tables:
            for row in database.execute(f"SELECT * FROM {table}"):
                for cell in row:
                    self.assertEqual(dangerous(cell) if isinstance(cell, str) else [], [], table)
        self.assertEqual(database.execute("SELECT count(*) FROM messages").fetchone(), (len(self.mails),))

    def test_records_and_summary_keep_what_they_escape(self):
        ids = {record["message_id"] for record in harness.read_records("all/ndjson")}
        self.assertTrue(any(text and "\u202e" in text for text in ids), "bidi characters are data")
        self.assertTrue(any(text and "\x1b" in text for text in ids))


if __name__ == "__main__":
    harness.main()
