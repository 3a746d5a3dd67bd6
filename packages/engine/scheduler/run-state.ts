import type { Config, RunError, RunEventBody, Values, WaitCondition } from '@aw-flow/schema'
import type { Effect, Instance, Continuation } from './effects.ts'
import type { Graph, GraphNode, Source } from './graph.ts'
import { emptyQueue, type Cell, type Queue } from './queue.ts'
import {
  emptyPersistentMap,
  listMapEntries,
  getMapValue,
  withoutMapEntry,
  withMapEntry,
  type PersistentMap,
} from './shared-map.ts'
import { emptySlots, createSlots, getSlot, withSlot, type Slots } from './slots.ts'

/** The statuses of a node instance. Statuses from `completed` on are settled. */
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

/** The state of a running loop, including the results of its completed iterations. */
export interface LoopState {
  /** The number of the iteration to request next. */
  readonly nextIteration: number
  /** Whether an iteration has been requested but has not started yet. */
  readonly isRequested: boolean
  /** The number of running iterations. */
  readonly activeCount: number
  /** The total number of iterations, once known. */
  readonly count: number | undefined
  readonly results: Slots<Values | undefined>
  /** The numbers of the failed iterations, most recent first. */
  readonly failed: Cell<number> | undefined
  /** The error of the failed iteration with the lowest number. */
  readonly error: { readonly iteration: number; readonly error: RunError } | undefined
  /** Present if the next iteration is a retry. */
  readonly retry: { readonly attempt: number; readonly delayMs: number } | undefined
}

/** The retained state of a node that runs more than once, waits or can be undone. */
export interface RetainedNode {
  readonly attempt: number
  readonly key: string
  /** The settings with `{{…}}` evaluated. Absent if they contain none. */
  readonly filled: Config | undefined
  readonly waitFor?: WaitCondition
  /** Present from the end of the node's wait until the node ends. */
  readonly resumed?: Extract<Continuation, { kind: 'resumed' }>
  readonly loop?: LoopState
}

/** A failed node and its error. */
export interface Failure {
  readonly node: string
  readonly error: RunError
}

/**
 * The state of a single graph: the top level, one iteration of a loop body, or a sub-workflow. Slots are indexed by
 * node.
 */
export interface ScopeState {
  readonly path: readonly string[]
  readonly graph: Graph
  /** The node that contains the graph. Absent at the top level. */
  readonly parent: { readonly scope: string; readonly index: number; readonly iteration: number } | undefined
  /** The values that the loop passes to its body, or the sub-workflow's inputs. */
  readonly inputs: Values
  readonly status: Slots<Status>
  /** For each node, twice the number of unsettled incoming edges, plus one if any of its settled edges has a value. */
  readonly packedEdgeCounts: Slots<number>
  readonly outputs: Slots<Values | undefined>
  readonly retained: PersistentMap<number, RetainedNode>
  /** The number of unsettled nodes. */
  readonly unsettledCount: number
  /** The number of unsettled nodes with a status other than `pending`. */
  readonly activeCount: number
  /** Failures that are not handled by the nodes themselves. */
  readonly failures: readonly Failure[]
}

/** A completed node whose effects can be undone, along with the values needed to undo them. */
export interface UndoableNode extends Instance {
  readonly key: string
  readonly inputs: Values
  readonly outputs: Values
  /** The settings with `{{…}}` evaluated. Absent if they contain none. */
  readonly filled: Config | undefined
}

/** The state of a run. It is immutable: `step` returns the next state, which shares all unchanged parts. */
export interface SchedulerState {
  readonly graph: Graph
  readonly parallel: number
  readonly phase: 'new' | 'running' | 'compensating' | 'cancelling' | 'ended'
  /** The state of the top-level graph. */
  readonly root: ScopeState
  /** The states of inner graphs, keyed by their joined path. */
  readonly inner: PersistentMap<string, ScopeState>
  /** Nodes that are ready to start but exceed the limit of parallel nodes, in FIFO order. */
  readonly ready: Queue<{ readonly scope: string; readonly index: number }>
  /** The number of running nodes that count toward the limit. */
  readonly runningCount: number
  /** The run's inputs, keyed by node id. */
  readonly inputs: Readonly<Record<string, Values>>
  readonly undoable: Cell<UndoableNode> | undefined
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }
export type ScopeDraft = Mutable<ScopeState>

/** A mutable copy of the state that is used within a single step. */
export interface Draft extends Mutable<SchedulerState> {
  readonly effects: Effect[]
  /** The copy of the top-level scope, once it is changed. */
  rootDraft: ScopeDraft | undefined
  /** Copies of inner scopes that were changed or opened. `undefined` marks a closed scope. */
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
  inputs: state.inputs,
  undoable: state.undoable,
  effects: [],
  rootDraft: undefined,
  innerDrafts: undefined,
})

