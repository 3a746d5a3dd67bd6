import type { NodeType, PortType, Workflow } from '@aw-flow/schema'
import { loadNextTypeCounts } from './load-next-type-counts.ts'
import { rankNextTypes } from './rank-next-types.ts'

/** A request for suggestions: the workflow, and the node and port that the next node follows. @internal */
export interface NextNodeRequest {
  readonly workflow: Workflow
  /** The id of the node that the next one follows. */
  readonly node: string
  /** The output that it is connected to. Defaults to the first output. */
  readonly port?: string | undefined
  /** The available node types. */
  readonly types: readonly NodeType[]
}

/**
 * Orders the available node types by their suitability after a node: first those with an input of exactly the type of
 * the port, then other types with an input, then those without, each by their probability in other workflows. Types
 * that no other workflow contains keep their order.
 *
 * @returns The names of all types, each once.
 * @internal
 *
 * @example
 *   const [first] = await suggestNextNodes({ workflow, node: 'load', types: catalog.list() })
 */
export async function suggestNextNodes({ workflow, node, port, types }: NextNodeRequest): Promise<string[]> {
  const counts = await loadNextTypeCounts()
  const indexes = new Map(workflow.nodes.map(({ id }, index) => [id, index]))
  const previous = indexes.get(node) ?? -1
  const edges = workflow.edges.flatMap(({ source, target }) => {
    const [from, to] = [indexes.get(source), indexes.get(target)]
    return from === undefined || to === undefined ? [] : [{ from, to, isData: true }]
  })
  const ranked = rankNextTypes({ types: workflow.nodes.map(({ type }) => type), edges }, previous, counts)
  const probabilities = new Map(ranked.map(({ type, probability }) => [type, probability]))
  const portType = findPortType(types, workflow.nodes[previous]?.type, port)
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

/** Rates the inputs of a type for a port. Probabilities are at most 1, so they only order types with equal ratings. */
function getPortScore({ inputs }: NodeType, portType: PortType | undefined): number {
  if (inputs.length === 0) return 0
  if (portType !== undefined && portType !== 'any' && inputs.some(({ type }) => type === portType)) return 4
  return 2
}
