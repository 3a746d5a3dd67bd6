import { readWorkflow, type Workflow } from '@aw-flow/schema'
import type { Catalog } from '../catalog.ts'
import { findInnerSource, inheritReferences } from './find-inner-source.ts'

/**
 * Collects the workflows that sub-workflow nodes refer to, recursively, for the `workflows` option of `planWorkflow`,
 * `describeWorkflow` and `runWorkflow`.
 *
 * @param find Returns the workflow with a name, or with the id that the name was resolved to when the document was
 *   saved; called once for each.
 * @returns The workflows by id, those without an id by name. Missing ones are omitted; planning reports them at the
 * node.
 * @internal
 */
export async function collectWorkflows(
  workflow: Workflow,
  catalog: Catalog,
  find: (name: string, id: string | undefined) => Promise<Workflow | undefined>,
): Promise<Record<string, Workflow>> {
  const requested = new Set<string>()
  const collected: [string, Workflow][] = []
  const stack = [workflow]
  for (let current = stack.pop(); current; current = stack.pop()) {
    for (const node of current.nodes) {
      const innerSource = findInnerSource(current, node, catalog)
      if (!innerSource) continue
      if ('document' in innerSource) {
        const { workflow: document } = readWorkflow(innerSource.document)
        if (document) stack.push(inheritReferences(document, current))
      } else if (!requested.has(innerSource.key)) {
        const { name, key } = innerSource
        requested.add(key)
        const namedWorkflow = await find(name, key === name ? undefined : key)
        if (!namedWorkflow) continue
        collected.push([key, namedWorkflow])
        stack.push(namedWorkflow)
      }
    }
  }
  return Object.fromEntries(collected)
}
