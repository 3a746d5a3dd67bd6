import type { RunEventBody, WaitFor } from '@aw-flow/schema'
import {
  instanceOf,
  inputsOf,
  emit,
  heldAt,
  setHeld,
  setStatus,
  status,
  statusOf,
  type Draft,
  type ScopeDraft,
} from './run-state.ts'

/** A node waits: it gives its place among the parallel ones to others, and nothing of it stays but what it waits for. */
export function beginWaiting(draft: Draft, scope: ScopeDraft, index: number, waitFor: WaitFor): void {
  if (draft.phase !== 'running') return emit(draft, { type: 'node-cancelled', ...instanceOf(scope, index) })
  const asked = waitFor.kind === 'approval' ? waitFor.effect : undefined
  // A node that was interrupted is run anew when it has been decided how: it keeps nothing.
  const held = heldAt(scope, index) ?? (asked && { attempt: asked.attempt, key: '', filled: undefined })
  if (!held) throw new Error(`The record says that "${scope.graph.nodes[index]!.id}" waits, which its type does not.`)
  const { resumed: _, ...rest } = held
  setHeld(scope, index, { ...rest, waitFor })
  setStatus(scope, index, status.waiting)
  draft.started--
  const at = waitFor.kind === 'time' ? waitFor.until : waitFor.deadline
  if (at === undefined) return
  const reason = waitFor.kind === 'time' ? 'time' : 'deadline'
  draft.effects.push({ type: 'wake-at', ...instanceOf(scope, index), at, reason })
}

/** What a node waited for has come. Anything else (another digest, a second decision) changes nothing. */
export function endWaiting(
  draft: Draft,
  scope: ScopeDraft,
  index: number,
  by: Extract<RunEventBody, { type: 'approval-given' | 'wait-ended' }>,
): void {
  const held = heldAt(scope, index)
  if (draft.phase !== 'running' || statusOf(scope, index) !== status.waiting || !held?.waitFor) return
  const { waitFor, ...rest } = held
  if (!ends(waitFor, by)) return
  if (waitFor.kind === 'approval' && waitFor.effect) {
    setHeld(scope, index, undefined)
    setStatus(scope, index, status.running)
    draft.started++
    const { attempt } = waitFor.effect
    const inputs = inputsOf(draft, scope, index)
    draft.effects.push({ type: 'start-node', ...instanceOf(scope, index), attempt, inputs })
    return
  }
  const resumed = { kind: 'resumed' as const, by, shown: waitFor.kind === 'approval' ? waitFor.shown : undefined }
  setHeld(scope, index, { ...rest, resumed })
  setStatus(scope, index, status.running)
  draft.started++
  goOn(draft, scope, index)
}

/** A node goes on with what came; `again`, where it has failed in that. */
export function goOn(draft: Draft, scope: ScopeDraft, index: number, again?: { tries: number; delayMs: number }): void {
  const { attempt, key, filled, resumed } = heldAt(scope, index)!
  if (draft.phase !== 'running') return emit(draft, { type: 'node-cancelled', ...instanceOf(scope, index) })
  draft.effects.push({
    type: 'run-node',
    ...instanceOf(scope, index),
    attempt,
    key,
    inputs: inputsOf(draft, scope, index),
    ...(filled ? { filled } : {}),
    turn: resumed!,
    ...(again ? { again } : {}),
  })
}

function ends(waitFor: WaitFor, by: Extract<RunEventBody, { type: 'approval-given' | 'wait-ended' }>): boolean {
  if (by.type === 'approval-given') return waitFor.kind === 'approval' && waitFor.digest === by.digest
  if (by.reason === 'time') return waitFor.kind === 'time'
  if (by.reason === 'event') return waitFor.kind === 'event'
  return waitFor.kind !== 'time' && waitFor.deadline !== undefined
}
