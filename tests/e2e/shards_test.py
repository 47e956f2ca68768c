"""Many machines: the report that is merged of shards is that of one run over everything, octet by octet, whatever the
number of shards and the order of the partials; and what does not belong together is refused."""
import json
import os
import random
import re
import shutil
import sqlite3
import subprocess
import unittest

import harness

FORMATS = ("json", "csv", "html", "junit", "sarif", "prom")
SHARDS = (1, 2, 7, 64)


def exempt(report):
    """A report without what it may say of its own run: how long it took, with how many threads, and when."""
    report = re.sub(rb'("seconds"|"threads"|"shard"): *([0-9.e+-]+|null|{[^}]*})', rb"\1: -", report)
    report = re.sub(rb'("started"|"startTimeUtc"|"endTimeUtc"): *"[^"]*"', rb"\1: -", report)
    report = re.sub(rb' (time|timestamp)="[^"]*"', b"", report)
    return re.sub(rb"kenpin_run_(seconds|timestamp_seconds)[^\n]*\n", b"", report)


def read(path):
    with open(path, "rb") as file:
        return file.read()


def dump(path):
    """All that an SQLite report holds, as SQL; of the run not how long it took."""
    with sqlite3.connect(path) as database:
        return "\n".join(database.iterdump())


def outs(name, formats=FORMATS + ("sqlite",)):
    return [word for format in formats for word in ("--out", f"{format}:{name}.{format}")]


