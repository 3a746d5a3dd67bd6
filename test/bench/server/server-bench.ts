import type { BenchCase } from '../bench-case.ts'
import type { Progress } from '../progress.ts'
import { httpCases } from './http-cases.ts'
import { liveCases } from './live-cases.ts'
import { benchRuns } from './run-cases.ts'

/** What the server costs, with the load on the same machine. */
export async function benchServer(progress: Progress): Promise<BenchCase[]> {
  return [...(await benchRuns(progress)), ...(await httpCases(progress)), ...(await liveCases(progress))]
}
