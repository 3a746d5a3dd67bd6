import { toCanonicalJson } from '../wire/canonical-json.ts'
import { foldRun, type NodeRun, type NodeState, type RunView } from './fold-run.ts'
import type { RunEvent } from './run-event.ts'
import type { Values } from '../wire/value.ts'

/** A value on both sides of a comparison: `a` for the first run and `b` for the second. @internal */
export interface Sides<T> {
  a: T
  b: T
}

/**
 * The comparison of a node in two runs. It contains only properties that differ, and `ms` if the node ran.
 *
 * @internal
 */
export interface NodeComparison {
  node: string
  /** The runs whose workflow contains the node. */
  presence: 'both' | 'only-a' | 'only-b'
  state?: Sides<NodeState>
  type?: Sides<string>
  /** Settings that differ, keyed by name. */
  settings?: Record<string, Sides<unknown>>
  /** Inputs that differ, keyed by port. */
  inputs?: Record<string, Sides<unknown>>
  /** Outputs that differ, keyed by port. Tables with the same derivation key are equal. */
  outputs?: Record<string, Sides<unknown>>
  rows?: Sides<number | undefined>
  /** The duration of the last attempt, in ms. Absent if the node did not run in either run. */
  ms?: Sides<number | undefined>
  /** Whether the node is equal in both runs, except for its duration. */
  isEqual: boolean
}

/** @internal */
export interface RunComparison {
  run: Sides<string>
  state: Sides<RunView['state']>
  /** The time from the first to the last event, in ms. */
  ms: Sides<number | undefined>
  /** The nodes of run `a` in document order, followed by those that exist only in `b`. */
  nodes: NodeComparison[]
}

/**
 * Compares the records of two runs: which nodes differ in settings, inputs, outputs, rows and time. Pure. Runs in
 * progress are compared in their current state.
 *
 * @internal
 */
export function compareRuns(a: readonly RunEvent[], b: readonly RunEvent[]): RunComparison {
  const views: Sides<RunView> = { a: foldRun(a), b: foldRun(b) }
  const sides: Sides<Side> = { a: createSide(views.a), b: createSide(views.b) }
  const ids = new Set([...sides.a.nodes.keys(), ...sides.b.nodes.keys()])
  return {
    run: { a: views.a.run, b: views.b.run },
    state: { a: views.a.state, b: views.b.state },
    ms: { a: computeDuration(views.a), b: computeDuration(views.b) },
    nodes: [...ids].map((node) => compareNode(node, sides)),
  }
}

interface Side {
  view: RunView
  nodes: Map<string, { type: string; config: Record<string, unknown> }>
  inputs: Map<string, Values>
}

const createSide = (view: RunView): Side => ({
  view,
  nodes: new Map(view.workflow?.nodes.map(({ id, type, data }) => [id, { type, config: data.config }])),
  inputs: collectRunInputs(view),
})

/** Returns the known inputs of every node (external inputs and outputs of other nodes), keyed by node id. @internal */
export function collectRunInputs(view: RunView): Map<string, Values> {
  const { nodes = [], edges = [] } = view.workflow ?? {}
  const inputs = new Map<string, Values>(nodes.map(({ id }) => [id, { ...view.inputs?.[id] }]))
  for (const { source, target, sourceHandle, targetHandle } of edges) {
    const outputs = view.nodes[source]?.outputs ?? {}
    const port = sourceHandle ?? Object.keys(outputs)[0]
    const value = port === undefined ? undefined : outputs[port]
    if (value) inputs.set(target, { ...inputs.get(target), [targetHandle ?? `from ${source}`]: value })
  }
  return inputs
}

function compareNode(node: string, sides: Sides<Side>): NodeComparison {
  const a = sides.a.nodes.get(node)
  const b = sides.b.nodes.get(node)
  if (!a || !b) return { node, presence: a ? 'only-a' : 'only-b', isEqual: false }
  const runs: Sides<NodeRun | undefined> = { a: sides.a.view.nodes[node], b: sides.b.view.nodes[node] }
  const differences = {
    ...compareValue('state', { a: toComparableState(runs.a), b: toComparableState(runs.b) }),
    ...compareValue('type', { a: a.type, b: b.type }),
    ...compareFields('settings', a.config, b.config),
    ...compareFields('inputs', sides.a.inputs.get(node) ?? {}, sides.b.inputs.get(node) ?? {}),
    ...compareFields('outputs', runs.a?.outputs ?? {}, runs.b?.outputs ?? {}),
    ...compareValue('rows', { a: runs.a?.rows, b: runs.b?.rows }),
  }
  const hasRun = runs.a?.ms !== undefined || runs.b?.ms !== undefined
  const isEqual = Object.keys(differences).length === 0
  const duration = hasRun ? { ms: { a: runs.a?.ms, b: runs.b?.ms } } : {}
  return { node, presence: 'both', ...differences, ...duration, isEqual }
}

/** Returns a node's state for comparison. `cached` counts as `completed`. */
const toComparableState = (run: NodeRun | undefined): NodeState => {
  const state = run?.state ?? 'pending'
  return state === 'cached' ? 'completed' : state
}

const isSame = (a: unknown, b: unknown): boolean =>
  a === b || toCanonicalJson(toIdentity(a)) === toCanonicalJson(toIdentity(b))

/** Returns the identity of a value: the derivation key of a table, or the value itself. */
function toIdentity(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  const { kind, table } = value as { kind?: unknown; table?: { id?: unknown } }
  return kind === 'table' && typeof table?.id === 'string' ? { table: table.id } : value
}

const compareValue = <Name extends string, T>(name: Name, sides: Sides<T>): { [K in Name]?: Sides<T> } =>
  (isSame(sides.a, sides.b) ? {} : { [name]: sides }) as { [K in Name]?: Sides<T> }

function compareFields<Name extends string>(
  name: Name,
  a: Readonly<Record<string, unknown>>,
  b: Readonly<Record<string, unknown>>,
): { [K in Name]?: Record<string, Sides<unknown>> } {
  const differences: [string, Sides<unknown>][] = []
  for (const field of new Set([...Object.keys(a), ...Object.keys(b)])) {
    if (!isSame(a[field], b[field])) differences.push([field, { a: a[field], b: b[field] }])
  }
  return (differences.length === 0 ? {} : { [name]: Object.fromEntries(differences) }) as {
    [K in Name]?: Record<string, Sides<unknown>>
  }
}

const computeDuration = ({ startedAt, endedAt }: RunView): number | undefined =>
  startedAt === undefined || endedAt === undefined ? undefined : endedAt - startedAt
