import { isRecord, type Source } from './source.ts'

/** Names of the setting that contains the kind of a trigger in documents of the workflow generator. */
const kindNames = ['trigger_type', 'triggerType', 'kind', 'type'] as const

/** For each kind of trigger: its node type, and the names of its settings by the names that the generator uses. */
const triggers: Readonly<Record<string, { type: string; settings: Readonly<Record<string, string>> }>> = {
  manual: { type: 'trigger', settings: {} },
  webhook: { type: 'webhook', settings: { method: 'method' } },
  schedule: {
    type: 'schedule',
    settings: { cron: 'cron', schedule: 'cron', timezone: 'timeZone', time_zone: 'timeZone' },
  },
  event: { type: 'event', settings: { event: 'name', name: 'name' } },
}

/** Settings of an Agent node, by the names that other systems use in the definition of an agent. */
const agentNames: Readonly<Record<string, string>> = {
  system_prompt: 'system',
  prompt: 'prompt',
  model: 'model',
  temperature: 'temperature',
  max_tokens: 'maxTokens',
  tools: 'tools',
}
/** Numeric settings that other systems may write as text, for example from a decimal column of a database. */
const agentNumbers = new Set(['temperature', 'maxTokens'])

/**
 * Reads node settings as other systems write them: the body of an HTTP request as an object, the kind of a trigger in its
 * settings, and the definition of an agent as the setting `agent`. Settings that have no equivalent are kept and
 * reported as unknown.
 */
export function readGeneratorNodes(document: Source): Source {
  if (!Array.isArray(document.nodes) || !document.nodes.some(isGeneratorNode)) return document
  return { ...document, nodes: document.nodes.map((node: unknown) => (isGeneratorNode(node) ? readNode(node) : node)) }
}

interface GeneratorNode extends Source {
  type: string
  data: Source & { config: Source }
}

const findKind = (config: Source): (typeof kindNames)[number] | undefined =>
  kindNames.find((name) => typeof config[name] === 'string' && Object.hasOwn(triggers, config[name]))

function isGeneratorNode(node: unknown): node is GeneratorNode {
  if (!isRecord(node) || !isRecord(node.data) || !isRecord(node.data.config)) return false
  const { config } = node.data
  if (node.type === 'http_request') return isRecord(config.body) || Array.isArray(config.body)
  if (node.type === 'agent') return isRecord(config.agent)
  return node.type === 'trigger' && findKind(config) !== undefined
}

function readNode(node: GeneratorNode): Source {
  const { config } = node.data
  if (node.type === 'http_request') {
    const body = JSON.stringify(config.body, null, 2)
    return { ...node, data: { ...node.data, config: { bodyKind: 'json', ...config, body } } }
  }
  if (node.type === 'agent') return { ...node, data: { ...node.data, config: readAgent(config) } }
  const kindName = findKind(config)!
  const { type, settings } = triggers[String(config[kindName])]!
  const entries = Object.entries(config).filter(([name]) => name !== kindName)
  const converted = entries.map(([name, value]) => [Object.hasOwn(settings, name) ? settings[name]! : name, value])
  return { ...node, type, data: { ...node.data, config: Object.fromEntries(converted) as Source } }
}

/** Replaces the definition of an agent with the settings of an Agent node. Empty fields, its name and its type are omitted. */
function readAgent({ agent, ...config }: Source): Source {
  const { name: _name, type: _type, description: _description, ...fields } = agent as Source
  const entries = Object.entries(fields).filter(([, value]) => !isEmpty(value))
  const converted = entries.map(([name, value]): [string, unknown] => {
    const setting = Object.hasOwn(agentNames, name) ? agentNames[name]! : name
    return [setting, agentNumbers.has(setting) && typeof value === 'string' ? Number(value) : value]
  })
  return { ...Object.fromEntries(converted), ...config }
}

const isEmpty = (value: unknown): boolean =>
  value === null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0)
