"""What the checks of the tree share: which files belong to the project, and how complaints are told.

A check is a function from a project's root to a list of complaints (strings "path[:line]: what, and what to do").
The root is a parameter so that structure_test.py can run every check on a small bad tree and see it fail.
"""
import os
import subprocess
import sys


def project_files(root):
    """Paths of the project's files, relative to root, sorted; what git ignores is not part of the project."""
    if os.path.exists(os.path.join(root, ".git")):
        command = ["git", "-C", root, "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, check=True, capture_output=True).stdout.decode().split("\0")
        # A file that is deleted but not yet committed is still listed.
        return sorted(path for path in set(listed) if path and os.path.isfile(os.path.join(root, path)))
    found = []
    for folder, folders, names in os.walk(root):
        if folder == root:
            folders[:] = [name for name in folders if name != "build"]
        found += [os.path.relpath(os.path.join(folder, name), root) for name in names]
    return sorted(found)


def read(root, path):
    with open(os.path.join(root, path), encoding="utf-8", errors="replace") as file:
        return file.read()


def run(title, checks):
    """main() of a check: the root is the only argument; the exit code is 1 if there is any complaint."""
    root = sys.argv[1]
    complaints = [complaint for check in checks for complaint in check(root)]
    for complaint in complaints:
        print(complaint)
    print(f"{title}: {len(project_files(root))} files, {len(complaints)} complaints")
    sys.exit(1 if complaints else 0)
