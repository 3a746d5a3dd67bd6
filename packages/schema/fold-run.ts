import type { Problem } from './problem.ts'
import type { NodeReport, RunEvent } from './run-event.ts'
import type { RunError } from './run-error.ts'
import type { Value } from './value.ts'
import type { Workflow } from './workflow.ts'

export type RunState = 'queued' | 'running' | 'waiting' | 'completed' | 'failed' | 'cancelled'
export type NodeState =
  'pending' | 'running' | 'waiting' | 'retrying' | 'completed' | 'failed' | 'skipped' | 'cancelled' | 'cached'

/** One node of a run as it stands after some events. Times in ms since 1970, `ms` the time of the last attempt. */
export interface NodeRun {
  node: string
  state: NodeState
  attempt: number
  key?: string
  startedAt?: number
  endedAt?: number
  ms?: number
  rows?: number
  outputs: Record<string, Value>
  report?: NodeReport
  error?: RunError
  /** Attempts after the first: the engine's and, for an agent, its own. */
  retries: number
  reason?: string
  /** Where a cached node's outputs are from. */
  reusedFrom?: 'pin' | 'result' | 'fork' | 'part'
  problems: Problem[]
}

/** A run as it stands after some events: what a monitor shows. */
export interface RunView {
  run: string
  workflowId?: string
  workflow?: Workflow
  state: RunState
  startedAt?: number
  endedAt?: number
  nodes: Record<string, NodeRun>
  log: { time: number; node?: string; level: 'debug' | 'info' | 'warning' | 'error'; message: string }[]
  problem?: Problem
  events: number
}

export const isEnded = (state: RunState): boolean =>
  state === 'completed' || state === 'failed' || state === 'cancelled'

/** The view before the first event. */
export const emptyRunView = (run = ''): RunView => ({ run, state: 'queued', nodes: {}, log: [], events: 0 })

/**
 * The view after some events. Every view of a run is this fold, so a live run, its journal read again and the same run
 * on a server look the same.
 */
export function foldRun(events: Iterable<RunEvent>, from: RunView = emptyRunView()): RunView {
  const view: RunView = { ...from, nodes: { ...from.nodes }, log: [...from.log] }
  for (const event of events) {
    fold(view, event)
    view.events++
  }
  return view
}

function fold(view: RunView, event: RunEvent): void {
  const change = (node: string, changes: Partial<NodeRun>): void => {
    const before = view.nodes[node] ?? { node, state: 'pending', attempt: 0, outputs: {}, retries: 0, problems: [] }
    view.nodes[node] = { ...before, ...changes }
  }
  const log = (level: RunView['log'][number]['level'], message: string, node?: string): void => {
    view.log.push({ time: event.time, level, message, ...(node === undefined ? {} : { node }) })
  }
  switch (event.type) {
    case 'run-started':
      view.run = event.run
      view.state = 'running'
      view.startedAt = event.time
      view.workflow = event.workflow
      if (event.workflowId !== undefined) view.workflowId = event.workflowId
      for (const { id } of event.workflow.nodes) change(id, {})
      break
    case 'node-started':
      change(event.node, { state: 'running', attempt: event.attempt, key: event.key, startedAt: event.time })
      break
    case 'node-completed':
      change(event.node, {
        state: 'completed',
        endedAt: event.time,
        ms: event.ms,
        outputs: event.outputs,
        problems: event.problems,
        ...(event.rows === undefined ? {} : { rows: event.rows }),
        ...(event.report ? { report: event.report } : {}),
      })
      for (const problem of event.problems) log(problem.severity, problem.message, event.node)
      break
    case 'node-cached':
      change(event.node, {
        state: 'cached',
        key: event.key,
        endedAt: event.time,
        outputs: event.outputs,
        problems: event.problems,
        reusedFrom: event.from,
        ...(event.rows === undefined ? {} : { rows: event.rows }),
        ...(event.report ? { report: event.report } : {}),
      })
      break
    case 'node-retrying':
      change(event.node, {
        state: 'retrying',
        error: event.error,
        retries: (view.nodes[event.node]?.retries ?? 0) + 1,
      })
      log('warning', event.error.problem.message, event.node)
      break
    case 'node-failed':
      change(event.node, {
        state: 'failed',
        endedAt: event.time,
        ms: event.ms,
        error: event.error,
        retries: (view.nodes[event.node]?.retries ?? 0) + (event.agentRetries ?? 0),
        problems: [event.error.problem],
        ...(event.report ? { report: event.report } : {}),
      })
      log('error', event.error.problem.message, event.node)
      break
    case 'node-skipped':
      change(event.node, { state: 'skipped', reason: event.reason, endedAt: event.time })
      break
    case 'node-cancelled':
      change(event.node, { state: 'cancelled', endedAt: event.time })
      break
    case 'node-logged':
      log(event.level, event.message, event.node)
      break
    case 'cancel-requested':
      break
    case 'run-resumed':
      log('info', 'The run goes on after an interruption.')
      break
    case 'effect-started':
      break
    case 'effect-ended':
      if (event.unknown) log('warning', unknownEffect(event.effect), event.node)
      break
    case 'run-completed':
    case 'run-failed':
    case 'run-cancelled':
      view.state = event.type === 'run-completed' ? 'completed' : event.type === 'run-failed' ? 'failed' : 'cancelled'
      view.endedAt = event.time
      if (event.type === 'run-failed' && event.problem) view.problem = event.problem
      break
  }
}

const unknownEffect = (effect: string): string =>
  `Whether "${effect}" was carried out before the interruption cannot be known.`