class ShardsTest(unittest.TestCase):
    def setUp(self):
        # What an earlier run of the test left is not taken for this one's.
        for name in os.listdir("."):
            if name.endswith((".partial", ".json", ".sqlite")):
                os.remove(name)

    def plan(self, shards, *corpora):
        result = harness.run("plan", "--shards", shards, *corpora, "-o", "manifest")
        self.assertEqual(result.code, 0, str(result))
        return "manifest"

    def scan_shard(self, judging, number, shards, *more):
        partial = f"part-{number}.partial"
        result = harness.run("scan", *judging, "--manifest", "manifest", "--shard", f"{number}/{shards}",
                             "--threads", 1 + number % 2, "--out", f"partial:{partial}", *more)
        self.assertEqual(result.code, 0, str(result))
        return partial

    def assert_equal_reports(self, whole, merged):
        for format in FORMATS:
            before, after = exempt(read(f"{whole}.{format}")), exempt(read(f"{merged}.{format}"))
            self.assertTrue(before == after, f"{format}: {harness.first_difference(before, after)}")
        self.assertEqual(dump(f"{whole}.sqlite"), dump(f"{merged}.sqlite"))

    def check(self, judging, corpora, shard_counts=SHARDS):
        result = harness.run("scan", *judging, *outs("whole"), "--out", "ndjson:whole.ndjson", *corpora)
        self.assertIn(result.code, (0, 1), str(result))
        for shards in shard_counts:
            with self.subTest(shards=shards):
                self.plan(shards, *corpora)
                partials, records = [], b""
                for number in range(1, shards + 1):
                    partials.append(self.scan_shard(judging, number, shards, "--out", "ndjson:part.ndjson"))
                    records += read("part.ndjson")
                self.assertTrue(records == read("whole.ndjson"), "the rows of the shards are those of the whole")
                random.shuffle(partials)
                merged = harness.run("merge", *partials, *outs("merged"))
                self.assertEqual(merged.code, result.code, str(merged))
                self.assert_equal_reports("whole", "merged")

    def test_mbox(self):
        corpus = harness.make_corpus("mbox", messages=600)
        self.check(corpus.judging(), [corpus.path])

    # Several inputs of different kinds: their order and the ranks of files survive.
    def test_stores(self):
        mbox = harness.make_corpus("first", messages=150)
        maildir = harness.make_corpus("second", messages=150, format="maildir", seed=2)
        eml = harness.make_corpus("third", messages=90, format="eml", seed=3)
        with open("one.eml", "wb") as file:
            file.write(b"From: a@shop.example\nSubject: one\nMessage-ID: <1@shop.example>\n\nFrom here on text\n")
        self.check(mbox.judging(), [mbox.path, maildir.path, "one.eml", eml.path], (1, 3, 64))

    def test_demo(self):
        demo = harness.demo()
        if demo is None:
            self.skipTest("the demo corpus is not here")
        self.check(demo.judging(), [demo.path])

    def test_redacted(self):
        with open("key", "w", encoding="ascii") as file:
            file.write("0123456789abcdef0123456789abcdef\n")
        corpus = harness.make_corpus("redacted", messages=200)
        self.check(corpus.judging() + ["--redact-key", "key"], [corpus.path], (3,))
        plain = corpus.records()
        ids = {record["message_id"] for record in plain if record.get("message_id")}
        self.assertGreater(len(ids), 100)
        stored = b"".join(read(f"part-{number}.partial") for number in (1, 2, 3))
        for message_id in ids:
            self.assertNotIn(message_id.split("@")[0].encode(), stored)

    def parts(self, name, shards=3, *more):
        corpus = harness.make_corpus(name, messages=120)
        self.plan(shards, corpus.path)
        return corpus, [self.scan_shard(corpus.judging() + list(more), number, shards)
                        for number in range(1, shards + 1)]

    # Commutative, associative, idempotent.
    def test_merges_of_merges(self):
        corpus, (one, two, three) = self.parts("algebra")
        self.assertIn(harness.run("merge", one, two, three, *outs("all")).code, (0, 1))
        early = harness.run("merge", "--allow-missing", three, two, "--out", "partial:late.partial")
        self.assertEqual(early.code, 2, str(early))
        self.assertIn("1 of 3 shards missing: 1", early.err)
        harness.run("merge", "--allow-missing", two, one, "--out", "partial:early.partial")
        for order in (("early.partial", "late.partial"), ("late.partial", "early.partial", two, one, one)):
            merged = harness.run("merge", *order, *outs("merged"), "--out", "partial:all.partial")
            self.assertIn(merged.code, (0, 1), str(merged))
            self.assert_equal_reports("all", "merged")
        again = harness.run("merge", "all.partial", *outs("merged"))
        self.assertIn(again.code, (0, 1), str(again))
        self.assert_equal_reports("all", "merged")
        # A shard that ran again gives the same partial.
        shutil.move(two, "old.partial")
        self.scan_shard(corpus.judging(), 2, 3)
        self.assertIn(harness.run("merge", one, two, "old.partial", three, *outs("merged")).code, (0, 1))
        self.assert_equal_reports("all", "merged")

    def test_missing_shards(self):
        _, (one, _, three) = self.parts("missing")
        refused = harness.run("merge", one, three, "--out", "json:missing.json")
        self.assertEqual(refused.code, 2)
        self.assertIn("1 of 3 shards missing: 2; --allow-missing", refused.err)
        self.assertFalse(os.path.exists("missing.json"))
        allowed = harness.run("merge", "--allow-missing", one, three, "--out", "json:missing.json")
        self.assertEqual(allowed.code, 2)
        report = harness.read_json("missing.json")
        self.assertTrue(report["domains"])
        self.assertEqual(report["run"]["shard"], "2 of 3, without 2")

    def test_mixtures(self):
        corpus, (one, two, three) = self.parts("mixture")
        with open("other.zone", "wb") as file:
            file.write(read(corpus.zone) + b"; another one\n")
        other_dns = [word if word != corpus.zone else "other.zone" for word in corpus.judging()]
        for option, more in (("--mode", ["--mode", "archive"]), ("--sample", ["--sample", "9"]),
                             ("--profile", ["--profile", "yahoo"]), ("--dns", None)):
            with self.subTest(option=option):
                shutil.copy(two, "kept")
                self.scan_shard(other_dns if more is None else corpus.judging() + more, 2, 3)
                refused = harness.run("merge", one, two, three, "--out", "json:mixed.json")
                shutil.move("kept", two)
                self.assertEqual(refused.code, 2)
                self.assertIn(f"do not belong together: {option}: ", refused.err)
                self.assertFalse(os.path.exists("mixed.json"))
        self.plan(4, corpus.path)
        self.scan_shard(corpus.judging(), 4, 4)
        refused = harness.run("merge", one, two, three, "part-4.partial")
        self.assertIn("do not belong together: manifest: ", refused.err)

    # Of another corpus, under the same manifest: two different partials of one shard.
    def test_two_of_one_shard(self):
        _, (one, two, three) = self.parts("twice")
        shutil.copy(two, "other.partial")
        with sqlite3.connect("other.partial") as database:
            database.execute("UPDATE state SET sha256 = replace(sha256, substr(sha256, 1, 1), 'x')")
        refused = harness.run("merge", one, two, three, "other.partial")
        self.assertEqual(refused.code, 2)
        self.assertIn("tell different things of shard 2", refused.err)
        damaged = harness.run("merge", one, "other.partial", three)
        self.assertEqual(damaged.code, 2)
        self.assertIn("other.partial: is damaged: the checksum is another one", damaged.err)

    def test_changed_corpus(self):
        corpus = harness.make_corpus("changed", messages=60)
        self.plan(2, corpus.path)
        with open(corpus.path, "ab") as file:
            file.write(b"\n")
        result = harness.run("scan", *corpus.judging(), "--manifest", "manifest", "--shard", "1/2",
                             "--out", "partial:changed.partial")
        self.assertEqual(result.code, 2)
        self.assertIn("has changed since it was planned; run kenpin plan again", result.err)
        self.assertFalse(os.path.exists("changed.partial"))

    def test_tasks_of_schedulers(self):
        corpus = harness.make_corpus("tasks", messages=60)
        self.plan(3, corpus.path)
        for variables in ({"SLURM_ARRAY_TASK_ID": "2", "SLURM_ARRAY_TASK_MIN": "1", "SLURM_ARRAY_TASK_COUNT": "3"},
                          {"JOB_COMPLETION_INDEX": "1"}, {"AWS_BATCH_JOB_ARRAY_INDEX": "1"}):
            with self.subTest(variables=variables):
                result = harness.run("scan", *corpus.judging(), "--manifest", "manifest", "--out",
                                     "partial:task.partial", env={**os.environ, **variables})
                self.assertEqual(result.code, 0, str(result))
                with sqlite3.connect("task.partial") as database:
                    self.assertEqual(database.execute("SELECT number FROM state").fetchall(), [(2,)])
        refused = harness.run("scan", *corpus.judging(), "--manifest", "manifest", "--out", "partial:task.partial")
        self.assertEqual(refused.code, 2)
        self.assertIn("the manifest has 3 shards; give --shard K", refused.err)

    def test_usage(self):
        corpus = harness.make_corpus("usage", messages=20)
        self.plan(2, corpus.path)
        for words in (["scan", "--shard", "1/2", corpus.path], ["scan", "--manifest", "manifest", corpus.path],
                      ["scan", "--manifest", "manifest", "--shard", "3/2"], ["scan", "--out", "partial", corpus.path],
                      ["scan", "--manifest", "manifest", "--redact"], ["scan"], ["merge"], ["plan"],
                      ["plan", "--shards", "0", corpus.path], ["merge", "x", "--out", "ndjson:x"]):
            with self.subTest(words=words):
                self.assertEqual(harness.run(*words).code, 64)
        self.assertEqual(harness.run("plan", "-").code, 2)
        self.assertEqual(harness.run("plan", "nowhere").code, 2)

    # What a shard would pass over is refused, and what a settings file holds for other runs is not.
    def test_what_merge_decides(self):
        corpus = harness.make_corpus("decided", messages=20)
        self.plan(2, corpus.path)
        with open("none.csv", "w", encoding="ascii") as file:
            file.write("rule,domain,reason,expires\n")
        shard = ["scan", *corpus.judging(), "--manifest", "manifest", "--shard", "1/2", "--out", "partial:decided.partial"]
        for words in (["--fail-on", "required"], ["--fail-on", "recommended"], ["--fail-on-unknown"], ["--max-fail", "3"],
                      ["--waivers", "none.csv"], ["--baseline", "none.csv"], ["--spam-rate", "none.csv"], ["--postmaster", "none.csv"]):
            with self.subTest(words=words):
                result = harness.run(*shard, *words)
                self.assertEqual(result.code, 64)
                self.assertIn(f"{words[0]}: concerns the whole corpus", result.err)
                self.assertIn("give it to kenpin merge", result.err)
        with open("decided.toml", "w", encoding="ascii") as file:
            file.write('[scan]\nfail-on = "recommended"\nfail-on-unknown = true\nmax-fail = 3\nwaivers = "none.csv"\nbaseline = "none.csv"\n'
                       'spam-rate = "none.csv"\n')
        for words in (["--fail-on", "never"], ["--config", "decided.toml"]):
            result = harness.run(*shard, *words)
            self.assertEqual(result.code, 0, str(result))

    # A whole corpus without a manifest, and what only the end needs: waivers, a baseline, the language.
    def test_whole_as_one_shard(self):
        corpus = harness.make_corpus("one", messages=120)
        scan = corpus.scan("--out", "partial:one.partial", "--out", "json:one.json")
        self.assertIn(scan.code, (0, 1), str(scan))
        with open("waivers.csv", "w", encoding="ascii") as file:
            file.write("rule,domain,reason,expires\nauth-spf,*,known,2099-01-01\n")
        gate = ["--waivers", "waivers.csv", "--baseline", "one.json", "--max-fail", "1", "--lang", "ja", "--out", "text"]
        direct, merged = corpus.scan(*gate), harness.run("merge", "one.partial", *gate)
        self.assertEqual(merged.code, direct.code, str(merged))
        self.assertTrue(merged.out == direct.out, harness.first_difference(merged.out, direct.out))

    # Exact counts of the largest domains, by another program.
    def test_top_domains(self):
        corpus, partials = self.parts("top", 3)
        harness.run("merge", *partials, "--out", "partial:top.partial")
        with sqlite3.connect("top.partial") as database:
            top = database.execute("SELECT org_domain, sum(messages) FROM state_domain GROUP BY org_domain "
                                   "ORDER BY 2 DESC, 1 LIMIT 5").fetchall()
        domains = corpus.summary()["domains"]
        told = sorted(((d["org_domain"] or "", d["messages"]) for d in domains), key=lambda d: (-d[1], d[0]))
        self.assertEqual(top, told[:5])

    def test_gnu_parallel(self):
        if shutil.which("parallel") is None:
            self.skipTest("GNU parallel is not installed")
        corpus = harness.make_corpus("gnu", messages=300)
        self.plan(7, corpus.path)
        command = [harness.Programs.kenpin, "scan", *corpus.judging(), "--manifest", "manifest", "--shard", "{}/7",
                   "--out", "partial:gnu-{}.partial"]
        done = subprocess.run(["parallel", "--jobs", "2", *command, ":::", *map(str, range(1, 8))],
                              capture_output=True, text=True, timeout=120, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        corpus.scan(*outs("whole"))
        merged = harness.run("merge", *(f"gnu-{number}.partial" for number in range(1, 8)), *outs("merged"))
        self.assertIn(merged.code, (0, 1), str(merged))
        self.assert_equal_reports("whole", "merged")


class LargeShardsTest(ShardsTest):
    """With KENPIN_TEST_MESSAGES: one corpus of so many, instead of all others."""

    def test_large(self):
        corpus = harness.make_corpus("large", messages=int(os.environ["KENPIN_TEST_MESSAGES"]))
        self.check(corpus.judging(), [corpus.path])


def load_tests(loader, tests, pattern):
    del tests, pattern
    if os.environ.get("KENPIN_TEST_MESSAGES"):
        return unittest.TestSuite([LargeShardsTest("test_large")])
    return loader.loadTestsFromTestCase(ShardsTest)


if __name__ == "__main__":
    harness.main()
