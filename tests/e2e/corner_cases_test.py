"""Messages that naive tools judge wrongly, from octets to verdicts: what the program says of each is fixed here.

The cases by number, the table of the legs of DMARC, what articles advise.

All mail and all DNS is made here; dkimpy signs. The receivers are those whose manner is known by their names.
"""
import json

import harness
import scene
from scene import CornerCases, DATE, IP, Zone, exchange, gmail, header, mail, session, sign, text

scene.need_signer()

RSA = scene.Key()


class Listed(CornerCases):
    """The corner cases, by number."""

    def test_01_policy_is_of_the_organizational_domain(self):
        zone = Zone(**{"_dmarc.b.example.com": "v=DMARC1; p=reject; sp=reject", "_dmarc.example.com": "v=DMARC1; p=none; sp=quarantine"})
        record = self.judge({"a": mail("x@a.b.example.com")}, zone)["a"]
        self.assertEqual((record["dmarc"]["policy"], record["dmarc"]["record_domain"]), ("quarantine", "example.com"), record["dmarc"])

    def test_02_record_only_at_the_child(self):
        zone = Zone(**{"_dmarc.child.example.com": "v=DMARC1; p=none", "s._domainkey.example.com": RSA.record})
        record = self.judge({"a": sign(mail("x@child.example.com"), RSA, "example.com")}, zone)["a"]
        self.expect(record, {"align_dkim": "org_method_differs"}, align_dkim="unknown", auth_dkim="pass")

    def test_03_no_record_and_only_spf(self):
        zone = Zone(**{"bounce.example.com": f"v=spf1 ip4:{IP} -all"})
        record = self.judge({"a": mail("x@example.com")}, zone, *session("x@bounce.example.com"))["a"]
        self.expect(record, {"align_from": "aligned_by_spf_only"}, align_from="warn", auth_dmarc_pass="na", dmarc_record_present="fail",
                    auth_spf="pass", align_spf="pass")
        zone.txt("s._domainkey.example.com", RSA.record)
        record = self.judge({"a": sign(mail("x@example.com"), RSA, "example.com")}, zone, *session("x@bounce.example.com"))["a"]
        self.expect(record, align_from="pass", auth_dmarc_pass="na", align_both="pass")

    def test_04_google_to_google(self):
        top = gmail("mail-sor-f69.google.com", "a@example.com", "spf=pass smtp.mailfrom=a@example.com; dkim=none; dmarc=pass header.from=example.com",
                    "SMTPS", "209.85.220.69", version="(Google Transport Security);")
        record = self.judge({"a": top + mail("a@example.com")}, Zone())["a"]
        self.assertEqual(record["mode"], "archive")
        self.expect(record, infra_tls="pass", auth_spf="pass")
        self.assertEqual((record["tls"]["by"], record["tls"]["hop"]), ("mx.google.com", 1), record["tls"])

    def test_05_newsletter_of_microsoft_365(self):
        arc = header(("ARC-Seal", "i=1; a=rsa-sha256; s=arcselector10001; d=microsoft.com; cv=none; b=AAAA"),
                     ("ARC-Message-Signature", "i=1; a=rsa-sha256; c=relaxed/relaxed; d=microsoft.com; s=arcselector10001; h=From;"
                                               " bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=AAAA"),
                     ("ARC-Authentication-Results", "i=1; mx.microsoft.com 1; spf=pass smtp.mailfrom=example.com; dmarc=pass"
                                                    " action=none header.from=example.com; dkim=pass header.d=example.com"))
        host = "mail-x1.outbound.protection.outlook.com"
        for name, top in {
            "gmail": gmail(host, results="dkim=pass header.i=@tenant.onmicrosoft.com header.s=selector1 header.b=XXXXXXXX;"
                                         " spf=pass smtp.mailfrom=a@bounce.test; dmarc=fail (p=NONE) header.from=example.com"),
            "computed": gmail(host),
        }.items():
            zone = Zone(**{"s._domainkey.tenant.onmicrosoft.com": RSA.record, "_dmarc.example.com": "v=DMARC1; p=none"})
            record = self.judge({name: top + arc + sign(mail("a@example.com"), RSA, "tenant.onmicrosoft.com")}, zone)[name]
            with self.subTest(name):
                self.expect(record, align_dkim="fail", align_from="fail")
                self.assertEqual((record["indirect_proof"], record["stream"]), ("none", "direct"))

    def test_06_list_id_proves_nothing(self):
        zone = Zone(**{"s._domainkey.service.example": RSA.record, "_dmarc.example.com": "v=DMARC1; p=none",
                       "bounce.service.example": f"v=spf1 ip4:{IP} -all"})
        message = sign(mail("a@example.com", ("List-Id", "<news.example.com>"), ("List-Unsubscribe", "<https://u.example/1>")),
                       RSA, "service.example")
        messages = {"sent": message, "delivered": gmail("out.service.example", "b@bounce.service.example") + message}
        for record in self.judge(messages, zone, *session("b@bounce.service.example")).values():
            self.expect(record, align_from="fail", auth_dkim="pass", auth_spf="pass")

    def test_07_and_08_unsubscribe_covered(self):
        fields = [("List-Unsubscribe", "<https://u.example/1>"), ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")]
        zone = Zone(**{"s._domainkey.example.com": RSA.record})
        plain = mail("a@example.com", *fields)
        both = ["List-Unsubscribe", "List-Unsubscribe-Post"]
        messages = {
            "good": sign(plain, RSA, "example.com", fields=both),
            # The topmost one is added behind the signature's back.
            "two": header(("List-Unsubscribe", "<https://evil.example/1>")) + sign(plain, RSA, "example.com", fields=both),
            "apart": sign(sign(plain, RSA, "example.com", fields=both[:1]), RSA, "example.com", fields=both[1:]),
        }
        records = self.judge(messages, zone, "--traffic", "marketing")
        for record in records.values():
            self.assertEqual(record["dkim"][0]["result"], "pass", record["dkim"])
        self.expect(records["good"], unsub_dkim_covered="pass", unsub_one_click="pass")
        self.expect(records["two"], unsub_dkim_covered="fail", unsub_one_click="fail")
        self.expect(records["apart"], {"unsub_dkim_covered": "unsubscribe_signed_apart"}, unsub_dkim_covered="fail", unsub_one_click="fail")

    def test_09_order_of_uris(self):
        zone = Zone(**{"s._domainkey.example.com": RSA.record})
        messages = {}
        for name, value in {"plain": "<mailto:u@example.com>, <https://u.example/1>", "folded": "<mailto:u@example.com>,\r\n <https://u.example/1>"}.items():
            messages[name] = sign(mail("a@example.com", ("List-Unsubscribe", value), ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")),
                                  RSA, "example.com", fields=["List-Unsubscribe", "List-Unsubscribe-Post"])
        for record in self.judge(messages, zone, "--traffic", "marketing").values():
            self.expect(record, unsub_header="pass", unsub_https="pass", unsub_post="pass", unsub_one_click="pass")

    def test_10_forged_results_below_the_border(self):
        forged = header(("Authentication-Results", "mx.google.com; dmarc=pass header.from=example.com; spf=pass smtp.mailfrom=a@example.com"))
        zone = Zone(**{"example.com": "v=spf1 -all", "_dmarc.example.com": "v=DMARC1; p=reject"})
        postfix = header(("Return-Path", "<a@example.com>"),
                         ("Received", f"from out.example.com (out.example.com [{IP}])\r\n by mx.host.example (Postfix) with ESMTPS id A1\r\n"
                                      f" for <r@host.example>; {DATE}"))
        milter = header(("Authentication-Results", "mx.host.example; dmarc=pass (p=reject dis=none) header.from=example.com"),
                        ("Authentication-Results", "mx.host.example; spf=pass smtp.mailfrom=a@example.com"))
        message = mail("a@example.com", ("X-Own", "y"))
        records = self.judge({
            "gmail": gmail(results="spf=fail smtp.mailfrom=a@example.com; dmarc=fail header.from=example.com") + forged + message,
            "gmail_silent": gmail() + header(("X-Own", "x")) + forged + message,
            "postfix": postfix + forged + message,
            "milter": postfix + milter + message,
            "below_a_field": postfix + header(("X-Own", "x")) + milter + message,
        }, zone)
        self.expect(records["gmail"], auth_spf="fail", auth_dmarc_pass="fail", auth_evidence="pass")
        for name in ("gmail_silent", "postfix", "below_a_field"):
            with self.subTest(name):
                self.expect(records[name], auth_spf="fail", auth_dmarc_pass="fail")
                self.assertNotIn(records[name]["spf"]["result_basis"], ("auth_results",))
        self.expect(records["milter"], {"auth_evidence": "milter_position"}, auth_evidence="warn", auth_dmarc_pass="pass", auth_spf="pass")
        given = self.judge({"milter": postfix + milter + message}, zone, "--authserv-id", "mx.host.example")["milter"]
        self.expect(given, auth_evidence="pass", auth_dmarc_pass="pass")

    def test_11_helo_counts_for_the_null_sender_only(self):
        results = "spf=pass smtp.helo=out.example.com"
        zone = Zone(**{"_dmarc.example.com": "v=DMARC1; p=none"}).txt("example.com", "v=spf1 -all")
        records = self.judge({
            "sender": gmail(mail_from="a@example.com", results=results, with_spf=False) + mail("a@example.com"),
            "null": gmail(mail_from="", results=results, with_spf=False) + mail("a@example.com"),
        }, zone)
        self.assertNotEqual(records["sender"]["rules"]["auth-spf"], "pass", text(records["sender"]))
        self.expect(records["sender"], align_from="fail")
        self.assertEqual([record["receiver"]["trust"] for record in records.values()], ["below_border"] * 2)
        self.assertNotEqual(records["sender"]["spf"]["result_basis"], "auth_results")
        self.assertEqual(records["null"]["spf"]["result_basis"], "auth_results")
        self.expect(records["null"], auth_spf="pass", align_spf="pass", align_from="warn")

    def test_12_canonicalization_of_nothing(self):
        zone = Zone(**{"s._domainkey.example.com": RSA.record})
        empty = mail("a@example.com", body=b"")
        messages = {f"{h}_{b}": sign(empty, RSA, "example.com", canonicalize=(h.encode(), b.encode()))
                    for h in ("simple", "relaxed") for b in ("simple", "relaxed")}
        records = self.judge(messages, zone)
        bodies = {"simple": "frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY=", "relaxed": "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="}
        for name, record in records.items():
            with self.subTest(name):
                self.assertEqual((record["dkim"][0]["result"], record["dkim"][0]["body_hash"]), ("pass", bodies[name.partition("_")[2]]))
        # What c= leaves out: dkimpy writes both parts, so that only the reading is looked at.
        signature = b"DKIM-Signature: v=1; a=rsa-sha256;%s d=example.com; s=s; h=from; bh=" + bodies["simple"].encode() + b"; b=AAAA\r\n"
        records = self.judge({"relaxed": signature % b" c=relaxed;" + empty, "absent": signature % b"" + empty}, zone)
        self.assertEqual([(records[n]["dkim"][0]["c"], records[n]["dkim"][0]["body_hash_ok"]) for n in ("relaxed", "absent")],
                         [("relaxed/simple", True), ("simple/simple", True)])

    def test_13_two_keys_at_a_selector(self):
        message = {"a": sign(mail("a@example.com"), RSA, "example.com")}
        for records in (["v=DKIM1; k=rsa; p=", RSA.record], [RSA.record, "v=DKIM1; k=rsa; p="]):
            zone = Zone()
            for one in records:
                zone.txt("s._domainkey.example.com", one)
            self.expect(self.judge(message, zone)["a"], auth_dkim="pass", dkim_verify="pass", dkim_key_record="warn")

    def test_14_void_lookups_by_family(self):
        zone = Zone(**{"example.com": "v=spf1 a:h1.example.com a:h2.example.com a:h3.example.com ip6:2001:db8::/32 -all"})
        for i in (1, 2, 3):
            zone.add(f"h{i}.example.com", f"A 192.0.2.{i}")
        message = {"a": mail("a@example.com")}
        record = self.judge(message, zone, *session("a@example.com", "2001:db8::1"))["a"]
        self.assertEqual((record["spf"]["result"], record["spf"]["reason"]), ("permerror", "too_many_void_lookups"))
        self.expect(record, auth_spf="fail", spf_lookup_limit="fail")
        record = self.judge(message, zone, *session("a@example.com", "192.0.2.3"))["a"]
        self.expect(record, auth_spf="pass", spf_lookup_limit="pass")

    def test_15_cr_cr_lf(self):
        zone = Zone(**{"s._domainkey.example.com": RSA.record})
        signed = sign(mail("a@example.com", body=b"one\r\r\ntwo\r\nthree\r\n"), RSA, "example.com", canonicalize=(b"relaxed", b"simple"))
        stored = signed.replace(b"\r\n", b"\n")
        records = self.judge({"kept": stored, "flipped": stored.replace(b"three", b"thref")}, zone)
        self.assertIn("mixed_eol", records["kept"]["flaws"])
        self.expect(records["kept"], dkim_verify="pass", auth_dkim="pass", format_bare_crlf="fail")
        self.assertEqual(records["kept"]["dkim"][0]["body_line_ends"], "cr_before_lf_is_data")
        self.expect(records["flipped"], dkim_verify="fail", auth_dkim="fail")


# SPF, SPF aligned, DKIM, DKIM aligned, DMARC; the last rows lack the customer's SPF record.
TABLE = [
    ("pass", "pass", "pass", "pass", "pass"), ("pass", "pass", "fail", "fail", "pass"), ("pass", "fail", "fail", "fail", "fail"),
    ("fail", "fail", "pass", "pass", "pass"), ("pass", "fail", "pass", "fail", "fail"), ("fail", "pass", "pass", "pass", "pass"),
    ("fail", "pass", "fail", "fail", "fail"), ("pass", "pass", "pass", "fail", "pass"), ("pass", "pass", "fail", "pass", "pass"),
    ("pass", "fail", "pass", "pass", "pass"), ("pass", "fail", "fail", "pass", "fail"), ("fail", "pass", "pass", "fail", "fail"),
    ("fail", "pass", "fail", "pass", "fail"), ("fail", "fail", "pass", "fail", "fail"), ("fail", "fail", "fail", "pass", "fail"),
    ("fail", "fail", "fail", "fail", "fail"),
]


class Table(CornerCases):
    """DMARC passes exactly when a leg passes and is aligned, however the legs are told."""

    def check(self, records):
        for row in TABLE:
            spf, spf_aligned, dkim, dkim_aligned, dmarc = row
            record = records["_".join(row)]
            with self.subTest("/".join(row)):
                self.expect(record, auth_dmarc_pass=dmarc, align_spf=spf_aligned)
                self.assertEqual(record["spf"]["result"] == "pass", spf == "pass", text(record))
                both = (spf, spf_aligned) == ("pass", "pass") and (dkim, dkim_aligned) == ("pass", "pass")
                aligned_dkim = (dkim, dkim_aligned) == ("pass", "pass")
                self.expect(record, align_from="fail" if dmarc == "fail" else ("pass" if aligned_dkim else "warn"),
                            align_both="pass" if both else "warn", auth_dkim=dkim)

    def domains(self, row):
        return ("bounce.example.com" if row[1] == "pass" else "service.example", "example.com" if row[3] == "pass" else "service.example")

    def zone(self, record=True):
        zone = Zone(**{"s._domainkey.example.com": RSA.record, "s._domainkey.service.example": RSA.record})
        zone.txt("bounce.example.com", "v=spf1 ip4:192.0.2.0/24 -all").txt("service.example", "v=spf1 ip4:192.0.2.0/24 -all")
        return zone.txt("_dmarc.example.com", "v=DMARC1; p=none") if record else zone

    def messages(self, told):
        """told(row, MAIL FROM domain, d=, IP) gives what the receiver writes on top."""
        messages = {}
        for row in TABLE:
            envelope, signer = self.domains(row)
            signed = sign(mail("a@example.com"), RSA, signer)
            if row[2] == "fail":
                signed = signed.replace(b"Hello.", b"Hallo.")
            messages["_".join(row)] = told(row, envelope, signer, IP if row[0] == "pass" else "198.51.100.1") + signed
        return messages

    def gmail_form(self, row, envelope, signer, ip):
        spf, _, dkim, _, dmarc = row
        return gmail("out.service.example", "a@" + envelope, f"dkim={dkim} header.i=@{signer} header.s=s;\r\n spf={spf} (google.com: domain of"
                     f" a@{envelope} designates {ip} as permitted sender) smtp.mailfrom=a@{envelope};\r\n dmarc={dmarc} (p=NONE sp=NONE dis=NONE)"
                     " header.from=example.com", ip=ip)

    def exchange_form(self, row, envelope, signer, ip):
        spf, _, dkim, _, dmarc = row
        return exchange(f"spf={spf} (sender IP is {ip})\r\n smtp.mailfrom={envelope}; dkim={dkim} (x)\r\n header.d={signer};dmarc={dmarc}"
                        " action=none\r\n header.from=example.com;compauth=pass reason=100", "out.service.example", ip, "a@" + envelope)

    def test_gmail(self):
        self.check(self.judge(self.messages(self.gmail_form), self.zone()))

    def test_exchange(self):
        records = self.judge(self.messages(self.exchange_form), self.zone())
        for record in records.values():
            self.expect(record, {"auth_evidence": "results_without_id"}, auth_evidence="warn", infra_tls="pass")
        self.check(records)

    def test_computed(self):
        self.check(self.judge(self.messages(lambda row, envelope, signer, ip: gmail("out.service.example", "a@" + envelope, ip=ip)), self.zone()))

    def test_computed_before_sending(self):
        records = {}
        for row in TABLE:
            envelope, signer = self.domains(row)
            name, message = "_".join(row), sign(mail("a@example.com"), RSA, signer)
            records.update(self.judge({name: message if row[2] == "pass" else message.replace(b"Hello.", b"Hallo.")}, self.zone(),
                                      *session("a@" + envelope, IP if row[0] == "pass" else "198.51.100.1")))
        self.check(records)

    def test_without_a_record(self):
        def told(row, envelope, signer, ip):
            return gmail("out.service.example", "a@" + envelope, ip=ip)
        records = self.judge(self.messages(told), self.zone(record=False))
        for row in TABLE:
            with self.subTest("/".join(row)):
                aligned_dkim = row[2:4] == ("pass", "pass")
                self.expect(records["_".join(row)], auth_dmarc_pass="na", dmarc_record_present="fail",
                            align_from="fail" if row[4] == "fail" else ("pass" if aligned_dkim else "warn"))

    def test_unknown_legs(self):
        """One leg that passes and is aligned is enough; an unknown leg otherwise leaves it open."""
        zone = self.zone()
        good, foreign = (sign(mail("a@example.com"), RSA, signer) for signer in ("example.com", "service.example"))
        records = self.judge({"good": good, "foreign": foreign}, zone)
        self.expect(records["good"], auth_dmarc_pass="pass", auth_spf="unknown", align_from="pass", align_both="unknown")
        self.expect(records["foreign"], auth_dmarc_pass="unknown", align_from="unknown", align_dkim="fail")


class Seeds(CornerCases):
    """What articles for senders say, and what becomes of their advice."""

    def test_01_child_envelope(self):
        zone = Zone(**{"child.example.com": f"v=spf1 ip4:{IP} -all", "_dmarc.example.com": "v=DMARC1; p=none"})
        options = session("sender@child.example.com")
        self.expect(self.judge({"a": mail("sender@example.com")}, zone, *options)["a"], align_spf="pass", auth_dmarc_pass="pass")
        zone = Zone(**{"child.example.com": f"v=spf1 ip4:{IP} -all", "_dmarc.example.com": "v=DMARC1; p=none; aspf=s"})
        self.expect(self.judge({"a": mail("sender@example.com")}, zone, *options)["a"], {"align_spf": "strict_mode_mismatch"},
                    align_spf="fail", auth_dmarc_pass="fail", align_from="fail")

    def test_02_child_author(self):
        def judged(**records):
            zone = Zone(**{"example.com": f"v=spf1 ip4:{IP} -all"})
            for name, record in records.items():
                zone.txt("_dmarc." + ("child.example.com" if name == "child" else "example.com"), record)
            return self.judge({"a": mail("x@child.example.com")}, zone, *session("x@example.com"))["a"]
        self.expect(judged(parent="v=DMARC1; p=none"), align_spf="pass", auth_dmarc_pass="pass")
        self.expect(judged(), align_spf="pass", align_from="warn", auth_dmarc_pass="na")
        for records in ({"parent": "v=DMARC1; p=none", "child": "v=DMARC1; p=none; psd=n"}, {"child": "v=DMARC1; p=none"}):
            record = judged(**records)
            self.expect(record, {"align_spf": "org_method_differs", "align_from": "org_method_differs"}, align_spf="unknown", align_from="unknown",
                        auth_dmarc_pass="unknown")
            self.assertTrue(record["dmarc"]["methods_differ"])

    def test_03_signing_child(self):
        key = {"s._domainkey.mysubdomain.mydomain.com": RSA.record}
        message = {"a": sign(mail("me@mydomain.com"), RSA, "mysubdomain.mydomain.com")}
        self.expect(self.judge(message, Zone(**key, **{"_dmarc.mydomain.com": "v=DMARC1; p=none"}))["a"], align_dkim="pass", auth_dmarc_pass="pass")
        self.expect(self.judge(message, Zone(**key, **{"_dmarc.mydomain.com": "v=DMARC1; p=none; adkim=s"}))["a"],
                    {"align_dkim": "strict_mode_mismatch"}, align_dkim="fail")

    def test_04_salesforce_without_set_up(self):
        zone = Zone(**{"a.bnc.salesforce.com": f"v=spf1 ip4:{IP} ~all", "_dmarc.example.com": "v=DMARC1; p=none"})
        record = self.judge({"a": gmail("smtp1.mta.salesforce.com", "x@a.bnc.salesforce.com") + mail("a@example.com")}, zone)["a"]
        self.expect(record, auth_spf="pass", align_from="fail", align_spf="fail", auth_dkim="fail")

    def test_05_and_06_author_and_third_party_signature(self):
        zone = Zone(**{"s._domainkey.example.com": RSA.record, "s._domainkey.service.example": RSA.record,
                       "service.example": f"v=spf1 ip4:{IP} -all", "_dmarc.example.com": "v=DMARC1; p=none"})
        records = self.judge({"author": sign(mail("a@example.com"), RSA, "example.com"),
                              "third": sign(mail("a@example.com"), RSA, "service.example"),
                              "both": sign(sign(mail("a@example.com"), RSA, "service.example"), RSA, "example.com")}, zone,
                             *session("b@service.example"))
        self.expect(records["author"], auth_spf="pass", align_spf="fail", align_from="pass", align_both="warn", auth_dmarc_pass="pass")
        self.expect(records["third"], auth_dkim="pass", align_dkim="fail", align_from="fail", auth_dmarc_pass="fail")
        self.expect(records["both"], auth_dkim="pass", align_dkim="pass", align_from="pass")

    def test_07_forwarded(self):
        zone = Zone(**{"s._domainkey.example.com": RSA.record, "example.com": f"v=spf1 ip4:{IP} -all", "_dmarc.example.com": "v=DMARC1; p=reject"})
        top = gmail("out.forwarder.example", "a@example.com", ip="198.51.100.1")
        record = self.judge({"a": top + sign(mail("a@example.com"), RSA, "example.com")}, zone)["a"]
        self.expect(record, auth_spf="fail", auth_dmarc_pass="pass", align_from="pass", dmarc_reject_needs_dkim="pass")

    def test_08_service_rewrote_the_author(self):
        zone = Zone(**{"hs-domain.com": f"v=spf1 ip4:{IP} -all", "s._domainkey.hs-domain.com": RSA.record, "_dmarc.hs-domain.com": "v=DMARC1; p=none"})
        messages = {"rewritten": sign(mail("User <user=yourcompany.com@hs-domain.com>"), RSA, "hs-domain.com"),
                    "own": sign(mail("User <user@hs-domain.com>"), RSA, "hs-domain.com"),
                    "customer": mail("User <user@yourcompany.com>")}
        records = self.judge(messages, zone, *session("b@hs-domain.com"))
        # All else is in order, so that nothing but this rule tells that the customer's domain is not in the mail.
        self.expect(records["rewritten"], {"esp_rewritten_from": "from_rewritten"}, esp_rewritten_from="warn", align_from="pass",
                    auth_dmarc_pass="pass")
        self.expect(records["own"], {"esp_rewritten_from": "from_service_domain"}, esp_rewritten_from="warn")
        self.expect(records["customer"], esp_rewritten_from="pass")
        told = json.loads(harness.run("explain", "--dns", "off", "--format", "json", records["rewritten"]["source"]).out)
        seen = {row["rule"]: row["evidence"] for row in told["rules"]}
        self.assertIn("stands for user@yourcompany.com", seen["esp-rewritten-from"])

    def test_09_gmail_address_by_a_service(self):
        zone = Zone(**{"a.bnc.salesforce.com": f"v=spf1 ip4:{IP} ~all", "_dmarc.gmail.com": "v=DMARC1; p=none; sp=quarantine",
                       "s._domainkey.gmail.com": RSA.record})
        service = gmail("smtp1.mta.salesforce.com", "x@a.bnc.salesforce.com",
                        "spf=pass smtp.mailfrom=x@a.bnc.salesforce.com; dkim=none; dmarc=fail (p=NONE) header.from=gmail.com")
        records = self.judge({"service": service + mail("somebody@gmail.com"), "own": service + mail("somebody@example.com"),
                              "signed": gmail("mail-sor-f69.google.com", "somebody@gmail.com", ip="209.85.220.69",
                                              results="dkim=pass header.i=@gmail.com header.s=s; spf=pass smtp.mailfrom=somebody@gmail.com;"
                                                      " dmarc=pass header.from=gmail.com")
                              + sign(mail("somebody@gmail.com"), RSA, "gmail.com")}, zone)
        self.expect(records["service"], from_gmail_impersonation="fail", align_from="fail", auth_spf="pass")
        self.expect(records["own"], from_gmail_impersonation="pass")
        self.expect(records["signed"], from_gmail_impersonation="pass")

    def test_10_results_of_google(self):
        results = ("dkim=pass header.i=@gmail.com header.s=20230601 header.b=\"Abc/D+fg\";\r\n       spf=pass (google.com: domain of"
                   " Some.One@gmail.com designates 209.85.220.69 as permitted sender) smtp.mailfrom=some.one@gmail.com;\r\n"
                   "       dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from=gmail.com")
        top = gmail("mail-sor-f69.google.com", "Some.One@gmail.com", results, "SMTPS", "209.85.220.69", version="(Google Transport Security);")
        record = self.judge({"a": top + mail("some.one@gmail.com")}, Zone(**{"_dmarc.gmail.com": "v=DMARC1; p=none"}))["a"]
        self.expect(record, auth_spf="pass", auth_dkim="pass", auth_dmarc_pass="pass", align_from="pass", auth_evidence="pass")

    def test_11_to_12_records(self):
        zone = Zone(**{"_dmarc.pct.example": "v=DMARC1; p=quarantine; pct=25; rua=mailto:a@pct.example", "_dmarc.blog.example": "v=DMARC1; p=none;"})
        records = self.judge({"pct": mail("a@pct.example"), "blog": mail("a@blog.example")}, zone)
        self.expect(records["pct"], dmarc_old_tags="warn", dmarc_policy="pass")
        self.assertEqual(records["pct"]["dmarc"]["policy"], "quarantine")
        self.expect(records["blog"], dmarc_record_present="pass", dmarc_record_valid="pass", dmarc_policy="warn", dmarc_reports="warn")

    def test_13_one_click_without_post(self):
        zone = Zone(**{"s._domainkey.example.com": RSA.record})
        message = sign(mail("a@example.com", ("List-Unsubscribe", "<https://u.example/1>")), RSA, "example.com", fields=["List-Unsubscribe"])
        self.expect(self.judge({"a": message}, zone, "--traffic", "marketing")["a"], unsub_post="fail", unsub_one_click="fail")

    def test_14_raw_and_aligned_results_are_two_things(self):
        """An aggregate report tells both: auth_results are raw, policy_evaluated the aligned ones. So does a record, without contradiction."""
        zone = Zone(**{"service.example": f"v=spf1 ip4:{IP} -all", "s._domainkey.service.example": RSA.record, "_dmarc.example.com": "v=DMARC1; p=none"})
        record = self.judge({"a": sign(mail("a@example.com"), RSA, "service.example")}, zone, *session("b@service.example"))["a"]
        self.assertEqual((record["spf"]["result"], record["spf"]["aligned"]), ("pass", False), text(record))
        self.assertEqual([(s["result"], s["aligned"]) for s in record["dkim"]], [("pass", False)])
        self.assertEqual((record["dmarc"]["result"], record["dmarc"]["spf_leg"], record["dmarc"]["dkim_leg"]), ("fail", "no", "no"))
        self.expect(record, auth_spf="pass", auth_dkim="pass", align_spf="fail", align_dkim="fail", auth_dmarc_pass="fail")

    def test_15_no_record_of_the_customer(self):
        zone = Zone(**{"s._domainkey.example.com": RSA.record, "_dmarc.example.com": "v=DMARC1; p=none"})
        record = self.judge({"a": sign(mail("a@example.com"), RSA, "example.com")}, zone, *session("a@bounce.example.com"))["a"]
        self.expect(record, spf_record_present="fail", auth_spf="fail", auth_dmarc_pass="pass", align_from="pass", align_both="warn")


if __name__ == "__main__":
    harness.main()
