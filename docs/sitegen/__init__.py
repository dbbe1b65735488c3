"""Makes the generated pages of the documentation. No part of the wheel: the command needs none of it."""
