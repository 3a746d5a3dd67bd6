import { applyEdit, type Edit, type NodeType, type Workflow, type WorkflowDescription } from '@aw-flow/schema'
import { addIntoEdgeAction, addNodeAction, type Action } from '../editing/actions.ts'
import { reRoute, shifted } from '../arrange/reroute-edges.ts'
import type { CanvasState } from '../canvas-state.ts'
import type { CanvasModel } from '../canvas-model.ts'
import type { CanvasTexts } from '../canvas-texts.ts'
import type { CanvasSurface } from '../canvas-surface.ts'
import { withWidth } from '../scene/node-shape.ts'
import { connectEdit, parallelEdges, type Connection, type PortEnd } from '../editing/connection-rules.ts'
import { moveEdit } from '../editing/document-edits.ts'
import type { GestureHost, NodeDrag } from './gesture-host.ts'
import { edgeAt, placeOnWay } from '../hit-testing/hit-test.ts'
import type { NewId } from '../editing/new-id.ts'
import type { DraftConnection, Guide } from '../drawing/overlay.ts'
import type { QuickAddPurpose } from './quick-add-purpose.ts'
import type { Scene } from '../scene/scene.ts'
import { spliceEdits } from '../editing/splice-edge.ts'
import type { Point, Rect, View } from '../camera/view.ts'

/** The canvas whose document gestures change. */
export interface GesturedCanvas extends CanvasState {
  readonly surface: CanvasSurface
  act(action: Action): void
  announce(message: string): void
  offer(at: Point, purpose: QuickAddPurpose): void
  /** Things stand elsewhere than in the document: the drag or a shape that is being drawn has changed. */
  restand(): void
  reshape(): void
}

/**
 * What comes of gestures: while they go on, how things are drawn; at their end one edit. Nobody else hears of what is
 * under way.
 */
export class CanvasGestures implements GestureHost {
  /** What is being dragged, and how far. */
  drag: NodeDrag | undefined
  readonly #canvas: GesturedCanvas
  /** A shape that is being drawn, as the edit that it will be. */
  #preview: Edit | undefined
  /** Why the connection that is being drawn cannot be made, where it stands now. */
  #refused: string | undefined

  constructor(canvas: GesturedCanvas) {
    this.#canvas = canvas
  }

  get scene(): Scene {
    return this.#canvas.scene
  }
  get view(): View {
    return this.#canvas.view
  }
  get seen(): Rect {
    return this.#canvas.seen
  }
  get selection(): ReadonlySet<string> {
    return this.#canvas.selection
  }
  get selectedEdges(): ReadonlySet<string> {
    return this.#canvas.selectedEdges
  }
  get selectedMarks(): ReadonlySet<string> {
    return this.#canvas.selectedMarks
  }
  get model(): CanvasModel | undefined {
    return this.#canvas.model
  }
  get document(): Workflow {
    return this.#canvas.document
  }
  get types(): ReadonlyMap<string, NodeType> {
    return this.#canvas.types
  }
  get description(): WorkflowDescription | undefined {
    return this.#canvas.description
  }
  get editable(): boolean {
    return this.#canvas.editable
  }
  get strings(): CanvasTexts {
    return this.#canvas.strings
  }
  get newId(): NewId {
    return this.#canvas.newId
  }

  /** The document with the shape that is being drawn. */
  shown(document: Workflow): Workflow {
    return this.#preview ? applyEdit(document, this.#preview).workflow : document
  }

  select(nodes: Iterable<string>, edges?: Iterable<string>, marks?: Iterable<string>): void {
    this.#canvas.select(nodes, edges, marks)
  }

  dragged(drag: NodeDrag | undefined, guides: readonly Guide[], into: string | undefined): void {
    this.drag = drag
    this.#canvas.restand()
    this.#canvas.surface.show({ guides, splicedEdge: into })
  }

  moved(ids: ReadonlySet<string>, marks: ReadonlySet<string>, dx: number, dy: number): void {
    const rerouted = reRoute(this.scene, shifted(this.scene, ids, dx, dy))
    const move = moveEdit(this.document, ids, dx, dy, marks)
    this.#apply(rerouted.length === 0 ? move : { type: 'batch', edits: [move, ...rerouted] })
  }

