import { canonicalJson, type Workflow, type WorkflowNode } from '@aw-flow/schema'

/**
 * Asked with the document and the workflow that a run was begun with, answers the run's nodes that the document would
 * now run otherwise.
 */
export type StaleNodes = (document: Workflow, ran: Workflow | undefined) => ReadonlySet<string>

/**
 * Compares a document with the workflow of a run, again and again. A node is stale when its type, its version, its
 * settings, its mode, join or way with errors, the workflow's variables, or its incoming edges differ, or when a node
 * before it is stale; labels and places do not count. Only nodes that the run had are stale: others have no outcome yet. Answers the very same set while it has the same members.
 *
 * @example
 * const staleNodes = createStaleNodes()
 * staleNodes(session.document, session.run?.workflow)
 */
export function createStaleNodes(): StaleNodes {
  const incoming = remember(sourcesByTarget)
  const settings = remember((config: WorkflowNode['data']['config']) => canonicalJson(config))
  const nodesById = remember((nodes: Workflow['nodes']) => new Map(nodes.map((node) => [node.id, node])))
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
    const reached = behind(changed, document)
    return new Set([...reached].filter((id) => before.has(id)))
  }

  return (document, ran) => {
    const found = ran ? find(document, ran) : new Set<string>()
    const isSame = found.size === last.size && [...found].every((id) => last.has(id))
    if (!isSame) last = found
    return last
  }
}

/** The modes that nodes have by their groups; the first of several counts. */
function modesOfGroups({ groups = [] }: Workflow): Map<string, WorkflowNode['mode']> {
  const modes = new Map<string, WorkflowNode['mode']>()
  for (const { mode, nodes } of groups) {
    for (const id of mode ? nodes : []) if (!modes.has(id)) modes.set(id, mode)
  }
  return modes
}

/** These nodes and all that come after them. */
function behind(ids: readonly string[], { edges }: Workflow): ReadonlySet<string> {
  const reached = new Set(ids)
  if (reached.size === 0) return reached
  const targets = new Map<string, string[]>()
  for (const { source, target } of edges) {
    const known = targets.get(source)
    if (known) known.push(target)
    else targets.set(source, [target])
  }
  // A set is walked with what is added on the way.
  for (const id of reached) for (const target of targets.get(id) ?? []) reached.add(target)
  return reached
}

/** What comes into each node, as a text that is equal for equal edges in any order. */
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

/** Works a value out once for each object: documents share what does not change. */
function remember<Key extends object, Value>(work: (key: Key) => Value): (key: Key) => Value {
  const known = new WeakMap<Key, Value>()
  return (key) => {
    const before = known.get(key)
    if (before !== undefined) return before
    const value = work(key)
    known.set(key, value)
    return value
  }
}
