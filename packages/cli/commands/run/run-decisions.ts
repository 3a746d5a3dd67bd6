import type { Decision, RunControl } from '@aw-flow/engine'
import {
  error,
  parseJson,
  defined,
  type Json,
  type Problem,
  type RunView,
  type WaitingNode,
  getProblemText,
} from '@aw-flow/schema'
import { createUsageError } from '../../command-error.ts'

/** Options that decide the approvals of a waiting run and send events to it. */
export interface DecisionOptions {
  approve: readonly string[]
  reject: readonly string[]
  /** Nodes whose interrupted effect was completed, with the result of the effect, as `NODE=JSON`. */
  done: readonly string[]
  event: readonly string[]
}

export const hasDecisions = ({ approve, reject, done, event }: DecisionOptions): boolean =>
  approve.length + reject.length + done.length + event.length > 0

/**
 * Creates a function that sends the decisions and events in the options to a resumed run. A decision applies only to
 * the exact value that the record shows.
 *
 * @returns A function that resolves with a problem for each decision or event that had no effect.
 * @throws {CommandError} If a node is not waiting for a decision.
 */
export function createDecisionSender(
  { approve, reject, done, event }: DecisionOptions,
  view: RunView,
): (control: RunControl) => Promise<Problem[]> {
  const decisions: Decision[] = [
    ...approve.map((name) => ({ ...findWaitingApproval(name, view), decision: 'approve' as const })),
    ...reject.map((name) => ({ ...findWaitingApproval(name, view), decision: 'reject' as const })),
  ]
  for (const text of done) {
    const { name, value } = parsePair(text, '--done')
    decisions.push({ ...findWaitingApproval(name, view), decision: 'done', ...defined({ edited: value }) })
  }
  const events = event.map((text) => parsePair(text, '--event'))
  return async (control) => {
    // Sends everything concurrently, because the run ends once nothing is pending.
    const decisionResults = decisions.map((decision) => control.decide(decision))
    const signalResults = events.map(({ name, value }) => control.signal(name, value))
    const problems = await Promise.all(decisionResults)
    const counts = await Promise.all(signalResults)
    const unusedEventProblems = events.flatMap(({ name }, index) =>
      !counts[index] ? [createUnexpectedEventProblem(name)] : [],
    )
    return [...problems.filter((problem) => problem !== undefined), ...unusedEventProblems]
  }
}

function findWaitingApproval(
  name: string,
  { waiting = {} }: RunView,
): { node: string; scope?: string[]; digest: string } {
  const matches = Object.entries(waiting).filter(([key, { node }]) => key === name || node === name)
  const approvals = matches.flatMap(([, { node, scope, waitFor }]) =>
    waitFor.kind === 'approval' ? [defined({ node, digest: waitFor.digest, scope })] : [],
  )
  if (approvals.length === 1) return approvals[0]!
  const allApprovals = Object.entries(waiting).filter(
    ([, { waitFor }]: [string, WaitingNode]) => waitFor.kind === 'approval',
  )
  const candidates = approvals.length > 1 ? matches : allApprovals
  throw createUsageError(
    error('resume.no-approval', {
      node: name,
      waiting: approvals.length,
      count: candidates.length,
      nodes: candidates.map(([key]) => key),
    }),
  )
}

function parsePair(text: string, option: string): { name: string; value?: Json } {
  const separator = text.indexOf('=')
  if (separator < 0) return { name: text }
  const parsedJson = parseJson(text.slice(separator + 1))
  if (!parsedJson.ok) {
    const reason = getProblemText(parsedJson.problem)
    throw createUsageError(error('cli.not-json', { option, reason }))
  }
  return { name: text.slice(0, separator), value: parsedJson.value }
}

const createUnexpectedEventProblem = (name: string): Problem => error('event.no-waiting-node', { event: name })
