import type { BenchCase } from '../bench-case.ts'
import type { Progress } from '../progress.ts'
import { httpCases } from './http-cases.ts'
import { liveCases } from './live-cases.ts'
import { benchRuns } from './run-cases.ts'

const parts: Record<string, (progress: Progress) => Promise<BenchCase[]>> = {
  runs: benchRuns,
  http: httpCases,
  live: liveCases,
}

/** What the server costs, with the load on the same machine. `AW_BENCH_PARTS` takes some of it, for trials: `runs,live`. */
export async function benchServer(progress: Progress): Promise<BenchCase[]> {
  const asked = process.env.AW_BENCH_PARTS?.split(',') ?? Object.keys(parts)
  const cases: BenchCase[] = []
  for (const name of asked) {
    const measure = parts[name]
    if (!measure) throw new Error(`There is no part "${name}" (are ${Object.keys(parts).join(', ')}).`)
    cases.push(...(await measure(progress)))
  }
  return cases
}
