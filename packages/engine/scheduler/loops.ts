import { message } from '@aw-flow/messages'
import { type RunEventBody, type Values, getProblemText } from '@aw-flow/schema'
import { replaceSentence } from '@aw-flow/schema/internal'
import { toHandledField } from './end-scope.ts'
import type { Continuation } from './effects.ts'
import { getSlot, listSlotValues, withSlot, emptySlots } from './slots.ts'
import {
  changeScope,
  emitEvent,
  listFailures,
  findRetainedNode,
  findScope,
  resolveInputs,
  getInstance,
  createScope,
  getNode,
  toScopeKey,
  setRetainedNode,
  type Draft,
  type RetainedNode,
  type LoopState,
  type ScopeDraft,
  type ScopeState,
} from './run-state.ts'
import { beginScope } from './settle.ts'

type NodeStart = Pick<RetainedNode, 'attempt' | 'key' | 'filled'>
type EventOf<Type extends RunEventBody['type']> = Extract<RunEventBody, { type: Type }>

/**
 * Starts a loop by requesting its first iteration. The loop itself does not count as a parallel node; the nodes of its
 * body do.
 */
export function beginLoop(draft: Draft, scope: ScopeDraft, index: number, nodeStart: NodeStart): void {
  const loop: LoopState = {
    nextIteration: 0,
    isRequested: false,
    activeCount: 0,
    count: undefined,
    results: emptySlots,
    failed: undefined,
    error: undefined,
    retry: undefined,
  }
  setRetainedNode(scope, index, { ...nodeStart, loop })
  advanceLoop(draft, scope, index)
}

/** Starts the nodes inside a sub-workflow with its input values. */
export function beginSubWorkflow(draft: Draft, scope: ScopeDraft, index: number, nodeStart: NodeStart): void {
  setRetainedNode(scope, index, nodeStart)
  openScope(draft, scope, index, 0, resolveInputs(draft, scope, index))
}

function openScope(draft: Draft, outerScope: ScopeState, index: number, iteration: number, inputs: Values): void {
  const { id, loop, innerGraph } = getNode(outerScope, index)
  const path = [...outerScope.path, `${id}#${iteration}`]
  const parent = { scope: toScopeKey(outerScope.path), index, iteration }
  const scope = createScope((loop?.body ?? innerGraph)!, { path, parent, inputs })
  changeScope(draft, toScopeKey(path), scope)
  beginScope(draft, scope)
}

/** Discards the state of an inner graph that has ended. */
export function closeScope(draft: Draft, outerScope: ScopeState, node: string, iteration: number): void {
  changeScope(draft, toScopeKey([...outerScope.path, `${node}#${iteration}`]), undefined)
}

export function handleIterationStarted(
  draft: Draft,
  scope: ScopeDraft,
  index: number,
  event: EventOf<'iteration-started'>,
): void {
  const { iteration, of: count, values } = event
  const loop = requireLoop(scope, index)
  const countField = count === undefined ? {} : { count }
  if (draft.phase !== 'running') {
    updateLoop(scope, index, { isRequested: false, ...countField })
    return advanceLoop(draft, scope, index)
  }
  updateLoop(scope, index, {
    isRequested: false,
    nextIteration: iteration + 1,
    activeCount: loop.activeCount + 1,
    ...countField,
  })
  openScope(draft, scope, index, iteration, values)
  advanceLoop(draft, scope, index)
}

export function handleIterationsDone(
  draft: Draft,
  scope: ScopeDraft,
  index: number,
  event: EventOf<'iterations-done'>,
): void {
  updateLoop(scope, index, { isRequested: false, count: event.count })
  advanceLoop(draft, scope, index)
}

