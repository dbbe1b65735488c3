"""Each attack by itself: what comes of it, within the limits of time and memory that `hostile.attack` has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.hostile.attack import Attack, carry_out
    from tests.hostile.attacks import ATTACKS
else:
    from hostile.attack import carry_out
    from hostile.attacks import ATTACKS


@pytest.mark.parametrize(
    "attack", ATTACKS, ids=lambda attack: f"{attack.kind}: {attack.name}".encode("ascii", "replace").decode()
)
def test_attack(attack: Attack, tmp_path: Path) -> None:
    assert carry_out(attack, tmp_path)[1] == []
