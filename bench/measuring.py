"""What the measuring scripts share: the machine in figures, a program's time and memory, a corpus."""
import os
import platform
import subprocess
import sys
import time

FLAGS = ("sha_ni", "avx2", "avx512f", "avx512bw", "avx512_vbmi2", "avx512ifma", "vaes")
READ_BLOCK = 1 << 24


def machine():
    """What has to be known of the machine to read the figures."""
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        lines = [line.split(":", 1) for line in file if ":" in line]
    told = {key.strip(): value.strip() for key, value in reversed(lines)}
    flags = told.get("flags", "").split()
    return {"processor": told.get("model name", "?"), "processors": os.cpu_count(), "system": platform.system(),
            "release": platform.release(), "flags": [flag for flag in FLAGS if flag in flags],
            "load": [round(value, 2) for value in os.getloadavg()]}


def version(kenpin):
    return subprocess.run([kenpin, "--version"], stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()


def run(command):
    """Runs it to its end, without its output: CPU seconds of all its threads, seconds, and its peak memory in MiB."""
    start = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.monotonic() - start
    if process.returncode != 0:
        sys.exit(f"{sys.argv[0]}: {command[0]} failed ({process.returncode}); see its message above")
    return {"cpu_seconds": round(usage.ru_utime + usage.ru_stime, 4), "system_seconds": round(usage.ru_stime, 4),
            "seconds": round(seconds, 4), "peak_mib": round(usage.ru_maxrss / 1024, 1)}


def scan_command(kenpin, folder, stores, threads, kernels="auto"):
    """A whole scan with the DNS and the suffixes that kenpin-corpus has put into `folder`; a short summary."""
    return [kenpin, "scan", "--threads", str(threads), "--kernels", kernels, "--dns", os.path.join(folder, "dns.zone"), "--psl",
            os.path.join(folder, "psl.dat"), "--fail-on", "never", "--progress", "never", *stores]


def make_corpus(kenpin_corpus, folder, messages, *options):
    """Makes a corpus, unless the folder has one."""
    if os.path.exists(os.path.join(folder, "truth.ndjson")):
        return
    subprocess.run([kenpin_corpus, "--seed", "1", "--messages", str(messages), *options, "--out", folder], check=True)


def warm(path):
    """Reads a file or all files of a folder, so that the page cache has them. Returns how many octets these are."""
    files = [path] if os.path.isfile(path) else [os.path.join(folder, name) for folder, _, names in os.walk(path) for name in names]
    octets = 0
    for name in files:
        with open(name, "rb", buffering=0) as file:
            while got := len(file.read(READ_BLOCK)):
                octets += got
    return octets
