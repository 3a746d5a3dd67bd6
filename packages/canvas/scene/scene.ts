import type {
  NodeType,
  PortType,
  RunProgress,
  RunView,
  Workflow,
  WorkflowDescription,
  WorkflowEdge,
  WorkflowGroup,
  WorkflowNode,
  WorkflowNote,
} from '@aw-flow/schema'
import type { CreateNodeContent, NodeContent } from './node-content.ts'
import { resolveNodePorts } from './resolve-node-ports.ts'
import { computeNodeShape, type NodeShape } from './node-shape.ts'
import { computeBounds, type Point, type Rect } from '../camera/view.ts'

/** A drawn node. During a drag, `x` and `y` change before the document; all other properties are constant. @public */
export interface SceneNode {
  /** The node's id. */
  readonly id: string
  /** The node in the document. */
  readonly node: WorkflowNode
  /** The node type, or `undefined` if the catalog does not contain it. */
  readonly type: NodeType | undefined
  /** The displayed text, icons and states. */
  readonly content: NodeContent
  /** The size and port positions. */
  readonly shape: NodeShape
  /** The x coordinate of the left side, in graph units. */
  x: number
  /** The y coordinate of the top, in graph units. */
  y: number
}

/** A drawn edge between two ports. `output` and `input` are port indexes. @public */
export interface SceneEdge {
  /** The edge's id. */
  readonly id: string
  /** The edge in the document. */
  readonly edge: WorkflowEdge
  /** The source node. */
  readonly from: SceneNode
  /** The index of the output port on `from`. */
  readonly output: number
  /** The target node. */
  readonly to: SceneNode
  /** The index of the input port on `to`. */
  readonly input: number
  /** The type of the output port. */
  readonly type: PortType
  /** False if one of the ports does not exist. The edge is then drawn in the error color. */
  readonly isValid: boolean
  /** Whether the target node is running or retrying. */
  readonly running: boolean
  /** The row count of the transferred table in the current run, if known. */
  readonly rows: number | undefined
  /** The column count of the transferred table, if known. */
  readonly columns: number | undefined
  /** The offset of the bends from their positions in the document while both end nodes are being dragged. */
  bendOffset: Point
}

/** A drawn note or frame. During a drag, `x` and `y` change before the document. */
export interface SceneNote {
  /** The note's id. */
  readonly id: string
  /** The note in the document. */
  readonly note: WorkflowNote
  /** The x coordinate of the left side, in graph units. */
  x: number
  /** The y coordinate of the top, in graph units. */
  y: number
}

/** A drawn group, represented by a border around its nodes. */
export interface SceneGroup {
  /** The group's id. */
  readonly id: string
  /** The group in the document. */
  readonly group: WorkflowGroup
  /** The group's drawn nodes. */
  readonly nodes: readonly SceneNode[]
}

/** The drawn document, as plain data. Node objects are reused as long as nothing visible changes. @public */
export interface Scene {
  /** The drawn nodes, in drawing order. */
  readonly nodes: readonly SceneNode[]
  /** The drawn edges, in drawing order. */
  readonly edges: readonly SceneEdge[]
  /** The drawn nodes, keyed by id. */
  readonly byId: ReadonlyMap<string, SceneNode>
  /** The connected ports, as keys created by `createPortKey`. */
  readonly connectedPorts: ReadonlySet<string>
  /** The drawn notes and frames. */
  readonly notes: readonly SceneNote[]
  /** The drawn groups. */
  readonly groups: readonly SceneGroup[]
}

/** Returns a key that identifies a port within a scene. @internal */
export const createPortKey = (nodeId: string, side: 'input' | 'output', index: number): string =>
  `${nodeId} ${side === 'input' ? '<' : '>'}${index}`

const noOffset: Point = { x: 0, y: 0 }

export const emptyScene: Scene = {
  nodes: [],
  edges: [],
  byId: new Map(),
  connectedPorts: new Set(),
  notes: [],
  groups: [],
}

export interface SceneInput {
  document: Workflow
  types: ReadonlyMap<string, NodeType>
  description: WorkflowDescription | undefined
  run: RunView | undefined
  progress: Readonly<Record<string, RunProgress>>
  /** The ids of nodes whose results in `run` are outdated. */
  stale?: ReadonlySet<string>
}

interface CachedNode {
  dependencies: readonly unknown[]
  sceneNode: SceneNode
}

