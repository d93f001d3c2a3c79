"""`python -m benchmarks.fuzz --minutes 3 --seed 1`: damaged files of every kind through the readers, in children.

A reader that dies of anything but a refusal, hangs, or takes more time or memory than a disclosure could, is printed
with the seed that shows it.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from multiprocessing.connection import Connection
from pathlib import Path

from benchmarks.mutate import mutated
from pipelines.extract import extract
from pipelines.model import Refused
from pipelines.readers import read
from pipelines.vocabulary import vocabulary
from tests.synthesis.samples import samples

SECONDS, MEGABYTES, BATCH = 20, 600, 40
_MOST_MEMORY = 4 * 1024**3


def attempt(path: Path, whole: bool) -> str:
    """What became of one file: `read`, or the code of its refusal; whatever else is raised is a find."""
    try:
        if whole:
            extract(path, vocabulary())
        else:
            read(path)
    except Refused as refused:
        return refused.code
    return "read"


def _resident() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _work(pipe: Connection, files: Mapping[str, bytes], seeds: range, whole: bool) -> None:
    """Reads the damaged files of these seeds, and tells before and after each."""
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    names = sorted(files)
    with tempfile.TemporaryDirectory() as temporary:
        for seed in seeds:
            name = names[seed % len(names)]
            path = Path(temporary, name)
            path.write_bytes(mutated(files[name], seed))
            pipe.send(("begun", seed, name))
            before, start = _resident(), time.monotonic()
            outcome = attempt(path, whole)
            spent, grown = time.monotonic() - start, _resident() - before
            if spent > SECONDS / 4 or grown > MEGABYTES:
                outcome = f"SLOW {spent:.1f} s, {grown} MB more, {outcome}"
            pipe.send(("done", seed, outcome))
    pipe.send(("end", seeds.stop, ""))


def fuzz(files: Mapping[str, bytes], first: int, minutes: float, whole: bool) -> tuple[Counter[str], list[str]]:
    """Outcomes by code, and the finds; from the seed `first` on for so many minutes."""
    outcomes: Counter[str] = Counter()
    finds: list[str] = []
    until = time.monotonic() + 60 * minutes
    seed = first
    while time.monotonic() < until:
        here, there = multiprocessing.Pipe(duplex=False)
        batch = range(seed, seed + BATCH)
        worker = multiprocessing.Process(target=_work, args=(there, files, batch, whole))
        worker.start()
        there.close()
        name, seed = "", batch.stop
        while True:
            try:
                event, at, text = here.recv() if here.poll(SECONDS) else ("hangs", -1, "")
            except EOFError:
                event, at, text = "died", -1, ""
            if event == "begun":
                seed, name = at + 1, text
            elif event == "done":
                outcomes[text.split()[0]] += 1
                finds += [f"seed {at} {name}: {text}"] if text.startswith("SLOW") else []
            else:
                finds += [f"seed {seed - 1} {name}: the reader {event}"] if event != "end" else []
                break
        worker.kill()
        worker.join()
    return outcomes, finds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=3.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="kinds of files, by suffix: xlsx,docx")
    parser.add_argument("--whole", action="store_true", help="every step after reading, too")
    given = parser.parse_args()
    files = samples()
    kinds = set(given.only.split(",")) if given.only else {name.rpartition(".")[2] for name in files}
    files = {name: data for name, data in files.items() if name.rpartition(".")[2] in kinds}
    outcomes, finds = fuzz(files, given.seed, given.minutes, given.whole)
    print(f"{outcomes.total()} damaged files of {len(files)} whole ones")
    for code, count in outcomes.most_common():
        print(f"{count:8} {code}")
    for find in finds:
        print(find)
    if finds:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
