import type { SuggestedFix } from '@aw-flow/schema'
import type { FindFixesRequest } from './find-fixes.ts'
import type { ProbeDependencies } from './probe-node.ts'

/**
 * Finds edits that remove a problem, based on rules. Before an edit is offered, it is applied to a copy of the
 * workflow, and the copy is run on the first rows. The rules are in a separate module that is loaded on the first call.
 *
 * @internal
 */
export async function findFixes(request: FindFixesRequest, dependencies: ProbeDependencies): Promise<SuggestedFix[]> {
  const rules = await import('./find-fixes.ts')
  return rules.findFixes(request, dependencies)
}
