"""Disks that fill or fail, files that change while they are read, memory that ends, a machine that stops: reports are the old ones
or the new ones, whole; the exit code says that something failed; the message names it; what can be counted still is.

Faults come from tests/faults/inject.cc, which stands between the program and the C library. Every test adds the faults that it
tried to faults.md in its folder.
"""
import glob
import json
import os
import random
import resource
import shutil
import signal
import sqlite3
import sys
import time
import unittest

import harness

INJECTOR = os.path.abspath(sys.argv.pop(4))
OLD = b"the report of last night\n"
TABLE = []


def told(fault, outcome):
    TABLE.append((fault, outcome))


class FaultTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.corpus = harness.make_corpus("corpus", messages=400)
        cls.whole = cls.corpus.summary()

    @classmethod
    def tearDownClass(cls):
        with open("faults.md", "a", encoding="utf-8") as file:
            file.writelines(f"| {fault} | {outcome} |\n" for fault, outcome in TABLE)
        TABLE.clear()

    def setUp(self):
        for name in glob.glob("out.*") + glob.glob("struck*"):
            os.unlink(name)

    def faulty(self, fault, *arguments, corpus=None):
        """A scan under a fault; that it came is checked."""
        result = self.corpus.scan(*arguments, corpus=corpus,
                                  env={**os.environ, "LD_PRELOAD": INJECTOR, "KENPIN_FAULT": fault, "KENPIN_FAULT_LOG": "struck"})
        self.assertTrue(os.path.exists("struck"), f"{fault} never came: {result}")
        os.unlink("struck")
        return result

    def nothing_left(self):
        self.assertEqual(glob.glob("*.kenpin-*"), [])


class OutputTest(FaultTest):
    """Every report, every way in which a disk refuses it."""

    FORMATS = ("text", "json", "ndjson", "ndjson.zst", "html", "csv", "junit", "sarif", "prom", "sqlite")

    def test_each_format_by_each_fault(self):
        for form in self.FORMATS:
            path = f"out.{form}"
            for fault in (f"open:{path}:0:EACCES", f"write:{path}:0:ENOSPC", f"write:{path}:3000:ENOSPC", f"write:{path}:3000:EIO",
                          f"fsync:{path}:0:EIO", f"rename:{path}:0:EACCES"):
                if fault.startswith("write") and ":3000:" in fault and form in ("text", "csv"):
                    fault = fault.replace(":3000:", ":1:")
                with self.subTest(fault):
                    with open(path, "wb") as file:
                        file.write(OLD)
                    result = self.faulty(fault, "--fail-on", "never", "--out", f"{form}:{path}", "--out", "json:out.other.json")
                    self.assertEqual(result.code, 2, result)
                    self.assertIn(path, result.err)
                    with open(path, "rb") as file:
                        self.assertEqual(file.read(), OLD)
                    self.nothing_left()
                    # A report that cannot be opened ends the run before it begins; all other faults spare the other report.
                    if not fault.startswith("open"):
                        self.assertEqual(harness.read_json("out.other.json")["totals"], self.whole["totals"])
                        os.unlink("out.other.json")
                    told(fault.replace("out.", ""), "exit 2, named, the old report stands")


class InputTest(FaultTest):
    """A corpus that changes or fails under the run; another behind it is counted all the same."""

    def setUp(self):
        super().setUp()
        shutil.copy(self.corpus.path, "out.mbox")
        self.size = os.path.getsize("out.mbox")

    def scan_both(self, fault, *arguments):
        path = os.path.abspath("out.mbox")
        result = self.faulty(fault, "--fail-on", "never", "--chunk-bytes", 65536, "--out", "json:out.json", *arguments, path, corpus=self.corpus.path)
        summary = harness.read_json("out.json")
        first, second = sorted(summary["run"]["inputs"], key=lambda row: row["path"] != path)
        self.assertEqual((second["messages"], second["error"]), (400, None), result)
        return result, first

    def test_read_error(self):
        for after in (0, 200_000):
            with self.subTest(after):
                result, row = self.scan_both(f"read:out.mbox:{after}:EIO")
                self.assertEqual(result.code, 2, result)
                self.assertIn("out.mbox", result.err)
                self.assertLess(row["messages"], 400)
                told(f"EIO after {after} octets of a corpus", f"exit 2, named, {row['messages']} of 400 messages and the next corpus counted")

    def test_truncated(self):
        result, row = self.scan_both(f"read:out.mbox:1:cut={self.size // 2}")
        self.assertEqual(result.code, 2, result)
        self.assertIn("out.mbox", result.err)
        self.assertTrue(0 < row["messages"] < 400, row)
        told("a corpus cut in half while it is read", f"exit 2, named, {row['messages']} of 400 messages and the next corpus counted")

    def test_growing(self):
        """What is appended after the run has begun is the next run's."""
        shutil.copy(self.corpus.path, "out.more")
        result, row = self.scan_both("read:out.mbox:1:grow=out.more")
        self.assertEqual(result.code, 0, result)
        self.assertEqual(row["messages"], 400)
        told("a corpus that grows while it is read", "exit 0, its 400 messages counted")

    def test_replaced(self):
        """The file that was opened is read to its end."""
        with open("out.new", "wb") as file:
            file.write(b"nothing of the kind\n" * 1000)
        result, row = self.scan_both("read:out.mbox:1:replace=out.new")
        self.assertEqual((result.code, row["messages"]), (0, 400), result)
        told("a corpus replaced while it is read", "exit 0, the 400 messages of the opened file counted")

    def test_file_of_a_directory_vanishes_or_fails(self):
        folder = harness.make_corpus("folder", messages=50, format="eml")
        victim = sorted(os.listdir(folder.path))[7]
        for fault, action in ((f"open:{victim}:0:EACCES", "cannot be opened"), (f"read:{victim}:0:EIO", "cannot be read")):
            with self.subTest(fault):
                result = self.faulty(fault, "--fail-on", "never", "--out", "json:out.json", corpus=folder.path)
                self.assertEqual(result.code, 2, result)
                self.assertIn(victim, result.err)
                self.assertEqual(harness.read_json("out.json")["totals"]["messages"], 49)
                told(f"a file of a directory that {action}", "exit 2, named, 49 of 50 messages counted")


