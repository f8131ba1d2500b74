"""What measuring costs on a million cases: seconds for closed forms and bootstraps, memory over the input's.

Run it with ``python benchmarks/measure.py [CASES]``. Each measurement runs in a fresh interpreter. Seconds of
the processor stand beside those of the clock, for machines that do other work too; memory is the peak of its
process over what it holds with the input read and everything imported. Exits with 1 when a promise is broken.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time

CASES = 1_000_000
CLOSED_SECONDS, BOOTSTRAP_SECONDS, TIMES_THE_INPUT = 10.0, 30.0, 5.0
CLOSED = (
    ("accuracy", ""),
    ("recall", ""),
    ("precision", ""),
    ("recall_at_top", "0.1"),
    ("precision_at_top", "0.1"),
)
RESAMPLED = (
    ("roc_auc", ""),
    ("average_precision", ""),
    ("f1", ""),
    ("brier", ""),
    ("mae", ""),
    ("wape", ""),
    ("r2", ""),
)


def main() -> int:
    """Print a table; 1 where a promise is broken."""
    if sys.argv[1:2] == ["--one"]:
        return one(*sys.argv[2:5])
    cases = sys.argv[1] if len(sys.argv) > 1 else str(CASES)
    print(f"{'metric':20} {'seconds':>8} {'of':>4} {'CPU':>8} {'memory':>8}")
    broken = 0
    for metrics, most in ((CLOSED, CLOSED_SECONDS), (RESAMPLED, BOOTSTRAP_SECONDS)):
        for metric, at in metrics:
            arguments = [sys.executable, __file__, "--one", metric, at, cases]
            told = subprocess.run(arguments, capture_output=True, text=True, check=True).stdout.split()
            seconds, worked, times = map(float, told)
            is_broken = int(cases) >= CASES and (seconds > most or times > TIMES_THE_INPUT)
            broken += is_broken
            mark = "<--" if is_broken else ""
            print(f"{metric:20} {seconds:8.2f} {most:4.0f} {worked:8.2f} {times:7.1f}x {mark}", flush=True)
    return 1 if broken else 0


def one(metric: str, at: str, cases: str) -> int:
    """Measure once; print seconds, those of the processor, and peak memory in times the input's."""
    import numpy as np

    from nbready.measurement import bare_promise, measure_promise

    rng = np.random.default_rng(1)
    promise = bare_promise(metric, float(at) if at else None)
    # Everything is imported, and its memory held, before the clock starts.
    small = rng.random(50) < 0.5
    measure_promise(
        promise, small if promise.metric.of != "number" else rng.random(50) + small, small * 0.5 + 0.2
    )
    y = rng.random(int(cases)) < 0.1
    scores = np.clip(rng.normal(0.3 + 0.2 * y, 0.15), 0, 1)
    labels = scores + 0.1 if promise.metric.of == "number" else y.astype(np.int64)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started, worked = time.perf_counter(), time.process_time()
    measure_promise(promise, labels, scores)
    seconds, worked = time.perf_counter() - started, time.process_time() - worked
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
    print(seconds, worked, grown / (labels.nbytes + scores.nbytes))
    return 0


if __name__ == "__main__":
    sys.exit(main())
