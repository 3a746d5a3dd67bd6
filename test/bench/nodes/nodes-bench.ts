import type { BenchCase } from '../bench-case.ts'
import type { Progress } from '../progress.ts'
import { measureExpressionCases } from './expression-cases.ts'
import { measureHttpCases } from './http-cases.ts'
import { measureTableCases } from './table-cases.ts'

/** Measures the overhead of nodes compared with plain SQL, JSONata and HTTP requests. */
export async function benchNodes(progress: Progress): Promise<BenchCase[]> {
  return [
    ...(await measureTableCases(progress)),
    ...(await measureExpressionCases(progress)),
    ...(await measureHttpCases(progress)),
  ]
}
