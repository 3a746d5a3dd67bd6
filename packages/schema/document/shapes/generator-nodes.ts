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

/**
 * Reads node settings as the workflow generator writes them: the body of an HTTP request as an object, and the kind of
 * a trigger in its settings. Settings of a trigger that have no equivalent are kept and reported as unknown.
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
  return node.type === 'trigger' && findKind(config) !== undefined
}

function readNode(node: GeneratorNode): Source {
  const { config } = node.data
  if (node.type === 'http_request') {
    const body = JSON.stringify(config.body, null, 2)
    return { ...node, data: { ...node.data, config: { bodyKind: 'json', ...config, body } } }
  }
  const kindName = findKind(config)!
  const { type, settings } = triggers[String(config[kindName])]!
  const entries = Object.entries(config).filter(([name]) => name !== kindName)
  const converted = entries.map(([name, value]) => [Object.hasOwn(settings, name) ? settings[name]! : name, value])
  return { ...node, type, data: { ...node.data, config: Object.fromEntries(converted) as Source } }
}
