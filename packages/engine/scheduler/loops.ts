import { message } from '@aw-flow/messages'
import { type RunEventBody, type Values, textOf, withSentence } from '@aw-flow/schema'
import { handled } from './end-scope.ts'
import type { Continuation } from './effects.ts'
import { slot, slotValues, withSlot, emptySlots } from './slots.ts'
import {
  changeScope,
  emit,
  failuresOf,
  heldAt,
  findScope,
  inputsOf,
  instanceOf,
  newScope,
  nodeOf,
  scopeKey,
  setHeld,
  type Draft,
  type Held,
  type LoopState,
  type ScopeDraft,
  type ScopeState,
} from './run-state.ts'
import { beginScope } from './settle.ts'

type Started = Pick<Held, 'attempt' | 'key' | 'filled'>
type Of<Type extends RunEventBody['type']> = Extract<RunEventBody, { type: Type }>

/** Starts a loop with its first iteration. The loop does not count as a parallel node; the nodes of its body do. */
export function beginLoop(draft: Draft, scope: ScopeDraft, index: number, started: Started): void {
  const loop: LoopState = {
    next: 0,
    requested: false,
    active: 0,
    of: undefined,
    results: emptySlots,
    failed: undefined,
    error: undefined,
    again: undefined,
  }
  setHeld(scope, index, { ...started, loop })
  advance(draft, scope, index)
}

/** Starts the nodes inside a sub-workflow with the values of its inputs. */
export function beginInside(draft: Draft, scope: ScopeDraft, index: number, started: Started): void {
  setHeld(scope, index, started)
  openScope(draft, scope, index, 0, inputsOf(draft, scope, index))
}

function openScope(draft: Draft, around: ScopeState, index: number, iteration: number, given: Values): void {
  const { id, loop, inside } = nodeOf(around, index)
  const path = [...around.path, `${id}#${iteration}`]
  const parent = { scope: scopeKey(around.path), index, iteration }
  const scope = newScope((loop?.body ?? inside)!, { path, parent, given })
  changeScope(draft, scopeKey(path), scope)
  beginScope(draft, scope)
}

/** Drops the state of an inner graph that has ended. */
export function closeScope(draft: Draft, around: ScopeState, node: string, iteration: number): void {
  changeScope(draft, scopeKey([...around.path, `${node}#${iteration}`]), undefined)
}

export function iterationStarted(draft: Draft, scope: ScopeDraft, index: number, event: Of<'iteration-started'>): void {
  const { iteration, of, values } = event
  const loop = loopAt(scope, index)
  const known = of === undefined ? {} : { of }
  if (draft.phase !== 'running') {
    change(scope, index, { requested: false, ...known })
    return advance(draft, scope, index)
  }
  change(scope, index, { requested: false, next: iteration + 1, active: loop.active + 1, ...known })
  openScope(draft, scope, index, iteration, values)
  advance(draft, scope, index)
}

export function iterationsDone(draft: Draft, scope: ScopeDraft, index: number, event: Of<'iterations-done'>): void {
  change(scope, index, { requested: false, of: event.count })
  advance(draft, scope, index)
}

/** Handles the end of an iteration, or its error if it could not start. */
export function iterationEnded(draft: Draft, scope: ScopeDraft, index: number, event: Of<'iteration-ended'>): void {
  const { node, iteration, state, values } = event
  const key = scopeKey([...scope.path, `${node}#${iteration}`])
  const body = findScope(draft, key)
  const loop = loopAt(scope, index)
  const { results, failed, active, next } = loop
  const error = event.error ?? (body && failuresOf(body)[0]?.error)
  const isFirst = error !== undefined && (loop.error === undefined || iteration < loop.error.iteration)
  change(scope, index, {
    ...(body ? { active: active - 1 } : { requested: false, next: Math.max(next, iteration + 1) }),
    results: withSlot(results, iteration, state === 'completed' ? values : undefined),
    failed: state === 'failed' ? { item: iteration, rest: failed } : failed,
    error: isFirst ? { iteration, error } : loop.error,
  })
  if (body) closeScope(draft, scope, node, iteration)
  advance(draft, scope, index)
}

/** Schedules the retry of an iteration that failed to start; running iterations continue. */
export function retryIteration(draft: Draft, scope: ScopeDraft, index: number, event: Of<'node-retrying'>): void {
  change(scope, index, { requested: false, again: { tries: event.attempt + 1, delayMs: event.delayMs } })
  advance(draft, scope, index)
}

/** Advances a loop: requests iterations up to the limit, waits for running ones, and ends. */
function advance(draft: Draft, scope: ScopeDraft, index: number): void {
  const loop = loopAt(scope, index)
  const { id, loop: settings, onError } = nodeOf(scope, index)
  const { parallel, keepGoing } = settings!
  const isStopping = draft.phase !== 'running' || (loop.error !== undefined && !(keepGoing && loop.of !== undefined))
  const isLast = loop.of !== undefined && loop.next >= loop.of
  if (!isStopping && !isLast) {
    if (!loop.requested && loop.active < parallel) request(draft, scope, index, nextIteration(loop, parallel))
    return
  }
  if (loop.requested || loop.active > 0) return
  const place = instanceOf(scope, index)
  if (draft.phase !== 'running') return emit(draft, { type: 'node-cancelled', ...place })
  if (isStopping) {
    const { iteration, error } = loop.error!
    const reason = textOf(error.problem)
    const sentence = message('run.iteration-failed', { iteration: iteration + 1, loop: id, reason })
    const problem = { ...withSentence(error.problem, sentence), where: { ...error.problem.where, node: id } }
    return emit(draft, { type: 'node-failed', ...place, error: { ...error, problem }, ms: 0, ...handled(onError) })
  }
  const failed: number[] = []
  for (let cell = loop.failed; cell; cell = cell.rest) failed.push(cell.item)
  failed.sort((a, b) => a - b)
  request(draft, scope, index, { kind: 'collect', results: slotValues(loop.results), failed })
}

const nextIteration = ({ next, results }: LoopState, parallel: number): Continuation => {
  const before = parallel === 1 && next > 0 ? slot(results, next - 1) : undefined
  return { kind: 'next', iteration: next, ...(before ? { before } : {}) }
}

function request(draft: Draft, scope: ScopeDraft, index: number, continuation: Continuation): void {
  const { again } = loopAt(scope, index)
  change(scope, index, { requested: true, again: undefined })
  const { attempt, key, filled } = heldAt(scope, index)!
  const inputs = inputsOf(draft, scope, index)
  const more = filled ? { filled } : {}
  draft.effects.push({
    type: 'run-node',
    ...instanceOf(scope, index),
    attempt,
    key,
    inputs,
    ...more,
    continuation,
    ...(again ? { again } : {}),
  })
}

function loopAt(scope: ScopeState, index: number): LoopState {
  const loop = heldAt(scope, index)?.loop
  if (!loop)
    throw new Error(`The record has an iteration of "${nodeOf(scope, index).id}", which is not a running loop.`)
  return loop
}

function change(scope: ScopeDraft, index: number, changes: Partial<LoopState>): void {
  const loop = loopAt(scope, index)
  setHeld(scope, index, { ...heldAt(scope, index)!, loop: { ...loop, ...changes } })
}
