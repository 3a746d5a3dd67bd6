import type { WorkflowSession } from '@aw-flow/client'
import type { Edit, NodeType, Workflow, WorkflowDescription } from '@aw-flow/schema'
import { html, LitElement, nothing, type PropertyValues } from 'lit'
import { applies } from '../changes.ts'
import { SessionController } from '../session-controller.ts'
import { controls } from '../styles/controls.styles.ts'
import { tokens } from '../styles/tokens.styles.ts'
import { layOutNodes } from './arrange/lay-out-nodes.ts'
import { reRoute } from './arrange/re-route.ts'
import { styles } from './aw-canvas.styles.ts'
import { Camera, type Insets } from './camera.ts'
import { addNodeAction, placeAction, type Action } from './canvas-actions.ts'
import { changedPlaces } from './changed-places.ts'
import { ViewChangeEvent } from './canvas-events.ts'
import { CanvasDrops } from './canvas-drops.ts'
import { CanvasGestures, type GesturedCanvas } from './canvas-gestures.ts'
import { createCanvasInput, type InputHost } from './canvas-input.ts'
import { CanvasSelection } from './canvas-selection.ts'
import { CanvasKeyboard, type OfferedCommand } from './canvas-keyboard.ts'
import { canvasStrings, type CanvasStrings } from './canvas-strings.ts'
import { CanvasSurface, type SurfaceHost } from './canvas-surface.ts'
import { emptyCanvas, sceneList } from './canvas-views.ts'
import type { CommandId } from './commands/command.ts'
import type { KeyBindings } from './commands/keymap.ts'
import { ConnectList } from './connect-list.ts'
import type { PortEnd } from './connection-rules.ts'
import { ContextMenu } from './context-menu.ts'
import type { Histograms } from './draw-frame.ts'
import type { Dropped } from './drop-target.ts'
import { exportWorkflow, type ExportKind } from './export/export-workflow.ts'
import { nodeAt, type Hit } from './hit-test.ts'
import { newId, type NewId } from './new-id.ts'
import { nodeAfterRemoval } from './node-list.ts'
import { headerHeight } from './node-shape.ts'
import { pointOn } from './pointer-input.ts'
import { QuickAddList, type QuickAddHost } from './quick-add-list.ts'
import type { QuickAddPurpose } from './quick-add-purpose.ts'
import { removeEdit } from './remove-edit.ts'
import { nodeRect, sceneBounds, wholeBounds, type Scene } from './scene.ts'
import { SceneSource } from './scene-source.ts'
import { standDragged, standScene } from './stand-scene.ts'
import { createStateAnnouncer } from './state-announcer.ts'
import type { SurfaceSize } from './surface-size.ts'
import { TextEditing } from './text-editing.ts'
import { createTween, type Tween } from './tween.ts'
import { legibleScale, toGraph, type Point, type Rect, type View } from './view.ts'

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
 * @event {EdgeLookEvent} aw-edge-look - The pointer has come to stand on an edge, or has left it.
 * @event {FileDropEvent} aw-file-drop - Files were dropped, or data was pasted.
 * @csspart surface - What takes the pointer.
 */