  spliced(id: string, edgeId: string, dx: number, dy: number): void {
    const edge = this.scene.edges.find((other) => other.id === edgeId)
    const move = moveEdit(this.document, new Set([id]), dx, dy)
    const shape = this.scene.byId.get(id)?.shape
    const ports = (places: readonly { port: NodeType['inputs'][number] }[] = []): NodeType['inputs'] =>
      places.map(({ port }) => port)
    const type = { inputs: ports(shape?.inputs), outputs: ports(shape?.outputs) }
    const edits = edge ? spliceEdits(this.document, edge, { id, type }, this) : []
    this.#apply({ type: 'batch', edits: [move, ...edits] })
    if (edits.length > 0) this.#canvas.announce(this.strings.spliced(this.scene.byId.get(id)?.face.title ?? id))
  }

  /** A node type was dropped: into the edge that is there where it fits, else on free space. */
  dropType(type: NodeType, at: Point, corner: Point): void {
    const edge = edgeAt(this.scene, at, 14 / this.view.scale)
    const { document, types, description, newId, strings } = this
    const into = edge && addIntoEdgeAction({ type, edge, at, document, types, description }, newId, strings)
    const splices = into?.edit.type === 'batch' && into.edit.edits.length > 1
    this.#canvas.act(into && splices ? into : addNodeAction(type, { at: corner }, newId, strings))
  }

  widened(id: string, width: number, done: boolean): void {
    const node = this.document.nodes.find((other) => other.id === id)
    if (!node) return
    const look = withWidth(node.look ?? {}, width)
    const same = (node.look?.width ?? undefined) === look.width
    this.#draw(same ? undefined : { type: 'set-look', id, look }, done)
  }

  resized(id: string, size: { width: number; height: number } | undefined, done: boolean): void {
    const note = this.document.notes?.find((other) => other.id === id)
    this.#draw(note && size ? { type: 'replace-note', note: { ...note, size } } : undefined, done)
  }

  bent(id: string, points: readonly Point[] | undefined, done: boolean): void {
    this.#draw(points ? { type: 'set-points', id, points: copied(points) } : undefined, done)
  }

  /** Puts a bend into an edge at a place. */
  bendAt(id: string, at: Point): void {
    const edge = this.scene.edges.find((other) => other.id === id)
    const before = edge?.edge.points ?? []
    const bend = { x: Math.round(at.x), y: Math.round(at.y) }
    if (edge) this.#bend(id, before.toSpliced(placeOnWay(edge, at), 0, bend))
  }

  /** Takes a bend out of an edge. */
  unbend(id: string, index: number): void {
    const points = this.scene.edges.find((other) => other.id === id)?.edge.points
    if (points) this.#bend(id, points.toSpliced(index, 1))
  }

  drafted(connection: DraftConnection | undefined, says: string | undefined, at: Point | undefined): void {
    // Those who do not see the tip hear of it when the edge is let go.
    if (!connection && this.#refused !== undefined) this.#canvas.announce(this.#refused)
    this.#refused = connection?.refused
    this.#canvas.surface.tip(says, at, connection?.refused !== undefined)
    this.#canvas.surface.show({ connection })
  }

  marqueed(marquee: Rect | undefined): void {
    this.#canvas.surface.show({ marquee })
  }

  connected(connection: Extract<Connection, { ok: true }>, parallel: boolean): void {
    const { document, types, description } = this
    const others = parallel ? parallelEdges(document, types, connection.edge, description) : []
    const first = connectEdit(connection, this.newId('edge'))
    const more = others.map((edge): Edit => ({ type: 'add-edge', edge: { id: this.newId('edge'), ...edge } }))
    this.#apply(more.length === 0 ? first : { type: 'batch', edits: [first, ...more] })
    const title = (id: string): string => this.scene.byId.get(id)?.face.title ?? id
    this.#canvas.announce(this.strings.connected(title(connection.edge.source), title(connection.edge.target)))
  }

  disconnected(edge: string): void {
    this.#apply({ type: 'remove-edge', id: edge })
    this.#canvas.announce(this.strings.removed(0, 1))
  }

  droppedOnEmpty(from: PortEnd, at: Point): void {
    this.#canvas.offer(at, { kind: 'from', from })
  }

  droppedBetween(from: PortEnd, to: PortEnd, at: Point): void {
    this.#canvas.offer(at, { kind: 'between', from, to })
  }

  #bend(id: string, points: readonly Point[]): void {
    this.#apply({ type: 'set-points', id, points: points.length > 0 ? copied(points) : undefined })
    this.select([], [id])
  }

  #draw(edit: Edit | undefined, done: boolean): void {
    this.#preview = done ? undefined : edit
    if (done && edit) this.#apply(edit)
    this.#canvas.reshape()
  }

  #apply(edit: Edit): void {
    this.model?.apply(edit)
  }
}

const copied = (points: readonly Point[]): { x: number; y: number }[] => points.map(({ x, y }) => ({ x, y }))
