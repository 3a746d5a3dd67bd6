import type { WorkflowSession } from '@aw-flow/client'
import type { NodeType, WorkflowNode } from '@aw-flow/schema'
import { readSettingFields } from '../../forms/fields/setting-field.ts'

/** Returns the setting of a node type that selects a dataset; `undefined` if it has none. */
export const findDatasetSetting = (type: NodeType | undefined): string | undefined =>
  type && readSettingFields(type.settings).find((field) => field.kind === 'dataset')?.name

/** Returns the setting of a node type that contains a URL to load from; `undefined` if it has none. */
export function findUrlSetting(type: NodeType | undefined): string | undefined {
  const properties = (type?.settings.properties ?? {}) as Record<string, { format?: unknown }>
  return Object.keys(properties).find((name) => properties[name]?.format === 'address')
}

interface InputSettings {
  dataset: string | undefined
  address: string | undefined
}

/** Cached because the settings of about sixty types are read on each document change. */
const cachedSettings = new WeakMap<NodeType, InputSettings>()

function findInputSettings(type: NodeType): InputSettings {
  const cached = cachedSettings.get(type)
  if (cached) return cached
  const result = { dataset: findDatasetSetting(type), address: findUrlSetting(type) }
  cachedSettings.set(type, result)
  return result
}

/** Returns the nodes that read a file but do not have one yet. A run needs an input for each. */
export function findInputNodes(session: WorkflowSession): WorkflowNode[] {
  const types = new Map(session.engine.catalog.map((type) => [type.type, type]))
  return session.document.current.nodes.filter(({ type: name, data }) => {
    const type = types.get(name)
    if (!type) return false
    const { dataset, address } = findInputSettings(type)
    const hasAddress = address !== undefined && data.config[address]
    return dataset !== undefined && !data.config[dataset] && !hasAddress
  })
}
