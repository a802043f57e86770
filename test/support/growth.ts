/**
 * How many times as much of the processor's time work takes on sixteen times as much: up to 16 where the time grows as
 * the work does, up to 256 where everything is compared with everything. The best of three, since a machine may be
 * busy.
 */
export function growth(size: number, work: (size: number) => void): number {
  let best = Infinity;
  for (let attempt = 0; attempt < 3 && best > AS_THE_WORK; attempt++) {
    // First, since it compiles what both run.
    const sixteen = timeOf(() => {
      work(16 * size);
    });
    const once = Math.min(
      ...[1, 2, 3].map(() =>
        timeOf(() => {
          work(size);
        }),
      ),
    );
    best = Math.min(best, sixteen / once);
  }
  return best;
}

/**
 * What a growth is less than where the time grows as the work does: as far from the 16 of such work as from the 256 of
 * the other, since what collects garbage makes it up to 30 on a busy machine.
 */
export const AS_THE_WORK = 64;

function timeOf(work: () => void): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return user + system;
}
