"""What a receiver wrote, and what it is worth: its words, their place, the proof of a relay, records in DNS.

The second half of the cases of corner_cases_test.py.
"""
import json

import harness
import scene
from scene import CornerCases, DATE, IP, Zone, exchange, gmail, header, mail, session, sign

scene.need_signer()

RSA, ED25519 = scene.Key(), scene.Key("ed25519-sha256")


class Receivers(CornerCases):
    """Where a receiver's word stands, and what it means."""

    ZONE = {"_dmarc.example.com": "v=DMARC1; p=none; rua=mailto:a@example.com", "s._domainkey.example.com": RSA.record}

    def judge_gmail(self, results, message=None, zone=None, **more):
        message = message or sign(mail("a@example.com"), RSA, "example.com")
        return self.judge({"a": gmail(results=results, **more) + message}, zone or Zone(**self.ZONE))["a"]

    def test_words_of_dkim(self):
        own = "header.i=@example.com header.s=s"
        for word, outcome, reason in (("temperror (no key for signature)", "fail", "no_key"), ("temperror", "unknown", "receiver_temp_error"),
                                      ("timeout", "unknown", "receiver_temp_error"), ("neutral", "fail", "receiver_says_fail"),
                                      ("permerror", "fail", "receiver_says_fail"), ("perm_fail", "fail", "receiver_says_fail"),
                                      ("policy", "fail", "receiver_says_fail"), ("ignore", "fail", "receiver_says_fail"),
                                      ("hardfail", "fail", "receiver_says_fail"), ("fail", "fail", "receiver_says_fail"),
                                      ("test (signature was verified)", "warn", "test_key"), ("pass", "pass", None)):
            with self.subTest(word):
                record = self.judge_gmail(f"dkim={word} {own}; spf=fail smtp.mailfrom=a@example.com; dmarc=fail header.from=example.com")
                self.expect(record, {"auth_dkim": reason}, auth_dkim=outcome, auth_spf="fail")
                # The copy verifies here, whatever the receiver says.
                self.assertEqual(record["dkim"][0]["result"], "pass")
                verified = "pass" if word == "pass" or outcome in ("unknown",) or word.startswith("test") else "warn"
                self.expect(record, dkim_verify=verified)

    def test_altered_copy(self):
        altered = sign(mail("a@example.com"), RSA, "example.com").replace(b"Hello.", b"Hallo.")
        record = self.judge_gmail("dkim=pass header.i=@example.com header.s=s; spf=pass smtp.mailfrom=a@example.com; dmarc=pass header.from=example.com",
                                  altered)
        self.expect(record, auth_dkim="pass", dkim_verify="warn", align_dkim="pass")
        record = self.judge_gmail("dkim=fail header.i=@example.com header.s=s; spf=pass smtp.mailfrom=a@example.com; dmarc=pass header.from=example.com",
                                  altered)
        self.expect(record, auth_dkim="fail", dkim_verify="fail")

    def test_words_of_spf(self):
        for word, outcome in (("none", "fail"), ("neutral", "fail"), ("softfail", "fail"), ("permerror", "fail"), ("hardfail", "fail"),
                              ("temperror", "unknown"), ("tempfail", "unknown"), ("pass", "pass")):
            with self.subTest(word):
                self.expect(self.judge_gmail(f"spf={word} smtp.mailfrom=a@example.com; dmarc=pass header.from=example.com", with_spf=False), auth_spf=outcome)
        record = self.judge_gmail("spf=pass (google.com: best guess record for domain of a@example.com designates 192.0.2.1 as permitted sender)"
                                  " smtp.mailfrom=a@example.com; dmarc=pass header.from=example.com")
        self.expect(record, auth_spf="pass", spf_record_present="fail")

    def test_words_of_dmarc(self):
        for word, outcome, valid, present in (("pass", "pass", "pass", "pass"), ("fail", "fail", "pass", "pass"), ("permerror", "fail", "fail", None),
                                              ("temperror", "unknown", "pass", "pass"), ("none", "na", None, "fail"),
                                              ("bestguesspass", "warn", None, "fail")):
            with self.subTest(word):
                record = self.judge_gmail(f"spf=pass smtp.mailfrom=a@example.com; dmarc={word} header.from=example.com")
                self.expect(record, auth_dmarc_pass=outcome, **({"dmarc_record_valid": valid} if valid else {}),
                            **({"dmarc_record_present": present} if present else {}))
        self.expect(self.judge_gmail("spf=pass smtp.mailfrom=a@example.com", zone=Zone()), {"auth_dmarc_pass": "dmarc_none_inferred"},
                    auth_dmarc_pass="na", dmarc_record_present="fail")
        unusable = self.judge_gmail("spf=pass smtp.mailfrom=a@example.com", mail("nobody"))
        self.expect(unusable, auth_dmarc_pass="unknown", align_from="unknown")
        self.assertNotEqual(unusable["rules"]["dmarc-record-present"], "fail")

    def test_several_fields_of_one_receiver(self):
        top = header(("Received", f"from out.example.com (out.example.com [{IP}])\r\n by p00-icloudmta-asmtp.icloud.com (Postfix) with ESMTPS id 1; {DATE}"))
        told = header(("Authentication-Results", "bimi.icloud.com; bimi=none"), ("Authentication-Results", "dmarc.icloud.com; dmarc=pass header.from=example.com"),
                      ("Authentication-Results", "dkim-verifier.icloud.com; dkim=pass header.d=example.com header.s=x"),
                      ("Authentication-Results", "spf.icloud.com; spf=pass (spf.icloud.com: domain of a@example.com designates 192.0.2.1 as permitted"
                                                 " sender) smtp.mailfrom=a@example.com"))
        record = self.judge({"a": told + top + mail("a@example.com")}, Zone(**self.ZONE))["a"]
        self.expect(record, auth_spf="pass", auth_dkim="pass", auth_dmarc_pass="pass", auth_evidence="pass", align_both="pass")

    def test_results_as_encoded_word(self):
        value = "spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=example.com; dkim=none;dmarc=pass action=none header.from=example.com"
        word = "=?us-ascii?Q?" + "".join(c if c.isalnum() else f"={ord(c):02X}" for c in value) + "?="
        record = self.judge({"a": exchange(word) + mail("a@example.com")}, Zone(**self.ZONE))["a"]
        self.expect(record, auth_spf="pass", auth_dmarc_pass="pass")

    def test_results_without_id_stand_right_above_the_border_only(self):
        value = "spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=example.com; dkim=none;dmarc=pass action=none header.from=example.com"
        zone = Zone(**self.ZONE).txt("example.com", "v=spf1 -all")
        below = exchange("spf=fail (sender IP is 192.0.2.1) smtp.mailfrom=example.com; dkim=none;dmarc=fail header.from=example.com")
        forged = below + header(("Authentication-Results", value)) + mail("a@example.com")
        # A Postfix host knows no such field.
        postfix = header(("Authentication-Results", value),
                         ("Received", f"from out.example.com (out.example.com [{IP}])\r\n by mx.host.example (Postfix) with ESMTPS id A1; {DATE}"),
                         ("Return-Path", "<a@example.com>")) + mail("a@example.com")
        records = self.judge({"forged": forged, "postfix": postfix}, zone)
        for record in records.values():
            self.expect(record, auth_spf="fail", auth_dmarc_pass="fail")

    def test_earlier_claims_are_shown_only(self):
        zone = Zone(**self.ZONE).txt("example.com", "v=spf1 -all")
        value = "mx.google.com; spf=pass smtp.mailfrom=a@example.com; dmarc=pass header.from=example.com"
        for name in ("X-MS-Exchange-Authentication-Results", "Authentication-Results-Original", "X-Original-Authentication-Results"):
            record = self.judge({"a": header((name, value)) + gmail() + header((name, value)) + mail("a@example.com")}, zone)["a"]
            self.expect(record, auth_spf="fail", auth_dmarc_pass="fail")
        record = self.judge({"a": header(("ARC-Authentication-Results", "i=1; " + value)) + gmail() + mail("a@example.com")}, zone)["a"]
        self.expect(record, auth_spf="fail", auth_dmarc_pass="fail")

    def test_two_clients(self):
        value = "spf=pass (domain of a@example.com designates 192.0.2.{} as permitted sender) smtp.mailfrom=a@example.com"
        top = header(("Authentication-Results", "mx.host.example; " + value.format(1)), ("Authentication-Results", "mx.host.example; " + value.format(9)),
                     ("Received", f"from out.example.com (out.example.com [{IP}])\r\n by mx.host.example (Postfix) with ESMTPS id A1; {DATE}"))
        record = self.judge({"a": top + mail("a@example.com")}, Zone(**self.ZONE))["a"]
        self.expect(record, {"infra_ptr": "clients_differ"}, infra_ptr="unknown", auth_spf="unknown")

    def test_client_that_no_hop_names(self):
        value = "mx.host.example; spf=pass (domain of a@example.com designates 198.51.100.7 as permitted sender) smtp.mailfrom=a@example.com"
        top = header(("Authentication-Results", value),
                     ("Received", f"from out.example.com (out.example.com [{IP}])\r\n by mx.host.example (Postfix) with ESMTPS id A1; {DATE}"))
        zone = Zone(**self.ZONE).host("out.example.com", "198.51.100.7")
        record = self.judge({"a": top + mail("a@example.com")}, zone)["a"]
        self.expect(record, auth_spf="pass", infra_ptr="pass", infra_tls="unknown")
        self.assertEqual(record["envelope"]["client_ip"], "198.51.100.7")

    def test_provider_to_itself(self):
        inner = exchange("spf=pass (sender IP is 40.107.1.1) smtp.mailfrom=example.com; dkim=none;dmarc=pass header.from=example.com",
                         "EUR01-VE1-obe.outbound.protection.outlook.com", "40.107.1.1")
        record = self.judge({"a": inner + mail("a@example.com")}, Zone(**self.ZONE))["a"]
        self.expect(record, infra_tls="pass", auth_spf="pass")
        self.assertEqual(record["envelope"]["client_ip"], "40.107.1.1")
        self.assertEqual(record["tls"]["hop"], 2)

    def test_tls_by_family(self):
        def received(by, rest):
            return header(("Received", f"from out.example.com (out.example.com [{IP}])\r\n by {by} {rest}; {DATE}"), ("Return-Path", "<a@example.com>"))
        for name, top, outcome, version in (
                ("postfix", received("mx.host.example (Postfix)", "with ESMTP id A1"), "fail", "na"),
                ("postfix_tls", received("mx.host.example (Postfix)", "with ESMTPS id A1"), "pass", "unknown"),
                ("postfix_smtp", received("mx.host.example (Postfix)", "with SMTP id A1"), "unknown", "unknown"),
                ("exim", received("mx.host.example", "with esmtp (Exim 4.96) id 1abc-00"), "fail", "na"),
                ("exim_tls", received("mx.host.example", "with esmtps (TLS1.3) tls TLS_AES_256_GCM_SHA384 (Exim 4.96) id 1abc-00"), "pass", "pass"),
                ("exim_old", received("mx.host.example", "with esmtps (TLSv1.2:ECDHE-RSA-AES128-GCM-SHA256:128) (Exim 4.80) id 1"), "pass", "pass"),
                ("svc", received("mx.host.example", "with Microsoft SMTPSVC(10.0.14393.4169)"), "unknown", "unknown"),
                ("sendmail", received("mx.host.example (8.17.1/8.17.1)", "with ESMTP id 1"), "unknown", "unknown"),
                ("sendmail_tls", received("mx.host.example (8.14.4/8.14.4)",
                                          "with ESMTP id 1\r\n (version=TLSv1/SSLv3 cipher=DHE-RSA-AES256-GCM-SHA384 bits=256 verify=NO)"), "pass", "unknown"),
                ("gmail", gmail(protocol="ESMTP", version=";"), "fail", "na"),
                ("old", received("mx.host.example (Postfix)", "(using TLSv1.1 with cipher AES256-SHA (256/256 bits)) with ESMTPS id A"), "pass", "fail")):
            with self.subTest(name):
                record = self.judge({name: top + mail("a@example.com")}, Zone(**self.ZONE))[name]
                self.assertEqual(record["mode"], "archive")
                self.expect(record, infra_tls=outcome, infra_tls_version=version)

    def test_modes(self):
        own = header(("Received", f"from app.example.com (app.example.com [10.0.0.1])\r\n by relay.example.com (Postfix) with ESMTP id A; {DATE}"))
        records = self.judge({"presend": mail("a@example.com"), "sent": own + mail("a@example.com"), "archive": gmail() + mail("a@example.com"),
                              "path": b"Return-Path: <a@example.com>\r\n" + mail("a@example.com")}, Zone(**self.ZONE))
        self.assertEqual({name: record["mode"] for name, record in records.items()},
                         {"presend": "presend", "sent": "sent", "archive": "archive", "path": "sent"})
        self.expect(records["presend"], infra_tls="na", format_hops="na", fwd_arc="na", fwd_markers="na", auth_spf="unknown", infra_ptr="unknown", auth_dkim="fail")
        self.expect(records["sent"], infra_tls="unknown", format_hops="unknown", auth_spf="unknown", infra_ptr="unknown")
        self.expect(records["archive"], format_hops="pass")

    def test_signed_later(self):
        record = self.judge({"a": mail("a@example.com")}, Zone(**self.ZONE), "--mta-adds", "dkim-signature")["a"]
        for rule, outcome in record["rules"].items():
            if rule.startswith("dkim-") or rule == "auth-dkim":
                self.assertEqual((outcome, record["reasons"][rule]), ("unknown", "not_signed_yet"), rule)

    def test_keys_that_are_gone(self):
        zone = Zone(**{"_dmarc.example.com": "v=DMARC1; p=none"})
        signed = sign(mail("a@example.com"), RSA, "example.com")
        self.expect(self.judge({"a": signed}, zone)["a"], auth_dkim="fail", dkim_key_record="fail", dkim_verify="fail")
        self.expect(self.judge({"a": gmail() + signed}, zone)["a"], auth_dkim="fail", dkim_key_record="fail")
        old = "2026-05-01T00:00:00Z"
        self.expect(self.judge({"a": gmail() + signed}, zone, at=old)["a"], {"auth_dkim": "key_gone", "dkim_key_record": "key_gone"}, auth_dkim="unknown",
                    dkim_key_record="unknown", dkim_verify="unknown", auth_spf="unknown")
        self.expect(self.judge({"a": signed}, zone, at=old)["a"], auth_dkim="fail", dkim_key_record="fail")

    def test_ed25519_alone(self):
        zone = Zone(**{"s._domainkey.example.com": ED25519.record, "r._domainkey.example.com": RSA.record})
        alone = sign(mail("a@example.com"), ED25519, "example.com")
        records = self.judge({"alone": alone, "both": sign(alone, RSA, "example.com", "r")}, zone)
        self.assertEqual(records["alone"]["dkim"][0]["result"], "pass")
        self.expect(records["alone"], dkim_algorithm="fail", auth_dkim="fail", dkim_verify="pass")
        self.expect(records["both"], dkim_algorithm="pass", auth_dkim="pass")


