import type { WorkflowSession } from '@aw-flow/client'
import type { NodeType, WorkflowNode } from '@aw-flow/schema'
import { settingFields } from '../../forms/fields/setting-field.ts'

/** The setting of a node type that names a dataset; `undefined` if it has none. */
export const datasetSetting = (type: NodeType | undefined): string | undefined =>
  type && settingFields(type.settings).find((field) => field.kind === 'dataset')?.name

/** The setting of a node type that names a web address to load from; `undefined` if it has none. */
export function addressSetting(type: NodeType | undefined): string | undefined {
  const properties = (type?.settings.properties ?? {}) as Record<string, { format?: unknown }>
  return Object.keys(properties).find((name) => properties[name]?.format === 'address')
}

interface InputSettings {
  dataset: string | undefined
  address: string | undefined
}

/** Cached because it is read on each change of a document, and computed from about sixty types. */
const settingsOf = new WeakMap<NodeType, InputSettings>()

function inputSettings(type: NodeType): InputSettings {
  const known = settingsOf.get(type)
  if (known) return known
  const found = { dataset: datasetSetting(type), address: addressSetting(type) }
  settingsOf.set(type, found)
  return found
}

/** The nodes that read a file and have none: a run needs an input for each. */
export function inputNodes(session: WorkflowSession): WorkflowNode[] {
  const types = new Map(session.engine.catalogue.map((type) => [type.type, type]))
  return session.document.current.nodes.filter(({ type: name, data }) => {
    const type = types.get(name)
    if (!type) return false
    const { dataset, address } = inputSettings(type)
    const isFetched = address !== undefined && data.config[address]
    return dataset !== undefined && !data.config[dataset] && !isFetched
  })
}
