import { defined } from '../../wire/defined.ts'
import { edgeFields, isRecord, nodeFields, nodeSpacing, readFields, readMetadata, type Source } from './source.ts'

/**
 * Reads nodes and connections: `{nodes, connections, settings, tags}`. A node's label and settings are in `data` or in
 * the node itself. An agent that is attached to a node, either in the node itself or in `agents` with a `node_id`,
 * becomes the node's `agent` setting.
 */
export function readConnections(source: Source, ignored: Set<string>): Source {
  return readFields(source, '', ignored, (fields) => {
    const { take } = fields
    const [sourceNodes, connections, agentList] = [take('nodes'), take('connections'), take('agents')]
    const agents = readAgents(agentList, ignored)
    const nodes = (sourceNodes as unknown[]).map((node, index) =>
      isRecord(node) ? readNode(node, { index, agents, ignored }) : node,
    )
    // Agents of nodes that do not exist, or that have an agent of their own.
    if (agents.size > 0) ignored.add('agents[]')
    const edges = (connections as unknown[]).map((connection, index) =>
      isRecord(connection) ? readConnection(connection, index, ignored) : connection,
    )
    return { ...readMetadata(fields), nodes, edges }
  })
}

/** Reads the agents, keyed by node. The node that uses an agent removes it. */
function readAgents(agentList: unknown, ignored: Set<string>): Map<unknown, Source> {
  if (agentList === undefined) return new Map()
  const agents = Array.isArray(agentList) ? agentList.filter(isRecord) : []
  if (!Array.isArray(agentList) || agents.length < agentList.length) ignored.add('agents')
  const agentsByNode = new Map<unknown, Source>()
  for (const { node_id: node, ...agent } of agents) {
    if (agentsByNode.has(node)) ignored.add('agents[]')
    agentsByNode.set(node, removeRowFields(agent, ignored))
  }
  return agentsByNode
}

function readNode(
  node: Source,
  { index, agents, ignored }: { index: number; agents: Map<unknown, Source>; ignored: Set<string> },
): Source {
  return readFields(node, 'nodes[]', ignored, ({ take, takeAll }) => {
    const [id, type, position, data] = [take('id'), take('type'), take('position'), take('data')]
    const [nodeLabel, nodeAgent, nodeConfig] = [take('label', 'name'), take('agent'), take('config', 'settings')]
    const readData = ({ take: takeData }: { take: typeof take }): Source => ({
      label: takeData('label', 'name') ?? nodeLabel,
      agent: nodeAgent ?? takeData('agent'),
      config: takeData('config') ?? nodeConfig ?? {},
    })
    if (data !== undefined && !isRecord(data)) ignored.add('nodes[].data')
    const { label, agent: ownAgent, config } = readFields(isRecord(data) ? data : {}, 'nodes[].data', ignored, readData)
    if (isRecord(data)) {
      if (nodeLabel !== undefined && label !== nodeLabel) ignored.add('nodes[].label')
      if (nodeConfig !== undefined && config !== nodeConfig) ignored.add('nodes[].config')
    }
    const agent = ownAgent ?? agents.get(id)
    if (ownAgent === undefined) agents.delete(id)
    return {
      id,
      type,
      position: position ?? { x: index * nodeSpacing.x, y: 0 },
      data: { label, config: agent !== undefined && isRecord(config) ? { ...config, agent } : config },
      ...takeAll(nodeFields),
    }
  })
}

function readConnection(connection: Source, index: number, ignored: Set<string>): Source {
  return readFields(connection, 'connections[]', ignored, ({ take, takeAll }) => {
    const sourceHandle = take('sourceHandle', 'source_handle', 'sourcePort', 'source_port')
    const targetHandle = take('targetHandle', 'target_handle', 'targetPort', 'target_port')
    return {
      id: take('id') ?? `connection-${index + 1}`,
      source: take('source', 'source_id', 'from'),
      target: take('target', 'target_id', 'to'),
      ...defined({ sourceHandle, targetHandle }),
      ...takeAll(edgeFields),
    }
  })
}

const rowFields = new Set(['id', 'workflow_id', 'user_id', 'created_at', 'updated_at'])

/** Removes the properties of an agent that come from its database row. */
function removeRowFields(agent: Source, ignored: Set<string>): Source {
  for (const name of Object.keys(agent)) if (rowFields.has(name)) ignored.add(`agents[].${name}`)
  return Object.fromEntries(Object.entries(agent).filter(([name]) => !rowFields.has(name)))
}
