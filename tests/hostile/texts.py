"""Attacks by what stands in a file."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

from .attack import CLEAN, FILE, Attack

if TYPE_CHECKING:
    from pathlib import Path

UNREADABLE, SYNTAX = "unreadable-file", "yaml-syntax"
ESCAPE, RIGHT_TO_LEFT, ZERO_WIDTH = "\x1b", "\u202e", "\u200b"


def of(kind: str, name: str, text: str | bytes, *rules: str, says: str = "", code: int | None = None, quick: bool = False,
       arguments: tuple[str, ...] = (FILE,), never: str = "") -> Attack:  # fmt: skip
    data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")

    def prepare(folder: Path) -> None:
        (folder / FILE).write_bytes(data)

    expected = int(bool(rules)) if code is None else code
    return Attack(kind, name, prepare, frozenset(rules), expected, says, arguments, never, quick, len(data))


def bomb(levels: int, width: int, entry: str = "[{}]") -> str:
    lines = ["x0: &a0 " + entry.format(", ".join(["x"] * width))]
    lines += [f"x{n}: &a{n} " + entry.format(", ".join([f"*a{n - 1}"] * width)) for n in range(1, levels)]
    return CLEAN + "\n".join(lines) + "\n"


def named(value: str) -> str:
    """A Blueprint with a value as its name."""
    return f"connector:\n  name: {value}\n  base_url: https://api.example.com\n"


def at(url: str) -> str:
    """A Blueprint with a base URL."""
    return f"connector:\n  name: Orders\n  base_url: {url}\n"


DEEP = "nested deeper than 100"
ALIASES = "expand to more than 100,000 nodes"
ITSELF = "inside of the node that it refers to"
LONG = "longer than 1,000,000 characters"
NODES = "more than 200,000 nodes"
FINDINGS = "more than 1,000 findings"
UTF8 = "save it as UTF-8"
M = 1_000_000

ATTACKS = [
    *(of("syntax", f"{opening!r} repeated", opening * 100_000, UNREADABLE, says=DEEP) for opening in ("[", "{", "- ", "? ", "{a: ", ": ", "[\n", "!!seq [", "&a [")),
    *(of("syntax", f"{text[:6]!r} repeated", text, SYNTAX) for text in (
        '["' * 50_000, "]" * 100_000, "}" * 100_000, "'" + "x\n" * 200_000, 'a: "' + "\\" * 100_001,
        "@" * 100_000, "`" * 100_000, "a: b: " * 100_000, "\ta: 1\n" * 1000, "*" * 100_000, "a:\n  - b\n c\n" * 1000,
    )),
    of("syntax", "anchors repeated", "&a " * 100_000, SYNTAX, "missing-key"),
    of("syntax", "tags repeated", "! " * 100_000, SYNTAX, "wrong-type"),
    of("aliases", "nine by nine", bomb(9, 9), UNREADABLE, says=ALIASES),
    of("aliases", "sixty doublings", bomb(60, 2), UNREADABLE, says=ALIASES),
    of("aliases", "ten by fifty", bomb(10, 50), UNREADABLE, says=ALIASES),
    of("aliases", "seven hundred by seven hundred", bomb(700, 700), UNREADABLE, says=ALIASES),
    of("aliases", "a chain that gets deep", bomb(500, 1), UNREADABLE, says="aliases nest deeper than 100"),
    of("aliases", "a list in itself", "connector: &a [*a]\n", UNREADABLE, says=ITSELF),
    of("aliases", "a mapping in itself", "connector: &a {name: *a}\n", UNREADABLE, says=ITSELF),
    of("aliases", "a mapping as its own key", "&a {*a : b}\n", UNREADABLE, says=ITSELF),
    of("aliases", "undefined", CLEAN + "x-a: *nowhere\n", SYNTAX),
    of("aliases", "a hundred thousand of one scalar", CLEAN + "x-a: &a b\nx-b:\n" + "- *a\n" * 100_001, UNREADABLE, says=ALIASES),
    of("aliases", "anchors defined again and again", CLEAN + "x-a:\n" + "- &a b\n" * 50_000),
    of("aliases", "as keys", CLEAN + "x-a: &a k\nx-b:\n" + "- {*a : *a}\n" * 10_000),
    of("merges", "doubling", bomb(60, 2, "{{<<: [{}]}}").replace("x, x", "{k: 1}, {k: 2}"), UNREADABLE, says=ALIASES),
    of("merges", "a mapping into itself", "connector: &a {<<: *a}\n", UNREADABLE, says=ITSELF),
    of("merges", "of a scalar", named("Orders") + "  <<: x\n", SYNTAX, says="mapping"),
    of("merges", "of a list of scalars", named("Orders") + "  <<: [x, y]\n", SYNTAX, says="mapping"),
    of("merges", "ten thousand aliases in one", CLEAN + "x-a: &a {k: 1}\nx-b:\n  <<: [" + "*a, " * 10_000 + "]\n"),
    of("merges", "a thousand merge keys in one mapping", CLEAN + "x-a: &a {k: 1}\nx-b:\n" + "  <<: *a\n" * 1000),
    of("merges", "a chain", CLEAN + "x-0: &a0 {k: 1}\n" + "".join(f"x-{n}: &a{n} {{<<: *a{n - 1}}}\n" for n in range(1, 200)), UNREADABLE, says="aliases nest deeper"),
    of("merges", "of a credential from elsewhere", CLEAN + "x-a: &a {base_url: 'http://b.example'}\nmulti-reports: []\n".replace("multi-reports: []\n", "") + "interface_parameters: {section: {source: []}}\n", code=0),
    of("depth", "a thousand mappings", "".join(" " * n + "a:\n" for n in range(1000)), UNREADABLE, says=DEEP),
    of("depth", "a thousand lists", "".join(" " * n + "-\n" for n in range(1000)), UNREADABLE, says=DEEP),
    of("depth", "one level too many", CLEAN + "x-a: " + "[" * 100 + "]" * 100 + "\n", UNREADABLE, says=DEEP),
    of("depth", "as deep as allowed", CLEAN + "x-a: " + "[" * 99 + "]" * 99 + "\n"),
    of("depth", "deep explicit keys", "? " * 5000 + "a\n", UNREADABLE, says=DEEP),
    of("depth", "deep at the end of a long file", CLEAN + "x-a:\n" + "- b\n" * 100_000 + "x-b: " + "[" * 5000, UNREADABLE, says=DEEP),
    of("depth", "a limit that is raised", CLEAN + "x-a: " + "[" * 190 + "]" * 190 + "\n", arguments=("--limit", "depth=200", FILE)),
    of("depth", "steps in steps", "steps:\n" + "".join(" " * 2 * n + "- steps:\n" for n in range(1, 80)) + CLEAN, UNREADABLE, says=DEEP),
    of("scalars", "plain", named("x" * 2 * M), UNREADABLE, says=LONG),
    of("scalars", "single-quoted", named("'" + "x" * 2 * M + "'"), UNREADABLE, says=LONG),
    of("scalars", "double-quoted", named('"' + "\\x41" * M + 'a"'), UNREADABLE, says=LONG),
    of("scalars", "literal", named("|\n    " + "x" * 2 * M), UNREADABLE, says=LONG),
    of("scalars", "folded, of many lines", named(">\n" + "    x\n" * 600_000), UNREADABLE, says=LONG),
    of("scalars", "a key", "k" * 2 * M + ": 1\n", UNREADABLE, says=LONG),
    of("scalars", "an explicit key", "? " + "k" * 2 * M + "\n: 1\n", UNREADABLE, says=LONG),
    of("scalars", "the longest that is allowed", named("x" * M)),
    of("scalars", "an anchor's name", CLEAN + "x-a: &" + "a" * M + " b\n"),
    of("scalars", "a tag", CLEAN + "x-a: !" + "a" * M + " b\n"),
    of("scalars", "line breaks only", named("|+\n" + "\n" * 999_000)),
    of("scalars", "blanks only", "connector:" + " " * M + "\n", "wrong-type"),
    of("scalars", "larger than a file may be", named("x" * 11 * M), UNREADABLE, says="larger than 4 MiB"),
    of("keys", "too many", CLEAN + "".join(f"k{n}: v\n" for n in range(130_000)), UNREADABLE, says=NODES),
    of("keys", "too many items", CLEAN + "x-a: [" + "a," * 260_000 + "]\n", UNREADABLE, says=NODES),
    of("keys", "twenty thousand unknown ones", "".join(f"zz{n}: v\n" for n in range(20_000)) + CLEAN, "unknown-key", UNREADABLE, says=FINDINGS),
    of("keys", "one key many times", "connector:\n" + "  name: a\n" * 20_000, "duplicate-key", "missing-key", UNREADABLE, says=FINDINGS),
    of("keys", "empty ones", CLEAN + "x-a:\n" + "  : v\n" * 1500, "duplicate-key", UNREADABLE, says=FINDINGS),
    of("keys", "of all types", CLEAN + "x-a: {429: a, null: b, true: c, 1.5: d, [e]: f, {g: h}: i}\n"),
    of("keys", "thirty thousand headers", CLEAN + "  default_headers:\n" + "".join(f"    X-{n}: v\n" for n in range(30_000))),
    of("keys", "seven thousand long ones", CLEAN + "x-a:\n" + "".join(f"  {'k' * 500}{n}: v\n" for n in range(7_000))),
    of("documents", "one too many", f"---\n{CLEAN}" * 1001, UNREADABLE, says="more than 1,000 documents"),
    of("documents", "fifty thousand", "---\n" * 50_000, "missing-key", UNREADABLE, says="more than 1,000 documents"),
    of("documents", "a thousand Blueprints", f"---\n{CLEAN}" * 1000),
    of("documents", "a thousand with a finding each", f"---\n{at('http://b.example')}" * 1000, "insecure-url"),
    of("documents", "a thousand ends", CLEAN + "...\n" * 1000),
    of("documents", "a broken one last", f"---\n{CLEAN}" * 100 + "--- [", SYNTAX),
    of("documents", "a bomb behind a clean one", CLEAN + "---\n" + "[" * 1000, UNREADABLE, says=DEEP),
    of("directives", "too many tags", "".join(f"%TAG !e{n}! tag:example.com,2000:\n" for n in range(101)) + "---\n" + CLEAN, UNREADABLE, says="more than 100 directives"),
    of("directives", "sixty thousand", "".join(f"%TAG !e{n}! tag:e:\n" for n in range(60_000)) + "---\n" + CLEAN, UNREADABLE, says="more than 100 directives"),
    of("directives", "two versions", "%YAML 1.2\n%YAML 1.1\n---\n" + CLEAN, SYNTAX),
    of("directives", "a version to come", "%YAML 9.9\n---\n" + CLEAN, SYNTAX),
    of("directives", "a version of many digits", "%YAML " + "9" * 10_000 + ".1\n---\n" + CLEAN, UNREADABLE, says="longer than 256 characters"),
    of("directives", "an unknown one", "%EVIL x\n---\n" + CLEAN),
    of("directives", "alone", "%YAML 1.2\n", SYNTAX),
    of("directives", "a long prefix of tags", "%TAG !e! tag:" + "x" * 100_000 + "\n---\n" + CLEAN + "x-a: [" + "!e!a b, " * 5000 + "]\n", UNREADABLE, says="longer than 256 characters"),
    *(of("tags", tag, named(f"{tag} Orders"), *rules) for tag, rules in {
        "!!python/object/apply:os.system": (), "!!python/name:os.system": (), "!!python/module:os": (), "!local": (),
        "!<tag:yaml.org,2002:str>": (), "!!int": (), "!!js/function": (), "!ruby/object:Gem::Installer": (), "!%41%42": (), "!": (),
    }.items()),
    of("tags", "a call", named("!!python/object/apply:os.system ['touch owned']"), "wrong-type"),
    of("tags", "a set", CLEAN + "x-a: !!set {a, b}\n"),
    of("tags", "an undefined handle", CLEAN + "x-a: !e!x b\n", SYNTAX),
    of("tags", "binary that is none", named("!!binary '%%%'")),
    of("tags", "much binary", named("!!binary " + "QUFB" * 200_000)),
    of("tags", "a hundred thousand", CLEAN + "x-a:\n" + "- !!str a\n" * 100_000),
    *(of("encodings", f"{encoding} with a mark", CLEAN.encode(encoding), UNREADABLE, says=UTF8) for encoding in ("utf-16", "utf-32")),
    of("encodings", "big-endian UTF-16", b"\xfe\xff" + CLEAN.encode("utf-16-be"), UNREADABLE, says=UTF8),
    of("encodings", "UTF-16 without a mark", CLEAN.encode("utf-16-le"), UNREADABLE, says="NUL"),
    *(of("encodings", f"bytes {data.hex()}", named("x").encode() + b"# " + data + b"\n", UNREADABLE, says="is not UTF-8") for data in (
        b"\xff", b"\xe9", b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe2\x82", b"\x80" * 100)),
    of("encodings", "a mark", "\ufeff" + CLEAN),
    of("encodings", "two marks", "\ufeff\ufeff" + CLEAN, "deceptive-text", "missing-key"),
    of("encodings", "a mark in the middle", named("a\ufeffb")),
    of("encodings", "a mark alone", "\ufeff", "missing-key"),
    of("encodings", "nothing", "", "missing-key"),
    of("encodings", "compressed", gzip.compress(CLEAN.encode()), UNREADABLE),
    of("encodings", "UTF-7", named("+ADw-script+AD4-")),
    *(of("characters", f"U+{ord(character):04X} as it is", CLEAN + f"x-a: 'a{character}b'\n", SYNTAX, never=character) for character in "\x01\x07\x08\x0b\x0c\x1b\x7f\x80\x9b\ufffe\uffff"),
    of("characters", "NUL", CLEAN + "x-a: 'a\0b'\n", UNREADABLE, says="NUL"),
    *(of("characters", f"U+{ord(character):04X} as a break", CLEAN + f"x-a: a{character}b\n", "deceptive-text") for character in "\x85\u2028\u2029"),
    of("characters", "escapes in a key", '"' + "\\e[2J\\a\\0" + 'connector": {}\n' + CLEAN, "deceptive-text", "unknown-key", never=ESCAPE),
    of("characters", "half a character", CLEAN + 'x-a: "\\ud800"\n'),
    of("characters", "carriage returns only", CLEAN.replace("\n", "\r")),
    of("characters", "all kinds of breaks", CLEAN.replace("\n", "\r\n", 2) + "\r# c\r\n\n"),
    *(of("numbers", text[:12], CLEAN + f"x-a: {text}\n" + "steps: [{name: a, endpoint: /b, retries: " + text + "}]\n", *rules) for text, rules in {
        "9" * 500_000: (), "0x" + "f" * 500_000: (), "1e999999999": ("ambiguous-value",), ".inf": (), "-.nan": (), "-0": (), "0o" + "7" * 290: ("ambiguous-value",),
        "190:20:30": ("ambiguous-value",), "1_000": ("ambiguous-value",), "." + "1" * 400_000: (), "1e" + "9" * 250: ("ambiguous-value",), "2024-02-30": (), "0001-01-01T00:00:00Z": (), "9999999-99-99": (),
    }.items()),
    of("comments", "a hundred thousand", CLEAN + "# c\n" * 100_000),
    of("comments", "a long one", CLEAN + "# " + "x " * 500_000),
    of("comments", "signs only", CLEAN + "#" * 500_000),
    of("comments", "signs with blanks", CLEAN + "# " * 300_000),
    of("comments", "like assignments", CLEAN + "# " + "password: " * 50_000),
    of("comments", "behind each value", "".join(f"{line}  # c\n" for line in CLEAN.splitlines())),
    of("ignores", "twenty thousand in vain", CLEAN + "# connector-lint: ignore[a]\n" * 20_000, "unused-ignore", UNREADABLE, says=FINDINGS),
    of("ignores", "a hundred thousand names", CLEAN + "# connector-lint: ignore[" + "a, " * 100_000 + "]\n", "unused-ignore"),
    of("ignores", "never closed", CLEAN + "# connector-lint: ignore[" + "a" * 500_000 + "\n", "unused-ignore"),
    of("ignores", "begun again and again", CLEAN + "# connector-lint: ignore[" * 20_000 + "\n", "unused-ignore"),
    of("ignores", "blanks behind one", CLEAN + "# connector-lint: ignore[a]" + " " * 260_000 + "x\n", "unused-ignore"),
    of("ignores", "opened again and again", CLEAN + " # connector-lint: ignore[" * 10_000 + "\n", "unused-ignore", UNREADABLE, says=FINDINGS),
    of("keys", "one header many times", CLEAN + "  default_headers:\n" + "    Authorization: 'Bearer {x}'\n" * 8_000, "duplicate-key", UNREADABLE, says=FINDINGS),
    of("ignores", "a megabyte of them in one line", CLEAN + "x-a: b" + " # connector-lint: ignore[insecure-url]" * 26_000 + "\n", "unused-ignore", UNREADABLE, says=FINDINGS),
    of("ignores", "all blanks", CLEAN + "#" + " " * 300_000 + "connector-lint:" + " " * 300_000 + "ignore\n", "unused-ignore"),
    of("ignores", "in a scalar", at('"http://b.example # connector-lint: ignore[insecure-url]"'), "insecure-url"),
    of("ignores", "of too many findings", "# connector-lint: ignore-file[unreadable-file]\n" + CLEAN + "x-a:\n" + "  b: 1\n" * 3000, "duplicate-key", UNREADABLE, says=FINDINGS),
    of("ignores", "of a limit, asked not to be heard", "# connector-lint: ignore-file[unreadable-file]\n" + bomb(9, 9), UNREADABLE, says=ALIASES, arguments=("--no-ignores", FILE)),
    *(of("placeholders", f"{part!r} repeated", named("'" + part * (400_000 // len(part)) + "'")) for part, rules in {
        "{": (), "}": (), "{{%": (), "%}}": (), "{a": (), "{{": (), "{ {": (), "${": (), "{}": (), "<": ()}.items()),
    of("placeholders", "many undefined ones", CLEAN + "steps:\n" + "".join(f"- {{name: s{n}, endpoint: '/{{zz{n}q}}'}}\n" for n in range(3000))),
    *(of("secrets", f"{part!r} repeated", CLEAN + "x-a: '" + part * (300_000 // len(part)) + "'\n", *rules) for part, rules in {
        "aB1": (), "eyJ": (), "AK" + "IA": (), "-----BEG" + "IN ": (), "Bea" + "rer ": (), "passw" + "ord=": (), "sk_" + "live_": (), "gh" + "p_": (),
        "a.b.": (), "Basic Zm9v": (), "xo" + "xb-1-": (), "://a:b@": (), "token:": (), "secret=\\\"": (),
    }.items()),
    *(of("urls", f"{part!r} repeated", at("'https://" + part * (200_000 // len(part)) + "'"), *rules) for part, rules in {
        "a.": (), "a:b@": ("credentials-in-url",), "?&=": (), "[": (), ":1": (), "%41": (), "#": (), "é.": (), "a/": ("base-url-trailing-slash",), "xn--": ()}.items()),
    of("urls", "many plain ones", CLEAN + "steps:\n" + "".join(f"- {{name: s{n}, endpoint: 'http://x{n}.example/a'}}\n" for n in range(5000)), "insecure-url", UNREADABLE, says=FINDINGS),
    *(of("output", f"{style}: markup and commands in a key", f'"<script>\\n::error::x\\e[31m=cmd|x##[group]": 1\n{CLEAN}', code=1, arguments=("--format", style, FILE), never=never) for style, never in {
        "text": ESCAPE, "concise": "\n::error::x", "github": "\n::error::x", "gitlab": ESCAPE, "junit": "<script>", "sarif": ESCAPE, "html": "<script>\\n"}.items()),
    *(of("output", f"{style}: no frame of a long text", at("http://b.example") + "# c\n" * 300_000, code=1, arguments=("--format", style, FILE)) for style in ("text", "html", "sarif", "github", "gitlab", "junit")),
    *(of("whole files", f"four megabytes of {text!r}", CLEAN + text * (4_100_000 // len(text)), UNREADABLE, says=NODES) for text in ("k: v\n", "x-a: ['b']\n")),
    *(of("whole files", f"four megabytes of {text!r}", CLEAN + text * (4_100_000 // len(text)), *rules) for text, rules in {
        "# comment\n": (), "# password: x\n": (), "\n": (), "# aB1cD2eF3\n": ()}.items()),
    of("output", "a line of a megabyte", "connector: {name: " + "x" * M + ", base_url: 'http://b.example'}\n", "insecure-url", code=1),
    of("output", "a megabyte in one line, as text", "connector: {name: " + "x" * M + ", base_url: 'http://b.example'}\n", code=1, arguments=("--format", "text", FILE), never="x" * 200),
    of("fixes", "a bomb", bomb(9, 9), UNREADABLE, says=ALIASES, arguments=("--fix", FILE)),
    of("fixes", "no text", b"\xff\xfe\x00", UNREADABLE, arguments=("--fix", FILE)),
    of("fixes", "NUL", "connector: {base_url: 'a\0'}\n", UNREADABLE, arguments=("--fix", FILE)),
    of("fixes", "many at once", CLEAN + "x-a:\n" + "  b: 1  # connector-lint: ignore[insecure-url]\n" * 900, "duplicate-key", arguments=("--fix", FILE)),
    of("fixes", "shown only", at("https://b.example/"), code=1, arguments=("--diff", FILE)),
]  # fmt: skip
