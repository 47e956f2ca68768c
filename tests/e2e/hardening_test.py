"""A hardened build (KENPIN_HARDEN) has what it promises, as readelf and the program's own code show."""
import re
import subprocess
import sys
import unittest

HARDENED = sys.argv.pop(1) == "ON"
KENPIN = sys.argv.pop(1)


def readelf(*arguments):
    return subprocess.run(["readelf", "--wide", *arguments, KENPIN], capture_output=True, text=True, check=True).stdout


@unittest.skipUnless(HARDENED, "not built with KENPIN_HARDEN")
class HardeningTest(unittest.TestCase):
    def test_position_independent(self):
        self.assertRegex(readelf("--file-header"), r"Type:\s+DYN")
        self.assertIn("PIE", readelf("--dynamic"))

    def test_full_relro(self):
        self.assertIn("GNU_RELRO", readelf("--program-headers"))
        self.assertRegex(readelf("--dynamic"), r"FLAGS.*(BIND_)?NOW")

    def test_stack_is_not_executable(self):
        self.assertRegex(readelf("--program-headers"), r"GNU_STACK.* RW ")

    def test_stack_protector(self):
        self.assertIn("__stack_chk_fail", readelf("--dyn-syms"))

    def test_fortify(self):
        self.assertTrue(re.search(r"__\w+_chk\b", readelf("--dyn-syms").replace("__stack_chk_fail", "")))

    def test_control_flow(self):
        if "X86-64" in readelf("--file-header"):
            # Every object must have it; those of the C library's start files do on Debian.
            self.assertIn("endbr64", subprocess.run(["objdump", "--disassemble=main", KENPIN], capture_output=True, text=True, check=True).stdout)


if __name__ == "__main__":
    unittest.main(verbosity=2)
