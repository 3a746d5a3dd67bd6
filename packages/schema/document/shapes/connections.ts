import { nodeSpacing, readMetadata, isRecord, convertSettings, type Source } from './source.ts'

const findFirstDefined = (source: Source, ...names: readonly string[]): unknown =>
  names.map((name) => source[name]).find((value) => value !== undefined && value !== null)

/**
 * Reads nodes and connections: `{nodes, connections, settings, tags}`. A node's label and settings are in `data` or in
 * the node itself. An agent that is attached to a node, either in the node itself or in `agents` with a `node_id`,
 * becomes the node's `agent` setting.
 */
export function readConnections(source: Source): Source {
  const agentList = Array.isArray(source.agents) ? source.agents.filter(isRecord) : []
  const agents = new Map(agentList.map((agent) => [agent.node_id, removeRowFields(agent)]))
  const nodes = Array.isArray(source.nodes)
    ? source.nodes.map((node: unknown, index) => (isRecord(node) ? readNode(node, index, agents) : node))
    : source.nodes
  const edges = (source.connections as unknown[]).map((connection, index) =>
    isRecord(connection) ? readConnection(connection, index) : connection,
  )
  return { ...readMetadata(source, isRecord(source.settings) ? convertSettings(source.settings) : {}), nodes, edges }
}

function readNode(node: Source, index: number, agents: ReadonlyMap<unknown, Source>): Source {
  const data = isRecord(node.data) ? node.data : {}
  const agent = findFirstDefined(node, 'agent') ?? findFirstDefined(data, 'agent') ?? agents.get(node.id)
  const config = findFirstDefined(data, 'config') ?? findFirstDefined(node, 'config', 'settings') ?? {}
  return {
    id: node.id,
    type: node.type,
    position: node.position ?? { x: index * nodeSpacing.x, y: 0 },
    data: {
      label: findFirstDefined(data, 'label', 'name') ?? findFirstDefined(node, 'label', 'name'),
      config: agent !== undefined && isRecord(config) ? { ...config, agent } : config,
    },
  }
}

function readConnection(connection: Source, index: number): Source {
  const sourceHandle = findFirstDefined(connection, 'sourceHandle', 'source_handle', 'sourcePort', 'source_port')
  const targetHandle = findFirstDefined(connection, 'targetHandle', 'target_handle', 'targetPort', 'target_port')
  return {
    id: connection.id ?? `connection-${index + 1}`,
    source: findFirstDefined(connection, 'source', 'source_id', 'from'),
    target: findFirstDefined(connection, 'target', 'target_id', 'to'),
    ...(sourceHandle === undefined ? {} : { sourceHandle }),
    ...(targetHandle === undefined ? {} : { targetHandle }),
  }
}

/** Removes the properties of an agent that come from its database row. */
function removeRowFields(agent: Source): Source {
  const keys = new Set(['id', 'node_id', 'workflow_id', 'user_id', 'created_at', 'updated_at'])
  return Object.fromEntries(Object.entries(agent).filter(([name]) => !keys.has(name)))
}
