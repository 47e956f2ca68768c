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

# The key's bits do not matter, only that there is one.
KEY = "v=DKIM1; k=rsa; p=" + "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQ" + "A" * 178


class Run:
    """A finished scan: its exit code, what it took, and its reports without what names the DNS that was asked."""

    def __init__(self, name, corpus, *options):
        records, summary = name + ".ndjson", name + ".json"
        start = time.monotonic()
        command = [KENPIN, "scan", "--fail-on", "never", "--progress", "never", "--out", "ndjson:" + records,
                   "--out", "json:" + summary, *options, corpus]
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
        with open(summary, encoding="utf-8") as file:
            self.summary = json.load(file)
        # How many keys came from where.
        self.keys = collections.Counter(signature.pop("key_source") for record in self.records for signature in record["dkim"])
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
        # What was saved can be served, and gives the same answers once more.
        with name_servers.Nsd("nsd-saved", "saved.zone") as server:
            self.assert_same(live, Run("served", corpus, "--dns", f"127.0.0.1:{server.port}", *suffixes))

    def test_nobody_answers(self):
        port = name_servers.free_port()
        with self.assertRaisesRegex(AssertionError, "(?s)exit code 2.*no DNS question was answered"):
            Run("nobody", os.path.join(DEMO, "demo.mbox"), "--dns", f"127.0.0.1:{port}", "--dns-timeout", "0.2",
                "--dns-retries", "0", "--limit", "20")

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
