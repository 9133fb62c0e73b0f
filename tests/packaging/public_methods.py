"""Which methods everybody may call, as services/access/policy.cc has them."""

import functools
import pathlib
import re

POLICY = (pathlib.Path(__file__).resolve().parent.parent.parent /
          "services/access/policy.cc")
ROW = re.compile(r'\{"(localoffer\.v1\.\w+/\w+)",\s*Access::k(\w+)')


@functools.lru_cache(maxsize=None)
def methods():
    """Whether each method is public, by its path."""
    return {"/" + method: access == "Public"
            for method, access in ROW.findall(POLICY.read_text())}


def check_reached(is_reached):
    """What is wrong with letting the public call these: `is_reached` says of a
    path whether it is passed on."""
    for method, is_public in methods().items():
        if is_reached(method) and not is_public:
            yield f"{method} is not for the public"
        if is_public and not is_reached(method):
            yield f"{method} is public, and not passed on"
