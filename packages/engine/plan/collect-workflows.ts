import { readWorkflow, type Workflow } from '@aw-flow/schema'
import type { Catalogue } from '../catalogue.ts'
import { findInnerSource } from './find-inner-source.ts'

/**
 * Collects the workflows that sub-workflow nodes refer to by name, recursively, for the `workflows` option of
 * `planWorkflow`, `describeWorkflow` and `runWorkflow`.
 *
 * @param find Returns the workflow with a name or id; called once for each.
 * @returns The workflows by name. Missing ones are left out; planning reports them at the node.
 * @internal
 */
export async function collectWorkflows(
  workflow: Workflow,
  catalogue: Catalogue,
  find: (name: string) => Promise<Workflow | undefined>,
): Promise<Record<string, Workflow>> {
  const requested = new Set<string>()
  const collected: [string, Workflow][] = []
  const stack = [workflow]
  for (let current = stack.pop(); current; current = stack.pop()) {
    for (const node of current.nodes) {
      const innerSource = findInnerSource(current, node, catalogue)
      if (!innerSource) continue
      if ('document' in innerSource) {
        const { workflow: document } = readWorkflow(innerSource.document)
        if (document) stack.push(document)
      } else if (!requested.has(innerSource.name)) {
        requested.add(innerSource.name)
        const namedWorkflow = await find(innerSource.name)
        if (!namedWorkflow) continue
        collected.push([innerSource.name, namedWorkflow])
        stack.push(namedWorkflow)
      }
    }
  }
  return Object.fromEntries(collected)
}
