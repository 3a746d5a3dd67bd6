import { type Join, type OnError, type Text } from '@aw-flow/schema'

/**
 * The source of a value: an output of a node, possibly in an outer graph. Index -1 means an input of the graph itself.
 */
export interface Source {
  /** The number of graph levels outward: 0 for the same graph, 1 for the enclosing graph, and so on. */
  readonly up: number
  readonly index: number
  readonly port: string
}

/** A node of the scheduler. */
export interface GraphNode {
  readonly id: string
  readonly inputs: readonly { readonly port: string; readonly from: Source }[]
  /** For a loop: outputs in the same graph that it also waits for because its body reads them. */
  readonly bodyReads?: readonly { readonly index: number; readonly port: string }[]
  readonly join?: Join
  readonly onError?: OnError
  /** The reason that it does not run. */
  readonly offReason?: Text
  /** Handles failures in the graph: starts when all other nodes have ended and one has failed. */
  readonly handlesErrors?: boolean
  /** Whether it may wait for an approval, a time or an event. */
  readonly canWait?: boolean
  /** Whether it can undo its effects. */
  readonly compensates?: boolean
  readonly loop?: Loop
  /** The graph of a sub-workflow. */
  readonly inside?: Graph
}

export interface Loop {
  readonly body: Graph
  /** The number of parallel iterations; 1 if an iteration needs the results of the previous one. */
  readonly parallel: number
  /** Whether it continues after a failed iteration. */
  readonly keepGoing: boolean
}

/** Nodes by index, edges, and results. */
export interface Graph {
  readonly nodes: readonly GraphNode[]
  /** Outgoing edges within the same graph, by node. */
  readonly edges: readonly (readonly { readonly target: number; readonly port: string }[])[]
  /** The number of edges that each node waits for. */
  readonly waitsFor: Uint32Array
  readonly indexById: ReadonlyMap<string, number>
  /** The values that return to the loop or leave the sub-workflow. */
  readonly results: readonly { readonly port: string; readonly from: Source }[]
  /**
   * The prefix of node ids in the inputs of the run: empty at the top level; in a sub-workflow, the ids of the
   * enclosing nodes, each followed by "/".
   */
  readonly prefix: string
}

/** Returns whether other nodes run inside the node. */
export const isComposite = ({ loop, inside }: GraphNode): boolean => loop !== undefined || inside !== undefined

/** Creates a graph with its lookup tables. */
export function createGraph<Node extends GraphNode>(
  nodes: readonly Node[],
  { results = [], prefix = '' }: { results?: Graph['results']; prefix?: string } = {},
): Graph & { readonly nodes: readonly Node[] } {
  const edges = nodes.map((): { target: number; port: string }[] => [])
  const waitsFor = new Uint32Array(nodes.length)
  nodes.forEach(({ inputs, bodyReads = [] }, target) => {
    const sources = inputs.flatMap(({ from }) => (from.up === 0 && from.index >= 0 ? [from] : []))
    for (const { index, port } of [...sources, ...bodyReads]) {
      edges[index]!.push({ target, port })
      waitsFor[target]!++
    }
  })
  return { nodes, edges, waitsFor, indexById: new Map(nodes.map(({ id }, index) => [id, index])), results, prefix }
}