class MachineTest(FaultTest):
    """The process itself is at an end."""

    def start(self, *arguments, **options):
        process = harness.start("scan", *self.corpus.judging(), "--fail-on", "never", *arguments, self.corpus.path, **options)
        self.addCleanup(lambda: [stream.close() for stream in (process.stdin, process.stdout, process.stderr)])
        return process

    def test_killed_at_any_moment(self):
        outputs = ["--out", "json:out.json", "--out", "html:out.html", "--out", "sqlite:out.sqlite", "--out", "ndjson:out.ndjson"]
        began = time.monotonic()
        process = self.start(*outputs)
        process.communicate()
        whole_run = time.monotonic() - began
        self.assertEqual(process.returncode, 0)
        sizes = {name: os.path.getsize(name) for name in ("out.html", "out.ndjson")}
        seed = random.randrange(1 << 32)
        moments = random.Random(seed)
        old = new = 0
        for _ in range(100):
            for name in ("out.json", "out.html", "out.sqlite", "out.ndjson"):
                with open(name, "wb") as file:
                    file.write(OLD)
            process = self.start(*outputs)
            time.sleep(moments.uniform(0, 1.3 * whole_run))
            process.kill()
            process.communicate()
            for name in ("out.json", "out.html", "out.sqlite", "out.ndjson"):
                with open(name, "rb") as file:
                    found = file.read()
                if found == OLD:
                    old += 1
                    continue
                new += 1
                with self.subTest(name, seed=seed):
                    if name == "out.json":
                        self.assertEqual(json.loads(found)["totals"], self.whole["totals"])
                    elif name == "out.sqlite":
                        with sqlite3.connect(name) as database:
                            self.assertEqual(database.execute("pragma integrity_check").fetchone(), ("ok",))
                        database.close()
                    else:
                        self.assertEqual(len(found), sizes[name])
            for name in glob.glob("*.kenpin-*"):
                os.unlink(name)  # Nobody is left to tidy up.
        self.assertGreater(old, 0)
        told("kill -9 at 100 random moments", f"{old} old and {new} new reports, each whole")

    def test_memory_ends(self):
        """Whatever the limit: a whole report, or exit 2, the word for it, and the old one."""
        codes = {}
        # Below the first limit the program cannot even be loaded.
        for limit in [*range(60, 140, 5), 200, 400]:
            with self.subTest(limit):
                with open("out.json", "wb") as file:
                    file.write(OLD)
                process = self.start("--threads", "2", "--out", "json:out.json",
                                     preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit << 20, limit << 20)))
                err = process.communicate()[1].decode()
                codes[limit] = process.returncode
                with open("out.json", "rb") as file:
                    found = file.read()
                if process.returncode == 0:
                    self.assertEqual(json.loads(found)["totals"], self.whole["totals"])
                elif process.returncode == 127:
                    self.assertIn("shared librar", err)
                else:
                    self.assertEqual((process.returncode, found), (2, OLD), err)
                    self.assertIn("memory", err)
                self.nothing_left()
        self.assertIn(2, codes.values())
        self.assertIn(0, codes.values())
        least = min(limit for limit, code in codes.items() if code == 0)
        told("memory limits from 60 to 400 MiB (ulimit -v)", f"a whole report from {least} MiB on; below exit 2, named, the old report stands")

    def test_stopped_and_continued(self):
        """Ctrl-Z and fg, a laptop that sleeps."""
        process = self.start("--out", "json:out.json")
        for _ in range(5):
            process.send_signal(signal.SIGSTOP)
            time.sleep(0.02)
            process.send_signal(signal.SIGCONT)
            time.sleep(0.01)
        process.communicate()
        self.assertEqual(process.returncode, 0)
        self.assertEqual(harness.read_json("out.json")["totals"], self.whole["totals"])
        told("SIGSTOP and SIGCONT", "exit 0, the whole report")


harness.main()
