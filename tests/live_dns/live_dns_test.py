"""A scan that asks name servers for real: the same report as from what it saved, and in time over a long way.

Called with the paths of kenpin and of the project's root.
"""
import collections
import json
import os
import signal
import socket
import subprocess
import sys
import time
import unittest

import name_servers

KENPIN, ROOT = (os.path.abspath(path) for path in sys.argv[1:3])
DEMO = os.path.join(ROOT, "datasets", "demo")

LATENCY = 0.2
NAMES = 5000
# What a live scan may take longer than one from a snapshot, seconds; and how much more memory, KiB.
MORE_SECONDS = 10
MORE_MEMORY = 64 * 1024
# Of 60,000 answers the name server itself, a script, takes the most time.
MORE_SECONDS_OF_AUTHORS = 30
# And in memory, where every message asks for a dozen names and types of its own: 3 KiB an answer.
MORE_MEMORY_OF_AUTHORS = 12 * 3 * NAMES

# The key's bits do not matter, only that there is one.
KEY = "v=DKIM1; k=rsa; p=" + "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQ" + "A" * 178


class Run:
    """A finished scan: its exit code, what it took, and its reports without what names the DNS that was asked."""

    def __init__(self, name, corpus, *options, outputs=("ndjson", "json")):
        records, summary = name + ".ndjson", name + ".json"
        start = time.monotonic()
        command = [KENPIN, "scan", "--fail-on", "never", "--progress", "never", *options, corpus]
        for form in outputs:
            command[2:2] = ["--out", f"{form}:{name}.{form}"]
        with open(name + ".err", "wb") as errors, subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=errors) as process:
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        self.seconds, self.memory, self.code = time.monotonic() - start, usage.ru_maxrss, process.returncode
        with open(name + ".err", encoding="utf-8", errors="replace") as errors:
            self.errors = errors.read()
        if self.code != 0:
            raise AssertionError(f"exit code {self.code}: {self.errors}")
        with open(records, encoding="utf-8") as file:
            self.records = [json.loads(line) for line in file]
        # How many keys came from where.
        self.keys = collections.Counter(signature.pop("key_source") for record in self.records for signature in record["dkim"])
        self.summary = None
        if "json" not in outputs:
            return
        with open(summary, encoding="utf-8") as file:
            self.summary = json.load(file)
        self.dns = self.summary["run"].pop("dns")
        self.summary["run"].pop("seconds")


