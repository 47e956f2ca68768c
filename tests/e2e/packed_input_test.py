"""Compressed and archived corpora give the records of what is in them, and say what is wrong with them."""
import bz2
import gzip
import io
import json
import lzma
import os
import struct
import subprocess
import tarfile
import unittest
import zipfile
import zlib

import harness


def zstd(octets, *options):
    return subprocess.run(["zstd", "-q", "-c", *options], input=octets, stdout=subprocess.PIPE, check=True).stdout


def bgzf(octets, block=60000):
    """Gzip in blocks that tell their sizes, as bgzip writes it."""
    made = []
    for begin in [*range(0, len(octets), block), len(octets)]:
        piece = octets[begin:begin + block]
        packer = zlib.compressobj(6, zlib.DEFLATED, -15)
        data = packer.compress(piece) + packer.flush()
        made.append(b"\x1f\x8b\x08\x04\0\0\0\0\0\xff\x06\0BC\x02\0" + struct.pack("<H", len(data) + 25) + data +
                    struct.pack("<II", zlib.crc32(piece), len(piece)))
    return b"".join(made)


def tar(members, mode="w"):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:
        for name, octets in members:
            info = tarfile.TarInfo(name)
            info.size = len(octets)
            archive.addfile(info, io.BytesIO(octets))
    return out.getvalue()


