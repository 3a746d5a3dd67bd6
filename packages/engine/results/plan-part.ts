import { message, type Text } from '@aw-flow/messages'
import {
  canonicalJson,
  error,
  warning,
  type ProvidedOutputs,
  type NodeRun,
  type Problem,
  type RunPart,
  type Values,
  type Workflow,
} from '@aw-flow/schema'
import { digestString } from '../digest.ts'
import type { PlannedNode } from '../plan/workflow-plan.ts'
import { listTables } from './results.ts'

/** The node outcomes of an earlier run, and the known parts of its definition. @internal */
export interface LastRunOutcomes {
  /** Its workflow; without it, nodes whose derivation key is known only in a run count as changed. */
  readonly workflow?: Workflow | undefined
  /** The workflows that it referred to. */
  readonly workflows?: Readonly<Record<string, Workflow>> | undefined
  /** Its inputs by node id. */
  readonly inputs?: Readonly<Record<string, Values>> | undefined
  /** The versions of its node types. */
  readonly types?: Readonly<Record<string, number>> | undefined
  readonly nodes: Readonly<Record<string, Pick<NodeRun, 'state' | 'outputs'> & { key?: string | undefined }>>
}

export interface PlanPartOptions {
  nodes: readonly PlannedNode[]
  part?: RunPart | undefined
  /** Pinned outputs by node id. */
  pins?: Readonly<Record<string, Values>>
  /** The last run, whose outcomes a part can start from. */
  last?: LastRunOutcomes | undefined
  /** Nodes whose outcome in `last` is out of date; see `findStaleNodes`. */
  stale?: ReadonlySet<string>
  /** Whether a table still exists. */
  hasTable: (id: string) => boolean
}

/** @internal */
export interface PlannedPart {
  given: Record<string, ProvidedOutputs>
  problems: Problem[]
}

/**
 * Decides which outputs replace nodes when a workflow or a part of it runs; the truth table is in `SPEC.md`. Pins take
 * precedence. Complete runs and parts of the kind `to` use only pins. Parts of the kinds `from` and `only` also use
 * outputs of the last run: `from` only those that are up to date, `only` all of them, with a warning for stale ones.
 */
export function planPart({ nodes, part, pins = {}, last, stale = new Set(), hasTable }: PlanPartOptions): PlannedPart {
  const provided: Record<string, ProvidedOutputs> = {}
  const problems: Problem[] = []
  const indexById = new Map(nodes.map((planned, index) => [planned.node.id, index]))
  for (const [node, outputs] of Object.entries(pins)) {
    if (!indexById.has(node)) continue
    const missingTable = listTables(outputs).find(({ id }) => !hasTable(id))
    if (missingTable) problems.push(createMissingPinnedTableProblem(getNodeLabel(nodes[indexById.get(node)!]!), node))
    provided[node] = { from: 'pin', outputs, ...toRowCountField(outputs) }
  }
  if (!part) return { given: provided, problems }
  const unknown = listTargets(part).find((id) => !indexById.has(id))
  if (unknown !== undefined) {
    const params = { node: unknown, nodes: nodes.map(({ node }) => node.id) }
    return { given: provided, problems: [error('run.no-node', params)] }
  }
  if (part.kind === 'to') return { given: provided, problems }

  const target = indexById.get(part.node)!
  const partIndices = part.kind === 'from' ? findDescendants(nodes, target) : new Set([target])
  const findOutcome = ({ node }: PlannedNode): LastRunOutcomes['nodes'][string] | undefined => {
    const outcome = last && Object.hasOwn(last.nodes, node.id) ? last.nodes[node.id] : undefined
    const exists = outcome?.state === 'completed' || outcome?.state === 'cached'
    return exists && listTables(outcome.outputs).every(({ id }) => hasTable(id)) ? outcome : undefined
  }
  for (const index of partIndices) {
    for (const { source } of nodes[index]!.inputs) {
      const planned = nodes[source]!
      const { id } = planned.node
      if (partIndices.has(source) || Object.hasOwn(provided, id)) continue
      const outcome = findOutcome(planned)
      if (outcome && (part.kind === 'only' || !stale.has(id))) {
        const { outputs, key } = outcome
        provided[id] = { from: 'part', outputs, ...(key === undefined ? {} : { key }), ...toRowCountField(outputs) }
        if (stale.has(id))
          problems.push(createStaleInputProblem(getNodeLabel(nodes[target]!), getNodeLabel(planned), id))
      } else if (part.kind === 'only') {
        problems.push(createMissingInputProblem(getNodeLabel(nodes[target]!), getNodeLabel(planned), part.node))
      }
    }
  }
  return { given: provided, problems }
}

