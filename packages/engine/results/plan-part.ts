import { message, type Text } from '@aw-flow/messages'
import {
  error,
  warning,
  defined,
  type ProvidedOutputs,
  type NodeRun,
  type Problem,
  type RunSelection,
  type Values,
  type Workflow,
} from '@aw-flow/schema'
import { toCanonicalJson } from '@aw-flow/schema/internal'
import { digestString } from '../digest.ts'
import type { PlannedNode } from '../plan/workflow-plan.ts'
import { listTables } from './results.ts'

/** The node outcomes of an earlier run, along with what is known about its definition. @internal */
export interface EarlierRunOutcomes {
  /** The run's workflow. Without it, nodes whose derivation key is known only during a run count as changed. */
  readonly workflow?: Workflow | undefined
  /** The workflows that the run's workflow referred to. */
  readonly workflows?: Readonly<Record<string, Workflow>> | undefined
  /** The run's inputs, keyed by node id. */
  readonly inputs?: Readonly<Record<string, Values>> | undefined
  /** The versions of the run's node types. */
  readonly types?: Readonly<Record<string, number>> | undefined
  readonly nodes: Readonly<Record<string, Pick<NodeRun, 'state' | 'outputs'> & { key?: string | undefined }>>
}

export interface PlanPartOptions {
  nodes: readonly PlannedNode[]
  part?: RunSelection | undefined
  /** Pinned outputs, keyed by node id. */
  pins?: Readonly<Record<string, Values>>
  /** The earlier run, usually the last one, whose outcomes a part can start from. */
  earlierRun?: EarlierRunOutcomes | undefined
  /** The ids of nodes whose outcome in `earlierRun` is out of date; see `findStaleNodes`. */
  stale?: ReadonlySet<string>
  /** Returns whether a table still exists. */
  hasTable: (id: string) => boolean
}

/** @internal */
export interface PlannedPart {
  providedOutputs: Record<string, ProvidedOutputs>
  problems: Problem[]
}

/**
 * Determines which nodes use existing outputs instead of running when a workflow or a part of it runs. `SPEC.md` has
 * the truth table. Pinned outputs take precedence. Runs of the entire workflow and parts of kind `to` use only pinned
 * outputs. Parts of kinds `from` and `only` also use outputs of the earlier run: `from` uses only those that are up to
 * date; `only` uses all of them and warns about stale ones.
 */
export function planPart({
  nodes,
  part,
  pins = {},
  earlierRun,
  stale: staleNodeIds = new Set(),
  hasTable,
}: PlanPartOptions): PlannedPart {
  const providedOutputs: Record<string, ProvidedOutputs> = {}
  const problems: Problem[] = []
  const indexById = new Map(nodes.map((plannedNode, index) => [plannedNode.node.id, index]))
  for (const [node, outputs] of Object.entries(pins)) {
    if (!indexById.has(node)) continue
    const missingTable = listTables(outputs).find(({ id }) => !hasTable(id))
    if (missingTable) problems.push(createMissingPinnedTableProblem(getNodeLabel(nodes[indexById.get(node)!]!), node))
    providedOutputs[node] = { from: 'pin', outputs, ...toRowCountField(outputs) }
  }
  if (!part) return { providedOutputs, problems }
  const unknownNodeId = listTargets(part).find((id) => !indexById.has(id))
  if (unknownNodeId !== undefined) {
    const params = { node: unknownNodeId, nodes: nodes.map(({ node }) => node.id) }
    return { providedOutputs, problems: [error('run.no-node', params)] }
  }
  if (part.kind === 'to') return { providedOutputs, problems }

  const targetIndex = indexById.get(part.node)!
  const partIndices = part.kind === 'from' ? findDescendants(nodes, targetIndex) : new Set([targetIndex])
  const findOutcome = ({ node }: PlannedNode): EarlierRunOutcomes['nodes'][string] | undefined => {
    const outcome = earlierRun && Object.hasOwn(earlierRun.nodes, node.id) ? earlierRun.nodes[node.id] : undefined
    const isCompleted = outcome?.state === 'completed' || outcome?.state === 'cached'
    return isCompleted && listTables(outcome.outputs).every(({ id }) => hasTable(id)) ? outcome : undefined
  }
  for (const index of partIndices) {
    for (const { source } of nodes[index]!.inputs) {
      const plannedNode = nodes[source]!
      const { id } = plannedNode.node
      if (partIndices.has(source) || Object.hasOwn(providedOutputs, id)) continue
      const outcome = findOutcome(plannedNode)
      if (outcome && (part.kind === 'only' || !staleNodeIds.has(id))) {
        const { outputs, key } = outcome
        providedOutputs[id] = { from: 'part', outputs, ...defined({ key }), ...toRowCountField(outputs) }
        if (staleNodeIds.has(id))
          problems.push(createStaleInputProblem(getNodeLabel(nodes[targetIndex]!), getNodeLabel(plannedNode), id))
      } else if (part.kind === 'only') {
        problems.push(
          createMissingInputProblem(getNodeLabel(nodes[targetIndex]!), getNodeLabel(plannedNode), part.node),
        )
      }
    }
  }
  return { providedOutputs, problems }
}

