import type { BenchCase } from '../bench-case.ts'
import type { Progress } from '../progress.ts'
import { expressionCases } from './expression-cases.ts'
import { httpCases } from './http-cases.ts'
import { tableCases } from './table-cases.ts'

/** Measures the overhead of nodes over plain SQL, JSONata and requests. */
export async function benchNodes(progress: Progress): Promise<BenchCase[]> {
  return [...(await tableCases(progress)), ...(await expressionCases(progress)), ...(await httpCases(progress))]
}
