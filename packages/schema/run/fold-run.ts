import { message, type Message, type Text } from '@aw-flow/messages'
import { getProblemText, type Problem } from '../wire/problem.ts'
import type { NodeReport, RunEvent } from './run-event.ts'
import type { RunError } from './run-error.ts'
import type { Value, Values } from '../wire/value.ts'
import type { WaitCondition } from './wait-for.ts'
import type { Workflow } from '../document/workflow.ts'

/** The state of a run. `completed`, `failed` and `cancelled` are final. @public */
export type RunState = 'queued' | 'running' | 'waiting' | 'completed' | 'failed' | 'cancelled'
/**
 * The state of a node in a run. `retrying`: the last attempt failed and the next one is due after a delay. `cached`:
 * the outputs of an earlier run were reused.
 *
 * @public
 */
export type NodeState =
  | 'pending'
  | 'running'
  | 'waiting'
  | 'retrying'
  | 'completed'
  | 'failed'
  | 'skipped'
  | 'cancelled'
  | 'cached'

/**
 * The state of a node after a number of events. Times are in ms since the Unix epoch.
 *
 * @public
 */
export interface NodeRun {
  /** The id of the node. */
  node: string
  /** The node's state. For a node in a loop, the combined state of its instances. */
  state: NodeState
  /** The number of the last attempt, from 1. 0 before the first attempt. */
  attempt: number
  /** The derivation key of the last attempt. */
  key?: string
  /** The start of the last attempt. */
  startedAt?: number
  /** The end of the last attempt. */
  endedAt?: number
  /** The duration of the last attempt, in ms. */
  ms?: number
  /** The number of rows in the first table output. */
  rows?: number
  /** The output values, keyed by port name. Empty until the node has completed. */
  outputs: Record<string, Value>
  /** The data agent's report. */
  report?: NodeReport
  /** The error of the last failed attempt. */
  error?: RunError
  /** The number of attempts after the first, including those within an agent. */
  retries: number
  /** How many of the `retries` the agent made without restarting the node. Absent if there were none. */
  agentRetries?: number
  /** Why the node was skipped. */
  reason?: Text
  /** Where a cached node's outputs come from. */
  reusedFrom?: 'pin' | 'result' | 'fork' | 'part'
  /** Warnings and notes of the last attempt. */
  problems: Problem[]
  /** Whether the node failed and its error handling let the run continue. */
  handled?: boolean
  /** The condition that the node is waiting for. In a loop, this refers to the last instance that started waiting. */
  waitFor?: WaitCondition
  /** For a loop: its iteration counts. */
  iterations?: { started: number; completed: number; failed: number; total?: number }
  /** For a node in a loop: its instance counts, keyed by final state. */
  instances?: Record<'completed' | 'failed' | 'skipped' | 'cancelled', number>
  /** For a node in a loop: the states of its active instances, keyed by scope. */
  active?: Record<string, 'running' | 'waiting' | 'retrying'>
  /** Whether the node contains other nodes that run inside it. */
  composite?: true
}

/** A waiting node instance, and the condition that it is waiting for. @public */
export interface WaitingNode {
  /** The id of the node. */
  node: string
  /** The path of loops and sub-workflows, outermost first. Absent at the top level. */
  scope?: string[]
  /** The condition that the node is waiting for. */
  waitFor: WaitCondition
}

