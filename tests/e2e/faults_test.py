"""Disks that fill or fail, files that change while they are read, memory that ends, a machine that stops: reports are the old ones
or the new ones, whole; the exit code says that something failed; the message names it; what can be counted still is.

Faults come from tests/faults/inject.cc, which stands between the program and the C library. Every test adds the faults that it
tried to faults.md in its folder.
"""
import glob
import gzip
import json
import os
import random
import re
import resource
import shutil
import signal
import sqlite3
import sys
import tarfile
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "live_dns"))
import harness
import name_servers

INJECTOR = os.path.abspath(sys.argv.pop(4))
OLD = b"the report of last night\n"
TABLE = []


def told(fault, outcome):
    TABLE.append((fault, outcome))


def without_seconds(path):
    """A report but for the time at which its run began, and what it took."""
    with open(path, "rb") as file:
        return re.sub(rb'"seconds":[0-9.]+|T\d\d:\d\d:\d\dZ', b"", file.read())


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

    def under(self, fault, run, *arguments, **options):
        """A run under a fault; that it came is checked."""
        result = run(*arguments, **options, env={**os.environ, "LD_PRELOAD": INJECTOR, "KENPIN_FAULT": fault, "KENPIN_FAULT_LOG": "struck"})
        self.assertTrue(os.path.exists("struck"), f"{fault} never came: {result}")
        os.unlink("struck")
        return result

    def faulty(self, fault, *arguments, corpus=None):
        """A scan under a fault."""
        return self.under(fault, self.corpus.scan, *arguments, corpus=corpus)

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


    def test_what_is_no_report(self):
        """Snapshots, plans, partial files, the reports of all nights: each is written whole or not at all."""
        with name_servers.LateServer(0.0, "v=spf1 -all") as server:
            asking = ["--dns", f"127.0.0.1:{server.port}"]
            scan = ["scan", "--fail-on", "never", "--psl", self.corpus.suffixes]
            cases = {
                "--dns-save": [*scan, *asking, "--dns-save", "out.file", "--out", "json:out.json", self.corpus.path],
                "a snapshot": ["dns", "snapshot", *asking, "-o", "out.file", self.corpus.path],
                "a plan": ["plan", "--shards", "2", "-o", "out.file", self.corpus.path],
                "a partial file": [*scan, "--dns", "off", "--out", "partial:out.file", self.corpus.path],
                "the report of all nights": [*scan, "--dns", "off", "--state", "out.state", "--out-cumulative", "json:out.file", self.corpus.path]}
            for name, arguments in cases.items():
                for fault in ("open:out.file:0:EACCES", "write:out.file:0:ENOSPC", "write:out.file:10:EIO", "fsync:out.file:0:EIO",
                              "rename:out.file:0:EACCES"):
                    with self.subTest(name, fault=fault):
                        for old in glob.glob("out.state*"):
                            os.unlink(old)
                        with open("out.file", "wb") as file:
                            file.write(OLD)
                        result = self.under(fault, harness.run, *arguments)
                        self.assertEqual(result.code, 2, result)
                        self.assertIn("out.file", result.err)
                        with open("out.file", "rb") as file:
                            self.assertEqual(file.read(), OLD)
                        self.nothing_left()
                        told(f"{name}: {fault}", "exit 2, named, the old file stands")

    def test_state(self):
        """A night whose state cannot be kept says so; the next one reads its mail again."""
        for fault in ("write:out.state:0:ENOSPC", "write:out.state:5000:EIO", "fsync:out.state:0:EIO"):
            with self.subTest(fault):
                for old in glob.glob("out.*"):
                    os.unlink(old)
                result = self.faulty(fault, "--fail-on", "never", "--state", "out.state", "--out", "json:out.json")
                self.assertEqual(result.code, 2, result)
                self.assertIn("out.state", result.err)
                again = self.corpus.scan("--fail-on", "never", "--state", "out.state", "--out", "json:out.json")
                self.assertEqual(again.code, 0, again)
                self.assertEqual(harness.read_json("out.json")["totals"], self.whole["totals"])
                told(f"--state: {fault.replace('out.', '')}", "exit 2, named, the next night reads the mail again")

    def test_answers_on_a_full_disk(self):
        demo = harness.demo()
        for arguments in (["--help"], ["--version"], ["scan", "--help"], ["scan", "--print-config"], ["rules"], ["man"], ["completion", "bash"],
                          ["explain", "--dns", demo.zone, f"{demo.path}:0"], ["plan", "--shards", "2", demo.path],
                          ["spf", "--dns", demo.zone, "--ip", "192.0.2.1", "--mail-from", "a@b.example"],
                          ["dmarc", "--dns", demo.zone, "b.example"],
                          *(["scan", "--dns", demo.zone, "--fail-on", "never", "--out", form, demo.path] for form in ("text", "ndjson", "csv"))):
            with self.subTest(arguments), open("/dev/full", "wb") as full:
                result = harness.run(*arguments, stdout=full)
                self.assertEqual(result.code, 2, result)
                self.assertIn("stdout", result.err)
        told("a full disk behind stdout, of 14 commands", "exit 2, stdout is named")


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

    def test_in_the_middle(self):
        """Some of it was read when it is cut, grows or is replaced."""
        with open("out.more", "wb") as file:
            file.write(b"nothing of the kind\n" * 1000)
        for action, code in ((f"cut={2 * self.size // 3}", 2), ("grow=out.more", 0), ("replace=out.more", 0)):
            with self.subTest(action):
                shutil.copy(self.corpus.path, "out.mbox")
                result, row = self.scan_both(f"read:out.mbox:{self.size // 3}:{action}")
                self.assertEqual(result.code, code, result)
                self.assertTrue(row["messages"] == 400 if code == 0 else 200 < row["messages"] < 400, row)
                self.assertEqual("out.mbox" in result.err, code == 2, result)
                told(f"a third of a corpus is read: {action.split('=')[0]}", f"exit {code}, {row['messages']} of 400 messages and the next corpus counted")

    def test_packed(self):
        """Compressed mail and archives break off where the file does; what came before counts."""
        with open(self.corpus.path, "rb") as file:
            mail = file.read()
        # Not compressed well, so that much of it is still to come when the fault strikes.
        gz = gzip.compress(mail, 1)
        with tarfile.open("out.tar", "w") as tar:
            tar.add("out.mbox", "all.mbox")
        for name, whole in (("out.gz", gz), ("out.tar", None)):
            if whole is None:
                with open(name, "rb") as file:
                    whole = file.read()
            for fault, code in ((f"read:{name}:{len(whole) // 2}:EIO", 2), (f"read:{name}:1:cut={len(whole) // 2}", 2),
                                (f"read:{name}:1:replace=out.new", 0)):
                with self.subTest(fault):
                    for path, octets in ((name, whole), ("out.new", b"nothing of the kind\n")):
                        with open(path, "wb") as file:
                            file.write(octets)
                    result = self.faulty(fault, "--fail-on", "never", "--out", "json:out.json", os.path.abspath(name), corpus=self.corpus.path)
                    self.assertEqual(result.code, code, result)
                    first, second = sorted(harness.read_json("out.json")["run"]["inputs"], key=lambda row: not row["path"].endswith(name))
                    self.assertEqual((second["messages"], second["error"]), (400, None), result)
                    if code == 0:
                        self.assertEqual(first["messages"], 400, result)
                    else:
                        self.assertIn(name, result.err)
                        self.assertLess(first["messages"], 400)
                    told(fault.replace("out.", "corpus."), f"exit {code}, {first['messages']} of 400 messages and the next corpus counted")

    def test_file_of_a_directory_vanishes_or_fails(self):
        folder = harness.make_corpus("folder", messages=50, format="eml")
        victim = sorted(os.listdir(folder.path))[7]
        for fault, action in ((f"open:{victim}:0:EACCES", "cannot be opened"), (f"open:{victim}:0:ENOENT", "has gone since it was listed"),
                              (f"read:{victim}:0:EIO", "cannot be read")):
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
        finished = {name: without_seconds(name) for name in ("out.html", "out.ndjson")}
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
                        self.assertEqual(without_seconds(name), finished[name])
            for name in glob.glob("*.kenpin-*"):
                os.unlink(name)  # Nobody is left to tidy up.
        self.assertGreater(old, 0)
        self.assertGreater(new, 0)
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
