import type { WorkflowSession } from '@aw-flow/client'
import type { NodeType, Workflow, WorkflowDescription } from '@aw-flow/schema'
import { html, LitElement, nothing, type PropertyValues } from 'lit'
import { SessionController } from '../session-controller.ts'
import { controls } from '../styles/controls.styles.ts'
import { tokens } from '../styles/tokens.styles.ts'
import { styles } from './aw-canvas.styles.ts'
import type { QuickAddEvent } from './aw-quick-add.ts'
import { Camera, type Insets } from './camera.ts'
import { addConnectedAction, addNodeAction, pasteAction, removeAction, type Action } from './canvas-actions.ts'
import { FileDropEvent, NodeOpenEvent, SelectionChangeEvent, ViewChangeEvent } from './canvas-events.ts'
import { canvasStrings, type CanvasStrings } from './canvas-strings.ts'
import { createThemeProbe, type CanvasTheme } from './canvas-theme.ts'
import { createClipboard } from './clipboard.ts'
import { connectEdit, fittingPort, type Connection, type PortEnd } from './connection-rules.ts'
import { fragmentOf, moveEdit, type Fragment } from './document-edits.ts'
import type { DraftConnection } from './draw-frame.ts'
import { createDropTarget, type Dropped } from './drop-target.ts'
import { createFrameLoop } from './frame-loop.ts'
import { clicked, hitAt, pressed, type NodeDrag } from './gestures.ts'
import { createGraphDrawing } from './graph-drawing.ts'
import { nodeAt } from './hit-test.ts'
import { newId, type NewId } from './new-id.ts'
import { nodeAfterRemoval, nodeList } from './node-list.ts'
import { headerHeight, nodeWidth, snap } from './node-shape.ts'
import { createPointerInput, pointOn, type SurfacePoint } from './pointer-input.ts'
import { hoverWords, showTip } from './pointer-tip.ts'
import { runCommand, type CommandHost } from './run-command.ts'
import { createSceneMaker, emptyScene, nodeRect, sceneBounds, type Scene } from './scene.ts'
import { commandOf, isClipboard } from './shortcuts.ts'
import { createStateAnnouncer } from './state-announcer.ts'
import { watchSize, type SurfaceSize } from './surface-size.ts'
import { legibleScale, type Point, type Rect, type View } from './view.ts'

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
 * @event {SelectionChangeEvent} aw-selection-change - Nodes or edges were selected.
 * @event {NodeOpenEvent} aw-node-open - A node's settings are wanted.
 * @event {ViewChangeEvent} aw-view-change - The canvas looks elsewhere.
 * @event {FileDropEvent} aw-file-drop - Files were dropped, or data was pasted.
 * @csspart surface - What takes the pointer.
 */
export class AwCanvas extends LitElement implements CommandHost {
  static override styles = [tokens, controls, styles]
  static override properties = {
    session: { attribute: false },
    readonly: { type: Boolean, reflect: true },
    strings: { attribute: false },
    newId: { attribute: false },
    _quickAdd: { state: true },
    _focused: { state: true },
    _dropping: { state: true },
    _message: { state: true },
  }

  declare session: WorkflowSession | undefined
  declare readonly: boolean
  declare strings: CanvasStrings
  /** Makes ids of new nodes and edges. */
  declare newId: NewId
  declare private _quickAdd: { at: Point; from: PortEnd | undefined; types: readonly NodeType[] } | undefined
  declare private _focused: string | undefined
  declare private _dropping: boolean
  declare private _message: string

  scene: Scene = emptyScene
  types: ReadonlyMap<string, NodeType> = new Map()

  #source = new SessionController(
    this,
    ['document', 'catalogue', 'description', 'run', 'progress'],
    () => (this.#stale = true),
  )
  #camera = new Camera((view) => this.#looked(view))
  #nodes: ReadonlySet<string> = new Set()
  #edges: ReadonlySet<string> = new Set()
  #stale = true
  #fitted = false
  #theme: CanvasTheme | undefined
  #makeScene = createSceneMaker(canvasStrings)
  #catalogue: readonly NodeType[] | undefined
  #draft: DraftConnection | undefined
  #marquee: Rect | undefined
  #drag: NodeDrag | undefined
  #hoveredEdge: string | undefined
  #hoveredPort: PortEnd | undefined
  #dropTarget: string | undefined
  #wasSelected = false
  #pointer: Point | undefined
  #announceStates = createStateAnnouncer()
  #reduced = matchMedia('(prefers-reduced-motion: reduce)')
  #loop = createFrameLoop((time) => this.#draw(time))
  #live: { destroy(): void }[] = []
  #drawing: ReturnType<typeof createGraphDrawing> | undefined
  #input: ReturnType<typeof createPointerInput> | undefined
  #clipboard: ReturnType<typeof createClipboard> | undefined
  #probe: ReturnType<typeof createThemeProbe> | undefined

