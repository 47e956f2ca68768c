"""A Slurm cluster of two nodes on this machine, in a folder of its own, for as long as a test runs.

Everything stands on ports that were free and on a munge socket of its own: a cluster that the machine belongs to is not touched.
"""
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time

PROGRAMS = ("munged", "slurmctld", "slurmd", "sbatch", "scontrol", "scancel", "sinfo")
NODES = ("n1", "n2")
CPUS_PER_NODE = 2

CONFIGURATION = """\
ClusterName=kenpin
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={controller_port}
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket
CredType=cred/munge
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
JobCompType=jobcomp/filetxt
JobCompLoc={folder}/completed
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerParameters=sched_interval=1,bf_interval=1,batch_sched_delay=0
MpiDefault=none
SwitchType=switch/none
ReturnToService=2
KillWait=1
MinJobAge=3600
SlurmdParameters=config_overrides
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool-%n
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd-%n.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd-%n.log
{nodes}
PartitionName=all Nodes=ALL Default=YES State=UP MaxTime=INFINITE
"""


def missing():
    """Why no cluster can be had here, or None."""
    for program in PROGRAMS:
        if shutil.which(program, path=search_path()) is None:
            return f"no {program}; ./setup.sh tools installs it"
    if os.geteuid() != 0:
        return "slurmd starts jobs under their users' names, which takes root"
    return None


def search_path():
    return os.environ["PATH"] + ":/usr/sbin:/sbin"


def free_ports(count):
    held = [socket.socket() for _ in range(count)]
    for one in held:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return ports


class Cluster:
    """Use as a context manager. Commands run with `environment`; `log` is what happened, line by line."""

    def __init__(self):
        # Sockets take no long paths.
        self.folder = tempfile.mkdtemp(prefix=f"kenpin-slurm-{os.getpid()}-")
        self.environment = {**os.environ, "PATH": search_path(), "SLURM_CONF": os.path.join(self.folder, "slurm.conf")}
        self.daemons = []

    def __enter__(self):
        try:
            self.configure()
            self.start_daemons()
            self.await_nodes()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_):
        self.close()

    def configure(self):
        os.makedirs(os.path.join(self.folder, "state"))
        for node in NODES:
            os.makedirs(os.path.join(self.folder, "spool-" + node))
        ports = free_ports(1 + len(NODES))
        host = socket.gethostname().split(".")[0]
        nodes = "\n".join(f"NodeName={node} NodeHostname={host} NodeAddr=127.0.0.1 Port={port} CPUs={CPUS_PER_NODE} State=UNKNOWN"
                          for node, port in zip(NODES, ports[1:]))
        with open(self.environment["SLURM_CONF"], "w", encoding="ascii") as file:
            file.write(CONFIGURATION.format(host=host, controller_port=ports[0], folder=self.folder, nodes=nodes))
        with open(os.path.join(self.folder, "munge.key"), "wb") as file:
            os.chmod(file.name, 0o600)
            file.write(os.urandom(128))

    def start_daemons(self):
        self.start("munged", "-F", "-f", "--key-file", f"{self.folder}/munge.key", "--socket", f"{self.folder}/munge.socket",
                   "--pid-file", f"{self.folder}/munge.pid", "--log-file", f"{self.folder}/munge.log", "--seed-file", f"{self.folder}/munge.seed")
        self.await_that(lambda: os.path.exists(f"{self.folder}/munge.socket"), "munged has no socket")
        self.start("slurmctld", "-D", "-i")
        for node in NODES:
            self.start("slurmd", "-D", "-N", node)

    def start(self, *command):
        with open(os.path.join(self.folder, "daemons.out"), "ab") as out:
            self.daemons.append(subprocess.Popen(command, env=self.environment, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True))

    def await_nodes(self):
        self.await_that(lambda: self.call("sinfo", "-h", "-o", "%T", "-N", check=False).split() == ["idle"] * len(NODES), "the nodes do not come up")

    def await_that(self, holds, complaint, seconds=60):
        end = time.monotonic() + seconds
        while not holds():
            if time.monotonic() > end or any(daemon.poll() is not None for daemon in self.daemons):
                raise AssertionError(f"{complaint}\n{self.logs()}")
            time.sleep(0.1)

    def call(self, *command, check=True, **options):
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=60, check=False, stdin=subprocess.DEVNULL, **options)
        if check and done.returncode != 0:
            raise AssertionError(f"{command} failed: {done.stdout}{done.stderr}\n{self.logs()}")
        return done.stdout

    def job(self, number):
        """What Slurm knows of a job or of a task ("12_3"): {"JobState": ..., "ExitCode": ...}; empty when it knows none."""
        shown = self.call("scontrol", "-o", "show", "job", str(number), check=False)
        return dict(re.findall(r"(\S+?)=(\S*)", shown.splitlines()[0])) if shown.strip() else {}

    def state(self, number):
        return self.job(number).get("JobState", "")

    def logs(self):
        text = ""
        for name in sorted(os.listdir(self.folder)):
            if name.endswith((".log", ".out")):
                with open(os.path.join(self.folder, name), encoding="utf-8", errors="replace") as file:
                    text += f"-- {name}\n" + "".join(file.readlines()[-15:])
        return text

    def completed(self):
        """Slurm's own log of finished jobs, a line each: what, how it ended, where and when."""
        path = os.path.join(self.folder, "completed")
        if not os.path.exists(path):
            return ""
        lines = []
        with open(path, encoding="utf-8") as file:
            for line in file:
                job = dict(re.findall(r"(\S+?)=(\S*)", line))
                number = f"{job['ArrayJobId']}_{job['ArrayTaskId']}" if "ArrayJobId" in job else job["JobId"]
                lines.append(f"{job['EndTime']} {job['Name']} {number} {job['JobState']} on {job['NodeList']}, exit code:signal {job['ExitCode']}\n")
        return "".join(lines)

    def close(self):
        for daemon in reversed(self.daemons):
            if daemon.poll() is None:
                daemon.send_signal(signal.SIGTERM)
        for daemon in reversed(self.daemons):
            try:
                daemon.wait(timeout=20)
            except subprocess.TimeoutExpired:
                daemon.kill()
                daemon.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
