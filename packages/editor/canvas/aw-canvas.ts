import type { WorkflowSession } from '@aw-flow/client'
import type { Edit, NodeType, Workflow, WorkflowDescription } from '@aw-flow/schema'
import { html, LitElement, nothing, type PropertyValues } from 'lit'
import { iconShapes } from '../icons/icon-shapes.ts'
import {
  Camera,
  CanvasGestures,
  CanvasLook,
  CanvasSurface,
  newId,
  nodeAt,
  pointOn,
  SceneMotion,
  SceneSource,
  toGraph,
  type Action,
  type CanvasModel,
  type GesturedCanvas,
  type Histograms,
  type Hit,
  type Insets,
  type NewId,
  type Point,
  type PortEnd,
  type QuickAddPurpose,
  type Rect,
  type Scene,
  type SurfaceHost,
  type SurfaceSize,
  type View,
} from '@aw-flow/canvas'
import { faceMaker } from './node-face.ts'
import { SessionController } from '../session-controller.ts'
import { controls } from '../styles/controls.styles.ts'
import { tokens } from '../styles/tokens.styles.ts'
import { layOutNodes } from './arrange/lay-out-nodes.ts'
import { styles } from './aw-canvas.styles.ts'
import { ViewChangeEvent } from './canvas-events.ts'
import { CanvasDrops } from './canvas-drops.ts'
import { CanvasEdits, type EditedCanvas } from './canvas-edits.ts'
import { createCanvasInput, type InputHost } from './canvas-input.ts'
import { CanvasPopups } from './canvas-popups.ts'
import { CanvasSelection } from './canvas-selection.ts'
import { CanvasKeyboard, type OfferedCommand } from './canvas-keyboard.ts'
import { canvasStrings, type CanvasStrings } from './canvas-strings.ts'
import { emptyCanvas, sceneList } from './canvas-views.ts'
import type { CommandId } from './commands/command.ts'
import type { KeyBindings } from './commands/keymap.ts'
import { exportWorkflow, type ExportKind } from './export/export-workflow.ts'
import type { QuickAddHost } from './quick-add-list.ts'
import { createStateAnnouncer } from './state-announcer.ts'
import { TextEditing } from './text-editing.ts'

declare global {
  interface HTMLElementTagNameMap {
    'aw-canvas': AwCanvas
  }
}

/**
 * The document as a drawing that can be edited: pan, zoom, select, move, connect, add, remove, copy and paste, by
 * mouse, touch, pen, keyboard and screen reader. Draws what the session says; every change goes through
 * `session.apply`.
 *
 * @event {SelectionChangeEvent} aw-selection-change - Nodes, edges, notes or groups were selected.
 * @event {NodeOpenEvent} aw-node-open - A node's settings are wanted.
 * @event {NodeEnterEvent} aw-node-enter - The workflow inside a node is wanted, or the one around.
 * @event {KeysOpenEvent} aw-keys-open - All keys are wanted, to be seen or changed.
 * @event {ViewChangeEvent} aw-view-change - The canvas looks elsewhere.
 * @event {EdgeLookEvent} aw-edge-look - Pointer or keyboard have come to an edge, or have left it.
 * @event {FileDropEvent} aw-file-drop - Files were dropped, or data was pasted.
 * @csspart surface - What takes the pointer.
 */
export class AwCanvas extends LitElement implements QuickAddHost, SurfaceHost, InputHost, GesturedCanvas, EditedCanvas {
  static override styles = [tokens, controls, styles]
  static override properties = {
    session: { attribute: false },
    readonly: { type: Boolean, reflect: true },
    strings: { attribute: false },
    newId: { attribute: false },
    keys: { attribute: false },
    histograms: { attribute: false },
    offers: { attribute: false },
    _message: { state: true },
  }

  declare session: WorkflowSession | undefined
  declare readonly: boolean
  declare strings: CanvasStrings
  /** Which node types are offered to be added; all, unless it is set. Nodes that are there already stay. */
  declare offers: (type: NodeType) => boolean
  /** Makes ids of new nodes and edges. */
  declare newId: NewId
  /** Other keys for some commands, by their ids: `{ fit: ['f'] }`. */
  declare keys: KeyBindings
  /** Shares of what nodes gave, by node id, drawn on their faces. */
  declare histograms: Histograms
  declare private _message: string