/** Returns the next state and the effects that result from a draft. */
export function finishDraft(draft: Draft): [SchedulerState, Effect[]] {
  let { inner } = draft
  if (draft.innerDrafts) {
    for (const [key, scope] of draft.innerDrafts) {
      inner = scope ? withMapEntry(inner, key, scope) : withoutMapEntry(inner, key)
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
    inputs: draft.inputs,
    undoable: draft.undoable,
  }
  return [state, draft.effects]
}

export const toScopeKey = (path: readonly string[] | undefined): string => (path ? path.join('/') : '')

/** Returns the state of the graph with the given joined path. The empty path is the top level. */
export const findScopeState = ({ root, inner }: SchedulerState, key: string): ScopeState | undefined =>
  key === '' ? root : getMapValue(inner, key)

/** Returns the states of all graphs, starting with the top level. */
export const listScopes = ({ root, inner }: SchedulerState): ScopeState[] => [
  root,
  ...listMapEntries(inner).map(([, scope]) => scope),
]

/**
 * Returns a mutable copy of a scope. Throws if the scope is not open, which means that the record does not match the
 * graph.
 */
export function openScopeDraft(draft: Draft, key: string): ScopeDraft {
  if (key === '') return (draft.rootDraft ??= { ...draft.root })
  const existingDraft = draft.innerDrafts?.get(key)
  if (existingDraft) return existingDraft
  const copy = { ...readScope(draft, key) }
  changeScope(draft, key, copy)
  return copy
}

/** Opens, replaces or closes a scope. */
export function changeScope(draft: Draft, key: string, scope: ScopeDraft | undefined): void {
  ;(draft.innerDrafts ??= new Map()).set(key, scope)
}

/** Returns the current state of a scope in the draft; `undefined` if it is not open. */
export function findScope(draft: Draft, key: string): ScopeState | undefined {
  if (key === '') return draft.rootDraft ?? draft.root
  return draft.innerDrafts?.has(key) ? draft.innerDrafts.get(key) : getMapValue(draft.inner, key)
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
  { path, parent, inputs }: Pick<ScopeState, 'path' | 'parent' | 'inputs'>,
): ScopeDraft => ({
  path,
  graph,
  parent,
  inputs,
  status: createSlots<Status>(graph.nodes.length, () => status.pending),
  packedEdgeCounts: createSlots(graph.nodes.length, (index) => graph.incomingCounts[index]! * 2),
  outputs: emptySlots,
  retained: emptyPersistentMap,
  unsettledCount: graph.nodes.length,
  activeCount: 0,
  failures: [],
})

/** Creates the state of a run before its first event. At most `maxParallelNodes` nodes run at the same time. */
export const createInitialState = (graph: Graph, maxParallelNodes: number): SchedulerState => ({
  graph,
  parallel: maxParallelNodes,
  phase: 'new',
  root: createScope(graph, { path: [], parent: undefined, inputs: {} }),
  inner: emptyPersistentMap,
  ready: emptyQueue,
  runningCount: 0,
  inputs: {},
  undoable: undefined,
})

export const getStatus = (scope: ScopeState, index: number): Status => getSlot(scope.status, index)!
export const getNode = (scope: ScopeState, index: number): GraphNode => scope.graph.nodes[index]!

export function setStatus(scope: ScopeDraft, index: number, value: Status): void {
  scope.status = withSlot(scope.status, index, value)
}

/** Returns the retained state of a node that runs more than once, waits or can be undone. */
export const findRetainedNode = ({ retained }: ScopeState, index: number): RetainedNode | undefined =>
  getMapValue(retained, index)

export function setRetainedNode(scope: ScopeDraft, index: number, retainedNode: RetainedNode | undefined): void {
  scope.retained = retainedNode
    ? withMapEntry(scope.retained, index, retainedNode)
    : withoutMapEntry(scope.retained, index)
}

/** Returns the properties of effects and events that identify a node instance. */
export const getInstance = (scope: ScopeState, index: number): Instance =>
  scope.path.length > 0
    ? { node: getNode(scope, index).id, scope: [...scope.path] }
    : { node: getNode(scope, index).id }

export const emitEvent = (draft: Draft, event: RunEventBody): void => void draft.effects.push({ type: 'emit', event })

/** Returns the current value of a source. */
export function readSource(
  draft: Draft,
  scope: ScopeState,
  { levelsUp, index, port }: Source,
): Values[string] | undefined {
  let sourceScope = scope
  for (let level = levelsUp; level > 0; level--) sourceScope = readScope(draft, sourceScope.parent!.scope)
  const values = index < 0 ? sourceScope.inputs : getSlot(sourceScope.outputs, index)
  return values && Object.hasOwn(values, port) ? values[port] : undefined
}

/** Returns the failures in a graph, sorted by node rather than by time. */
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
 * Returns a node's input values: inputs from outside the workflow, overridden by the values of its edges. An error
 * handler also receives all failures.
 */
export function resolveInputs(draft: Draft, scope: ScopeState, index: number): Values {
  const node = getNode(scope, index)
  const { prefix } = scope.graph
  const outerInputs = draft.inputs[prefix === '' ? node.id : prefix + node.id]
  const inputs: Values = outerInputs ? { ...outerInputs } : {}
  if (node.handlesErrors) inputs.error = { kind: 'json', json: listFailures(scope).map(toFailureValue) }
  for (const { port, from } of node.inputs) {
    const value = readSource(draft, scope, from)
    if (value !== undefined) inputs[port] = value
  }
  return inputs
}
