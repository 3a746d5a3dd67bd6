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

/** A name in a document without the id of a workflow. */
export interface UnresolvedReference {
  name: string
  /** Ids of the workflows that have the name; may be empty. */
  candidates: readonly string[]
}

/**
 * Returns a document with the ids of the workflows that its sub-workflow nodes refer to by name. A name is resolved
 * once: the id in the document or in the `previous` one is kept while its workflow exists. Otherwise, the name must be
 * the id of a workflow, or the name of exactly one workflow of the workspace. Other names stay unresolved and are
 * returned.
 */
export async function resolveReferences(
  { workflows }: WorkflowStore,
  workflow: Workflow,
  catalog: Catalog,
  previous?: Workflow,
): Promise<{ workflow: Workflow; unresolved: readonly UnresolvedReference[] }> {
  const { references: submittedReferences = {}, ...document } = workflow
  const references: [name: string, id: string][] = []
  const unresolved: UnresolvedReference[] = []
  const findReferencedId = async (name: string): Promise<string | undefined> => {
    for (const candidates of [submittedReferences, previous?.references ?? {}, { [name]: name }]) {
      const id = Object.hasOwn(candidates, name) ? candidates[name] : undefined
      if (id !== undefined && (await workflows.find(id))) return id
    }
    return undefined
  }
  await collectWorkflows(document, catalog, async (name) => {
    if (!isReferenceName(name)) return undefined
    const id = await findReferencedId(name)
    const candidates = id === undefined ? await workflows.findIdsByName(name) : [id]
    if (candidates.length === 1) references.push([name, candidates[0]!])
    else unresolved.push({ name, candidates })
    return undefined
  })
  return {
    workflow: references.length === 0 ? document : { ...document, references: Object.fromEntries(references) },
    unresolved,
  }
}
