"""The light ones of the attacks, many in one process; `tests/external` carries out each by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .attack import FILE, Attack, carry_out, run
from .attacks import ATTACKS

if TYPE_CHECKING:
    from pathlib import Path

LIGHT = 150_000  # bytes
QUICK = [attack for attack in ATTACKS if attack.quick]
TEXTS = [attack for attack in ATTACKS if 0 < attack.size <= LIGHT and attack.arguments == (FILE,)]


def test_there_are_enough() -> None:
    assert len(ATTACKS) >= 150
    assert len({(attack.kind, attack.name) for attack in ATTACKS}) == len(ATTACKS)


@pytest.mark.parametrize("kind", sorted({attack.kind for attack in TEXTS}))
def test_light_texts(kind: str, tmp_path: Path) -> None:
    folder = tmp_path / "work"
    chosen: dict[str, Attack] = {}
    for number, attack in enumerate(attack for attack in TEXTS if attack.kind == kind):
        inner = folder / str(number)
        inner.mkdir(parents=True)
        attack.prepare(inner)
        chosen[f"{number}/{FILE}"] = attack
    outcome = run(folder, *chosen, seconds=60)
    assert outcome.stderr == ""
    found: dict[str, list[tuple[str, str]]] = {path: [] for path in chosen}
    for finding in outcome.report["findings"]:
        found[finding["path"]].append((finding["rule"], finding["message"]))
    for path, attack in chosen.items():
        assert {rule for rule, _ in found[path]} == attack.rules, attack.name
        assert not attack.says or any(attack.says in message for _, message in found[path]), attack.name


@pytest.mark.parametrize("attack", QUICK, ids=lambda attack: attack.name)
def test_some_of_the_others(attack: Attack, tmp_path: Path) -> None:
    assert carry_out(attack, tmp_path)[1] == []
