"""What must hold of the source tree: walls between rooms, cages of libraries, sizes and names."""
import functools
import graphlib
import json
import pathlib
import re
import shlex
import subprocess

SOURCE = pathlib.Path(__file__).resolve().parents[2]

# A library's headers → the only folders of src/ that may include them.
CAGES = {
    r"boost/json": ["platform/json"],
    r"boost/(asio|beast)": ["platform/gateway"],
    r"boost/": ["platform/json", "platform/gateway"],
    r"libpq": ["platform/db"],
    r"openssl/": ["platform/crypto", "platform/gateway", "platform/credentials/authenticator"],
    r"curl/": ["platform/http"],
    r"prometheus/": ["platform/gateway"],
    r"(sys/socket|netinet/|arpa/|netdb)": ["platform/gateway", "platform/http"],
    r"unicode/": ["onboarding/matching", "platform/credentials"],
    r"(crypt\.h|argon2|fido|zxcvbn)": ["platform/credentials"],
    r"zstd": ["platform/keys", "onboarding/screening"],
    r"pugixml": ["onboarding/screening"],
    r"toml\+\+/": ["app", "onboarding/screening"],
    r"CLI/": ["app"],
}
LONGEST = {".cc": 400, ".h": 250, "_test.cc": 600}
VAGUE = {"manager", "helper", "helpers", "util", "utils", "common", "impl", "info", "handle", "misc"}


def files(*patterns):
    return [p for pattern in patterns for p in sorted((SOURCE / "src").glob(pattern))]


def rooms(text=None):
    """The plan of the house as CMakeLists.txt has it: {room: (folder, the rooms it may see)}."""
    text = (SOURCE / "CMakeLists.txt").read_text() if text is None else text
    groups = dict(re.findall(r"^set\((\w+) ([^)]*)\)", text, re.M))
    found = {}
    for name, folder, rest in re.findall(r"^room\((\w+)\s+(\S+)\s*([^)]*)\)", text, re.M):
        may = re.search(r"\bMAY\b(.*?)(\bTEST_MAY\b|\bLIBS\b|$)", rest, re.S)
        words = may[1] if may else ""
        while "${" in words:
            words = re.sub(r"\$\{(\w+)\}", lambda m: groups[m[1]], words)
        found[name] = (folder, set(words.split()))
    return found


def circles(plan):
    """A round of rooms that see each other, or nothing."""
    try:
        graphlib.TopologicalSorter({room: may for room, (_, may) in plan.items()}).prepare()
    except graphlib.CycleError as round_:
        return round_.args[1]
    return []


@functools.cache
def compile_commands(build):
    return json.loads(subprocess.run(["ninja", "-C", str(build), "-t", "compdb"], capture_output=True, text=True,
                                     check=True).stdout)


def compile_command(build, file):
    """How ninja compiles one source file of a build folder, as words."""
    row = next(r for r in compile_commands(build) if r["file"].endswith(str(file)) and " -c " in r["command"])
    words = shlex.split(row["command"].split(" && ")[0])
    return words[1:] if words[0].endswith("ccache") else words


def compiled(build, room_folder, text, tmp_path, preprocess=False):
    """Compiles `text` as if it were a file of the room; returns the finished process."""
    sample = next(p for p in files(f"{room_folder}/*.cc", f"{room_folder}/**/*.cc") if not p.name.endswith("_test.cc"))
    words = compile_command(build, sample.relative_to(SOURCE))
    drop = {"-o", "-MF", "-MT"}
    kept = [w for i, w in enumerate(words) if w not in drop | {"-c", "-MD"} and words[i - 1] not in drop | {"-c"}]
    probe = tmp_path / "probe.cc"
    probe.write_text(text)
    mode = ["-E", "-P"] if preprocess else ["-fsyntax-only"]
    return subprocess.run([*kept, *mode, str(probe)], cwd=build, capture_output=True, text=True)


def visible_rooms(build, plan, room, tmp_path):
    """The rooms of which some header is found from inside the room."""
    lines = []
    for other, (folder, _) in plan.items():
        headers = [p for p in files(f"{folder}/*.h", f"{folder}/**/*.h")]
        for header in headers:
            path = f"{other}/{header.relative_to(SOURCE / 'src' / folder)}"
            lines.append(f'#if __has_include("{path}")\nsees {other}\n#endif')
    done = compiled(build, plan[room][0], "\n".join(lines) + "\n", tmp_path, preprocess=True)
    assert done.returncode == 0, done.stderr
    return set(re.findall(r"^sees (\w+)", done.stdout, re.M))


def cage_violations(folder, name, text):
    """`folder` of src/ holds the file; a test beside it obeys the same cages."""
    violations = []
    for number, line in enumerate(text.splitlines(), 1):
        included = re.match(r"#\s*include\s*[<\"]([^>\"]+)", line)
        if not included:
            continue
        for header, allowed in CAGES.items():
            if re.match(header, included[1]) and not any(f"{folder}/".startswith(a + "/") for a in allowed):
                violations.append(f"{name}:{number}: includes {included[1]} outside {' and '.join(allowed)}")
        if ".." in included[1].split("/"):
            violations.append(f"{name}:{number}: includes by a way through the tree")
        if name.endswith(".h") and included[1].startswith("fmt/"):
            violations.append(f"{name}:{number}: fmt is for .cc files only")
    return violations


def sql_violations(folder, name, text):
    """SQL stands in .sql files, where the gates see it; only the cage itself speaks some of its own."""
    if folder.startswith("platform/db") or name.endswith("_test.cc"):
        return []
    found = re.finditer(r'"\s*(select|update|with|insert(?= into)|delete(?= from))\s[^"]*\b(from|into|set|as|values)\b', text)
    return [f"{name}: SQL in the code: {m[0]!r}" for m in found]


def shape_violations(name, text):
    violations = []
    lines = text.splitlines()
    kind = "_test.cc" if name.endswith("_test.cc") else pathlib.PurePath(name).suffix
    if len(lines) > LONGEST.get(kind, 10**9):
        violations.append(f"{name}: {len(lines)} lines, more than {LONGEST[kind]}")
    stem = pathlib.PurePath(name).name.split(".")[0]
    if not re.fullmatch(r"[a-z0-9_]+", stem):
        violations.append(f"{name}: names are snake_case")
    if VAGUE & set(stem.split("_")):
        violations.append(f"{name}: says nothing about its subject")
    return violations
