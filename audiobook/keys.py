"""How keys are made: SHA-256 of canonical JSON, so that equal facts give equal keys on every machine."""

from __future__ import annotations

import hashlib
import json


def stable_hash(facts: object) -> str:
    """SHA-256, in hex, of a JSON-able value with sorted keys and no spacing."""
    text = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
