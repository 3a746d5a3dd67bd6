import { collectWorkflows, type Catalog } from '@aw-flow/engine'
import type { Workflow } from '@aw-flow/schema'

/** The workflows that a document can refer to. */
export interface WorkflowStore {
  workflows: {
    find(id: string): Promise<{ workflow: Workflow } | undefined>
    findIdsByName(name: string): Promise<string[]>
  }
}

/** Returns whether a name can be a key of `references`. Names of JavaScript's object prototype cannot. */
const isReferenceName = (name: string): boolean => !['__proto__', 'constructor', 'prototype'].includes(name)

/**
 * Returns a document with the ids of the workflows that its sub-workflow nodes refer to by name. A name is resolved
 * once: the id in the document or in the `previous` one is kept while its workflow exists. Otherwise, the name must be
 * the id of a workflow, or the name of exactly one workflow of the workspace. Names that match neither get no id.
 */
export async function resolveReferences(
  { workflows }: WorkflowStore,
  workflow: Workflow,
  catalog: Catalog,
  previous?: Workflow,
): Promise<Workflow> {
  const { references: sent = {}, ...document } = workflow
  const references: [name: string, id: string][] = []
  await collectWorkflows(document, catalog, async (name) => {
    if (!isReferenceName(name)) return undefined
    for (const candidates of [sent, previous?.references ?? {}, { [name]: name }]) {
      const id = Object.hasOwn(candidates, name) ? candidates[name] : undefined
      if (id === undefined || !(await workflows.find(id))) continue
      references.push([name, id])
      return undefined
    }
    const [id, ...others] = await workflows.findIdsByName(name)
    if (id !== undefined && others.length === 0) references.push([name, id])
    return undefined
  })
  return references.length === 0 ? document : { ...document, references: Object.fromEntries(references) }
}
