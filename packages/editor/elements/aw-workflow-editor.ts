import type { SessionAspect, WorkflowSession } from '@aw-flow/client'
import { isEnded, type Problem } from '@aw-flow/schema'
import { ContextProvider } from '@lit/context'
import { html, LitElement, nothing, type PropertyValues } from 'lit'
import type { AwCanvas } from '../canvas/aw-canvas.ts'
import type { FileDropEvent, NodeOpenEvent, SelectionChangeEvent, ViewChangeEvent } from '../canvas/canvas-events.ts'
import type { KeyBindings } from '../canvas/commands/keymap.ts'
import { createDropTarget } from '../canvas/drop-target.ts'
import { workflowInside } from '../canvas/sub-workflow/sub-workflow-node.ts'
import type { Rect } from '../canvas/view.ts'
import { newId, type NewId } from '../canvas/new-id.ts'
import { sessionContext } from '../session-context.ts'
import { SessionController } from '../session-controller.ts'
import { controls } from '../styles/controls.styles.ts'
import { tokens } from '../styles/tokens.styles.ts'
import type { NodeAddEvent } from './aw-palette.ts'
import type { DecideEvent } from './aw-approval.ts'
import type { TabChangeEvent } from './aw-results.ts'
import type { NodeChooseEvent } from './aw-run-monitor.ts'
import { styles } from './aw-workflow-editor.styles.ts'
import { editorNotices } from './editor-notices.ts'
import { editorStrings, type EditorStrings } from './editor-strings.ts'
import { editorToolbar } from './editor-toolbar.ts'
import { FileIntake } from './file-intake.ts'
import { LoadPlanDialog } from './load-plan-dialog.ts'
import { OutputHistograms } from './output-histograms.ts'
import { OwnSession } from './own-session.ts'
import { problemChip } from './problem-chip.ts'
import { ScopeTrail } from './scope-trail.ts'
import { splitter } from './splitter.ts'
import { storedNumber } from './stored-number.ts'
import { zoomControls } from './zoom-controls.ts'

const narrowWidth = 900
const smallWidth = 600
const barHeight = 41
/** In ms. */
const doubleClickTime = 400
const leastResults = 120
/** What stays of the canvas and the toolbar, however high the results are. */
const leastStage = 240
/** A smaller stage has no room for the map. */
const mapSize = { width: 720, height: 560 }
/** A narrower stage has the run bar below the other controls. */
const tightWidth = 880
const resultsHeight = storedNumber('aw-results-height')

declare global {
  interface HTMLElementTagNameMap {
    'aw-workflow-editor': AwWorkflowEditor
  }
}

/**
 * The whole editor: palette, canvas, settings of the selected node, run bar and results. It draws a session and calls
 * its methods; give it one by the `session` property or by `sessionContext`, or derive a class whose `createSession`
 * makes one.
 *
 * @slot toolbar-start - At the left of the toolbar.
 * @slot toolbar-end - At the right of the toolbar.
 * @event {SelectionChangeEvent} aw-selection-change - Nodes or edges were selected.
 * @csspart toolbar - The line at the top.
 * @csspart palette - The node types.
 * @csspart canvas - The drawing.
 * @csspart inspector - The settings of the selected node.
 * @csspart results - The drawer below.
 * @csspart run-bar - The run bar.
 * @cssproperty [--aw-palette-width=240px] - Width of the palette.
 * @cssproperty [--aw-inspector-width=320px] - Width of the inspector.
 * @cssproperty --aw-accent - The one accent colour; all other tokens of `styles/tokens.styles.ts` likewise.
 */
export class AwWorkflowEditor extends LitElement {
  static override styles = [tokens, controls, styles]
  static override properties = {
    session: { attribute: false },
    theme: { reflect: true },
    readonly: { type: Boolean, reflect: true },
    strings: { attribute: false },
    newId: { attribute: false },
    keys: { attribute: false },
    _selection: { state: true },
    _inspecting: { state: true },
    _paletteOpen: { state: true },
    _resultsOpen: { state: true },
    _resultsNode: { state: true },
    _tab: { state: true },
    _width: { state: true },
    _problemsOpen: { state: true },
    _scale: { state: true },
    _height: { state: true },
    _stage: { state: true },
    _listed: { state: true },
    _searching: { state: true },
  }

