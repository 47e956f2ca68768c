"""Name servers on loopback for tests: NSD with a given zone, and one that answers every question late."""
import heapq
import os
import socket
import struct
import subprocess
import threading
import time

NSD = "/usr/sbin/nsd"


def free_port():
    """A port that is free for UDP and TCP."""
    while True:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp, socket.socket() as tcp:
            udp.bind(("127.0.0.1", 0))
            try:
                tcp.bind(udp.getsockname())
            except OSError:
                continue
            return udp.getsockname()[1]


class Nsd:
    """Serves what a master file or a snapshot holds, all of it in the root's zone; a context manager."""

    def __init__(self, folder, zone):
        self.folder, self.zone, self.port, self.process = os.path.abspath(folder), os.path.abspath(zone), free_port(), None

    def write_zone(self):
        """Writes what is served. Returns the names whose questions fail: zones that NSD knows without their data."""
        failing = set()
        with open(self.zone, encoding="ascii") as source, open(os.path.join(self.folder, "zone"), "w", encoding="ascii") as served:
            for line in source:
                words = line.split()
                if words[:2] == [";kenpin", "servfail"]:
                    failing.add(words[2].rstrip("."))
                # One zone has one SOA, and nobody asks for the others.
                elif not (words[3:4] == ["SOA"] and words[0] != "."):
                    served.write(line)
        return failing

    def __enter__(self):
        os.makedirs(self.folder, exist_ok=True)
        failing = "".join(f'zone:\n  name: "{name}"\n  zonefile: "{self.folder}/absent"\n' for name in sorted(self.write_zone()))
        configuration = os.path.join(self.folder, "nsd.conf")
        with open(configuration, "w", encoding="utf-8") as file:
            file.write(f"""server:
  username: ""
  chroot: ""
  database: ""
  ip-address: 127.0.0.1@{self.port}
  pidfile: "{self.folder}/pid"
  xfrdfile: "{self.folder}/xfrd"
  xfrdir: "{self.folder}"
  zonelistfile: "{self.folder}/list"
  server-count: 1
remote-control:
  control-enable: no
zone:
  name: "."
  zonefile: "{self.folder}/zone"
{failing}""")
        with open(os.path.join(self.folder, "log"), "wb") as log:
            self.process = subprocess.Popen([NSD, "-d", "-c", configuration], stdout=log, stderr=log)
        self.await_answer()
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def await_answer(self):
        query = struct.pack("!6HBHH", 1, 0, 1, 0, 0, 0, 0, 6, 1)  # ". SOA IN"
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
            udp.settimeout(0.1)
            udp.connect(("127.0.0.1", self.port))
            deadline = time.monotonic() + 10
            while time.monotonic() < deadline:
                try:
                    udp.send(query)
                    udp.recv(512)
                    return
                except OSError:
                    time.sleep(0.05)
        self.process.kill()
        with open(os.path.join(self.folder, "log"), encoding="utf-8", errors="replace") as log:
            raise AssertionError(f"nsd does not answer: {log.read()}")


def answer(query, text):
    """The packet that answers a question with one TXT record, or with none."""
    end = query.index(0, 12) + 5
    packet = query[:2] + struct.pack("!5H", 0x8180, 1, int(text is not None), 0, 0) + query[12:end]
    if text is None:
        return packet
    strings = b"".join(bytes([len(part)]) + part for part in (text[i:i + 255] for i in range(0, len(text), 255)))
    return packet + struct.pack("!HHHIH", 0xC00C, 16, 1, 60, len(strings)) + strings


class LateServer:
    """Answers each TXT question with one record, `delay` seconds after it came. Counts the names."""

    def __init__(self, delay, text):
        self.delay, self.text, self.names, self.stopping = delay, text.encode(), set(), False
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        self.socket.bind(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.thread = threading.Thread(target=self.serve)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.stopping = True
        self.thread.join()
        self.socket.close()

    def reply(self, query):
        end = query.index(0, 12) + 5
        self.names.add(query[12:end - 4].lower())
        return answer(query, self.text)

    def serve(self):
        due = []
        while not self.stopping:
            self.socket.settimeout(0.001 if due else 0.05)
            try:
                query, client = self.socket.recvfrom(4096)
                heapq.heappush(due, (time.monotonic() + self.delay, len(self.names), self.reply(query), client))
            except TimeoutError:
                pass
            while due and due[0][0] <= time.monotonic():
                self.socket.sendto(due[0][2], due[0][3])
                heapq.heappop(due)
