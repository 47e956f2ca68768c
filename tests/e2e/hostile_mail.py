"""Messages that nobody should send: every one breaks something that a report must survive."""

SIGNED = (b"DKIM-Signature: v=1; a=rsa-sha256; d=shop.example; s=a; h=from; bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=;"
          b" b=AAAA; ")
USUAL = b"From: a@shop.example\nDate: Mon, 06 Apr 2026 00:00:00 +0000\nMessage-ID: <m@shop.example>\n"

MESSAGES = {
    "nothing but a line end": b"\n",
    "header without end": b"From: a@shop.example",
    "no header": b"just a line of text, as if it were mail\n\nmore\n",
    "NUL everywhere": b"From: a@shop.example\0\nSubject: \0\0\nMessage-ID: <\0@shop.example>\n\n\0\0\0\n",
    "every octet in the header": USUAL + b"Subject: " + bytes(set(range(256)) - {10, 13}) + b"\nX-" + bytes(range(128, 160)) + b": x\n\n",
    "every octet in the body": USUAL + b"\n" + bytes(range(256)) * 3,
    "Message-ID of quotes": USUAL.replace(b"<m@", b"<\"\\\"\\\\\x7f\x1b[31m\xe2\x80\xae\"@"),
    "Message-ID that is no UTF-8": USUAL.replace(b"<m@", b"<\xff\xfe\xc0\xaf\xed\xa0\x80\xf4\x90\x80\x80@"),
    "Message-ID of 20000 octets": USUAL.replace(b"<m@", b"<" + b"m" * 20000 + b"@"),
    "From in 8 bits": USUAL.replace(b"a@shop.example", "検品 <a@検品.example>".encode()),
    "From that is no UTF-8": USUAL.replace(b"a@shop.example", b"<a@\xff\xfe.example>"),
    "From of 5000 mailboxes": USUAL.replace(b"a@shop.example", b", ".join(b"a@shop.example" for _ in range(5000))),
    "From of nested comments": USUAL.replace(b"a@shop.example", b"(" * 9000 + b"a@shop.example"),
    "From of a literal": USUAL.replace(b"a@shop.example", b"a@[192.0.2.1]"),
    "domain of 300 labels": USUAL.replace(b"a@shop.example", b"a@" + b"x." * 300 + b"example"),
    "year 9999": USUAL.replace(b"2026", b"9999"),
    "year 0": USUAL.replace(b"2026", b"0000"),
    "year of 20 digits": USUAL.replace(b"2026", b"20260000000000000000"),
    "zone of 99 hours": USUAL.replace(b"+0000", b"-9999"),
    "second 61": USUAL.replace(b"00:00:00", b"23:59:61"),
    "3000 fields": USUAL + b"X-Field: x\n" * 3000 + b"\n",
    "folded 3000 times": USUAL + b"Subject: x\n" + b" \n" * 3000 + b" y\n\n",
    "line of 300000 octets": USUAL + b"\n" + b"x" * 300000,
    "signed 40 times": (SIGNED + b"\n") * 40 + USUAL + b"\n",
    "l= beyond 64 bits": SIGNED + b"l=99999999999999999999999999\n" + USUAL + b"\n",
    "l= negative": SIGNED + b"l=-1\n" + USUAL + b"\n",
    "t= and x= beyond 64 bits": SIGNED + b"t=99999999999999999999999; x=-5\n" + USUAL + b"\n",
    "q= and c= unknown": SIGNED.replace(b"a=rsa-sha256", b"a=\x1b[0m") + b"c=magic/\xff; q=dns/\"; i=\xff@shop.example\n" + USUAL + b"\n",
    "d= and s= odd": SIGNED.replace(b"d=shop.example", b"d=..").replace(b"s=a", b"s=\xe2\x82\xac\\\"") + b"\n" + USUAL + b"\n",
    "signature of 70000 octets": SIGNED.replace(b"AAAA", b"A" * 70000) + b"\n" + USUAL + b"\n",
    "List-Unsubscribe of rubbish": USUAL + b"List-Unsubscribe: <<<>>>,,<\0>, <javascript:alert(1)>\xff\nList-Unsubscribe-Post: \x1b]0;x\x07\n\n",
    "multipart in itself": USUAL + b"Content-Type: multipart/mixed; boundary=a\n\n" + b"--a\nContent-Type: multipart/mixed; boundary=a\n\n" * 2000,
    "lone CR as line ends": USUAL.replace(b"\n", b"\r"),
    "line ends of three kinds": USUAL.replace(b"\n", b"\r\n", 1) + b"\nx\r\ny\rz\r\r\nw\n",
    "From_ line in the body": USUAL + b"\nFrom nobody Mon Apr  6 00:00:00 2026\nis this mail?\n\nFrom here on it is prose.\n",
    "encoded-words of rubbish": USUAL + b"Subject: =?\xff?Q?=FF?= =?utf-8?B?////?= =?utf-8?X?a?= =?==?=?=\n\n",
}
