import type { Catalog } from '@aw-flow/engine'
import type { Workflow, WorkflowDescription } from '@aw-flow/schema'
import { addAgentProblems, findNamedAgents, type AgentStore } from '../agents/apply-agents.ts'
import type { WorkflowStore } from '../api/resolve-references.ts'
import { explainAmbiguousNames, findNamedWorkflows } from '../find-named-workflows.ts'
import { deriveFields, type DerivedFields } from '../wire/workflow.ts'

/** Fields of responses that are derived from a document, in the workspace that contains it. */
export interface DocumentFacts extends DerivedFields {
  nodes: number
  /** Whether the facts depend on the document alone. */
  isStandalone: boolean
  /** The document in the current format, as JSON. */
  document: string
}

/** Computes the columns and problems of a workflow before a run. */
export async function describeDocument(
  workflow: Workflow,
  store: WorkflowStore & AgentStore,
  catalog: Catalog,
  describe: (workflow: Workflow, workflows: Readonly<Record<string, Workflow>>) => Promise<WorkflowDescription>,
): Promise<{ description: WorkflowDescription; isStandalone: boolean }> {
  const named = await findNamedWorkflows(store, workflow, catalog)
  const description = explainAmbiguousNames(await describe(workflow, named.workflows), named)
  const agents = await findNamedAgents(store, [workflow])
  return {
    description: addAgentProblems(description, workflow, agents),
    isStandalone: named.count === 0 && agents.agents.size === 0,
  }
}

/** Returns the facts of a described document. */
export const toDocumentFacts = (
  workflow: Workflow,
  { description, isStandalone }: { description: WorkflowDescription; isStandalone: boolean },
): DocumentFacts => ({
  ...deriveFields(workflow, description),
  nodes: workflow.nodes.length,
  isStandalone,
  document: JSON.stringify(workflow),
})
