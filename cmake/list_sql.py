"""Makes app::statements(): every named statement of the .sql files. usage: list_sql.py OUT.cc FILE.sql…"""
import pathlib
import sys

sys.dont_write_bytecode = True
from embed_sql import statements

out = ['// Made from the rooms\' .sql files; do not edit.', '#include "tables.h"', "namespace probity::app {",
       "std::span<const RoomStatement> statements() {", "static constexpr RoomStatement all[] = {"]
for path in map(pathlib.Path, sys.argv[2:]):
    room = path.parent.name
    for name, _, _, body in statements(path):
        text = "\n".join(body).rstrip().rstrip(";")
        out.append(f'{{"{room}.{name}", R"sql({text})sql"}},')
out += ["};", "return all;", "}", "}"]
pathlib.Path(sys.argv[1]).write_text("\n".join(out) + "\n")