/** The state of a run after a number of events, for monitoring. @public */
export interface RunView {
  /** The id of the run. */
  run: string
  /** The id of the stored workflow, if the run has one. */
  workflowId?: string
  /** The executed workflow. Absent before the first event. */
  workflow?: Workflow
  /** The workflows of its sub-workflow nodes as they were when the run started. */
  workflows?: Record<string, Workflow>
  /** The versions of its node types, keyed by type. */
  types?: Record<string, number>
  /** External inputs, keyed by node id. */
  inputs?: Record<string, Values>
  /** The state of the run. */
  state: RunState
  /** When the run started, in ms since the Unix epoch. */
  startedAt?: number
  /** When the run ended, in ms since the Unix epoch. Absent while the run is active. */
  endedAt?: number
  /** The document's nodes, keyed by id. Nodes in loops combine all their instances. */
  nodes: Record<string, NodeRun>
  /** Nodes inside sub-workflows, keyed by the path of ids: "sub/load". */
  inner?: Record<string, NodeRun>
  /** Waiting instances, keyed by scope and id joined by "/". */
  waiting?: Record<string, WaitingNode>
  /** The number of running node instances, including those that wait for a retry. */
  runningCount?: number
  /** The number of waiting node instances. */
  waitingCount?: number
  /** The log messages, in order. `time` is in ms since the Unix epoch. */
  log: { time: number; node?: string; level: 'debug' | 'info' | 'warning' | 'error'; message: Text }[]
  /** The problem that caused the run to fail, if the cause is not a node. */
  problem?: Problem
  /** The number of folded events. */
  events: number
}

/** @internal */
export const isFinalRunState = (state: RunState): boolean =>
  state === 'completed' || state === 'failed' || state === 'cancelled'

/** Creates the view of a run before its first event. @internal */
export const createEmptyRunView = (run = ''): RunView => ({ run, state: 'queued', nodes: {}, log: [], events: 0 })

/**
 * Folds events into a view of the run. Live runs, stored records and runs on a server all use this function, so their
 * views are identical.
 *
 * @param onFolded Called after each event with the view, which the next event changes.
 * @internal
 */
export function foldRun(
  events: Iterable<RunEvent>,
  initialView: RunView = createEmptyRunView(),
  onFolded?: (event: RunEvent, view: Readonly<RunView>) => void,
): RunView {
  const view: RunView = {
    ...initialView,
    nodes: { ...initialView.nodes },
    ...(initialView.inner ? { inner: { ...initialView.inner } } : {}),
    ...(initialView.waiting ? { waiting: { ...initialView.waiting } } : {}),
    log: [...initialView.log],
  }
  const fold: Fold = { view, copies: new Set() }
  for (const event of events) {
    foldEvent(fold, event)
    view.events++
    onFolded?.(event, view)
  }
  return view
}

/** The mutable view of one `foldRun` call, and the node views that the call has copied. */
interface Fold {
  view: RunView
  copies: Set<NodeRun>
}

