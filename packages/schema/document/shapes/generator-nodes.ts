import { isRecord, type Source } from './source.ts'

/** Possible names of the setting that contains a trigger's kind in documents from the workflow generator. */
const kindSettingNames = ['trigger_type', 'triggerType', 'kind', 'type'] as const

/** The node type for each kind of trigger, and the names of its settings, keyed by the name that the generator uses. */
const triggers: Readonly<Record<string, { type: string; settings: Readonly<Record<string, string>> }>> = {
  manual: { type: 'trigger', settings: {} },
  webhook: { type: 'webhook', settings: { method: 'method' } },
  schedule: {
    type: 'schedule',
    settings: { cron: 'cron', schedule: 'cron', timezone: 'timeZone', time_zone: 'timeZone' },
  },
  event: { type: 'event', settings: { event: 'name', name: 'name' } },
}

/** Settings of an Agent node, keyed by the name that other systems use in an agent definition. */
const agentSettingNames: Readonly<Record<string, string>> = {
  system_prompt: 'system',
  prompt: 'prompt',
  model: 'model',
  temperature: 'temperature',
  max_tokens: 'maxTokens',
  tools: 'tools',
}
/** Fields of an agent definition that do not affect the node. */
const descriptiveFields = new Set(['name', 'type', 'description'])
/** Numeric settings that other systems may write as text, for example from a decimal database column. */
const numericAgentSettings = new Set(['temperature', 'maxTokens'])

/**
 * Converts node settings that other systems write differently: an HTTP request body as an object, a trigger's kind in
 * its settings, and an agent definition in the setting `agent`. Settings without an equivalent are kept and reported as
 * unknown.
 */
export function readGeneratorNodes(document: Source, ignored: Set<string>): Source {
  if (!Array.isArray(document.nodes) || !document.nodes.some(isGeneratorNode)) return document
  const nodes = document.nodes.map((node: unknown) => (isGeneratorNode(node) ? readNode(node, ignored) : node))
  return { ...document, nodes }
}

interface GeneratorNode extends Source {
  type: string
  data: Source & { config: Source }
}

const findKindSetting = (config: Source): (typeof kindSettingNames)[number] | undefined =>
  kindSettingNames.find((name) => typeof config[name] === 'string' && Object.hasOwn(triggers, config[name]))

function isGeneratorNode(node: unknown): node is GeneratorNode {
  if (!isRecord(node) || !isRecord(node.data) || !isRecord(node.data.config)) return false
  const { config } = node.data
  if (node.type === 'http_request') return isRecord(config.body) || Array.isArray(config.body)
  if (node.type === 'agent') return isRecord(config.agent)
  return node.type === 'trigger' && findKindSetting(config) !== undefined
}

function readNode(node: GeneratorNode, ignored: Set<string>): Source {
  const { config } = node.data
  if (node.type === 'http_request') {
    const body = JSON.stringify(config.body, null, 2)
    return { ...node, data: { ...node.data, config: { bodyKind: 'json', ...config, body } } }
  }
  if (node.type === 'agent') return { ...node, data: { ...node.data, config: readAgent(config, ignored) } }
  const kindSetting = findKindSetting(config)!
  const { type, settings } = triggers[String(config[kindSetting])]!
  const entries = Object.entries(config).filter(([name]) => name !== kindSetting)
  const convertedEntries = entries.map(([name, value]) => [
    Object.hasOwn(settings, name) ? settings[name]! : name,
    value,
  ])
  return { ...node, type, data: { ...node.data, config: Object.fromEntries(convertedEntries) as Source } }
}

/**
 * Replaces an agent definition with the settings of an Agent node. Omits empty fields, and fields that the node has no
 * setting for or has set itself.
 */
function readAgent({ agent, ...config }: Source, ignored: Set<string>): Source {
  const settings: Source = {}
  for (const [name, value] of Object.entries(agent as Source)) {
    if (isEmpty(value) || (name === 'type' && value === 'agent')) continue
    const setting = Object.hasOwn(agentSettingNames, name) ? agentSettingNames[name]! : name
    if (descriptiveFields.has(name) || Object.hasOwn(config, setting)) ignored.add(`agent.${name}`)
    else settings[setting] = numericAgentSettings.has(setting) && typeof value === 'string' ? Number(value) : value
  }
  return { ...settings, ...config }
}

const isEmpty = (value: unknown): boolean =>
  value === null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0)
