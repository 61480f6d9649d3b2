"""Reads a mail as Python's own library does and fails at whatever that finds wrong with it.

    python3 tests/readers/mail.py mail.eml

Prints the subject, then for each part its type, content id and length. Standard library only.
"""

import re
import sys
from email import policy
from email.parser import BytesParser

raw = open(sys.argv[1], "rb").read()
wrong = []
if re.search(rb"(?<!\r)\n|\r(?!\n)", raw):
    wrong.append("a line that does not end in CR LF")
if max(map(len, raw.split(b"\r\n"))) > 998:
    wrong.append("a line of more than 998 octets")
head = raw.split(b"\r\n\r\n", 1)[0]
if not head.isascii():
    wrong.append("a header that is not ASCII")
mail = BytesParser(policy=policy.default).parsebytes(raw)
types, ids, referred = [], set(), set()
for part in mail.walk():
    wrong += [f"{part.get_content_type()}: {defect!r}" for defect in part.defects]
    for name, value in part.items():
        wrong += [f"{name}: {defect!r}" for defect in getattr(value, "defects", [])]
    types.append(part.get_content_type())
    if part["Content-ID"]:
        ids.add(part["Content-ID"].strip("<>"))
    if part.get_content_type() == "text/html":
        referred.update(re.findall(r'src="cid:([^"]+)"', part.get_content()))
if ids != referred:
    wrong.append(f"content ids {sorted(ids)} are not what is referred to: {sorted(referred)}")
order = ["multipart/alternative", "text/plain", "multipart/related", "text/html"]
if types[:4] != order or any(kind != "image/png" for kind in types[4:]):
    wrong.append(f"parts {types}")
if mail["X-Unsent"] != "1":
    wrong.append("not a draft")
print(mail["Subject"])
print("\n".join(wrong), file=sys.stderr)
sys.exit(bool(wrong))
