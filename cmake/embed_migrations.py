"""Turns db/migrations/NNNN_name.sql into the table that db/migrate.h declares.

A file opens with `-- oldest_binary: X.Y.Z` and, if it must not run in a transaction,
`-- transaction: none`. usage: embed_migrations.py OUT.cc FILE…
"""
import pathlib
import re
import sys

out = ['// Made from db/migrations; do not edit.', '#include "db/migrate.h"', "namespace probity::db {",
       "namespace {", "constexpr Migration all[] = {"]
for number, path in enumerate(sorted(map(pathlib.Path, sys.argv[2:])), 1):
    text = path.read_text()
    if not re.fullmatch(rf"{number:04d}_\w+\.sql", path.name):
        sys.exit(f"{path.name}: expected number {number:04d}")
    oldest = re.search(r"^-- oldest_binary: (\d+\.\d+\.\d+)$", text, re.M)
    if not oldest:
        sys.exit(f"{path.name}: no '-- oldest_binary: X.Y.Z' line")
    single = "false" if re.search(r"^-- transaction: none$", text, re.M) else "true"
    # A string literal may not exceed 64 KiB in every compiler; adjacent ones are joined.
    parts = [text[i:i + 12000] for i in range(0, len(text), 12000)]
    sql = "\n".join(f'R"sql({part})sql"' for part in parts)
    out.append(f'{{{number}, "{path.stem}", "{oldest[1]}", {single}, {sql}}},')
out += ["};", "}", "std::span<const Migration> migrations() { return all; }", "}"]
pathlib.Path(sys.argv[1]).write_text("\n".join(out) + "\n")
