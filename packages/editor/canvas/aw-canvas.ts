import type { WorkflowSession } from '@aw-flow/client'
import type { Edit, NodeState, NodeType, Workflow } from '@aw-flow/schema'
import { html, LitElement, nothing, type PropertyValues } from 'lit'
import { SessionController } from '../session-controller.ts'
import { controls } from '../styles/controls.styles.ts'
import { tokens } from '../styles/tokens.styles.ts'
import { styles } from './aw-canvas.styles.ts'
import type { QuickAddEvent } from './aw-quick-add.ts'
import { canvasStrings, type CanvasStrings } from './canvas-strings.ts'
import { FileDropEvent, NodeOpenEvent, SelectionChangeEvent, ViewChangeEvent } from './canvas-events.ts'
import { createThemeProbe, type CanvasTheme } from './canvas-theme.ts'
import { createClipboard } from './clipboard.ts'
import { connect, connectEdit, fittingPort, type Connection, type PortEnd } from './connection-rules.ts'
import { fragmentOf, insertFragment, moveEdit, newNode, removeEdit, type Fragment } from './document-edits.ts'
import type { DraftConnection, Frame } from './draw-frame.ts'
import { createFrameLoop } from './frame-loop.ts'
import { clicked, hitAt, nudgeStep, pressed, type GestureHost, type NodeDrag } from './gestures.ts'
import { createGraphDrawing } from './graph-drawing.ts'
import { nodeAt } from './hit-test.ts'
import { newId, type NewId } from './new-id.ts'
import { nodeAnnouncement } from './node-face.ts'
import { nodeTypeDrag } from './node-type-drag.ts'
import { freePlace, gridSize, headerHeight, nodeWidth, snap } from './node-shape.ts'
import { createPointerInput, pointOn, type SurfacePoint } from './pointer-input.ts'
import { createSceneMaker, emptyScene, nodeRect, sceneBounds, type Scene } from './scene.ts'
import { commandOf, type Command } from './shortcuts.ts'
import { watchSize, type SurfaceSize } from './surface-size.ts'
import { fit, pan, toGraph, toScreen, zoomAt, type Point, type Rect, type View } from './view.ts'

const noTypes: ReadonlyMap<string, NodeType> = new Map()
const none: ReadonlySet<string> = new Set()
/** More than this many nodes are not listed for screen readers at once; the list follows the focus. */
const listed = 200

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
 * @event {FileDropEvent} aw-file-drop - Files were dropped.
 * @csspart surface - What takes the pointer.
 */
export class AwCanvas extends LitElement implements GestureHost {
  static override styles = [tokens, controls, styles]
  static override properties = {
    session: { attribute: false },
    readonly: { type: Boolean, reflect: true },
    strings: { attribute: false },
    insets: { attribute: false },
    newId: { attribute: false },
    _quickAdd: { state: true },
    _focused: { state: true },
    _dropping: { state: true },
    _message: { state: true },
  }

  declare session: WorkflowSession | undefined
  declare readonly: boolean
  declare strings: CanvasStrings
  /** Room at the edges that other things cover, in CSS pixels; `fit` leaves it free. */
  declare insets: { top: number; right: number; bottom: number; left: number }
  /** Makes ids of new nodes and edges. */
  declare newId: NewId
  declare private _quickAdd: { at: Point; from: PortEnd | undefined; types: readonly NodeType[] } | undefined
  declare private _focused: string | undefined
  declare private _dropping: boolean
  declare private _message: string

  view: View = { x: 0, y: 0, scale: 1 }
  scene: Scene = emptyScene
  types: ReadonlyMap<string, NodeType> = noTypes

