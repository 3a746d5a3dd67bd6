import { message } from '@aw-flow/messages'
import { type RunEventBody, type Values, textOf, withSentence } from '@aw-flow/schema'
import { handled } from './end-scope.ts'
import type { Turn } from './effects.ts'
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

/** A loop begins: it is asked for its first turn. It has no place among the parallel nodes, the nodes of its body do. */
export function beginLoop(draft: Draft, scope: ScopeDraft, index: number, started: Started): void {
  const loop: LoopState = {
    next: 0,
    asked: false,
    active: 0,
    of: undefined,
    results: emptySlots,
    failed: undefined,
    error: undefined,
    again: undefined,
  }
  setHeld(scope, index, { ...started, loop })
  goOn(draft, scope, index)
}

/** The nodes within a sub-workflow begin, with what stands at its inputs. */
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

/** A graph within a node has ended and is folded away. */
export function closeScope(draft: Draft, around: ScopeState, node: string, iteration: number): void {
  changeScope(draft, scopeKey([...around.path, `${node}#${iteration}`]), undefined)
}

export function iterationStarted(draft: Draft, scope: ScopeDraft, index: number, event: Of<'iteration-started'>): void {
  const { iteration, of, values } = event
  const loop = loopAt(scope, index)
  const known = of === undefined ? {} : { of }
  if (draft.phase !== 'running') {
    change(scope, index, { asked: false, ...known })
    return goOn(draft, scope, index)
  }
  change(scope, index, { asked: false, next: iteration + 1, active: loop.active + 1, ...known })
  openScope(draft, scope, index, iteration, values)
  goOn(draft, scope, index)
}

export function iterationsDone(draft: Draft, scope: ScopeDraft, index: number, event: Of<'iterations-done'>): void {
  change(scope, index, { asked: false, of: event.count })
  goOn(draft, scope, index)
}

/** A turn has ended, or could not begin: then its error stands in the event. */
export function iterationEnded(draft: Draft, scope: ScopeDraft, index: number, event: Of<'iteration-ended'>): void {
  const { node, iteration, state, values } = event
  const key = scopeKey([...scope.path, `${node}#${iteration}`])
  const body = findScope(draft, key)
  const loop = loopAt(scope, index)
  const { results, failed, active, next } = loop
  const error = event.error ?? (body && failuresOf(body)[0]?.error)
  const isFirst = error !== undefined && (loop.error === undefined || iteration < loop.error.iteration)
  change(scope, index, {
    ...(body ? { active: active - 1 } : { asked: false, next: Math.max(next, iteration + 1) }),
    results: withSlot(results, iteration, state === 'completed' ? values : undefined),
    failed: state === 'failed' ? { item: iteration, rest: failed } : failed,
    error: isFirst ? { iteration, error } : loop.error,
  })
  if (body) closeScope(draft, scope, node, iteration)
  goOn(draft, scope, index)
}

/** The turn that was asked for has failed, and is asked for again after a while; others under way go on. */
export function turnRetrying(draft: Draft, scope: ScopeDraft, index: number, event: Of<'node-retrying'>): void {
  change(scope, index, { asked: false, again: { tries: event.attempt + 1, delayMs: event.delayMs } })
  goOn(draft, scope, index)
}

/** What a loop does next: asks for turns while it may, waits for those under way, and ends. */
function goOn(draft: Draft, scope: ScopeDraft, index: number): void {
  const loop = loopAt(scope, index)
  const { id, loop: settings, onError } = nodeOf(scope, index)
  const { parallel, keepGoing } = settings!
  const isStopping = draft.phase !== 'running' || (loop.error !== undefined && !(keepGoing && loop.of !== undefined))
  const isLast = loop.of !== undefined && loop.next >= loop.of
  if (!isStopping && !isLast) {
    if (!loop.asked && loop.active < parallel) ask(draft, scope, index, nextTurn(loop, parallel))
    return
  }
  if (loop.asked || loop.active > 0) return
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
  ask(draft, scope, index, { kind: 'collect', results: slotValues(loop.results), failed })
}

const nextTurn = ({ next, results }: LoopState, parallel: number): Turn => {
  const before = parallel === 1 && next > 0 ? slot(results, next - 1) : undefined
  return { kind: 'next', iteration: next, ...(before ? { before } : {}) }
}

function ask(draft: Draft, scope: ScopeDraft, index: number, turn: Turn): void {
  const { again } = loopAt(scope, index)
  change(scope, index, { asked: true, again: undefined })
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
    turn,
    ...(again ? { again } : {}),
  })
}

function loopAt(scope: ScopeState, index: number): LoopState {
  const loop = heldAt(scope, index)?.loop
  if (!loop) throw new Error(`The record has a turn of "${nodeOf(scope, index).id}", which is not a loop at work.`)
  return loop
}

function change(scope: ScopeDraft, index: number, changes: Partial<LoopState>): void {
  const loop = loopAt(scope, index)
  setHeld(scope, index, { ...heldAt(scope, index)!, loop: { ...loop, ...changes } })
}
