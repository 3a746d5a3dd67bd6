import type { Text } from '@aw-flow/messages'
import type { WorkflowSession } from '@aw-flow/client'
import { parseByName, type Dataset, type Edit, type NodeType, type Position, textOf } from '@aw-flow/schema'
import { newNode, type NewId } from '@aw-flow/canvas'
import { addressSetting, datasetSetting, inputNodes } from '../run/input-nodes.ts'

const workflowSizeLimit = 4_000_000

/** A file of JSON or YAML that is not data: a workflow, or the reason why it cannot be parsed. */
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

export interface PlacedDatasets {
  session: WorkflowSession
  /** Node types in the language in which a new node is labeled. */
  types: readonly NodeType[]
  datasets: readonly Dataset[]
  /** The node that the files were dropped on. */
  target: string | undefined
  position: Position
  newId: NewId
}

/** Distance between the nodes of several files, in graph units: a new node with its summary, and a gap. */
const rowHeight = 144

/**
 * Assigns datasets to nodes that read files, one each, as one edit. The first is assigned to the drop target or,
 * without one, to the only node without a file; each other dataset to a new node, below each other, at the drop
 * position. A node's file is replaced only by dropping another one on it. Returns the ids of the nodes; none if no node
 * type reads files.
 */
export function placeDatasets({ session, types, datasets, target, position, newId }: PlacedDatasets): string[] {
  const settings = new Map(types.map((type) => [type.type, datasetSetting(type)]))
  const readerType = types.find((type) => settings.get(type.type) !== undefined)
  const targeted = session.document.current.nodes.find(
    (node) => node.id === target && settings.get(node.type) !== undefined,
  )
  const empty = inputNodes(session)
  const reader = targeted ?? (empty.length === 1 ? empty[0] : undefined)
  const placed: string[] = []
  const edits: Edit[] = []
  for (const { id: dataset } of datasets) {
    if (reader && placed.length === 0) {
      placed.push(reader.id)
      edits.push({
        type: 'set-config',
        id: reader.id,
        path: [settings.get(reader.type) ?? 'dataset'],
        value: dataset,
      })
    } else if (readerType) {
      const id = newId(readerType.type)
      const row = placed.length - (reader ? 1 : 0)
      const node = newNode(readerType, { x: position.x, y: position.y + row * rowHeight }, id)
      const config = { ...node.data.config, [settings.get(readerType.type) ?? 'dataset']: dataset }
      placed.push(id)
      edits.push({ type: 'add-node', node: { ...node, data: { ...node.data, config } } })
    }
  }
  const [only] = edits
  if (only) session.document.apply(edits.length === 1 ? only : { type: 'batch', edits })
  return placed
}

/**
 * Assigns a web address to the drop target or to a new node at the drop position. Nothing is fetched until the workflow
 * runs. Returns the node's id; `undefined` if no node type loads from addresses.
 */
export function placeAddress({
  session,
  types,
  address,
  target,
  position,
  newId,
}: Omit<PlacedDatasets, 'datasets'> & { address: string }): string | undefined {
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
