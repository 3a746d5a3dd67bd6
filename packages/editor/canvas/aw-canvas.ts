import type { WorkflowSession } from '@aw-flow/client'
import type { Edit, NodeType, DescriptionPlan, Workflow, WorkflowDescription } from '@aw-flow/schema'
import {
  addConnectionAnnouncement,
  createCanvas,
  newId,
  findNodeAfterRemoval,
  type Action,
  type CanvasAppearance,
  type CanvasEvent,
  type CanvasHost,
  type CanvasTheme,
  type GraphCanvas,
  type Histograms,
  type Hit,
  type Insets,
  type NewId,
  type Overlay,
  type Point,
  type PortEnd,
  type QuickAddPurpose,
  type Rect,
  type Scene,
  type SceneDiff,
  type Viewport,
  type CanvasModel,
} from '@aw-flow/canvas'
import { html, type PropertyValues } from 'lit'
import { ExtensionsController } from '../extensions/extensions-controller.ts'
import { getIconShapes } from '../icons/icon-shapes.ts'
import { SessionController } from '../session-controller.ts'
import { controls } from '../styles/controls.styles.ts'
import { tokens } from '../styles/tokens.styles.ts'
import { layOutNodes } from './arrange/lay-out-nodes.ts'
import { styles } from './aw-canvas.styles.ts'
import {
  EdgeHoverEvent,
  FileDropEvent,
  NodeEnterEvent,
  NodeOpenEvent,
  SelectionChangeEvent,
  ViewChangeEvent,
} from './canvas-events.ts'
import { CanvasKeyboard, type CommandInfo } from './canvas-keyboard.ts'
import type { AddButtons } from './popups/add-buttons.ts'
import { CanvasPopups } from './popups/canvas-popups.ts'
import { canvasStrings, type CanvasStrings } from './canvas-strings.ts'
import { renderSceneList } from './canvas-views.ts'
import type { CommandHost, CommandId } from './commands/command.ts'
import type { KeyBindings } from './commands/keymap.ts'
import { exportWorkflow, type ExportKind } from './export/export-workflow.ts'
import { createContentBuilder } from './node-content.ts'
import { createSessionModel } from './session-model.ts'
import { createStateAnnouncer } from './state-announcer.ts'
import { TextEditing } from './text-editing.ts'
import { element } from '../element.ts'

declare global {
  interface HTMLElementTagNameMap {
    'aw-canvas': AwCanvas
  }
}

/** Popups over the surface. While one of them has focus, the canvas does not handle clipboard events. */
const popups: readonly string[] = ['aw-quick-add', 'aw-connect-list', 'aw-canvas-menu', 'textarea']

/**
 * An editable graph of the session's document: pan, zoom, select, move, connect, add, remove, copy and paste with
 * mouse, touch, pen, keyboard or screen reader. All changes are made through `session.document.apply`.
 *
 * @event {SelectionChangeEvent} aw-selection-change - Fired when the selection of nodes, edges, notes or groups
 * changes.
 * @event {NodeOpenEvent} aw-node-open - Fired when the user asks to open a node's settings.
 * @event {NodeEnterEvent} aw-node-enter - Fired when the user asks to open a node's sub-workflow, or to leave it.
 * @event {KeysOpenEvent} aw-keys-open - Fired when the user asks to open the list of keyboard shortcuts.
 * @event {ViewChangeEvent} aw-view-change - Fired when the visible area changes.
 * @event {EdgeHoverEvent} aw-edge-look - Fired when the pointer or keyboard focus enters or leaves an edge.
 * @event {FileDropEvent} aw-file-drop - Fired when files are dropped or data is pasted.
 * @csspart surface - The area that receives pointer input.
 *
 * @public
 */
