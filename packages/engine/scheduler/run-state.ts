import type { Config, RunError, RunEventBody, Values, WaitFor } from '@aw-flow/schema'
import type { Effect, Instance, Turn } from './effects.ts'
import type { Graph, GraphNode, Source } from './graph.ts'
import { emptyQueue, type Cell, type Queue } from './queue.ts'
import { emptySharedMap, sharedEntries, sharedValue, withoutShared, withShared, type SharedMap } from './shared-map.ts'
import { emptySlots, makeSlots, slot, withSlot, type Slots } from './slots.ts'

/** How a node instance stands. `settled`: those from `completed` on. */
export const status = {
  pending: 0,
  /** It may start, and is in the queue or about to be recorded as started. */
  ready: 1,
  running: 2,
  retrying: 3,
  waiting: 4,
  /** It is about to be recorded as skipped. */
  skipping: 5,
  completed: 6,
  failed: 7,
  skipped: 8,
  cancelled: 9,
} as const
export type Status = (typeof status)[keyof typeof status]

/** What is kept of a loop while it goes on: which turns are under way, and what came back of the others. */
export interface LoopState {
  /** The turn that is asked for next. */
  readonly next: number
  /** The shell has been asked for a turn. */
  readonly asked: boolean
  readonly active: number
  /** How many turns there are, once that is known. */
  readonly of: number | undefined
  readonly results: Slots<Values | undefined>
  /** The turns that failed, the last first. */
  readonly failed: Cell<number> | undefined
  /** The error of the first turn, in the loop's order, that failed. */
  readonly error: { readonly iteration: number; readonly error: RunError } | undefined
  /** The turn that is asked for next has failed before. */
  readonly again: { readonly tries: number; readonly delayMs: number } | undefined
}

/** What the record says of a node that is run more than once: under which key. */
export interface Held {
  readonly attempt: number
  readonly key: string
  readonly filled: Config | undefined
  readonly waitFor?: WaitFor
  /** What it waited for has come, and it has not ended yet. */
  readonly resumed?: Extract<Turn, { kind: 'resumed' }>
  readonly loop?: LoopState
}

/** A node that failed, and why. */
export interface Failure {
  readonly node: string
  readonly error: RunError
}

/** One graph at work: the run's own, a loop's body in one turn, or the inside of a sub-workflow. Arrays are by node index. */
export interface ScopeState {
  readonly path: readonly string[]
  readonly graph: Graph
  /** The node that it is within. */
  readonly parent: { readonly scope: string; readonly index: number; readonly iteration: number } | undefined
  /** What the loop gives into its body, the sub-workflow's inputs. */
  readonly given: Values
  readonly status: Slots<Status>
  /** Twice the edges that have not settled yet, and one when an edge has given. */
  readonly waiting: Slots<number>
  readonly outputs: Slots<Values | undefined>
  readonly held: SharedMap<number, Held>
  /** Nodes that have not settled, and of them those that are past `pending`. */
  readonly open: number
  readonly live: number
  /** Failures that no node says what is done about. */
  readonly failures: readonly Failure[]
}

/** A node that can undo what it did, with what it needs for that. */
export interface Undoable extends Instance {
  readonly key: string
  readonly inputs: Values
  readonly outputs: Values
  readonly filled: Config | undefined
}

/** Where a run stands. A value: `step` never changes one, it answers the next; what a step does not touch is shared. */
export interface SchedulerState {
  readonly graph: Graph
  readonly parallel: number
  readonly phase: 'new' | 'running' | 'compensating' | 'cancelling' | 'ended'
  /** The run's own graph. */
  readonly root: ScopeState
  /** The graphs within its nodes, by path, joined. */
  readonly inner: SharedMap<string, ScopeState>
  /** Nodes that may start, first come first, held back by the limit on parallel nodes. */
  readonly ready: Queue<{ readonly scope: string; readonly index: number }>
  /** Nodes that have a place among the parallel ones. */
  readonly started: number
  readonly given: Readonly<Record<string, Values>>
  readonly undoable: Cell<Undoable> | undefined
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }
export type ScopeDraft = Mutable<ScopeState>

/** A state on the way to the next: only the step that made it changes it. */
export interface Draft extends Mutable<SchedulerState> {
  readonly effects: Effect[]
  /** The run's own scope, once it is changed. */
  rootDraft: ScopeDraft | undefined
  /** Scopes within it that are changed, opened, or (`undefined`) closed. */
  innerDrafts: Map<string, ScopeDraft | undefined> | undefined
}

export const draftOf = (state: SchedulerState): Draft => ({
  graph: state.graph,
  parallel: state.parallel,
  phase: state.phase,
  root: state.root,
  inner: state.inner,
  ready: state.ready,
  started: state.started,
  given: state.given,
  undoable: state.undoable,
  effects: [],
  rootDraft: undefined,
  innerDrafts: undefined,
})

/** The next state and the effects of a draft that is ready. */
export function stateOf(draft: Draft): [SchedulerState, Effect[]] {
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
    started: draft.started,
    given: draft.given,
    undoable: draft.undoable,
  }
  return [state, draft.effects]
}

export const scopeKey = (path: readonly string[] | undefined): string => (path ? path.join('/') : '')

/** A graph at work, by its path joined; the run's own is "". */
export const scopeAt = ({ root, inner }: SchedulerState, key: string): ScopeState | undefined =>
  key === '' ? root : sharedValue(inner, key)