  /** @internal */
  readonly camera = new Camera((view) => this.#looked(view))
  /** @internal */
  readonly surface = new CanvasSurface(this)
  /** @internal */
  readonly gestures = new CanvasGestures(this)
  readonly #source = new SessionController(
    this,
    ['document', 'catalogue', 'description', 'run', 'progress'],
    () => (this.#drawn.stale = true),
  )
  readonly #selected = new CanvasSelection(this)
  readonly #popups = new CanvasPopups(this)
  readonly #text = new TextEditing(this)
  /** @internal */
  readonly input = createCanvasInput(this)
  readonly #announceStates = createStateAnnouncer()
  readonly #drawn = new SceneSource(faceMaker(canvasStrings))
  readonly #keyboard = new CanvasKeyboard(this)
  readonly #edits = new CanvasEdits(this, this.#keyboard)
  readonly #look = new CanvasLook(this)
  readonly #motion = new SceneMotion()

  constructor() {
    super()
    this.readonly = false
    this.offers = () => true
    this.strings = canvasStrings
    this.newId = newId
    this.keys = {}
    this.histograms = new Map()
    this._message = ''
  }

  /** The drawing of the document. */
  get scene(): Scene {
    return this.#drawn.scene
  }

  get types(): ReadonlyMap<string, NodeType> {
    return this.#drawn.types
  }

  get view(): View {
    return this.camera.view
  }

  /** What is in view, in the graph's coordinates. */
  get seen(): Rect {
    const { width, height } = this.size
    const { scale } = this.view
    return { ...toGraph(this.view, { x: 0, y: 0 }), width: width / scale, height: height / scale }
  }

  get selection(): ReadonlySet<string> {
    return this.#selected.nodes
  }

  get selectedEdges(): ReadonlySet<string> {
    return this.#selected.edges
  }

  get selectedMarks(): ReadonlySet<string> {
    return this.#selected.marks
  }

  /** The session that is drawn: the property's, else the context's. */
  get activeSession(): WorkflowSession | undefined {
    return this.#source.session
  }

  get model(): CanvasModel | undefined {
    return this.activeSession
  }

  get description(): WorkflowDescription | undefined {
    return this.activeSession?.description
  }

  get document(): Workflow {
    const session = this.activeSession
    if (!session) throw new Error('The canvas has no session; set `session` or provide one by `sessionContext`.')
    return session.document
  }

  get editable(): boolean {
    return !this.readonly && this.activeSession !== undefined
  }

  /** The node that the keyboard is on. */
  get focusedNode(): string | undefined {
    return this.#keyboard.focused
  }

  /** True while the menu of what is selected stands over the surface. */
  get offersMenu(): boolean {
    return this.#popups.hasMenu
  }

  /** True while a pointer is down on the surface. */
  get pressing(): boolean {
    return this.surface.pressing
  }

  /** The size of the surface in its own CSS pixels. */
  get size(): { width: number; height: number } {
    return this.camera.size
  }

  /** Where the pointer is, else the middle of what is seen, in the graph's coordinates. */
  get pointed(): Point {
    return this.camera.toGraph(this.input.at ?? this.camera.middle)
  }

  /** Room at the edges that other things cover, in CSS pixels; `fit` and `reveal` leave it free. */
  set insets(insets: Insets) {
    this.camera.insets = insets
  }

  /** What stands over the surface, in its CSS pixels; `reveal` keeps a node clear of it where there is room. */
  set covers(covers: () => readonly Rect[]) {
    this.camera.covers = covers
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#drawn.stale = true
    if (this.hasUpdated) this.#start()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.surface.stop()
  }

  override firstUpdated(): void {
    this.#start()
  }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('keys')) this.#keyboard.bind(this.keys)
    if (changed.has('strings')) this.#drawn.use(faceMaker(this.strings))
    if (this.#drawn.stale) this.#refresh()
  }

  override updated(): void {
    this.surface.request()
  }

  override render(): unknown {
    const { scene, strings } = this
    const { onKey, onKeyUp } = this.#keyboard
    return html`
      <div class="surface" part="surface" tabindex="-1" @keydown=${onKey} @keyup=${onKeyUp}>
        <canvas dir="ltr" aria-hidden="true"></canvas>
      </div>
      ${sceneList(this, this.#keyboard)}
      ${this.activeSession && scene.nodes.length + scene.notes.length === 0 ? emptyCanvas(strings, this.readonly) : nothing}
      <div class="tip" role="presentation" hidden></div>
      ${this.#text.view()} ${this.#popups.view()}
      <div class="frame ${this.drops.isUnder ? 'dropping' : ''}"></div>
      <div class="visually-hidden" role="status" aria-live="polite">${this._message}</div>
    `
  }

