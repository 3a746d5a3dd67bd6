import { collectWorkflows, type Catalog } from '@aw-flow/engine'
import type { Workflow } from '@aw-flow/schema'
import { reservedNames } from '@aw-flow/schema/internal'

/** Workflows that a document can refer to. */
export interface WorkflowStore {
  workflows: {
    find(id: string): Promise<{ workflow: Workflow } | undefined>
    findIdsByName(name: string): Promise<string[]>
  }
}

/** A workflow name in a document that could not be resolved to a workflow ID. */
export interface UnresolvedReference {
  name: string
  /** IDs of the workflows with this name. Can be empty. */
  candidates: readonly string[]
}

/**
 * Resolves the names that a document's sub-workflow nodes use to refer to workflows, and adds the IDs to the document.
 * A name is resolved only once: the ID in the document, or else in `previous`, is kept as long as the workflow exists.
 * Otherwise, the name must be the ID of a workflow, or the name of exactly one workflow in the workspace. Names that
 * cannot be resolved are returned separately.
 */
export async function resolveReferences(
  { workflows }: WorkflowStore,
  workflow: Workflow,
  catalog: Catalog,
  previous?: Workflow,
): Promise<{ workflow: Workflow; unresolved: readonly UnresolvedReference[] }> {
  const { references: submittedReferences = {}, ...document } = workflow
  const references: [name: string, id: string][] = []
  const unresolvedReferences: UnresolvedReference[] = []
  const findReferencedId = async (name: string): Promise<string | undefined> => {
    for (const candidates of [submittedReferences, previous?.references ?? {}, { [name]: name }]) {
      const id = Object.hasOwn(candidates, name) ? candidates[name] : undefined
      if (id !== undefined && (await workflows.find(id))) return id
    }
    return undefined
  }
  await collectWorkflows(document, catalog, async (name) => {
    if (reservedNames.has(name)) return undefined
    const id = await findReferencedId(name)
    const candidates = id === undefined ? await workflows.findIdsByName(name) : [id]
    if (candidates.length === 1) references.push([name, candidates[0]!])
    else unresolvedReferences.push({ name, candidates })
    return undefined
  })
  return {
    workflow: references.length === 0 ? document : { ...document, references: Object.fromEntries(references) },
    unresolved: unresolvedReferences,
  }
}