/** How an event of each type changes the view. Events of other types change nothing. */
const foldsByType: {
  readonly [Type in RunEvent['type']]?: (fold: Fold, event: Extract<RunEvent, { type: Type }>) => void
} = {
  'run-started'(fold, event) {
    const { view } = fold
    view.run = event.run
    view.state = 'running'
    view.startedAt = event.time
    view.workflow = event.workflow
    view.inputs = event.inputs
    if (event.workflows) view.workflows = event.workflows
    if (event.types) view.types = event.types
    if (event.workflowId !== undefined) view.workflowId = event.workflowId
    for (const { id } of event.workflow.nodes) changeNode(fold, { node: id }, {})
  },
  'node-started'(fold, event) {
    changeNode(fold, event, { attempt: event.attempt, key: event.key, startedAt: event.time }, 'running')
  },
  'node-completed'(fold, event) {
    const { view } = fold
    const { startedAt: startTime = event.time, composite } = readNode(view, event)
    const changes = {
      endedAt: event.time,
      // A loop or sub-workflow takes as long as the nodes inside it.
      ms: composite ? event.time - startTime : event.ms,
      outputs: event.outputs,
      problems: event.problems,
      ...(event.rows === undefined ? {} : { rows: event.rows }),
      ...(event.report ? { report: event.report } : {}),
    }
    changeNode(fold, event, changes, 'completed')
    for (const problem of event.problems) log(fold, event, problem.severity, getProblemText(problem), event.node)
  },
  'node-cached'(fold, event) {
    const changes = {
      key: event.key,
      endedAt: event.time,
      outputs: event.outputs,
      problems: event.problems,
      reusedFrom: event.from,
      ...(event.rows === undefined ? {} : { rows: event.rows }),
      ...(event.report ? { report: event.report } : {}),
    }
    changeNode(fold, event, changes, 'cached')
  },
  'node-retrying'(fold, event) {
    const { view } = fold
    const retries = readNode(view, event).retries + 1
    changeNode(fold, event, { error: event.error, retries }, event.turn ? undefined : 'retrying')
    log(fold, event, 'warning', getProblemText(event.error.problem), event.node)
  },
  'node-failed'(fold, event) {
    const { view } = fold
    const { startedAt: startTime = event.time, composite, retries, agentRetries = 0 } = readNode(view, event)
    const changes = {
      endedAt: event.time,
      ms: composite ? event.time - startTime : event.ms,
      error: event.error,
      retries: retries + (event.agentRetries ?? 0),
      ...(event.agentRetries ? { agentRetries: agentRetries + event.agentRetries } : {}),
      problems: [event.error.problem],
      ...(event.handled ? { handled: true } : {}),
      ...(event.report ? { report: event.report } : {}),
    }
    changeNode(fold, event, changes, 'failed')
    log(fold, event, event.handled ? 'warning' : 'error', getProblemText(event.error.problem), event.node)
  },
  'node-skipped'(fold, event) {
    changeNode(fold, event, { reason: event.reason, endedAt: event.time }, 'skipped')
  },
  'node-cancelled'(fold, event) {
    changeNode(fold, event, { endedAt: event.time }, 'cancelled')
  },
  'node-waiting'(fold, event) {
    const { view } = fold
    const { node, scope, waitFor } = event
    changeNode(fold, event, { waitFor }, 'waiting')
    ;(view.waiting ??= {})[[...(scope ?? []), node].join('/')] = { node, ...(scope ? { scope } : {}), waitFor }
  },
  'approval-given'(fold, event) {
    const { view } = fold
    const { waitFor } = readNode(view, event)
    const isForEffect = waitFor?.kind === 'approval' && waitFor.effect !== undefined
    if (waitFor?.kind === 'approval' && waitFor.digest === event.digest) changeNode(fold, event, {}, 'running')
    log(
      fold,
      event,
      'info',
      message((isForEffect ? effectDecisions : decisions)[event.decision], { by: event.by ?? '' }),
      event.node,
    )
    if (event.comment) log(fold, event, 'info', event.comment, event.node)
  },
  'wait-ended'(fold, event) {
    changeNode(fold, event, {}, 'running')
  },
  'iteration-started'(fold, event) {
    const { view } = fold
    const { iterations = { started: 0, completed: 0, failed: 0 } } = readNode(view, event)
    const total = event.of === undefined ? {} : { total: event.of }
    enterComposite(fold, event)
    changeNode(fold, event, { iterations: { ...iterations, started: iterations.started + 1, ...total } })
  },
  'iteration-ended'(fold, event) {
    const { view } = fold
    const { iterations = { started: 0, completed: 0, failed: 0 } } = readNode(view, event)
    const { completed, failed } = iterations
    changeNode(fold, event, {
      iterations: {
        ...iterations,
        completed: completed + (event.state === 'completed' ? 1 : 0),
        failed: failed + (event.state === 'failed' ? 1 : 0),
      },
    })
  },
  'iterations-done'(fold, event) {
    const { view } = fold
    const { iterations = { started: 0, completed: 0, failed: 0 } } = readNode(view, event)
    changeNode(fold, event, { iterations: { ...iterations, total: event.count } })
  },
  'compensation-started'(fold, event) {
    log(fold, event, 'info', message('run.compensating', {}), event.node)
  },
  'compensation-ended'(fold, event) {
    if (event.error) log(fold, event, 'error', getProblemText(event.error.problem), event.node)
  },
  'node-logged'(fold, event) {
    log(fold, event, event.level, event.message, event.node)
  },
  'run-migrated'(fold, event) {
    const { view } = fold
    view.types = { ...view.types, ...event.types }
    const types = Object.entries(event.types).map(([type, version]) => message('run.type-version', { type, version }))
    log(fold, event, 'info', message('run.migrated', { types }))
  },
  'run-resumed'(fold, event) {
    const { view } = fold
    // A waiting run holds no resources, so resuming it is not logged as an interruption.
    if (view.state !== 'waiting') log(fold, event, 'info', message('run.resumed', {}))
  },
  'effect-ended'(fold, event) {
    if (event.unknown) log(fold, event, 'warning', createUnknownEffectMessage(event.effect), event.node)
  },
  'run-completed': endRun,
  'run-failed': endRun,
  'run-cancelled': endRun,
}