  constructor() {
    super()
    this.readonly = false
    this.strings = canvasStrings
    this.newId = newId
    this._dropping = false
    this._message = ''
  }

  get view(): View {
    return this.#camera.view
  }

  get selection(): ReadonlySet<string> {
    return this.#nodes
  }

  get selectedEdges(): ReadonlySet<string> {
    return this.#edges
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
    return this.#input?.pressing ?? false
  }

  /** The size of the surface in its own CSS pixels. */
  get size(): { width: number; height: number } {
    return this.#camera.size
  }

  /** Room at the edges that other things cover, in CSS pixels; `fit` and `reveal` leave it free. */
  set insets(insets: Insets) {
    this.#camera.insets = insets
  }

  /** What stands over the surface, in its CSS pixels; `reveal` keeps a node clear of it where there is room. */
  set covers(covers: () => readonly Rect[]) {
    this.#camera.covers = covers
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#stale = true
    if (this.hasUpdated) this.#start()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#stop()
  }

  override firstUpdated(): void {
    this.#start()
  }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('strings')) {
      this.#makeScene = createSceneMaker(this.strings)
      this.#stale = true
    }
    if (this.#stale) this.#refresh()
  }

  override updated(): void {
    this.#loop.request()
  }

  override render(): unknown {
    const count = this.scene.nodes.length
    const { strings } = this
    return html`
      <div class="surface" part="surface" tabindex="-1" @keydown=${this.#onKey} @keyup=${this.#onKeyUp}>
        <canvas aria-hidden="true"></canvas>
      </div>
      <div
        class="list"
        role="group"
        aria-label=${strings.label(count, this.scene.edges.length)}
        aria-description=${strings.help}
        @keydown=${this.#onKey}
        @focusin=${this.#onListFocus}
        @focusout=${() => (this._focused = undefined)}
      >
        ${
          count > 0
            ? nodeList(this.scene, this._focused ?? [...this.#nodes][0], this.#nodes, strings)
            : html`<div class="nodes">
                <button type="button" @click=${() => this.openQuickAdd()}>${strings.addNode}</button>
              </div>`
        }
      </div>
      ${
        this.activeSession && count === 0
          ? html`<div class="empty">
              <h2>${strings.emptyTitle}</h2>
              <p class="muted">${this.readonly ? strings.emptyTextReadonly : strings.emptyText}</p>
            </div>`
          : nothing
      }
      <div class="tip" role="presentation" hidden></div>
      ${
        this._quickAdd
          ? html`<aw-quick-add
              .types=${this._quickAdd.types}
              .strings=${strings}
              @aw-quick-add=${this.#onQuickAdd}
            ></aw-quick-add>`
          : nothing
      }
      <div class="frame ${this._dropping ? 'dropping' : ''}"></div>
      <div class="visually-hidden" role="status" aria-live="polite">${this._message}</div>
    `
  }

  /** Looks at the whole graph, or at some of its nodes. */
  fit(ids?: Iterable<string>): void {
    const wanted = ids && new Set(ids)
    const nodes = wanted ? this.scene.nodes.filter((node) => wanted.has(node.id)) : this.scene.nodes
    this.#camera.fit(sceneBounds(nodes))
    this.#camera.whole = wanted === undefined
  }

  /** Zooms by a factor around a point of the surface (the middle). */
  zoom(factor: number, pivot?: Point): void {
    this.#camera.zoom(factor, pivot)
  }

  /** Moves the view by pixels. */
  panBy(dx: number, dy: number): void {
    this.#camera.panBy(dx, dy)
  }

  /** Puts a point of the graph in the middle. */
  centre(at: Point): void {
    this.#camera.centre(at)
  }

  /** Moves the view as little as needed for a node to be seen whole. */
  reveal(id: string): void {
    const node = this.scene.byId.get(id)
    if (node) this.#camera.reveal(nodeRect(node))
  }

  /** The node that is drawn under a point of the page. */
  nodeAt(event: { clientX: number; clientY: number }): string | undefined {
    return nodeAt(this.scene, this.#camera.toGraph(pointOn(this.#surface, event)))?.id
  }

  /** Shows what would take a drag that is over the canvas, or over what stands around it; `undefined`: nothing. */
  dragOver(event: DragEvent | undefined, kind: 'file' | 'node-type' = 'file'): void {
    this._dropping = event !== undefined
    const target = event && kind === 'file' ? this.#nodeUnder(event) : undefined
    if (target === this.#dropTarget) return
    this.#dropTarget = target
    this.#loop.request()
  }

  /** Takes files that were dropped on the canvas, or around it: then at the point of the canvas nearest to the drop. */
  takeDrop({ files, folders }: Dropped, event: DragEvent): void {
    const { x, y } = pointOn(this.#surface, event)
    const { width, height } = this.size
    const at = { x: Math.min(Math.max(x, 0), width), y: Math.min(Math.max(y, 0), height) }
    this.dispatchEvent(new FileDropEvent(files, this.#nodeUnder(event), this.#cornerAt(at), folders))
  }

  /** Where a graph's point is drawn, in CSS pixels of the surface. */
  screenPoint(at: Point): Point {
    return this.#camera.toScreen(at)
  }

  /** Adds a node of a type, where there is room for it or at a place, selects it and answers its id. */
  addNode(type: NodeType, at?: Point): string | undefined {
    if (!this.editable) return undefined
    const [only] = this.#nodes
    const beside = this.#nodes.size === 1 && only !== undefined ? this.scene.byId.get(only) : undefined
    const near = this.#camera.toGraph(this.#camera.middle)
    const where = at ? { at } : { near, taken: this.scene.nodes, beside }
    const action = addNodeAction(type, where, this.newId, this.strings)
    this.act(action)
    return action.select[0]
  }

  /** Removes what is selected. */
  removeSelected(): void {
    if (!this.editable || this.#nodes.size + this.#edges.size === 0) return
    const next = nodeAfterRemoval(this.scene, this.#nodes)
    const inList = this._focused !== undefined
    this.act(removeAction(this.document, this.#nodes, this.#edges, this.strings))
    if (inList) this.focusNode(next)
  }

  /** Opens the list of node types at a point of the surface; with `from`, of those that fit that port. */
  openQuickAdd(at: Point = this.#pointer ?? this.#camera.middle, from?: PortEnd): void {
    if (!this.editable) return
    const all = this.activeSession?.catalogue ?? []
    const port = from && this.#portOf(from)
    const types = from && port ? all.filter((type) => fittingPort(type, from, port.type) !== undefined) : all
    this._quickAdd = { at, from, types }
    void this.#placeQuickAdd(at)
  }

  /** Puts the keyboard on a node (the selected one, else the first). */
  focusNode(id?: string): void {
    const target = id ?? [...this.#nodes][0] ?? this.scene.nodes[0]?.id
    this._focused = target
    if (target !== undefined && !this.#nodes.has(target)) this.select([target])
    void this.#focusList()
  }

  /** Says something to screen readers. */
  announce(message: string): void {
    this._message = message
  }

  select(nodes: Iterable<string>, edges: Iterable<string> = []): void {
    const nextNodes = new Set(nodes)
    const nextEdges = new Set(edges)
    if (same(nextNodes, this.#nodes) && same(nextEdges, this.#edges)) return
    this.#nodes = nextNodes
    this.#edges = nextEdges
    if (nextNodes.size > 1) this.announce(this.strings.selected(nextNodes.size))
    this.requestUpdate()
    this.dispatchEvent(new SelectionChangeEvent(nextNodes, nextEdges))
  }

  /** Gives a drag up that is going on. */
  giveUp(): void {
    this.#input?.cancel()
  }

  // What gestures and commands call.

  act({ edit, select, says }: Action): void {
    if (!this.editable) return
    this.activeSession?.apply(edit)
    // The session has told of the change; what is drawn must know the new nodes before they are looked at.
    if (this.#stale) this.#refresh()
    this.select(select)
    this.announce(says)
    const [only] = select
    if (select.length === 1 && only !== undefined) this.reveal(only)
  }

  dragged(drag: NodeDrag | undefined): void {
    this.#drag = drag
    this.#place()
    this.#loop.request()
  }

  moved(ids: ReadonlySet<string>, dx: number, dy: number): void {
    this.activeSession?.apply(moveEdit(this.document, ids, dx, dy))
  }

  drafted(draft: DraftConnection | undefined, says: string | undefined, at: Point | undefined): void {
    this.#draft = draft
    this.#tip(says, at, draft?.refused !== undefined)
    this.#loop.request()
  }

  marqueed(area: Rect | undefined): void {
    this.#marquee = area
    this.#loop.request()
  }

  connected(connection: Extract<Connection, { ok: true }>): void {
    this.activeSession?.apply(connectEdit(connection, this.newId('edge')))
    const title = (id: string): string => this.scene.byId.get(id)?.face.title ?? id
    this.announce(this.strings.connected(title(connection.edge.source), title(connection.edge.target)))
  }

  disconnected(edge: string): void {
    this.activeSession?.apply({ type: 'remove-edge', id: edge })
    this.announce(this.strings.removed(0, 1))
  }

  droppedOnEmpty(from: PortEnd, at: Point): void {
    this.openQuickAdd(at, from)
  }

  // Life.

  get #surface(): HTMLElement {
    const surface = this.renderRoot.querySelector<HTMLElement>('.surface')
    if (!surface) throw new Error('The canvas has not been rendered yet; await its `updateComplete`.')
    return surface
  }

  #start(): void {
    if (this.#live.length > 0) return
    const surface = this.#surface
    // litegraph keeps hold of its canvas: each time a fresh one.
    const canvas = document.createElement('canvas')
    canvas.setAttribute('aria-hidden', 'true')
    surface.replaceChildren(canvas)
    this.#drawing = createGraphDrawing(canvas)
    this.#drawing.update(this.scene)
    this.#probe = createThemeProbe(this.shadowRoot as ShadowRoot, () => {
      this.#theme = undefined
      this.#loop.request()
    })
    this.#input = createPointerInput(surface, {
      press: (at) => this.#onPress(at),
      click: (at) => clicked(this, at, this.#wasSelected),
      doubleClick: (at) => this.#onDoubleClick(at),
      hover: (at) => this.#onHover(at),
      pan: (dx, dy) => this.panBy(dx, dy),
      zoom: (factor, pivot) => this.zoom(factor, pivot),
      panning: (on) => this.#cursor(on ? 'panning' : ''),
    })
    this.#clipboard = createClipboard(() => this.#hasFocus(), {
      copy: () => this.#copy(),
      cut: () => {
        const fragment = this.#copy()
        if (fragment) this.removeSelected()
        return fragment
      },
      paste: (fragment) => this.#paste(fragment),
      pasteFiles: (files) => this.#pasteFiles(files),
    })
    const drops = createDropTarget(surface, {
      ready: () => this.editable,
      over: (event, kind) => this.dragOver(event, kind),
      files: (dropped, event) => this.takeDrop(dropped, event),
      nodeType: (name, event) => {
        const type = this.types.get(name)
        if (type) this.addNode(type, this.#cornerAt(pointOn(surface, event)))
      },
    })
    const size = watchSize(surface, (next) => this.#resize(next))
    this.#live = [this.#drawing, this.#probe, this.#input, this.#clipboard, drops, size]
  }

  #stop(): void {
    for (const live of this.#live) live.destroy()
    this.#live = []
    this.#loop.destroy()
    this.#drawing = undefined
    this.#theme = undefined
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
    const { document, description, run, progress, stale } = session
    this.scene = this.#makeScene({ document, types: this.types, description, run, progress, stale })
    this.#place()
    this.#drawing?.update(this.scene)
    this.#keepSelection()
    const states = this.#announceStates(this.scene, this.strings)
    if (states !== undefined) this._message = states
    this.#fitOnce()
    this.#loop.animate(this.#animates())
  }

  /** A drag moves nodes before the document does; a new scene in the middle of it must not put them back. */
  #place(): void {
    for (const node of this.scene.nodes) {
      const moves = this.#drag?.ids.has(node.id)
      node.x = node.node.position.x + (moves ? (this.#drag?.dx ?? 0) : 0)
      node.y = node.node.position.y + (moves ? (this.#drag?.dy ?? 0) : 0)
    }
  }

  /** What is gone is no longer selected; told after the update, and only if nothing else was selected meanwhile. */
  #keepSelection(): void {
    const gone = [...this.#nodes].some((id) => !this.scene.byId.has(id)) || this.#edges.size > 0
    if (!gone) return
    queueMicrotask(() => {
      const edges = new Set(this.scene.edges.map((edge) => edge.id))
      this.select(
        [...this.#nodes].filter((id) => this.scene.byId.has(id)),
        [...this.#edges].filter((id) => edges.has(id)),
      )
    })
  }

  #animates(): boolean {
    if (this.#reduced.matches) return false
    return this.scene.nodes.some(({ face }) => face.state === 'running' || face.state === 'retrying')
  }

  #resize(size: SurfaceSize): void {
    const first = this.#camera.size.width === 0
    this.#camera.size = size
    if (size.width === 0 || size.height === 0) return
    const [only] = this.#nodes
    if (first && !this.#fitOnce()) this.#camera.look({ ...this.#camera.middle, scale: 1 })
    else if (!first && !this.pressing) this.#keepInView(this.#nodes.size === 1 ? only : undefined)
    this.dispatchEvent(new ViewChangeEvent(this.view))
    this.#loop.request()
  }

  /** Panels open and close around the drawing: who looked at everything still does, and a selected node stays in view. */
  #keepInView(selected: string | undefined): void {
    const { whole } = this.#camera
    if (whole) this.#camera.fit(sceneBounds(this.scene.nodes), legibleScale)
    if (selected !== undefined) this.reveal(selected)
    this.#camera.whole = whole
  }

  #fitOnce(): boolean {
    if (this.#fitted || this.scene.nodes.length === 0 || this.size.width === 0) return this.#fitted
    this.#fitted = true
    this.fit()
    return true
  }

  #looked(view: View): void {
    if (this._quickAdd) this._quickAdd = undefined
    this.#loop.request()
    this.dispatchEvent(new ViewChangeEvent(view))
  }

  #draw(time: number): void {
    if (!this.#drawing || !this.#probe || this.size.width === 0) return
    this.#theme ??= this.#probe.read()
    this.#drawing.draw({
      scene: this.scene,
      view: this.view,
      ...this.#camera.size,
      theme: this.#theme,
      selection: this.#nodes,
      selectedEdges: this.#edges,
      hoveredEdge: this.#hoveredEdge,
      hoveredPort: this.#hoveredPort,
      focused: this._focused,
      connection: this.#draft,
      marquee: this.#marquee,
      dropTarget: this.#dropTarget,
      time,
      still: this.#reduced.matches,
    })
  }

  // Pointer.

  #onPress(at: SurfacePoint): ReturnType<typeof pressed> {
    this.#pointer = at
    this.#surface.focus({ preventScroll: true })
    this._quickAdd = undefined
    const hit = hitAt(this, at)
    this.#wasSelected = (hit.kind === 'node' || hit.kind === 'port') && this.#nodes.has(hit.node.id)
    return pressed(this, at)
  }

  #onDoubleClick(at: SurfacePoint): void {
    const hit = hitAt(this, at)
    if (hit.kind === 'node' || hit.kind === 'port') this.dispatchEvent(new NodeOpenEvent(hit.node.id))
    else if (hit.kind === 'empty') this.openQuickAdd(at)
  }

  #onHover(at: SurfacePoint | undefined): void {
    this.#pointer = at
    const hit = at && hitAt(this, at)
    const port = hit?.kind === 'port' ? hit.end : undefined
    const edge = hit?.kind === 'edge' ? hit.edge.id : undefined
    this.#cursor(hit && hit.kind !== 'empty' && (this.editable || hit.kind === 'edge') ? hit.kind : '')
    this.#tip(hit && hoverWords(hit, this.strings), at)
    if (edge === this.#hoveredEdge && samePort(port, this.#hoveredPort)) return
    this.#hoveredEdge = edge
    this.#hoveredPort = port
    this.#loop.request()
  }

  #cursor(name: string): void {
    this.#surface.dataset.cursor = name
  }

  #tip(text: string | undefined, at: Point | undefined, refused = false): void {
    const tip = this.renderRoot.querySelector<HTMLElement>('.tip')
    if (tip) showTip(tip, text, at, this.size, refused)
  }

  #nodeUnder(event: DragEvent): string | undefined {
    const { x, y } = pointOn(this.#surface, event)
    const { width, height } = this.size
    return x >= 0 && y >= 0 && x < width && y < height ? this.nodeAt(event) : undefined
  }

  /** The top left corner of a node whose header would lie under a point of the surface. */
  #cornerAt(point: Point): Point {
    const at = this.#camera.toGraph(point)
    return { x: snap(at.x - nodeWidth / 2), y: snap(at.y - headerHeight / 2) }
  }

  // Keyboard.

  #hasFocus(): boolean {
    const active = this.shadowRoot?.activeElement
    return active !== null && active !== undefined && active.localName !== 'aw-quick-add'
  }

  #onKey = (event: KeyboardEvent): void => {
    const onSurface = event.currentTarget === this.#surface
    if (event.key === ' ' && onSurface) {
      this.#input?.space(true)
      event.preventDefault()
      return
    }
    const command = commandOf(event)
    if (!command) return
    if (isClipboard(command)) this.#clipboard?.key(command.name)
    else {
      runCommand(command, this, onSurface)
      event.preventDefault()
    }
    event.stopPropagation()
  }

  #onKeyUp = (event: KeyboardEvent): void => {
    if (event.key === ' ') this.#input?.space(false)
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
    if (!this.#nodes.has(id)) this.select([id])
    this.reveal(id)
  }

  #copy(): Fragment | undefined {
    if (this.#nodes.size === 0) return undefined
    this.announce(this.strings.copied(this.#nodes.size))
    return fragmentOf(this.document, this.#nodes)
  }

  #paste(fragment: Fragment): void {
    if (!this.editable) return
    const pointer = this.#pointer && this.#camera.toGraph(this.#pointer)
    this.act(pasteAction(fragment, pointer, this.scene.nodes, this.newId, this.strings))
  }

  /** Pasted data is taken as if it were dropped: at the pointer, or in the middle of what is in view. */
  #pasteFiles(files: readonly File[]): void {
    if (!this.editable) return
    const at = this.#pointer ?? { x: this.size.width / 2, y: this.size.height / 2 }
    this.dispatchEvent(new FileDropEvent(files, undefined, this.#cornerAt(at)))
  }

  // Quick add.

  #portOf(end: PortEnd): NodeType['inputs'][number] | undefined {
    const { shape } = this.scene.byId.get(end.node) ?? {}
    const places = end.side === 'output' ? shape?.outputs : shape?.inputs
    return places?.find(({ port }) => port.name === end.port)?.port
  }

  async #placeQuickAdd(at: Point): Promise<void> {
    await this.updateComplete
    const list = this.renderRoot.querySelector<HTMLElement>('aw-quick-add')
    if (!list) return
    list.style.left = `${Math.max(8, Math.min(at.x, this.size.width - 272))}px`
    list.style.top = `${Math.max(8, Math.min(at.y, this.size.height - 330))}px`
  }

  #onQuickAdd = ({ nodeType }: QuickAddEvent): void => {
    const open = this._quickAdd
    this._quickAdd = undefined
    if (!open) return
    // Closed because the keyboard went elsewhere, it must not be called back.
    if (this.shadowRoot?.activeElement?.localName === 'aw-quick-add') this.#surface.focus({ preventScroll: true })
    if (!nodeType || !this.editable) return
    const { from } = open
    const at = this.#camera.toGraph(open.at)
    const type = from && this.#portOf(from)?.type
    const port = from && type && fittingPort(nodeType, from, type)
    if (!from || port === undefined) {
      this.addNode(nodeType, { x: at.x - nodeWidth / 2, y: at.y - headerHeight / 2 })
      return
    }
    const { document, types } = this
    this.act(addConnectedAction({ type: nodeType, from, port, at, document, types }, this.newId, this.strings))
  }
}

const same = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  a.size === b.size && [...a].every((id) => b.has(id))

const samePort = (a: PortEnd | undefined, b: PortEnd | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && a.node === b.node && a.side === b.side && a.port === b.port)
