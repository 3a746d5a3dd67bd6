import type { Config, RunError, RunEventBody, Values, WaitFor } from '@aw-flow/schema'
import type { Effect, Instance, Continuation } from './effects.ts'
import type { Graph, GraphNode, Source } from './graph.ts'
import { emptyQueue, type Cell, type Queue } from './queue.ts'
import {
  emptySharedMap,
  listSharedEntries,
  getShared,
  withoutShared,
  withShared,
  type SharedMap,
} from './shared-map.ts'
import { emptySlots, makeSlots, getSlot, withSlot, type Slots } from './slots.ts'

/** States of a node instance. Those from `completed` on are settled. */
export const status = {
  pending: 0,
  /** Queued, or about to be recorded as started. */
  ready: 1,
  running: 2,
  retrying: 3,
  waiting: 4,
  /** About to be recorded as skipped. */
  skipping: 5,
  completed: 6,
  failed: 7,
  skipped: 8,
  cancelled: 9,
} as const
export type Status = (typeof status)[keyof typeof status]

/** The state of a running loop: iterations in progress, and results of completed ones. */
export interface LoopState {
  /** The iteration that is requested next. */
  readonly next: number
  /** Whether an iteration has been requested and has not started yet. */
  readonly isRequested: boolean
  readonly active: number
  /** The number of iterations, once it is known. */
  readonly count: number | undefined
  readonly results: Slots<Values | undefined>
  /** Failed iterations, last first. */
  readonly failed: Cell<number> | undefined
  /** The error of the failed iteration with the lowest number. */
  readonly error: { readonly iteration: number; readonly error: RunError } | undefined
  /** Set if the next iteration is a retry. */
  readonly retry: { readonly tries: number; readonly delayMs: number } | undefined
}

/** The recorded start of a node that runs more than once. */
export interface RetainedNode {
  readonly attempt: number
  readonly key: string
  /** The settings after the evaluation of `{{…}}`; absent without `{{…}}`. */
  readonly filled: Config | undefined
  readonly waitFor?: WaitFor
  /** Set from the end of its wait until the node ends. */
  readonly resumed?: Extract<Continuation, { kind: 'resumed' }>
  readonly loop?: LoopState
}

/** A failed node with its error. */
export interface Failure {
  readonly node: string
  readonly error: RunError
}

/** The state of one graph: the top level, one iteration of a loop body, or a sub-workflow. Slots are by node index. */
export interface ScopeState {
  readonly path: readonly string[]
  readonly graph: Graph
  /** The node that contains it. */
  readonly parent: { readonly scope: string; readonly index: number; readonly iteration: number } | undefined
  /** The values that the loop passes to its body, or the inputs of the sub-workflow. */
  readonly given: Values
  readonly status: Slots<Status>
  /** Twice the number of unsettled edges, plus one if an edge has a value. */
  readonly packedEdgeCounts: Slots<number>
  readonly outputs: Slots<Values | undefined>
  readonly retained: SharedMap<number, RetainedNode>
  /** The number of unsettled nodes. */
  readonly unsettledCount: number
  /** The number of unsettled nodes past `pending`. */
  readonly activeCount: number
  /** Failures that their nodes do not handle. */
  readonly failures: readonly Failure[]
}

/** A completed node whose effects can be undone, with the values that are needed to undo them. */
export interface UndoableNode extends Instance {
  readonly key: string
  readonly inputs: Values
  readonly outputs: Values
  /** The settings after the evaluation of `{{…}}`; absent without `{{…}}`. */
  readonly filled: Config | undefined
}

