import type { Problem } from './problem.ts'
import type { NodeReport, RunEvent } from './run-event.ts'
import type { RunError } from './run-error.ts'
import type { Value, Values } from './value.ts'
import type { WaitFor } from './wait-for.ts'
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
  /** It failed, and the run went on as the node says. */
  handled?: boolean
  /** What it waits for, while it waits; in a loop, the last that began to. */
  waitFor?: WaitFor
  /** Of a loop: its turns. */
  iterations?: { started: number; completed: number; failed: number; of?: number }
  /** Of a node in a loop: how many of its instances have ended how. `state` is that of all of them together. */
  instances?: Readonly<Record<'completed' | 'failed' | 'skipped' | 'cancelled', number>>
  /** Of a node in a loop: instances under way, by scope. */
  active?: Readonly<Record<string, 'running' | 'waiting' | 'retrying'>>
  /** Nodes run within it: it does nothing itself. */
  composite?: true
}

/** A run as it stands after some events: what a monitor shows. */
export interface RunView {
  run: string
  workflowId?: string
  workflow?: Workflow
  /** What was given from outside, by node id. */
  inputs?: Record<string, Values>
  state: RunState
  startedAt?: number
  endedAt?: number
  /** The document's nodes by id; those in loops with all their instances together. */
  nodes: Record<string, NodeRun>
  /** Nodes within sub-workflows, by the ids on the way to them: "sub/load". */
  inner?: Record<string, NodeRun>
  /** Node instances at work, and those that wait. */
  busy?: number
  waits?: number
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
  const view: RunView = {
    ...from,
    nodes: { ...from.nodes },
    ...(from.inner ? { inner: { ...from.inner } } : {}),
    log: [...from.log],
  }
  for (const event of events) {
    fold(view, event)
    view.events++
  }
  return view
}

function fold(view: RunView, event: RunEvent): void {
  const log = (level: RunView['log'][number]['level'], message: string, node?: string): void => {
    view.log.push({ time: event.time, level, message, ...(node === undefined ? {} : { node }) })
  }
  switch (event.type) {
    case 'run-started':
      view.run = event.run
      view.state = 'running'
      view.startedAt = event.time
      view.workflow = event.workflow
      view.inputs = event.inputs
      if (event.workflowId !== undefined) view.workflowId = event.workflowId
      for (const { id } of event.workflow.nodes) changeNode(view, { node: id }, {})
      break
    case 'node-started':
      changeNode(view, event, { attempt: event.attempt, key: event.key, startedAt: event.time }, 'running')
      break
    case 'node-completed': {
      const began = nodeRun(view, event).startedAt ?? event.time
      const changes = {
        endedAt: event.time,
        ms: event.ms || event.time - began,
        outputs: event.outputs,
        problems: event.problems,
        ...(event.rows === undefined ? {} : { rows: event.rows }),
        ...(event.report ? { report: event.report } : {}),
      }
      changeNode(view, event, changes, 'completed')
      for (const problem of event.problems) log(problem.severity, problem.message, event.node)
      break
    }
    case 'node-cached': {
      const changes = {
        key: event.key,
        endedAt: event.time,
        outputs: event.outputs,
        problems: event.problems,
        reusedFrom: event.from,
        ...(event.rows === undefined ? {} : { rows: event.rows }),
        ...(event.report ? { report: event.report } : {}),
      }
      changeNode(view, event, changes, 'cached')
      break
    }
    case 'node-retrying': {
      const retries = nodeRun(view, event).retries + 1
      changeNode(view, event, { error: event.error, retries }, 'retrying')
      log('warning', event.error.problem.message, event.node)
      break
    }
    case 'node-failed': {
      const changes = {
        endedAt: event.time,
        ms: event.ms,
        error: event.error,
        retries: nodeRun(view, event).retries + (event.agentRetries ?? 0),
        problems: [event.error.problem],
        ...(event.handled ? { handled: true } : {}),
        ...(event.report ? { report: event.report } : {}),
      }
      changeNode(view, event, changes, 'failed')
      log(event.handled ? 'warning' : 'error', event.error.problem.message, event.node)
      break
    }
    case 'node-skipped':
      changeNode(view, event, { reason: event.reason, endedAt: event.time }, 'skipped')
      break
    case 'node-cancelled':
      changeNode(view, event, { endedAt: event.time }, 'cancelled')
      break
    case 'node-waiting':
      changeNode(view, event, { waitFor: event.waitFor }, 'waiting')
      break
    case 'approval-given': {
      const done = event.decision === 'approve' ? 'Approved' : 'Rejected'
      const { waitFor } = nodeRun(view, event)
      if (waitFor?.kind === 'approval' && waitFor.digest === event.digest) changeNode(view, event, {}, 'running')
      log(
        'info',
        `${done}${event.by ? ` by ${event.by}` : ''}${event.comment ? `: ${event.comment}` : '.'}`,
        event.node,
      )
      break
    }
    case 'wait-ended':
      changeNode(view, event, {}, 'running')
      break
    case 'iteration-started': {
      const { iterations = { started: 0, completed: 0, failed: 0 } } = nodeRun(view, event)
      const of = event.of === undefined ? {} : { of: event.of }
      enterComposite(view, event)
      changeNode(view, event, { iterations: { ...iterations, started: iterations.started + 1, ...of } })
      break
    }
    case 'iteration-ended': {
      const { iterations = { started: 0, completed: 0, failed: 0 } } = nodeRun(view, event)
      const { completed, failed } = iterations
      changeNode(view, event, {
        iterations: {
          ...iterations,
          completed: completed + (event.state === 'completed' ? 1 : 0),
          failed: failed + (event.state === 'failed' ? 1 : 0),
        },
      })
      break
    }
    case 'iterations-done': {
      const { iterations = { started: 0, completed: 0, failed: 0 } } = nodeRun(view, event)
      changeNode(view, event, { iterations: { ...iterations, of: event.count } })
      break
    }
    case 'compensation-started':
      log('info', 'Undoing what it did, because the run failed.', event.node)
      break
    case 'compensation-ended':
      if (event.error) log('error', event.error.problem.message, event.node)
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
      if (event.type !== 'run-failed' || !event.problem) skipNeverReached(view)
      break
  }
}