/** Creates a function that builds scenes and reuses unchanged nodes of the previous scene. @internal */
export function createSceneBuilder(createContent: CreateNodeContent): (source: SceneInput) => Scene {
  let cache = new Map<string, CachedNode>()
  return ({ document, types, description, run, progress, stale }) => {
    const nextCache = new Map<string, CachedNode>()
    const hasLoadedTypes = types.size > 0
    const connections = collectConnectedHandles(document.edges)
    const nodes = document.nodes.map((node): SceneNode => {
      const catalogType = types.get(node.type)
      const nodeDescription = description?.nodes[node.id]
      const nodeRun = run?.nodes[node.id]
      const nodeProgress = progress[node.id]
      const isStale = stale?.has(node.id) ?? false
      const handles = connections.get(node.id)
      const dependencies = [node, catalogType, hasLoadedTypes, nodeDescription, nodeRun, nodeProgress, isStale, handles]
      const cachedNode = cache.get(node.id)
      if (cachedNode && dependencies.every((dependency, index) => dependency === cachedNode.dependencies[index])) {
        cachedNode.sceneNode.x = node.position.x
        cachedNode.sceneNode.y = node.position.y
        nextCache.set(node.id, cachedNode)
        return cachedNode.sceneNode
      }
      const type = resolveNodePorts(catalogType, nodeDescription, node)
      const content = createContent({
        node,
        type,
        hasLoadedTypes,
        description: nodeDescription,
        run: nodeRun,
        progress: nodeProgress,
        stale: isStale,
      })
      const connected = new Set(handles?.split('\n'))
      const shape = computeNodeShape(
        type?.inputs ?? [],
        type?.outputs ?? [],
        content.summary,
        node.look,
        (side, { name }, index) => connected.has(`${side} ${name}`) || (index === 0 && connected.has(`${side} `)),
      )
      const sceneNode = { id: node.id, node, type, content, shape, x: node.position.x, y: node.position.y }
      nextCache.set(node.id, { dependencies, sceneNode })
      return sceneNode
    })
    cache = nextCache
    const byId = new Map(nodes.map((node) => [node.id, node]))
    const edges = document.edges.flatMap((edge): SceneEdge[] => {
      const from = byId.get(edge.source)
      const to = byId.get(edge.target)
      if (!from || !to) return []
      const output = findPortIndex(from.type?.outputs, edge.sourceHandle)
      const input = findPortIndex(to.type?.inputs, edge.targetHandle)
      const outputPort = from.type?.outputs[output]
      const value = run?.nodes[from.id]?.outputs[outputPort?.name ?? '']
      const outputDescription = description?.nodes[from.id]?.outputs[outputPort?.name ?? '']
      const targetState = run?.nodes[to.id]?.state
      return [
        {
          id: edge.id,
          edge,
          from,
          output: Math.max(0, output),
          to,
          input: Math.max(0, input),
          type: outputPort?.type ?? 'control',
          isValid: (output >= 0 || !from.type) && (input >= 0 || !to.type),
          running: targetState === 'running' || targetState === 'retrying',
          rows: value?.kind === 'table' ? value.table.rows : undefined,
          columns: (value?.kind === 'table' ? value.table.columns : outputDescription?.columns)?.length,
          bendOffset: noOffset,
        },
      ]
    })
    const connectedPorts = new Set(
      edges.flatMap((edge) => [
        createPortKey(edge.from.id, 'output', edge.output),
        createPortKey(edge.to.id, 'input', edge.input),
      ]),
    )
    const notes = (document.notes ?? []).map((note): SceneNote => ({ id: note.id, note, ...note.position }))
    const groups = (document.groups ?? []).flatMap((group): SceneGroup[] => {
      const members = group.nodes.flatMap((id) => byId.get(id) ?? [])
      return members.length > 0 ? [{ id: group.id, group, nodes: members }] : []
    })
    return { nodes, edges, byId, connectedPorts, notes, groups }
  }
}

/** Returns the handles that edges connect, by node, such as `input table`, one on a line. An edge can omit its handle. */
function collectConnectedHandles(edges: readonly WorkflowEdge[]): ReadonlyMap<string, string> {
  const handles = new Map<string, string>()
  const add = (node: string, handle: string): void => {
    const others = handles.get(node)
    handles.set(node, others === undefined ? handle : `${others}\n${handle}`)
  }
  for (const { source, sourceHandle = '', target, targetHandle = '' } of edges) {
    add(source, `output ${sourceHandle}`)
    add(target, `input ${targetHandle}`)
  }
  return handles
}

/**
 * Returns the index of the port with a handle's name, or -1 if no port has that name. Without a handle, returns the
 * index of the first port.
 *
 * @internal
 */
export function findPortIndex(ports: readonly { name: string }[] | undefined, handle: string | undefined): number {
  if (!ports) return -1
  return handle === undefined ? (ports.length > 0 ? 0 : -1) : ports.findIndex((port) => port.name === handle)
}

/** Returns the bounds of a node. @internal */
export const getNodeRect = (node: SceneNode): Rect => ({
  x: node.x,
  y: node.y,
  width: node.shape.width,
  height: node.shape.height,
})

/** Returns the bounds of a note or frame. @internal */
export const getNoteRect = ({ x, y, note }: SceneNote): Rect => ({ x, y, ...note.size })

/** The padding between a group's border and its nodes. The label takes up additional space at the top. */
export const groupPadding = 20
export const groupLabelHeight = 30
/** The height of a frame's title bar, by which users drag the frame. */
export const frameTitleHeight = 32

/** Returns the bounds of a group, including its label. @internal */
export function getGroupRect({ nodes }: SceneGroup): Rect {
  const { x, y, width, height } = getNodesBounds(nodes) ?? { x: 0, y: 0, width: 0, height: 0 }
  return {
    x: x - groupPadding,
    y: y - groupPadding - groupLabelHeight,
    width: width + 2 * groupPadding,
    height: height + 2 * groupPadding + groupLabelHeight,
  }
}

/** Returns the bounds of all nodes, notes and groups, or `undefined` for an empty scene. */
export const getFullBounds = ({ nodes, notes, groups }: Scene): Rect | undefined =>
  computeBounds([...nodes.map(getNodeRect), ...notes.map(getNoteRect), ...groups.map(getGroupRect)])

export const getNodesBounds = (nodes: Iterable<SceneNode>): Rect | undefined =>
  computeBounds([...nodes].map((node) => getNodeRect(node)))

/** Returns the end points of an edge in graph coordinates. @internal */
export function getEdgeEnds(edge: SceneEdge): { x1: number; y1: number; x2: number; y2: number } {
  const start = edge.from.shape.outputs[edge.output]
  const end = edge.to.shape.inputs[edge.input]
  return {
    x1: edge.from.x + (start?.x ?? edge.from.shape.width),
    y1: edge.from.y + (start?.y ?? 18),
    x2: edge.to.x + (end?.x ?? 0),
    y2: edge.to.y + (end?.y ?? 18),
  }
}
