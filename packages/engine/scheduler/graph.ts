import { type Join, type OnError, type Text } from '@aw-flow/schema'

/** Where a value comes from: a node's output, some graphs further out; index -1 is what the graph itself is given. */
export interface Source {
  /** 0 in the same graph, 1 in the one around it, … */
  readonly up: number
  readonly index: number
  readonly port: string
}

/** A node as the scheduler sees it. */
export interface GraphNode {
  readonly id: string
  readonly inputs: readonly { readonly port: string; readonly from: Source }[]
  /** Outputs in the same graph that it also waits for: those that its body reads. */
  readonly waits?: readonly { readonly index: number; readonly port: string }[]
  readonly join?: Join
  readonly onError?: OnError
  /** Why it is not run. */
  readonly off?: Text
  /** Takes the graph's failures: begins when all else has ended and something has failed. */
  readonly handler?: boolean
  /** Waits for people, time or events. */
  readonly held?: boolean
  /** Can undo what it did. */
  readonly compensates?: boolean
  readonly loop?: Loop
  /** The graph within a sub-workflow. */
  readonly inside?: Graph
}

export interface Loop {
  readonly body: Graph
  /** Turns at a time; 1 where a turn needs what the one before gave. */
  readonly parallel: number
  /** Goes on with other items when a turn has failed. */
  readonly keepGoing: boolean
}

/** Nodes by index; what leads from one to another; and what comes out at the end. */
export interface Graph {
  readonly nodes: readonly GraphNode[]
  /** By node: the edges out of it in the same graph. */
  readonly edges: readonly (readonly { readonly target: number; readonly port: string }[])[]
  /** How many edges each node waits for. */
  readonly waitsFor: Uint32Array
  readonly indexOf: ReadonlyMap<string, number>
  /** What goes back to the loop, or out of the sub-workflow. */
  readonly results: readonly { readonly port: string; readonly from: Source }[]
  /**
   * Under which names values given from outside reach its nodes: this, and a node's id. Nothing in the run's own document,
   * within a sub-workflow the ids on the way to it, each with a "/".
   */
  readonly prefix: string
}

/** True for a node that others run within. */
export const isComposite = ({ loop, inside }: GraphNode): boolean => loop !== undefined || inside !== undefined

/** A graph with its look-ups made once. */
export function createGraph<Node extends GraphNode>(
  nodes: readonly Node[],
  { results = [], prefix = '' }: { results?: Graph['results']; prefix?: string } = {},
): Graph & { readonly nodes: readonly Node[] } {
  const edges = nodes.map((): { target: number; port: string }[] => [])
  const waitsFor = new Uint32Array(nodes.length)
  nodes.forEach(({ inputs, waits = [] }, target) => {
    const sources = inputs.flatMap(({ from }) => (from.up === 0 && from.index >= 0 ? [from] : []))
    for (const { index, port } of [...sources, ...waits]) {
      edges[index]!.push({ target, port })
      waitsFor[target]!++
    }
  })
  return { nodes, edges, waitsFor, indexOf: new Map(nodes.map(({ id }, index) => [id, index])), results, prefix }
}