class LiveDnsTest(unittest.TestCase):
    def assert_same(self, one, other):
        self.assertEqual(len(one.records), len(other.records))
        for left, right in zip(one.records, other.records):
            self.assertEqual(left, right)
        self.assertEqual(one.summary, other.summary)

    def test_live_and_replayed(self):
        corpus, suffixes = os.path.join(DEMO, "demo.mbox"), ["--psl", os.path.join(DEMO, "psl.dat")]
        with name_servers.Nsd("nsd-demo", os.path.join(DEMO, "dns.zone")) as server:
            live = Run("live", corpus, "--dns", f"127.0.0.1:{server.port}", "--dns-save", "saved.zone", *suffixes)
            self.assertEqual(live.dns, f"127.0.0.1:{server.port}")
        self.assertGreater(live.keys["live"], 100)
        replayed = Run("replayed", corpus, "--dns", "saved.zone", *suffixes)
        self.assertEqual(replayed.keys["snapshot"], live.keys["live"])
        self.assert_same(live, replayed)
        # Nothing that was asked is missing, and all kinds of questions were.
        self.assertNotIn("not_recorded", json.dumps([record["reasons"] for record in replayed.records]))
        with open("saved.zone", encoding="ascii") as saved:
            text = saved.read()
        for kind in (r"\S+\._domainkey\.\S+ \d+ IN TXT", r"\S+ \d+ IN TXT \"v=spf1", r"_dmarc\.\S+ \d+ IN TXT", r"\S+\.in-addr\.arpa\. \d+ IN PTR",
                     r"\S+ \d+ IN MX", r"\S+ \d+ IN A ", r"\S+ \d+ IN AAAA"):
            self.assertRegex(text, "(?m)^" + kind)
        # What was saved can be served, and gives the same answers once more.
        with name_servers.Nsd("nsd-saved", "saved.zone") as server:
            self.assert_same(live, Run("served", corpus, "--dns", f"127.0.0.1:{server.port}", *suffixes))

    def test_snapshot_for_later(self):
        corpus, suffixes = os.path.join(DEMO, "demo.mbox"), ["--psl", os.path.join(DEMO, "psl.dat")]
        with name_servers.Nsd("nsd-snapshot", os.path.join(DEMO, "dns.zone")) as server:
            asked = ["--dns", f"127.0.0.1:{server.port}", *suffixes]
            live = Run("later-live", corpus, *asked)
            done = subprocess.run([KENPIN, "dns", "snapshot", corpus, *asked, "-o", "later.zone"], stdin=subprocess.DEVNULL,
                                  capture_output=True, text=True, timeout=120, check=False)
            self.assertEqual(done.returncode, 0, done.stderr)
        self.assert_same(live, Run("later", corpus, "--dns", "later.zone", *suffixes))

    def check(self, path):
        done = subprocess.run([KENPIN, "dns", "check", path], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False)
        return done.returncode, done.stdout, done.stderr

    def test_check(self):
        code, out, _ = self.check(os.path.join(DEMO, "dns.zone"))
        self.assertEqual(code, 1)
        self.assertRegex(out, r"(?m)^error +\S+: the SPF record has a syntax error")
        with open("clean.zone", "w", encoding="ascii") as file:
            file.write(';kenpin 1\na.example. 60 IN TXT "v=spf1 -all"\n')
        self.assertEqual(self.check("clean.zone")[0], 0)
        with open("broken.zone", "w", encoding="ascii") as file:
            file.write(";kenpin 1\nthis is no record\n")
        for path in ("broken.zone", "absent.zone", "."):
            code, out, errors = self.check(path)
            self.assertEqual((code, out), (2, ""), path)
            self.assertIn(path, errors)

    def test_nobody_answers(self):
        """Exit code 2, and the server that was asked is named; the mail is counted."""
        server = f"127.0.0.1:{name_servers.free_port()}"
        done = subprocess.run([KENPIN, "scan", "--fail-on", "never", "--dns", server, "--dns-timeout", "0.2", "--dns-retries", "0", "--limit", "20",
                               "--out", "json", os.path.join(DEMO, "demo.mbox")], stdin=subprocess.DEVNULL, capture_output=True, check=False)
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertRegex(done.stderr.decode(), "no DNS question was answered|does not answer")
        self.assertIn(f"--dns {server}", done.stderr.decode())
        self.assertEqual(json.loads(done.stdout)["totals"]["messages"], 20)

    def write_authors(self, path):
        """NAMES authors, each with names of its own in DNS."""
        with open(path, "w", encoding="ascii", newline="") as file:
            for i in range(NAMES):
                date = "Tue, 16 Jan 2024 09:00:00 +0000"
                file.write(f"From a@d{i}.example Tue Jan 16 09:00:00 2024\nReturn-Path: <a@d{i}.example>\n"
                           f"Received: from h{i}.example (h{i}.example. [198.51.{i // 250}.{i % 250}])\n by mx.google.com with ESMTPS id {i};\n"
                           f" {date}\nDate: {date}\nFrom: a@d{i}.example\nMessage-ID: <{i}@d{i}.example>\n\nx\n\n")

    def test_silent_server_is_given_up(self):
        """A server that is silent costs one attempt and a look at itself, not one attempt for each of thousands of names."""
        self.addCleanup(os.remove, "silent.mbox")
        self.write_authors("silent.mbox")
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
            silent.bind(("127.0.0.1", 0))
            start = time.monotonic()
            done = subprocess.run([KENPIN, "scan", "--dns", f"127.0.0.1:{silent.getsockname()[1]}", "--dns-timeout", "1", "--threads", "2",
                                   "--fail-on", "never", "--psl", os.path.join(DEMO, "psl.dat"), "--out", "ndjson", "silent.mbox"],
                                  stdin=subprocess.DEVNULL, capture_output=True, timeout=300, check=False)
            seconds = time.monotonic() - start
        errors = done.stderr.decode()
        print(f"\n{NAMES} authors, a silent server: {seconds:.2f} s", flush=True)
        self.assertLess(seconds, 20)
        self.assertEqual(done.returncode, 2, errors)
        self.assertEqual(errors.count("does not answer"), 1, errors)
        records = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual(len(records), NAMES)
        self.assertEqual({record["spf"]["result"] for record in records if record["spf"]}, {"temperror"})
        self.assertEqual({record["rules"]["dmarc-record-present"] for record in records}, {"unknown"})

    def test_interrupted_while_waiting(self):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
            silent.bind(("127.0.0.1", 0))
            with subprocess.Popen([KENPIN, "scan", "--dns", f"127.0.0.1:{silent.getsockname()[1]}", "--dns-timeout", "60",
                                   "--out", "json:interrupted.json", os.path.join(DEMO, "demo.mbox")],
                                  stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
                silent.recv(512)
                process.send_signal(signal.SIGINT)
                self.assertEqual(process.wait(timeout=5), 130)
        self.assertFalse(os.path.exists("interrupted.json"))

    def make_corpus(self, path, body):
        with open(path, "w", encoding="ascii", newline="") as file:
            for i in range(NAMES):
                file.write(f"From a@shop.example Tue Jan 16 09:00:00 2024\nDKIM-Signature: v=1; a=rsa-sha256; d=shop.example;"
                           f" s=s{i};\n c=relaxed/relaxed; h=from; bh=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=; b=AAAA\n"
                           f"Date: Tue, 16 Jan 2024 09:00:00 +0000\nFrom: a@shop.example\nMessage-ID: <{i}@shop.example>\n\n"
                           + body + "\n\n")

    def test_many_authors(self):
        """Each author has names of its own: policy, SPF, hosts, and more than one round of questions."""
        self.addCleanup(os.remove, "authors.mbox")
        self.write_authors("authors.mbox")
        with name_servers.LateServer(LATENCY, "v=spf1 -all") as server:
            live = Run("authors", "authors.mbox", "--dns", f"127.0.0.1:{server.port}", "--dns-save", "authors.zone", "--threads", "2",
                       outputs=["ndjson"])
            asked = len(server.names)
        replayed = Run("authors-replayed", "authors.mbox", "--dns", "authors.zone", "--threads", "2", outputs=["ndjson"])
        self.assert_same(live, replayed)
        self.assertGreaterEqual(asked, 3 * NAMES)
        print(f"\n{NAMES} authors, {asked} names at {LATENCY * 1000:.0f} ms: {live.seconds:.2f} s, {live.memory // 1024} MiB; "
              f"from the snapshot {replayed.seconds:.2f} s, {replayed.memory // 1024} MiB", flush=True)
        self.assertLess(live.seconds, replayed.seconds + MORE_SECONDS_OF_AUTHORS)
        self.assertLess(live.memory, replayed.memory + MORE_MEMORY_OF_AUTHORS)

    # Large enough that many chunks wait, each for names of its own.
    def test_long_way(self):
        self.addCleanup(os.remove, "long.mbox")
        self.make_corpus("long.mbox", "x" * 70 + ("\n" + "x" * 70) * 200)
        options = ["--at", "2024-01-16", "--threads", "2"]
        with name_servers.LateServer(LATENCY, KEY) as server:
            live = Run("late", "long.mbox", "--dns", f"127.0.0.1:{server.port}", "--dns-save", "late.zone", *options)
            self.assertGreaterEqual(len(server.names), NAMES)
        replayed = Run("late-replayed", "long.mbox", "--dns", "late.zone", *options)
        self.assert_same(live, replayed)
        self.assertEqual(live.keys["live"], NAMES)
        print(f"\n{NAMES} names at {LATENCY * 1000:.0f} ms: {live.seconds:.2f} s, {live.memory // 1024} MiB; "
              f"from the snapshot {replayed.seconds:.2f} s, {replayed.memory // 1024} MiB", flush=True)
        self.assertLess(live.seconds, replayed.seconds + MORE_SECONDS)
        self.assertLess(live.memory, replayed.memory + MORE_MEMORY)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=2)