class Proofs(CornerCases):
    """Indirect mail, weak envelopes, and what is left without DNS."""

    ZONE = {"_dmarc.example.com": "v=DMARC1; p=reject; rua=mailto:a@example.com", "s._domainkey.example.com": RSA.record,
            "s._domainkey.list.example": RSA.record, "list.example": f"v=spf1 ip4:{IP} -all"}

    def test_broken_signature_and_list(self):
        broken = sign(mail("a@example.com"), RSA, "example.com").replace(b"Hello.", b"Hello.\r\n-- footer")
        top = gmail("out.list.example", "bounce@list.example")
        records = self.judge({
            "list_id": top + header(("List-Id", "<l.list.example>")) + broken,
            "nothing": top + broken,
            "list_id_alone": top + header(("List-Id", "<l.list.example>")) + mail("a@example.com"),
            "signed_again": top + sign(broken, RSA, "list.example"),
            "presend": header(("List-Id", "<l.list.example>")) + broken,
        }, Zone(**self.ZONE))
        for name, proof, align in (("list_id", "broken_signature", "na"), ("nothing", "none", "fail"), ("list_id_alone", "none", "fail"),
                                   ("signed_again", "broken_signature", "na"), ("presend", "none", None)):
            with self.subTest(name):
                self.assertEqual(records[name]["indirect_proof"], proof)
                if align:
                    self.expect(records[name], align_from=align)
        self.expect(records["list_id"], align_both="na", fwd_arc="warn", fwd_list_id="pass")
        self.assertEqual(records["list_id"]["stream"], "list")
        self.expect(records["nothing"], fwd_arc="na", fwd_markers="na")

    def test_srs(self):
        signed = sign(mail("a@example.com"), RSA, "example.com")
        path = "SRS0=ab12=XY=example.com=a@list.example"
        marked = header(("X-Forwarded-To", "r@gmail.com"))
        records = self.judge({"signed": gmail("out.list.example", path) + marked + signed, "unsigned": gmail("out.list.example", path) + mail("a@example.com")},
                             Zone(**self.ZONE))
        self.assertEqual([records[n]["indirect_proof"] for n in ("signed", "unsigned")], ["forwarder_sender", "none"])
        self.expect(records["signed"], align_from="pass", fwd_markers="pass", fwd_arc="warn", align_both="na")
        self.expect(records["unsigned"], align_from="fail")

    def test_weak_sender(self):
        """Only the From_ line of an mbox names the sender: a pass counts, anything else is unknown."""
        plain = (gmail("out.list.example", "x") + mail("a@example.com")).replace(b"Return-Path: <x>\r\n", b"")
        folder = "test_weak_sender"
        Zone(**self.ZONE).write("weak.zone")
        for sender, outcome, evidence in (("a@list.example", "pass", "warn"), ("a@example.com", "unknown", "warn"), ("MAILER-DAEMON", "unknown", "unknown"),
                                          ("-", "unknown", "unknown"), ("1234@xxx", "unknown", "unknown")):
            with open(folder + ".mbox", "wb") as file:
                file.write(b"From " + sender.encode() + b" Wed Jul  1 10:00:00 2026\n" + plain.replace(b"\r\n", b"\n") + b"\n")
            result = harness.run("scan", "--fail-on", "never", "--dns", "weak.zone", "--at", scene.NOW, "--out", "ndjson", folder + ".mbox")
            record = json.loads(result.out)
            with self.subTest(sender):
                self.expect(record, auth_spf=outcome, auth_evidence=evidence)

    def test_without_dns(self):
        signed = sign(mail("a@news.example.com"), RSA, "example.com")
        top = gmail(results="dkim=pass header.i=@example.com header.s=s; spf=pass smtp.mailfrom=a@bounce.example.com;"
                            " dmarc=pass (p=REJECT) header.from=news.example.com", mail_from="a@bounce.example.com")
        options = ["--fail-on", "never", "--dns", "off", "--psl", "off.dat", "--at", scene.NOW, "--out", "ndjson"]
        with open("off.dat", "w", encoding="ascii") as file:
            file.write(scene.SUFFIXES)
        with open("off.eml", "wb") as file:
            file.write(top + signed)
        record = json.loads(harness.run("scan", *options, "off.eml").out)
        self.expect(record, auth_spf="pass", auth_dkim="pass", auth_dmarc_pass="pass", align_from="pass", align_spf="pass", align_dkim="pass",
                    align_both="pass", dmarc_record_present="pass", infra_ptr="pass", infra_fcrdns="pass", infra_tls="pass", spf_record_present="unknown",
                    dkim_key_record="unknown", dkim_verify="unknown")
        with open("off.eml", "wb") as file:
            file.write(signed)
        record = json.loads(harness.run("scan", *options, "off.eml").out)
        self.expect(record, auth_dkim="unknown", align_dkim="unknown", auth_dmarc_pass="unknown", dmarc_record_present="unknown", align_from="unknown")

    def test_spf_of_the_visible_domain(self):
        zone = Zone(**self.ZONE).txt("bounce.service.example", f"v=spf1 ip4:{IP} -all").txt("covered.example", f"v=spf1 ip4:{IP} -all")
        zone.txt("other.example", "v=spf1 ip4:198.51.100.1 -all")
        records = self.judge({name: mail("a@" + name) for name in ("covered.example", "other.example", "none.example", "bounce.service.example")}, zone,
                             *session("b@bounce.service.example"))
        self.assertEqual({name: record["rules"]["spf-header-from"] for name, record in records.items()},
                         {"covered.example": "pass", "other.example": "fail", "none.example": "fail", "bounce.service.example": "na"})

    def test_spf_records(self):
        zone = Zone()
        cases = {
            "all": ("v=spf1 +all", {"spf_too_permissive": "fail", "auth_spf": "warn"}),
            "ptr": ("v=spf1 ptr:ptr.example -all", {"auth_spf": "warn", "spf_record_valid": "warn"}),
            "neutral": (f"v=spf1 ip4:{IP} ?all", {"spf_too_permissive": "warn", "auth_spf": "pass"}),
            "open": (f"v=spf1 ip4:{IP}", {"spf_too_permissive": "warn"}),
            "internet": ("v=spf1 ip4:0.0.0.0/0 -all", {"spf_too_permissive": "fail"}),
            "halves": ("v=spf1 ip4:0.0.0.0/1 ip4:128.0.0.0/1 -all", {"spf_too_permissive": "fail"}),
            "wide": ("v=spf1 ip4:192.0.0.0/15 -all", {"spf_too_permissive": "warn", "auth_spf": "pass"}),
            "behind": (f"v=spf1 ip4:{IP} bogus:x -all", {"spf_record_valid": "fail", "auth_spf": "fail"}),
            "unreached": (f"v=spf1 ip4:{IP} include:absent.example -all", {"spf_record_valid": "warn", "auth_spf": "pass"}),
            "reached": (f"v=spf1 include:absent.example ip4:{IP} -all", {"spf_record_valid": "fail", "auth_spf": "fail"}),
            "late": (f"v=spf1 ip4:{IP} " + " ".join(f"include:i{i}.example" for i in range(11)) + " -all",
                     {"spf_lookup_limit": "warn", "auth_spf": "pass"}),
            "many": ("v=spf1 " + " ".join(f"include:i{i}.example" for i in range(11)) + f" ip4:{IP} -all",
                     {"spf_lookup_limit": "fail", "auth_spf": "fail"}),
            "eight": ("v=spf1 " + " ".join(f"include:i{i}.example" for i in range(8)) + f" ip4:{IP} -all",
                      {"spf_lookup_limit": "warn", "auth_spf": "pass"}),
            "seven": ("v=spf1 " + " ".join(f"include:i{i}.example" for i in range(7)) + f" ip4:{IP} -all",
                      {"spf_lookup_limit": "pass", "auth_spf": "pass"}),
            "softly": ("v=spf1 ~all", {"auth_spf": "fail", "spf_record_valid": "pass", "spf_too_permissive": "pass"}),
        }
        for i in range(11):
            zone.txt(f"i{i}.example", "v=spf1 ip4:198.51.100.77 -all")
        zone.add("1.2.0.192.in-addr.arpa", "PTR x.ptr.example.").add("x.ptr.example", "A " + IP)
        for name, (record, _) in cases.items():
            zone.txt(name + ".spf.example", record)
        zone.txt("two.spf.example", "v=spf1 -all").txt("two.spf.example", "v=spf1 +all")
        cases["two"] = ("", {"spf_record_single": "fail", "auth_spf": "fail"})
        cases["absent"] = ("", {"spf_record_present": "fail", "spf_record_single": "na", "spf_record_valid": "na", "spf_lookup_limit": "na",
                                "spf_too_permissive": "na", "auth_spf": "fail"})
        messages = {name: f"Return-Path: <a@{name}.spf.example>\r\n".encode() + mail("a@example.com") for name in cases}
        records = self.judge(messages, zone, "--client-ip", IP, "--helo", "x.ptr.example")
        for name, (_, outcomes) in cases.items():
            with self.subTest(name):
                self.expect(records[name], **outcomes)
        full = self.judge({"late": messages["late"]}, zone)["late"]
        self.expect(full, spf_lookup_limit="fail", auth_spf="unknown")

    def test_dmarc_records(self):
        cases = {
            "good": ("v=DMARC1; p=Reject; rua=mailto:a@good.example", {"dmarc_record_valid": "pass", "dmarc_policy": "pass", "dmarc_reports": "pass"}),
            "lower": ("v=dmarc1; p=none", {"dmarc_record_valid": "fail", "dmarc_record_present": "fail", "auth_dmarc_pass": "na"}),
            "nothing": ("v=DMARC1", {"dmarc_record_valid": "fail", "dmarc_policy": "fail"}),
            "reports_only": ("v=DMARC1; rua=mailto:a@reports_only.example", {"dmarc_record_valid": "warn", "dmarc_policy": "fail"}),
            "sp_bad": ("v=DMARC1; p=reject; sp=x; rua=mailto:a@sp_bad.example", {"dmarc_record_valid": "warn", "dmarc_policy": "warn"}),
            "sp_weak": ("v=DMARC1; p=reject; sp=none; rua=mailto:a@sp_weak.example", {"dmarc_policy": "warn", "dmarc_record_valid": "pass"}),
            "twice": ("v=DMARC1; p=none; p=reject; rua=mailto:a@twice.example", {"dmarc_record_valid": "warn"}),
            "not_second": ("v=DMARC1; rua=mailto:a@not_second.example; p=none", {"dmarc_record_valid": "warn"}),
            "testing": ("v=DMARC1; p=reject; t=y; rua=mailto:a@testing.example", {"dmarc_policy": "warn", "dmarc_old_tags": "pass"}),
            "size": ("v=DMARC1; p=none; rua=mailto:a@size.example!10m", {"dmarc_reports": "warn"}),
            "away": ("v=DMARC1; p=none; rua=mailto:a@elsewhere.test", {"dmarc_reports": "warn"}),
            "away_given": ("v=DMARC1; p=none; rua=mailto:a@given.test", {"dmarc_reports": "pass"}),
            "web": ("v=DMARC1; p=none; rua=https://web.example/", {"dmarc_reports": "warn"}),
            "old": ("v=DMARC1; p=none; rf=afrf; ri=86400; rua=mailto:a@old.example", {"dmarc_old_tags": "warn"}),
        }
        cases = {name.replace("_", "-"): (record.replace("_", "-"), outcomes) for name, (record, outcomes) in cases.items()}
        zone = Zone(**{f"_dmarc.{name}.example": record for name, (record, _) in cases.items()})
        zone.txt("away-given.example._report._dmarc.given.test", "v=DMARC1")
        zone.txt("_dmarc.double.example", "v=DMARC1; p=none").txt("_dmarc.double.example", "v=DMARC1; p=reject")
        cases["double"] = ("", {"dmarc_record_single": "fail"})
        zone.txt("apex.example", "v=DMARC1; p=none")
        cases["apex"] = ("", {"dmarc_record_present": "fail", "dmarc_record_valid": "warn"})
        cases["sub.good"] = ("", {"dmarc_record_present": "warn"})
        records = self.judge({name: mail(f"a@{name}.example") for name in cases}, zone)
        for name, (_, outcomes) in cases.items():
            with self.subTest(name):
                self.expect(records[name], **outcomes)


if __name__ == "__main__":
    harness.main()
