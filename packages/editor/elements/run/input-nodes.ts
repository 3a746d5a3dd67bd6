import type { WorkflowSession } from '@aw-flow/client'
import type { Edit, NodeType, WorkflowNode } from '@aw-flow/schema'

/** Returns the name of a node type's setting with this format; `undefined` if it has none. */
function findSettingWithFormat(type: NodeType | undefined, format: string): string | undefined {
  const properties = (type?.settings.properties ?? {}) as Record<string, { format?: unknown }>
  return Object.keys(properties).find((name) => properties[name]?.format === format)
}

/** Returns the name of a node type's dataset setting; `undefined` if it has none. */
export const findDatasetSetting = (type: NodeType | undefined): string | undefined =>
  findSettingWithFormat(type, 'dataset')

/** Returns the name of a node type's setting for the URL to load; `undefined` if it has none. */
export const findUrlSetting = (type: NodeType | undefined): string | undefined => findSettingWithFormat(type, 'address')

/** Names of a node type's input settings. */
interface InputSettings {
  dataset: string | undefined
  url: string | undefined
}

/** Cached input settings, because they are needed for about sixty node types on each document change. */
const cachedSettings = new WeakMap<NodeType, InputSettings>()

function findInputSettings(type: NodeType): InputSettings {
  const cached = cachedSettings.get(type)
  if (cached) return cached
  const result = { dataset: findDatasetSetting(type), url: findUrlSetting(type) }
  cachedSettings.set(type, result)
  return result
}

/** Returns the nodes that read a file but have none in their settings. A run needs an input for each of them. */
export function findInputNodes(session: WorkflowSession): WorkflowNode[] {
  const types = new Map(session.engine.catalog.map((type) => [type.type, type]))
  return session.document.current.nodes.filter(({ type: name, data }) => {
    const type = types.get(name)
    if (!type) return false
    const { dataset, url } = findInputSettings(type)
    const hasUrl = url !== undefined && data.config[url]
    return dataset !== undefined && !data.config[dataset] && !hasUrl
  })
}

/**
 * Returns the edits that make a node read a dataset. A node that is labeled with its previous dataset, or as another node
 * is, gets the dataset's name as its label, so that lists of nodes tell them apart.
 */
export function createDatasetEdits(
  session: WorkflowSession,
  { id, data }: WorkflowNode,
  setting: string,
  datasetId: string,
): Edit[] {
  const getName = (searchedId: unknown): string | undefined =>
    session.data.list.find((dataset) => dataset.id === searchedId)?.name
  const isShared = session.document.current.nodes.some((node) => node.id !== id && node.data.label === data.label)
  const label = isShared || data.label === getName(data.config[setting]) ? getName(datasetId) : undefined
  return [
    { type: 'set-config', id, path: [setting], value: datasetId },
    ...(label === undefined || label === data.label ? [] : [{ type: 'set-label', id, label } as const]),
  ]
}
