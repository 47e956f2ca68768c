"""Headers and DNS made to be expensive: each is bounded, named as a flaw where a limit cut it, and the rest of the corpus is counted.

Every case is a function of its size; the cost of one four times as large must not grow with its square.
"""
import json
import os
import resource
import unittest

import harness
import scene

ADDRESS = "192.0.2.1"
BORDER = (f"Received: from out.shop.example (out.shop.example. [{ADDRESS}])\r\n by mx.google.com with ESMTPS id a1;\r\n"
          f" {scene.DATE}\r\n").encode()
RESULTS = "Authentication-Results: mx.google.com; "
PLAIN = scene.mail("a@shop.example")
SIGNATURE = (b"DKIM-Signature: v=1; a=rsa-sha256; c=%s; d=shop.example; s=%s; h=%s;\r\n"
             b" bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=" + b"A" * 344 + b"\r\n")


def signatures(count, names=b"from", canonicalization=b"relaxed/relaxed"):
    return b"".join(SIGNATURE % (canonicalization, b"s%d" % i, names) for i in range(count))


def arc_sets(count):
    """ARC Sets in order, the newest on top, that only their keys can prove wrong."""
    sets = []
    for i in range(count, 0, -1):
        tags = b"i=%d; a=rsa-sha256; d=shop.example; s=s; " % i
        sets.append(b"ARC-Seal: " + tags + (b"cv=none" if i == 1 else b"cv=pass") + b"; b=" + b"A" * 344 + b"\r\n"
                    b"ARC-Message-Signature: " + tags + b"c=relaxed/relaxed; h=" + b":".join([b"x-filler"] * 2000) + b":from;"
                    b" bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=" + b"A" * 344 + b"\r\n"
                    b"ARC-Authentication-Results: i=%d; mx.shop.example; dmarc=pass header.from=shop.example\r\n" % i)
    return b"".join(sets)


