"""Attacks on the verdict: mail made to pass where it should not. Each has the one right outcome, and its reason.

Some of these signatures do verify (a replay, text behind l=, another case of a field name). Then DKIM passes, which is right by RFC 6376,
and the rule that guards against the trick tells. Where nothing tells, because nothing that counts was changed, every rule says what it
says of the honest message.
"""
import base64
import os
import re
import subprocess
from unittest import mock

import harness
import scene
from scene import CORE, CornerCases, DATE, IP, Zone, gmail, header, mail, session, sign

scene.need_signer()

RSA = scene.Key()
AUTHOR, STRANGER = "a@example.com", "x@attacker.test"
STRANGERS_IP = "198.51.100.9"
POLICY = {"_dmarc.example.com": "v=DMARC1; p=reject", "example.com": f"v=spf1 ip4:{IP} -all",
          "_dmarc.attacker.test": "v=DMARC1; p=none", "attacker.test": f"v=spf1 ip4:{STRANGERS_IP} -all"}
UNSUBSCRIBE = [("List-Unsubscribe", "<https://u.example.com/o/kq3v8Zt1>"), ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")]

# Who hands the message over. All that the attackers can have in order is in order: SPF and DKIM pass, for attacker.test.
BY_AUTHOR = session(AUTHOR)
BY_STRANGER = session(STRANGER, STRANGERS_IP, "out.attacker.test")

VERIFIED, MISMATCH, SYNTAX = ["pass verified"], ["fail signature_mismatch"], ["permerror syntax"]

# What becomes of a message that names example.com and is authentic as mail of attacker.test; of one whose author nobody can tell; of the
# strangers' own mail, which speaks for nobody else; and of honest mail.
FOREIGN = {"auth_dkim": "pass", "auth_spf": "pass", "align_dkim": "fail third_party_signature", "align_from": "fail nothing_aligned",
           "auth_dmarc_pass": "fail dmarc_fail"}
NOBODYS = {"auth_dkim": "pass", "auth_spf": "pass", "align_dkim": "unknown author_domain_unusable",
           "align_from": "unknown author_domain_unusable", "auth_dmarc_pass": "unknown author_domain_unusable"}
OWN = {"auth_dkim": "pass", "auth_spf": "pass", "align_dkim": "pass", "align_from": "pass", "auth_dmarc_pass": "pass"}
HONEST = OWN
# A signature that does not count, in mail that its author's own server hands over or a stranger.
UNSIGNED = {"align_dkim": "fail no_passing_signature"}


def zone(key=RSA, **more):
    return Zone(**POLICY, **{"s._domainkey.example.com": key.record, "s._domainkey.attacker.test": key.record, **more})


def signed(*fields, sender=AUTHOR, domain="example.com", cover=(), **options):
    return sign(mail(sender, *fields, **options), RSA, domain, fields=cover)


def strangers(sender):
    """Mail of any author, with a valid signature of attacker.test."""
    return signed(sender=sender, domain="attacker.test")


def prime():
    """Of 1,024 bits, and fit for the exponent 65,537."""
    while True:
        p = int(subprocess.run(["openssl", "prime", "-generate", "-bits", "1024"], check=True, capture_output=True).stdout)
        if (p - 1) % 65537:
            return p


def der(tag, content):
    size = bytes([len(content)]) if len(content) < 128 else b"\x82" + len(content).to_bytes(2, "big")
    return bytes([tag]) + size + content


def number(value):
    octets = value.to_bytes(value.bit_length() // 8 + 1, "big")
    return der(2, octets)


class ForgedRsa:
    """A key as anybody could publish it, with signatures that fulfil its equation: a verifier without checks of its own takes them."""
    algorithm = "rsa-sha256"
    private = RSA.private  # What dkimpy asks for; it signs nothing.

    def __init__(self, modulus, exponent, power):
        self.modulus, self.power = modulus, power
        self.record = "v=DKIM1; k=rsa; p=" + base64.b64encode(der(0x30, number(modulus) + number(exponent))).decode()

    @classmethod
    def power_of_a_prime(cls, times):
        """1,024 bits a time, odd, with the usual exponent."""
        p = prime()
        return cls(p ** times, 65537, pow(65537, -1, p ** (times - 1) * (p - 1)))

    def sign(self, message, domain="example.com"):
        size = (self.modulus.bit_length() + 7) // 8

        def forge(digest, _):
            encoded = int.from_bytes(scene.dkim.crypto.EMSA_PKCS1_v1_5_encode(digest, size), "big")
            return pow(encoded, self.power, self.modulus).to_bytes(size, "big")
        with mock.patch("dkim.RSASSA_PKCS1_v1_5_sign", forge):
            return sign(message, self, domain)


class Author(CornerCases):
    """Whose mail is it?"""

    def setUp(self):
        self.exactly(self.judge({"a": signed()}, zone(), *BY_AUTHOR)["a"], VERIFIED, **HONEST, format_from_single="pass",
                     format_from_one_address="pass", format_parse="pass", format_bare_crlf="pass", format_single_instance="pass")

    def test_two_from_fields(self):
        """Readers show one From, verifiers may look at the other.

        A signature that lists From once more than it occurs breaks when another is added."""
        added = {"auth_dkim": "fail signature_mismatch", "dkim_verify": "fail signature_mismatch"}
        for name, message, signatures, outcomes in (
                ("forged_above", b"From: ceo@example.com\r\n" + strangers(STRANGER), MISMATCH, added),
                ("forged_below", strangers(STRANGER).replace(b"To: ", b"From: ceo@example.com\r\nTo: ", 1), MISMATCH, added),
                ("both_signed", sign(b"From: ceo@example.com\r\n" + mail(STRANGER), RSA, "attacker.test"), VERIFIED, {})):
            with self.subTest(name):
                record = self.judge({name: message}, zone(), *BY_STRANGER)[name]
                self.attack(record, signatures, **NOBODYS | outcomes, format_from_single="fail from_repeated",
                            format_single_instance="fail field_repeated")

    def test_two_authors_of_whom_one_is_forged(self):
        """The second author's domain carries the signature."""
        record = self.judge({"a": strangers("ceo@example.com, x@attacker.test")}, zone(), *BY_STRANGER)["a"]
        self.attack(record, VERIFIED, **NOBODYS, format_from_one_address="fail from_several_addresses", format_sender="fail sender_missing")

    def test_two_addresses_without_a_comma(self):
        """Two addresses in angle brackets, which is no syntax: one reader takes the first, another one the last."""
        for name, author in {"apart": "<ceo@example.com> <x@attacker.test>", "adjacent": "<ceo@example.com><x@attacker.test>",
                             "turned": "<x@attacker.test> <ceo@example.com>"}.items():
            with self.subTest(name):
                record = self.judge({name: strangers(author)}, zone(), *BY_STRANGER)[name]
                self.attack(record, VERIFIED, **NOBODYS, format_from_one_address="fail from_several_addresses")

    def test_group(self):
        """RFC 6854 lets a group stand in From; nobody is aligned by it who would not be without it."""
        groups = {"named": ("Friends: ceo@example.com;", FOREIGN, {"format_from_one_address": "warn from_group"}),
                  "empty": ("Undisclosed recipients:;", NOBODYS, {"format_from_present": "fail from_without_address"}),
                  "nested": ("A: x@attacker.test, B: ceo@example.com;;", NOBODYS, {"format_from_one_address": "fail from_several_addresses"})}
        for name, (author, alignment, outcomes) in groups.items():
            with self.subTest(name):
                self.attack(self.judge({name: strangers(author)}, zone(), *BY_STRANGER)[name], VERIFIED, **alignment, **outcomes)

    def test_nul_in_the_address(self):
        """C strings end at a NUL: example.com for one reader, a name below attacker.test for another.

        The attackers' signature never speaks for example.com, nor for what one reader takes for theirs and another for
        example.com's; and the octet itself fails."""
        for name, author, alignment in (
                ("in_domain", "ceo@example.com\0.attacker.test", NOBODYS), ("turned", "x@attacker.test\0.example.com", NOBODYS),
                ("turned_twice", "x@attacker.test\0@example.com", NOBODYS), ("behind_domain", "ceo@example.com\0", FOREIGN),
                ("before_domain", "ceo@\0example.com", NOBODYS), ("in_local_part", "c\0eo@example.com", FOREIGN)):
            with self.subTest(name):
                record = self.judge({name: strangers(author)}, zone(), *BY_STRANGER)[name]
                self.attack(record, VERIFIED, **alignment, format_parse="fail nul_byte")

    def test_nul_in_the_envelope(self):
        """A NUL in Return-Path: up to it stands a domain that authorizes the client.

        Without the octet SPF passes and is aligned. With it the address is none, and MAIL FROM counts as not known."""
        facts = ["--client-ip", IP, "--helo", "out.example.com"]
        honest = self.judge({"honest": b"Return-Path: <a@example.com>\r\n" + mail(AUTHOR)}, zone(), *facts)["honest"]
        self.exactly(honest, [], auth_spf="pass", align_spf="pass", auth_dmarc_pass="pass", format_parse="pass")
        for name, path in {"in_domain": b"a@example.com\0.attacker.test", "behind_domain": b"a@example.com\0",
                           "in_local_part": b"a\0b@example.com"}.items():
            with self.subTest(name):
                record = self.judge({name: b"Return-Path: <" + path + b">\r\n" + mail(AUTHOR)}, zone(), *facts)[name]
                self.attack(record, [], auth_spf="unknown mail_from_unknown", align_spf="unknown mail_from_unknown",
                            auth_dmarc_pass="unknown mail_from_unknown", format_parse="fail nul_byte")

    def test_space_before_the_colon(self):
        """`From :` is From by the obsolete syntax (RFC 5322 section 4.5), which not every reader knows."""
        twice = b"From: ceo@example.com\r\n" + mail(STRANGER)
        for name, message, alignment, more in (
                ("only", strangers("ceo@example.com").replace(b"From: ", b"From : ", 1), FOREIGN, {"format_from_single": "pass"}),
                ("first", sign(twice, RSA, "attacker.test").replace(b"From: ceo", b"From : ceo", 1), NOBODYS,
                 {"format_from_single": "fail from_repeated"}),
                ("second", sign(twice, RSA, "attacker.test").replace(b"From: x", b"From : x", 1), NOBODYS,
                 {"format_from_single": "fail from_repeated"})):
            with self.subTest(name):
                record = self.judge({name: message}, zone(), *BY_STRANGER)[name]
                self.attack(record, VERIFIED, **alignment, format_parse="warn space_before_colon", **more)

    def test_space_before_the_name(self):
        """A line ` From:` belongs to the field above it; as the very first line it belongs to nothing.

        Neither is a From. The strangers' own mail passes as their own, and only a first line that is no field breaks the form."""
        line = b" From: ceo@example.com\r\n"
        folded = sign(mail(STRANGER).replace(b"Subject: News\r\n", b"Subject: News\r\n" + line), RSA, "attacker.test")
        for name, message, form in (("first_line", line + strangers(STRANGER), "fail line_without_colon"), ("folded", folded, "pass")):
            with self.subTest(name):
                record = self.judge({name: message}, zone(), *BY_STRANGER)[name]
                self.attack(record, VERIFIED, **OWN, format_parse=form, format_from_single="pass")
                self.assertEqual(record["author_domain"], "attacker.test")

    def test_from_behind_a_lone_cr(self):
        """A lone CR in front of `From:`: a line end for some readers only.

        Here it is data. In From the field then holds two addresses; in Subject the line is text of the subject, and the only From is the
        strangers'. The CR itself fails in both."""
        for name, message, outcomes in (
                ("in_from", strangers("x@attacker.test\rFrom: ceo@example.com"),
                 NOBODYS | {"format_from_one_address": "fail from_several_addresses"}),
                ("in_subject", sign(mail(STRANGER).replace(b"News", b"News\rFrom: ceo@example.com"), RSA, "attacker.test"), OWN)):
            with self.subTest(name):
                record = self.judge({name: message}, zone(), *BY_STRANGER)[name]
                self.attack(record, VERIFIED, **outcomes, format_bare_crlf="fail bare_cr", format_from_single="pass")

    def test_names_of_two_alphabets(self):
        """A name that only looks like another one is another one. (The same name as A-labels and as U-labels is the same.)"""
        alabel, ulabel, alike = "xn--caf-dma.example", "caf\u00e9.example", "cafe\u0301-x.example"
        dns = Zone(**POLICY, **{"s._domainkey." + alabel: RSA.record, "_dmarc." + alabel: "v=DMARC1; p=reject",
                                "_dmarc.xn--caf-x-9ra.example": "v=DMARC1; p=reject"})
        same = self.judge({"same": signed(sender="a@" + ulabel, domain=alabel)}, dns, *BY_STRANGER)["same"]
        self.exactly(same, VERIFIED, auth_dkim="pass", align_dkim="pass", align_from="pass")
        other = self.judge({"alike": signed(sender="a@" + alike, domain=alabel)}, dns, *BY_STRANGER)["alike"]
        self.attack(other, VERIFIED, auth_dkim="pass", align_dkim="fail third_party_signature", align_from="fail nothing_aligned")
        cyrillic = self.judge({"cyrillic": signed(sender="a@ex\u0430mple.com")}, zone(), *BY_STRANGER)["cyrillic"]
        self.attack(cyrillic, VERIFIED, auth_dkim="pass", align_dkim="fail third_party_signature", align_from="fail nothing_aligned",
                    format_idn="fail idn_mixed_scripts")


class AfterSigning(CornerCases):
    """What was added or changed behind the signer's back."""

    def setUp(self):
        self.honest = self.judge({"a": signed()}, zone(), *BY_AUTHOR)["a"]
        self.exactly(self.honest, VERIFIED, **HONEST, dkim_verify="pass", dkim_covers_core="pass", dkim_no_body_limit="pass",
                     dkim_timestamps="pass", format_parse="pass", align_both="pass")

    def test_text_behind_the_limit(self):
        """Text behind what l= says is signed.

        The signature verifies (RFC 6376 section 3.7), and the rule about l= warns."""
        message = sign(mail(AUTHOR), RSA, "example.com", length=True) + b"<a href=\"https://attacker.test/\">Win</a>\r\n"
        self.attack(self.judge({"a": message}, zone(), *BY_AUTHOR)["a"], VERIFIED, dkim_verify="pass", auth_dkim="pass",
                    dkim_no_body_limit="warn body_limit")

    def test_everything_behind_the_limit(self):
        """l=0: the whole body is the attackers'."""
        message = sign(mail(AUTHOR, body=b""), RSA, "example.com", length=True, canonicalize=(b"relaxed", b"relaxed")) + b"Pay me.\r\n"
        self.assertIn(b"l=0;", message)
        self.attack(self.judge({"a": message}, zone(), *BY_AUTHOR)["a"], VERIFIED, dkim_verify="pass", auth_dkim="pass",
                    dkim_no_body_limit="fail body_limit_zero")

    def test_unsubscribe_added(self):
        """A second List-Unsubscribe on top, which readers take."""
        message = signed(*UNSUBSCRIBE, cover=("list-unsubscribe", "list-unsubscribe-post"))
        options = [*BY_AUTHOR, "--traffic", "marketing"]
        honest = self.judge({"a": message}, zone(), *options)["a"]
        self.exactly(honest, VERIFIED, unsub_dkim_covered="pass", unsub_one_click="pass", unsub_header="pass", format_single_instance="pass")
        record = self.judge({"a": b"List-Unsubscribe: <https://attacker.test/1>\r\n" + message}, zone(), *options)["a"]
        self.attack(record, VERIFIED, dkim_verify="pass", format_single_instance="warn mime_or_list_field_repeated",
                    unsub_header="fail list_unsubscribe_repeated", unsub_dkim_covered="fail unsubscribe_extra_instance",
                    unsub_one_click="fail list_unsubscribe_repeated")

    def test_other_case_of_a_name(self):
        """Another case of a field name.

        Relaxed canonicalization writes names in lower case (RFC 6376 section 3.4.2), and to readers the case of a name means nothing:
        nothing guards, and every rule says what it says of the honest message. Simple canonicalization keeps the case."""
        def subject(message, name):
            return message.replace(b"\r\nSubject:", b"\r\n" + name + b":", 1)
        simple = sign(mail(AUTHOR), RSA, "example.com", canonicalize=(b"simple", b"simple"))
        records = self.judge({"relaxed": subject(signed(), b"SUBJECT"), "spaced": subject(signed(), b"SUBJECT \t"), "simple": simple,
                              "simple_changed": subject(simple, b"SUBJECT")}, zone(), *BY_AUTHOR)
        self.attack(records["relaxed"], VERIFIED, dkim_verify="pass", format_parse="pass")
        self.assertEqual((records["relaxed"]["rules"], records["relaxed"]["reasons"]), (self.honest["rules"], self.honest["reasons"]))
        self.attack(records["spaced"], VERIFIED, dkim_verify="pass", format_parse="warn space_before_colon")
        self.exactly(records["simple"], VERIFIED, dkim_verify="pass", auth_dkim="pass", format_parse="pass")
        self.attack(records["simple_changed"], MISMATCH, dkim_verify="fail signature_mismatch", auth_dkim="fail signature_mismatch",
                    format_parse="pass")

    def test_trailing_white_space(self):
        """White space added at the end of a line of the body.

        Relaxed body canonicalization takes it away (RFC 6376 section 3.4.4), and every rule says what it says of the honest message.
        Simple keeps it."""
        def changed(canonical):
            return sign(mail(AUTHOR), RSA, "example.com", canonicalize=(b"relaxed", canonical)).replace(b"Hello.", b"Hello. \t", 1)
        records = self.judge({"relaxed": changed(b"relaxed"), "simple": changed(b"simple")}, zone(), *BY_AUTHOR)
        self.attack(records["relaxed"], VERIFIED, dkim_verify="pass")
        self.assertEqual((records["relaxed"]["rules"], records["relaxed"]["reasons"]), (self.honest["rules"], self.honest["reasons"]))
        self.attack(records["simple"], ["fail body_hash_mismatch"], dkim_verify="fail body_hash_mismatch", auth_dkim="fail body_hash_mismatch")

    def test_wrong_body_hash_under_a_valid_signature(self):
        """b= signs the header fields, bh= among them: right, and over another body."""
        record = self.judge({"a": signed().replace(b"Hello.", b"Hallo.", 1)}, zone(), *BY_AUTHOR)["a"]
        self.attack(record, ["fail body_hash_mismatch"], dkim_verify="fail body_hash_mismatch", auth_dkim="fail body_hash_mismatch", **UNSIGNED)

    def test_from_added_where_none_was_foreseen(self):
        """A signature that covers From once verifies when another From is put above; it is the lower one that was signed.

        Of two From fields none counts, and the rules about signed fields and about From tell. A signature that lists From twice breaks."""
        once = sign(mail(AUTHOR), RSA, "example.com", covers=[b"from", *(name for name in CORE if name != b"from")])
        on_top = b"From: ceo@attacker.test\r\n"
        records = self.judge({"once": once, "added": on_top + once, "oversigned": on_top + signed()}, zone(), *BY_AUTHOR)
        self.exactly(records["once"], VERIFIED, **HONEST, dkim_covers_core="warn from_not_oversigned", format_from_single="pass")
        self.attack(records["added"], VERIFIED, **NOBODYS, dkim_covers_core="warn from_not_oversigned",
                    format_from_single="fail from_repeated")
        self.attack(records["oversigned"], MISMATCH, dkim_verify="fail signature_mismatch", auth_dkim="fail signature_mismatch",
                    format_from_single="fail from_repeated")

    def test_replay(self):
        """One signed message handed over again by strangers, octet by octet, to five other recipients.

        The signature holds, and so do DKIM and DMARC: that a replay passes is in the nature of DKIM (RFC 6376 section 8.6). What tells is
        that SPF passes for the strangers only, and that one Message-ID came to several recipients."""
        copies = {f"r{i}": b"Delivered-To: victim%d@recipient.example\r\n" % i + signed() for i in range(5)}
        self.assertEqual(len({message.partition(b"\r\n")[2] for message in copies.values()}), 1)
        records = self.judge(copies, zone(), *BY_STRANGER)
        for record in records.values():
            self.attack(record, VERIFIED, dkim_verify="pass", auth_dkim="pass", dkim_timestamps="pass", dkim_covers_core="pass",
                        auth_spf="pass", align_spf="fail envelope_other_domain", align_both="warn aligned_by_dkim_only", align_from="pass",
                        auth_dmarc_pass="pass")
        rules = self.corpus_rules(copies, zone(), *BY_STRANGER)["example.com"]
        self.assertEqual(rules["format-message-id-unique"], "warn message_id_shared")

    def test_replay_to_others(self):
        """A replay of a message whose To was not signed: each copy names its new recipient, and the signature holds.

        dkim-covers-core warns, of the honest message already, and one Message-ID came to several recipients. Where To is signed, a new
        one breaks the signature."""
        once = sign(mail(AUTHOR), RSA, "example.com", covers=[name for name in CORE if name != b"to"])
        honest = self.judge({"a": once}, zone(), *BY_AUTHOR)["a"]
        self.exactly(honest, VERIFIED, **HONEST, dkim_covers_core="warn core_not_signed", dkim_timestamps="pass", align_both="pass")
        copies = {f"r{i}": once.replace(b"To: reader@", b"To: victim%d@" % i, 1) for i in range(5)}
        for record in self.judge(copies, zone(), *BY_STRANGER).values():
            self.attack(record, VERIFIED, dkim_verify="pass", auth_dkim="pass", dkim_timestamps="pass",
                        dkim_covers_core="warn core_not_signed", auth_spf="pass", align_spf="fail envelope_other_domain", align_from="pass",
                        align_both="warn aligned_by_dkim_only", auth_dmarc_pass="pass")
        rules = self.corpus_rules(copies, zone(), *BY_STRANGER)["example.com"]
        self.assertEqual(rules["format-message-id-unique"], "warn message_id_shared")
        covered = {f"r{i}": signed().replace(b"To: reader@", b"To: victim%d@" % i, 1) for i in range(2)}
        for record in self.judge(covered, zone(), *BY_STRANGER).values():
            self.exactly(record, MISMATCH, dkim_verify="fail signature_mismatch", auth_dkim="fail signature_mismatch")


class Claims(CornerCases):
    """Who may say that a message is authentic."""

    RESULTS = "dkim=pass header.i=@example.com header.s=s; spf=pass smtp.mailfrom=a@example.com; dmarc=pass header.from=example.com"
    REFUSED = "spf=fail smtp.mailfrom=a@example.com; dkim=none; dmarc=fail (p=REJECT) header.from=example.com"
    REFUSAL = {"auth_evidence": "pass", "auth_spf": "fail spf_fail", "auth_dkim": "fail no_signature", "align_from": "fail dmarc_fail",
               "auth_dmarc_pass": "fail dmarc_fail"}
    BELIEVED = {"auth_evidence": "pass", "auth_spf": "pass", "auth_dkim": "pass", "align_from": "pass", "auth_dmarc_pass": "pass"}

    def forged(self, authserv_id):
        return header(("Authentication-Results", f"{authserv_id}; {self.RESULTS}"))

    def setUp(self):
        self.refused = gmail("out.attacker.test", AUTHOR, self.REFUSED, ip=STRANGERS_IP, with_spf=False)
        self.silent = gmail("out.attacker.test", AUTHOR, ip=STRANGERS_IP)
        self.exactly(self.judge({"a": self.refused + mail(AUTHOR)}, zone())["a"], [], **self.REFUSAL)
        honest = gmail("out.example.com", AUTHOR, self.RESULTS, with_spf=False) + signed()
        self.exactly(self.judge({"a": honest}, zone())["a"], VERIFIED, **self.BELIEVED)

    def judge_claims(self, messages):
        return self.judge({name: message + mail(AUTHOR) for name, message in messages.items()}, zone())

    def test_forged_results(self):
        """Results below the receiver's own, with its id or another, once or many times, or of another id above them.

        The sender wrote what stands below; who wrote what stands above is no receiver of this hop. Neither is believed."""
        another_hop = header(("Received", f"from x by mx.google.com with SMTP id 1; {DATE}"))
        records = self.judge_claims({
            "below": self.refused + self.forged("mx.google.com"),
            "below_another": self.refused + self.forged("mx.example.com"),
            "below_many": self.refused + self.forged("mx.google.com") * 20,
            "above_another": self.forged("mx.attacker.test") + self.refused,
            "behind_another_hop": self.refused + another_hop + self.forged("mx.google.com"),
        })
        for name, record in records.items():
            with self.subTest(name):
                self.attack(record, [], **self.REFUSAL)

    def test_forged_results_where_the_receiver_is_silent(self):
        """Results of another id, or behind another hop, where the receiver itself says nothing: SPF and DKIM are asked again."""
        computed = {"auth_evidence": "pass", "auth_spf": "fail spf_fail", "auth_dkim": "fail no_signature", "align_from": "fail nothing_passes",
                    "auth_dmarc_pass": "fail dmarc_fail"}
        another_hop = header(("Received", f"from x by mx.google.com with SMTP id 1; {DATE}"))
        records = self.judge_claims({
            "above_another": self.forged("mx.attacker.test") + self.silent,
            "in_a_comment": header(("Authentication-Results", f"mx.attacker.test (mx.google.com; {self.RESULTS})")) + self.silent,
            "below_another": self.silent + self.forged("mx.attacker.test"),
            "behind_another_hop": self.silent + another_hop + self.forged("mx.google.com"),
        })
        for name, record in records.items():
            with self.subTest(name):
                self.attack(record, [], **computed)

    def test_results_in_the_receivers_name_and_place(self):
        """Results under the receiver's own id, in the place where the receiver writes.

        They are believed, for nobody could tell them from true ones. No sender can put them there: on its way in a message grows at the
        top only, and RFC 8601 section 5 has the border take away all that bear its own id. Where the receiver said something else, too,
        SPF and DMARC stay at what is worse; of the signatures, which are told one by one, one that passes is enough."""
        between = self.refused.replace(b"Authentication-Results: ", self.forged("mx.google.com") + b"Authentication-Results: ", 1)
        apart = self.REFUSAL | {"auth_dkim": "pass"}
        for name, message, outcomes in (
                ("on_top", self.forged("mx.google.com") + self.refused, apart),
                ("right_above", between, self.BELIEVED),
                ("on_top_of_silence", self.forged("MX.GOOGLE.COM") + self.silent, self.BELIEVED),
                ("below_a_silent_hop", self.silent + self.forged("mx.google.com"), self.BELIEVED)):
            with self.subTest(name):
                self.attack(self.judge_claims({name: message})[name], [], **outcomes)

    def test_results_beside_those_of_a_milter(self):
        """Results under the id of a Postfix host, adjacent to those of its filter.

        They are believed, for a second filter of the host would write there as well, and the host's filter is who must take forged ones
        away (RFC 8601 section 5). That the place proves little is told: auth-evidence warns. SPF and DMARC stay at what is worse."""
        hop = header(("Received", f"from out.attacker.test (out.attacker.test [{STRANGERS_IP}])\r\n by mx.recipient.example (Postfix) with ESMTPS "
                                  f"id 4C1;\r\n {DATE}"))
        refused = header(("Authentication-Results", f"mx.recipient.example; {self.REFUSED}"))
        dkim_alone = header(("Authentication-Results", "mx.recipient.example; dkim=none"))
        forged = self.forged("mx.recipient.example")
        weak = {"auth_evidence": "warn milter_position"}
        records = self.judge_claims({"honest": hop + refused, "adjacent": hop + refused + forged, "of_what_is_not_told": hop + dkim_alone + forged,
                                     "apart": hop + refused + header(("X-Filler", "a")) + forged})
        self.exactly(records["honest"], [], **self.REFUSAL | weak)
        self.attack(records["apart"], [], **self.REFUSAL | weak)
        self.attack(records["adjacent"], [], **self.REFUSAL | weak | {"auth_dkim": "pass"})
        self.attack(records["of_what_is_not_told"], [], **self.BELIEVED | weak)


class Keys(CornerCases):
    """Keys and names in DKIM that must not be used."""

    FAILED = {"dkim_verify": "fail key_undecodable", "auth_dkim": "fail key_undecodable", "dkim_key_record": "fail key_undecodable", **UNSIGNED}
    MALFORMED = {"dkim_signature_syntax": "fail signature_syntax", "dkim_verify": "fail signature_syntax", "auth_dkim": "fail signature_syntax",
                 "dkim_key_record": "unknown key_not_fetched", **UNSIGNED}

    def test_public_suffix_signs(self):
        """d= is a public suffix, whose key is there: everybody below it would be aligned with everybody.

        The signature is valid, and so is DKIM. It speaks for nobody below the suffix; that of the author's Organizational Domain does.
        Where a suffix has a DMARC record that does not say psd=y, the tree walk of RFC 9989 ends there: a registry's suffix still
        aligns nobody, and whatever else the public suffix list and the walk disagree about is unknown."""
        foreign = {"align_dkim": "fail third_party_signature", "align_from": "fail nothing_aligned"}
        aligned = {"align_dkim": "pass", "align_from": "pass"}
        differs = {"align_dkim": "unknown org_method_differs", "align_from": "unknown org_method_differs"}
        for suffix, records, attack, own in (
                ("co.jp", {}, foreign, aligned),
                ("co.uk", {"_dmarc.shop.co.uk": "v=DMARC1; p=reject"}, foreign, aligned),
                ("co.uk", {"_dmarc.co.uk": "v=DMARC1; p=none; psd=y"}, foreign, aligned),
                ("co.jp", {"_dmarc.co.jp": "v=DMARC1; p=reject"}, foreign, differs),
                ("github.io", {}, foreign, aligned),
                ("github.io", {"_dmarc.shop.github.io": "v=DMARC1; p=reject"}, foreign, aligned),
                ("github.io", {"_dmarc.github.io": "v=DMARC1; p=reject"}, differs, aligned)):
            dns = zone(**{"s._domainkey." + suffix: RSA.record, "s._domainkey.shop." + suffix: RSA.record}, **records)
            with self.subTest(suffix, dmarc=list(records)):
                author = "a@news.shop." + suffix
                told = self.judge({"suffix": signed(sender=author, domain=suffix), "own": signed(sender=author, domain="shop." + suffix)},
                                  dns, *BY_STRANGER)
                self.exactly(told["own"], VERIFIED, auth_dkim="pass", **own)
                self.attack(told["suffix"], VERIFIED, auth_dkim="pass", **attack)

    def test_top_level_domain_signs(self):
        """d=com: by RFC 6376 section 3.5 a name has two labels or more."""
        dns = zone(**{"s._domainkey.com": RSA.record})
        self.attack(self.judge({"a": signed(domain="com")}, dns, *BY_STRANGER)["a"], SYNTAX, **self.MALFORMED)

    def test_nul_in_the_domain(self):
        """A NUL in d=, signed with the key that stands at the name up to it."""
        for name, domain in {"inside": "example.com\0.attacker.test", "behind": "example.com\0", "before": "\0example.com"}.items():
            with self.subTest(name):
                record = self.judge({name: signed(domain=domain)}, zone(), *BY_STRANGER)[name]
                self.attack(record, SYNTAX, **self.MALFORMED, format_parse="fail nul_byte")

    def judge_selectors(self, selectors, dns):
        messages = {str(i): sign(mail(AUTHOR), RSA, "example.com", selector) for i, selector in enumerate(selectors)}
        records = self.judge(messages, dns, *BY_STRANGER)
        return [(selector, records[str(i)]) for i, selector in enumerate(selectors)]

    def test_selectors_that_are_paths(self):
        """Selectors that are paths, patterns or commands, in signatures that are valid, with a key at that very name in DNS.

        A selector consists of labels as host names have them (RFC 6376 section 3.1): no other is looked up."""
        selectors = ("../../etc/passwd", "/etc/passwd", "..", ".", "a/b", "a\\b", "%2e%2e", "a b", "$(id)", "-rf", "*", "s.", ".s", "s\0")
        in_dns = {}
        for selector in selectors:
            escaped = "".join(c if c.isalnum() else f"\\{ord(c):03}" for c in selector)
            in_dns[escaped + "._domainkey.example.com"] = RSA.record
        dns = zone(**in_dns)
        for selector, record in self.judge_selectors(selectors, dns):
            with self.subTest(selector):
                self.attack(record, SYNTAX, **self.MALFORMED)
        self.assertEqual(sorted(os.listdir(self.folder())), ["dns.zone", "mail", "psl.dat"])

    def test_selectors_with_a_right_reading(self):
        """What only looks like the above: several labels, or a selector s with an unknown tag behind it, which counts for nothing."""
        names = ("a.b", "a-b", "_s", "2026")
        dns = zone(**{selector + "._domainkey.example.com": RSA.record for selector in names})
        for selector, record in self.judge_selectors((*names, "s;p="), dns):
            with self.subTest(selector):
                self.exactly(record, VERIFIED, dkim_signature_syntax="pass", dkim_verify="pass", auth_dkim="pass", dkim_key_record="pass")

    def test_exponent_one(self):
        """With e=1 the signature is the encoded digest itself: anybody signs."""
        key = ForgedRsa(prime() * prime(), 1, 1)
        record = self.judge({"a": key.sign(mail(AUTHOR))}, zone(key), *BY_STRANGER)["a"]
        self.attack(record, ["permerror key_undecodable"], **self.FAILED)

    def test_even_modulus(self):
        """n = 2p: its owner is whoever divides by two. (The same signature under n = pp passes.)"""
        p = prime()
        key = ForgedRsa(2 * p, 65537, pow(65537, -1, p - 1))
        record = self.judge({"a": key.sign(mail(AUTHOR))}, zone(key), *BY_STRANGER)["a"]
        self.attack(record, ["permerror key_undecodable"], **self.FAILED)
        odd = ForgedRsa.power_of_a_prime(2)
        record = self.judge({"a": odd.sign(mail(AUTHOR))}, zone(odd), *BY_STRANGER)["a"]
        self.exactly(record, VERIFIED, dkim_verify="pass", auth_dkim="pass", dkim_key_record="pass", align_dkim="pass")

    def test_endless_modulus(self):
        """A key of 16,384 bits, and a valid signature: it costs a verifier sixty times as much as one of 2,048.

        It is over the limit and not used: the result is policy, and nobody can say whether it verifies. One of 8,192 bits does."""
        for times, signatures, outcomes in (
                (8, VERIFIED, {"dkim_verify": "pass", "auth_dkim": "pass", "align_dkim": "pass"}),
                (16, ["policy key_too_long"],
                 {"dkim_verify": "unknown key_too_long_to_check", "auth_dkim": "fail key_too_long_to_check", **UNSIGNED})):
            key = ForgedRsa.power_of_a_prime(times)
            with self.subTest(bits=key.modulus.bit_length()):
                told = self.exactly if times == 8 else self.attack
                record = self.judge({"a": key.sign(mail(AUTHOR))}, zone(key), *BY_STRANGER)["a"]
                told(record, signatures, **outcomes, dkim_key_length="warn key_above_4096")

    def test_points_of_small_order(self):
        """With the identity for a key, the signature (identity, 0) verifies over every message."""
        identity = b"\x01" + bytes(31)
        key = scene.Key("ed25519-sha256")
        message = sign(mail(AUTHOR), key, "example.com")
        value = base64.b64encode(identity + bytes(32))
        forged = re.sub(rb"b=[A-Za-z0-9+/=\s]+(\r\nFrom: )", lambda match: b"b=" + value + match[1], message, count=1)
        self.assertIn(b"b=" + value, forged)
        dns = Zone(**POLICY, **{"s._domainkey.example.com": "v=DKIM1; k=ed25519; p=" + base64.b64encode(identity).decode()})
        self.attack(self.judge({"a": forged}, dns, *BY_STRANGER)["a"], ["permerror key_undecodable"], **self.FAILED)
        honest = Zone(**POLICY, **{"s._domainkey.example.com": key.record})
        self.exactly(self.judge({"a": message}, honest, *BY_STRANGER)["a"], VERIFIED, dkim_verify="pass", dkim_key_record="pass")


harness.main()
