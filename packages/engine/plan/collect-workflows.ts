import { readWorkflow, type Workflow } from '@aw-flow/schema'
import type { Catalogue } from '../catalogue.ts'
import { sourceWithin } from './source-within.ts'

/**
 * Collects the workflows that sub-workflow nodes refer to by name, recursively: the `workflows` of `planWorkflow`,
 * `describeWorkflow` and `runWorkflow`.
 *
 * @param find Returns the workflow of a name or id; called once for each.
 * @returns The workflows by name. Missing ones are left out; planning reports them at the node.
 * @internal
 */
export async function collectWorkflows(
  workflow: Workflow,
  catalogue: Catalogue,
  find: (name: string) => Promise<Workflow | undefined>,
): Promise<Record<string, Workflow>> {
  const requested = new Set<string>()
  const found: [string, Workflow][] = []
  const open = [workflow]
  for (let one = open.pop(); one; one = open.pop()) {
    for (const node of one.nodes) {
      const from = sourceWithin(one, node, catalogue)
      if (!from) continue
      if ('document' in from) {
        const { workflow: document } = readWorkflow(from.document)
        if (document) open.push(document)
      } else if (!requested.has(from.name)) {
        requested.add(from.name)
        const named = await find(from.name)
        if (!named) continue
        found.push([from.name, named])
        open.push(named)
      }
    }
  }
  return Object.fromEntries(found)
}