function endRun(
  { view }: Fold,
  event: Extract<RunEvent, { type: 'run-completed' | 'run-failed' | 'run-cancelled' }>,
): void {
  view.state = event.type === 'run-completed' ? 'completed' : event.type === 'run-failed' ? 'failed' : 'cancelled'
  view.endedAt = event.time
  if (event.type === 'run-failed' && event.problem) view.problem = event.problem
  if (event.type !== 'run-failed' || !event.problem) skipUnreachedNodes(view)
}

function foldEvent(fold: Fold, event: RunEvent): void {
  if (!Object.hasOwn(foldsByType, event.type)) return
  // The table has each function under the type of its events, which TypeScript cannot express.
  ;(foldsByType[event.type] as (fold: Fold, event: RunEvent) => void)(fold, event)
}

function log(
  { view }: Fold,
  { time }: RunEvent,
  level: RunView['log'][number]['level'],
  text: Text,
  node?: string,
): void {
  view.log.push({ time, level, message: text, ...(node === undefined ? {} : { node }) })
}

type Address = { node: string; scope?: readonly string[] | undefined }
const zeroCounts = { completed: 0, failed: 0, skipped: 0, cancelled: 0 }

/**
 * Returns the key of a node instance in `nodes` or, if the key contains a "/", in `inner`. A part of the scope is a
 * loop if `isLoop` returns true for the part's key, and a sub-workflow otherwise.
 *
 * @internal
 */
export function toRunNodeKey({ node, scope }: Address, isLoop: (key: string) => boolean): string {
  if (scope === undefined || scope.length === 0) return node
  let prefix = ''
  for (const segment of scope) {
    const key = prefix + getSegmentName(segment)
    if (!isLoop(key)) prefix = `${key}/`
  }
  return prefix + node
}

const findInstanceKey = (view: RunView, address: Address): string =>
  toRunNodeKey(address, (key) => findNode(view, key)?.iterations !== undefined)

const findNode = (view: RunView, key: string): NodeRun | undefined =>
  key.includes('/') ? view.inner?.[key] : view.nodes[key]

const createPendingNode = (node: string): NodeRun => ({
  node,
  state: 'pending',
  attempt: 0,
  outputs: {},
  retries: 0,
  problems: [],
})

const readNode = (view: RunView, address: Address): NodeRun =>
  findNode(view, findInstanceKey(view, address)) ?? createPendingNode(address.node)

/** Changes a node and, if `state` is passed, the state of its instance. */
function changeNode(fold: Fold, address: Address, changes: Partial<NodeRun>, state?: NodeState): void {
  const { view } = fold
  const key = findInstanceKey(view, address)
  const next = copyNode(fold, key, address)
  if (state) {
    const { scope } = address
    const instance = scope === undefined || scope.length === 0 ? '' : scope.join('/')
    const previous = instance === '' ? next.state : (next.active?.[instance] ?? 'pending')
    updateCounts(view, next, previous, state)
    if (previous === 'waiting' && view.waiting) {
      delete view.waiting[instance === '' ? address.node : `${instance}/${address.node}`]
    }
    if (state !== 'waiting' && next.waitFor) delete next.waitFor
    if (instance === '') next.state = state
    else updateInstance(next, instance, state)
    if (state === 'running' && scope) {
      scope.forEach((segment, depth) =>
        enterComposite(fold, { node: getSegmentName(segment), scope: scope.slice(0, depth) }),
      )
    }
  }
  Object.assign(next, changes)
}

