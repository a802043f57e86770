/**
 * How many times as long work takes on four times as much: some 4 where the time grows as the work does,
 * some 16 where everything is compared with everything. The best of three, since a machine may be busy.
 */
export function growth(size: number, work: (size: number) => void): number {
  // What is run for the first time is compiled.
  work(size);
  let best = Infinity;
  for (let attempt = 0; attempt < 3 && best > 8; attempt++) {
    const once = timeOf(() => {
      work(size);
    });
    const four = timeOf(() => {
      work(4 * size);
    });
    best = Math.min(best, four / once);
  }
  return best;
}

function timeOf(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}
