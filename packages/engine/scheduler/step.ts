import type { RunEventBody, Values } from '@aw-flow/schema'
import { cancelAll, cancelCompensation } from './cancel.ts'
import { compensateNext } from './end-scope.ts'
import type { Effect } from './effects.ts'
import { isComposite } from './graph.ts'
import {
  beginSubWorkflow,
  beginLoop,
  closeScope,
  handleIterationEnded,
  handleIterationsDone,
  handleIterationStarted,
  retryIteration,
} from './loops.ts'
import {
  createDraft,
  emitEvent,
  findRetainedNode,
  requireIndex,
  resolveInputs,
  getInstance,
  getNode,
  readScope,
  openScopeDraft,
  toScopeKey,
  setRetainedNode,
  setStatus,
  finishDraft,
  status,
  type Draft,
  type SchedulerState,
  type ScopeDraft,
} from './run-state.ts'
import { beginScope, completeNode, dropNode, failNode, startReadyNodes } from './settle.ts'
import { beginWaiting, endWaiting, resumeNode } from './waiting.ts'

export type { Effect, Continuation } from './effects.ts'
export { createGraph, type Graph, type GraphNode } from './graph.ts'
export { createInitialState, type SchedulerState } from './run-state.ts'

/**
 * The core of the engine: a pure function that takes a state and an event, and returns the next state and the effects
 * to perform. Its rules are numbered in `SPEC.md`. When a node ends, its successors are released or skipped. When all
 * nodes of a graph have settled, the graph ends, along with its iteration, sub-workflow or run.
 */
export function step(state: SchedulerState, event: RunEventBody): [SchedulerState, Effect[]] {
  const draft = createDraft(state)
  applyEvent(draft, event)
  startReadyNodes(draft)
  return finishDraft(draft)
}

function applyEvent(draft: Draft, event: RunEventBody): void {
  switch (event.type) {
    case 'run-started':
      draft.phase = 'running'
      draft.inputs = event.inputs
      return beginScope(draft, openScopeDraft(draft, ''))
    case 'cancel-requested':
      // If all nodes have settled, the event that ends the run has already been emitted.
      if (draft.phase === 'compensating') return cancelCompensation(draft)
      return draft.phase === 'running' && draft.root.unsettledCount > 0 ? cancelAll(draft) : undefined
    case 'compensation-started':
      return requestCompensation(draft)
    case 'compensation-ended':
      draft.undoable = draft.undoable?.rest
      return compensateNext(draft, readScope(draft, ''))
    case 'run-completed':
    case 'run-failed':
    case 'run-cancelled':
      draft.phase = 'ended'
      return
    case 'run-resumed':
    case 'run-migrated':
    case 'effect-started':
    case 'effect-ended':
    case 'node-logged':
      return
    default: {
      const scope = openScopeDraft(draft, toScopeKey(event.scope))
      return applyToNode(draft, scope, requireIndex(scope, event.node), event)
    }
  }
}

type RunEventType = Extract<
  RunEventBody,
  { type: `run-${string}` | `compensation-${string}` | `effect-${string}` }
>['type']
type NodeEvent = Exclude<RunEventBody, { type: RunEventType | 'cancel-requested' | 'node-logged' }>

function applyToNode(draft: Draft, scope: ScopeDraft, index: number, event: NodeEvent): void {
  const node = getNode(scope, index)
  switch (event.type) {
    case 'node-started':
      return handleNodeStarted(draft, scope, index, event)
    case 'node-completed':
    case 'node-cached': {
      if (node.innerGraph) closeScope(draft, scope, node.id, 0)
      if (node.compensates && event.type === 'node-completed') addUndoableNode(draft, scope, index, event.outputs)
      return completeNode(draft, scope, index, event.outputs, event.taken)
    }
    case 'node-failed':
      if (node.innerGraph) closeScope(draft, scope, node.id, 0)
      return failNode(draft, scope, index, event.error)
    case 'node-skipped':
      return dropNode(draft, scope, index, 'skipped')
    case 'node-cancelled':
      if (node.innerGraph) closeScope(draft, scope, node.id, 0)
      return dropNode(draft, scope, index, 'cancelled')
    case 'node-retrying': {
      if (event.turn) {
        const retry = { attempt: event.attempt + 1, delayMs: event.delayMs }
        return node.loop ? retryIteration(draft, scope, index, event) : resumeNode(draft, scope, index, retry)
      }
      setStatus(scope, index, status.retrying)
      const instance = getInstance(scope, index)
      if (draft.phase === 'cancelling') return emitEvent(draft, { type: 'node-cancelled', ...instance })
      const { attempt, delayMs } = event
      const inputs = resolveInputs(draft, scope, index)
      draft.effects.push({ type: 'start-later', ...instance, attempt: attempt + 1, inputs, delayMs })
      return
    }
    case 'node-waiting':
      return beginWaiting(draft, scope, index, event.waitFor)
    case 'approval-given':
    case 'wait-ended':
      return endWaiting(draft, scope, index, event)
    case 'iteration-started':
      return handleIterationStarted(draft, scope, index, event)
    case 'iterations-done':
      return handleIterationsDone(draft, scope, index, event)
    case 'iteration-ended':
      return handleIterationEnded(draft, scope, index, event)
  }
}

function handleNodeStarted(
  draft: Draft,
  scope: ScopeDraft,
  index: number,
  { attempt, key, filled }: Extract<RunEventBody, { type: 'node-started' }>,
): void {
  const node = getNode(scope, index)
  setStatus(scope, index, status.running)
  if (isComposite(node)) {
    if (draft.phase !== 'running') return emitEvent(draft, { type: 'node-cancelled', ...getInstance(scope, index) })
    draft.runningCount--
    return node.loop
      ? beginLoop(draft, scope, index, { attempt, key, filled })
      : beginSubWorkflow(draft, scope, index, { attempt, key, filled })
  }
  if (node.canWait || node.compensates) setRetainedNode(scope, index, { attempt, key, filled })
  const inputs = resolveInputs(draft, scope, index)
  const filledField = filled ? { filled } : {}
  draft.effects.push({ type: 'run-node', ...getInstance(scope, index), attempt, key, inputs, ...filledField })
}

function addUndoableNode(draft: Draft, scope: ScopeDraft, index: number, outputs: Values): void {
  const retainedNode = findRetainedNode(scope, index)
  if (!retainedNode) return
  const { key, filled } = retainedNode
  const inputs = resolveInputs(draft, scope, index)
  const item = { ...getInstance(scope, index), key, filled, inputs, outputs }
  draft.undoable = { item, rest: draft.undoable }
}

function requestCompensation(draft: Draft): void {
  const next = draft.undoable?.item
  if (!next) return
  const { filled, ...rest } = next
  draft.effects.push({ type: 'compensate', ...rest, ...(filled ? { filled } : {}) })
}
