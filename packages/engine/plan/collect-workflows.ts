import { readWorkflow, type Workflow } from '@aw-flow/schema'
import type { Catalog } from '../node/catalog.ts'
import { findInnerSource, findToolWorkflows, inheritReferences } from './find-inner-source.ts'

/**
 * Recursively collects the workflows that nodes refer to, for the `workflows` option of `planWorkflow`,
 * `describeWorkflow` and `runWorkflow`.
 *
 * @param find Returns a workflow by name or, if given, by the id that the name was resolved to when the document was
 *   saved. Called once per workflow.
 * @returns The workflows, keyed by id or, without an id, by name. Missing workflows are omitted; planning reports them
 *   at the nodes that refer to them.
 * @internal
 */
export async function collectWorkflows(
  workflow: Workflow,
  catalog: Catalog,
  find: (name: string, id: string | undefined) => Promise<Workflow | undefined>,
): Promise<Record<string, Workflow>> {
  const requestedKeys = new Set<string>()
  const collectedWorkflows: [string, Workflow][] = []
  const stack = [workflow]
  const collect = async ({ name, key }: { name: string; key: string }): Promise<void> => {
    if (requestedKeys.has(key)) return
    requestedKeys.add(key)
    const namedWorkflow = await find(name, key === name ? undefined : key)
    if (!namedWorkflow) return
    collectedWorkflows.push([key, namedWorkflow])
    stack.push(namedWorkflow)
  }
  for (let current = stack.pop(); current; current = stack.pop()) {
    for (const node of current.nodes) {
      for (const tool of findToolWorkflows(current, node, catalog)) await collect(tool)
      const innerSource = findInnerSource(current, node, catalog)
      if (!innerSource) continue
      if ('name' in innerSource) {
        await collect(innerSource)
        continue
      }
      const { workflow: document } = readWorkflow(innerSource.document)
      if (document) stack.push(inheritReferences(document, current))
    }
  }
  return Object.fromEntries(collectedWorkflows)
}
