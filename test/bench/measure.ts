/** A median with its spread. `runs` is how many samples it was taken of. */
export interface Measured {
  median: number
  min: number
  max: number
  runs: number
}

/** What one run of a contender came to, by the name of the measure. All contenders of a case give the same names. */
export type Sample = Record<string, number>

export interface MeasureOptions {
  /** Samples a contender, where one run takes less than `longMs`. `AW_BENCH_RUNS` sets another default, for trials. */
  runs?: number
  /** Runs before the first sample, thrown away. */
  warmUps?: number
  /** A contender whose run takes longer than this gives `longRuns` samples. */
  longMs?: number
  longRuns?: number
  /** Told before every run; for the person who waits. */
  onRun?: (contender: string, run: number) => void
}

/** The median of samples and their extremes. */
export function summarize(samples: readonly number[]): Measured {
  if (samples.length === 0) throw new Error('No sample was taken. Take at least one.')
  const sorted = [...samples].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const median = sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
  return { median, min: sorted[0]!, max: sorted.at(-1)!, runs: sorted.length }
}

/**
 * Runs contenders in turn, so that whatever else the machine does meets all of them: each round runs everyone once, and
 * begins one contender further than the round before. Answers measure → contender → what was measured. Rejects with
 * the first error of a contender.
 */
export async function measureInTurn(
  contenders: Readonly<Record<string, () => Promise<Sample>>>,
  {
    runs = Number(process.env.AW_BENCH_RUNS ?? 9),
    warmUps = 1,
    longMs = 20_000,
    longRuns = 3,
    onRun,
  }: MeasureOptions = {},
): Promise<Record<string, Record<string, Measured>>> {
  const names = Object.keys(contenders)
  const samples = new Map(names.map((name) => [name, [] as Sample[]]))
  const wanted = new Map(names.map((name) => [name, runs]))
  for (let round = -warmUps; round < runs; round++) {
    for (let turn = 0; turn < names.length; turn++) {
      const name = names[(turn + round + warmUps) % names.length]!
      const taken = samples.get(name)!
      if (taken.length >= wanted.get(name)!) continue
      onRun?.(name, round)
      globalThis.gc?.()
      const begin = performance.now()
      const sample = await contenders[name]!()
      const long = performance.now() - begin > longMs
      if (long) wanted.set(name, Math.min(runs, longRuns))
      // A run as long as that has warmed itself up.
      if (round >= 0 || long) taken.push(sample)
    }
  }
  return regroup(samples)
}

function regroup(samples: ReadonlyMap<string, readonly Sample[]>): Record<string, Record<string, Measured>> {
  const measures: Record<string, Record<string, Measured>> = {}
  for (const [name, taken] of samples) {
    for (const measure of Object.keys(taken[0] ?? {})) {
      const values = taken.map((sample) => sample[measure]!)
      measures[measure] = { ...measures[measure], [name]: summarize(values) }
    }
  }
  return measures
}
