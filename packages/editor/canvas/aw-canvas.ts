import type { WorkflowSession } from '@aw-flow/client'
import type { NodeType, Workflow, WorkflowDescription } from '@aw-flow/schema'
import { html, LitElement, nothing, type PropertyValues } from 'lit'
import { SessionController } from '../session-controller.ts'
import { controls } from '../styles/controls.styles.ts'
import { tokens } from '../styles/tokens.styles.ts'
import { layOutNodes } from './arrange/lay-out-nodes.ts'
import { styles } from './aw-canvas.styles.ts'
import { Camera, type Insets } from './camera.ts'
import { addNodeAction, placeAction, type Action } from './canvas-actions.ts'
import { ViewChangeEvent } from './canvas-events.ts'
import { CanvasDrops } from './canvas-drops.ts'
import { CanvasGestures, type GesturedCanvas } from './canvas-gestures.ts'
import { createCanvasInput, type InputHost } from './canvas-input.ts'
import { CanvasSelection } from './canvas-selection.ts'
import { canvasStrings, type CanvasStrings } from './canvas-strings.ts'
import { CanvasSurface, type SurfaceHost } from './canvas-surface.ts'
import { emptyCanvas, sceneList } from './canvas-views.ts'
import { canvasCommands } from './commands/canvas-commands.ts'
import type { CanvasCommand, CommandId } from './commands/command.ts'
import { createKeymap, type KeyBindings } from './commands/keymap.ts'
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
import { QuickAddList, type QuickAddHost, type QuickAddPurpose } from './quick-add-list.ts'
import { removeEdit } from './remove-edit.ts'
import { createSceneMaker, emptyScene, nodeRect, sceneBounds, wholeBounds, type Scene } from './scene.ts'
import { standScene } from './stand-scene.ts'
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
 * @event {ViewChangeEvent} aw-view-change - The canvas looks elsewhere.
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
    _focused: { state: true },
    _dropping: { state: true },
    _message: { state: true },
  }

  declare session: WorkflowSession | undefined
  declare readonly: boolean
  declare strings: CanvasStrings
  /** Makes ids of new nodes and edges. */
  declare newId: NewId
  /** Other keys for some commands, by their ids: `{ fit: ['f'] }`. */
  declare keys: KeyBindings
  /** Shares of what nodes gave, by node id, drawn on their faces. */
  declare histograms: Histograms
  declare private _focused: string | undefined
  declare private _dropping: boolean
  declare private _message: string

  scene: Scene = emptyScene
  types: ReadonlyMap<string, NodeType> = new Map()

  readonly camera = new Camera((view) => this.#looked(view))
  readonly surface = new CanvasSurface(this)
  readonly gestures = new CanvasGestures(this)
  readonly #source = new SessionController(
    this,
    ['document', 'catalogue', 'description', 'run', 'progress'],
    () => (this.#stale = true),
  )
  readonly #selected = new CanvasSelection(this)
  readonly #quickAdd = new QuickAddList(this)
  readonly #menu = new ContextMenu(this)
  readonly #text = new TextEditing(this)
  readonly #input = createCanvasInput(this)
  readonly #announceStates = createStateAnnouncer()
  #stale = true
  #fitted = false
  #makeScene = createSceneMaker(canvasStrings)
  #keymap = createKeymap(canvasCommands)
  #catalogue: readonly NodeType[] | undefined
  #tween: Tween | undefined

  constructor() {
    super()
    this.readonly = false
    this.strings = canvasStrings
    this.newId = newId
    this.keys = {}
    this.histograms = new Map()
    this._dropping = false
    this._message = ''
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
    return this._focused
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
    this.#stale = true
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
    if (changed.has('keys')) this.#keymap = createKeymap(canvasCommands, this.keys)
    if (changed.has('strings')) {
      this.#makeScene = createSceneMaker(this.strings)
      this.#stale = true
    }
    if (this.#stale) this.#refresh()
  }

  override updated(): void {
    this.surface.request()
  }

  override render(): unknown {
    const { scene, strings, selection } = this
    return html`
      <div class="surface" part="surface" tabindex="-1" @keydown=${this.#onKey} @keyup=${this.#onKeyUp}>
        <canvas aria-hidden="true"></canvas>
      </div>
      ${sceneList({
        scene,
        strings,
        selection,
        active: this._focused ?? [...selection][0],
        onKey: this.#onKey,
        onFocus: this.#onListFocus,
        onBlur: () => (this._focused = undefined),
        add: () => this.openQuickAdd(),
      })}
      ${this.activeSession && scene.nodes.length + scene.notes.length === 0 ? emptyCanvas(strings, this.readonly) : nothing}
      <div class="tip" role="presentation" hidden></div>
      ${this.#text.view()} ${this.#quickAdd.view()} ${this.#menu.view()}
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
  get commands(): readonly { id: CommandId; title: string; keys: readonly string[]; enabled: boolean }[] {
    return canvasCommands.map((command) => ({
      id: command.id,
      title: this.strings.commands[command.id],
      keys: this.keys[command.id] ?? command.keys,
      enabled: this.#canRun(command),
    }))
  }

  /** Does what a command says, as if its key were pressed; answers whether it could be done. */
  run(id: CommandId, pressed = { key: '', shift: false, alt: false, onSurface: true }): boolean {
    const command = canvasCommands.find((other) => other.id === id)
    if (!command || !this.#canRun(command)) return false
    command.run(this, pressed)
    return true
  }

  #canRun(command: CanvasCommand): boolean {
    if (!this.activeSession || (command.edits && !this.editable)) return false
    return command.enabled?.(this) ?? true
  }

  /** Shows what would take a drag that is over the canvas, or over what stands around it; `undefined`: nothing. */
  dragOver(event: DragEvent | undefined, kind: 'file' | 'node-type' = 'file'): void {
    this.drops.over(event, kind)
  }

  /** Takes files that were dropped on the canvas, or around it. */
  takeDrop(dropped: Dropped, event: DragEvent): void {
    this.drops.files(dropped, event)
  }

  /** Takes pasted data: at the pointer, or in the middle of what is in view. */
  pasteFiles(files: readonly File[]): void {
    this.drops.pasted(files, this.#input.at ?? this.camera.middle)
  }

  dropping(on: boolean): void {
    this._dropping = on
  }

  /** Adds a node of a type, where there is room for it or at a place, selects it and answers its id. */
  addNode(type: NodeType, at?: Point): string | undefined {
    if (!this.editable) return undefined
    const [only] = this.selection
    const beside = this.selection.size === 1 && only !== undefined ? this.scene.byId.get(only) : undefined
    const near = this.camera.toGraph(this.camera.middle)
    const where = at ? { at } : { near, taken: this.scene.nodes, beside }
    const action = addNodeAction(type, where, this.newId, this.strings)
    this.act(action)
    return action.select[0]
  }

  /** Removes what is selected; what was joined through it is joined, unless `heal` is false. */
  removeSelected({ heal = true }: { heal?: boolean } = {}): void {
    const { nodes, edges, marks, size } = this.#selected
    if (!this.editable || size === 0) return
    const next = nodeAfterRemoval(this.scene, nodes)
    const inList = this._focused !== undefined
    const healing = { types: this.types, description: this.description, newId: this.newId }
    this.act({
      edit: removeEdit(this.document, this.#selected, heal ? healing : undefined),
      select: [],
      says: this.strings.removed(nodes.size + marks.size, edges.size),
    })
    if (inList) this.focusNode(next)
  }

  /** Opens the list of node types at a point of the surface; with `from`, of those that fit that port. */
  openQuickAdd(at: Point = this.#input.at ?? this.camera.middle, from?: PortEnd): void {
    this.offer(at, from ? { kind: 'from', from } : { kind: 'free' })
  }

  closeQuickAdd(): void {
    this.#quickAdd.close()
    this.#menu.close()
  }

  /** Opens the menu of what is under a point of the surface; without one, of what is selected. */
  openMenu(at?: Point, hit?: Hit): void {
    const [only] = this.selection
    const node = only === undefined ? undefined : this.scene.byId.get(only)
    const corner = node ? this.screenPoint({ x: node.x + 24, y: node.y + headerHeight }) : this.camera.middle
    this.#menu.open(at ?? corner, hit ?? (node ? { kind: 'node', node } : { kind: 'empty' }))
  }

  offer(at: Point, purpose: QuickAddPurpose): void {
    if (this.editable) this.#quickAdd.open(at, purpose)
  }

  /** Edits a note, a group's label or a node's title where it stands. */
  editNote(id: string): void {
    this.#text.begin(id)
  }

  clipboardKey(name: 'copy' | 'cut' | 'paste', joined = false): void {
    this.surface.clipboardKey(name, joined)
  }

  /** Puts the keyboard on a node (the selected one, else the first). */
  focusNode(id?: string): void {
    const target = id ?? [...this.selection][0] ?? this.scene.nodes[0]?.id
    this._focused = target
    if (target !== undefined && !this.selection.has(target)) this.select([target])
    void this.#focusList()
  }

  /** Takes the keyboard back from what stood over the surface, unless it has gone elsewhere. */
  focusSurface(): void {
    if (this.shadowRoot?.activeElement) this.surface.focus()
  }

  /** Says something to screen readers. */
  announce(message: string): void {
    this._message = message
  }

  select(nodes: Iterable<string>, edges: Iterable<string> = [], marks: Iterable<string> = []): void {
    this.#selected.set(nodes, edges, marks)
  }

  selected(nodes: number): void {
    if (nodes > 1) this.announce(this.strings.selected(nodes))
    this.requestUpdate()
  }

  /** Gives a drag up that is going on. */
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

  act({ edit, select, edges = [], marks = [], says }: Action): void {
    if (!this.editable) return
    this.activeSession?.apply(edit)
    // The session has told of the change; what is drawn must know the new nodes before they are looked at.
    if (this.#stale) this.#refresh()
    this.select(select, edges, marks)
    this.announce(says)
    const [only] = select
    if (select.length === 1 && only !== undefined) this.reveal(only)
  }

  place(places: ReadonlyMap<string, Point>, says: string, straight = false): void {
    const before = new Map(this.scene.nodes.map(({ id, x, y }) => [id, { x, y }]))
    this.act({ ...placeAction(this.document, places, straight, says), ...this.#kept() })
    if (!this.surface.reduced) this.#tween = createTween(before, places)
    this.restand()
  }

  #kept(): Pick<Action, 'select' | 'marks'> {
    return { select: [...this.selection], marks: [...this.selectedMarks] }
  }

  restand(): void {
    standScene(this.scene, this.gestures.drag, this.#tween)
    this.surface.request()
  }

  /** A shape that is being drawn is shown before the document has it. */
  reshape(): void {
    this.#stale = true
    this.requestUpdate()
  }

  // What the surface asks.

  get pointer(): SurfaceHost['pointer'] {
    return this.#input.pointer
  }

  get clipboard(): SurfaceHost['clipboard'] {
    return this.#input.clipboard
  }

  readonly drops = new CanvasDrops(this)

  frame(): ReturnType<SurfaceHost['frame']> {
    const { selection, selectedEdges, selectedMarks, histograms } = this
    const settled = !this.gestures.drag && !this.#tween
    return { selection, selectedEdges, selectedMarks, focused: this._focused, histograms, settled }
  }

  hasFocus(): boolean {
    const active = this.shadowRoot?.activeElement?.localName
    return active !== undefined && !['aw-quick-add', 'aw-canvas-menu', 'textarea'].includes(active)
  }

  moving(time: number): boolean {
    if (!this.#tween) return false
    if (this.#tween.done(time)) this.#tween = undefined
    standScene(this.scene, this.gestures.drag, this.#tween, time)
    return this.#tween !== undefined
  }

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
    this.#stale = false
    const session = this.activeSession
    if (!session) {
      this.scene = emptyScene
      return
    }
    if (session.catalogue !== this.#catalogue) {
      this.#catalogue = session.catalogue
      this.types = new Map(session.catalogue.map((type) => [type.type, type]))
    }
    const { description, run, progress, stale } = session
    const document = this.gestures.shown(session.document)
    this.scene = this.#makeScene({ document, types: this.types, description, run, progress, stale })
    standScene(this.scene, this.gestures.drag, this.#tween)
    this.surface.update(
      this.scene,
      this.scene.nodes.some(({ face }) => face.state === 'running' || face.state === 'retrying'),
    )
    this.#selected.keep()
    const states = this.#announceStates(this.scene, this.strings)
    if (states !== undefined) this._message = states
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

  // Keyboard.

  #onKey = (event: KeyboardEvent): void => {
    const onSurface = event.currentTarget === this.surface.element
    if (event.key === ' ' && onSurface) {
      this.surface.space(true)
      event.preventDefault()
      return
    }
    const command = this.#keymap(event)
    if (!command) return
    if (this.#canRun(command))
      command.run(this, { key: event.key, shift: event.shiftKey, alt: event.altKey, onSurface })
    if (!command.passes) event.preventDefault()
    event.stopPropagation()
  }

  #onKeyUp = (event: KeyboardEvent): void => {
    if (event.key === ' ') this.surface.space(false)
  }

  async #focusList(): Promise<void> {
    await this.updateComplete
    const button = this.renderRoot.querySelector<HTMLElement>('.nodes [tabindex="0"]')
    const target = button ?? this.renderRoot.querySelector<HTMLElement>('.nodes button')
    target?.focus()
  }

  #onListFocus = (event: FocusEvent): void => {
    const id = (event.target as HTMLElement).dataset.node
    if (id === undefined) return
    this._focused = id
    if (!this.selection.has(id)) this.select([id])
    this.reveal(id)
  }
}
