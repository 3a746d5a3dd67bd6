import type { Join, OnError, Text } from '@aw-flow/schema/internal'

/**
 * The source of a value: a node's output, possibly in an enclosing graph. Index -1 refers to an input of the graph
 * itself.
 */
export interface Source {
  /** How many graph levels to go outward: 0 for the same graph, 1 for the enclosing graph, and so on. */
  readonly levelsUp: number
  readonly index: number
  readonly port: string
}

/** A node as the scheduler sees it. */
export interface GraphNode {
  readonly id: string
  readonly inputs: readonly { readonly port: string; readonly from: Source }[]
  /** For a loop: outputs in the same graph that the loop also waits for, because its body reads them. */
  readonly bodyReads?: readonly { readonly index: number; readonly port: string }[]
  readonly join?: Join
  readonly onError?: OnError
  /** The reason that the node does not run, if it is disabled. */
  readonly skipReason?: Text
  /**
   * Whether the node handles failures in the graph. It then starts when all other nodes have ended and at least one has
   * failed.
   */
  readonly handlesErrors?: boolean
  /** Whether the node may wait for approval, a time or an event. */
  readonly canWait?: boolean
  /** Whether the node can undo its effects. */
  readonly compensates?: boolean
  readonly loop?: Loop
  /** For a sub-workflow: its graph. */
  readonly innerGraph?: Graph
}

export interface Loop {
  readonly body: Graph
  /** The number of parallel iterations. It is 1 if each iteration needs the results of the previous one. */
  readonly parallel: number
  /** Whether the loop continues after a failed iteration. */
  readonly keepGoing: boolean
}

/** A graph of nodes, with their edges and the results of the graph. */
export interface Graph {
  readonly nodes: readonly GraphNode[]
  /** The outgoing edges within the same graph, indexed by source node. */
  readonly edges: readonly (readonly { readonly target: number; readonly port: string }[])[]
  /** The number of edges that each node waits for, indexed by node. */
  readonly incomingCounts: Uint32Array
  readonly indexById: ReadonlyMap<string, number>
  /** The values that are returned to the loop or leave the sub-workflow. */
  readonly results: readonly { readonly port: string; readonly from: Source }[]
  /**
   * The prefix of node ids in the run's inputs. Empty at the top level; in a sub-workflow, the ids of the enclosing
   * nodes, each followed by a slash.
   */
  readonly prefix: string
}

/** Returns whether other nodes run inside the node. */
export const isComposite = ({ loop, innerGraph }: GraphNode): boolean => loop !== undefined || innerGraph !== undefined

/** Creates a graph along with its lookup tables. */
export function createGraph<Node extends GraphNode>(
  nodes: readonly Node[],
  { results = [], prefix = '' }: { results?: Graph['results']; prefix?: string } = {},
): Graph & { readonly nodes: readonly Node[] } {
  const edges = nodes.map((): { target: number; port: string }[] => [])
  const incomingCounts = new Uint32Array(nodes.length)
  nodes.forEach(({ inputs, bodyReads = [] }, target) => {
    const sources = inputs.flatMap(({ from }) => (from.levelsUp === 0 && from.index >= 0 ? [from] : []))
    for (const { index, port } of [...sources, ...bodyReads]) {
      edges[index]!.push({ target, port })
      incomingCounts[target]!++
    }
  })
  return {
    nodes,
    edges,
    incomingCounts,
    indexById: new Map(nodes.map(({ id }, index) => [id, index])),
    results,
    prefix,
  }
}
