"""Turns FILE.tsv … into string constants of a namespace. usage: embed_tables.py NAMESPACE OUT.cc FILE…"""
import pathlib
import sys

space, target, *files = sys.argv[1:]
out = ["// Made from tables/*.tsv; do not edit.", "#include <string_view>", f"namespace {space} {{"]
for path in sorted(map(pathlib.Path, files)):
    text = path.read_text(encoding="utf-8")
    # A string literal may not exceed 64 KiB in every compiler; adjacent ones are joined.
    parts = [text[i:i + 12000] for i in range(0, len(text), 12000)]
    out.append(f"extern const std::string_view {path.stem};")
    out.append(f"const std::string_view {path.stem} = " + "\n".join(f'R"tsv({part})tsv"' for part in parts) + ";")
pathlib.Path(target).write_text("\n".join(out + ["}"]) + "\n", encoding="utf-8")
