"""What fuzzing demands holds for what it begins with, and for every input that once failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.fuzzing.oracles import ORACLES
    from tests.fuzzing.seeds import seeds
else:
    from fuzzing.oracles import ORACLES
    from fuzzing.seeds import seeds

INPUTS = [
    pytest.param(name, seed, id=f"{name}-{number}") for name in ORACLES for number, seed in enumerate(seeds(name))
]


@pytest.mark.parametrize(("name", "data"), INPUTS)
def test_oracle(name: str, data: bytes) -> None:
    ORACLES[name](data)