  declare session: WorkflowSession | undefined
  /** `light`, `dark`, `auto` (the system's); absent, the page's own colour scheme. */
  declare theme: 'light' | 'dark' | 'auto' | undefined
  declare readonly: boolean
  declare strings: EditorStrings
  /** Makes ids of new nodes and edges. */
  declare newId: NewId
  /** Other keys for some of the canvas' commands, by their ids: `{ fit: ['f'] }`. */
  declare keys: KeyBindings
  declare private _selection: ReadonlySet<string>
  declare private _inspecting: boolean
  declare private _paletteOpen: boolean
  declare private _resultsOpen: boolean
  declare private _resultsNode: string | undefined
  declare private _tab: 'table' | 'report' | 'log'
  declare private _width: number
  declare private _problemsOpen: boolean
  declare private _scale: number
  declare private _height: number
  declare private _stage: { width: number; height: number }
  /** Where there is little room: the steps as a list, or the drawing. */
  declare private _listed: boolean
  declare private _searching: boolean

  #source = new SessionController(this, [], (aspect) => this.#onChange(aspect))
  #provider = new ContextProvider(this, { context: sessionContext })
  #observer = new ResizeObserver((entries) => {
    for (const { target, contentRect } of entries) {
      if (target === this) this._width = contentRect.width
      else this._stage = { width: contentRect.width, height: contentRect.height }
    }
  })
  #stage: Element | undefined
  #files = new FileIntake(this)
  #plan = new LoadPlanDialog(this)
  #trail = new ScopeTrail(this)
  #histograms = new OutputHistograms(this)
  /** Files may also be dropped on what stands over the canvas and around it. */
  #drops: { destroy(): void } | undefined
  #selected: ReadonlySet<string> = new Set()
  /** The report is shown because a run failed, not because somebody chose it. */
  #reportForced = false
  #runSeen: { run: string | undefined; state: string | undefined } = { run: undefined, state: undefined }

  constructor() {
    super()
    this.addController(
      new OwnSession(
        this,
        () => this.activeSession,
        () => this.createSession(),
      ),
    )
    this.readonly = false
    this.strings = editorStrings
    this.newId = newId
    this.keys = {}
    this._selection = new Set()
    this._inspecting = false
    this._paletteOpen = false
    this._resultsOpen = false
    this._tab = 'table'
    this._width = 1_280
    this._problemsOpen = false
    this._scale = 1
    this._height = resultsHeight.get() ?? 300
    this._stage = { width: 0, height: 0 }
    this._listed = true
    this._searching = false
    this.addEventListener('keydown', this.#onSearchKey)
  }

  /**
   * Makes a session for an element that was given none; it then stands in `session`. The editor itself has no way to
   * make one; the `embed` package's element does. Closed when the element leaves the page.
   */
  protected createSession(): WorkflowSession | Promise<WorkflowSession | undefined> | undefined {
    return undefined
  }

  /** The canvas, for hosts that steer it (`fit`, `select`, `reveal`). */
  get canvas(): AwCanvas | undefined {
    return this.renderRoot.querySelector<AwCanvas>('aw-canvas') ?? undefined
  }

  /** The session that is shown: the property's, else the context's. */
  get activeSession(): WorkflowSession | undefined {
    return this.#source.session
  }

  /** The session of what is looked at: inside a sub-workflow, that of it. */
  get shownSession(): WorkflowSession | undefined {
    return this.#trail.session
  }

  /** The node whose results are looked at; `undefined`: what the run came to. */
  get looksAt(): string | undefined {
    return this._resultsOpen ? this._resultsNode : undefined
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#drops = createDropTarget(this, {
      ready: () => !this.readonly && this.canvas !== undefined,
      over: (event) => this.canvas?.dragOver(event),
      files: (dropped, event) => this.canvas?.takeDrop(dropped, event),
    })
    this.#observer.observe(this)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#drops?.destroy()
    this.#observer.disconnect()
    this.#stage = undefined
  }

  override willUpdate(_changed: PropertyValues): void {
    if (this.activeSession !== this.#provider.value) this.#provider.setValue(this.activeSession)
  }

  override updated(): void {
    const stage = this.renderRoot.querySelector('.stage') ?? undefined
    if (stage !== this.#stage) {
      if (this.#stage) this.#observer.unobserve(this.#stage)
      if (stage) this.#observer.observe(stage)
      this.#stage = stage
    }
    this.#placeInsets()
  }

  override render(): unknown {
    const session = this.activeSession
    if (!session) {
      return html`<div class="absent" role="status">
        <h2>${this.strings.absentTitle}</h2>
        <p class="muted">${this.strings.absentText}</p>
      </div>`
    }
    const shown = this.shownSession ?? session
    const { strings } = this
    const narrow = this._width < narrowWidth
    const small = this._width < smallWidth
    const inspecting = this._inspecting && this._selection.size > 0
    const listed = small && this._listed
    return html`
      <div class="layout ${narrow ? 'narrow' : ''} ${small ? 'small' : ''}">
        ${editorToolbar({
          session,
          strings,
          readonly: this.readonly,
          search: () => (this._searching = !this._searching),
          togglePalette: narrow ? this.#togglePalette : undefined,
          steps: small ? { listed, toggle: () => (this._listed = !this._listed) } : undefined,
          openSettings:
            narrow && !listed && !inspecting && this._selection.size > 0 ? () => (this._inspecting = true) : undefined,
        })}
        ${
          narrow && !this._paletteOpen
            ? nothing
            : html`<aw-palette
                part="palette"
                .session=${session}
                .strings=${strings.paletteWords}
                ?disabled=${this.readonly}
                @aw-node-add=${this.#onAdd}
                @keydown=${this.#onSheetKey}
              ></aw-palette>`
        }
        <div class="stage ${this._stage.width < tightWidth ? 'tight' : ''} ${listed ? 'listed' : ''}">
          <aw-canvas
            part="canvas"
            .session=${shown}
            .strings=${strings.canvas}
            .newId=${this.newId}
            .keys=${this.keys}
            .histograms=${this.#histograms.shown}
            ?readonly=${this.readonly}
            @aw-selection-change=${this.#onSelection}
            @aw-node-open=${this.#onOpen}
            @aw-node-enter=${this.#trail.entered}
            @aw-view-change=${this.#onView}
            @aw-file-drop=${(event: FileDropEvent) => void this.#files.take(event)}
            @pointerup=${this.#onSettled}
            @pointercancel=${this.#onSettled}
          ></aw-canvas>
          ${
            listed
              ? html`<aw-step-list
                  .session=${shown}
                  .selection=${this._selection}
                  .strings=${strings.steps}
                  @aw-node-open=${this.#onOpen}
                ></aw-step-list>`
              : nothing
          }
          ${this.#trail.view()}
          ${
            this._searching
              ? html`<aw-command-palette
                  .canvas=${this.canvas}
                  .strings=${strings.commandPalette}
                  @aw-palette-close=${() => (this._searching = false)}
                ></aw-command-palette>`
              : nothing
          }
          ${editorNotices({
            problem: session.problem,
            dismissProblem: () => session.dismissProblem(),
            notice: this.#files.notice,
            dismissNotice: () => this.#files.dismiss(),
            reading: this.#files.reading,
            strings,
          })}
          ${problemChip({
            problems: (session.description?.problems ?? []).filter((problem) => problem.severity !== 'info'),
            open: this._problemsOpen,
            strings,
            toggle: (open) => (this._problemsOpen = open),
            choose: (problem) => this.#showProblem(problem),
          })}
          <div class="corner">
            ${this.#hasMap(shown) ? html`<aw-minimap .canvas=${this.canvas} .scene=${this.canvas?.scene}></aw-minimap>` : nothing}
            ${zoomControls(this.canvas, this._scale, strings)}
          </div>
          <div class="bottom">
            <aw-run-bar
              part="run-bar"
              .session=${session}
              .strings=${strings.runBar}
              @pointerenter=${() => session.warmUp()}
            ></aw-run-bar>
          </div>
        </div>
        ${
          narrow && (this._paletteOpen || (small && inspecting))
            ? html`<button
                type="button"
                class="scrim"
                aria-label=${strings.close}
                @click=${this.#closeSheets}
              ></button>`
            : nothing
        }
        ${
          inspecting
            ? html`<aw-inspector
                part="inspector"
                aria-label=${strings.inspector}
                role="region"
                .session=${shown}
                .nodes=${this._selection}
                .newId=${this.newId}
                .strings=${strings.inspectorWords}
                ?readonly=${this.readonly}
                @aw-inspector-close=${this.#closeInspector}
                @keydown=${this.#onSheetKey}
              ></aw-inspector>`
            : nothing
        }
        ${this.#renderResults(shown, narrow)}
      </div>
      ${this.#files.question()} ${this.#plan.view()}
    `
  }

  #renderResults(session: WorkflowSession, narrow: boolean): unknown {
    const most = Math.max(leastResults, this.offsetHeight - leastStage)
    const height = this._resultsOpen ? Math.max(leastResults, Math.min(this._height, most)) : barHeight
    return html`<section class="results" aria-label=${this.strings.results} .style=${`height: ${height}px`}>
      <aw-results
        part="results"
        .session=${session}
        .node=${this._resultsNode}
        .tab=${this._tab}
        .strings=${this.strings.resultsWords}
        ?closable=${this._resultsOpen}
        ?narrow=${narrow}
        planning
        @click=${this.#openResults}
        @aw-tab-change=${this.#onTab}
        @aw-results-close=${() => (this._resultsOpen = false)}
        @aw-node-choose=${(event: NodeChooseEvent) => (this._resultsNode = event.node)}
        @aw-decide=${(event: DecideEvent) => void session.decide(event.decision)}
      ></aw-results>
      ${
        this._resultsOpen
          ? splitter({
              label: this.strings.resize,
              height,
              least: leastResults,
              most,
              set: (wanted) => {
                this._height = wanted
                resultsHeight.set(wanted)
              },
            })
          : nothing
      }
    </section>`
  }

  #hasMap(session: WorkflowSession): boolean {
    const { width, height } = this._stage
    return session.document.nodes.length > 0 && height >= mapSize.height && width >= mapSize.width
  }

  // What files call.

  fileTaken(node: string): void {
    this.canvas?.select([node])
  }

  workflowOpened(): void {
    void this.updateComplete.then(() => this.canvas?.fit())
  }

  // The session.

  #onChange(aspect: SessionAspect | 'session'): void {
    if (aspect === 'session') this.#runSeen = { run: undefined, state: undefined }
    if (aspect !== 'run') return
    const run = this.activeSession?.run
    const before = this.#runSeen
    this.#runSeen = { run: run?.run, state: run?.state }
    if (!run) return
    if (run.run !== before.run) {
      this._resultsNode = undefined
      this._problemsOpen = false
    }
    if (run.state === before.state) return
    const asked = Object.values(run.waiting ?? {}).find(({ waitFor }) => waitFor.kind === 'approval')
    if (run.state === 'waiting' && asked) {
      // A person is asked, who need not look for where.
      this._resultsNode = undefined
      this.#reportForced ||= this._tab !== 'report'
      this._tab = 'report'
      this._resultsOpen = true
    }
    if (!isEnded(run.state)) return
    // What the person wants to see next: the table that came out, or why it did not.
    const failed = Object.values(run.nodes).find((node) => node.state === 'failed' && !node.handled)
    if (failed) {
      this._resultsNode = failed.node
      this.#reportForced ||= this._tab !== 'report'
      this._tab = 'report'
      this._resultsOpen = true
    } else if (run.state === 'completed') {
      if (this._tab === 'log' || this.#reportForced) this._tab = 'table'
      this.#reportForced = false
      this._resultsOpen = true
    }
  }

  // Selection and panels.

  #onSelection = (event: SelectionChangeEvent): void => {
    this.#selected = event.nodes
    // The canvas must not change its size under a pressed pointer.
    if (!this.canvas?.pressing) this.#onSettled()
  }

  #onSettled = (): void => {
    queueMicrotask(() => {
      const [only] = this.#selected
      const single = this.#selected.size === 1 ? only : undefined
      if (single !== undefined && this.activeSession?.run) this._resultsNode = single
      if (this._selection === this.#selected) return
      this._selection = this.#selected
      const opens = this.#selected.size > 0 && this._width >= narrowWidth
      if (opens && !this._inspecting && this.#canEnter(single)) this.#inspectSoon()
      else this._inspecting = opens
      if (single !== undefined) void this.#reveal(single)
    })
  }

  #canEnter(id: string | undefined): boolean {
    const node = id === undefined ? undefined : this.canvas?.scene.byId.get(id)
    return node !== undefined && workflowInside(node.node) !== undefined
  }

  /** A second click would go into it: the settings must not come between the two. */
  #inspectSoon(): void {
    const chosen = this.#selected
    setTimeout(() => {
      if (this.isConnected && this._selection === chosen) this._inspecting = true
    }, doubleClickTime)
  }

  async #reveal(node: string): Promise<void> {
    await this.updateComplete
    this.canvas?.reveal(node)
  }

  #onOpen = (event: NodeOpenEvent): void => {
    this.canvas?.select([event.node])
    this._selection = this.#selected
    this._inspecting = true
    // The node may have been selected before the run, so that no new selection asks for its result.
    if (this.activeSession?.run) this._resultsNode = event.node
    void this.#focusInspector()
  }

  async #focusInspector(): Promise<void> {
    await this.updateComplete
    const inspector = this.renderRoot.querySelector('aw-inspector')
    await inspector?.updateComplete
    // On a small screen a focused field would open the keyboard over the sheet.
    if (this._width < smallWidth) inspector?.focusClose()
    else inspector?.focus()
  }

  #onView = (event: ViewChangeEvent): void => {
    this._scale = event.view.scale
  }

  #onAdd = (event: NodeAddEvent): void => {
    this.canvas?.addNode(event.nodeType)
    if (this._width < narrowWidth) this._paletteOpen = false
  }

  #togglePalette = (): void => {
    this._paletteOpen = !this._paletteOpen
    if (!this._paletteOpen) return
    void this.updateComplete.then(() => this.renderRoot.querySelector('aw-palette')?.focus())
  }

  #closeSheets = (): void => {
    this._paletteOpen = false
    if (this._width < narrowWidth) this._inspecting = false
  }

  #closeInspector = (): void => {
    this._inspecting = false
    this.canvas?.focusNode()
  }

  #onSearchKey = (event: KeyboardEvent): void => {
    if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
    event.preventDefault()
    this._searching = true
  }

  #onSheetKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented) return
    if (event.currentTarget instanceof HTMLElement && event.currentTarget.localName === 'aw-inspector') {
      this.#closeInspector()
    } else this.#closeSheets()
  }

  #showProblem(problem: Problem): void {
    this._problemsOpen = false
    const node = problem.where?.node
    if (node === undefined) return
    this.canvas?.select([node])
    this.canvas?.reveal(node)
  }

  /** What floats over the canvas is kept free when it looks at everything. */
  #placeInsets(): void {
    const { canvas } = this
    if (!canvas) return
    const small = this._width < smallWidth
    const sheet = small && this._inspecting && this._selection.size > 0 ? this.offsetHeight * 0.62 - barHeight : 0
    canvas.insets = { top: 24, right: 24, bottom: Math.max(small ? 64 : 68, sheet + 12), left: 24 }
    canvas.covers = this.#covers
    const minimap = this.renderRoot.querySelector('aw-minimap')
    if (minimap && minimap.canvas !== canvas) minimap.canvas = canvas
  }

  /** The map with the zoom, where it stands now: panels may have moved it since the last render. */
  #covers = (): Rect[] => {
    const corner = this.renderRoot.querySelector<HTMLElement>('.corner')
    if (!corner?.querySelector('aw-minimap')) return []
    return [{ x: corner.offsetLeft, y: corner.offsetTop, width: corner.offsetWidth, height: corner.offsetHeight }]
  }

  // Results.

  #onTab = (event: TabChangeEvent): void => {
    this._tab = event.tab
    this.#reportForced = false
  }

  #openResults = (event: Event): void => {
    const tab = event
      .composedPath()
      .find((target) => target instanceof HTMLElement && target.getAttribute('role') === 'tab')
    if (tab) this._resultsOpen = true
  }
}