/** The state of a run. It is immutable: `step` returns the next one and shares unchanged parts. */
export interface SchedulerState {
  readonly graph: Graph
  readonly parallel: number
  readonly phase: 'new' | 'running' | 'compensating' | 'cancelling' | 'ended'
  /** The top-level graph. */
  readonly root: ScopeState
  /** Inner graphs by joined path. */
  readonly inner: SharedMap<string, ScopeState>
  /** Nodes that can start but exceed the limit of parallel nodes, in FIFO order. */
  readonly ready: Queue<{ readonly scope: string; readonly index: number }>
  /** The number of parallel nodes in progress. */
  readonly runningCount: number
  readonly given: Readonly<Record<string, Values>>
  readonly undoable: Cell<UndoableNode> | undefined
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }
export type ScopeDraft = Mutable<ScopeState>

/** A mutable copy of the state, used within one step. */
export interface Draft extends Mutable<SchedulerState> {
  readonly effects: Effect[]
  /** The top-level scope, once changed. */
  rootDraft: ScopeDraft | undefined
  /** Inner scopes that were changed, opened, or closed (`undefined`). */
  innerDrafts: Map<string, ScopeDraft | undefined> | undefined
}

export const createDraft = (state: SchedulerState): Draft => ({
  graph: state.graph,
  parallel: state.parallel,
  phase: state.phase,
  root: state.root,
  inner: state.inner,
  ready: state.ready,
  runningCount: state.runningCount,
  given: state.given,
  undoable: state.undoable,
  effects: [],
  rootDraft: undefined,
  innerDrafts: undefined,
})

/** Returns the next state and the effects of a draft. */
export function finishDraft(draft: Draft): [SchedulerState, Effect[]] {
  let { inner } = draft
  if (draft.innerDrafts) {
    for (const [key, scope] of draft.innerDrafts) {
      inner = scope ? withShared(inner, key, scope) : withoutShared(inner, key)
    }
  }
  const state: SchedulerState = {
    graph: draft.graph,
    parallel: draft.parallel,
    phase: draft.phase,
    root: draft.rootDraft ?? draft.root,
    inner,
    ready: draft.ready,
    runningCount: draft.runningCount,
    given: draft.given,
    undoable: draft.undoable,
  }
  return [state, draft.effects]
}

export const toScopeKey = (path: readonly string[] | undefined): string => (path ? path.join('/') : '')

/** Returns the state of a graph by its joined path; "" is the top level. */
export const findScopeState = ({ root, inner }: SchedulerState, key: string): ScopeState | undefined =>
  key === '' ? root : getShared(inner, key)

/** Returns the states of all graphs, the top level first. */
export const listScopes = ({ root, inner }: SchedulerState): ScopeState[] => [
  root,
  ...listSharedEntries(inner).map(([, scope]) => scope),
]

/** Returns a scope for changes. A missing scope means that the record does not match the graph. */
export function openScopeDraft(draft: Draft, key: string): ScopeDraft {
  if (key === '') return (draft.rootDraft ??= { ...draft.root })
  const existing = draft.innerDrafts?.get(key)
  if (existing) return existing
  const copy = { ...readScope(draft, key) }
  changeScope(draft, key, copy)
  return copy
}

/** Opens, replaces or closes a scope. */
export function changeScope(draft: Draft, key: string, scope: ScopeDraft | undefined): void {
  ;(draft.innerDrafts ??= new Map()).set(key, scope)
}

/** Returns the current scope in the draft; `undefined` if it is not open. */
export function findScope(draft: Draft, key: string): ScopeState | undefined {
  if (key === '') return draft.rootDraft ?? draft.root
  return draft.innerDrafts?.has(key) ? draft.innerDrafts.get(key) : getShared(draft.inner, key)
}

export const readScope = (draft: Draft, key: string): ScopeState => findScope(draft, key) ?? throwMissingScope(key)

function throwMissingScope(key: string): never {
  throw new Error(`The record names scope "${key}", which is not open.`)
}

export function requireIndex({ graph, path }: ScopeState, node: string): number {
  const index = graph.indexById.get(node)
  if (index === undefined) {
    const location = path.length > 0 ? ` of ${path.join(' / ')}` : ''
    throw new Error(`The record names node "${node}"${location}, which is not in the run's workflow.`)
  }
  return index
}