type Address = { node: string; scope?: readonly string[] | undefined }
const noInstances = { completed: 0, failed: 0, skipped: 0, cancelled: 0 }

/** Under which key of `nodes`, or with a "/" of `inner`, a node instance stands. A scope that is no loop's is a sub-workflow's. */
function keyOf(view: RunView, { node, scope }: Address): string {
  let prefix = ''
  for (const part of scope ?? []) {
    const key = prefix + part.slice(0, part.lastIndexOf('#'))
    if (!at(view, key)?.iterations) prefix = `${key}/`
  }
  return prefix + node
}

const at = (view: RunView, key: string): NodeRun | undefined =>
  key.includes('/') ? view.inner?.[key] : view.nodes[key]

const nodeRun = (view: RunView, address: Address): NodeRun =>
  at(view, keyOf(view, address)) ?? {
    node: address.node,
    state: 'pending',
    attempt: 0,
    outputs: {},
    retries: 0,
    problems: [],
  }

/** Changes a node; with `state`, its instance comes to that state. */
function changeNode(view: RunView, address: Address, changes: Partial<NodeRun>, state?: NodeState): void {
  const key = keyOf(view, address)
  const before = nodeRun(view, address)
  const next: NodeRun = { ...before, ...changes }
  if (state) {
    const scope = address.scope?.join('/') ?? ''
    const was = scope === '' ? before.state : (before.active?.[scope] ?? 'pending')
    count(view, before, was, state)
    if (state !== 'waiting') delete next.waitFor
    if (scope === '') next.state = state
    else takeTogether(next, scope, state)
  }
  if (key.includes('/')) view.inner = { ...view.inner, [key]: next }
  else view.nodes[key] = next
  for (const part of state === 'running' && address.scope ? address.scope.keys() : []) {
    enterComposite(view, { node: nameOf(address.scope![part]!), scope: address.scope!.slice(0, part) })
  }
}

const nameOf = (part: string): string => part.slice(0, part.lastIndexOf('#'))

/** A node within which others run is not at work itself. */
function enterComposite(view: RunView, address: Address): void {
  const before = nodeRun(view, address)
  if (before.composite) return
  count(view, before, before.state, 'pending')
  changeNode(view, address, { composite: true })
}

function takeTogether(next: NodeRun, scope: string, state: NodeState): void {
  const active = { ...next.active }
  delete active[scope]
  const instances = { ...(next.instances ?? noInstances) }
  if (state === 'running' || state === 'waiting' || state === 'retrying') active[scope] = state
  else if (state !== 'pending') instances[state === 'cached' ? 'completed' : state]++
  next.active = active
  next.instances = instances
  const now = Object.values(active)
  next.state =
    (['running', 'retrying', 'waiting'] as const).find((one) => now.includes(one)) ??
    (['failed', 'completed', 'cancelled', 'skipped'] as const).find((one) => instances[one] > 0) ??
    'pending'
}

/** Keeps the numbers of instances that work and wait; a run of which some wait and none works is waiting. */
function count(view: RunView, { composite }: NodeRun, was: NodeState, state: NodeState): void {
  if (composite) return
  const works = (one: NodeState): number => (one === 'running' || one === 'retrying' ? 1 : 0)
  const busy = (view.busy ?? 0) + works(state) - works(was)
  const waits = (view.waits ?? 0) + (state === 'waiting' ? 1 : 0) - (was === 'waiting' ? 1 : 0)
  view.busy = busy
  view.waits = waits
  if (!isEnded(view.state)) view.state = waits > 0 && busy === 0 ? 'waiting' : 'running'
}

/** The body of a loop that had no turn, say, was never reached. */
function skipNeverReached(view: RunView): void {
  for (const [id, run] of Object.entries(view.nodes)) {
    if (run.state === 'pending')
      view.nodes[id] = { ...run, state: 'skipped', reason: 'Not run, because nothing led to it.' }
  }
}

const unknownEffect = (effect: string): string =>
  `Whether "${effect}" was carried out before the interruption cannot be known.`
