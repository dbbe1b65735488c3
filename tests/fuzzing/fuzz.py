"""Fuzzes one of the oracles: `python tests/fuzzing/fuzz.py check -max_total_time=60`.

Needs Linux and `pip install -e '.[fuzz]'`. All options behind the oracle's name are libFuzzer's. Inputs that fail are
written to tests/fuzzing/corpus/<oracle>/, where plain pytest tries them too. What else is of interest is kept in
build/fuzz/<oracle>/, and the next run goes on from there.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE.parent))

with atheris.instrument_imports(include=["connector_lint"]):
    from connector_lint.registry import all_rules

    all_rules()
    from fuzzing.oracles import ORACLES
    from fuzzing.seeds import seeds


def main() -> None:
    """Fuzz until libFuzzer's own limits say stop."""
    name, *options = sys.argv[1:]
    oracle = ORACLES[name]
    found = ROOT / "build" / "fuzz" / name
    failed = HERE / "corpus" / name
    for folder in (found, failed):
        folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds(name)):
        (found / f"seed-{number:04}").write_bytes(seed)
    limits = ["-max_len=4096", "-timeout=60", "-rss_limit_mb=1024", f"-dict={HERE / 'tokens.dict'}"]
    atheris.Setup([sys.argv[0], *limits, *options, f"-artifact_prefix={failed}/", str(found)], oracle)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
