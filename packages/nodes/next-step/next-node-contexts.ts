/** Node types and edges of a workflow, without settings. */
export interface WorkflowShape {
  /** The type of each node. `undefined` for nodes that are skipped, such as nodes without an effect. */
  readonly types: readonly (string | undefined)[]
  /**
   * Edges between indexes of `types`. `isData` is false for an edge that is not part of the data flow but connects a
   * component, such as the model of an agent.
   */
  readonly edges: readonly { readonly source: number; readonly target: number; readonly isData: boolean }[]
}

/** Kinds of context for predicting the next node, from the most general to the most specific. */
export const contextKinds = ['upstream', 'previous', 'upstreamPair', 'start', 'pair', 'triple'] as const
export type ContextKind = (typeof contextKinds)[number]

/** A context for predicting the next node: its kind and the node types in it, such as `trigger>http_request`. */
export interface Context {
  readonly kind: ContextKind
  readonly key: string
}

/** Placeholder for the first type of a pair if the previous node has no input. */
const noInput = '-'

/**
 * Lists the contexts for predicting the node after `previous`: the type of the previous node, the pairs and triples of
 * types that lead to it, the types of all upstream nodes, and the types of the nodes at which the workflow starts.
 *
 * @param next - Index of the next node if it is already part of the shape. Its edges are ignored.
 * @returns The contexts, or an empty list if the previous node has no type.
 */
export function listContexts({ types, edges }: WorkflowShape, previous: number, next?: number): Context[] {
  const previousType = types[previous]
  if (previousType === undefined) return []
  const findInputEdges = (node: number): WorkflowShape['edges'] =>
    edges.filter(({ source, target }) => target === node && source !== next)
  const listIncomingTypes = (node: number): { node: number; type: string }[] =>
    findInputEdges(node).flatMap(({ source, isData }) => {
      const type = types[source]
      return isData && type !== undefined ? [{ node: source, type }] : []
    })

  const upstream = new Set<string>()
  const starts = new Set<string>()
  const visited = new Set([previous])
  const stack = [previous]
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    const inputs = findInputEdges(node)
    const type = types[node]
    if (inputs.length === 0 && type !== undefined) starts.add(type)
    for (const { source, isData } of inputs) {
      if (visited.has(source)) continue
      visited.add(source)
      stack.push(source)
      const sourceType = types[source]
      if (sourceType !== undefined) upstream.add(isData ? sourceType : `${sourceType}*`)
    }
  }

  const incomingTypes = listIncomingTypes(previous)
  const createContext = (kind: ContextKind, ...path: string[]): Context => ({ kind, key: path.join('>') })
  return [
    createContext('previous', previousType),
    ...(incomingTypes.length > 0 ? incomingTypes.map(({ type }) => type) : [noInput]).map((type) =>
      createContext('pair', type, previousType),
    ),
    ...incomingTypes.flatMap(({ node, type }) =>
      listIncomingTypes(node).map((earlier) => createContext('triple', earlier.type, type, previousType)),
    ),
    ...[...starts].map((type) => createContext('start', type, previousType)),
    ...[...upstream].flatMap((type) => [
      createContext('upstream', type),
      createContext('upstreamPair', type, previousType),
    ]),
  ]
}
