import { createDescriptionPlanAction, getNodeRect, type Point, type PortEnd } from '@aw-flow/canvas'
import {
  defined,
  type Column,
  type Edit,
  type DescriptionPlan,
  type Workflow,
  type WorkflowEdge,
  type WorkflowProposal,
} from '@aw-flow/schema'
import { canConnectPorts } from '@aw-flow/schema/internal'
import type { AwCanvas } from '../../canvas/aw-canvas.ts'
import { openProposal } from './open-proposal.ts'

/** Where planned nodes are placed, and how they are connected to existing nodes. */
interface PlanPlacement {
  /** Position of the first new node, in graph coordinates. */
  readonly position: Point
  /** The output that the first new node is connected to. If absent, the new nodes start with a file. */
  readonly source?: PortEnd | undefined
  /** The edge to insert the new nodes into. */
  readonly edge?: WorkflowEdge | undefined
}

/** Distance between existing and planned nodes, in graph units. */
const nodeGap = 80

/** Opens the proposal dialog for a plan. No node is added until the user accepts it. */
export function openPlan(canvas: AwCanvas, description: string, plan: DescriptionPlan, placement: PlanPlacement): void {
  openProposal(canvas, { description, ready: toProposal(canvas, plan, placement) })
}

/**
 * Plans a change from its description, using rules, and opens the proposal dialog for it. The new nodes are connected
 * at the position that the description names ("add a check before the export") or, by default, to the selected node, if
 * exactly one is selected. Otherwise they start with a stored file that the description names, or with the only stored
 * file, so that the columns are known.
 *
 * @param filePosition - Position of nodes that start with a file, in graph coordinates. Default: free space.
 */
export async function planFromDescription(canvas: AwCanvas, description: string, filePosition?: Point): Promise<void> {
  const { activeSession } = canvas
  const insertPosition = findNamedPosition(canvas, description) ?? { text: description, ...findSelectedOutput(canvas) }
  const { text, source, edge } = insertPosition
  const datasetIds = source ? findUpstreamDatasetIds(canvas, source.node) : findDatasetIds(canvas, text)
  const [firstTable, ...otherTables] = await Promise.all(datasetIds.map((dataset) => readTableSample(canvas, dataset)))
  const columns = source ? canvas.description?.nodes[source.node]?.outputs[source.port]?.columns : firstTable?.columns
  const response = await activeSession?.assistant?.planFromDescription({
    description: text.slice(0, maxDescriptionLength),
    continues: source !== undefined,
    ...defined({ columns }),
    ...(source ? {} : { others: otherTables.map((other) => other.columns) }),
    values: Object.assign({}, ...otherTables.map(({ values }) => values), firstTable?.values) as Record<
      string,
      string[]
    >,
  })
  if (!response?.ok) return
  openPlan(canvas, description, source ? response.value : setDatasets(response.value, datasetIds), {
    position: (source ? undefined : filePosition) ?? findFreePosition(canvas, source),
    source,
    edge,
  })
}

/**
 * Finds the stored files that a description names, in order of appearance. If the description does not mention any file
 * name and exactly one file is stored, returns that file. Returns dataset ids.
 */
function findDatasetIds({ activeSession }: AwCanvas, text: string): string[] {
  const lowercaseText = text.toLowerCase()
  const storedFiles = activeSession?.data.list ?? []
  const namedFiles = storedFiles
    .flatMap(({ id, name }) =>
      lowercaseText.includes(name.toLowerCase()) ? [{ id, index: lowercaseText.indexOf(name.toLowerCase()) }] : [],
    )
    .toSorted((a, b) => a.index - b.index)
  const mentionsFileName = /\w\.(?:csv|tsv|txt|xlsx?|jsonl?|parquet|arrow|zip|gz|xml)\b/.test(lowercaseText)
  const matchingFiles =
    namedFiles.length === 0 && storedFiles.length === 1 && !mentionsFileName ? storedFiles : namedFiles
  return matchingFiles.map(({ id }) => id)
}

