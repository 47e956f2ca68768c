"""Checks the direction of the rooms: who may include whom, judged by every #include "..." of the project.

io/ knows no mail, engine/ establishes what is true of a message, rules/ say what somebody requires of that truth.
Nothing but this test keeps the arrows from turning round, one convenient #include at a time.
"""
import posixpath
import re

import tree

PROTOCOLS = ["engine/mail/", "engine/crypto/", "engine/dkim/", "engine/auth/"]
EVIDENCE = "engine/auth/evidence.h"
# What a report tells; the conductor fills them and hands them over.
SUMMARY = ["engine/summary.h", "engine/run_summary.h"]

# Room (the longest matching prefix decides) -> what its files may include. A prefix ends in "/", a file does not.
MAY_INCLUDE = {
    "io/": ["io/"],
    "engine/mail/": ["io/"] + PROTOCOLS[:1],
    "engine/crypto/": ["io/"] + PROTOCOLS[:2],
    "engine/dkim/": ["io/"] + PROTOCOLS[:3],
    "engine/auth/": ["io/"] + PROTOCOLS[:4],
    "rules/": ["rules/", EVIDENCE],
    "engine/report/": ["io/", "rules/", "engine/report/"] + PROTOCOLS + SUMMARY,
    "engine/": ["io/", "rules/", "engine/"],
    # The corpus generator says what a right answer is; with the engine's own code it would only agree with itself.
    "bench/corpus": ["bench/", "io/"],
    "bench/": ["bench/", "io/", "rules/", "engine/"],
    "tests/": ["tests/", "bench/", "io/", "rules/", "engine/"],
}

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)


def is_source(path):
    return path.endswith((".cc", ".h"))


def includes(root, path):
    """(line, bracket, included path) of every #include that is not commented out by a leading //."""
    text = tree.read(root, path)
    return [(text.count("\n", 0, match.start(2)) + 1, match[1], match[2]) for match in INCLUDE.finditer(text)]


def room_of(path):
    rooms = [room for room in MAY_INCLUDE if path.startswith(room)]
    return max(rooms, key=len) if rooms else None


def complaint_about(path, room, bracket, included, files):
    """What is wrong with one #include, or None."""
    in_a_room = room_of(included) is not None
    if bracket == "<":
        return f'<{included}> is the project\'s own: write it in quotes' if in_a_room else None
    if included not in files:
        beside = posixpath.normpath(posixpath.join(posixpath.dirname(path), included))
        if beside in files:
            return f'"{included}": write it from the project\'s root, "{beside}"'
        return f'"{included}" does not exist' if in_a_room else None  # else a library's
    allowed = list(MAY_INCLUDE[room])
    if path.endswith("_test.cc"):
        allowed.append("tests/")
    if any(included == entry or (included.startswith(entry) and not entry.endswith(".h")) for entry in allowed):
        return None
    return f'"{included}" is against the direction of the rooms: {room} may include only {", ".join(allowed)}'


def check_direction(root):
    files = set(tree.project_files(root))
    complaints = []
    for path in sorted(filter(is_source, files)):
        room = room_of(path)
        if room is None:
            complaints.append(f"{path}: stands in no room; known are {', '.join(MAY_INCLUDE)}")
            continue
        for line, bracket, included in includes(root, path):
            complaint = complaint_about(path, room, bracket, included, files)
            if complaint:
                complaints.append(f"{path}:{line}: {complaint}")
    return complaints


def check_evidence_is_plain(root):
    """The rules see evidence.h and all that it pulls in: none of that may bring bytes or DNS with it."""
    files = set(tree.project_files(root))
    complaints, seen, waiting = [], set(), [EVIDENCE] if EVIDENCE in files else []
    while waiting:
        path = waiting.pop()
        seen.add(path)
        for line, _, included in includes(root, path):
            if included.startswith("io/"):
                complaints.append(f'{path}:{line}: "{included}" reaches the rules through {EVIDENCE}, which is plain data')
            elif included in files and included not in seen:
                waiting.append(included)
    return complaints


CHECKS = [check_direction, check_evidence_is_plain]

if __name__ == "__main__":
    tree.run("rooms", CHECKS)