export class AwCanvas
  extends element(
    {
      session: undefined as WorkflowSession | undefined,
      readonly: false,
      strings: canvasStrings as CanvasStrings,
      /** Creates the ids of new elements. */
      newId: newId as NewId,
      /** Key bindings that override the defaults, keyed by command id, such as `{ fit: ['f'] }`. */
      keys: {} as KeyBindings,
      /** Returns whether a node type can be added. By default, all types can. Existing nodes are not affected. */
      canAdd: (() => true) as (type: NodeType) => boolean,
      /** The ids of nodes that were just added. Their missing settings are not shown as problems yet. */
      newNodes: new Set() as ReadonlySet<string>,
      _message: '',
      _isDragOver: false,
    },
    { readonly: { type: Boolean, reflect: true } },
  )
  implements CommandHost
{
  static override styles = [tokens, controls, styles]
  static override properties = {
    histograms: { attribute: false },
    // The accessor below also applies a value that was set before the element was defined.
    offers: { attribute: false, noAccessor: true },
  }

  /** Histograms of output values, keyed by node id, drawn on the nodes. */
  declare histograms: Histograms

  readonly #controller = new SessionController(this, ['document', 'catalogue', 'description', 'run', 'progress'], () =>
    this.#graph.invalidate(),
  )
  readonly #extensions = new ExtensionsController(this, () => (this.#isCommandListOutdated = true))
  #isCommandListOutdated = true
  readonly #popups: CanvasPopups
  /** Undefined until the module is loaded. */
  #addButtons: AddButtons | undefined
  readonly #textEditing = new TextEditing(this)
  readonly #announceStates = createStateAnnouncer()
  readonly #keyboard: CanvasKeyboard
  readonly #graph: GraphCanvas
  #createContent = createContentBuilder(canvasStrings)
  #modelCache: { session: WorkflowSession; model: CanvasModel } | undefined

  /**
   * The former name of `canAdd`.
   *
   * @deprecated Use `canAdd`.
   */
  get offers(): (type: NodeType) => boolean {
    return this.canAdd
  }
  set offers(value: (type: NodeType) => boolean) {
    this.canAdd = value
  }

  constructor() {
    super()
    this.histograms = new Map()
    this.#graph = createCanvas(AwCanvas.#createHost(this))
    this.#keyboard = new CanvasKeyboard(this, this.#graph)
    this.#popups = new CanvasPopups(this, this.#graph)
  }

  /** The drawn document. @internal */
  get scene(): Scene {
    return this.#graph.scene
  }

  /** The node types, keyed by name. @internal */
  get types(): ReadonlyMap<string, NodeType> {
    return this.#graph.types
  }

  /** The pan offset and scale. */
  get view(): Viewport {
    return this.#graph.view
  }

  /** The visible area, in graph coordinates. */
  get visibleArea(): Rect {
    return this.#graph.visibleArea
  }

  /**
   * The former name of `visibleArea`.
   *
   * @deprecated Use `visibleArea`.
   */
  get seen(): Rect {
    return this.visibleArea
  }

  /** The ids of the selected nodes. */
  get selection(): ReadonlySet<string> {
    return this.#graph.selection
  }

  /** The ids of the selected edges. */
  get selectedEdges(): ReadonlySet<string> {
    return this.#graph.selectedEdges
  }

  /** The ids of the selected notes and groups. */
  get selectedMarks(): ReadonlySet<string> {
    return this.#graph.selectedMarks
  }

  /** The displayed session: the `session` property or, if it is not set, the session from the context. */
  get activeSession(): WorkflowSession | undefined {
    return this.#controller.session
  }

  /** The columns and problems of each node, if known. */
  get description(): WorkflowDescription | undefined {
    return this.#model?.description
  }

  /** The session's document. Throws an `Error` without a session. */
  get document(): Workflow {
    const session = this.activeSession
    if (!session) throw new Error('The canvas has no session. Set `session` or provide `sessionContext`.')
    return session.document.current
  }

  /** Whether the document can be changed. */
  get editable(): boolean {
    return !this.readonly && this.activeSession !== undefined
  }

  /** The id of the node that has keyboard focus. */
  get focusedNode(): string | undefined {
    return this.#keyboard.focusedNode
  }

  /** Whether the context menu is open. @internal */
  get offersMenu(): boolean {
    return this.#popups.isMenuOpen
  }

  /** Whether a pointer is pressed on the surface. @internal */
  get pressing(): boolean {
    return this.#graph.isPressing
  }

  /** The size of the surface, in CSS pixels. */
  get size(): { width: number; height: number } {
    return this.#graph.camera.size
  }

  /** The pointer position in graph coordinates, or the center of the visible area if the pointer is outside. */
  get pointerPosition(): Point {
    return this.#graph.pointerPosition
  }

  /**
   * The former name of `pointerPosition`.
   *
   * @deprecated Use `pointerPosition`.
   */
  get pointed(): Point {
    return this.pointerPosition
  }

  /** The graphics that gestures and comparisons draw over the document. @internal */
  get overlay(): Overlay {
    return this.#graph.overlay
  }

  /** The current colors, or `undefined` before the first rendering. @internal */
  get theme(): CanvasTheme | undefined {
    return this.#graph.theme
  }

  /** Whether the user prefers reduced motion, in which case nothing is animated. @internal */
  get prefersReducedMotion(): boolean {
    return this.#graph.prefersReducedMotion
  }

  /** The areas along the sides that other elements cover, in CSS pixels. `fit` and `reveal` keep them free. */
  set insets(insets: Insets) {
    this.#graph.setInsets(insets)
  }

  /**
   * Sets a function that returns the bounds of elements over the surface, in CSS pixels. `fit` and `reveal` keep nodes
   * clear of these elements.
   */
  set covers(covers: () => readonly Rect[]) {
    this.#graph.camera.getCoverRects = covers
  }

  /** The differences from another document, highlighted in the drawing. @internal */
  get diff(): SceneDiff | undefined {
    return this.#graph.diff
  }
  set diff(diff: SceneDiff | undefined) {
    this.#graph.diff = diff
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#graph.invalidate()
    if (this.hasUpdated) this.#mount()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#graph.destroy()
  }

  override firstUpdated(): void {
    this.#mount()
    void this.#loadAddButtons()
  }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('keys') || this.#isCommandListOutdated) this.#bindCommands()
    if (changed.has('strings') || changed.has('newNodes')) {
      this.#createContent = createContentBuilder(this.strings, this.newNodes)
      this.#graph.invalidate()
    }
    if (!this.#graph.isOutdated) return
    this.#graph.update()
    if (!this.activeSession) return
    const stateChanges = this.#announceStates(this.scene, this.strings)
    if (stateChanges !== undefined) this.announce(stateChanges)
  }

  override updated(): void {
    // A controller may have invalidated the scene for a new session after `willUpdate`, so another frame is needed.
    this.#graph.requestFrame()
    this.#addButtons?.update()
  }

  override render(): unknown {
    const { onKeyDown, onKeyUp } = this.#keyboard
    return html`
      <div class="surface" part="surface" tabindex="-1" @keydown=${onKeyDown} @keyup=${onKeyUp}>
        <canvas dir="ltr" aria-hidden="true"></canvas>
      </div>
      ${renderSceneList(this, this.#keyboard)}
      <div class="tip" role="presentation" hidden></div>
      ${this.#textEditing.render()} ${this.#popups.render()}
      <div class="frame ${this._isDragOver ? 'dropping' : ''}"></div>
      <div class="visually-hidden" role="status" aria-live="polite">${this._message}</div>
    `
  }

  /** Zooms to fit the entire graph, or the nodes with the given ids. */
  fit(ids?: Iterable<string>): void {
    this.#graph.fit(ids)
  }

  /** Zooms by a factor around a point on the surface, by default its center. */
  zoom(factor: number, pivot?: Point): void {
    this.#graph.camera.zoom(factor, pivot)
  }

  /** Pans the view by a distance in CSS pixels. */
  panBy(dx: number, dy: number): void {
    this.#graph.camera.panBy(dx, dy)
  }

  /** Centers the view on a point in graph coordinates. */
  centerOn(point: Point): void {
    this.#graph.camera.centerOn(point)
  }

  /**
   * The former name of `centerOn`.
   *
   * @deprecated Use `centerOn`.
   */
  centre(point: Point): void {
    this.centerOn(point)
  }

  /** Pans by the shortest distance that makes a node fully visible. */
  reveal(id: string): void {
    this.#graph.reveal(id)
  }

  /** Pans by the shortest distance that makes a rectangle of the graph visible. */
  revealArea(area: Rect): void {
    this.#graph.revealArea(area)
  }

  /** Reveals the changes since an earlier document, unless one of them is already visible. */
  revealChange(previous: Workflow): void {
    this.#graph.revealChange(previous)
  }

  /**
   * The former name of `revealChange`.
   *
   * @deprecated Use `revealChange`.
   */
  lookAtChange(previous: Workflow): void {
    this.revealChange(previous)
  }

  /** Returns the id of the node at a point in the viewport. @internal */
  findNodeAt(point: Parameters<GraphCanvas['findNodeAt']>[0]): string | undefined {
    return this.#graph.findNodeAt(point)
  }

  /** Converts graph coordinates to surface coordinates (CSS pixels). */
  toSurface(point: Point): Point {
    return this.#graph.toSurface(point)
  }

  /** Converts surface coordinates (CSS pixels) to graph coordinates. */
  toGraphPoint(point: Point): Point {
    return this.#graph.toGraphPoint(point)
  }

  /** Converts graph coordinates to viewport coordinates. */
  toPage(point: Point): Point {
    return this.#graph.toPage(point)
  }

  /** All commands with their titles, keys and availability. */
  get commands(): readonly CommandInfo[] {
    if (this.#isCommandListOutdated) this.#bindCommands()
    return this.#keyboard.listCommands(this.strings)
  }

  /** Runs a command as if its key had been pressed. Returns whether the command could run. */
  run(id: CommandId, keyPress = { key: '', shift: false, alt: false, isOnSurface: true }): boolean {
    if (this.#isCommandListOutdated) this.#bindCommands()
    return this.#keyboard.run(id, keyPress)
  }

  /** Imports pasted data at the pointer position, or in the center of the visible area. */
  pasteFiles(files: readonly File[]): void {
    this.#graph.pasteFiles(files)
  }

  /**
   * Indicates that files are being dragged over the canvas. The event may come from another element. Pass `undefined`
   * when the drag leaves the canvas.
   *
   * @internal
   */
  dragFilesOver(event: DragEvent | undefined): void {
    this.#graph.drops.onDragOver(event, 'file')
  }

  /** Imports files dropped on or next to the canvas. @internal */
  dropFiles(drop: { files: readonly File[]; folders: readonly string[] }, event: DragEvent): void {
    this.#graph.drops.dropFiles(drop, event)
  }

  /** Copies or cuts the selection, or pastes the clipboard content. */
  runClipboardAction(name: 'copy' | 'cut' | 'paste', withConnections = false): void {
    this.#graph.runClipboard(name, withConnections)
  }

  /**
   * Adds a node at a point and selects it. Without a point, the node is added in free space. If the ports are
   * compatible, it is then connected to the selected node or, without a selection, to the workflow's last node if there
   * is only one. Returns the node's id, or `undefined` if the edit is rejected.
   */
  addNode(type: NodeType, point?: Point): string | undefined {
    const translatedType = this.strings.nodeTypes.translateType(type)
    return this.#graph.addNode(translatedType, point, (added) =>
      this.#addButtons?.connect(added, translatedType, this.#graph),
    )
  }

  /**
   * Opens a preview of the nodes planned for a description. They are added to the document once the user accepts them.
   *
   * @internal
   */
  showPlan(
    description: string,
    plan: DescriptionPlan,
    placement: { position: Point; source: PortEnd | undefined },
  ): void {
    void import('../elements/proposal/propose-plan.ts').then(({ openPlan, planFromDescription }) =>
      placement.source
        ? openPlan(this, description, plan, placement)
        : // A stored file mentioned in the description provides the columns.
          planFromDescription(this, description, placement.position),
    )
  }

  /**
   * Opens a proposal for a description of what the workflow should do. Rules plan the nodes, and no node is added until the
   * user accepts it.
   *
   * @internal
   */
  propose(description: string): void {
    void import('../elements/proposal/propose-plan.ts').then(({ planFromDescription }) =>
      planFromDescription(this, description),
    )
  }

  /** Opens the dialog for explaining, naming and describing the workflow. @internal */
  explain(): void {
    void import('../elements/explanation/open-explanation.ts').then(({ openExplanation }) => openExplanation(this))
  }

  /**
   * Deletes the selected elements. Unless `reconnect` is false, connects the sources of the deleted nodes to their
   * targets.
   */
  removeSelected({ reconnect = true }: { reconnect?: boolean } = {}): void {
    const nextNodeId = findNodeAfterRemoval(this.scene, this.selection)
    const [wasNodeFocused, wasEdgeFocused] = [this.focusedNode !== undefined, this.#keyboard.isEdgeFocused]
    if (!this.#graph.removeSelected(reconnect)) return
    if (wasNodeFocused) this.focusNode(nextNodeId)
    else if (wasEdgeFocused) void this.#keyboard.focusEdgeList()
  }

  /** Applies an edit, selects the result and announces it. Returns false if the edit is rejected. @internal */
  perform(action: Action): boolean {
    return this.#graph.perform(addConnectionAnnouncement(action, this.#graph))
  }

  /**
   * Moves nodes in one animated step, together with additional edits.
   *
   * @param removeBends - Whether to remove the bends from edges between the nodes.
   * @internal
   */
  moveNodes(
    positions: ReadonlyMap<string, Point>,
    announcement: string,
    removeBends?: boolean,
    additionalEdits?: readonly Edit[],
  ): void {
    this.#graph.moveNodes(positions, announcement, removeBends, additionalEdits)
  }

  /** Cancels the drag in progress. @internal */
  cancelDrag(): void {
    this.#graph.cancelDrag()
  }

  /**
   * Opens the list of node types at a point on the surface. With `from`, lists only types that are compatible with that
   * port.
   */
  openQuickAdd(point: Point | undefined = this.#graph.pointer, from?: PortEnd): void {
    this.#popups.openQuickAdd(point, from)
  }

  /** Opens the list of node types for a purpose, such as inserting a node into an edge. @internal */
  openQuickAddFor(point: Point, purpose: QuickAddPurpose): void {
    this.#popups.openQuickAddFor(point, purpose)
  }

  /** Opens the list of ports that a node can be connected to. */
  openConnect(nodeId: string): void {
    this.#popups.openConnect(nodeId)
  }

  /** Opens the context menu at a point on the surface or, without a point, for the selection. @internal */
  openMenu(point?: Point, hit?: Hit): void {
    this.#popups.openMenu(point, hit)
  }

  /** Starts editing a note's text, a group's label, or the title of a frame or node in place. */
  editNote(id: string): void {
    this.#textEditing.begin(id)
  }

  /** Moves keyboard focus to a node. Default: the selected node, or else the first node. */
  focusNode(id?: string): void {
    this.#keyboard.focusNode(id)
  }

  /** Moves focus to the surface. */
  override focus(): void {
    this.#graph.focus()
  }

  /** Moves focus from a popup back to the surface, unless focus has left the canvas. */
  focusSurface(): void {
    if (this.shadowRoot?.activeElement) this.focus()
  }

  /** Announces a message to screen readers. */
  announce(message: string): void {
    // Live regions announce only changes, so a no-break space is appended to a repeated message.
    this._message = message === this._message ? `${message}\u00a0` : message
  }

  /** Replaces the selection with the given nodes, edges, and marks (notes and groups), by id. */
  select(nodes: Iterable<string>, edges: Iterable<string> = [], marks: Iterable<string> = []): void {
    this.#graph.select(nodes, edges, marks)
  }

  /** Arranges the given nodes, or all nodes if `ids` is empty, with an automatic layout. */
  layOut(ids: ReadonlySet<string> = new Set()): Promise<void> {
    return layOutNodes(this, ids)
  }

  /**
   * Exports the workflow as a file. Returns `undefined` before the first rendering, if the graph is too large, or if the
   * session cannot write an HTML file.
   */
  async exportAs(kind: ExportKind): Promise<Blob | undefined> {
    if (kind === 'html') {
      const page = await this.activeSession?.data.exportPage?.()
      return page?.ok ? page.value : undefined
    }
    const { scene, types, description, histograms, theme } = this
    const { renderText } = this.strings
    const options = {
      scene,
      histograms,
      findIcon: getIconShapes,
      document: this.document,
      types,
      description,
      renderText,
    }
    return theme && exportWorkflow(kind, { ...options, theme })
  }

  get #model(): CanvasModel | undefined {
    const session = this.activeSession
    if (session !== this.#modelCache?.session) {
      this.#modelCache = session && { session, model: this.#createModel(session) }
    }
    return this.#modelCache?.model
  }

  #createModel(session: WorkflowSession): CanvasModel {
    return createSessionModel(session, {
      getStrings: () => this.strings,
      getNewNodeIds: () => this.newNodes,
      isEditable: () => this.editable,
      newId: (prefix) => this.newId(prefix),
    })
  }

  /** Loads the add buttons. If that fails, nodes can still be added by other means. */
  async #loadAddButtons(): Promise<void> {
    const module = await import('./popups/add-buttons.ts').catch(() => undefined)
    this.#addButtons = module?.createAddButtons(this)
  }

  #bindCommands(): void {
    this.#isCommandListOutdated = false
    this.#keyboard.bind(this.#extensions.commands, { ...this.#extensions.keys, ...this.keys })
  }

  #mount(): void {
    const surface = this.renderRoot.querySelector<HTMLElement>('.surface')
    const tooltip = this.renderRoot.querySelector<HTMLElement>('.tip')
    if (surface && tooltip) this.#graph.mount({ surface, tooltip, root: this.shadowRoot as ShadowRoot })
  }

  /** Creates the host, through which the graph reads the element's properties and notifies the element. */
  static #createHost(element: AwCanvas): CanvasHost {
    const appearance: CanvasAppearance = {
      get texts() {
        return element.strings
      },
      get createContent() {
        return element.#createContent
      },
      findIcon: getIconShapes,
      get histograms() {
        return element.histograms
      },
      focus: {
        get node() {
          return element.#keyboard.focusedNode
        },
        get edge() {
          return element.#keyboard.focusedEdge
        },
        get isOnCanvas() {
          const activeElementName = element.shadowRoot?.activeElement?.localName
          return activeElementName !== undefined && !popups.includes(activeElementName)
        },
      },
    }
    return {
      get model() {
        return element.#model
      },
      appearance,
      events: (event) => (element.#eventHandlers[event.type] as (event: CanvasEvent) => void)(event),
    }
  }

  readonly #eventHandlers: {
    readonly [Type in CanvasEvent['type']]: (event: Extract<CanvasEvent, { type: Type }>) => void
  } = {
    'update-needed': () => this.requestUpdate(),
    'selection-changed': ({ nodes, edges, marks }) => {
      if (nodes.size > 1) this.announce(this.strings.selected(nodes.size))
      this.requestUpdate()
      this.dispatchEvent(new SelectionChangeEvent({ nodes, edges, marks }))
    },
    'view-changed': ({ view, isAutomatic }) => this.#onViewChange(view, isAutomatic),
    pressed: () => this.#popups.close(),
    'open-node': ({ id }) => this.dispatchEvent(new NodeOpenEvent({ node: id })),
    'enter-node': ({ id }) => this.dispatchEvent(new NodeEnterEvent({ node: id })),
    'edit-text': ({ id }) => this.editNote(id),
    'open-menu': ({ point, hit }) => this.openMenu(point, hit),
    'quick-add': ({ point, purpose }) => this.openQuickAddFor(point, purpose),
    'edge-hovered': ({ edge, at }) => this.dispatchEvent(new EdgeHoverEvent({ edge, at })),
    'drag-over': ({ isOver }) => (this._isDragOver = isOver),
    'files-dropped': ({ files, node, position, folders }) =>
      this.dispatchEvent(new FileDropEvent({ files, node, position, folders })),
    announce: ({ message }) => this.announce(message),
  }

  /** Repositions open popups after an automatic view change, such as when a panel opens. Otherwise, closes them. */
  #onViewChange(view: Viewport, isAutomatic: boolean): void {
    if (isAutomatic) this.#popups.place()
    else this.#popups.close()
    if (this.#textEditing.id !== undefined) this.requestUpdate()
    this.#addButtons?.update()
    this.dispatchEvent(new ViewChangeEvent({ view }))
  }
}