/** Returns a copy of a node view that belongs to this fold and can be changed in place. */
function copyNode({ view, copies }: Fold, key: string, address: Address): NodeRun {
  const existingNode = findNode(view, key)
  if (existingNode && copies.has(existingNode)) return existingNode
  const next: NodeRun = existingNode ? { ...existingNode } : createPendingNode(address.node)
  if (next.active) next.active = { ...next.active }
  if (next.instances) next.instances = { ...next.instances }
  copies.add(next)
  if (key.includes('/')) (view.inner ??= {})[key] = next
  else view.nodes[key] = next
  return next
}

const getSegmentName = (segment: string): string => segment.slice(0, segment.lastIndexOf('#'))

/** Marks a node as composite. Composite nodes do not count as running themselves. */
function enterComposite(fold: Fold, address: Address): void {
  const key = findInstanceKey(fold.view, address)
  const existingNode = findNode(fold.view, key) ?? createPendingNode(address.node)
  if (existingNode.composite) return
  const countedStates = existingNode.active ? Object.values(existingNode.active) : [existingNode.state]
  for (const state of countedStates) updateCounts(fold.view, existingNode, state, 'pending')
  copyNode(fold, key, address).composite = true
}

function updateInstance(next: NodeRun, scope: string, state: NodeState): void {
  const active = (next.active ??= {})
  const instances = (next.instances ??= { ...zeroCounts })
  if (state === 'running' || state === 'waiting' || state === 'retrying') active[scope] = state
  else {
    delete active[scope]
    if (state !== 'pending') instances[state === 'cached' ? 'completed' : state]++
  }
  if (state === 'running') {
    next.state = 'running'
    return
  }
  let combinedState: 'running' | 'retrying' | 'waiting' | undefined
  for (const key in active) {
    const instanceState = active[key]!
    if (
      instanceState === 'running' ||
      combinedState === undefined ||
      (instanceState === 'retrying' && combinedState === 'waiting')
    )
      combinedState = instanceState
    if (combinedState === 'running') break
  }
  next.state =
    combinedState ??
    (['failed', 'completed', 'cancelled', 'skipped'] as const).find((instanceState) => instances[instanceState] > 0) ??
    'pending'
}

/** Updates the counts of running and waiting instances. If all active instances are waiting, the run is waiting. */
function updateCounts(view: RunView, { composite }: NodeRun, previous: NodeState, state: NodeState): void {
  if (composite) return
  const countBusy = (instanceState: NodeState): number =>
    instanceState === 'running' || instanceState === 'retrying' ? 1 : 0
  const busyCount = (view.runningCount ?? 0) + countBusy(state) - countBusy(previous)
  const waitingCount = (view.waitingCount ?? 0) + (state === 'waiting' ? 1 : 0) - (previous === 'waiting' ? 1 : 0)
  view.runningCount = busyCount
  view.waitingCount = waitingCount
  if (!isFinalRunState(view.state)) view.state = waitingCount > 0 && busyCount === 0 ? 'waiting' : 'running'
}

/** Marks pending nodes as skipped, such as those in a loop that had no iterations. */
function skipUnreachedNodes(view: RunView): void {
  for (const [id, run] of Object.entries(view.nodes)) {
    if (run.state === 'pending') view.nodes[id] = { ...run, state: 'skipped', reason: message('run.never-reached', {}) }
  }
}

const decisions = { approve: 'run.approved', reject: 'run.rejected', done: 'run.marked-done' } as const
const effectDecisions = { ...decisions, approve: 'run.retry-approved', reject: 'run.retry-rejected' } as const

const createUnknownEffectMessage = (effect: string): Message => message('run.effect-unknown', { effect })
