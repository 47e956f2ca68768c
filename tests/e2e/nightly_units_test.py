"""What systemd runs every night: the units are sound, and the script keeps its word about files and exit codes."""
import datetime
import glob
import os
import shutil
import subprocess
import tempfile
import unittest

import harness


def installed(name):
    return os.path.join(harness.Programs.root, "engine", "install", "systemd", name)


class ScriptTest(unittest.TestCase):
    def setUp(self):
        self.name = self.id().split(".")[-1]
        shutil.rmtree(self.name, ignore_errors=True)
        os.makedirs(self.name)
        self.corpus = harness.make_corpus(os.path.join(self.name, "corpus"), messages=120)
        self.kept = os.path.join(self.name, "kept")
        os.makedirs(self.kept)
        settings = dict(zip(self.corpus.judging()[::2], self.corpus.judging()[1::2]))
        self.config = os.path.join(self.name, "kenpin.toml")
        with open(self.config, "w", encoding="utf-8") as file:
            file.write("[scan]\n" + "".join(f'{name.lstrip("-")} = "{value}"\n' for name, value in settings.items()))

    def night(self, *corpora, **settings):
        environment = {**os.environ, "PATH": os.path.dirname(os.path.abspath(harness.Programs.kenpin)) + ":/usr/bin:/bin",
                       "KENPIN_CONFIG": self.config, **settings}
        return subprocess.run([installed("kenpin-nightly"), self.kept, *corpora], env=environment, text=True, timeout=120,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, check=False)

    def kept_file(self, kind, ending, days_ago=0):
        date = datetime.date.today() - datetime.timedelta(days=days_ago)
        return os.path.join(self.kept, f"{kind}-{date.isoformat()}.{ending}")

    def make_yesterday(self):
        for kind, ending in (("cumulative", "json"), ("tonight", "txt")):
            os.rename(self.kept_file(kind, ending), self.kept_file(kind, ending, 1))

    def test_nights(self):
        if os.path.basename(harness.Programs.kenpin) != "kenpin":
            self.skipTest("the script calls kenpin by its name")
        first = self.night(self.corpus.path)
        self.assertEqual(first.returncode, 0, first.stderr)
        for kind, ending in (("tonight", "txt"), ("cumulative", "json")):
            self.assertTrue(os.path.exists(self.kept_file(kind, ending)), kind)
        self.make_yesterday()
        old = self.kept_file("tonight", "txt", 50)
        shutil.copy(self.kept_file("tonight", "txt", 1), old)
        os.utime(old, (1, 1))

        quiet = self.night(self.corpus.path)
        self.assertEqual(quiet.returncode, 0, quiet.stderr)
        self.assertIn("no new messages", quiet.stderr)
        self.assertTrue(os.path.exists(self.kept_file("diff", "txt")))
        self.assertFalse(os.path.exists(old), "reports leave with their nights")

        # Mail that fails more than all mail before.
        with open(self.corpus.path, "rb") as file:
            broken = file.read().replace(b"\nDKIM-Signature:", b"\nX-Was-Signature:")
        worse = os.path.join(self.name, "worse.mbox")
        with open(worse, "wb") as file:
            file.write(broken)
        alarm = self.night(self.corpus.path, worse)
        self.assertEqual(alarm.returncode, 1, alarm.stderr)
        with open(self.kept_file("tonight", "txt"), encoding="utf-8") as file:
            self.assertIn("required rule", file.read())
        self.assertEqual(self.night(self.corpus.path, worse).returncode, 0, "it wakes nobody twice")
        earlier = sorted(glob.glob(os.path.join(self.kept, "tonight-*-??????.txt")))
        told = []
        for path in earlier:
            with open(path, encoding="utf-8") as file:
                told.append(file.read())
        self.assertTrue(any("required rule" in text for text in told), f"a later run of the day took it away: {earlier}")

    def test_exit_codes_of_what_goes_wrong(self):
        self.assertEqual(self.night(os.path.join(self.name, "missing.mbox")).returncode, 2)
        usage = subprocess.run([installed("kenpin-nightly")], stderr=subprocess.PIPE, check=False)
        self.assertEqual(usage.returncode, 64)


class UnitsTest(unittest.TestCase):
    def test_systemd_finds_nothing_to_complain_of(self):
        analyze = shutil.which("systemd-analyze")
        if analyze is None:
            self.skipTest("there is no systemd-analyze")
        with tempfile.TemporaryDirectory() as folder:
            for name in ("kenpin-scan@.service", "kenpin-scan@.timer"):
                with open(installed(name), encoding="utf-8") as file:
                    text = file.read()
                # It looks for the program where this one is not installed.
                with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                    file.write(text.replace("ExecStart=kenpin-nightly", "ExecStart=" + installed("kenpin-nightly")))
            units = [os.path.join(folder, name.replace("@", "@sent")) for name in ("kenpin-scan@.service", "kenpin-scan@.timer")]
            done = subprocess.run([analyze, "verify", "--man=no", *units], capture_output=True, text=True, timeout=60, check=False)
            complaints = [line for line in done.stderr.splitlines() if "kenpin" in line]
            self.assertEqual(complaints, [], done.stderr)
            self.assertEqual(done.returncode, 0, done.stderr)


if __name__ == "__main__":
    harness.main()
