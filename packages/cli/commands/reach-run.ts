import type { Decision, RunControl } from '@aw-flow/engine'
import { error, parseJson, type Json, type Problem, type RunView, type WaitingNode, textOf } from '@aw-flow/schema'
import { wrongUse } from '../command-error.ts'

/** What a person tells a waiting run: nodes to approve and to reject, what was done, events with what they bring. */
export interface Told {
  approve: readonly string[]
  reject: readonly string[]
  /** Nodes that were interrupted, each with what it did came to: `NODE=JSON`. */
  done: readonly string[]
  event: readonly string[]
}

export const isTold = ({ approve, reject, done, event }: Told): boolean =>
  approve.length + reject.length + done.length + event.length > 0

/**
 * Prepares what a run is told when it goes on: decisions about exactly what its record shows. Throws a `CommandError` for
 * a node that waits for no decision. The answer tells the run, and fulfils with what did not count.
 */
export function reachRun(
  { approve, reject, done, event }: Told,
  view: RunView,
): (control: RunControl) => Promise<Problem[]> {
  const decisions: Decision[] = [
    ...approve.map((name) => ({ ...findWaiting(name, view), decision: 'approve' as const })),
    ...reject.map((name) => ({ ...findWaiting(name, view), decision: 'reject' as const })),
  ]
  for (const text of done) {
    const { name, value } = pairOf(text, 'Write what a node did as NODE=JSON.')
    decisions.push({ ...findWaiting(name, view), decision: 'done', ...(value === undefined ? {} : { edited: value }) })
  }
  const events = event.map((text) => pairOf(text, 'Write an event as NAME or NAME=JSON.'))
  return async (control) => {
    // Both are asked at once: a run that nobody asks anything is left.
    const decided = decisions.map((decision) => control.decide(decision))
    const heard = events.map(({ name, value }) => control.signal(name, value))
    const problems = await Promise.all(decided)
    const counts = await Promise.all(heard)
    const unheard = events.flatMap(({ name }, at) => (counts[at] === 0 ? [nobodyWaits(name)] : []))
    return [...problems.filter((problem) => problem !== undefined), ...unheard]
  }
}

function findWaiting(name: string, { waiting = {} }: RunView): { node: string; scope?: string[]; digest: string } {
  const found = Object.entries(waiting).filter(([key, { node }]) => key === name || node === name)
  const asked = found.flatMap(([, { node, scope, waitFor }]) =>
    waitFor.kind === 'approval' ? [{ node, digest: waitFor.digest, ...(scope ? { scope } : {}) }] : [],
  )
  if (asked.length === 1) return asked[0]!
  const all = Object.entries(waiting).filter(([, { waitFor }]: [string, WaitingNode]) => waitFor.kind === 'approval')
  const which = asked.length > 1 ? found : all
  throw wrongUse(
    error('resume.no-approval', {
      node: name,
      waiting: asked.length,
      count: which.length,
      nodes: which.map(([key]) => key),
    }),
  )
}

function pairOf(text: string, option: string): { name: string; value?: Json } {
  const at = text.indexOf('=')
  if (at < 0) return { name: text }
  const { json, problem } = parseJson(text.slice(at + 1))
  if (problem) throw wrongUse(error('cli.not-json', { option, reason: textOf(problem) }))
  return { name: text.slice(0, at), value: json as Json }
}

const nobodyWaits = (name: string): Problem => error('event.not-waited-for', { event: name })
