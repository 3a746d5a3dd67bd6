import type { Text } from '@aw-flow/messages'
import type { WorkflowSession } from '@aw-flow/client'
import { parseByName, type Dataset, type Edit, type NodeType, type Position, getProblemText } from '@aw-flow/schema'
import { createNode, findFreeOffset, type NewId, type Rect } from '@aw-flow/canvas'
import { findUrlSetting, findDatasetSetting, findInputNodes } from '../run/input-nodes.ts'

const maxWorkflowBytes = 4_000_000

/** The content of a JSON or YAML file that is not data: a workflow, or the reason that it cannot be parsed. */
export type ParsedFile = { workflow: unknown; reason?: undefined } | { workflow?: undefined; reason: Text }

/**
 * Checks whether a JSON or YAML file contains a workflow (an object with `nodes`, or a list of `steps`). Returns
 * `undefined` for data.
 */
export async function parseWorkflowFile(file: File): Promise<ParsedFile | undefined> {
  if (!/\.(json|ya?ml)$/i.test(file.name) || file.size > maxWorkflowBytes) return undefined
  try {
    const { json, problem } = await parseByName(file.name, await file.text())
    if (problem) return { reason: getProblemText(problem) }
    const { nodes, steps } = Object(json) as Record<string, unknown>
    return nodes !== undefined || Array.isArray(steps) ? { workflow: json } : undefined
  } catch (cause) {
    // The YAML parser could not be loaded.
    return { reason: String(cause) }
  }
}

export interface DatasetAssignment {
  session: WorkflowSession
  /** Node types in the language of a new node's label. */
  types: readonly NodeType[]
  datasets: readonly Dataset[]
  /** The node that the files were dropped on. */
  target: string | undefined
  position: Position
  newId: NewId
  /** Rectangles of the workflow's nodes, in graph coordinates. */
  occupied: readonly Rect[]
}

/** The expected size of a new node with a summary, in graph units. */
const nodeSize = { width: 240, height: 128 }

/** Distance between the nodes of several files, in graph units. */
const nodeSpacing = nodeSize.height + 16

/** Returns positions for new nodes, stacked vertically without overlapping other nodes. */
function findFreePositions(count: number, { x, y }: Position, occupied: readonly Rect[]): Position[] {
  const rects = Array.from({ length: count }, (_, row) => ({ ...nodeSize, x, y: y + row * nodeSpacing }))
  const offset = findFreeOffset(rects, occupied)
  return rects.map((rect) => ({ x, y: rect.y + offset }))
}

/**
 * Assigns each dataset to a node that reads files, as one edit. The first dataset is assigned to the drop target or,
 * without a target, to the only node that has no file. Every other dataset gets a new node; new nodes are stacked at
 * the drop position, or in the next free space below it. A node's file is replaced only if a file is dropped on the
 * node. Returns the ids of the nodes; none if no node type reads files.
 */
export function assignDatasets({
  session,
  types,
  datasets,
  target,
  position,
  newId,
  occupied,
}: DatasetAssignment): string[] {
  const settings = new Map(types.map((type) => [type.type, findDatasetSetting(type)]))
  const readerType = types.find((type) => settings.get(type.type) !== undefined)
  const targetNode = session.document.current.nodes.find(
    (node) => node.id === target && settings.get(node.type) !== undefined,
  )
  const unassigned = findInputNodes(session)
  const reader = targetNode ?? (unassigned.length === 1 ? unassigned[0] : undefined)
  const nodeIds: string[] = []
  const edits: Edit[] = []
  const positions = findFreePositions(datasets.length - (reader ? 1 : 0), position, occupied)
  for (const { id: dataset } of datasets) {
    if (reader && nodeIds.length === 0) {
      nodeIds.push(reader.id)
      edits.push({
        type: 'set-config',
        id: reader.id,
        path: [settings.get(reader.type) ?? 'dataset'],
        value: dataset,
      })
    } else if (readerType) {
      const id = newId(readerType.type)
      const node = createNode(readerType, positions[nodeIds.length - (reader ? 1 : 0)]!, id)
      const config = { ...node.data.config, [settings.get(readerType.type) ?? 'dataset']: dataset }
      nodeIds.push(id)
      edits.push({ type: 'add-node', node: { ...node, data: { ...node.data, config } } })
    }
  }
  const [singleEdit] = edits
  if (singleEdit) session.document.apply(edits.length === 1 ? singleEdit : { type: 'batch', edits })
  return nodeIds
}

/**
 * Assigns a URL to the drop target, or to a new node at the drop position or in the next free space below it. Nothing
 * is fetched until the workflow runs. Returns the node's id; `undefined` if no node type loads from URLs.
 */
export function assignUrl({
  session,
  types,
  url,
  target,
  position,
  newId,
  occupied,
}: Omit<DatasetAssignment, 'datasets'> & { url: string }): string | undefined {
  const settings = new Map(types.map((type) => [type.type, findUrlSetting(type)]))
  const reader = session.document.current.nodes.find(
    (node) => node.id === target && settings.get(node.type) !== undefined,
  )
  if (reader) {
    session.document.apply({ type: 'set-config', id: reader.id, path: [settings.get(reader.type)!], value: url })
    return reader.id
  }
  const type = types.find((candidate) => settings.get(candidate.type) !== undefined)
  if (!type) return undefined
  const id = newId(type.type)
  const node = createNode(type, findFreePositions(1, position, occupied)[0]!, id)
  const config = { ...node.data.config, [settings.get(type.type)!]: url }
  session.document.apply({ type: 'add-node', node: { ...node, data: { ...node.data, config } } })
  return id
}
