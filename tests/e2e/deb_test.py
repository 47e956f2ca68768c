"""The Debian package: made by CPack, installed by dpkg into a root of its own, used there, and taken away without a trace.

Called with, behind the usual three, cpack.
"""
import glob
import gzip
import os
import re
import shutil
import subprocess
import sys
import unittest

import harness

CPACK = sys.argv.pop(4)

# Each package file that somebody looks for, and nothing else below /usr/share/doc.
WANTED = {"usr/bin/kenpin", "usr/share/man/man1/kenpin.1.gz", "usr/share/bash-completion/completions/kenpin",
          "usr/share/zsh/vendor-completions/_kenpin", "usr/share/fish/vendor_completions.d/kenpin.fish",
          "usr/share/doc/kenpin/README.md", "usr/share/doc/kenpin/rules.md", "usr/share/doc/kenpin/copyright",
          "usr/share/doc/kenpin/changelog.gz", "usr/share/doc/kenpin/changelog.Debian.gz", "usr/share/kenpin/summary.schema.json",
          "usr/bin/kenpin-nightly", "usr/share/man/man1/kenpin-nightly.1.gz", "usr/lib/systemd/system/kenpin-scan@.service",
          "usr/lib/systemd/system/kenpin-scan@.timer", "usr/share/doc/kenpin/examples/slurm/submit.sh"}
STATUS = "/var/lib/dpkg/status"


def call(*command, **options):
    done = subprocess.run(command, capture_output=True, text=True, timeout=280, check=False, stdin=subprocess.DEVNULL, **options)
    if done.returncode != 0:
        raise AssertionError(f"{command} failed: {done.stdout[-3000:]}{done.stderr[-3000:]}")
    return done.stdout


def missing():
    """Why the package can not be made and installed here, or None."""
    for program in ("dpkg", "dpkg-deb", "dpkg-shlibdeps", "file"):
        if shutil.which(program) is None:
            return f"no {program}; ./setup.sh tools installs it"
    if not os.path.exists(STATUS):
        return f"no {STATUS}: dpkg does not know what is installed here"
    if os.geteuid() != 0:
        return "dpkg gives files their owners, which takes root"
    return None


