import { apart, headOf, isRecord, settingsOf, type Source } from './source.ts'

const first = (source: Source, ...names: readonly string[]): unknown =>
  names.map((name) => source[name]).find((value) => value !== undefined && value !== null)

/**
 * Nodes and connections: `{nodes, connections, settings, tags}`. The label and settings of a node are in `data` or in
 * the node itself; an attached agent (in the node, or in `agents` by `node_id`) becomes its setting `agent`.
 */
export function readConnections(source: Source): Source {
  const listed = Array.isArray(source.agents) ? source.agents.filter(isRecord) : []
  const agents = new Map(listed.map((agent) => [agent.node_id, withoutKeys(agent)]))
  const nodes = Array.isArray(source.nodes)
    ? source.nodes.map((node: unknown, at) => (isRecord(node) ? readNode(node, at, agents) : node))
    : source.nodes
  const edges = (source.connections as unknown[]).map((connection, at) =>
    isRecord(connection) ? readConnection(connection, at) : connection,
  )
  return { ...headOf(source, isRecord(source.settings) ? settingsOf(source.settings) : {}), nodes, edges }
}

function readNode(node: Source, at: number, agents: ReadonlyMap<unknown, Source>): Source {
  const data = isRecord(node.data) ? node.data : {}
  const agent = first(node, 'agent') ?? first(data, 'agent') ?? agents.get(node.id)
  const config = first(data, 'config') ?? first(node, 'config', 'settings') ?? {}
  return {
    id: node.id,
    type: node.type,
    position: node.position ?? { x: at * apart.x, y: 0 },
    data: {
      label: first(data, 'label', 'name') ?? first(node, 'label', 'name'),
      config: agent !== undefined && isRecord(config) ? { ...config, agent } : config,
    },
  }
}

function readConnection(connection: Source, at: number): Source {
  const sourceHandle = first(connection, 'sourceHandle', 'source_handle', 'sourcePort', 'source_port')
  const targetHandle = first(connection, 'targetHandle', 'target_handle', 'targetPort', 'target_port')
  return {
    id: connection.id ?? `connection-${at + 1}`,
    source: first(connection, 'source', 'source_id', 'from'),
    target: first(connection, 'target', 'target_id', 'to'),
    ...(sourceHandle === undefined ? {} : { sourceHandle }),
    ...(targetHandle === undefined ? {} : { targetHandle }),
  }
}

/** An agent without the properties of its database row. */
function withoutKeys(agent: Source): Source {
  const keys = new Set(['id', 'node_id', 'workflow_id', 'user_id', 'created_at', 'updated_at'])
  return Object.fromEntries(Object.entries(agent).filter(([name]) => !keys.has(name)))
}