/** All graphs at work, the run's own first. */
export const scopesOf = ({ root, inner }: SchedulerState): ScopeState[] => [
  root,
  ...sharedEntries(inner).map(([, scope]) => scope),
]

/** A scope to be changed. A scope that is not there is a record that does not belong to the graph. */
export function scopeDraft(draft: Draft, key: string): ScopeDraft {
  if (key === '') return (draft.rootDraft ??= { ...draft.root })
  const before = draft.innerDrafts?.get(key)
  if (before) return before
  const copy = { ...readScope(draft, key) }
  changeScope(draft, key, copy)
  return copy
}

/** Opens a scope, or closes it. */
export function changeScope(draft: Draft, key: string, scope: ScopeDraft | undefined): void {
  ;(draft.innerDrafts ??= new Map()).set(key, scope)
}

/** A scope as it stands in the draft; `undefined` when it is not open. */
export function findScope(draft: Draft, key: string): ScopeState | undefined {
  if (key === '') return draft.rootDraft ?? draft.root
  return draft.innerDrafts?.has(key) ? draft.innerDrafts.get(key) : sharedValue(draft.inner, key)
}

export const readScope = (draft: Draft, key: string): ScopeState => findScope(draft, key) ?? missingScope(key)

function missingScope(key: string): never {
  throw new Error(`The record names scope "${key}", which is not open.`)
}

export function indexIn({ graph, path }: ScopeState, node: string): number {
  const index = graph.indexOf.get(node)
  if (index === undefined) {
    const place = path.length > 0 ? ` of ${path.join(' / ')}` : ''
    throw new Error(`The record names node "${node}"${place}, which is not in the run's workflow.`)
  }
  return index
}

/** The state of a graph of which nothing has begun. */
export const newScope = (
  graph: Graph,
  { path, parent, given }: Pick<ScopeState, 'path' | 'parent' | 'given'>,
): ScopeDraft => ({
  path,
  graph,
  parent,
  given,
  status: makeSlots<Status>(graph.nodes.length, () => status.pending),
  waiting: makeSlots(graph.nodes.length, (index) => graph.waitsFor[index]! * 2),
  outputs: emptySlots,
  held: emptySharedMap,
  open: graph.nodes.length,
  live: 0,
  failures: [],
})

/** A run before its first event. At most `parallel` nodes run at a time. */
export const initialState = (graph: Graph, parallel: number): SchedulerState => ({
  graph,
  parallel,
  phase: 'new',
  root: newScope(graph, { path: [], parent: undefined, given: {} }),
  inner: emptySharedMap,
  ready: emptyQueue,
  started: 0,
  given: {},
  undoable: undefined,
})

export const statusOf = (scope: ScopeState, index: number): Status => slot(scope.status, index)!
export const nodeOf = (scope: ScopeState, index: number): GraphNode => scope.graph.nodes[index]!

export function setStatus(scope: ScopeDraft, index: number, value: Status): void {
  scope.status = withSlot(scope.status, index, value)
}

/** What is kept of a node while it is run more than once, waits or can undo. */
export const heldAt = ({ held }: ScopeState, index: number): Held | undefined => sharedValue(held, index)

export function setHeld(scope: ScopeDraft, index: number, held: Held | undefined): void {
  scope.held = held ? withShared(scope.held, index, held) : withoutShared(scope.held, index)
}

/** How effects and events name a node instance. */
export const instanceOf = (scope: ScopeState, index: number): Instance =>
  scope.path.length > 0 ? { node: nodeOf(scope, index).id, scope: [...scope.path] } : { node: nodeOf(scope, index).id }

export const emit = (draft: Draft, event: RunEventBody): void => void draft.effects.push({ type: 'emit', event })

/** The value that a source has come to. */
export function valueAt(draft: Draft, scope: ScopeState, { up, index, port }: Source): Values[string] | undefined {
  let from = scope
  for (let level = up; level > 0; level--) from = readScope(draft, from.parent!.scope)
  const values = index < 0 ? from.given : slot(from.outputs, index)
  return values && Object.hasOwn(values, port) ? values[port] : undefined
}

/** The failures of a graph in the order of its nodes, whichever came first. */
export const failuresOf = ({ failures, graph }: ScopeState): Failure[] =>
  failures.toSorted((a, b) => graph.indexOf.get(a.node)! - graph.indexOf.get(b.node)!)

/** A failure as the nodes that take it see it. */
export const toldFailure = ({ node, error: { kind, problem } }: Failure) => ({
  node,
  kind,
  code: problem.code,
  // Rendered by the shell when the failure is recorded; see `RunWorkflowOptions.render`.
  message: problem.message ?? problem.code,
  hint: problem.hint ?? null,
})

/**
 * The values at a node's inputs: what was given from outside, and over it what its edges bring; at a handler's, all that
 * has failed.
 */
export function inputsOf(draft: Draft, scope: ScopeState, index: number): Values {
  const node = nodeOf(scope, index)
  const { prefix } = scope.graph
  const given = draft.given[prefix === '' ? node.id : prefix + node.id]
  const inputs: Values = given ? { ...given } : {}
  if (node.handler) inputs.error = { kind: 'json', json: failuresOf(scope).map(toldFailure) }
  for (const { port, from } of node.inputs) {
    const value = valueAt(draft, scope, from)
    if (value !== undefined) inputs[port] = value
  }
  return inputs
}
