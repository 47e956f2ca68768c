"""What a nightly scan of an unchanged Maildir costs, beside `find -type f` over it: both warm, in turns.

  compare_find.py KENPIN FOLDER [--messages 100000] [--rounds 7]

Makes FOLDER/maildir if it is not there. "listed": the folders have changed a moment ago, so that every name is compared;
"cumulative": and the sum of all nights is told; "at rest": the folders have not changed for long.
"""
import argparse
import os
import random
import sqlite3
import statistics
import subprocess
import time

MAIL = b"""From: a@sender.example
To: b@recipient.example
Subject: %d
Date: Mon, 1 Jan 2024 00:00:00 +0000
Message-ID: <%d@sender.example>

Hello
"""


def make_maildir(path, messages):
    chance = random.Random(1)
    for folder in ("cur", "new", "tmp"):
        os.makedirs(os.path.join(path, folder))
    for number in range(messages):
        name = f"{1700000000 + 7 * number}.M{chance.randrange(10**6)}P{chance.randrange(10**5)}.mail.example,S=160,W=168"
        place = f"new/{name}" if number % 10 == 0 else f"cur/{name}:2,S"
        with open(os.path.join(path, place), "wb") as file:
            file.write(MAIL % (number, number))


def touch(maildir):
    for folder in ("cur", "new"):
        os.utime(os.path.join(maildir, folder))


def timed(command):
    begin = time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.monotonic() - begin


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kenpin")
    parser.add_argument("folder")
    parser.add_argument("--messages", type=int, default=100000)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    maildir, state = os.path.join(options.folder, "maildir"), os.path.join(options.folder, "state.db")
    if not os.path.isdir(maildir):
        make_maildir(maildir, options.messages)
    if os.path.exists(state):
        os.remove(state)

    report = os.path.join(options.folder, "report.json")
    scan = [options.kenpin, "scan", "--dns", "off", "--fail-on", "never", "--state", state, "--out", f"json:{report}", maildir]
    cumulative = scan[:-1] + ["--out-cumulative", f"json:{report}.all", maildir]
    touch(maildir)
    first = timed(scan)
    times = {"find": [], "listed": [], "cumulative": [], "at rest": []}
    for _ in range(options.rounds):
        times["find"].append(timed(["find", maildir, "-type", "f"]))
        touch(maildir)
        times["listed"].append(timed(scan))
        touch(maildir)
        times["cumulative"].append(timed(cumulative))
    # As if the last run had been an hour after the last change.
    with sqlite3.connect(state) as database:
        database.execute("UPDATE seen SET cur_modified = ?, new_modified = ?, listed_at = listed_at + 3600000000000",
                         [os.stat(os.path.join(maildir, folder)).st_mtime_ns for folder in ("cur", "new")])
    database.close()
    times["at rest"] = [timed(scan) for _ in range(options.rounds)]

    print(f"first scan {first:.2f} s")
    find = statistics.median(times["find"])
    for name, found in times.items():
        median = statistics.median(found)
        print(f"{name:<11} median {median * 1000:6.0f} ms, least {min(found) * 1000:6.0f} ms, {median / find:.2f} times find")


if __name__ == "__main__":
    main()
