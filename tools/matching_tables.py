#!/usr/bin/env python3
"""Makes src/onboarding/matching/tables/ from pinned packages: run after raising a version, then look at the difference.

  pip download --no-deps --no-binary rigour,names rigour==2.6.1 names==0.3.0 nicknames==1.0.1 -d DIR
  tools/matching_tables.py DIR

What comes from where stands in NOTICE.
"""
import collections
import csv
import io
import json
import pathlib
import re
import sys
import tarfile
import unicodedata
import zipfile

OUT = pathlib.Path(__file__).resolve().parent.parent / "src/onboarding/matching/tables"
PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ə": "a", "'": "", "’": "", "ʿ": "", "ʻ": "", "`": ""})


def latin(word):
    """Lower-case ASCII letters, or None."""
    word = unicodedata.normalize("NFKD", word.lower().translate(PLAIN))
    word = "".join(c for c in word if not unicodedata.combining(c))
    return word if re.fullmatch("[a-z]+", word) else None


def scripts(word):
    return {unicodedata.name(c, "X").split()[0] for c in word if c.isalpha()}


# Near enough to sound.cc to tell whether two spellings say something that folding does not.
FOLD = [("shch|sch|sh|tch|ch", "S"), ("th", "t"), ("ts|tz", "s"), ("ck", "k"), ("c(?=[eiy])", "s"), ("c|q", "k"), ("kh", "h"),
        ("gh", "g"), ("dz|dj|zh", "j"), ("dh", "d"), ("ph", "f"), ("w", "v"), ("x", "ks"), ("y(?=[eo])", ""), ("y|ee|ei|e", "i"),
        ("ou|oo|o", "u"), ("ai", "a"), ("(?<!^)h(?![aeiou])", ""), (r"(.)\1+", r"\1")]


def folded(word):
    for pattern, to in FOLD:
        word = re.sub(pattern, to, word)
    return word


def write(name, source, rows):
    text = f"# {source}; made by tools/matching_tables.py\n" + "".join("\t".join(row) + "\n" for row in sorted(rows))
    (OUT / name).write_text(text, encoding="utf-8")
    print(f"{name}: {len(rows)} rows, {len(text.encode())} bytes")


def name_groups(lines):
    """One name's spellings in Latin letters, and in Arabic and Hebrew ones, where vowels are lost."""
    rows = set()
    for line in lines:
        words = [w.strip() for w in line.rsplit("=>", 1)[0].split(",")]
        words = [w for w in words if w and " " not in w]
        spelled = sorted({latin(w) for w in words if latin(w) and 3 <= len(latin(w)) <= 20})
        others = sorted({w for w in words if scripts(w) in ({"ARABIC"}, {"HEBREW"})})
        known = len({s for w in words for s in scripts(w)})
        if not spelled or not (others or (known >= 4 and len({folded(w) for w in spelled}) > 1)):
            continue
        rows.add((" ".join(spelled[:16]), " ".join(others[:10])))
    return rows


def organisation_words(symbols):
    rows = []
    for part in ("org_symbols", "org_domains"):
        for key, words in symbols[part].items():
            single = sorted({w.lower().strip(".") for w in words if not re.search(r"[\s&-]", w)})
            single = [w for w in single if scripts(w) <= {"LATIN"} or scripts(w) == {"CYRILLIC"} or scripts(w) == {"ARABIC"}]
            if single:
                rows.append((key.lower(), " ".join(single)))
    return rows


def legal_forms(types):
    """canonical word, class, alias: several words may stand for one form."""
    rows = set()
    for form in types:
        short = form.get("compare") or form.get("display") or (form.get("generic") or "")
        short = re.sub("[^a-z]", "", (latin(re.sub(r"[\s.&/-]", "", short)) or ""))
        if not short:
            continue
        for alias in form["aliases"] + [form.get("display") or short]:
            rows.add((short, (form.get("generic") or "-").lower(), alias.lower().replace("\t", " ")))
    return rows


def frequencies(texts):
    """Shares of the US population, in millionths, of the more frequent names."""
    share = collections.Counter()
    for weight, text in texts:
        for line in text.splitlines():
            name, percent = line.split()[:2]
            share[name.lower()] += float(percent) * 10_000 * weight
    return [(name, str(round(millionths))) for name, millionths in share.items() if millionths >= 80]


def main():
    folder = pathlib.Path(sys.argv[1])
    rigour = tarfile.open(folder / "rigour-2.6.1.tar.gz")
    census = tarfile.open(folder / "names-0.3.0.tar.gz")
    nicknames = zipfile.ZipFile(folder / "nicknames-1.0.1-py3-none-any.whl")

    def names_of(path):
        return io.TextIOWrapper(rigour.extractfile("rigour-2.6.1/rust/data/names/" + path), encoding="utf-8")

    def counts_of(kind):
        return census.extractfile(f"names-0.3.0/names/dist.{kind}").read().decode()

    write("name_groups.tsv", "names across scripts, from Wikidata (CC0) by rigour 2.6.1 (MIT)", name_groups(names_of("person_names.txt")))
    write("organisation_words.tsv", "words of organisations' names, rigour 2.6.1 (MIT)", organisation_words(json.load(names_of("symbols.json"))))
    write("legal_forms.tsv", "legal forms, rigour 2.6.1 (MIT)", legal_forms(json.load(names_of("org_types.json"))))
    write("name_frequencies.tsv", "US Census 1990 (public domain), by names 0.3.0 (MIT)",
          frequencies([(1, counts_of("all.last")), (.5, counts_of("male.first")), (.5, counts_of("female.first"))]))
    short = collections.defaultdict(list)
    for row in csv.DictReader(io.TextIOWrapper(nicknames.open("nicknames/names.csv"), encoding="utf-8")):
        if row["relationship"] == "has_nickname":
            short[row["name1"]].append(row["name2"])
    write("nicknames.tsv", "English names and their short forms, nicknames 1.0.1 (Apache-2.0)",
          [(name, " ".join(sorted(forms))) for name, forms in short.items()])


main()