export class AwCanvas extends LitElement implements QuickAddHost, SurfaceHost, InputHost, GesturedCanvas {
  static override styles = [tokens, controls, styles]
  static override properties = {
    session: { attribute: false },
    readonly: { type: Boolean, reflect: true },
    strings: { attribute: false },
    newId: { attribute: false },
    keys: { attribute: false },
    histograms: { attribute: false },
    offers: { attribute: false },
    _dropping: { state: true },
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
  declare private _dropping: boolean
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
  readonly #quickAdd = new QuickAddList(this)
  readonly #connect = new ConnectList(this)
  readonly #menu = new ContextMenu(this)
  readonly #text = new TextEditing(this)
  readonly #input = createCanvasInput(this)
  readonly #announceStates = createStateAnnouncer()
  readonly #drawn = new SceneSource(canvasStrings)
  readonly #keyboard = new CanvasKeyboard(this)
  #fitted = false
  #tween: Tween | undefined
  /** The drag that the scene stood by last. */
  #stood: { ids: ReadonlySet<string>; scene: Scene } | undefined

  constructor() {
    super()
    this.readonly = false
    this.offers = () => true
    this.strings = canvasStrings
    this.newId = newId
    this.keys = {}
    this.histograms = new Map()
    this._dropping = false
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
    return this.#menu.isOpen
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
    return this.camera.toGraph(this.#input.at ?? this.camera.middle)
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
    if (changed.has('strings')) this.#drawn.use(this.strings)
    if (this.#drawn.stale) this.#refresh()
  }

  override updated(): void {
    this.surface.request()
  }

  override render(): unknown {
    const { scene, strings, selection, selectedEdges } = this
    const { onKey, onKeyUp, onListFocus, onListBlur, focused } = this.#keyboard
    return html`
      <div class="surface" part="surface" tabindex="-1" @keydown=${onKey} @keyup=${onKeyUp}>
        <canvas dir="ltr" aria-hidden="true"></canvas>
      </div>
      ${sceneList({
        scene,
        strings,
        selection,
        selectedEdges,
        active: focused ?? [...selection][0],
        onKey,
        onFocus: onListFocus,
        onBlur: onListBlur,
        add: () => this.openQuickAdd(),
        chooseEdge: (id) => this.#keyboard.chooseEdge(id),
      })}
      ${this.activeSession && scene.nodes.length + scene.notes.length === 0 ? emptyCanvas(strings, this.readonly) : nothing}
      <div class="tip" role="presentation" hidden></div>
      ${this.#text.view()} ${this.#quickAdd.view()} ${this.#connect.view()} ${this.#menu.view()}
      <div class="frame ${this._dropping ? 'dropping' : ''}"></div>
      <div class="visually-hidden" role="status" aria-live="polite">${this._message}</div>
    `
  }

  // Looking.

  /** Looks at the whole graph, or at some of its nodes. */
  fit(ids?: Iterable<string>): void {
    const wanted = ids && new Set(ids)
    this.camera.fit(
      wanted ? sceneBounds(this.scene.nodes.filter((node) => wanted.has(node.id))) : wholeBounds(this.scene),
    )
    this.camera.whole = wanted === undefined
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
    const node = this.scene.byId.get(id)
    if (node) this.camera.reveal(nodeRect(node))
  }

  /** Looks at what is another than in a document that was drawn before, where nothing of that is in view. */
  lookAtChange(before: Workflow): void {
    // The session has told of the change; what is drawn must know it before it is looked at.
    if (this.#drawn.stale) this.#refresh()
    this.camera.showSome(changedPlaces(before, this.document, this.scene))
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

  /**
   * Shows what would take a drag that is over the canvas, or over what stands around it; `undefined`: nothing.
   *
   * @internal
   */
  dragOver(event: DragEvent | undefined, kind: 'file' | 'node-type' = 'file'): void {
    this.drops.over(event, kind)
  }

  /**
   * Takes files that were dropped on the canvas, or around it.
   *
   * @internal
   */
  takeDrop(dropped: Dropped, event: DragEvent): void {
    this.drops.files(dropped, event)
  }

  /** Takes pasted data: at the pointer, or in the middle of what is in view. */
  pasteFiles(files: readonly File[]): void {
    this.drops.pasted(files, this.#input.at ?? this.camera.middle)
  }

  /** @internal */
  dropping(on: boolean): void {
    this._dropping = on
  }

  /** Adds a node of a type, where there is room for it or at a place, selects it and answers its id; none where that is refused. */
  addNode(type: NodeType, at?: Point): string | undefined {
    if (!this.editable) return undefined
    const [only] = this.selection
    const beside = this.selection.size === 1 && only !== undefined ? this.scene.byId.get(only) : undefined
    const near = this.camera.toGraph(this.camera.middle)
    const where = at ? { at } : { near, taken: this.scene.nodes, beside }
    const action = addNodeAction(type, where, this.newId, this.strings)
    return this.act(action) ? action.select[0] : undefined
  }

  /** Removes what is selected; what was joined through it is joined, unless `heal` is false. */
  removeSelected({ heal = true }: { heal?: boolean } = {}): void {
    const { nodes, edges, marks, size } = this.#selected
    if (!this.editable || size === 0) return
    const next = nodeAfterRemoval(this.scene, nodes)
    const inList = this.focusedNode !== undefined
    const inEdges = this.#keyboard.isOnEdge
    const healing = { types: this.types, description: this.description, newId: this.newId }
    const edit = removeEdit(this.document, this.#selected, heal ? healing : undefined)
    if (!this.act({ edit, select: [], says: this.strings.removed(nodes.size + marks.size, edges.size) })) return
    if (inList) this.focusNode(next)
    else if (inEdges) void this.#keyboard.focusEdges()
  }

  /** Opens the list of node types at a point of the surface; with `from`, of those that fit that port. */
  openQuickAdd(at: Point | undefined = this.#input.at, from?: PortEnd): void {
    const anywhere = at === undefined
    this.offer(at ?? this.camera.middle, from ? { kind: 'from', from } : { kind: 'free', anywhere })
  }

  /** Opens the list of what a node may be joined to. */
  openConnect(node: string): void {
    this.#connect.open(node)
  }

  /** @internal */
  closeQuickAdd(): void {
    this.#quickAdd.close()
    this.#connect.close()
    this.#menu.close()
  }

  /** Opens the menu of what is under a point of the surface; without one, of what is selected. */
  openMenu(at?: Point, hit?: Hit): void {
    const [only] = this.selection
    const node = only === undefined ? undefined : this.scene.byId.get(only)
    const corner = node ? this.screenPoint({ x: node.x + 24, y: node.y + headerHeight }) : this.camera.middle
    this.#menu.open(at ?? corner, hit ?? (node ? { kind: 'node', node } : { kind: 'empty' }))
  }

  /** @internal */
  offer(at: Point, purpose: QuickAddPurpose): void {
    if (this.editable) this.#quickAdd.open(at, purpose)
  }

  /** Edits a note, a group's label or a node's title where it stands. */
  editNote(id: string): void {
    this.#text.begin(id)
  }

  /** @internal */
  clipboardKey(name: 'copy' | 'cut' | 'paste', joined = false): void {
    this.surface.clipboardKey(name, joined)
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

  /**
   * Gives a drag up that is going on.
   *
   * @internal
   */
  giveUp(): void {
    this.surface.giveUp()
  }

  /** Sets nodes in order by a layout: those named, or all. */
  layOut(ids: ReadonlySet<string> = new Set()): Promise<void> {
    return layOutNodes(this, ids)
  }

  /** What is drawn, as a file of this kind; `undefined` before it was drawn, or where it is too large for a picture. */
  async exportAs(kind: ExportKind): Promise<Blob | undefined> {
    const { scene, types, description, histograms } = this
    const theme = this.surface.theme()
    return theme && exportWorkflow(kind, { scene, theme, histograms, document: this.document, types, description })
  }

  // What gestures and commands call.

  /** @internal */
  act({ edit, select, edges = [], marks = [], says }: Action): boolean {
    const { activeSession } = this
    if (!this.editable || !activeSession || !applies(activeSession, edit)) return false
    // The session has told of the change; what is drawn must know the new nodes before they are looked at.
    if (this.#drawn.stale) this.#refresh()
    this.select(select, edges, marks)
    this.announce(says)
    const [only] = select
    if (select.length === 1 && only !== undefined) this.reveal(only)
    return true
  }

  /** @internal */
  place(places: ReadonlyMap<string, Point>, says: string, straight = false, also: readonly Edit[] = []): void {
    const before = new Map(this.scene.nodes.map(({ id, x, y }) => [id, { x, y }]))
    const edits = straight ? also : [...also, ...reRoute(this.scene, places)]
    const isDone = this.act({ ...placeAction(this.document, places, straight, says, edits), ...this.#kept() })
    if (isDone && !this.surface.reduced) this.#tween = createTween(before, places)
    this.restand()
  }

  #kept(): Pick<Action, 'select' | 'marks'> {
    return { select: [...this.selection], marks: [...this.selectedMarks] }
  }

  /** @internal */
  restand(): void {
    const { scene, gestures } = this
    const { drag } = gestures
    const goesOn = drag && !this.#tween && this.#stood?.ids === drag.ids && this.#stood.scene === scene
    if (goesOn) standDragged(scene, drag)
    else standScene(scene, drag, this.#tween)
    this.#stood = drag && { ids: drag.ids, scene }
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
  get pointer(): SurfaceHost['pointer'] {
    return this.#input.pointer
  }

  /** @internal */
  get clipboard(): SurfaceHost['clipboard'] {
    return this.#input.clipboard
  }

  /** @internal */
  readonly drops = new CanvasDrops(this)

  /** @internal */
  frame(): ReturnType<SurfaceHost['frame']> {
    const { selection, selectedEdges, selectedMarks, histograms } = this
    const { drag } = this.gestures
    const dragged = drag?.marks.size === 0 && !this.#tween ? drag.ids : undefined
    const settled = !drag && !this.#tween
    return { selection, selectedEdges, selectedMarks, focused: this.focusedNode, histograms, dragged, settled }
  }

  /** @internal */
  hasFocus(): boolean {
    const active = this.shadowRoot?.activeElement?.localName
    return active !== undefined && !['aw-quick-add', 'aw-connect-list', 'aw-canvas-menu', 'textarea'].includes(active)
  }

  /** @internal */
  moving(time: number): boolean {
    if (!this.#tween) return false
    if (this.#tween.done(time)) this.#tween = undefined
    standScene(this.scene, this.gestures.drag, this.#tween, time)
    return this.#tween !== undefined
  }

  /** @internal */
  sized(size: SurfaceSize): void {
    const first = this.camera.size.width === 0
    this.camera.size = size
    if (size.width === 0 || size.height === 0) return
    const [only] = this.selection
    if (first && !this.#fitOnce()) this.camera.look({ ...this.camera.middle, scale: 1 })
    else if (!first && !this.pressing) this.#keepInView(this.selection.size === 1 ? only : undefined)
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
    standScene(this.scene, this.gestures.drag, this.#tween)
    this.surface.update(this.scene, this.#drawn.animates)
    this.#selected.keep()
    const states = this.#announceStates(this.scene, this.strings)
    if (states !== undefined) this.announce(states)
    this.#fitOnce()
  }

  /** Panels open and close around the drawing: who looked at everything still does, and a selected node stays in view. */
  #keepInView(selected: string | undefined): void {
    const { whole } = this.camera
    if (whole) this.camera.fit(wholeBounds(this.scene), legibleScale)
    if (selected !== undefined) this.reveal(selected)
    this.camera.whole = whole
  }

  #fitOnce(): boolean {
    if (this.#fitted || this.scene.nodes.length === 0 || this.size.width === 0) return this.#fitted
    this.#fitted = true
    this.fit()
    return true
  }

  #looked(view: View): void {
    this.closeQuickAdd()
    if (this.#text.id !== undefined) this.requestUpdate()
    this.surface.request()
    this.dispatchEvent(new ViewChangeEvent(view))
  }
}
