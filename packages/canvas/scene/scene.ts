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

/** A drawn node. During a drag, `x` and `y` change before the document does; everything else is constant. @public */
export interface SceneNode {
  /** The id of the node. */
  readonly id: string
  /** The node in the document. */
  readonly node: WorkflowNode
  /** The node type; `undefined` if the catalog does not have it. */
  readonly type: NodeType | undefined
  /** The text, icons and states. */
  readonly content: NodeContent
  /** The size and the ports. */
  readonly shape: NodeShape
  /** The left edge, in graph units. */
  x: number
  /** The top edge, in graph units. */
  y: number
}

/** A drawn edge from a port of one node to a port of another; `output` and `input` are port indexes. @public */
export interface SceneEdge {
  /** The id of the edge. */
  readonly id: string
  /** The edge in the document. */
  readonly edge: WorkflowEdge
  /** The node at the start. */
  readonly from: SceneNode
  /** The index of the output port of `from`. */
  readonly output: number
  /** The node at the end. */
  readonly to: SceneNode
  /** The index of the input port of `to`. */
  readonly input: number
  /** The type of the output port. */
  readonly type: PortType
  /** False if one of its ports does not exist; the edge is then drawn as a problem. */
  readonly isValid: boolean
  /** Whether the node at the end is running or retrying. */
  readonly running: boolean
  /** The number of rows in the last run. */
  readonly rows: number | undefined
  /** The number of columns in the value, if it is a table and they are known. */
  readonly columns: number | undefined
  /** The distance of its bends from their positions in the document while both ends are dragged. */
  shift: Point
}

/** A drawn note. During a drag, `x` and `y` change before the document does. */
export interface SceneNote {
  /** The id of the note. */
  readonly id: string
  /** The note in the document. */
  readonly note: WorkflowNote
  /** The left edge, in graph units. */
  x: number
  /** The top edge, in graph units. */
  y: number
}

/** A drawn group: a border around its nodes. */
export interface SceneGroup {
  /** The id of the group. */
  readonly id: string
  /** The group in the document. */
  readonly group: WorkflowGroup
  /** The drawn nodes of the group. */
  readonly nodes: readonly SceneNode[]
}

/** The drawn document, as plain data. Nodes keep their identity while nothing visible changes. @public */
export interface Scene {
  /** The drawn nodes, in drawing order. */
  readonly nodes: readonly SceneNode[]
  /** The drawn edges, in drawing order. */
  readonly edges: readonly SceneEdge[]
  /** The drawn nodes by id. */
  readonly byId: ReadonlyMap<string, SceneNode>
  /** Connected ports, by `createPortKey`. */
  readonly connected: ReadonlySet<string>
  /** The drawn notes. */
  readonly notes: readonly SceneNote[]
  /** The drawn groups. */
  readonly groups: readonly SceneGroup[]
}

/** @internal */
export const createPortKey = (node: string, side: 'input' | 'output', index: number): string =>
  `${node} ${side === 'input' ? '<' : '>'}${index}`

const noShift: Point = { x: 0, y: 0 }

export const emptyScene: Scene = {
  nodes: [],
  edges: [],
  byId: new Map(),
  connected: new Set(),
  notes: [],
  groups: [],
}

export interface SceneInput {
  document: Workflow
  types: ReadonlyMap<string, NodeType>
  description: WorkflowDescription | undefined
  run: RunView | undefined
  progress: Readonly<Record<string, RunProgress>>
  /** Nodes whose result in `run` is outdated. */
  stale?: ReadonlySet<string>
}

interface CachedNode {
  parts: readonly unknown[]
  scene: SceneNode
}

/** Creates a function that builds scenes and reuses every unchanged node of the last scene. @internal */
export function createSceneBuilder(createContent: CreateNodeContent): (source: SceneInput) => Scene {
  let cache = new Map<string, CachedNode>()
  return ({ document, types, description, run, progress, stale }) => {
    const nextCache = new Map<string, CachedNode>()
    const hasLoadedTypes = types.size > 0
    const nodes = document.nodes.map((node): SceneNode => {
      const catalogType = types.get(node.type)
      const described = description?.nodes[node.id]
      const nodeRun = run?.nodes[node.id]
      const nodeProgress = progress[node.id]
      const isStale = stale?.has(node.id) ?? false
      const parts = [node, catalogType, hasLoadedTypes, described, nodeRun, nodeProgress, isStale]
      const cached = cache.get(node.id)
      if (cached && parts.every((part, index) => part === cached.parts[index])) {
        cached.scene.x = node.position.x
        cached.scene.y = node.position.y
        nextCache.set(node.id, cached)
        return cached.scene
      }
      const type = resolveNodePorts(catalogType, described, node)
      const content = createContent({
        node,
        type,
        hasLoadedTypes,
        description: described,
        run: nodeRun,
        progress: nodeProgress,
        stale: isStale,
      })
      const shape = computeNodeShape(type?.inputs ?? [], type?.outputs ?? [], content.summary, node.look)
      const scene = { id: node.id, node, type, content, shape, x: node.position.x, y: node.position.y }
      nextCache.set(node.id, { parts, scene })
      return scene
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
      const described = description?.nodes[from.id]?.outputs[outputPort?.name ?? '']
      const toState = run?.nodes[to.id]?.state
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
          running: toState === 'running' || toState === 'retrying',
          rows: value?.kind === 'table' ? value.table.rows : undefined,
          columns: (value?.kind === 'table' ? value.table.columns : described?.columns)?.length,
          shift: noShift,
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
    return { nodes, edges, byId, connected: connectedPorts, notes, groups }
  }
}

/** Returns the index of the port that a handle names; 0 without a handle, -1 if no port has that name. @internal */
export function findPortIndex(ports: readonly { name: string }[] | undefined, handle: string | undefined): number {
  if (!ports) return -1
  return handle === undefined ? (ports.length > 0 ? 0 : -1) : ports.findIndex((port) => port.name === handle)
}

/** @internal */
export const getNodeRect = (node: SceneNode): Rect => ({
  x: node.x,
  y: node.y,
  width: node.shape.width,
  height: node.shape.height,
})

/** @internal */
export const getNoteRect = ({ x, y, note }: SceneNote): Rect => ({ x, y, ...note.size })

/** The space between the border of a group and its nodes; the label takes additional space above them. */
export const groupPadding = 20
export const groupLabelHeight = 30
/** The height of the title bar of a frame. Users drag a frame by its title bar. */
export const frameTitleHeight = 32

/** @internal */
export function getGroupRect({ nodes }: SceneGroup): Rect {
  const { x, y, width, height } = getSceneBounds(nodes) ?? { x: 0, y: 0, width: 0, height: 0 }
  return {
    x: x - groupPadding,
    y: y - groupPadding - groupLabelHeight,
    width: width + 2 * groupPadding,
    height: height + 2 * groupPadding + groupLabelHeight,
  }
}

/** Returns the bounds of the entire scene. */
export const getFullBounds = ({ nodes, notes, groups }: Scene): Rect | undefined =>
  computeBounds([...nodes.map(getNodeRect), ...notes.map(getNoteRect), ...groups.map(getGroupRect)])

export const getSceneBounds = (nodes: Iterable<SceneNode>): Rect | undefined =>
  computeBounds([...nodes].map((node) => getNodeRect(node)))

/** Returns the ends of an edge in graph coordinates. @internal */
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
