import type { Text } from '@aw-flow/messages'
import type { WorkflowSession } from '@aw-flow/client'
import { type Dataset, type Edit, type NodeType, type Position, getProblemText } from '@aw-flow/schema'
import type { ImportReport } from '@aw-flow/schema/foreign'
import { parseByFileName } from '@aw-flow/schema/internal'
import { createNode, findFreeOffset, type NewId, type Rect } from '@aw-flow/canvas'
import { createDatasetEdits, findUrlSetting, findDatasetSetting, findInputNodes } from '../run/input-nodes.ts'

const maxWorkflowBytes = 4_000_000
/** The same for archives, which also contain data. Only the settings in them are read. */
const maxArchiveBytes = 64_000_000
/** Names of files that can contain a workflow. Pasted text has no name of its own. */
const isWorkflowFileName = (name: string): boolean => /\.(json|ya?ml|knwf|py)$|^pasted\.txt$/i.test(name)

/**
 * A parsed workflow file, with a report if another tool exported it, or the reason why a JSON or YAML file could not be
 * parsed.
 */
export type ParsedFile =
  | { workflow: unknown; report?: ImportReport; reason?: undefined }
  | { workflow?: undefined; reason: Text }

/**
 * Parses a file that contains a workflow: an export of another tool, or JSON or YAML with an object with `nodes` or a
 * list of `steps`. Returns `undefined` if the file contains data.
 */
export async function parseWorkflowFile(file: File): Promise<ParsedFile | undefined> {
  const maxBytes = /\.knwf$/i.test(file.name) ? maxArchiveBytes : maxWorkflowBytes
  if (!isWorkflowFileName(file.name) || file.size > maxBytes) return undefined
  try {
    const { convertForeignFile } = await import('@aw-flow/schema/foreign')
    const foreign = await convertForeignFile(new Uint8Array(await file.arrayBuffer()))
    if (foreign?.ok === false) return { reason: getProblemText(foreign.problem) }
    if (foreign) return { workflow: foreign.value.document, report: foreign.value.report }
    const text = await file.text()
    const name = file.name === 'pasted.txt' && /^\s*[[{]/.test(text) ? 'pasted.json' : file.name
    if (!/\.(json|ya?ml)$/i.test(name)) return undefined
    const parsed = await parseByFileName(name, text)
    if (!parsed.ok) return { reason: getProblemText(parsed.problem) }
    const { nodes, steps } = Object(parsed.value) as Record<string, unknown>
    return nodes !== undefined || Array.isArray(steps) ? { workflow: parsed.value } : undefined
  } catch (cause) {
    // The module with the YAML parser could not be loaded.
    return { reason: String(cause) }
  }
}

export interface DatasetAssignment {
  session: WorkflowSession
  /** Node types, translated to the language in which new nodes are labeled. */
  types: readonly NodeType[]
  datasets: readonly Dataset[]
  /** Id of the node that the files were dropped on; `undefined` if they were dropped elsewhere. */
  target: string | undefined
  position: Position
  newId: NewId
  /** Rectangles of the workflow's nodes, in graph coordinates. */
  occupiedRects: readonly Rect[]
}

/** The expected size of a new node with a summary, in graph units. */
const nodeSize = { width: 240, height: 128 }

/** Vertical distance between the top edges of stacked nodes, in graph units. */
const nodeSpacing = nodeSize.height + 16

/** Returns positions for new nodes so that they are stacked vertically and do not overlap existing nodes. */
function findFreePositions(count: number, { x, y }: Position, occupiedRects: readonly Rect[]): Position[] {
  const rects = Array.from({ length: count }, (_, row) => ({ ...nodeSize, x, y: y + row * nodeSpacing }))
  const offset = findFreeOffset(rects, occupiedRects)
  return rects.map((rect) => ({ x, y: rect.y + offset }))
}

/**
 * Assigns each dataset to a node that reads files, in a single edit. The first dataset goes to the drop target or, if
 * there is no target and exactly one node has no file, to that node. Every other dataset gets a new node, which is named
 * after it. New nodes are stacked at the drop position or in the nearest free space below it. A node's file is replaced only if a file was
 * dropped on the node.
 *
 * @returns The ids of the nodes; empty if no node type reads files.
 */
export function assignDatasets({
  session,
  types,
  datasets,
  target,
  position,
  newId,
  occupiedRects,
}: DatasetAssignment): string[] {
  const settingsByType = new Map(types.map((type) => [type.type, findDatasetSetting(type)]))
  const readerType = types.find((type) => settingsByType.get(type.type) !== undefined)
  const targetNode = session.document.current.nodes.find(
    (node) => node.id === target && settingsByType.get(node.type) !== undefined,
  )
  const unassignedNodes = findInputNodes(session)
  const reader = targetNode ?? (unassignedNodes.length === 1 ? unassignedNodes[0] : undefined)
  const nodeIds: string[] = []
  const edits: Edit[] = []
  const positions = findFreePositions(datasets.length - (reader ? 1 : 0), position, occupiedRects)
  for (const { id: datasetId, name: label } of datasets) {
    if (reader && nodeIds.length === 0) {
      nodeIds.push(reader.id)
      edits.push(...createDatasetEdits(session, reader, settingsByType.get(reader.type) ?? 'dataset', datasetId))
    } else if (readerType) {
      const id = newId(readerType.type)
      const node = createNode(readerType, positions[nodeIds.length - (reader ? 1 : 0)]!, id)
      const config = { ...node.data.config, [settingsByType.get(readerType.type) ?? 'dataset']: datasetId }
      nodeIds.push(id)
      edits.push({ type: 'add-node', node: { ...node, data: { ...node.data, label, config } } })
    }
  }
  const [singleEdit] = edits
  if (singleEdit) session.document.apply(edits.length === 1 ? singleEdit : { type: 'batch', edits })
  return nodeIds
}

/**
 * Assigns a URL to the drop target, or to a new node at the drop position or in the nearest free space below it. The
 * URL is not fetched until the workflow runs.
 *
 * @returns The node's id; `undefined` if no node type loads from URLs.
 */
export function assignUrl({
  session,
  types,
  url,
  target,
  position,
  newId,
  occupiedRects,
}: Omit<DatasetAssignment, 'datasets'> & { url: string }): string | undefined {
  const settingsByType = new Map(types.map((type) => [type.type, findUrlSetting(type)]))
  const reader = session.document.current.nodes.find(
    (node) => node.id === target && settingsByType.get(node.type) !== undefined,
  )
  if (reader) {
    session.document.apply({ type: 'set-config', id: reader.id, path: [settingsByType.get(reader.type)!], value: url })
    return reader.id
  }
  const type = types.find((candidate) => settingsByType.get(candidate.type) !== undefined)
  if (!type) return undefined
  const id = newId(type.type)
  const node = createNode(type, findFreePositions(1, position, occupiedRects)[0]!, id)
  const config = { ...node.data.config, [settingsByType.get(type.type)!]: url }
  session.document.apply({ type: 'add-node', node: { ...node, data: { ...node.data, config } } })
  return id
}