def filler(octets, count=1000):
    return (b"X-Filler: " + b"x y " * max(1, octets // count // 4) + b"\r\n") * count


def mixed(lines):
    """All kinds of line ends, which leaves several ways to read them."""
    return lines.replace(b"\r\n", b"\r\r\n", 1).replace(b"\r\n", b"\n", 500).replace(b"\n", b"\r", 1)


def delivered(*above, below=b""):
    """A message with `above` over its border hop and `below` under it."""
    return b"".join(above) + BORDER + below + PLAIN


def results(count, value):
    return ((RESULTS + value) * count).encode() if count > 1 else (RESULTS + value).encode()


# Name: (size, message of a size, the flaw that a limit leaves or None).
MESSAGES = {
    "one result of 1 MB": (1 << 20, lambda n: delivered(results(1, "spf=pass " + "x" * n + "\r\n")), "auth_results_too_long"),
    "one result of many methods": (100000, lambda n: delivered(results(1, "; ".join(["dkim=pass header.d=a"] * n) + "\r\n")),
                                   "auth_results_too_long"),
    "one result of comments": (300000, lambda n: delivered(results(1, "spf=pass " + "(a" * n + "\r\n")), "auth_results_too_long"),
    "one result of open quotes": (300000, lambda n: delivered(results(1, "spf=pass reason=" + '"\\' * n + "\r\n")),
                                  "auth_results_too_long"),
    "one result of properties": (100000, lambda n: delivered(results(1, "dkim=pass" + " header.d=shop.example" * n + "\r\n")),
                                 "auth_results_too_long"),
    "one result of folds": (200000, lambda n: delivered(results(1, "spf=pass" + "\r\n " * n + "x\r\n")), "auth_results_too_long"),
    "1,000 results": (1000, lambda n: delivered(results(n, "spf=pass smtp.mailfrom=a@shop.example\r\n")), "too_many_trace_fields"),
    "1,000 results of 5 KB": (1000, lambda n: delivered(results(n, "dkim=pass " + "(a) header.d=shop.example " * 200 + "\r\n")),
                              "too_many_trace_fields"),
    "results of addresses": (1000, lambda n: delivered(results(n, f"spf=pass (designates {ADDRESS}) smtp.remote-ip={ADDRESS}\r\n"),
                                                       b"X-MS-Exchange-A: b\r\n" * 40000), "too_many_trace_fields"),
    "results below the border": (1000, lambda n: delivered(below=results(n, "spf=pass\r\n")), "too_many_trace_fields"),
    "1,000 Received-SPF": (1000, lambda n: delivered(b"Received-SPF: pass (" + b"x" * 5000 + b") client-ip=192.0.2.1;\r\n",
                                                     *[b"Received-SPF: pass client-ip=192.0.2.1;\r\n"] * n), "too_many_trace_fields"),
    "1,000 signatures": (1000, lambda n: signatures(n) + PLAIN, "too_many_signatures"),
    "signatures over 5 MB of header": (5 << 20, lambda n: signatures(50, b":".join([b"x-filler"] * 1000 + [b"from"])) + filler(n) + PLAIN,
                                       "too_many_signatures"),
    "signatures over mixed line ends": (5 << 20, lambda n: signatures(50, b":".join([b"x-filler"] * 1000 + [b"from"])) + mixed(filler(n)) + PLAIN,
                                        "too_many_signatures"),
    "signatures by simple over 5 MB": (5 << 20, lambda n: signatures(50, b":".join([b"x-filler"] * 1000 + [b"from"]), b"simple/simple") +
                                       filler(n) + PLAIN, "too_many_signatures"),
    "one signature of 100,000 names": (100000, lambda n: signatures(1, b":".join([b"x-filler"] * n + [b"from"])) + PLAIN, None),
    "signatures of many names": (80000, lambda n: signatures(8, b":".join([b"x-filler"] * n + [b"from"])) + filler(10000) + PLAIN, None),
    "signatures over many fields": (30000, lambda n: signatures(16, b":".join([b"x-filler"] * n + [b"from"])[:40000 * 9]) +
                                    b"X-Filler: x\r\n" * n + PLAIN, None),
    "one signature of 100,000 tags": (100000, lambda n: SIGNATURE[:16] + b"".join(b"x%d=1; " % i for i in range(n)) + b"\r\n" + PLAIN,
                                      "tag_list_too_long"),
    "1,000 ARC Sets": (1000, lambda n: arc_sets(n).replace(b"x-filler:", b"") + PLAIN, "too_many_arc_sets"),
    "50 ARC Sets over 5 MB of header": (5 << 20, lambda n: arc_sets(50) + filler(n) + PLAIN, None),
    "50 ARC Sets over mixed line ends": (5 << 20, lambda n: arc_sets(50) + mixed(filler(n)) + PLAIN, None),
    "100,000 Received": (100000, lambda n: BORDER * n + PLAIN, "too_many_trace_fields"),
    "a Received of 1 MB": (1 << 20, lambda n: BORDER[:-2] + b" (" * (n // 2) + b"\r\n" + PLAIN, None),
    "a Received of words": (1 << 20, lambda n: b"Received: " + b"from by with id " * (n // 16) + b"\r\n" + PLAIN, None),
    "a Return-Path of 1 MB": (1 << 20, lambda n: b"Return-Path: <" + b"@a," * (n // 3) + b"a@shop.example>\r\n" + PLAIN, None),
    "1,000 Return-Paths": (10000, lambda n: b"Return-Path: <a@shop.example>\r\n" * n + BORDER + PLAIN, None),
    "a From of 4 MB": (4 << 20, lambda n: b"From: " + b"a." * (n // 2) + b"\r\n" + PLAIN, "too_many_addresses"),
    "a MAIL FROM of macros": (30000, lambda n: b"Return-Path: <\"" + b"%{l1r-}" * (n // 7) + b"\"@macros.example>\r\n" + BORDER + PLAIN, None),
}

# MAIL FROM domain: what auth-spf must be.
BOMBS = {name + ".example": "fail" for name in ("includes", "loop", "wide", "macros", "text", "unknown", "mx", "several", "names")}
DMARC = {"tags.dmarc.example", "values.dmarc.example", "rua.dmarc.example", "records.dmarc.example"}


def zone(size=10000):
    dns = scene.Zone()
    dns.host("out.shop.example", ADDRESS).txt("shop.example", "v=spf1 ip4:192.0.2.0/24 -all").txt("_dmarc.shop.example", "v=DMARC1; p=none")
    # Ten includes, each of ten includes: a tree of 10^4 leaves.
    for name, depth in [("includes.example", 0)] + [(f"i{d}{i}.includes.example", d) for d in range(1, 4) for i in range(10)]:
        dns.txt(name, "v=spf1 " + (" ".join(f"include:i{depth + 1}{i}.includes.example" for i in range(10)) if depth < 3 else "a") + " -all")
    dns.txt("loop.example", "v=spf1 include:loop.example redirect=loop.example")
    dns.txt("wide.example", "v=spf1 " + "ip4:198.51.100.0/24 " * (min(size, 3000)) + "-all")
    dns.txt("macros.example", "v=spf1 " + "exists:%{l1r-}.%{l2r-}.%{l}%{l}%{l}%{l}%{l}%{l}%{d}.macros.example " * 9 + "exp=%{l}.example -all")
    dns.txt("text.example", "v=spf1 " + "x" * 63000)
    dns.txt("unknown.example", "v=spf1 " + "a=b " * min(size, 15000) + "-all")
    dns.txt("mx.example", "v=spf1 mx -all")
    for i in range(min(size, 500)):
        dns.add("mx.example", f"MX {i} m{i}.mx.example.")
    for i in range(min(size, 500)):
        dns.txt("several.example", f"v=spf1 -all exp={i}")
        dns.add("1.2.0.192.in-addr.arpa", f"PTR p{i}.names.example.")
    dns.txt("names.example", "v=spf1 ptr:names.example -all")
    tags = min(size, 10000)
    dns.txt("_dmarc.tags.dmarc.example", "v=DMARC1; p=none; " + "".join(f"a{i}=1;" for i in range(tags // 2)))
    dns.txt("_dmarc.values.dmarc.example", "v=DMARC1; p=none; " + "p=none;" * (tags // 2))
    dns.txt("_dmarc.rua.dmarc.example", "v=DMARC1; p=none; rua=" + ",".join(f"mailto:a@r{i}.example" for i in range(tags // 5)))
    for i in range(min(size, 500)):
        dns.txt("_dmarc.records.dmarc.example", f"v=DMARC1; p=none; x={i}")
    return dns


def sent_by(domain):
    path = f"Return-Path: <a@{domain}>\r\n".encode() if domain in BOMBS else b"Return-Path: <a@shop.example>\r\n"
    author = "shop.example" if domain in BOMBS else domain
    return path + BORDER.replace(b"out.shop.example (out", b"out.x.example (out") + scene.mail("a@" + author)


def cpu_of(name, messages, dns):
    """User CPU of a scan."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    scene.scan(name, messages, dns)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


class HostileAuthTest(unittest.TestCase):
    def test_messages(self):
        messages = {name.replace(" ", "_"): make(size) for name, (size, make, _) in MESSAGES.items()}
        messages["plain"] = delivered(results(1, "spf=pass smtp.mailfrom=a@shop.example\r\n"))
        records = scene.scan("messages", messages, zone())
        self.assertEqual(set(records), set(messages))
        self.assertEqual((records["plain"]["rules"]["auth-spf"], records["plain"]["flaws"]), ("pass", []))
        limits = {"auth_results_too_long", "too_many_trace_fields", "too_many_signatures", "too_many_arc_sets", "tag_list_too_long",
                  "too_many_addresses"}
        for name, (_, _, flaw) in MESSAGES.items():
            with self.subTest(name):
                record = records[name.replace(" ", "_")]
                self.assertEqual(set(record["flaws"]) & limits, {flaw} - {None})
                self.assertEqual(len(record["rules"]), len(records["plain"]["rules"]))

    def test_dns(self):
        records = scene.scan("dns", {name: sent_by(name) for name in [*BOMBS, *DMARC]}, zone())
        self.assertEqual(len(records), len(BOMBS) + len(DMARC))
        for name, outcome in BOMBS.items():
            with self.subTest(name):
                self.assertEqual(records[name]["rules"]["auth-spf"], outcome, records[name]["spf"])
                self.assertIn(records[name]["spf"]["lookups"], range(12))
        for name in DMARC:
            with self.subTest(name):
                self.assertIn(records[name]["rules"]["dmarc-record-valid"], ("warn", "fail", "na", "pass"))
                self.assertIn(records[name]["rules"]["dmarc-reports"], ("warn", "na"))

    def test_cost_of_messages(self):
        for name, (size, make, _) in MESSAGES.items():
            with self.subTest(name):
                copies = range(8)
                small, large = make(size // 4), make(size)
                low = cpu_of("small", {str(i): small for i in copies}, scene.Zone())
                high = cpu_of("large", {str(i): large for i in copies}, scene.Zone())
                if os.environ.get("KENPIN_SHOW_COST"):
                    print(f"{name}: {low / 8 * 1000:.1f} ms, {high / 8 * 1000:.1f} ms", flush=True)
                # Four times as large may cost four times as much, never sixteen times.
                self.assertLess(high, 10 * low + 0.3)

    def test_odd_envelopes(self):
        plain = scene.mail("a@shop.example")
        rows = ["message_id,mail_from,client_ip,helo", "<1@m.example>,a@shop.example,192.0.2.1,out.shop.example"]
        for name, row in {
            "long": "<2@m.example>," + "x" * 100000 + "@shop.example,192.0.2.1,out.shop.example",
            "no_address": "<2@m.example>,,,",
            "quotes": '<2@m.example>,"a""b""@shop.example","192.0.2.1","out"',
            "repeated": "<1@m.example>,b@shop.example,192.0.2.2,x",
            "control": "<2@m.example>,\x01\x7f@shop.example,192.0.2.1,\x1b[31m",
            "eight_bit": "<2@m.example>,\u691c@shop.example,192.0.2.1,\u691c",
            "bad_ip": "<2@m.example>,a@shop.example,192.0.2.999,x",
            "open_quote": '<2@m.example>,"a@shop.example,192.0.2.1,x',
            "too_many": "<2@m.example>" + ",x" * 5000,
        }.items():
            with self.subTest(name):
                with open("envelope.csv", "w", encoding="utf-8") as file:
                    file.write("\n".join(rows + [row]) + "\n")
                os.makedirs("envelopes", exist_ok=True)
                zone().write("envelopes.zone")
                with open("envelopes/1.eml", "wb") as file:
                    file.write(plain)
                result = harness.run("scan", "--fail-on", "never", "--dns", "envelopes.zone", "--at", scene.NOW, "--envelope", "envelope.csv",
                                     "--out", "ndjson", "envelopes")
                # Either the line is refused by its number, or the message has its session.
                if result.code == 0:
                    self.assertEqual(json.loads(result.out)["rules"]["auth-spf"], "pass")
                else:
                    self.assertIn(result.code, (2, 64), result)
                    self.assertRegex(result.err, r"envelope\.csv: line \d+: ")
                    self.assertLess(len(result.err), 2000)


if __name__ == "__main__":
    harness.main()
