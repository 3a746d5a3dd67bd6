/** Node types and edges of a workflow, without settings. */
export interface WorkflowShape {
  /** The type of each node. `undefined` for nodes that are skipped, such as nodes that do nothing. */
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
const noInputPlaceholder = '-'

/**
 * Lists the contexts for predicting the node after the previous node: the type of the previous node, the pairs and
 * triples of types that lead to it, the types of all upstream nodes, and the types of the nodes at which the workflow
 * starts.
 *
 * @param nextIndex - Index of the next node if it is already part of the shape. Its edges are ignored.
 * @returns The contexts, or an empty list if the previous node has no type.
 */
export function listContexts({ types, edges }: WorkflowShape, previousIndex: number, nextIndex?: number): Context[] {
  const previousType = types[previousIndex]
  if (previousType === undefined) return []
  const findInputEdges = (node: number): WorkflowShape['edges'] =>
    edges.filter(({ source, target }) => target === node && source !== nextIndex)
  const listIncomingTypes = (node: number): { node: number; type: string }[] =>
    findInputEdges(node).flatMap(({ source, isData }) => {
      const type = types[source]
      return isData && type !== undefined ? [{ node: source, type }] : []
    })

  const upstreamTypes = new Set<string>()
  const startTypes = new Set<string>()
  const visited = new Set([previousIndex])
  const stack = [previousIndex]
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    const inputs = findInputEdges(node)
    const type = types[node]
    if (inputs.length === 0 && type !== undefined) startTypes.add(type)
    for (const { source, isData } of inputs) {
      if (visited.has(source)) continue
      visited.add(source)
      stack.push(source)
      const sourceType = types[source]
      if (sourceType !== undefined) upstreamTypes.add(isData ? sourceType : `${sourceType}*`)
    }
  }

  const incomingTypes = listIncomingTypes(previousIndex)
  const createContext = (kind: ContextKind, ...path: string[]): Context => ({ kind, key: path.join('>') })
  return [
    createContext('previous', previousType),
    ...(incomingTypes.length > 0 ? incomingTypes.map(({ type }) => type) : [noInputPlaceholder]).map((type) =>
      createContext('pair', type, previousType),
    ),
    ...incomingTypes.flatMap(({ node, type }) =>
      listIncomingTypes(node).map((earlierNode) => createContext('triple', earlierNode.type, type, previousType)),
    ),
    ...[...startTypes].map((type) => createContext('start', type, previousType)),
    ...[...upstreamTypes].flatMap((type) => [
      createContext('upstream', type),
      createContext('upstreamPair', type, previousType),
    ]),
  ]
}
