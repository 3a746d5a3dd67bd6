import type { OfferedFix } from '@aw-flow/schema'
import type { FindFixesRequest } from './find-fixes.ts'
import type { ProbePorts } from './probe-node.ts'

/**
 * Finds edits that remove a problem, by rules. Each is applied to a copy of the workflow and run on the first rows
 * before it is offered. The rules are in a separate module that is loaded by the first call.
 *
 * @internal
 */
export async function findFixes(request: FindFixesRequest, ports: ProbePorts): Promise<OfferedFix[]> {
  const rules = await import('./find-fixes.ts')
  return rules.findFixes(request, ports)
}