@unittest.skipIf(missing(), missing() or "")
class DebTest(unittest.TestCase):
    """The tests of one package; they run by name, and each begins with an empty root."""

    @classmethod
    def setUpClass(cls):
        shutil.rmtree("packages", ignore_errors=True)
        build = os.path.dirname(harness.Programs.kenpin)
        call(CPACK, "--config", os.path.join(build, "CPackConfig.cmake"), "-B", os.path.abspath("packages"))
        cls.package, = (os.path.abspath(path) for path in glob.glob("packages/*.deb"))
        cls.listing = call("dpkg-deb", "-c", cls.package)
        print(cls.listing, file=sys.stderr)

    def setUp(self):
        """A root whose dpkg believes that it has the packages of this machine, so that dependencies are looked at."""
        self.root = os.path.abspath("root")
        shutil.rmtree(self.root, ignore_errors=True)
        admin = os.path.join(self.root, "var/lib/dpkg")
        for folder in ("info", "updates", "triggers"):
            os.makedirs(os.path.join(admin, folder))
        with open(STATUS, encoding="utf-8") as file:
            paragraphs = [text for text in file.read().split("\n\n") if text and not text.startswith("Package: kenpin\n")]
        with open(os.path.join(admin, "status"), "w", encoding="utf-8") as file:
            file.write("".join(text.rstrip("\n") + "\n\n" for text in paragraphs))
        for text in paragraphs:
            fields = dict(re.findall(r"(?m)^(Package|Architecture|Multi-Arch): (.*)$", text))
            name = fields["Package"] + (":" + fields["Architecture"] if fields.get("Multi-Arch") == "same" else "")
            with open(os.path.join(admin, "info", name + ".list"), "w", encoding="ascii"):
                pass

    def dpkg(self, *arguments):
        return call("dpkg", f"--instdir={self.root}", f"--admindir={self.root}/var/lib/dpkg", "--force-script-chrootless",
                    f"--log={self.root}/var/lib/dpkg/log", *arguments)

    def files(self):
        return {os.path.relpath(os.path.join(folder, name), self.root) for folder, _, names in os.walk(self.root) for name in names
                if not folder.startswith(os.path.join(self.root, "var/lib/dpkg"))}

    def inside(self, path):
        return os.path.join(self.root, path)

    def test_control_data(self):
        fields = dict(re.findall(r"(?m)^([A-Z][\w-]+): (.*)$", call("dpkg-deb", "-f", self.package)))
        self.assertEqual((fields["Package"], fields["Section"], fields["Priority"]), ("kenpin", "mail", "optional"))
        self.assertRegex(fields["Version"], r"^\d+\.\d+\.\d+-\d+$")
        self.assertTrue(fields["Maintainer"].endswith(".invalid>"))
        # Every library that the program needs comes from a package that it depends on.
        depends = set(re.findall(r"(?:^|, )([^ ,]+)", fields["Depends"]))
        for library in set(re.findall(r"=> (/\S+)", call("ldd", harness.Programs.kenpin))):
            if os.path.basename(library) in needed(harness.Programs.kenpin):
                self.assertIn(owner(library), depends, library)
        self.assertEqual(call("dpkg-deb", "-I", self.package).count("conffiles"), 0)

    def test_lintian_has_nothing_to_say(self):
        if shutil.which("lintian") is None:
            self.skipTest("no lintian; ./setup.sh tools installs it")
        # What is suppressed concerns packages that are uploaded to Debian.
        said = call("lintian", "--allow-root", "--suppress-tags", "initial-upload-closes-no-bugs", self.package)
        self.assertEqual(said, "")

    def test_files_belong_to_root_and_nobody_else_may_write(self):
        for line in self.listing.splitlines():
            mode, who = line.split()[:2]
            self.assertEqual(who, "root/root", line)
            self.assertIn(mode, ("drwxr-xr-x", "-rw-r--r--", "-rwxr-xr-x"), line)

    def test_installed_used_removed_and_purged(self):
        before = self.files()
        self.dpkg("--install", self.package)
        self.assertEqual(self.state(), "install ok installed")
        self.assertLessEqual(WANTED, self.files())
        self.use()
        link, state = self.nights()
        self.dpkg("--remove", "kenpin")
        self.assertEqual(self.files() - {state}, before)
        self.assertFalse(os.path.lexists(self.inside(link)))
        self.assertTrue(os.path.exists(self.inside(state)), "what was counted goes with a purge only")
        self.dpkg("--purge", "kenpin")
        self.assertIsNone(self.state())
        left = [os.path.join(folder, name) for folder, folders, names in os.walk(self.root) for name in folders + names if "kenpin" in name]
        self.assertEqual(left, [])

    def nights(self):
        """A timer that was enabled, and what the nights have left: the paths of a link and a file."""
        link, state = "etc/systemd/system/timers.target.wants/kenpin-scan@sent.timer", "var/lib/kenpin/sent/state.db"
        for path in (link, state):
            os.makedirs(os.path.dirname(self.inside(path)), exist_ok=True)
        os.symlink("/usr/lib/systemd/system/kenpin-scan@.timer", self.inside(link))
        with open(self.inside(state), "w", encoding="ascii"):
            pass
        return link, state

    def test_install_over_itself(self):
        self.dpkg("--install", self.package)
        files = self.files()
        self.dpkg("--install", self.package)
        self.assertEqual((self.state(), self.files()), ("install ok installed", files))

    def test_dependencies_are_demanded(self):
        """Where a library is not installed, dpkg does not configure the package."""
        status = self.inside("var/lib/dpkg/status")
        with open(status, encoding="utf-8") as file:
            text = re.sub(r"(?m)^Package: libpsl5\n(.+\n)*\n?", "", file.read())
        with open(status, "w", encoding="utf-8") as file:
            file.write(text)
        with self.assertRaisesRegex(AssertionError, r"kenpin depends on libpsl5"):
            self.dpkg("--install", self.package)

    def state(self):
        done = subprocess.run(["dpkg-query", f"--admindir={self.root}/var/lib/dpkg", "-W", "-f", "${Status}", "kenpin"],
                              capture_output=True, text=True, timeout=60, check=False)
        return done.stdout if done.returncode == 0 else None

    def use(self):
        """The program, its page and its completion, from where they were installed."""
        program = self.inside("usr/bin/kenpin")
        self.assertTrue(call(program, "--version", env={"PATH": ""}, cwd=self.root).startswith("kenpin "))
        demo = os.path.join(harness.Programs.root, "datasets/demo")
        done = subprocess.run([program, "scan", "--dns", f"{demo}/dns.zone", "--psl", f"{demo}/psl.dat", f"{demo}/demo.mbox"],
                              capture_output=True, text=True, timeout=120, check=False, env={"PATH": "", "LC_ALL": "C"})
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("Verdict: ", done.stdout)
        self.assertNotIn("not stripped", call("file", program))
        page = self.inside("usr/share/man/man1/kenpin.1.gz")
        with gzip.open(page) as file:
            self.assertEqual(file.read(), harness.run("man").out)
        if shutil.which("man"):
            shown = call("man", "-l", page, env={**os.environ, "MANPAGER": "cat", "LC_ALL": "C"})
            self.assertRegex(shown, r"(?m)^NAME$")
        completion = self.inside("usr/share/bash-completion/completions/kenpin")
        words = call("bash", "--norc", "-c", 'source "$1"; COMP_WORDS=(kenpin sc); COMP_CWORD=1; _kenpin; echo "${COMPREPLY[@]}"', "bash", completion)
        self.assertEqual(words.strip(), "scan")
        with gzip.open(self.inside("usr/share/doc/kenpin/changelog.Debian.gz"), "rt", encoding="utf-8") as file:
            self.assertIn(call("dpkg-deb", "-f", self.package, "Version").strip(), file.readline())


def needed(program):
    """The libraries that the program itself names."""
    return set(re.findall(r"NEEDED\s+(\S+)", call("objdump", "-p", program)))


def owner(library):
    """The package that a file is of, whichever of its names dpkg knows."""
    for path in (library, os.path.realpath(library), library.removeprefix("/usr"), os.path.realpath(library).removeprefix("/usr")):
        done = subprocess.run(["dpkg", "-S", path], capture_output=True, text=True, timeout=60, check=False)
        if done.returncode == 0:
            return done.stdout.split(":")[0]
    raise AssertionError(f"{library} is of no package")


if __name__ == "__main__":
    harness.main()
