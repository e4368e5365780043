"""`python -m tests.faults [--scale 0.1] [--seed 1]`: the table of faults survived. Exit code 1 when one is not."""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.faults.faults import FAULTS, Fault, NotHere
from tests.faults.project import Undisturbed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="of how often each fault happens")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", default="", help="the faults whose name has this in it")
    asked = parser.parse_args()
    bad = 0
    with tempfile.TemporaryDirectory() as name, ThreadPoolExecutor(asked.jobs) as pool:
        folder = Path(name)
        undisturbed = Undisturbed(folder / "undisturbed")
        print(f"{'fault':42}{'times':>6}{'survived':>10}", flush=True)
        for fault in FAULTS:
            if asked.only not in fault.name:
                continue
            times = max(1, round(fault.times * asked.scale))
            tries = [
                pool.submit(
                    _once,
                    fault,
                    undisturbed,
                    folder / f"{fault.happen.__name__}{number}",
                    asked.seed + number,
                )
                for number in range(times)
            ]
            wrong = [complaint for complaint in (one.result() for one in tries) if complaint]
            if wrong and all(isinstance(complaint, NotHere) for complaint in wrong):
                print(f"{fault.name:42}{'-':>6}   not here: {wrong[0]}", flush=True)
                continue
            print(f"{fault.name:42}{times:6}{times - len(wrong):10}", flush=True)
            for complaint in wrong:
                print(f"    {complaint}", flush=True)
            bad += len(wrong)
    return 1 if bad else 0


def _once(fault: Fault, undisturbed: Undisturbed, folder: Path, seed: int) -> str | NotHere:
    try:
        return fault.happen(undisturbed, folder, random.Random(seed))
    except NotHere as reason:
        return reason
    finally:
        shutil.rmtree(folder, ignore_errors=True)


sys.exit(main())