  // Looking.

  /** Looks at the whole graph, or at some of its nodes. */
  fit(ids?: Iterable<string>): void {
    this.#look.fit(ids)
  }

  /** Zooms by a factor around a point of the surface (the middle). */
  zoom(factor: number, pivot?: Point): void {
    this.camera.zoom(factor, pivot)
  }

  /** Moves the view by pixels. */
  panBy(dx: number, dy: number): void {
    this.camera.panBy(dx, dy)
  }

  /** Puts a point of the graph in the middle. */
  centre(at: Point): void {
    this.camera.centre(at)
  }

  /** Moves the view as little as needed for a node to be seen whole. */
  reveal(id: string): void {
    this.#look.reveal(id)
  }

  /** Looks at what is another than in a document that was drawn before, where nothing of that is in view. */
  lookAtChange(before: Workflow): void {
    this.drawn()
    this.#look.atChange(before)
  }

  /** The node that is drawn under a point of the page. */
  nodeAt(event: { clientX: number; clientY: number }): string | undefined {
    return nodeAt(this.scene, this.camera.toGraph(pointOn(this.surface.element, event)))?.id
  }

  /** Where a graph's point is drawn, in CSS pixels of the surface. */
  screenPoint(at: Point): Point {
    return this.camera.toScreen(at)
  }

  // Commands.

  /** Everything that can be done here, with its name, its keys and whether it can be done now. */
  get commands(): readonly OfferedCommand[] {
    return this.#keyboard.commands(this.strings)
  }

  /** Does what a command says, as if its key were pressed; answers whether it could be done. */
  run(id: CommandId, pressed = { key: '', shift: false, alt: false, onSurface: true }): boolean {
    return this.#keyboard.run(id, pressed)
  }

  /** Takes pasted data: at the pointer, or in the middle of what is in view. */
  pasteFiles(files: readonly File[]): void {
    this.drops.pasted(files, this.input.at ?? this.camera.middle)
  }

  /** Adds a node of a type, where there is room for it or at a place, selects it and answers its id; none where that is refused. */
  addNode(type: NodeType, at?: Point): string | undefined {
    return this.#edits.addNode(type, at)
  }

  /** Removes what is selected; what was joined through it is joined, unless `heal` is false. */
  removeSelected({ heal = true }: { heal?: boolean } = {}): void {
    this.#edits.removeSelected(heal)
  }

  /** Opens the list of node types at a point of the surface; with `from`, of those that fit that port. */
  openQuickAdd(at: Point | undefined = this.input.at, from?: PortEnd): void {
    this.#popups.openQuickAdd(at, from)
  }

  /** Opens the list of what a node may be joined to. */
  openConnect(node: string): void {
    this.#popups.openConnect(node)
  }

  /** @internal */
  closeQuickAdd(): void {
    this.#popups.close()
  }

  /** Opens the menu of what is under a point of the surface; without one, of what is selected. */
  openMenu(at?: Point, hit?: Hit): void {
    this.#popups.openMenu(at, hit)
  }

  /** @internal */
  offer(at: Point, purpose: QuickAddPurpose): void {
    this.#popups.offer(at, purpose)
  }

  /** Edits a note, a group's label or a node's title where it stands. */
  editNote(id: string): void {
    this.#text.begin(id)
  }

  /** Puts the keyboard on a node (the selected one, else the first). */
  focusNode(id?: string): void {
    this.#keyboard.focusNode(id)
  }

  /**
   * Takes the keyboard back from what stood over the surface, unless it has gone elsewhere.
   *
   * @internal
   */
  focusSurface(): void {
    if (this.shadowRoot?.activeElement) this.surface.focus()
  }

  /** Says something to screen readers. */
  announce(message: string): void {
    // Told twice, the same words are heard twice: a region whose text stays as it is says nothing.
    this._message = message === this._message ? `${message}\u00a0` : message
  }

