"""Turns ROOM.sql into a header of db::Statement constants.

Every statement is headed `-- :name one|many|exec` and at least one comment line that says why it has
its shape. usage: embed_sql.py ROOM IN.sql OUT.h
"""
import pathlib
import re
import sys


def statements(path):
    name, kind, why, body = None, None, [], []
    for number, line in enumerate(path.read_text().splitlines(), 1):
        head = re.fullmatch(r"-- :(\w+) (one|many|exec)\s*", line)
        if head:
            if name:
                yield name, kind, why, body
            name, kind, why, body = head[1], head[2], [], []
        elif name and line.startswith("--"):
            why.append(line[2:].strip())
        elif name and line.strip():
            body.append(line.rstrip())
        elif line.strip() and not line.startswith("--"):
            sys.exit(f"{path}:{number}: SQL outside a named statement")
    if name:
        yield name, kind, why, body


def main():
    room, source, target = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    out = [f"// Made from {source.name}; do not edit.", "#pragma once", '#include "db/statement.h"',
           f"namespace probity::{room}::sql {{"]
    for name, kind, why, body in statements(source):
        text = "\n".join(body).rstrip().rstrip(";")
        if not why:
            sys.exit(f"{source}: statement {name} does not say why")
        out.append(f"// {' '.join(why)}")
        out.append(f'inline constexpr db::Statement {name}{{"{room}.{name}", db::Rows::{kind}, '
                   f'R"sql({text})sql"}};')
    out.append("}")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text("\n".join(out) + "\n")


if __name__ == "__main__":
    main()