/** Handles the end of an iteration, or its error if it could not start. */
export function handleIterationEnded(
  draft: Draft,
  scope: ScopeDraft,
  index: number,
  event: EventOf<'iteration-ended'>,
): void {
  const { node, iteration, state, values } = event
  const key = toScopeKey([...scope.path, `${node}#${iteration}`])
  const bodyScope = findScope(draft, key)
  const loop = requireLoop(scope, index)
  const { results, failed, activeCount, nextIteration } = loop
  const error = event.error ?? (bodyScope && listFailures(bodyScope)[0]?.error)
  const isFirstError = error !== undefined && (loop.error === undefined || iteration < loop.error.iteration)
  updateLoop(scope, index, {
    ...(bodyScope
      ? { activeCount: activeCount - 1 }
      : { isRequested: false, nextIteration: Math.max(nextIteration, iteration + 1) }),
    results: withSlot(results, iteration, state === 'completed' ? values : undefined),
    failed: state === 'failed' ? { item: iteration, rest: failed } : failed,
    error: isFirstError ? { iteration, error } : loop.error,
  })
  if (bodyScope) closeScope(draft, scope, node, iteration)
  advanceLoop(draft, scope, index)
}

/** Schedules the retry of an iteration that failed to start. Running iterations continue. */
export function retryIteration(draft: Draft, scope: ScopeDraft, index: number, event: EventOf<'node-retrying'>): void {
  updateLoop(scope, index, { isRequested: false, retry: { attempt: event.attempt + 1, delayMs: event.delayMs } })
  advanceLoop(draft, scope, index)
}

/** Advances a loop: requests iterations up to the limit, then waits for the running ones, and finally ends the loop. */
function advanceLoop(draft: Draft, scope: ScopeDraft, index: number): void {
  const loop = requireLoop(scope, index)
  const { id, loop: settings, onError } = getNode(scope, index)
  const { parallel, keepGoing } = settings!
  const isStopping = draft.phase !== 'running' || (loop.error !== undefined && !(keepGoing && loop.count !== undefined))
  const hasStartedAll = loop.count !== undefined && loop.nextIteration >= loop.count
  if (!isStopping && !hasStartedAll) {
    if (!loop.isRequested && loop.activeCount < parallel)
      requestContinuation(draft, scope, index, createNextIteration(loop, parallel))
    return
  }
  if (loop.isRequested || loop.activeCount > 0) return
  const instance = getInstance(scope, index)
  if (draft.phase !== 'running') return emitEvent(draft, { type: 'node-cancelled', ...instance })
  if (isStopping) {
    const { iteration, error } = loop.error!
    const reason = getProblemText(error.problem)
    const sentence = message('run.iteration-failed', { iteration: iteration + 1, loop: id, reason })
    const problem = { ...replaceSentence(error.problem, sentence), where: { ...error.problem.where, node: id } }
    return emitEvent(draft, {
      type: 'node-failed',
      ...instance,
      error: { ...error, problem },
      ms: 0,
      ...toHandledField(onError),
    })
  }
  const failedIterations: number[] = []
  for (let cell = loop.failed; cell; cell = cell.rest) failedIterations.push(cell.item)
  failedIterations.sort((a, b) => a - b)
  requestContinuation(draft, scope, index, {
    kind: 'collect',
    results: listSlotValues(loop.results),
    failed: failedIterations,
  })
}

const createNextIteration = ({ nextIteration, results }: LoopState, maxParallel: number): Continuation => {
  const previousResults = maxParallel === 1 && nextIteration > 0 ? getSlot(results, nextIteration - 1) : undefined
  return { kind: 'next', iteration: nextIteration, ...(previousResults ? { before: previousResults } : {}) }
}

function requestContinuation(draft: Draft, scope: ScopeDraft, index: number, continuation: Continuation): void {
  const { retry } = requireLoop(scope, index)
  updateLoop(scope, index, { isRequested: true, retry: undefined })
  const { attempt, key, filled } = findRetainedNode(scope, index)!
  const inputs = resolveInputs(draft, scope, index)
  const filledField = filled ? { filled } : {}
  draft.effects.push({
    type: 'run-node',
    ...getInstance(scope, index),
    attempt,
    key,
    inputs,
    ...filledField,
    continuation,
    ...(retry ? { retry } : {}),
  })
}

function requireLoop(scope: ScopeState, index: number): LoopState {
  const loop = findRetainedNode(scope, index)?.loop
  if (!loop)
    throw new Error(`The record has an iteration of "${getNode(scope, index).id}", which is not a running loop.`)
  return loop
}

function updateLoop(scope: ScopeDraft, index: number, changes: Partial<LoopState>): void {
  const loop = requireLoop(scope, index)
  setRetainedNode(scope, index, { ...findRetainedNode(scope, index)!, loop: { ...loop, ...changes } })
}