  /** Selects these nodes, edges, and notes or groups by their ids, and nothing else. */
  select(nodes: Iterable<string>, edges: Iterable<string> = [], marks: Iterable<string> = []): void {
    this.#selected.set(nodes, edges, marks)
  }

  /** @internal */
  selected(nodes: number): void {
    if (nodes > 1) this.announce(this.strings.selected(nodes))
    this.requestUpdate()
  }

  /** Sets nodes in order by a layout: those named, or all. */
  layOut(ids: ReadonlySet<string> = new Set()): Promise<void> {
    return layOutNodes(this, ids)
  }

  /** What is drawn, as a file of this kind; `undefined` before it was drawn, or where it is too large for a picture. */
  async exportAs(kind: ExportKind): Promise<Blob | undefined> {
    const { scene, types, description, histograms } = this
    const theme = this.surface.theme()
    return (
      theme &&
      exportWorkflow(kind, {
        said: this.strings.said,
        scene,
        theme,
        histograms,
        findIcon: iconShapes,
        document: this.document,
        types,
        description,
      })
    )
  }

  // What gestures and commands call.

  /** @internal */
  act(action: Action): boolean {
    return this.#edits.act(action)
  }

  /** @internal */
  place(places: ReadonlyMap<string, Point>, says: string, straight = false, also: readonly Edit[] = []): void {
    this.#edits.place(places, says, straight, also)
  }

  /**
   * The session has told of a change: what is drawn knows it before it is looked at.
   *
   * @internal
   */
  drawn(): void {
    if (this.#drawn.stale) this.#refresh()
  }

  /** @internal */
  moved(before: ReadonlyMap<string, Point>, places: ReadonlyMap<string, Point>): void {
    if (!this.surface.reduced) this.#motion.begin(before, places)
    this.restand()
  }

  /** @internal */
  restand(): void {
    this.#motion.stand(this.scene, this.gestures.drag)
    this.surface.request()
  }

  /**
   * A shape that is being drawn is shown before the document has it.
   *
   * @internal
   */
  reshape(): void {
    this.#drawn.stale = true
    this.requestUpdate()
  }

  // What the surface asks.

  /** @internal */
  readonly drops = new CanvasDrops(this)

  /** @internal */
  frame(): ReturnType<SurfaceHost['frame']> {
    const { selection, selectedEdges, selectedMarks, histograms } = this
    const { drag } = this.gestures
    const dragged = drag?.marks.size === 0 && !this.#motion.isUnderWay ? drag.ids : undefined
    const settled = !drag && !this.#motion.isUnderWay
    const { focused, focusedEdge } = this.#keyboard
    return {
      selection,
      selectedEdges,
      selectedMarks,
      focused,
      focusedEdge,
      histograms,
      findIcon: iconShapes,
      dragged,
      settled,
    }
  }

  /** @internal */
  hasFocus(): boolean {
    const active = this.shadowRoot?.activeElement?.localName
    return active !== undefined && !['aw-quick-add', 'aw-connect-list', 'aw-canvas-menu', 'textarea'].includes(active)
  }

  /** @internal */
  moving(time: number): boolean {
    return this.#motion.step(this.scene, this.gestures.drag, time)
  }

  /** @internal */
  sized(size: SurfaceSize): void {
    const isFirst = this.camera.size.width === 0
    this.camera.size = size
    if (size.width === 0 || size.height === 0) return
    this.#popups.keepThrough(() => this.#look.sized(isFirst))
    this.dispatchEvent(new ViewChangeEvent(this.view))
    this.surface.request()
  }

  // Life.

  #start(): void {
    const surface = this.renderRoot.querySelector<HTMLElement>('.surface')
    if (surface) this.surface.start(surface, this.shadowRoot as ShadowRoot)
  }

  #refresh(): void {
    const session = this.activeSession
    this.#drawn.refresh(session, (document) => this.gestures.shown(document))
    if (!session) return
    this.#motion.stand(this.scene, this.gestures.drag)
    this.surface.update(this.scene, this.#drawn.animates)
    this.#selected.keep()
    const states = this.#announceStates(this.scene, this.strings)
    if (states !== undefined) this.announce(states)
    this.#look.first()
  }

  #looked(view: View): void {
    this.closeQuickAdd()
    if (this.#text.id !== undefined) this.requestUpdate()
    this.surface.request()
    this.dispatchEvent(new ViewChangeEvent(view))
  }
}
