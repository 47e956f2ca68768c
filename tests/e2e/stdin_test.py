"""Standard input gives the records of the same mail in a file, however its octets arrive."""
import json
import os
import random
import threading
import time
import unittest

import harness


class StdinTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.corpus = harness.make_corpus("corpus", messages=300)
        with open(cls.corpus.path, "rb") as file:
            cls.mail = file.read()

    def scan_pieces(self, pieces, *arguments):
        """Feeds the pieces through a pipe; (octets, seconds to wait before the next)."""
        process = harness.start("scan", "--fail-on", "never", *self.corpus.judging(), *arguments, "--out", "ndjson", "-")

        def feed():
            with process.stdin:
                for octets, pause in pieces:
                    process.stdin.write(octets)
                    process.stdin.flush()
                    time.sleep(pause)
        feeder = threading.Thread(target=feed)
        feeder.start()
        with process.stdout, process.stderr:
            out, err = process.stdout.read(), process.stderr.read()
        feeder.join()
        return harness.Result(process.wait(timeout=60), out, err)

    def assert_like_the_file(self, result, expected):
        self.assertEqual(result.code, 0, str(result))
        told = result.out.replace(b'"source":"-"', b'"source":"' + self.corpus.path.encode() + b'"')
        self.assertTrue(told == expected, harness.first_difference(told, expected))

    def from_file(self, *arguments):
        result = self.corpus.scan("--fail-on", "never", *arguments, "--out", "ndjson")
        self.assertEqual(result.code, 0, str(result))
        return result.out

    def test_at_once(self):
        self.assert_like_the_file(self.scan_pieces([(self.mail, 0)]), self.from_file())

    def test_from_a_file(self):
        with open(self.corpus.path, "rb") as file:
            self.assert_like_the_file(self.corpus.scan("--fail-on", "never", "--out", "ndjson", corpus="-", stdin=file), self.from_file())

    def test_slowly(self):
        pieces = [(self.mail[begin:begin + 4096], 0.003) for begin in range(0, len(self.mail), 4096)]
        self.assert_like_the_file(self.scan_pieces(pieces, "--chunk-bytes", 65536), self.from_file())

    def test_cut_anywhere(self):
        """Pieces end inside of lines, of line ends, and of From_ lines."""
        seed = random.randrange(1 << 30)
        chance = random.Random(seed)
        for chunk_bytes in (65536, 1048576):
            pieces, begin = [], 0
            while begin < len(self.mail):
                size = chance.choice((1, 2, 3, 7, 100, 4095, 4097, 65536))
                pieces.append((self.mail[begin:begin + size], 0))
                begin += size
            with self.subTest(seed=seed, chunk_bytes=chunk_bytes):
                self.assert_like_the_file(self.scan_pieces(pieces, "--chunk-bytes", chunk_bytes, "--threads", 3), self.from_file())

    def test_cut_inside_the_last_message(self):
        """A stream that ends early is mail that ends early, in a file as in a pipe."""
        begins = [index for index in range(len(self.mail)) if self.mail.startswith(b"\nFrom ", index)]
        cut_header, cut_body = begins[-1] + 100, len(self.mail) - 40
        for cut in (cut_header, cut_body):
            with self.subTest(cut=cut):
                with open("cut.mbox", "wb") as file:
                    file.write(self.mail[:cut])
                expected = self.corpus.scan("--fail-on", "never", "--out", "ndjson", corpus="cut.mbox").out
                told = self.scan_pieces([(self.mail[:cut], 0)])
                self.assertEqual(told.out, expected.replace(b'"source":"cut.mbox"', b'"source":"-"'))

    def test_records_come_while_mail_comes(self):
        """Nobody has to wait for the end of a stream that has none."""
        process = harness.start("scan", *self.corpus.judging(), "--chunk-bytes", 65536, "--threads", 1, "--out", "ndjson", "-")
        first = []

        def read():
            first.append(process.stdout.readline())
            process.stdout.read()  # Until the end, or the program would wait for its reader.
        reader = threading.Thread(target=read)
        with process.stdin, process.stdout, process.stderr:
            reader.start()
            for _ in range(4):
                process.stdin.write(self.mail)
            process.stdin.flush()
            deadline = time.monotonic() + 20
            while not first and time.monotonic() < deadline:
                time.sleep(0.01)
            came = bool(first)
            process.kill()
            reader.join()
            process.wait()
        self.assertTrue(came and first[0].startswith(b'{"schema_version":'), "no record came before the end of the stream")

    def test_one_message(self):
        corpus = harness.make_corpus("eml", messages=1, format="eml")
        path = os.path.join(corpus.path, os.listdir(corpus.path)[0])
        with open(path, "rb") as file:
            record, = corpus.records(corpus="-", stdin=file)
        expected, = corpus.records(corpus=path)
        self.assertEqual({**record, "source": path}, expected)

    def test_beside_files(self):
        with open(self.corpus.path, "rb") as file:
            result = harness.run("scan", "--fail-on", "never", *self.corpus.judging(), "--out", "json", self.corpus.path, "-",
                                 self.corpus.path, stdin=file)
        self.assertEqual(result.code, 0, str(result))
        inputs = json.loads(result.out)["run"]["inputs"]
        self.assertEqual([(entry["path"], entry["messages"]) for entry in inputs],
                         [(self.corpus.path, 300), ("-", 300), (self.corpus.path, 300)])


if __name__ == "__main__":
    harness.main()