/** Creates the initial state of a graph. */
export const createScope = (
  graph: Graph,
  { path, parent, given }: Pick<ScopeState, 'path' | 'parent' | 'given'>,
): ScopeDraft => ({
  path,
  graph,
  parent,
  given,
  status: makeSlots<Status>(graph.nodes.length, () => status.pending),
  packedEdgeCounts: makeSlots(graph.nodes.length, (index) => graph.waitsFor[index]! * 2),
  outputs: emptySlots,
  retained: emptySharedMap,
  unsettledCount: graph.nodes.length,
  activeCount: 0,
  failures: [],
})

/** Creates the state of a run before its first event. At most `parallel` nodes run at a time. */
export const createInitialState = (graph: Graph, parallel: number): SchedulerState => ({
  graph,
  parallel,
  phase: 'new',
  root: createScope(graph, { path: [], parent: undefined, given: {} }),
  inner: emptySharedMap,
  ready: emptyQueue,
  runningCount: 0,
  given: {},
  undoable: undefined,
})

export const getStatus = (scope: ScopeState, index: number): Status => getSlot(scope.status, index)!
export const getNode = (scope: ScopeState, index: number): GraphNode => scope.graph.nodes[index]!

export function setStatus(scope: ScopeDraft, index: number, value: Status): void {
  scope.status = withSlot(scope.status, index, value)
}

/** Returns the state of a node that runs more than once, waits or can be undone. */
export const findRetainedNode = ({ retained }: ScopeState, index: number): RetainedNode | undefined =>
  getShared(retained, index)

export function setRetainedNode(scope: ScopeDraft, index: number, retained: RetainedNode | undefined): void {
  scope.retained = retained ? withShared(scope.retained, index, retained) : withoutShared(scope.retained, index)
}

/** Returns the properties of effects and events that identify a node instance. */
export const getInstance = (scope: ScopeState, index: number): Instance =>
  scope.path.length > 0
    ? { node: getNode(scope, index).id, scope: [...scope.path] }
    : { node: getNode(scope, index).id }

export const emitEvent = (draft: Draft, event: RunEventBody): void => void draft.effects.push({ type: 'emit', event })

/** Returns the current value of a source. */
export function readSource(draft: Draft, scope: ScopeState, { up, index, port }: Source): Values[string] | undefined {
  let from = scope
  for (let level = up; level > 0; level--) from = readScope(draft, from.parent!.scope)
  const values = index < 0 ? from.given : getSlot(from.outputs, index)
  return values && Object.hasOwn(values, port) ? values[port] : undefined
}

/** Returns the failures in a graph, ordered by node instead of by time. */
export const listFailures = ({ failures, graph }: ScopeState): Failure[] =>
  failures.toSorted((a, b) => graph.indexById.get(a.node)! - graph.indexById.get(b.node)!)

/** Converts a failure to the JSON value that error handlers receive. */
export const toFailureValue = ({ node, error: { kind, problem } }: Failure) => ({
  node,
  kind,
  code: problem.code,
  // Rendered when the failure is recorded; see `RunWorkflowOptions.render`.
  message: problem.message ?? problem.code,
  hint: problem.hint ?? null,
})

/**
 * Returns the input values of a node: inputs from outside, overridden by the values of its edges; for an error handler,
 * also all failures.
 */
export function resolveInputs(draft: Draft, scope: ScopeState, index: number): Values {
  const node = getNode(scope, index)
  const { prefix } = scope.graph
  const outerInputs = draft.given[prefix === '' ? node.id : prefix + node.id]
  const inputs: Values = outerInputs ? { ...outerInputs } : {}
  if (node.handlesErrors) inputs.error = { kind: 'json', json: listFailures(scope).map(toFailureValue) }
  for (const { port, from } of node.inputs) {
    const value = readSource(draft, scope, from)
    if (value !== undefined) inputs[port] = value
  }
  return inputs
}
