"""A real terminal for tests: a tmux server of its own, on a socket in the test's folder."""
import os
import re
import shlex
import subprocess
import time


class Terminal:
    def __init__(self, name, command, columns=80, rows=30, environment=()):
        self.socket = os.path.join(os.getcwd(), name + ".tmux")
        self.close()  # What a run that was killed has left.
        settings = [word for pair in environment for word in ("-e", "=".join(pair))]
        self.run("-f", "/dev/null", "new-session", "-d", "-x", str(columns), "-y", str(rows), *settings,
                 " ".join(shlex.quote(word) for word in command))
        # A window of a size that only the test decides.
        self.run("set-option", "-g", "window-size", "manual")

    def run(self, *arguments):
        done = subprocess.run(["tmux", "-S", self.socket, *arguments], capture_output=True, timeout=60, check=False)
        if done.returncode != 0:
            raise AssertionError(f"tmux {arguments}: {done.stderr.decode()}")
        return done.stdout.decode("utf-8", "replace")

    def type(self, text):
        self.run("send-keys", "-l", text)

    def press(self, *keys):
        self.run("send-keys", *keys)

    def resize(self, columns, rows):
        self.run("resize-window", "-x", str(columns), "-y", str(rows))

    def screen(self, *options):
        """What stands in the pane, line by line; with "-e" its colours, with "-S", "-" what scrolled away, too."""
        return self.run("capture-pane", "-p", *options).rstrip("\n").split("\n")

    def title(self):
        return self.run("display-message", "-p", "#{pane_title}").strip()

    def wait_for(self, pattern, seconds=60):
        """Until a line of the screen fits; returns the match."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for line in self.screen():
                if found := re.search(pattern, line):
                    return found
            time.sleep(0.02)
        raise AssertionError(f"nothing like {pattern!r} on the screen:\n" + "\n".join(self.screen()))

    def close(self):
        subprocess.run(["tmux", "-S", self.socket, "kill-server"], capture_output=True, timeout=60, check=False)
        if os.path.exists(self.socket):
            os.unlink(self.socket)
