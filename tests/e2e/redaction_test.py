"""--redact: of a corpus whose every personal field carries a marker no output tells any marker, and no verdict changes."""
import json
import os
import re
import unittest

import harness
import scene

FORMATS = ("text", "json", "ndjson", "html", "csv", "junit", "sarif", "prom", "sqlite")
MARKER = re.compile(rb"zq[0-9]{3}zq")
OUT = os.path.abspath("out")


class Marks:
    """Every call another marker, and what it stands for."""

    def __init__(self):
        self.meanings = []

    def __call__(self, meaning):
        self.meanings.append(meaning)
        return f"zq{len(self.meanings) - 1:03}zq"

    def named(self, octets):
        """What the markers in `octets` stand for, in whatever case they are written."""
        return sorted({self.meanings[int(found[2:5])] for found in MARKER.findall(octets.lower())})


def newsletter(mark, *top, message_id=None):
    fields = [
        ("From", f'"{mark("name of From")}" <{mark("From")}@news.shop.example>'),
        ("Sender", f'{mark("name of Sender")} <{mark("Sender")}@shop.example>'),
        ("Reply-To", f'{mark("Reply-To")}@shop.example'),
        ("To", f'{mark("name of To")} <{mark("To")}@recipient.example>, {mark("second To")}@recipient.example'),
        ("Cc", f'{mark("Cc")}@recipient.example'),
        ("Subject", f'Re: {mark("Subject")}'),
        ("Message-ID", message_id or f'<{mark("Message-ID")}@shop.example>'),
        ("In-Reply-To", f'<{mark("In-Reply-To")}@shop.example>'),
        ("List-Unsubscribe", f'<https://shop.example/{mark("path of a URL")}?t={mark("query of a URL")}#{mark("fragment")}>, '
                             f'<mailto:{mark("mailto")}@shop.example?subject={mark("parameter of mailto")}> {mark("text beside URLs")}'),
        ("List-Unsubscribe-Post", f'List-Unsubscribe=One-Click {mark("List-Unsubscribe-Post")}'),
        ("List-Id", f'{mark("phrase of List-Id")} <list.shop.example>'),
        ("Feedback-ID", f'{mark("Feedback-ID")}:{mark("second part of Feedback-ID")}:mail:shop'),
        ("X-Campaign-ID", mark("campaign")),
        ("DKIM-Signature", f'v=1; a=rsa-sha256; c=relaxed/relaxed; d=shop.example; i={mark("AUID")}@shop.example; s=s; h=From:Subject;\r\n'
                           " bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=AAAA"),
        ("Date", f'Wed, 01 Jul 2026 10:00:00 +0000 ({mark("comment of Date")})'),
        ("MIME-Version", f'1.0 ({mark("comment of MIME-Version")})'),
        ("Content-Type", f'multipart/mixed; boundary={mark("boundary")}; name="{mark("name of Content-Type")}"'),
    ]
    boundary = fields[-1][1].split("=")[1].split(";")[0]
    parts = (f'--{boundary}\r\nContent-Type: text/html\r\n\r\n<p>{mark("body")} <a href="https://bad.example/{mark("link")}">'
             f'https://shop.example/{mark("text of a link")}</a><p style="display:none">{mark("hidden text")}\r\n'
             f'--{boundary}\r\nContent-Type: application/pdf; name="{mark("name of a part")}.pdf"\r\n'
             f'Content-Disposition: attachment; filename="{mark("file name")}.pdf"\r\n\r\nx\r\n--{boundary}--\r\n')
    return b"".join(top) + scene.header(*fields) + b"\r\n" + parts.encode()


def delivered(mark):
    """As Gmail's receiver writes it."""
    sender = f'{mark("Return-Path")}@shop.example'
    results = (f'dkim=fail ({mark("comment of dkim=")}) header.i={mark("header.i")}@shop.example header.s=s header.b=AAAA;\r\n'
               f'       spf=pass (google.com: domain of {sender} designates {scene.IP} as permitted sender) smtp.mailfrom={sender};\r\n'
               f'       x-more={mark("unknown method")} reason="{mark("reason")}"')
    top = scene.gmail("out.shop.example", sender, results).replace(b"reader@gmail.com", mark("Delivered-To").encode() + b"@gmail.com")
    forged = scene.header(("Authentication-Results", f'mx.other.example; spf=pass smtp.mailfrom={mark("forged claim")}@shop.example'))
    hop = scene.header(("Received", f'from out.shop.example ([{scene.IP}]) (Authenticated sender: {mark("user of a submission")})\r\n'
                                    f' by in.shop.example with ESMTPSA id {mark("id of Received")}\r\n'
                                    f' for <{mark("for of Received")}@recipient.example>; {scene.DATE}'))
    return newsletter(mark, top, hop, forged)