/**
 * Restricts a plan to a part of the workflow. Nodes with provided outputs do not wait for other nodes, and nodes that
 * are neither requested nor needed are excluded.
 *
 * @returns The restricted nodes, and the reason for each exclusion, keyed by node id.
 */
export function restrictPlan<Planned extends PlannedNode>(
  nodes: readonly Planned[],
  part: RunSelection | undefined,
  providedOutputs: Readonly<Record<string, ProvidedOutputs>> = {},
): {
  nodes: readonly Planned[]
  excluded: ReadonlyMap<string, Text>
  providedOutputs: Readonly<Record<string, ProvidedOutputs>>
} {
  const exclusionReasons = new Map<string, Text>()
  if (!part && Object.keys(providedOutputs).length === 0) return { nodes, excluded: exclusionReasons, providedOutputs }
  const targetIndices = part
    ? listTargets(part)
        .map((id) => nodes.findIndex(({ node }) => node.id === id))
        .filter((index) => index >= 0)
    : []
  if (part && targetIndices.length > 0) {
    const includedIndices = part.kind === 'from' ? findDescendants(nodes, targetIndices[0]!) : new Set(targetIndices)
    // Iterating over a set also visits items added during the iteration. This adds the required sources, up to nodes
    // with provided outputs.
    for (const index of includedIndices) {
      if (Object.hasOwn(providedOutputs, nodes[index]!.node.id)) continue
      for (const { source } of nodes[index]!.inputs) includedIndices.add(source)
    }
    const reason = message('run.outside-part', {
      part: part.kind,
      node: targetIndices.map((index) => getNodeLabel(nodes[index]!)),
    })
    nodes.forEach(({ node }, index) => {
      if (!includedIndices.has(index)) exclusionReasons.set(node.id, reason)
    })
  }
  const needsNoInputs = ({ node }: Planned): boolean =>
    Object.hasOwn(providedOutputs, node.id) || exclusionReasons.has(node.id)
  const needsNoInputsByIndex = nodes.map(needsNoInputs)
  const restrictedNodes = nodes.map((plannedNode, index) => ({
    ...plannedNode,
    inputs: needsNoInputsByIndex[index] ? [] : plannedNode.inputs,
    successors: plannedNode.successors.filter((successor) => !needsNoInputsByIndex[successor]),
  }))
  return { nodes: restrictedNodes, excluded: exclusionReasons, providedOutputs }
}

/** Computes the derivation key of pinned outputs from their content. */
export const computePinKey = (outputs: Values): string => digestString(`pin ${toCanonicalJson(outputs)}`).slice(0, 32)

/** Returns the ids of the nodes that a part targets. */
const listTargets = (part: RunSelection): readonly string[] =>
  part.kind === 'to' ? [part.node, ...(part.others ?? [])] : [part.node]

/** Returns the indexes of a node and all of its descendants. */
function findDescendants(nodes: readonly PlannedNode[], startIndex: number): Set<number> {
  const visited = new Set([startIndex])
  for (const index of visited) for (const successor of nodes[index]!.successors) visited.add(successor)
  return visited
}

const getNodeLabel = ({ node }: PlannedNode): string => node.data.label || node.id

function toRowCountField(outputs: Values): { rows?: number } {
  const table = listTables(outputs)[0]
  return table ? { rows: table.rows } : {}
}

const createMissingPinnedTableProblem = (name: string, node: string): Problem =>
  error('pin.table-missing', { node: name }, { where: { node } })

const createStaleInputProblem = (name: string, source: string, node: string): Problem =>
  warning('run.stale-input', { node: name, source }, { where: { node } })

const createMissingInputProblem = (name: string, source: string, node: string): Problem =>
  error('run.no-input', { node: name, source }, { where: { node } })