/** Finds the datasets of a node and its upstream nodes. */
function findUpstreamDatasetIds({ document: { nodes, edges } }: AwCanvas, nodeId: string): string[] {
  const upstreamIds = new Set([nodeId])
  for (const id of upstreamIds) for (const { source, target } of edges) if (target === id) upstreamIds.add(source)
  return nodes.flatMap(({ id, data: { config } }) =>
    upstreamIds.has(id) && typeof config['dataset'] === 'string' && config['dataset'] !== '' ? [config['dataset']] : [],
  )
}

interface TableSample {
  readonly columns: Column[]
  readonly values: Readonly<Record<string, readonly string[]>>
}

async function readTableSample({ activeSession }: AwCanvas, datasetId: string): Promise<TableSample> {
  const preview = await activeSession?.data.previewLoad(datasetId, { values: true })
  return preview?.ok
    ? { columns: preview.value.columns.map(({ name, type }) => ({ name, type })), values: preview.value.values ?? {} }
    : { columns: [], values: {} }
}

/** Assigns datasets to a plan's Load nodes, in order. */
function setDatasets(plan: DescriptionPlan, datasetIds: readonly string[]): DescriptionPlan {
  const remainingDatasetIds = [...datasetIds]
  const nodes = plan.nodes.map((node) => {
    const dataset = node.type === 'loading' ? remainingDatasetIds.shift() : undefined
    return dataset === undefined ? node : { ...node, config: { ...node.config, dataset } }
  })
  return { ...plan, nodes }
}

/** Maximum length of a description that is passed to the rules, in characters. */
const maxDescriptionLength = 2_000

interface NamedPosition {
  /** The description without the words that name the position. */
  readonly text: string
  readonly source?: PortEnd
  readonly edge?: WorkflowEdge
}

function toProposal(
  canvas: AwCanvas,
  plan: DescriptionPlan,
  { position, source, edge }: PlanPlacement,
): WorkflowProposal {
  const types = [...canvas.types.values()]
  const canAddNodes = plan.nodes.every(({ type }) =>
    types.some((candidate) => candidate.type === type && canvas.canAdd(candidate)),
  )
  const state = { newId: canvas.newId, scene: canvas.scene, texts: canvas.strings }
  const action = canAddNodes
    ? createDescriptionPlanAction(state, plan, types, { point: position, output: source })
    : undefined
  const edits = action?.edit.type === 'batch' ? action.edit.edits : []
  return {
    ...(edits.length > 0
      ? { edit: { type: 'batch', edits: [...edits, ...(edge ? createInsertEdits(canvas, edits, edge) : [])] } }
      : {}),
    problems: plan.nodes.flatMap(({ problems }) => problems),
    dropped: plan.ignored,
    questions: [],
    remarks: plan.template === undefined ? '' : canvas.strings.fromTemplate(plan.template),
    requests: 0,
    model: '',
    host: '',
  }
}

/**
 * Creates edits that replace an edge with one from the last new node to the same input. Returns no edits if the ports
 * do not match.
 */
function createInsertEdits(
  { document, newId, types }: AwCanvas,
  edits: readonly Edit[],
  oldEdge: WorkflowEdge,
): Edit[] {
  const lastNode = edits.findLast((edit) => edit.type === 'add-node')?.node
  const target = document.nodes.find(({ id }) => id === oldEdge.target)
  const inputs = types.get(target?.type ?? '')?.inputs ?? []
  const input = inputs.find(({ name }) => name === oldEdge.targetHandle) ?? inputs[0]
  const output = input && types.get(lastNode?.type ?? '')?.outputs.find(({ type }) => canConnectPorts(type, input.type))
  if (!lastNode || !output) return []
  const edge = { id: newId('edge'), source: lastNode.id, sourceHandle: output.name, target: oldEdge.target }
  return [
    { type: 'remove-edge', id: oldEdge.id },
    { type: 'add-edge', edge: { ...edge, ...(input ? { targetHandle: input.name } : {}) } },
  ]
}

