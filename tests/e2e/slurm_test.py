"""The scripts of engine/install/slurm on a real Slurm cluster: a task dies in mid-run, is run again, and nothing shows of it."""
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import unittest

import harness
import slurm_cluster

SHARDS = 6
VICTIM = 2
MESSAGES = 12000
# The victim dies when it has read about so much of its shard, which is several times that.
READ_BEFORE_DEATH = 2 << 20


def submit_script():
    return os.path.join(harness.Programs.root, "engine/install/slurm/submit.sh")


def read(path):
    with open(path, "rb") as file:
        return file.read()


def without_times(report):
    """A report but for what two runs of the same mail may differ in: run.seconds and run.threads."""
    return re.sub(rb'(?m)^    "(seconds|threads)": [0-9.e-]+,$', b"", report)


# Stands before kenpin in the path of the jobs: the process of a shard that is to be held tells its number and waits.
HOLDER = """\
#!/bin/sh
if [ "${{SLURM_ARRAY_TASK_ID-}}" = {shard} ] && [ -e {folder}/hold ]; then
  echo $$ > {folder}/held
  kill -STOP $$
fi
exec {kenpin} "$@"
"""


def octets_read(process):
    return int(re.search(rb"rchar: (\d+)", read(f"/proc/{process}/io"))[1])


def is_stopped(process):
    return read(f"/proc/{process}/stat").rsplit(b")", 1)[1].split()[0] == b"T"


def run_until_mid_run(process):
    """Lets a stopped process go on, a little at a time, until it has read a part of its mail."""
    while octets_read(process) < READ_BEFORE_DEATH:
        os.kill(process, signal.SIGCONT)
        time.sleep(0.002)
        os.kill(process, signal.SIGSTOP)


@unittest.skipIf(slurm_cluster.missing(), slurm_cluster.missing() or "")
class SlurmTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.corpus = harness.make_corpus("mail", messages=MESSAGES, median_body=2200, mean_body=2500)
        cls.folder = os.path.abspath("run")
        shutil.rmtree(cls.folder, ignore_errors=True)
        os.makedirs(cls.folder)
        cls.cluster = slurm_cluster.Cluster()
        cls.addClassCleanup(cls.cluster.close)
        cls.cluster.__enter__()
        os.makedirs("path", exist_ok=True)
        with open("path/kenpin", "w", encoding="utf-8") as file:
            file.write(HOLDER.format(shard=VICTIM, folder=os.getcwd(), kenpin=harness.Programs.kenpin))
            os.chmod(file.name, 0o755)
        cls.cluster.environment["PATH"] = os.path.abspath("path") + ":" + cls.cluster.environment["PATH"]
        cls.told = [os.path.abspath(word) if os.path.exists(word) else word for word in cls.corpus.judging()]

    def submit(self):
        """Runs submit.sh; the numbers of the array job (None if there is none) and of the merging job."""
        done = subprocess.run([submit_script(), self.folder, *self.told], env=self.cluster.environment,
                              capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        array = re.search(r"shards (\S+): job (\d+)", done.stderr)
        return (array[1], int(array[2])) if array else (None, None), int(done.stdout)

    def await_state(self, job, *states):
        self.cluster.await_that(lambda: self.cluster.state(job) in states, f"job {job} is not {states}", seconds=120)

    def kill_in_mid_run(self):
        self.cluster.await_that(lambda: os.path.exists("held") and read("held").endswith(b"\n"), "the victim does not start")
        victim = int(read("held"))
        self.cluster.await_that(lambda: is_stopped(victim), "the victim does not wait")
        run_until_mid_run(victim)
        os.kill(victim, signal.SIGKILL)
        os.remove("hold")

    def inside(self, name):
        return os.path.join(self.folder, name)

    def partials(self):
        return sorted(name for name in os.listdir(self.folder) if name.endswith(".partial"))

    def test_a_task_dies_and_is_run_again(self):
        planned = harness.run("plan", "--shards", SHARDS, "-o", self.inside("manifest"), os.path.abspath(self.corpus.path))
        self.assertEqual(planned.code, 0, planned)
        for name in ("hold", "held"):
            if os.path.exists(name):
                os.remove(name)
        with open("hold", "w", encoding="ascii"):
            pass
        (tasks, array), merge = self.submit()
        self.assertEqual(tasks, ",".join(map(str, range(1, SHARDS + 1))))
        self.kill_in_mid_run()
        self.await_state(merge, "CANCELLED")  # It never can run.
        for shard in range(1, SHARDS + 1):
            self.await_state(f"{array}_{shard}", "FAILED" if shard == VICTIM else "COMPLETED")
        self.assertEqual(self.partials(), [f"shard-{shard}.partial" for shard in range(1, SHARDS + 1) if shard != VICTIM])
        self.assertFalse(os.path.exists(self.inside("report.json")))
        self.refuse_to_merge()

        (tasks, array), merge = self.submit()
        self.assertEqual(tasks, str(VICTIM))
        self.await_state(merge, "COMPLETED", "FAILED")
        self.assertEqual(self.cluster.state(merge), "COMPLETED", self.cluster.logs())
        self.compare_reports()

        (tasks, array), merge = self.submit()  # All is there: merged once more.
        self.assertIsNone(array)
        self.await_state(merge, "COMPLETED")
        self.compare_reports()
        print(self.cluster.completed(), file=sys.stderr)

    def refuse_to_merge(self):
        done = harness.run("merge", *map(self.inside, self.partials()), "--out", "json:" + self.inside("report.json"))
        self.assertEqual(done.code, 2, done)
        self.assertRegex(done.err, rf"shards?\b.*\b{VICTIM}\b")
        self.assertFalse(os.path.exists(self.inside("report.json")))

    def compare_reports(self):
        whole = harness.run("scan", *self.told, "--fail-on", "never", "--out", "json:whole.json", os.path.abspath(self.corpus.path))
        self.assertEqual(whole.code, 0, whole)
        merged, expected = without_times(read(self.inside("report.json"))), without_times(read("whole.json"))
        self.assertEqual(merged, expected, harness.first_difference(merged, expected))
        self.assertEqual(harness.read_json("whole.json")["totals"]["messages"], MESSAGES)


if __name__ == "__main__":
    harness.main()
