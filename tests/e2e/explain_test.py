"""`kenpin explain` tells of one message what a scan would, and more; of no message it says so, and nothing that it prints moves a cursor."""
import json
import os
import shutil
import time
import unittest

import harness
import hostile_mail
import terminal_test

SECTIONS = ("Message", "How it is judged", "Envelope", "Trace", "What receivers say", "DKIM", "SPF", "DMARC", "ARC", "Alignment", "MIME tree",
            "Flaws of form", "Rules of")


def explain(corpus, *arguments, **options):
    return harness.run("explain", *corpus.judging(), *arguments, **options)


class ExplainTest(unittest.TestCase):
    def text(self, result):
        self.assertEqual(result.code, 0, result)
        page = result.out.decode("utf-8")
        self.assertEqual(terminal_test.unsafe(page), [])
        return page

    def test_says_what_the_record_says(self):
        corpus = harness.make_corpus("mbox", messages=40)
        for record in corpus.records():
            with self.subTest(record["offset"]):
                result = explain(corpus, "--format", "json", f"{corpus.path}:{record['offset']}")
                self.assertEqual(result.code, 0, result)
                told = json.loads(result.out)
                self.assertEqual(told["record"], record)
                self.assertEqual({rule["rule"]: rule["outcome"] for rule in told["rules"]}, record["rules"])
                self.assertEqual(len(told["signatures"]), len(record["dkim"]))

    def test_demo_page_has_all_sections_and_failures_first(self):
        demo = harness.demo()
        if demo is None:
            self.skipTest("there is no datasets/demo")
        records = demo.records()
        failing = next(record for record in records if "fail" in record["rules"].values())
        page = self.text(explain(demo, f"{demo.path}:{failing['offset']}"))
        position = 0
        for section in SECTIONS:
            found = page.find(f"\n{section}", position)
            self.assertGreater(found, 0, section)
            position = found
        rules = page[page.index("\nRules of"):].splitlines()
        self.assertTrue(rules[2].startswith("  fail "), rules[2])
        self.assertIn("do: ", page)

    def test_appended_lines_are_named(self):
        corpus = harness.make_corpus("footer", messages=20, defects="none")
        record = next(r for r in corpus.records() if any(s["result"] == "pass" for s in r["dkim"]))
        with open(corpus.path, "rb") as file:
            octets = file.read()[record["offset"]:record["offset"] + record["length"]]
        message = octets[octets.index(b"\n") + 1:].rstrip(b"\n")
        with open("footer.eml", "wb") as file:
            file.write(message + b"\n" + b"_" * 47 + b"\nshop mailing list\nhttps://lists.example/\n")
        told = json.loads(explain(corpus, "--format", "json", "footer.eml").out)
        self.assertIn("lines_appended", {signature["body_cause"] for signature in told["signatures"]})
        self.assertIn("3 lines", self.text(explain(corpus, "footer.eml")))

    def test_maildir_names_and_files(self):
        corpus = harness.make_corpus("dir", messages=5, format="maildir")
        record = corpus.records()[0]
        name = os.path.join(os.path.dirname(record["source"]), "1775433601.odd:2,S")
        shutil.copy(record["source"], name)
        for argument in (name, f"{name}:0", record["source"], f"{record['source']}:0"):
            with self.subTest(argument):
                told = json.loads(explain(corpus, "--format", "json", argument).out)["record"]
                self.assertEqual(told["message_id"], record["message_id"])
                self.assertEqual(told["offset"], 0)
        shutil.copy(name, "one.eml")
        self.assertIn(record["message_id"], self.text(explain(corpus, "one.eml")))
        self.assertIn(record["message_id"], self.text(explain(corpus, "--message-id", f"<{record['message_id']}>", corpus.path)))

    def test_by_message_id(self):
        corpus = harness.make_corpus("ids", messages=30)
        for record in corpus.records()[::7]:
            if record["message_id"]:
                told = json.loads(explain(corpus, "--format", "json", "--message-id", record["message_id"], corpus.path).out)
                self.assertEqual(told["record"]["message_id"], record["message_id"])

    def test_first_message_is_named_as_such(self):
        corpus = harness.make_corpus("several", messages=3)
        result = explain(corpus, corpus.path)
        self.assertEqual(result.code, 0, result)
        self.assertIn("FILE:OFFSET", result.err)

    def test_what_is_not_there_is_named(self):
        corpus = harness.make_corpus("none", messages=3)
        for arguments, word in (([f"{corpus.path}:7"], "offset 7"), (["no-such-file"], "no-such-file"), (["no-such-file:9"], "no-such-file"),
                                (["--message-id", "nobody@x", corpus.path], "nobody@x"), (["."], "directory"),
                                ([f"{corpus.path}:99999999999999999999999"], corpus.path)):
            with self.subTest(arguments):
                result = explain(corpus, *arguments)
                self.assertEqual(result.code, 2, result)
                self.assertIn(word, result.err)
                self.assertEqual(result.out, b"")

    def test_traffic_map(self):
        corpus = harness.make_corpus("mapped", messages=20, defects="none")
        record = next(r for r in corpus.records() if r["author_domain"])
        with open("map.csv", "w", encoding="utf-8") as file:
            file.write(f"from,class\n{record['author_domain']},transactional\n")
        place = f"{corpus.path}:{record['offset']}"
        told = json.loads(explain(corpus, "--format", "json", "--traffic-map", "map.csv", place).out)["record"]
        self.assertEqual(told["unsubscribe"]["class"], "transactional")
        self.assertEqual(told["rules"]["unsub-one-click"], "na")
        self.assertEqual([told], [r for r in corpus.records("--traffic-map", "map.csv") if r["offset"] == record["offset"]])
        with open("broken.csv", "w", encoding="utf-8") as file:
            file.write("from\nx.example\n")
        result = explain(corpus, "--traffic-map", "broken.csv", place)
        self.assertEqual(result.code, 2, result)
        self.assertIn("broken.csv", result.err)

    def test_message_of_an_mbox_in_a_directory(self):
        corpus = harness.make_corpus("folded", messages=5)
        shutil.rmtree("folder", ignore_errors=True)
        os.mkdir("folder")
        shutil.copy(corpus.path, "folder/2026.mbox")
        records = corpus.records(corpus="folder")
        self.assertEqual([r["offset"] for r in records], [r["offset"] for r in corpus.records()])
        for record in records:
            told = json.loads(explain(corpus, "--format", "json", f"{record['source']}:{record['offset']}").out)["record"]
            self.assertEqual(told, record)

    def test_usage(self):
        for arguments in ([], ["a", "b"], ["--format", "yaml", "a"], ["--dns", "nowhere", "a"]):
            with self.subTest(arguments):
                self.assertEqual(harness.run("explain", *arguments).code, 64)

    def test_hostile_mail_is_told_and_moves_no_cursor(self):
        for number, (what, octets) in enumerate(hostile_mail.MESSAGES.items()):
            path = f"hostile {number} \x1b[2J \u202e.eml"
            with open(path, "wb") as file:
                file.write(octets)
            with self.subTest(what):
                if not octets.strip():  # No message at all, for a scan as well.
                    self.assertEqual(harness.run("explain", "--dns", "off", "--input-format", "eml", path).code, 2)
                    continue
                begin = time.monotonic()
                self.text(harness.run("explain", "--dns", "off", "--input-format", "eml", path))
                self.assertLess(time.monotonic() - begin, 20)
                json.loads(harness.run("explain", "--dns", "off", "--format", "json", "--input-format", "eml", path).out)

    def test_deep_and_broad_mime_is_not_drawn(self):
        nested = b"".join(b"--b%d\nContent-Type: multipart/mixed; boundary=b%d\n\n" % (i, i + 1) for i in range(60000))
        messages = {
            "deep": b"From: a@b.example\nContent-Type: multipart/mixed; boundary=b0\n\n" + nested,
            "rfc822": b"From: a@b.example\n" + b"Content-Type: message/rfc822\n\n" * 60000,
            "broad": b"From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 100000,
            "lone CR": b"From: a@b.example\r" + b"Content-Type: message/rfc822\r\r" * 60000,
        }
        for what, octets in messages.items():
            with open(f"{what}.eml", "wb") as file:
                file.write(octets)
            with self.subTest(what):
                self.text(harness.run("explain", "--dns", "off", "--input-format", "eml", f"{what}.eml"))


if __name__ == "__main__":
    harness.main()
