import type { Catalog } from '@aw-flow/engine'
import type { Workflow, WorkflowDescription } from '@aw-flow/schema'
import { addAgentProblems, findNamedAgents, type AgentStore } from '../agents/apply-agents.ts'
import { applyModelAgents, withModelAgents, type ModelAgentStore } from '../agents/apply-model-agents.ts'
import type { WorkflowStore } from '../api/resolve-references.ts'
import { explainAmbiguousNames, findNamedWorkflows } from '../find-named-workflows.ts'
import { deriveFields, type DerivedFields } from '../wire/workflow.ts'

/** Response fields that are derived from a document within the context of its workspace. */
export interface DocumentFields extends DerivedFields {
  nodes: number
  /** Whether the values depend on the document alone. */
  isStandalone: boolean
  /** The document as JSON, in the current format version. */
  document: string
}

/** Computes a workflow's columns and problems before a run. */
export async function describeDocument(
  workflow: Workflow,
  store: WorkflowStore & AgentStore & ModelAgentStore,
  catalog: Catalog,
  describe: (workflow: Workflow, workflows: Readonly<Record<string, Workflow>>) => Promise<WorkflowDescription>,
): Promise<{ description: WorkflowDescription; isStandalone: boolean }> {
  const agentResult = await applyModelAgents(workflow, store)
  const namedWorkflows = await findNamedWorkflows(withModelAgents(store), agentResult.workflow, catalog)
  const description = explainAmbiguousNames(
    await describe(agentResult.workflow, namedWorkflows.workflows),
    namedWorkflows,
  )
  const namedAgents = await findNamedAgents(store, [agentResult.workflow])
  return {
    description: addAgentProblems(description, agentResult, namedAgents),
    isStandalone: namedWorkflows.count === 0 && namedAgents.agents.size === 0 && !agentResult.hasAgents,
  }
}

/** Derives the response fields from a workflow and its description. */
export const toDocumentFields = (
  workflow: Workflow,
  { description, isStandalone }: { description: WorkflowDescription; isStandalone: boolean },
): DocumentFields => ({
  ...deriveFields(workflow, description),
  nodes: workflow.nodes.length,
  isStandalone,
  document: JSON.stringify(workflow),
})
