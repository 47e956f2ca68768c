"""Work grows with the mail and no faster: every trap of measure.cc, in two sizes of which one is four times the other, may cost
at most 4.6 times the instructions, what an empty one costs aside.

Counted are instructions under callgrind, not seconds. callgrind knows no AVX-512, so that kernels with such a twin run as AVX2;
cryptography is OpenSSL's.
"""
import glob
import os
import re
import subprocess
import sys
import unittest

MEASURE = sys.argv.pop(1)
MAY_GROW = 4.6
SUMMARY = re.compile(r"^desc: Trigger: Client Request: (\d+) ([^\n]*)\n.*?^totals: (\d+)", re.MULTILINE | re.DOTALL)


def measure(word=()):
    """{trap: [(count, instructions), ...]} in the order of measuring."""
    for name in glob.glob("callgrind.out*"):
        os.unlink(name)
    subprocess.run(["valgrind", "--tool=callgrind", "--instr-atstart=no", "--callgrind-out-file=callgrind.out", MEASURE, *word],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    traps = {}
    for name in sorted(glob.glob("callgrind.out.*"), key=lambda name: int(name.rsplit(".", 1)[1])):
        with open(name, encoding="utf-8", errors="replace") as file:
            found = SUMMARY.search(file.read())
        os.unlink(name)
        if found:
            traps.setdefault(found[2], []).append((int(found[1]), int(found[3])))
    return traps


class LinearityTest(unittest.TestCase):
    def test_every_trap(self):
        traps = measure()
        self.assertGreater(len(traps), 90)
        rows = []
        for trap, measured in traps.items():
            with self.subTest(trap):
                self.assertEqual(len(measured), 4)
                fixed, (small, less), (large, more) = measured[1][1], measured[2], measured[3]
                self.assertEqual(large, 4 * small)
                ratio = (more - fixed) / max(less - fixed, 1)
                rows.append(f"| {large} of {trap} | {more / 1e6:.1f} million instructions, {ratio:.2f} times those of {small} |\n")
                print(f"    {ratio:5.2f}  {less / small:10.0f} instructions each  {trap}", flush=True)
                self.assertLess(ratio, MAY_GROW, f"{small}: {less}, {large}: {more}")
        with open("hostile.md", "w", encoding="utf-8") as file:
            file.writelines(rows)


if __name__ == "__main__":
    unittest.main(verbosity=2)
