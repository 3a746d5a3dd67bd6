import { isRecord, readIdText, type Source } from './source.ts'

/** Fields of React Flow's nodes that describe the view only. */
const nodeViewFields = new Set(
  'width height measured selected dragging resizing positionAbsolute selectable draggable connectable deletable focusable dragHandle zIndex style className sourcePosition targetPosition expandParent ariaLabel ariaRole domAttributes handles initialWidth initialHeight origin'.split(
    ' ',
  ),
)
/** Fields of its nodes that have a meaning for which the current format has no field. */
const nodeFields = new Set(['parentId', 'parentNode', 'extent', 'hidden'])
const edgeViewFields = new Set(
  'animated selected style className type labelStyle labelShowBg labelBgStyle labelBgPadding labelBgBorderRadius markerStart markerEnd deletable selectable focusable reconnectable updatable zIndex interactionWidth pathOptions ariaLabel ariaRole domAttributes sourceNode targetNode sourceX sourceY targetX targetY'.split(
    ' ',
  ),
)
const edgeFields = new Set(['label', 'data', 'hidden'])

/** The places of the fields that describe the view only, whose loss needs no warning. */
export const viewFields: readonly string[] = [
  'viewport',
  ...[...nodeViewFields].map((name) => `nodes[].${name}`),
  ...[...edgeViewFields].map((name) => `edges[].${name}`),
]

/**
 * Reads nodes and edges as React Flow's `toObject()` returns them: with fields for the view, without a name, and with
 * settings in `data` itself. Other documents in the current shape remain as they are, except that edges can lack an id,
 * and `null` ports are absent.
 *
 * @param ignored The set that receives the fields that the current format cannot contain.
 */
export function readReactFlow(document: Source, ignored: Set<string>): Source {
  const { nodes, edges, viewport, ...rest } = document
  if (!Array.isArray(nodes) || !Array.isArray(edges)) return document
  const hasViewField = (item: unknown, names: ReadonlySet<string>): boolean =>
    isRecord(item) && Object.keys(item).some((name) => names.has(name))
  const isReactFlow =
    isRecord(viewport) ||
    nodes.some(isDefaultNode) ||
    nodes.some((node) => hasViewField(node, nodeViewFields)) ||
    edges.some((edge) => hasViewField(edge, edgeViewFields))
  const edgeIds = new Set(edges.map((edge: unknown) => (isRecord(edge) ? edge.id : undefined)))
  const readEdges = (): unknown[] =>
    edges.map((edge: unknown, index) => (isRecord(edge) ? readEdge(edge, index, edgeIds, ignored) : edge))
  if (!isReactFlow) {
    const isComplete = edges.every((edge: unknown) => isRecord(edge) && edge.id !== undefined && !hasNullPort(edge))
    return isComplete ? document : { ...document, edges: readEdges() }
  }
  if (viewport !== undefined) ignored.add('viewport')
  return {
    name: 'Untitled workflow',
    ...rest,
    nodes: nodes.map((node: unknown) => (isRecord(node) ? readNode(node, ignored) : node)),
    edges: readEdges(),
  }
}

/** Whether a node has no type, as the default nodes of React Flow, and is complete otherwise. */
const isDefaultNode = (node: unknown): boolean =>
  isRecord(node) && node.type === undefined && isRecord(node.position) && isRecord(node.data) && !node.data.config

const hasNullPort = ({ sourceHandle, targetHandle }: Source): boolean => sourceHandle === null || targetHandle === null

function readNode(node: Source, ignored: Set<string>): Source {
  const { id, type, data, ...rest } = dropFields(node, 'nodes[]', [nodeViewFields, nodeFields], ignored)
  return {
    ...rest,
    id: typeof id === 'number' ? readIdText(id) : id,
    type: type ?? 'default',
    data: isRecord(data) && data.config === undefined ? readData(data) : (data ?? { label: '', config: {} }),
  }
}

/** Reads the data of a node without `config`, whose fields are its settings. */
function readData({ label, ...config }: Source): Source {
  return { label: typeof label === 'string' ? label : '', config }
}

function readEdge(edge: Source, index: number, usedIds: Set<unknown>, ignored: Set<string>): Source {
  const { id, sourceHandle, targetHandle, ...rest } = dropFields(edge, 'edges[]', [edgeViewFields, edgeFields], ignored)
  let edgeId = id ?? `edge-${index + 1}`
  if (id === undefined) {
    while (usedIds.has(edgeId)) edgeId = `${String(edgeId)}-new`
    usedIds.add(edgeId)
  }
  return {
    id: edgeId,
    ...rest,
    ...(sourceHandle === null || sourceHandle === undefined ? {} : { sourceHandle }),
    ...(targetHandle === null || targetHandle === undefined ? {} : { targetHandle }),
  }
}

function dropFields(
  source: Source,
  place: string,
  nameSets: readonly ReadonlySet<string>[],
  ignored: Set<string>,
): Source {
  return Object.fromEntries(
    Object.entries(source).filter(([name]) => {
      const isDropped = nameSets.some((names) => names.has(name))
      if (isDropped) ignored.add(`${place}.${name}`)
      return !isDropped
    }),
  )
}
