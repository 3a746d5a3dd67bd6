import type { BenchCase } from '../bench-case.ts'
import type { Progress } from '../progress.ts'
import { expressionCases } from './expression-cases.ts'
import { httpCases } from './http-cases.ts'
import { tableCases } from './table-cases.ts'

/** What nodes cost beside what they do: SQL, JSONata, requests. */
export async function benchNodes(progress: Progress): Promise<BenchCase[]> {
  return [...(await tableCases(progress)), ...(await expressionCases(progress)), ...(await httpCases(progress))]
}
