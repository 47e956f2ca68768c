"""Writes an mbox of any number of small messages to stdout, none of which needs memory:

    mail_maker.py MESSAGES DOMAINS | kenpin scan -

Message-IDs all differ; message k comes from domain k modulo DOMAINS.
"""
import sys

MESSAGE = """From a@d{domain}.example Mon Apr  6 00:00:00 2026
From: Shop <news@d{domain}.example>
To: b@receiver.test
Date: Mon, 06 Apr 2026 00:00:00 +0000
Message-ID: <{number}@d{domain}.example>
Subject: News

Hello, here are the news of the day, number {number}.

"""
BLOCK = 2000


def write(messages, domains, out):
    """Returns how many octets went out."""
    octets = 0
    for begin in range(0, messages, BLOCK):
        block = "".join(MESSAGE.format(number=k, domain=k % domains) for k in range(begin, min(begin + BLOCK, messages)))
        out.write(block.encode())
        octets += len(block)
    return octets


if __name__ == "__main__":
    write(int(sys.argv[1]), int(sys.argv[2]), sys.stdout.buffer)
