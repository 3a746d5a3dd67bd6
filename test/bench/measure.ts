/** A median with its range. `runs` is the number of samples. */
export interface Measured {
  median: number
  min: number
  max: number
  runs: number
}

/** The measured values of one run, keyed by measure. All contenders of a case use the same measures. */
export type Sample = Record<string, number>

export interface MeasureOptions {
  /**
   * The number of samples per contender if a run takes at most `longMs`. `AW_BENCH_RUNS` overrides the default, for
   * trials.
   */
  runs?: number
  /** The number of discarded runs before the first sample. */
  warmUps?: number
  /** A contender with a run that takes longer than this many milliseconds has only `longRuns` samples. */
  longMs?: number
  longRuns?: number
  /** Called before every run, to display progress. */
  onRun?: (contender: string, run: number) => void
}

/** Returns the median and the extremes of samples. */
export function summarize(samples: readonly number[]): Measured {
  if (samples.length === 0) throw new Error('No sample was taken. Take at least one.')
  const sorted = [...samples].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const median = sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
  return { median, min: sorted[0]!, max: sorted.at(-1)!, runs: sorted.length }
}

/**
 * Runs contenders in turn, so that other load on the machine affects all of them: each round runs every contender once,
 * starting with the next one. Returns the summarized samples, keyed by measure and contender. Rejects with a
 * contender's first error.
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
  const sampleCounts = new Map(names.map((name) => [name, runs]))
  for (let round = -warmUps; round < runs; round++) {
    for (let turn = 0; turn < names.length; turn++) {
      const name = names[(turn + round + warmUps) % names.length]!
      const contenderSamples = samples.get(name)!
      if (contenderSamples.length >= sampleCounts.get(name)!) continue
      onRun?.(name, round)
      globalThis.gc?.()
      const start = performance.now()
      const sample = await contenders[name]!()
      const isLong = performance.now() - start > longMs
      if (isLong) sampleCounts.set(name, Math.min(runs, longRuns))
      // A long run does not need a separate warm-up.
      if (round >= 0 || isLong) contenderSamples.push(sample)
    }
  }
  return regroup(samples)
}

function regroup(samples: ReadonlyMap<string, readonly Sample[]>): Record<string, Record<string, Measured>> {
  const measures: Record<string, Record<string, Measured>> = {}
  for (const [name, contenderSamples] of samples) {
    for (const measure of Object.keys(contenderSamples[0] ?? {})) {
      const values = contenderSamples.map((sample) => sample[measure]!)
      measures[measure] = { ...measures[measure], [name]: summarize(values) }
    }
  }
  return measures
}
