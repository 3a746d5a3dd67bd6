import type { Catalog } from '@aw-flow/engine'
import { openLimitedModel, proposeEditWithModel } from '@aw-flow/nodes'
import type { Workflow, WorkflowDescription, WorkflowProposal, WorkflowProposalRequest } from '@aw-flow/schema'
import { randomUUID } from 'node:crypto'
import type { WorkspaceBackend } from '../backend.ts'
import { openModels } from '../runs/open-models.ts'
import type { WorkspaceStore } from '../store/open-store.ts'

export interface ProposeWithModelOptions {
  readonly store: WorkspaceStore
  readonly withEgress: WorkspaceBackend['withEgress']
  readonly catalog: Catalog
  describe(workflow: Workflow): Promise<WorkflowDescription>
  readonly signal: AbortSignal
}

/** Maximum duration of a request to the model, in ms. */
const maxRequestMs = 120_000

/**
 * Asks one of the workspace's language models to propose a change to a workflow, outside a run. Each request counts
 * toward the monthly limits.
 *
 * @throws NodeError If the model is not set up, or if a cost limit applies but the model's price is unknown.
 */
export const proposeWithModel = (
  request: WorkflowProposalRequest,
  { store, withEgress, catalog, describe, signal }: ProposeWithModelOptions,
): Promise<WorkflowProposal> =>
  withEgress(async (egress) => {
    const models = openModels(store, '')
    const options = { signal, createKey: randomUUID, maxRequestMs }
    const model = await openLimitedModel({ models, egress }, request.model ?? '', options)
    return proposeEditWithModel(request, { model, catalog, describe, signal })
  })
