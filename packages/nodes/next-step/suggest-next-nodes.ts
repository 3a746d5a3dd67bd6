import type { NodeType, PortType, Workflow } from '@aw-flow/schema'
import { loadNextTypeCounts } from './load-next-type-counts.ts'
import { rankNextTypes } from './rank-next-types.ts'

/** A request for node types that can follow a node. @internal */
export interface NextNodeRequest {
  readonly workflow: Workflow
  /** ID of the node to which the next node is connected. */
  readonly node: string
  /** Output to which the next node is connected. Defaults to the first output. */
  readonly port?: string | undefined
  /** Available node types. */
  readonly types: readonly NodeType[]
}

/**
 * Orders the available node types by how well they fit after a node: first types with an input of the same type as the
 * port, then other types with an input, then types without an input. Within each group, types are ordered by their
 * probability in other workflows. Types that do not occur in other workflows keep their order.
 *
 * @returns The names of all types, without duplicates.
 * @internal
 *
 * @example
 *   const [first] = await suggestNextNodes({ workflow, node: 'load', types: catalog.list() })
 */
export async function suggestNextNodes({ workflow, node, port, types }: NextNodeRequest): Promise<string[]> {
  const counts = await loadNextTypeCounts()
  const indexes = new Map(workflow.nodes.map(({ id }, index) => [id, index]))
  const previousIndex = indexes.get(node) ?? -1
  const edges = workflow.edges.flatMap(({ source, target }) => {
    const [sourceIndex, targetIndex] = [indexes.get(source), indexes.get(target)]
    return sourceIndex === undefined || targetIndex === undefined
      ? []
      : [{ source: sourceIndex, target: targetIndex, isData: true }]
  })
  const rankedTypes = rankNextTypes({ types: workflow.nodes.map(({ type }) => type), edges }, previousIndex, counts)
  const probabilities = new Map(rankedTypes.map(({ type, probability }) => [type, probability]))
  const portType = findPortType(types, workflow.nodes[previousIndex]?.type, port)
  const computeScore = (type: NodeType): number => getPortScore(type, portType) + (probabilities.get(type.type) ?? 0)
  return types
    .map((type) => ({ name: type.type, score: computeScore(type) }))
    .toSorted((a, b) => b.score - a.score)
    .map(({ name }) => name)
}

function findPortType(types: readonly NodeType[], type: string | undefined, port?: string): PortType | undefined {
  const outputs = types.find((candidate) => candidate.type === type)?.outputs ?? []
  return (port === undefined ? outputs[0] : outputs.find(({ name }) => name === port))?.type
}

/**
 * Scores how well the inputs of a type fit a port. Probabilities are at most 1, so they only order types with equal
 * scores.
 */
function getPortScore({ inputs }: NodeType, portType: PortType | undefined): number {
  if (inputs.length === 0) return 0
  if (portType !== undefined && portType !== 'any' && inputs.some(({ type }) => type === portType)) return 4
  return 2
}
