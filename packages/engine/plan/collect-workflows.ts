import { readWorkflow, type Workflow } from '@aw-flow/schema'
import type { Catalogue } from '../catalogue.ts'
import { sourceWithin } from './source-within.ts'

/**
 * All workflows that a workflow's sub-workflow nodes name, those that these name too, by their names: what
 * `planWorkflow`, `describeWorkflow` and `runWorkflow` take as `workflows`. `find` answers the workflow of a name or
 * id, or nothing; it is asked once for each. What is not found is left out: planning says so at the node.
 */
export async function collectWorkflows(
  workflow: Workflow,
  catalogue: Catalogue,
  find: (name: string) => Promise<Workflow | undefined>,
): Promise<Record<string, Workflow>> {
  const asked = new Set<string>()
  const found: [string, Workflow][] = []
  const open = [workflow]
  for (let one = open.pop(); one; one = open.pop()) {
    for (const node of one.nodes) {
      const from = sourceWithin(one, node, catalogue)
      if (!from) continue
      if ('document' in from) {
        const { workflow: document } = readWorkflow(from.document)
        if (document) open.push(document)
      } else if (!asked.has(from.name)) {
        asked.add(from.name)
        const named = await find(from.name)
        if (!named) continue
        found.push([from.name, named])
        open.push(named)
      }
    }
  }
  return Object.fromEntries(found)
}