def write_corpus(folder, mark):
    os.makedirs(os.path.join(folder, "mail"), exist_ok=True)
    broken = f'{mark("Message-ID without brackets")} {mark("and its second word")}'
    messages = {"1": newsletter(mark), "2": delivered(mark), "3": newsletter(mark, message_id=broken),
                "4": newsletter(mark, message_id=f'<{mark("Message-ID without a host")}>'),
                "5": scene.header(("From", f'{mark("From without an address")}'), ("Subject", mark("last Subject"))) + b"\r\n"}
    for name, octets in messages.items():
        with open(os.path.join(folder, "mail", name + ".eml"), "wb") as file:
            file.write(octets)
    return [os.path.join(folder, "mail", name + ".eml") for name in messages]


class RedactionTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.mark = Marks()
        cls.files = write_corpus("corpus", cls.mark)
        cls.mail_from = cls.mark("--mail-from")
        zone = scene.Zone()
        zone.txt("shop.example", "v=spf1 include:%{l}.in.shop.example -all exp=why.shop.example").txt("why.shop.example", "%{l} may not send")
        zone.txt(f"{cls.mail_from}.in.shop.example", f"v=spf1 ip4:{scene.IP} -all")
        zone.txt("news.shop.example", "v=spf1 -all").txt("_dmarc.shop.example", "v=DMARC1; p=none")
        zone.write("dns.zone")
        with open("psl.dat", "w", encoding="ascii") as file:
            file.write(scene.SUFFIXES)
        for name in ("one", "two"):
            with open(name + ".key", "w", encoding="ascii") as file:
                file.write(f"a key for the test, number {name}\n")
        cls.judging = ["--dns", "dns.zone", "--psl", "psl.dat", "--at", scene.NOW, "--profile", "all",
                       *scene.session(f"{cls.mail_from}@shop.example", helo="out.shop.example")]

    def scan(self, name, *options):
        """The octets of every format."""
        os.makedirs(OUT, exist_ok=True)
        outs = [text for form in FORMATS for text in ("--out", f"{form}:{OUT}/{name}.{form}")]
        result = harness.run("scan", "--fail-on", "never", *self.judging, "--sqlite-messages", "--sample", "10", *options, *outs, "corpus/mail")
        self.assertEqual(result.code, 0, result)
        self.assertEqual(self.mark.named(result.err.encode()), [])
        written = {}
        for form in FORMATS:
            with open(f"{OUT}/{name}.{form}", "rb") as file:
                written[form] = file.read()
        return written

    def explain(self, path, form, *options):
        result = harness.run("explain", *self.judging, "--format", form, *options, path)
        self.assertEqual(result.code, 0, result)
        return result.out

    def test_no_format_tells_a_marker(self):
        plain = self.scan("plain")
        for form in ("json", "ndjson", "html", "csv", "junit", "sarif", "sqlite"):
            self.assertIn("Message-ID", self.mark.named(plain[form]), f"{form}: the test would not see it")
        self.assertLess(3, len(self.mark.named(plain["ndjson"])))
        self.assertIn("From", self.mark.named(plain["json"]), "the matrix of streams")
        for options in (["--redact"], ["--redact-key", "one.key"]):
            for form, octets in self.scan("redacted", *options).items():
                with self.subTest(form, options=options):
                    self.assertEqual(self.mark.named(octets), [])

    def test_explain_tells_no_marker(self):
        seen = set()
        for path in self.files:
            for form in ("text", "json"):
                with self.subTest(path, form=form):
                    seen.update(self.mark.named(self.explain(path, form)))
                    self.assertEqual(self.mark.named(self.explain(path, form, "--redact-key", "one.key")), [])
        wanted = {"From", "name of From", "Subject", "Message-ID", "AUID", "path of a URL", "mailto", "Feedback-ID", "phrase of List-Id", "header.i",
                  "Return-Path", "forged claim", "reason", "comment of dkim=", "file name", "comment of Date", "--mail-from", "Sender"}
        self.assertEqual(wanted - seen, set(), "what explain tells without --redact, and the test is about")

    def test_what_stays(self):
        redacted = json.loads(self.scan("kept", "--redact-key", "one.key")["ndjson"].splitlines()[1])
        self.assertTrue(redacted["source"].endswith("corpus/mail/2.eml"))
        self.assertEqual(redacted["author_domain"], "news.shop.example")
        self.assertRegex(redacted["message_id"], r"^[0-9a-f]{10}@shop\.example$")
        self.assertRegex(redacted["envelope"]["mail_from"], r"^[0-9a-f]{10}@shop\.example$")
        self.assertRegex(redacted["unsubscribe"]["uri"], r"^https://shop\.example/[0-9a-f]{10}$")
        self.assertEqual(redacted["envelope"]["client_ip"], scene.IP)
        self.assertEqual((redacted["dkim"][0]["d"], redacted["dkim"][0]["s"]), ("shop.example", "s"))
        page = self.explain(self.files[1], "text", "--redact-key", "one.key").decode()
        self.assertIn("smtp.mailfrom=" + redacted["envelope"]["mail_from"], page)
        self.assertIn("mx.google.com", page)

    def test_verdicts_are_the_same(self):
        plain, redacted = self.scan("plain"), self.scan("redacted", "--redact")
        hidden = ("message_id", "unsubscribe", "envelope", "dkim")
        for before, after in zip(plain["ndjson"].splitlines(), redacted["ndjson"].splitlines(), strict=True):
            before, after = json.loads(before), json.loads(after)
            self.assertEqual({k: v for k, v in before.items() if k not in hidden}, {k: v for k, v in after.items() if k not in hidden})
            self.assertEqual([s["result"] for s in before["dkim"]], [s["result"] for s in after["dkim"]])
        before, after = json.loads(plain["json"]), json.loads(redacted["json"])
        self.assertEqual((before["run"]["redacted"], after["run"]["redacted"]), (False, True))
        for one, other in zip(before["domains"], after["domains"], strict=True):
            self.assertEqual(one["compliance_details"], other["compliance_details"])
            for rule, judged in one["corpus_rules"].items():
                self.assertEqual({k: judged[k] for k in ("outcome", "reason", "figures")},
                                 {k: other["corpus_rules"][rule][k] for k in ("outcome", "reason", "figures")})
        self.assertEqual(plain["text"], redacted["text"])
        self.assertEqual(plain["prom"], redacted["prom"])

    def test_runs_compare_under_one_key_only(self):
        one, again = self.scan("one", "--redact-key", "one.key"), self.scan("again", "--redact-key", "one.key", "--redact", "--threads", "1")
        other, free, free_again = self.scan("two", "--redact-key", "two.key"), self.scan("free", "--redact"), self.scan("free2", "--redact")
        for form in ("text", "ndjson", "csv", "sarif", "prom"):
            self.assertEqual(one[form], again[form], form)
        for form in ("ndjson", "csv", "sarif", "junit"):
            self.assertEqual(len({one[form], other[form], free[form], free_again[form]}), 4, form)

    def test_explain_and_scan_agree(self):
        records = [json.loads(line) for line in self.scan("agree", "--redact-key", "one.key")["ndjson"].splitlines()]
        for record in records:
            told = json.loads(self.explain(record["source"], "json", "--redact-key", "one.key"))
            self.assertEqual(told["record"], record)

    def test_keys_that_are_none(self):
        with open("short.key", "w", encoding="ascii") as file:
            file.write("too short\n")
        for command in ("scan", "explain"):
            result = harness.run(command, *self.judging, "--redact-key", "short.key", self.files[0])
            self.assertEqual(result.code, 2, result)
            self.assertIn("short.key", result.err)
            self.assertNotIn("too short", result.err)
            self.assertEqual(harness.run(command, *self.judging, "--redact-key", "none.key", self.files[0]).code, 64)


if __name__ == "__main__":
    harness.main()