/**
 * Restricts a plan to a part of the workflow: nodes with provided outputs wait for nothing, and nodes that are neither
 * requested nor needed are omitted.
 *
 * @returns The restricted nodes, and the reasons for omitting nodes, by id.
 */
export function restrictPlan<Planned extends PlannedNode>(
  nodes: readonly Planned[],
  part: RunPart | undefined,
  given: Readonly<Record<string, ProvidedOutputs>> = {},
): {
  nodes: readonly Planned[]
  excluded: ReadonlyMap<string, Text>
  given: Readonly<Record<string, ProvidedOutputs>>
} {
  const excluded = new Map<string, Text>()
  if (!part && Object.keys(given).length === 0) return { nodes, excluded, given }
  const targets = part
    ? listTargets(part)
        .map((id) => nodes.findIndex(({ node }) => node.id === id))
        .filter((index) => index >= 0)
    : []
  if (part && targets.length > 0) {
    const included = part.kind === 'from' ? findDescendants(nodes, targets[0]!) : new Set(targets)
    // Iterating a set includes items that are added during the iteration: the required sources, down to provided
    // outputs.
    for (const index of included) {
      if (Object.hasOwn(given, nodes[index]!.node.id)) continue
      for (const { source } of nodes[index]!.inputs) included.add(source)
    }
    const reason = message('run.left-out', {
      part: part.kind,
      node: targets.map((index) => getNodeLabel(nodes[index]!)),
    })
    nodes.forEach(({ node }, index) => {
      if (!included.has(index)) excluded.set(node.id, reason)
    })
  }
  const waitsForNothing = ({ node }: Planned): boolean => Object.hasOwn(given, node.id) || excluded.has(node.id)
  const hasNoInputs = nodes.map(waitsForNothing)
  const restricted = nodes.map((planned, index) => ({
    ...planned,
    inputs: hasNoInputs[index] ? [] : planned.inputs,
    successors: planned.successors.filter((successor) => !hasNoInputs[successor]),
  }))
  return { nodes: restricted, excluded, given }
}

/** Returns the derivation key of a pin, computed from its content. */
export const computePinKey = (outputs: Values): string => digestString(`pin ${canonicalJson(outputs)}`).slice(0, 32)

/** Returns the ids of the nodes that a part refers to. */
const listTargets = (part: RunPart): readonly string[] =>
  part.kind === 'to' ? [part.node, ...(part.others ?? [])] : [part.node]

/** Returns a node and all of its descendants. */
function findDescendants(nodes: readonly PlannedNode[], start: number): Set<number> {
  const visited = new Set([start])
  for (const index of visited) for (const successor of nodes[index]!.successors) visited.add(successor)
  return visited
}

const getNodeLabel = ({ node }: PlannedNode): string => node.data.label || node.id

function toRowCountField(outputs: Values): { rows?: number } {
  const table = listTables(outputs)[0]
  return table ? { rows: table.rows } : {}
}

const createMissingPinnedTableProblem = (name: string, node: string): Problem =>
  error('pin.table-gone', { node: name }, { where: { node } })

const createStaleInputProblem = (name: string, source: string, node: string): Problem =>
  warning('run.stale-input', { node: name, source }, { where: { node } })

const createMissingInputProblem = (name: string, source: string, node: string): Problem =>
  error('run.no-input', { node: name, source }, { where: { node } })
