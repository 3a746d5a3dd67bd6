import type { BenchCase } from './bench-case.ts'
import type { Progress } from './progress.ts'

/**
 * Runs the parts of a benchmark in sequence. For trials, `AW_BENCH_PARTS` selects some of them, for example
 * `runs,live`.
 */
export async function runParts(
  parts: Readonly<Record<string, (progress: Progress) => Promise<BenchCase[]>>>,
  progress: Progress,
): Promise<BenchCase[]> {
  const selected = process.env.AW_BENCH_PARTS?.split(',') ?? Object.keys(parts)
  const cases: BenchCase[] = []
  for (const name of selected) {
    const measure = parts[name]
    if (!measure) throw new Error(`Part "${name}" does not exist. Use one of ${Object.keys(parts).join(', ')}.`)
    cases.push(...(await measure(progress)))
  }
  return cases
}
