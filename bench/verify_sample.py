"""Asks an outside verifier (dkimpy) whether it agrees with the truth file of a generated corpus about DKIM.

Usage: verify_sample.py FOLDER [LIMIT]      FOLDER was made with --format eml; LIMIT is how many messages are checked.
Exit code 0: agreed; 1: disagreed; 77: dkimpy is not installed here.
"""
import email.utils
import json
import os
import re
import sys
import time

try:
    import dkim
except ImportError:
    print("dkimpy is not installed; nothing was checked")
    sys.exit(77)

# What dkimpy judges otherwise than the standard or the catalogue of rules, with the reason.
NOT_COMPARED = {
    "cr-cr-lf": "it takes CR CR LF for one line end",
    "header-space-colon": "it refuses white space before the colon of any field",
    "from-not-signed": "it does not ask that h= names From",
    "key-512": "it refuses short keys without looking at the signature",
    "key-sha1-only": "it does not look at h= of the key",
    "length-beyond": "it accepts l= beyond the body",
    "key-strict-identity": "it does not look at t=s",
}


def read_zone(path):
    """Name -> list of TXT values, with CNAMEs followed; names are lower case with the final dot."""
    texts, aliases = {}, {}
    with open(path, encoding="ascii") as file:
        for line in file:
            fields = line.split(None, 4)
            if line.startswith((";", "$")) or len(fields) < 5:
                continue
            if fields[3] == "TXT":
                texts.setdefault(fields[0].lower(), []).append("".join(re.findall(r'"([^"]*)"', fields[4])))
            elif fields[3] == "CNAME":
                aliases[fields[0].lower()] = fields[4].strip().lower()
    for name, target in aliases.items():
        texts[name] = texts.get(target, [])
    return texts


def verifies(message, texts):
    """Whether any signature of the message verifies."""
    received = re.search(rb"^Received:.*?;\s*([^;]*?)\r?\n(?![ \t])", message, re.DOTALL | re.MULTILINE)
    at = email.utils.mktime_tz(email.utils.parsedate_tz(received[1].decode("ascii")))
    dkim.time.time = lambda: at
    count = len(re.findall(rb"^DKIM-Signature:", message.split(b"\n\n")[0], re.MULTILINE))

    def txt(name, timeout=5):
        found = texts.get(name.decode("ascii").lower())
        return found[-1].encode("ascii") if found else None

    results = []
    for index in range(count):
        try:
            results.append(dkim.DKIM(message).verify(index, dnsfunc=txt))
        except Exception:  # Every kind of malformed signature is one that does not verify.
            results.append(False)
    return any(results)


def main(folder, limit):
    texts = read_zone(os.path.join(folder, "dns.zone"))
    checked = wrong = 0
    with open(os.path.join(folder, "truth.ndjson"), encoding="ascii") as file:
        for line in file:
            row = json.loads(line)
            outcome = row["rules"].get("dkim-verify")
            if outcome not in ("pass", "fail") or NOT_COMPARED.keys() & set(row["defects"]):
                continue
            with open(os.path.join(folder, row["file"]), "rb") as message:
                passed = verifies(message.read(), texts)
            checked += 1
            if passed != (outcome == "pass"):
                wrong += 1
                print(f"{row['file']} {row['defects']}: truth says {outcome}, dkimpy says {'pass' if passed else 'fail'}")
            if checked == limit:
                break
    print(f"{checked} messages checked, {wrong} disagreements")
    return 1 if wrong or checked == 0 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 0))
