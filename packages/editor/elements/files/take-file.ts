import type { Text } from '@aw-flow/messages'
import type { WorkflowSession } from '@aw-flow/client'
import { parseByName, type Dataset, type Edit, type NodeType, type Position, textOf } from '@aw-flow/schema'
import { newNode, type NewId } from '@aw-flow/canvas'
import { addressSetting, datasetSetting } from '../run/input-nodes.ts'

const workflowSizeLimit = 4_000_000

/** A file of JSON or YAML that is not data: a workflow, or text that cannot be parsed with the reason. */
export type WrittenFile = { workflow: unknown; fault?: undefined } | { workflow?: undefined; fault: Text }

/**
 * Checks whether a JSON or YAML file contains a workflow (an object with `nodes`, or a list of `steps`); `undefined`
 * for data.
 */
export async function readWrittenFile(file: File): Promise<WrittenFile | undefined> {
  if (!/\.(json|ya?ml)$/i.test(file.name) || file.size > workflowSizeLimit) return undefined
  try {
    const { json, problem } = await parseByName(file.name, await file.text())
    if (problem) return { fault: textOf(problem) }
    const { nodes, steps } = Object(json) as Record<string, unknown>
    return nodes !== undefined || Array.isArray(steps) ? { workflow: json } : undefined
  } catch (cause) {
    // The YAML parser could not be loaded.
    return { fault: String(cause) }
  }
}

export interface PlacedDataset {
  session: WorkflowSession
  /** Node types in the language in which a new node is labeled. */
  types: readonly NodeType[]
  dataset: Dataset
  /** The node that the file was dropped on. */
  target: string | undefined
  position: Position
  newId: NewId
}

/**
 * Sets a dataset on a node that reads files: the drop target, else the only one, else a new node at the drop's place.
 * Returns the node's id; `undefined` if no node type reads files.
 */
export function placeDataset({ session, types, dataset, target, position, newId }: PlacedDataset): string | undefined {
  const settings = new Map(types.map((type) => [type.type, datasetSetting(type)]))
  const readers = session.document.current.nodes.filter((node) => settings.get(node.type) !== undefined)
  const reader = readers.find((node) => node.id === target) ?? (readers.length === 1 ? readers[0] : undefined)
  if (reader) {
    const setting = settings.get(reader.type) ?? 'dataset'
    session.document.apply({ type: 'set-config', id: reader.id, path: [setting], value: dataset.id })
    return reader.id
  }
  const type: NodeType | undefined = types.find((other) => settings.get(other.type) !== undefined)
  const setting = type && settings.get(type.type)
  if (!type || setting === undefined) return undefined
  const id = newId(type.type)
  const node = newNode(type, position, id)
  const edit: Edit = {
    type: 'add-node',
    node: { ...node, data: { ...node.data, config: { ...node.data.config, [setting]: dataset.id } } },
  }
  session.document.apply(edit)
  return id
}

/**
 * Sets a web address on the drop target, else on a new node at the drop's place. Nothing is fetched until the workflow
 * runs. Returns the node's id; `undefined` if no node type loads from addresses.
 */
export function placeAddress({
  session,
  types,
  address,
  target,
  position,
  newId,
}: Omit<PlacedDataset, 'dataset'> & { address: string }): string | undefined {
  const settings = new Map(types.map((type) => [type.type, addressSetting(type)]))
  const reader = session.document.current.nodes.find(
    (node) => node.id === target && settings.get(node.type) !== undefined,
  )
  if (reader) {
    session.document.apply({ type: 'set-config', id: reader.id, path: [settings.get(reader.type)!], value: address })
    return reader.id
  }
  const type = types.find((other) => settings.get(other.type) !== undefined)
  if (!type) return undefined
  const id = newId(type.type)
  const node = newNode(type, position, id)
  const config = { ...node.data.config, [settings.get(type.type)!]: address }
  session.document.apply({ type: 'add-node', node: { ...node, data: { ...node.data, config } } })
  return id
}