  #source = new SessionController(
    this,
    ['document', 'catalogue', 'description', 'run', 'progress'],
    () => (this.#stale = true),
  )
  #nodes: ReadonlySet<string> = none
  #edges: ReadonlySet<string> = none
  #stale = true
  #fitted = false
  #size: SurfaceSize = { width: 0, height: 0, density: 1 }
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
  #states = new Map<string, NodeState>()
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
    this.insets = { top: 24, right: 24, bottom: 24, left: 24 }
    this.newId = newId
    this._dropping = false
    this._message = ''
  }

  get selection(): ReadonlySet<string> {
    return this.#nodes
  }

  get selectedEdges(): ReadonlySet<string> {
    return this.#edges
  }

  get document(): Workflow {
    const { session } = this.#source
    if (!session) throw new Error('The canvas has no session; set `session` or provide one by `sessionContext`.')
    return session.document
  }

  get editable(): boolean {
    return !this.readonly && this.#source.session !== undefined
  }

  /** True while a pointer is down on the surface. */
  get pressing(): boolean {
    return this.#input?.pressing ?? false
  }

  /** The size of the surface in its own CSS pixels. */
  get size(): { width: number; height: number } {
    return this.#size
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
    const { session } = this.#source
    const count = this.scene.nodes.length
    return html`
      <div
        class="surface"
        part="surface"
        tabindex="-1"
        @keydown=${this.#onKey}
        @keyup=${this.#onKeyUp}
        @dragenter=${this.#onDragOver}
        @dragover=${this.#onDragOver}
        @dragleave=${this.#onDragLeave}
        @drop=${this.#onDrop}
      >
        <canvas aria-hidden="true"></canvas>
      </div>
      <div
        class="list"
        role="group"
        aria-label=${this.strings.label(count, this.scene.edges.length)}
        aria-description=${this.strings.help}
        @keydown=${this.#onKey}
        @focusin=${this.#onListFocus}
        @focusout=${() => (this._focused = undefined)}
      >
        ${this.#renderList()}
      </div>
      ${
        session && count === 0
          ? html`<div class="empty">
              <h2>${this.strings.emptyTitle}</h2>
              <p class="muted">${this.readonly ? this.strings.emptyTextReadonly : this.strings.emptyText}</p>
            </div>`
          : nothing
      }
      <div class="tip" role="presentation" hidden></div>
      ${
        this._quickAdd
          ? html`<aw-quick-add
              .types=${this._quickAdd.types}
              .strings=${this.strings}
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
    const { top, right, bottom, left } = this.insets
    const inner = { width: this.#size.width - left - right, height: this.#size.height - top - bottom }
    this.#look(pan(fit(sceneBounds(nodes), inner, 24), left, top))
  }

  /** Zooms by a factor around the middle. */
  zoom(factor: number, pivot: Point = { x: this.#size.width / 2, y: this.#size.height / 2 }): void {
    this.#look(zoomAt(this.view, factor, pivot))
  }

  /** Moves the view by pixels. */
  panBy(dx: number, dy: number): void {
    this.#look(pan(this.view, dx, dy))
  }

  /** Puts a point of the graph in the middle. */
  centre(at: Point): void {
    const { scale } = this.view
    this.#look({ scale, x: this.#size.width / 2 - at.x * scale, y: this.#size.height / 2 - at.y * scale })
  }

  /** Moves the view as little as needed for a node to be seen whole. */
  reveal(id: string): void {
    const node = this.scene.byId.get(id)
    if (!node || this.#size.width === 0) return
    const { x, y } = toScreen(this.view, node)
    const { scale } = this.view
    const { top, right, bottom, left } = this.insets
    const over = (from: number, length: number, low: number, high: number): number =>
      from < low || length > high - low ? low - from : from + length > high ? high - from - length : 0
    const dx = over(x, node.shape.width * scale, left, this.#size.width - right)
    const dy = over(y, node.shape.height * scale, top, this.#size.height - bottom)
    if (dx !== 0 || dy !== 0) this.#look(pan(this.view, dx, dy))
  }

  /** The node that is drawn under a point of the page. */
  nodeAt(event: { clientX: number; clientY: number }): string | undefined {
    const surface = this.#surface
    return surface && nodeAt(this.scene, toGraph(this.view, pointOn(surface, event)))?.id
  }

  /** Where a graph's point is drawn, in CSS pixels of the surface. */
  screenPoint(at: Point): Point {
    return toScreen(this.view, at)
  }

  /** Adds a node of a type, in the middle of what is seen or at a place, and selects it. */
  addNode(type: NodeType, at?: Point): string | undefined {
    if (!this.editable) return undefined
    const middle = toGraph(this.view, { x: this.#size.width / 2, y: this.#size.height / 2 })
    const wanted = at ?? { x: middle.x - nodeWidth / 2, y: middle.y - 48 }
    const place = at
      ? { x: snap(at.x), y: snap(at.y) }
      : freePlace({ ...wanted, width: nodeWidth, height: 96 }, this.scene.nodes.map(nodeRect))
    const id = this.newId(type.type)
    this.#apply({ type: 'add-node', node: newNode(type, place, id) })
    this.select([id])
    this.announce(this.strings.added(type.title))
    this.reveal(id)
    return id
  }

  /** Removes what is selected. */
  removeSelected(): void {
    if (!this.editable || this.#nodes.size + this.#edges.size === 0) return
    const [nodes, edges] = [this.#nodes.size, this.#edges.size]
    const next = this.#neighbour()
    this.#apply(removeEdit(this.document, this.#nodes, this.#edges))
    this.select([])
    this.announce(this.strings.removed(nodes, edges))
    if (this._focused !== undefined) this.focusNode(next)
  }

  /** Opens the list of node types at a point of the surface. */
  openQuickAdd(at: Point = { x: this.#size.width / 2, y: this.#size.height / 2 }, from?: PortEnd): void {
    if (!this.editable) return
    this._quickAdd = { at, from, types: this.#fitting(from) }
    void this.updateComplete.then(() => this.#placeQuickAdd())
  }

  /** Puts the keyboard on a node (the selected one, else the first). */
  focusNode(id?: string): void {
    const wanted = id ?? [...this.#nodes][0] ?? this.scene.nodes[0]?.id
    this._focused = wanted
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLElement>('.nodes button[tabindex="0"], .list button')?.focus(),
    )
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

  // What gestures call.

  dragged(drag: NodeDrag | undefined): void {
    this.#drag = drag
    this.#place()
    this.#loop.request()
  }

  moved(ids: ReadonlySet<string>, dx: number, dy: number): void {
    this.#apply(moveEdit(this.document, ids, dx, dy))
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
    this.#apply(connectEdit(connection, this.newId('edge')))
    const from = this.scene.byId.get(connection.edge.source)?.face.title ?? ''
    const to = this.scene.byId.get(connection.edge.target)?.face.title ?? ''
    this.announce(this.strings.connected(from, to))
  }

  disconnected(edge: string): void {
    this.#apply({ type: 'remove-edge', id: edge })
    this.announce(this.strings.removed(0, 1))
  }

  droppedOnEmpty(from: PortEnd, at: Point): void {
    this.openQuickAdd(at, from)
  }

  // Life.

  get #surface(): HTMLElement | undefined {
    return this.renderRoot.querySelector<HTMLElement>('.surface') ?? undefined
  }

  #start(): void {
    const surface = this.#surface
    const canvas = surface?.querySelector('canvas')
    if (!surface || !canvas || this.#live.length > 0) return
    // litegraph keeps hold of its canvas: each time a fresh one.
    const fresh = document.createElement('canvas')
    fresh.setAttribute('aria-hidden', 'true')
    canvas.replaceWith(fresh)
    this.#drawing = createGraphDrawing(fresh)
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
    })
    this.#live = [
      this.#drawing,
      this.#probe,
      this.#input,
      this.#clipboard,
      watchSize(surface, (size) => this.#resize(size)),
    ]
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
    const { session } = this.#source
    if (!session) {
      this.scene = emptyScene
      return
    }
    if (session.catalogue !== this.#catalogue) {
      this.#catalogue = session.catalogue
      this.types = new Map(session.catalogue.map((type) => [type.type, type]))
    }
    this.scene = this.#makeScene({
      document: session.document,
      types: this.types,
      description: session.description,
      run: session.run,
      progress: session.progress,
    })
    this.#place()
    this.#drawing?.update(this.scene)
    this.#keepSelection()
    this.#announceStates()
    if (!this.#fitted && this.scene.nodes.length > 0 && this.#size.width > 0) this.#fitFirst()
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

  #keepSelection(): void {
    const edges = new Set(this.scene.edges.map((edge) => edge.id))
    const nodesKept = [...this.#nodes].filter((id) => this.scene.byId.has(id))
    const edgesKept = [...this.#edges].filter((id) => edges.has(id))
    if (nodesKept.length === this.#nodes.size && edgesKept.length === this.#edges.size) return
    queueMicrotask(() => this.select(nodesKept, edgesKept))
  }

  #announceStates(): void {
    const said: string[] = []
    for (const node of this.scene.nodes) {
      const { state } = node.face
      const before = this.#states.get(node.id)
      if (state && state !== before && state !== 'pending' && before !== undefined) {
        said.push(this.strings.runState(node.face.title, this.strings.states[state]))
      }
      if (state) this.#states.set(node.id, state)
      else this.#states.delete(node.id)
    }
    if (said.length > 0) this._message = said.slice(-4).join('. ')
  }

  #animates(): boolean {
    if (this.#reduced.matches) return false
    return this.scene.nodes.some((node) => node.face.state === 'running' || node.face.state === 'retrying')
  }

  #resize(size: SurfaceSize): void {
    const before = this.#size
    this.#size = size
    if (size.width === 0 || size.height === 0) return
    if (!this.#fitted && this.scene.nodes.length > 0) this.#fitFirst()
    else if (!this.#fitted && before.width === 0) this.#look({ x: size.width / 2, y: size.height / 2, scale: 1 })
    else {
      const [only] = this.#nodes
      if (this.#nodes.size === 1 && only !== undefined && !this.pressing) this.reveal(only)
      this.dispatchEvent(new ViewChangeEvent(this.view))
    }
    this.#loop.request()
  }

  #fitFirst(): void {
    this.#fitted = true
    this.fit()
  }

  #look(view: View): void {
    this.view = view
    if (this._quickAdd) this._quickAdd = undefined
    this.#loop.request()
    this.dispatchEvent(new ViewChangeEvent(view))
  }

  #draw(time: number): void {
    if (!this.#drawing || !this.#probe || this.#size.width === 0) return
    this.#theme ??= this.#probe.read()
    const frame: Frame = {
      scene: this.scene,
      view: this.view,
      ...this.#size,
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
    }
    this.#drawing.draw(frame)
  }

  #apply(edit: Edit): void {
    if (this.editable) this.#source.session?.apply(edit)
  }

  // Pointer.

  #onPress(at: SurfacePoint): ReturnType<typeof pressed> {
    this.#pointer = at
    this.#surface?.focus({ preventScroll: true })
    if (this._quickAdd) this._quickAdd = undefined
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
    const edge = hit?.kind === 'edge' ? hit.edge : undefined
    const port = hit?.kind === 'port' ? hit.end : undefined
    this.#cursor(hit && hit.kind !== 'empty' && (this.editable || hit.kind === 'edge') ? hit.kind : '')
    if (edge?.id === this.#hoveredEdge && samePort(port, this.#hoveredPort) && !edge) return
    this.#hoveredEdge = edge?.id
    this.#hoveredPort = port
    if (edge && at) {
      const words = [
        edge.rows === undefined ? '' : this.strings.rows(edge.rows),
        edge.columns === undefined ? '' : this.strings.columns(edge.columns),
      ].filter(Boolean)
      this.#tip(words.join(', ') || this.strings.portTypes[edge.type], at, false)
    } else if (hit?.kind === 'port' && at) {
      const places = hit.end.side === 'input' ? hit.node.shape.inputs : hit.node.shape.outputs
      const found = places.find((place) => place.port.name === hit.end.port)?.port
      this.#tip(found && `${found.label ?? found.name}: ${this.strings.portTypes[found.type]}`, at, false)
    } else this.#tip(undefined, undefined, false)
    this.#loop.request()
  }

  #cursor(name: string): void {
    const surface = this.#surface
    if (surface) surface.dataset.cursor = name
  }

  #tip(text: string | undefined, at: Point | undefined, refused: boolean): void {
    const tip = this.renderRoot.querySelector<HTMLElement>('.tip')
    if (!tip) return
    tip.hidden = !text || !at
    if (!text || !at) return
    tip.textContent = text
    tip.classList.toggle('refused', refused)
    const x = Math.max(4, Math.min(at.x + 14, this.#size.width - tip.offsetWidth - 4))
    const below = at.y + 18
    const y = below + tip.offsetHeight > this.#size.height - 4 ? at.y - tip.offsetHeight - 10 : below
    tip.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`
  }

  // Keyboard.

  #hasFocus(): boolean {
    const active = this.shadowRoot?.activeElement
    return active !== null && active !== undefined && active.localName !== 'aw-quick-add'
  }

  #onKey = (event: KeyboardEvent): void => {
    if (event.key === ' ' && event.currentTarget === this.#surface) {
      this.#input?.space(true)
      event.preventDefault()
      return
    }
    const command = commandOf(event)
    if (!command || !this.#run(command, event)) return
    if (command.name !== 'copy' && command.name !== 'cut' && command.name !== 'paste') event.preventDefault()
    event.stopPropagation()
  }

  #onKeyUp = (event: KeyboardEvent): void => {
    if (event.key === ' ') this.#input?.space(false)
  }

  #run(command: Command, event: KeyboardEvent): boolean {
    const { session } = this.#source
    switch (command.name) {
      case 'arrow':
        this.#arrow(command, event)
        return true
      case 'remove':
        this.removeSelected()
        return true
      case 'undo':
        if (!this.editable || !session?.canUndo) return true
        session.undo()
        this.announce(this.strings.undone)
        return true
      case 'redo':
        if (!this.editable || !session?.canRedo) return true
        session.redo()
        this.announce(this.strings.redone)
        return true
      case 'select-all':
        this.select(this.scene.nodes.map((node) => node.id))
        return true
      case 'copy':
      case 'cut':
      case 'paste':
        this.#clipboard?.key(command.name)
        return true
      case 'duplicate':
        this.#duplicate()
        return true
      case 'escape':
        this.#input?.cancel()
        this.select([])
        return true
      case 'open': {
        const id = this._focused ?? [...this.#nodes][0]
        if (id !== undefined) this.dispatchEvent(new NodeOpenEvent(id))
        else this.openQuickAdd()
        return true
      }
      case 'quick-add':
        this.openQuickAdd(this.#pointer)
        return true
      case 'fit':
        this.fit()
        return true
      case 'zoom-in':
        this.zoom(1.25)
        return true
      case 'zoom-out':
        this.zoom(0.8)
        return true
      case 'zoom-reset':
        this.zoom(1 / this.view.scale)
        return true
    }
  }

  #arrow({ dx, dy, fine, moves }: Extract<Command, { name: 'arrow' }>, event: KeyboardEvent): void {
    const inList = event.currentTarget !== this.#surface
    if (inList && !moves) {
      this.#walk(dx, dy)
      return
    }
    if (this.#nodes.size === 0) {
      this.panBy(-dx * 48, -dy * 48)
      return
    }
    if (!this.editable) return
    const step = nudgeStep(fine)
    const edit = moveEdit(this.document, this.#nodes, dx * step, dy * step)
    this.#source.session?.apply(edit, { merge: `nudge ${[...this.#nodes].join(' ')}` })
  }

  /** Up and down go through the nodes in order, left and right along their edges. */
  #walk(dx: number, dy: number): void {
    const nodes = this.scene.nodes
    const at = nodes.findIndex((node) => node.id === this._focused)
    const here = nodes[at]
    let next: string | undefined
    if (dy !== 0) next = nodes[Math.min(nodes.length - 1, Math.max(0, at + dy))]?.id
    else if (here) {
      next =
        dx > 0
          ? this.scene.edges.find((edge) => edge.from === here)?.to.id
          : this.scene.edges.find((edge) => edge.to === here)?.from.id
    }
    if (next !== undefined && next !== this._focused) this.focusNode(next)
  }

  #neighbour(): string | undefined {
    const index = this.scene.nodes.findIndex((node) => this.#nodes.has(node.id))
    const rest = this.scene.nodes.filter((node) => !this.#nodes.has(node.id))
    return rest[Math.max(0, Math.min(index, rest.length - 1))]?.id
  }

  #renderList(): unknown {
    const { nodes } = this.scene
    if (nodes.length === 0) {
      return html`<ul class="nodes">
        <li><button @click=${() => this.openQuickAdd()}>${this.strings.addNode}</button></li>
      </ul>`
    }
    const wanted = this._focused ?? [...this.#nodes][0]
    const active = Math.max(
      0,
      nodes.findIndex((node) => node.id === wanted),
    )
    const from = Math.max(0, Math.min(active - listed / 2, nodes.length - listed))
    return html`<ul class="nodes" aria-label=${this.strings.nodes}>
      ${nodes.slice(from, from + listed).map(
        (node, index) =>
          html`<li aria-setsize=${nodes.length} aria-posinset=${from + index + 1}>
            <button
              type="button"
              data-node=${node.id}
              tabindex=${from + index === active ? 0 : -1}
              aria-pressed=${this.#nodes.has(node.id) ? 'true' : 'false'}
            >
              ${nodeAnnouncement(node.face, this.strings)}
            </button>
          </li>`,
      )}
    </ul>`
  }

  #onListFocus = (event: FocusEvent): void => {
    const id = (event.target as HTMLElement).dataset.node
    if (id === undefined) return
    this._focused = id
    this.select([id])
    this.reveal(id)
  }

  // Copies.

  #copy(): Fragment | undefined {
    if (this.#nodes.size === 0) return undefined
    this.announce(this.strings.copied(this.#nodes.size))
    return fragmentOf(this.document, this.#nodes)
  }

  #duplicate(): void {
    if (!this.editable || this.#nodes.size === 0) return
    const { edit, ids } = insertFragment(fragmentOf(this.document, this.#nodes), 2 * gridSize, 2 * gridSize, this.newId)
    this.#apply(edit)
    this.select(ids)
  }

  #paste(fragment: Fragment): void {
    if (!this.editable) return
    const taken = new Set(this.scene.nodes.map((node) => `${node.node.position.x} ${node.node.position.y}`))
    let shift = 2 * gridSize
    while (fragment.nodes.some((node) => taken.has(`${node.position.x + shift} ${node.position.y + shift}`))) {
      shift += 2 * gridSize
    }
    let [dx, dy] = [shift, shift]
    const [first] = fragment.nodes
    if (this.#pointer && first) {
      const at = toGraph(this.view, this.#pointer)
      dx = snap(at.x - nodeWidth / 2) - first.position.x
      dy = snap(at.y - headerHeight / 2) - first.position.y
    }
    const { edit, ids } = insertFragment(fragment, dx, dy, this.newId)
    this.#apply(edit)
    this.select(ids)
    this.announce(this.strings.pasted(ids.length))
  }

  // Quick add.

  #fitting(from: PortEnd | undefined): readonly NodeType[] {
    const all = this.#source.session?.catalogue ?? []
    const port = from && this.#portOf(from)
    if (!from || !port) return all
    return all.filter((type) => fittingPort(type, from, port.type) !== undefined)
  }

  #portOf(end: PortEnd): NodeType['inputs'][number] | undefined {
    const { shape } = this.scene.byId.get(end.node) ?? {}
    const places = end.side === 'output' ? shape?.outputs : shape?.inputs
    return places?.find(({ port }) => port.name === end.port)?.port
  }

  #placeQuickAdd(): void {
    const list = this.renderRoot.querySelector<HTMLElement>('aw-quick-add')
    if (!list || !this._quickAdd) return
    const { at } = this._quickAdd
    list.style.left = `${Math.max(8, Math.min(at.x, this.#size.width - 272))}px`
    list.style.top = `${Math.max(8, Math.min(at.y, this.#size.height - 330))}px`
  }

  #onQuickAdd = (event: QuickAddEvent): void => {
    const open = this._quickAdd
    this._quickAdd = undefined
    if (!open) return
    this.#surface?.focus({ preventScroll: true })
    const { nodeType } = event
    if (!nodeType || !this.editable) return
    const at = toGraph(this.view, open.at)
    const port = open.from && this.#portOf(open.from)
    const other = open.from && port && fittingPort(nodeType, open.from, port.type)
    if (!open.from || other === undefined) {
      this.addNode(nodeType, { x: at.x - nodeWidth / 2, y: at.y - headerHeight / 2 })
      return
    }
    const id = this.newId(nodeType.type)
    const left = open.from.side === 'output' ? at.x : at.x - nodeWidth
    const node = newNode(nodeType, { x: snap(left), y: snap(at.y - headerHeight / 2) }, id)
    const after: Workflow = { ...this.document, nodes: [...this.document.nodes, node] }
    const end: PortEnd = { node: id, side: open.from.side === 'output' ? 'input' : 'output', port: other }
    const connection = connect(after, this.types, open.from, end, this.strings)
    const edits: Edit[] = [{ type: 'add-node', node }]
    if (connection.ok) edits.push(connectEdit(connection, this.newId('edge')))
    this.#apply({ type: 'batch', edits })
    this.select([id])
    this.announce(this.strings.added(nodeType.title))
    this.reveal(id)
  }

  // Drag and drop from outside.

  #onDragOver = (event: DragEvent): void => {
    const types = event.dataTransfer?.types ?? []
    const file = types.includes('Files')
    if (!this.editable || (!file && !types.includes(nodeTypeDrag))) return
    event.preventDefault()
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy'
    this._dropping = true
    const target = file ? this.nodeAt(event) : undefined
    if (target !== this.#dropTarget) {
      this.#dropTarget = target
      this.#loop.request()
    }
  }

  #onDragLeave = (event: DragEvent): void => {
    if (event.relatedTarget instanceof Node && this.#surface?.contains(event.relatedTarget)) return
    this._dropping = false
    this.#dropTarget = undefined
    this.#loop.request()
  }

  #onDrop = (event: DragEvent): void => {
    this._dropping = false
    this.#dropTarget = undefined
    const surface = this.#surface
    if (!this.editable || !surface || !event.dataTransfer) return
    event.preventDefault()
    const at = toGraph(this.view, pointOn(surface, event))
    const place = { x: at.x - nodeWidth / 2, y: at.y - headerHeight / 2 }
    const files = [...event.dataTransfer.files]
    if (files.length > 0) {
      this.dispatchEvent(new FileDropEvent(files, this.nodeAt(event), { x: snap(place.x), y: snap(place.y) }))
      return
    }
    const type = this.types.get(event.dataTransfer.getData(nodeTypeDrag))
    if (type) this.addNode(type, place)
  }
}

const same = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  a.size === b.size && [...a].every((id) => b.has(id))

const samePort = (a: PortEnd | undefined, b: PortEnd | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && a.node === b.node && a.side === b.side && a.port === b.port)
