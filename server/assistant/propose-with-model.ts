import { findPrices, openGrantedModels, performModelRequest, type LanguageModel } from '@aw-flow/agents'
import { NodeError, type Catalog } from '@aw-flow/engine'
import { createLimitProblem, proposeEditByModel } from '@aw-flow/nodes'
import {
  error,
  type Workflow,
  type WorkflowDescription,
  type WorkflowProposal,
  type WorkflowProposalRequest,
} from '@aw-flow/schema'
import { randomUUID } from 'node:crypto'
import type { WorkspaceBackend } from '../backend.ts'
import { openModels } from '../runs/ports/open-models.ts'
import type { WorkspaceStore } from '../store/open-store.ts'

export interface ProposeWithModelOptions {
  readonly store: WorkspaceStore
  readonly useEgress: WorkspaceBackend['useEgress']
  readonly catalog: Catalog
  describe(workflow: Workflow): Promise<WorkflowDescription>
  readonly signal: AbortSignal
}

/** The maximum duration of a request to a model, in ms. */
const maxRequestMs = 120_000

/**
 * Asks a language model of the workspace for a change to a workflow, outside a run. Each request counts toward the
 * limits of the month.
 *
 * @throws NodeError If the model is not set up, or if a cost limit applies and its price is unknown.
 */
export const proposeWithModel = (
  request: WorkflowProposalRequest,
  { store, useEgress, catalog, describe, signal }: ProposeWithModelOptions,
): Promise<WorkflowProposal> =>
  useEgress(async (egress) => {
    const models = openModels(store, '')
    const opened = await openGrantedModels({ models, egress }, [request.model ?? ''])
    const prices = await Promise.all(opened.granted.map(findPrices))
    let number = 0
    const limited: LanguageModel = {
      ...opened.model,
      async ask(modelRequest) {
        const outcome = await performModelRequest(modelRequest, {
          effect: async (_kind, _request, perform) => perform({ idempotencyKey: randomUUID(), signal, lostStarts: 0 }),
          models: opened,
          prices,
          ledger: models.ledger,
          elapsed: () => performance.now(),
          limitMs: maxRequestMs,
          number: ++number,
        })
        if ('exceeded' in outcome) {
          throw new NodeError('permanent', createLimitProblem(opened.model.name, outcome.exceeded))
        }
        if ('timedOut' in outcome) {
          const { name: model, host } = opened.model
          throw new NodeError('transient', error('model.no-answer', { model, host, said: '' }))
        }
        return outcome.reply
      },
    }
    return proposeEditByModel(request, { model: limited, catalog, describe, signal })
  })