/** Splits a description into the steps and the position that it names at the start or end. */
function splitPosition(description: string): { text: string; side: string; name: string } | undefined {
  const separator = Math.max(description.lastIndexOf(','), description.lastIndexOf(';'))
  const prepositionMatches = description.matchAll(
    /(?<![\p{L}\p{N}])(?<side>before|after|behind|vor|nach|hinter) (?:the |dem |der |den )?/giu,
  )
  for (const { 0: words, index, groups } of prepositionMatches) {
    const end = index + words.length
    const side = groups!.side!
    if (index === 0) {
      const comma = description.indexOf(',')
      if (comma > end) return { text: description.slice(comma + 1).trim(), side, name: description.slice(end, comma) }
    } else if (end > separator) {
      const text = description.slice(0, index).trim().replace(/,$/, '')
      return { text, side, name: description.slice(end).replace(/[.!]$/, '').trim() }
    }
  }
  return undefined
}

/** Finds the position that a description names at the start or end, such as "before the export" or "nach dem Laden". */
function findNamedPosition(canvas: AwCanvas, description: string): NamedPosition | undefined {
  const namedPosition = splitPosition(description.trim())
  const node = namedPosition && findNodeByName(canvas, namedPosition.name)
  if (!node) return undefined
  const { text, side } = namedPosition
  const { edges } = canvas.document
  const isBefore = /^(?:before|vor)$/iu.test(side)
  const connectedEdges = edges.filter(({ source, target }) => (isBefore ? target : source) === node)
  const [edge] = connectedEdges
  // A node cannot be inserted into several edges.
  if (isBefore && (!edge || connectedEdges.length > 1)) return undefined
  const sourceNodeId = isBefore ? edge!.source : node
  const port = (connectedEdges.length === 1 ? edge?.sourceHandle : undefined) ?? findTableOutput(canvas, sourceNodeId)
  if (port === undefined) return undefined
  return {
    text,
    source: { node: sourceNodeId, side: 'output', port },
    ...(connectedEdges.length === 1 && edge ? { edge } : {}),
  }
}

/**
 * Returns the id of the node whose label or type title equals a name. If no node has exactly that name, returns the id
 * of the node whose label or title starts with the name or is a prefix of it. Returns `undefined` if several nodes
 * match.
 */
function findNodeByName({ document, types, strings }: AwCanvas, name: string): string | undefined {
  const searchedName = name.trim().toLowerCase()
  const listNames = ({ type, data }: Workflow['nodes'][number]): string[] =>
    [data.label, types.get(type)?.title, strings.nodeTypes.getLabel({ type, data }), type].flatMap((text) =>
      text ? [text.toLowerCase()] : [],
    )
  const findIds = (test: (text: string) => boolean): string[] =>
    document.nodes.filter((node) => listNames(node).some(test)).map(({ id }) => id)
  const exactMatches = findIds((text) => text === searchedName)
  const matches =
    exactMatches.length > 0
      ? exactMatches
      : findIds((text) => text.startsWith(searchedName) || searchedName.startsWith(text))
  return matches.length === 1 ? matches[0] : undefined
}

function findSelectedOutput(canvas: AwCanvas): { source?: PortEnd } {
  const [node, ...otherNodes] = canvas.selection
  if (node === undefined || otherNodes.length > 0) return {}
  const port = findTableOutput(canvas, node)
  return port === undefined ? {} : { source: { node, side: 'output', port } }
}

const findTableOutput = ({ scene }: AwCanvas, nodeId: string): string | undefined =>
  scene.byId.get(nodeId)?.shape.outputs.find(({ port }) => canConnectPorts(port.type, 'table'))?.port.name

function findFreePosition({ scene, visibleArea }: AwCanvas, sourcePort: PortEnd | undefined): Point {
  const sourceNode = sourcePort && scene.byId.get(sourcePort.node)
  if (!sourceNode && scene.nodes.length === 0) {
    return { x: visibleArea.x + nodeGap, y: visibleArea.y + visibleArea.height / 2 }
  }
  const rects = (sourceNode ? [sourceNode] : scene.nodes).map((node) => getNodeRect(node))
  return sourceNode
    ? { x: rects[0]!.x + rects[0]!.width + nodeGap, y: rects[0]!.y }
    : { x: Math.min(...rects.map(({ x }) => x)), y: Math.max(...rects.map(({ y, height }) => y + height)) + nodeGap }
}