def zipped(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, octets in members:
            archive.writestr(name, octets)
    return out.getvalue()


class PackedInputTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.demo = harness.demo()
        with open(cls.demo.path, "rb") as file:
            cls.mail = file.read()
        cls.plain = cls.records(cls.demo.path)
        half = len(cls.mail) // 2
        cls.forms = {
            "gz": gzip.compress(cls.mail), "gz-members": gzip.compress(cls.mail[:half]) + gzip.compress(cls.mail[half:]),
            "bgzf": bgzf(cls.mail), "zst": zstd(cls.mail), "zst-frames": zstd(cls.mail[:half]) + zstd(cls.mail[half:]),
            "xz": lzma.compress(cls.mail, preset=1), "bz2": bz2.compress(cls.mail)}

    @classmethod
    def scan(cls, path, *arguments, **options):
        return harness.run("scan", "--fail-on", "never", *cls.demo.judging(), *arguments, path, **options)

    @classmethod
    def records(cls, path, *arguments, **options):
        """The records, without what tells where a message was read."""
        result = cls.scan(path, *arguments, "--out", "ndjson", **options)
        if result.code != 0:
            raise AssertionError(str(result))
        return [{**json.loads(line), "source": None} for line in result.out.splitlines()]

    def write(self, name, octets):
        with open(name, "wb") as file:
            file.write(octets)
        return name

    def test_every_compression_gives_the_same_records(self):
        for form, octets in self.forms.items():
            with self.subTest(form):
                path = self.write("mail." + form, octets)
                self.assertTrue(self.records(path) == self.plain)
                self.assertTrue(self.records(path, "--threads", "1", "--chunk-bytes", "100000") == self.plain)
                with open(path, "rb") as file:
                    self.assertTrue(self.records("-", stdin=file) == self.plain)
                self.assertTrue(self.records("-", input=octets) == self.plain)

    def test_archives_give_the_same_records(self):
        # The messages of the demo as files of a Maildir, in the order of their names.
        mails = []
        for i, record in enumerate(self.plain):
            begin = record["offset"]
            line = self.mail.index(b"\n", begin) + 1
            mails.append((f"Mail/cur/{i:06}.x:2,S", self.mail[line:begin + record["length"]].rstrip(b"\n") + b"\n"))
        for name, octets in mails:
            os.makedirs(os.path.dirname(name), exist_ok=True)
            self.write(name, octets)
        os.makedirs("Mail/new", exist_ok=True)

        def told(records):
            return [{**record, "offset": None} for record in records]
        from_maildir = told(self.records("Mail"))
        self.assertEqual(len(from_maildir), len(self.plain))
        packed = tar(mails)
        for form, octets in {"tar": packed, "tgz": gzip.compress(packed), "tar.zst": zstd(packed), "tar.xz": lzma.compress(packed, preset=1),
                             "tar.bz2": bz2.compress(packed), "zip": zipped(mails)}.items():
            with self.subTest(form):
                path = self.write("Mail." + form, octets)
                self.assertTrue(told(self.records(path)) == from_maildir)
                self.assertTrue(told(self.records("-", input=octets)) == from_maildir)
        mbox = tar([("some/where/demo.mbox", self.mail)])
        self.assertTrue(self.records(self.write("mbox.tar", mbox)) == self.plain)

    def test_reports_tell_how_an_input_is_packed(self):
        told = {"plain.mbox": (self.mail, None, None), "a.zst": (self.forms["zst"], "zstd", None),
                "a.tar": (tar([("m.mbox", self.mail)]), None, "tar"), "a.tgz": (gzip.compress(tar([("m.mbox", self.mail)])), "gzip", "tar"),
                "a.zip": (zipped([("m.mbox", self.mail)]), None, "zip")}
        for path, (octets, compression, archive) in told.items():
            result = self.scan(self.write(path, octets), "--out", "json")
            told_input = json.loads(result.out)["run"]["inputs"][0]
            self.assertEqual((told_input["compression"], told_input["archive"]), (compression, archive), path)
            self.assertEqual(told_input["messages"], len(self.plain))

    def test_an_early_end_keeps_what_was_before(self):
        for form, octets in self.forms.items():
            for tenths in (1, 4, 7, 9):
                with self.subTest(form=form, tenths=tenths):
                    path = self.write("cut." + form, octets[:len(octets) * tenths // 10])
                    result = self.scan(path, "--out", "ndjson")
                    self.assertEqual(result.code, 2, str(result))
                    self.assertIn("is cut off", result.err)
                    records = [{**json.loads(line), "source": None} for line in result.out.splitlines()]
                    # Of the last message only the beginning may be there.
                    self.assertTrue(records[:-1] == self.plain[:len(records) - 1] if records else True)

    def test_corruption_is_named(self):
        for form, octets in self.forms.items():
            broken = bytearray(octets)
            broken[len(broken) * 2 // 3] ^= 0x24
            result = self.scan(self.write("broken." + form, bytes(broken)), "--out", "ndjson")
            self.assertEqual(result.code, 2, form)
            self.assertRegex(result.err, "damaged|is cut off|something else follows")
        checksum = bytearray(self.forms["gz"])
        checksum[-6] ^= 1
        result = self.scan(self.write("checksum.gz", bytes(checksum)), "--out", "ndjson")
        self.assertEqual(result.code, 2)
        self.assertIn("incorrect data check", result.err)
        self.assertEqual(len(result.out.splitlines()), len(self.plain))

    def test_damage_in_what_is_passed_over_is_told(self):
        mail = b"From: a@b.example\nSubject: x\n\nbody\n"
        members = [("a.eml", mail), ("notes.txt", os.urandom(9000)), ("b.eml", mail)]
        cut = tar(members)[:512 * 3 + 3000]
        for form, octets in {"tar": cut, "tar.gz": gzip.compress(cut), "bound.tar": cut[:1024]}.items():
            result = self.scan(self.write("passed." + form, octets), "--out", "ndjson")
            self.assertEqual(result.code, 2, form)
            self.assertRegex(result.err, "damaged tar archive|without its end mark", form)
            self.assertEqual(len(result.out.splitlines()), 1, form)
        broken = bytearray(zipped(members))
        broken[broken.index(b"notes.txt") + 20] ^= 0xff
        result = self.scan(self.write("passed.zip", bytes(broken)), "--out", "ndjson")
        self.assertEqual(result.code, 2)
        self.assertIn("damaged zip archive", result.err)
        self.assertEqual(len(result.out.splitlines()), 2)

    def test_bombs_end_with_their_name(self):
        zeros = b"Subject: x\n\n" + bytes(300_000_000)
        for form, octets in {"gz": gzip.compress(zeros, 9), "zst": zstd(zeros), "zip": zipped([("a.eml", zeros)])}.items():
            self.assertLess(len(octets), 400_000)
            result = self.scan(self.write("bomb." + form, octets))
            self.assertEqual(result.code, 2, str(result))
            self.assertIn("decompression bomb: gives more than 1000 times its size", result.err)

    def test_nesting_is_named(self):
        for octets in (gzip.compress(self.forms["gz"]), gzip.compress(zipped([("a.mbox", self.mail)]))):
            result = self.scan(self.write("nested", octets))
            self.assertEqual(result.code, 2)
            self.assertIn("within what is compressed already", result.err)

    def test_names_of_members_are_data(self):
        names = ["../../escaped.eml", "/escaped.eml", "\x1b[31mred\n.eml", "検品.eml", "a!b:12.eml"]
        mail = b"From: a@b.example\n\nx\n"
        for form, make in (("tar", tar), ("zip", zipped)):
            path = self.write("names." + form, make([(name, mail) for name in names]))
            before = sorted(set(os.listdir(".")) - {"names.ndjson"})
            result = harness.run("scan", "--fail-on", "never", "--dns", "off", "--out", "text", "--out", "ndjson:names.ndjson", "--sample", "9", path)
            self.assertEqual(result.code, 0, str(result))
            self.assertNotIn(b"\x1b[31m", result.out)
            self.assertEqual(sorted(set(os.listdir(".")) - set(before)), ["names.ndjson"])
            self.assertFalse(os.path.exists("../../escaped.eml") or os.path.exists("/escaped.eml"))
            with open("names.ndjson", encoding="utf-8") as file:
                sources = [json.loads(line)["source"] for line in file]
            self.assertEqual(sources, [path + "!" + name for name in names])
            os.remove("names.ndjson")

    def test_explain_finds_messages(self):
        second = self.plain[1]
        expected = harness.run("explain", *self.demo.judging(), "--format", "json", f"{self.demo.path}:{second['offset']}")
        self.assertEqual(expected.code, 0, str(expected))

        def told(result):
            self.assertEqual(result.code, 0, str(result))
            answer = json.loads(result.out)
            return {**answer, "record": {**answer["record"], "source": None}}
        compressed = self.write("explain.mbox.zst", self.forms["zst"])
        archive = self.write("explain.tgz", gzip.compress(tar([("x/first.eml", b"From: a@b.example\n\nx\n"), ("x/demo.mbox", self.mail)])))
        for target in (f"{compressed}:{second['offset']}", f"{archive}!x/demo.mbox:{second['offset']}"):
            result = harness.run("explain", *self.demo.judging(), "--format", "json", target)
            self.assertTrue(told(result) == told(expected), target)
        result = harness.run("explain", *self.demo.judging(), f"{archive}!x/nothing")
        self.assertEqual(result.code, 2)
        self.assertIn("the archive holds no message of this name", result.err)
        result = harness.run("explain", *self.demo.judging(), f"{archive}:0")
        self.assertIn("is an archive; name a member, like explain.tgz!x/first.eml:0", result.err)

    def test_records_are_written_compressed(self):
        plain = self.scan(self.demo.path, "--out", "ndjson")
        self.assertEqual(self.scan(self.demo.path, "--out", "ndjson.zst:records.ndjson.zst").code, 0)
        piped = self.scan(self.demo.path, "--out", "ndjson.zst", "--threads", "3", "--chunk-bytes", "70000")
        with open("records.ndjson.zst", "rb") as file:
            packed = file.read()
        self.assertEqual(packed, piped.out)
        self.assertLess(len(packed), len(plain.out) // 5)
        unpacked = subprocess.run(["zstd", "-q", "-d", "-c"], input=packed, stdout=subprocess.PIPE, check=True).stdout
        self.assertTrue(unpacked == plain.out)


if __name__ == "__main__":
    harness.main()
