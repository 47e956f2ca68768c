"""Attacks on the verdict: mail made to pass where it should not. Each has the one right outcome, and its reason.

Some of these signatures do verify (a replay, text behind l=, another case of a field name). Then DKIM passes, and the rule that
guards against the trick tells. No attack may improve the outcome of the rule that should catch it.
"""
import base64
import os
import re
import subprocess
import sys
from unittest import mock

import harness
import scene
from scene import CornerCases, DATE, IP, Zone, gmail, header, mail, session, sign

if not scene.signing:
    sys.exit(0)

RSA = scene.Key()
AUTHOR = "a@example.com"
POLICY = {"_dmarc.example.com": "v=DMARC1; p=reject", "example.com": f"v=spf1 ip4:{IP} -all"}
UNSUBSCRIBE = [("List-Unsubscribe", "<https://u.example.com/o/kq3v8Zt1>"), ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")]


def zone(key=RSA, **more):
    return Zone(**POLICY, **{"s._domainkey.example.com": key.record, "s._domainkey.attacker.test": key.record, **more})


def signed(*fields, sender=AUTHOR, domain="example.com", cover=(), **options):
    return sign(mail(sender, *fields, **options), RSA, domain, fields=cover)


def der(tag, content):
    size = bytes([len(content)]) if len(content) < 128 else b"\x82" + len(content).to_bytes(2, "big")
    return bytes([tag]) + size + content


def number(value):
    octets = value.to_bytes(value.bit_length() // 8 + 1, "big")
    return der(2, octets)


class ForgedRsa:
    """A key as anybody could publish it, with signatures that fulfil its equation."""
    algorithm = "rsa-sha256"
    private = RSA.private  # What dkimpy asks for; it signs nothing.

    def __init__(self, modulus, exponent, power):
        self.modulus, self.power = modulus, power
        self.record = "v=DKIM1; k=rsa; p=" + base64.b64encode(der(0x30, number(modulus) + number(exponent))).decode()

    def sign(self, message, domain="example.com"):
        size = (self.modulus.bit_length() + 7) // 8

        def forge(digest, _):
            encoded = int.from_bytes(scene.dkim.crypto.EMSA_PKCS1_v1_5_encode(digest, size), "big")
            return pow(encoded, self.power, self.modulus).to_bytes(size, "big")
        with mock.patch("dkim.RSASSA_PKCS1_v1_5_sign", forge):
            return sign(message, self, domain)


class Author(CornerCases):
    """Whose mail is it?"""

    def test_two_from_fields(self):
        """Readers show one of them, verifiers may look at the other."""
        for name, message in {
            "forged_above": b"From: ceo@example.com\r\n" + signed(sender="x@attacker.test", domain="attacker.test"),
            "forged_below": signed(sender="x@attacker.test", domain="attacker.test").replace(b"To: ", b"From: ceo@example.com\r\nTo: ", 1),
            "both_signed": sign(b"From: ceo@example.com\r\n" + mail("x@attacker.test"), RSA, "attacker.test"),
        }.items():
            with self.subTest(name):
                record = self.judge({name: message}, zone(), *session("x@attacker.test"))[name]
                self.expect(record, format_from_single="fail", format_single_instance="fail")
                self.assertNotEqual(record["rules"]["align-from"], "pass", scene.text(record))
                self.assertNotEqual((record["dmarc"] or {}).get("result"), "pass", record["dmarc"])

    def test_two_authors_of_whom_one_is_forged(self):
        """The second author's domain carries the signature."""
        record = self.judge({"a": signed(sender="ceo@example.com, x@attacker.test", domain="attacker.test")}, zone())["a"]
        self.expect(record, format_from_one_address="fail", format_sender="fail")
        self.assertNotEqual(record["rules"]["align-from"], "pass", scene.text(record))

    def test_group(self):
        """RFC 6854 lets a group stand in From; nobody is aligned by it who would not be without it."""
        groups = {"named": ("Friends: ceo@example.com;", {"format_from_one_address": "from_group", "align_dkim": "third_party_signature"}),
                  "empty": ("Undisclosed recipients:;", {"format_from_present": "from_without_address"}),
                  "nested": ("A: x@attacker.test, B: ceo@example.com;;", {"format_from_one_address": "from_several_addresses"})}
        for name, (author, reasons) in groups.items():
            with self.subTest(name):
                record = self.judge({name: signed(sender=author, domain="attacker.test")}, zone())[name]
                self.expect(record, reasons, auth_dkim="pass")
                self.assertNotEqual(record["rules"]["align-from"], "pass", scene.text(record))

    def test_nul_in_the_address(self):
        """C strings end there: example.com for one reader, a name below attacker.test for another. The attacker's signature never
        speaks for example.com, and the octet itself fails."""
        for name, author in {"in_domain": "ceo@example.com\0.attacker.test", "behind_domain": "ceo@example.com\0",
                             "before_domain": "ceo@\0example.com", "in_local_part": "c\0eo@example.com"}.items():
            with self.subTest(name):
                record = self.judge({name: signed(sender=author, domain="attacker.test")}, zone())[name]
                self.expect(record, {"format_parse": "nul_byte"}, format_parse="fail", auth_dkim="pass")
                self.assertNotEqual(record["rules"]["align-dkim"], "pass", scene.text(record))
                self.assertNotEqual(record["rules"]["align-from"], "pass", scene.text(record))

    def test_names_of_two_alphabets(self):
        """The same name as A-labels in one place and U-labels in the other is the same name; a name that only looks alike is not."""
        alabel, ulabel, alike = "xn--caf-dma.example", "caf\u00e9.example", "cafe\u0301-x.example"
        names = {"s._domainkey." + alabel: RSA.record, "_dmarc." + alabel: "v=DMARC1; p=reject"}
        dns = Zone(**names)
        same = self.judge({"same": signed(sender="a@" + ulabel, domain=alabel)}, dns)["same"]
        self.expect(same, auth_dkim="pass", align_dkim="pass")
        other = self.judge({"alike": signed(sender="a@" + alike, domain=alabel)}, dns)["alike"]
        self.expect(other, auth_dkim="pass", align_dkim="fail")
        cyrillic = self.judge({"cyrillic": signed(sender="a@ex\u0430mple.com", domain="example.com")}, zone())["cyrillic"]
        self.expect(cyrillic, format_idn="fail", align_dkim="fail")


class AfterSigning(CornerCases):
    """What was added or changed behind the signer's back."""

    def test_text_behind_the_limit(self):
        message = scene.dkim.sign(mail(AUTHOR), b"s", b"example.com", RSA.private, canonicalize=(b"relaxed", b"relaxed"),
                                  include_headers=scene.CORE, length=True) + mail(AUTHOR)
        record = self.judge({"a": message + b"<a href=\"https://attacker.test/\">Win</a>\r\n"}, zone())["a"]
        self.expect(record, dkim_verify="pass", auth_dkim="pass")
        self.assertIn(record["rules"]["dkim-no-body-limit"], ("fail", "warn"), scene.text(record))

    def test_unsubscribe_added(self):
        """A second List-Unsubscribe on top, which readers take."""
        message = signed(*UNSUBSCRIBE, cover=("list-unsubscribe", "list-unsubscribe-post"))
        options = [*session(AUTHOR), "--traffic", "marketing"]
        honest = self.judge({"a": message}, zone(), *options)["a"]
        self.expect(honest, unsub_dkim_covered="pass", unsub_one_click="pass", unsub_header="pass")
        record = self.judge({"a": b"List-Unsubscribe: <https://attacker.test/1>\r\n" + message}, zone(), *options)["a"]
        self.expect(record, dkim_verify="pass", format_single_instance="warn", unsub_one_click="fail")
        self.assertNotEqual(record["rules"]["unsub-dkim-covered"], "pass", scene.text(record))

    def test_other_case_of_a_name(self):
        """Relaxed canonicalization forgives the case of names and the white space before the colon; simple does not."""
        relaxed = signed().replace(b"\r\nSubject:", b"\r\nSUBJECT \t:", 1)
        simple = sign(mail(AUTHOR), RSA, "example.com", canonicalize=(b"simple", b"simple"))
        records = self.judge({"relaxed": relaxed, "simple": simple, "simple_changed": simple.replace(b"\r\nSubject:", b"\r\nSUBJECT:", 1)},
                             zone())
        self.expect(records["relaxed"], {"format_parse": "space_before_colon"}, dkim_verify="pass", format_parse="warn")
        self.expect(records["simple"], dkim_verify="pass", format_parse="pass")
        self.expect(records["simple_changed"], dkim_verify="fail", auth_dkim="fail")

    def test_trailing_white_space(self):
        """Simple body canonicalization keeps what relaxed takes away."""
        for canonical, outcome in ((b"relaxed", "pass"), (b"simple", "fail")):
            with self.subTest(canonical):
                message = sign(mail(AUTHOR), RSA, "example.com", canonicalize=(b"relaxed", canonical)).replace(b"Hello.", b"Hello. \t", 1)
                self.expect(self.judge({"a": message}, zone())["a"], dkim_verify=outcome)

    def test_wrong_body_hash_under_a_valid_signature(self):
        """b= signs the header fields, bh= among them: right, and over another body."""
        record = self.judge({"a": signed().replace(b"Hello.", b"Hallo.", 1)}, zone())["a"]
        self.expect(record, {"auth_dkim": "body_hash_mismatch"}, dkim_verify="fail", auth_dkim="fail")
        self.assertEqual(record["dkim"][0]["reason"], "body_hash_mismatch", record["dkim"])

    def test_from_added_where_none_was_foreseen(self):
        """A signature that covers From once verifies when another From is put above."""
        covers_once = [name for name in scene.CORE if name != b"from"] + [b"from"]
        message = scene.dkim.sign(mail(AUTHOR), b"s", b"example.com", RSA.private, canonicalize=(b"relaxed", b"relaxed"),
                                  include_headers=covers_once) + mail(AUTHOR)
        record = self.judge({"a": b"From: ceo@attacker.test\r\n" + message}, zone())["a"]
        self.expect(record, dkim_verify="pass", format_from_single="fail")
        self.assertNotEqual(record["rules"]["dkim-covers-core"], "pass", scene.text(record))
        oversigned = self.judge({"a": b"From: ceo@attacker.test\r\n" + signed()}, zone())["a"]
        self.expect(oversigned, dkim_verify="fail", format_from_single="fail")

    def test_replay(self):
        """One signed message to many: every signature is valid. What tells is that To was not signed, and that one Message-ID
        stands in different mail."""
        names = [name for name in scene.CORE if name not in (b"to", b"message-id")]
        once = scene.dkim.sign(mail(AUTHOR), b"s", b"example.com", RSA.private, canonicalize=(b"relaxed", b"relaxed"),
                               include_headers=names) + mail(AUTHOR)
        copies = {f"r{i}": once.replace(b"To: reader@", b"To: victim%d@" % i, 1) for i in range(5)}
        for record in self.judge(copies, zone(), *session("x@attacker.test")).values():
            self.expect(record, dkim_verify="pass", auth_dkim="pass", dkim_timestamps="warn")
            self.assertNotEqual(record["rules"]["dkim-covers-core"], "pass", scene.text(record))


class Claims(CornerCases):
    """Who may say that a message is authentic."""

    RESULTS = "dkim=pass header.i=@example.com header.s=s; spf=pass smtp.mailfrom=a@example.com; dmarc=pass header.from=example.com"

    def forged(self, authserv_id):
        return header(("Authentication-Results", f"{authserv_id}; {self.RESULTS}"))

    def test_forged_results(self):
        """Above the border hop or below it, with the receiver's own id or another: nobody but the receiver is believed.
        (What stands right below the border hop under the receiver's id is the receiver's: RFC 8601 section 5 has it take others away.)"""
        refused = ("spf=fail smtp.mailfrom=a@example.com; dkim=none; dmarc=fail (p=REJECT) header.from=example.com")
        honest = gmail("out.attacker.test", AUTHOR, refused, ip="198.51.100.9", with_spf=False)
        silent = gmail("out.attacker.test", AUTHOR, ip="198.51.100.9")
        for name, message in {
            "below": honest + self.forged("mx.google.com") + mail(AUTHOR),
            "below_another": honest + self.forged("mx.example.com") + mail(AUTHOR),
            "below_many": honest + self.forged("mx.google.com") * 20 + mail(AUTHOR),
            "above_another": self.forged("mx.attacker.test") + honest + mail(AUTHOR),
            "behind_another_hop": silent + header(("Received", f"from x by mx.google.com with SMTP id 1; {DATE}")) + self.forged("mx.google.com") +
                          mail(AUTHOR),
        }.items():
            with self.subTest(name):
                record = self.judge({name: message}, zone())[name]
                for rule in ("auth-dkim", "auth-dmarc-pass", "align-from", "auth-spf"):
                    self.assertNotEqual(record["rules"][rule], "pass", f"{rule}\n{scene.text(record)}")


class Keys(CornerCases):
    """Keys and names in DKIM that must not be used."""

    def test_public_suffix_signs(self):
        """d= of a suffix is nobody's domain: the signature may verify, and aligns with nobody."""
        dns = zone(**{"s._domainkey.co.jp": RSA.record, "s._domainkey.com": RSA.record})
        for suffix, author in (("co.jp", "a@shop.co.jp"), ("com", AUTHOR)):
            with self.subTest(suffix):
                record = self.judge({"a": signed(sender=author, domain=suffix)}, dns)["a"]
                self.assertNotEqual(record["rules"]["align-dkim"], "pass", scene.text(record))
                self.assertNotEqual(record["rules"]["align-from"], "pass", scene.text(record))

    def test_selectors_that_are_paths(self):
        for selector in ("../../etc/passwd", "/etc/passwd", "..", "a/b", "a\\b", "%2e%2e", "a b", "$(id)", "s;p=", "-rf", "*"):
            with self.subTest(selector):
                message = re.sub(rb"s=s;", b"s=" + selector.encode() + b";", signed(), count=1)
                record = self.judge({"a": message}, zone())["a"]
                self.assertNotEqual(record["rules"]["auth-dkim"], "pass", scene.text(record))
                self.assertNotEqual(record["rules"]["dkim-verify"], "pass", scene.text(record))
        folder = self.id().rpartition(".")[2]
        self.assertEqual(sorted(os.listdir(folder)), ["dns.zone", "mail", "psl.dat"])

    def test_exponent_one(self):
        """With e=1 the signature is the encoded digest itself: anybody signs."""
        modulus = (1 << 2047) | int.from_bytes(os.urandom(255), "big") | 1
        key = ForgedRsa(modulus, 1, 1)
        record = self.judge({"a": key.sign(mail(AUTHOR))}, zone(key))["a"]
        self.expect(record, dkim_verify="fail", auth_dkim="fail", dkim_key_record="fail")

    def test_even_modulus(self):
        """n = 2p: its owner is whoever divides by two."""
        p = 1
        while (p - 1) % 65537 == 0:
            p = int(subprocess.run(["openssl", "prime", "-generate", "-bits", "1024"], check=True, capture_output=True).stdout)
        key = ForgedRsa(2 * p, 65537, pow(65537, -1, p - 1))
        record = self.judge({"a": key.sign(mail(AUTHOR))}, zone(key))["a"]
        self.expect(record, dkim_verify="fail", auth_dkim="fail", dkim_key_record="fail")

    def test_endless_modulus(self):
        """A key of 16,384 bits costs a verifier sixty times as much as one of 2,048; here it is not used."""
        key = ForgedRsa((1 << 16383) | int.from_bytes(os.urandom(2047), "big") | 1, 65537, 1)
        record = self.judge({"a": key.sign(mail(AUTHOR))}, zone(key))["a"]
        self.assertNotIn(record["rules"]["dkim-verify"], ("pass",), scene.text(record))
        self.assertNotEqual(record["rules"]["auth-dkim"], "pass", scene.text(record))

    def test_points_of_small_order(self):
        """With the identity for a key, the signature (identity, 0) verifies over every message."""
        identity = b"\x01" + bytes(31)
        key = scene.Key("ed25519-sha256")
        message = sign(mail(AUTHOR), key, "example.com")
        value = base64.b64encode(identity + bytes(32))
        forged = re.sub(rb"b=[A-Za-z0-9+/=\s]+(\r\nFrom: )", lambda match: b"b=" + value + match[1], message, count=1)
        self.assertIn(b"b=" + value, forged)
        dns = Zone(**POLICY, **{"s._domainkey.example.com": "v=DKIM1; k=ed25519; p=" + base64.b64encode(identity).decode()})
        record = self.judge({"a": forged}, dns)["a"]
        self.expect(record, dkim_verify="fail", auth_dkim="fail", dkim_key_record="fail")
        honest = Zone(**POLICY, **{"s._domainkey.example.com": key.record})
        self.expect(self.judge({"a": message}, honest)["a"], dkim_verify="pass")


harness.main()
