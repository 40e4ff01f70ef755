"""Turns messages/templates/*.txt into the table that messages/templates.h declares.

A file is `key: value` lines, an empty line, and the text. usage: embed_templates.py OUT.cc FILE…
"""
import pathlib
import re
import sys

KEYS = {"channel", "subject", "useful_hours", "useful_minutes", "text", "token"}


def template(path):
    def fail(why):
        sys.exit(f"{path}: {why}")

    head, _, body = path.read_text().partition("\n\n")
    rows = dict(line.split(": ", 1) for line in head.splitlines())
    if rows.keys() - KEYS:
        fail(f"unknown {sorted(rows.keys() - KEYS)}")
    if rows.get("channel") not in ("mail", "sms"):
        fail("channel must be mail or sms")
    if ("subject" in rows) != (rows["channel"] == "mail"):
        fail("a mail has a subject, and only a mail")
    if ("useful_hours" in rows) == ("useful_minutes" in rows):
        fail("useful_hours or useful_minutes is required")
    if rows["channel"] == "sms":
        body = body.strip()
        if len(body) > 160 or "\n" in body or not body.isascii():
            fail("an SMS is one line of at most 160 ASCII characters")
    taken = f"{rows.get('text', '')} {rows.get('token', '')}".split()
    used = set(re.findall(r"\{(.*?)\}", rows.get("subject", "") + body))
    if used - {"base_url"} != set(taken) or len(set(taken)) != len(taken):
        fail(f"takes {taken} and uses {sorted(used)}")
    if set(re.findall(r"\{(.*?)\}", rows.get("subject", ""))) & set(rows.get("token", "").split()):
        fail("a token does not belong into the subject")
    if re.search(r"[{}]", re.sub(r"\{\w+\}", "", rows.get("subject", "") + body)):
        fail("a brace stands alone")
    minutes = int(rows.get("useful_minutes", 0)) or 60 * int(rows["useful_hours"])
    raw = [f'R"txt({text})txt"' for text in (rows.get("subject", ""), body)]
    return (f'{{"{path.stem}", Channel::{rows["channel"]}, {minutes}, {raw[0]}, {raw[1]}, '
            f'"{rows.get("text", "")}", "{rows.get("token", "")}"}},')


out = ['// Made from messages/templates; do not edit.', '#include "messages/templates.h"',
       "namespace probity::messages {", "namespace {", "constexpr Template all[] = {",
       *(template(path) for path in sorted(map(pathlib.Path, sys.argv[2:]))),
       "};", "}", "std::span<const Template> templates() { return all; }", "}"]
pathlib.Path(sys.argv[1]).write_text("\n".join(out) + "\n")
