import { canonicalJson, type Workflow, type WorkflowNode } from '@aw-flow/schema'

/** Returns the nodes of a run whose results are outdated, from the document and the workflow of the run. */
export type StaleNodes = (document: Workflow, ran: Workflow | undefined) => ReadonlySet<string>

/**
 * Compares a document with the workflow of a run. A node is stale if its type, version, settings, mode, join, error
 * handling or incoming edges differ, if the variables of the workflow differ, or if a node before it is stale. Labels
 * and positions are ignored. Nodes that the run did not have are never stale. Returns the same set object while its
 * members are the same.
 *
 * @example
 * const staleNodes = createStaleNodes()
 * staleNodes(session.document, session.run?.workflow)
 */
export function createStaleNodes(): StaleNodes {
  const incoming = memoize(sourcesByTarget)
  const settings = memoize((config: WorkflowNode['data']['config']) => canonicalJson(config))
  const nodesById = memoize((nodes: Workflow['nodes']) => new Map(nodes.map((node) => [node.id, node])))
  let last: ReadonlySet<string> = new Set()

  const find = (document: Workflow, ran: Workflow): ReadonlySet<string> => {
    const before = nodesById(ran.nodes)
    const now = incoming(document.edges)
    const then = incoming(ran.edges)
    const [groupedNow, groupedThen] = [modesOfGroups(document), modesOfGroups(ran)]
    const sameVariables =
      canonicalJson(document.settings.variables ?? {}) === canonicalJson(ran.settings.variables ?? {})
    const isSame = (node: WorkflowNode): boolean => {
      const old = before.get(node.id)
      return (
        old !== undefined &&
        old.type === node.type &&
        old.typeVersion === node.typeVersion &&
        settings(old.data.config) === settings(node.data.config) &&
        old.join === node.join &&
        (old.onError ?? 'stop') === (node.onError ?? 'stop') &&
        (old.mode ?? groupedThen.get(node.id)) === (node.mode ?? groupedNow.get(node.id)) &&
        sameVariables &&
        now.get(node.id) === then.get(node.id)
      )
    }
    const changed = document.nodes.filter((node) => !isSame(node)).map(({ id }) => id)
    const reached = withDescendants(changed, document)
    return new Set([...reached].filter((id) => before.has(id)))
  }

  return (document, ran) => {
    const found = ran ? find(document, ran) : new Set<string>()
    const isSame = found.size === last.size && [...found].every((id) => last.has(id))
    if (!isSame) last = found
    return last
  }
}

/** The modes of nodes by their groups. The first group of a node wins. */
function modesOfGroups({ groups = [] }: Workflow): Map<string, WorkflowNode['mode']> {
  const modes = new Map<string, WorkflowNode['mode']>()
  for (const { mode, nodes } of groups) {
    for (const id of mode ? nodes : []) if (!modes.has(id)) modes.set(id, mode)
  }
  return modes
}

/** Returns these nodes and all nodes after them. */
function withDescendants(ids: readonly string[], { edges }: Workflow): ReadonlySet<string> {
  const reached = new Set(ids)
  if (reached.size === 0) return reached
  const targets = new Map<string, string[]>()
  for (const { source, target } of edges) {
    const known = targets.get(source)
    if (known) known.push(target)
    else targets.set(source, [target])
  }
  // Iterating a set includes the items that are added during the iteration.
  for (const id of reached) for (const target of targets.get(id) ?? []) reached.add(target)
  return reached
}

/** The incoming edges of each node as text. Equal edges in any order result in equal text. */
function sourcesByTarget(edges: Workflow['edges']): Map<string, string> {
  const lists = new Map<string, string[]>()
  for (const { source, target, sourceHandle = null, targetHandle = null } of edges) {
    const text = JSON.stringify([source, sourceHandle, targetHandle])
    const known = lists.get(target)
    if (known) known.push(text)
    else lists.set(target, [text])
  }
  return new Map([...lists].map(([target, texts]) => [target, texts.sort().join()]))
}

/** Caches a value per object. Versions of a document share the objects that did not change. */
function memoize<Key extends object, Value>(compute: (key: Key) => Value): (key: Key) => Value {
  const cache = new WeakMap<Key, Value>()
  return (key) => {
    const cached = cache.get(key)
    if (cached !== undefined) return cached
    const value = compute(key)
    cache.set(key, value)
    return value
  }
}
