import type { SessionAspect, WorkflowSession } from '@aw-flow/client'
import { formatProblem, isEnded, type Problem } from '@aw-flow/schema'
import { ContextProvider } from '@lit/context'
import { html, LitElement, nothing, type PropertyValues } from 'lit'
import { live } from 'lit/directives/live.js'
import type { AwCanvas } from '../canvas/aw-canvas.ts'
import type { FileDropEvent, NodeOpenEvent, SelectionChangeEvent, ViewChangeEvent } from '../canvas/canvas-events.ts'
import { newId, type NewId } from '../canvas/new-id.ts'
import { icon } from '../icons/icon.ts'
import { sessionContext } from '../session-context.ts'
import { SessionController } from '../session-controller.ts'
import { controls } from '../styles/controls.styles.ts'
import { tokens } from '../styles/tokens.styles.ts'
import type { NodeAddEvent } from './aw-palette.ts'
import type { TabChangeEvent } from './aw-results.ts'
import type { NodeChooseEvent } from './aw-run-monitor.ts'
import { styles } from './aw-workflow-editor.styles.ts'
import { editorStrings, type EditorStrings } from './editor-strings.ts'
import { storedNumber } from './stored-number.ts'
import { placeDataset, readJsonFile } from './take-file.ts'
import { withCode } from '../with-code.ts'

const narrowWidth = 900
const smallWidth = 600
const barHeight = 41
/** A smaller stage has no room for the map. */
const mapSize = { width: 720, height: 560 }
/** A narrower stage has the run bar below the other controls. */
const tightWidth = 760
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
    _selection: { state: true },
    _inspecting: { state: true },
    _paletteOpen: { state: true },
    _resultsOpen: { state: true },
    _resultsNode: { state: true },
    _tab: { state: true },
    _width: { state: true },
    _problemsOpen: { state: true },
    _reading: { state: true },
    _notice: { state: true },
    _asking: { state: true },
    _scale: { state: true },
    _height: { state: true },
    _stage: { state: true },
    _listed: { state: true },
  }

  declare session: WorkflowSession | undefined
  /** `light`, `dark`, `auto` (the system's); absent, the page's own colour scheme. */
  declare theme: 'light' | 'dark' | 'auto' | undefined
  declare readonly: boolean
  declare strings: EditorStrings
  /** Makes ids of new nodes and edges. */
  declare newId: NewId
  declare private _selection: ReadonlySet<string>
  declare private _inspecting: boolean
  declare private _paletteOpen: boolean
  declare private _resultsOpen: boolean
  declare private _resultsNode: string | undefined
  declare private _tab: 'table' | 'report' | 'log'
  declare private _width: number
  declare private _problemsOpen: boolean
  declare private _reading: string | undefined
  declare private _notice: string | undefined
  declare private _asking: { file: File; content: unknown; drop: FileDropEvent } | undefined
  declare private _scale: number
  declare private _height: number
  declare private _stage: { width: number; height: number }
  /** Where there is little room: the steps as a list, or the drawing. */
  declare private _listed: boolean

  #source = new SessionController(this, [], (aspect) => this.#onChange(aspect))
  #provider = new ContextProvider(this, { context: sessionContext })
  #observer = new ResizeObserver((entries) => {
    for (const { target, contentRect } of entries) {
      if (target === this) this._width = contentRect.width
      else this._stage = { width: contentRect.width, height: contentRect.height }
    }
  })
  #stage: Element | undefined
  #own: WorkflowSession | undefined
  #asked = false
  #selected: ReadonlySet<string> = new Set()
  #runSeen: { run: string | undefined; state: string | undefined } = { run: undefined, state: undefined }

  constructor() {
    super()
    this.readonly = false
    this.strings = editorStrings
    this.newId = newId
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

  override connectedCallback(): void {
    super.connectedCallback()
    this.#observer.observe(this)
    this.#asked = false
    this.requestUpdate()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#observer.disconnect()
    this.#stage = undefined
    // An element that is only moved comes back within the same task.
    queueMicrotask(() => {
      if (!this.isConnected) this.#closeOwn()
    })
  }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('session') && this.#own && this.session !== this.#own) this.#closeOwn()
    const session = this.#source.session
    if (session !== this.#provider.value) this.#provider.setValue(session)
  }

  override updated(): void {
    if (this.isConnected && !this.#source.session && !this.#asked) void this.#makeOwn()
    const dialog = this.renderRoot.querySelector('dialog')
    if (this._asking && dialog && !dialog.open) dialog.showModal()
    const stage = this.renderRoot.querySelector('.stage') ?? undefined
    if (stage !== this.#stage) {
      if (this.#stage) this.#observer.unobserve(this.#stage)
      if (stage) this.#observer.observe(stage)
      this.#stage = stage
    }
    this.#placeInsets()
  }

  override render(): unknown {
    const session = this.#source.session
    if (!session) {
      return html`<div class="absent" role="status">
        <h2>${this.strings.absentTitle}</h2>
        <p class="muted">${this.strings.absentText}</p>
      </div>`
    }
    const { strings } = this
    const narrow = this._width < narrowWidth
    const small = this._width < smallWidth
    const inspecting = this._inspecting && this._selection.size > 0
    const listed = small && this._listed
    return html`
      <div class="layout ${narrow ? 'narrow' : ''} ${small ? 'small' : ''}">
        ${this.#renderToolbar(session, narrow, small)}
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
            .session=${session}
            .strings=${strings.canvas}
            .newId=${this.newId}
            ?readonly=${this.readonly}
            @aw-selection-change=${this.#onSelection}
            @aw-node-open=${this.#onOpen}
            @aw-view-change=${this.#onView}
            @aw-file-drop=${this.#onFiles}
            @pointerup=${this.#onSettled}
            @pointercancel=${this.#onSettled}
          ></aw-canvas>
          ${
            listed
              ? html`<aw-step-list
                  .session=${session}
                  .selection=${this._selection}
                  .strings=${strings.steps}
                  @aw-node-open=${this.#onOpen}
                ></aw-step-list>`
              : nothing
          }
          ${this.#renderNotices(session)} ${this.#renderChip(session)} ${this.#renderCorner(session)}
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
                .session=${session}
                .nodes=${this._selection}
                .newId=${this.newId}
                .strings=${strings.inspectorWords}
                ?readonly=${this.readonly}
                @aw-inspector-close=${this.#closeInspector}
                @keydown=${this.#onSheetKey}
              ></aw-inspector>`
            : nothing
        }
        ${this.#renderResults(session, narrow)}
      </div>
      ${this.#renderQuestion()}
    `
  }

  #renderToolbar(session: WorkflowSession, narrow: boolean, small: boolean): unknown {
    const { strings } = this
    const button = (name: string, title: string, disabled: boolean, click: () => unknown): unknown =>
      html`<button
        type="button"
        class="quiet icon"
        title=${title}
        aria-label=${title}
        ?disabled=${disabled}
        @click=${click}
      >
        ${icon(name)}
      </button>`
    return html`<div class="toolbar" part="toolbar">
      <slot name="toolbar-start"></slot>
      ${
        narrow
          ? html`<button type="button" ?disabled=${this.readonly} @click=${this.#togglePalette}>
              ${icon('plus')}${strings.addNode}
            </button>`
          : nothing
      }
      <input
        class="name"
        type="text"
        aria-label=${strings.name}
        autocomplete="off"
        spellcheck="false"
        ?disabled=${this.readonly}
        .value=${live(session.document.name)}
        @change=${(event: Event) => this.#rename(event.target as HTMLInputElement)}
      />
      <span class="saving ${session.saving === 'failed' ? 'bad' : ''}" role="status">
        ${session.saving === 'failed' ? icon('triangle-alert') : nothing}${
          narrow && session.saving !== 'failed' ? nothing : strings.saving[session.saving]
        }
      </span>
      <span class="gap"></span>
      ${button('undo-2', strings.undo, this.readonly || !session.canUndo, () => session.undo())}
      ${button('redo-2', strings.redo, this.readonly || !session.canRedo, () => session.redo())}
      ${
        small
          ? button(
              this._listed ? 'workflow' : 'list',
              this._listed ? strings.showCanvas : strings.showSteps,
              false,
              () => (this._listed = !this._listed),
            )
          : nothing
      }
      ${
        narrow && !(small && this._listed) && this._selection.size > 0 && !this._inspecting
          ? html`<button type="button" @click=${() => (this._inspecting = true)}>
              ${icon('settings-2')}${strings.settings}
            </button>`
          : nothing
      }
      <slot name="toolbar-end"></slot>
    </div>`
  }

  #renderNotices(session: WorkflowSession): unknown {
    const { problem } = session
    const { strings } = this
    return html`<div class="notices" aria-live="polite">
      ${
        problem
          ? html`<div class="notice" role="alert">
              <span class="sign ${problem.severity}">${icon('triangle-alert')}</span>
              <span
                >${withCode(problem.message)}${problem.hint ? html`<span class="hint">${withCode(problem.hint)}</span>` : nothing}</span
              >
              ${this.#renderDismiss(() => session.dismissProblem())}
            </div>`
          : nothing
      }
      ${
        this._notice
          ? html`<div class="notice">
              <span class="sign warn">${icon('info')}</span><span>${this._notice}</span>
              ${this.#renderDismiss(() => (this._notice = undefined))}
            </div>`
          : nothing
      }
      ${
        this._reading
          ? html`<div class="notice">
              <span class="sign muted">${icon('loader-circle')}</span><span>${strings.reading(this._reading)}</span>
            </div>`
          : nothing
      }
    </div>`
  }

  #renderDismiss(click: () => void): unknown {
    const { dismiss } = this.strings
    return html`<button type="button" class="quiet icon" aria-label=${dismiss} title=${dismiss} @click=${click}>
      ${icon('x')}
    </button>`
  }

  #renderChip(session: WorkflowSession): unknown {
    const problems = (session.description?.problems ?? []).filter((problem) => problem.severity !== 'info')
    if (problems.length === 0) return nothing
    const tone = problems.some((problem) => problem.severity === 'error') ? 'bad' : 'warn'
    return html`<div class="chip" @keydown=${this.#onProblemsKey}>
      ${
        this._problemsOpen
          ? html`<ul class="problems">
              ${problems.slice(0, 100).map(
                (problem) =>
                  html`<li>
                    <button type="button" @click=${() => this.#showProblem(problem)}>
                      <span class=${problem.severity}>${icon('triangle-alert')}</span>
                      <span
                        >${withCode(problem.message)}${problem.hint ? html`<span class="hint">${withCode(problem.hint)}</span>` : nothing}</span
                      >
                    </button>
                  </li>`,
              )}
            </ul>`
          : nothing
      }
      <button
        type="button"
        aria-expanded=${this._problemsOpen ? 'true' : 'false'}
        @click=${() => (this._problemsOpen = !this._problemsOpen)}
      >
        <span class=${tone}>${icon('triangle-alert')}</span>${this.strings.problems(problems.length)}
      </button>
    </div>`
  }

  #renderCorner(session: WorkflowSession): unknown {
    const { strings } = this
    const many = session.document.nodes.length > 0
    return html`<div class="corner">
      ${many && this._stage.height >= mapSize.height && this._stage.width >= mapSize.width ? html`<aw-minimap .canvas=${this.canvas} .scene=${this.canvas?.scene}></aw-minimap>` : nothing}
      <div class="zoom">
        <button
          type="button"
          class="quiet icon"
          title=${strings.zoomOut}
          aria-label=${strings.zoomOut}
          @click=${() => this.canvas?.zoom(0.8)}
        >
          ${icon('minus')}
        </button>
        <button
          type="button"
          class="quiet scale"
          title=${strings.zoomReset}
          @click=${() => this.canvas?.zoom(1 / this.canvas.view.scale)}
        >
          ${Math.round(this._scale * 100)} %
        </button>
        <button
          type="button"
          class="quiet icon"
          title=${strings.zoomIn}
          aria-label=${strings.zoomIn}
          @click=${() => this.canvas?.zoom(1.25)}
        >
          ${icon('plus')}
        </button>
        <button
          type="button"
          class="quiet icon"
          title=${strings.fit}
          aria-label=${strings.fit}
          @click=${() => this.canvas?.fit()}
        >
          ${icon('maximize')}
        </button>
      </div>
    </div>`
  }

  #renderResults(session: WorkflowSession, narrow: boolean): unknown {
    const height = this._resultsOpen ? Math.max(120, Math.min(this._height, this.offsetHeight - 240)) : barHeight
    return html`<section class="results" aria-label=${this.strings.results} .style=${`height: ${height}px`}>
      <aw-results
        part="results"
        .session=${session}
        .node=${this._resultsNode}
        .tab=${this._tab}
        .strings=${this.strings.resultsWords}
        ?closable=${this._resultsOpen}
        ?narrow=${narrow}
        @click=${this.#openResults}
        @aw-tab-change=${(event: TabChangeEvent) => (this._tab = event.tab)}
        @aw-results-close=${this.#closeResults}
        @aw-node-choose=${this.#onChoose}
      ></aw-results>
      ${
        this._resultsOpen
          ? html`<div
              class="splitter"
              role="separator"
              tabindex="0"
              aria-orientation="horizontal"
              aria-label=${this.strings.resize}
              aria-valuenow=${Math.round(height)}
              aria-valuemin="120"
              aria-valuemax=${Math.max(120, this.offsetHeight - 240)}
              @pointerdown=${this.#onSplitter}
              @keydown=${this.#onSplitterKey}
            ></div>`
          : nothing
      }
    </section>`
  }

  #renderQuestion(): unknown {
    const asking = this._asking
    if (!asking) return nothing
    const { strings } = this
    return html`<dialog aria-labelledby="ask" @cancel=${() => (this._asking = undefined)}>
      <h2 id="ask">${strings.askTitle(asking.file.name)}</h2>
      <p class="muted">${strings.askText}</p>
      <div class="actions">
        <button type="button" class="quiet" @click=${() => (this._asking = undefined)}>${strings.askCancel}</button>
        <button type="button" @click=${() => this.#answer('load')}>${strings.askLoad}</button>
        <button type="button" class="primary" @click=${() => this.#answer('open')}>${strings.askOpen}</button>
      </div>
    </dialog>`
  }

  // The session.

  async #makeOwn(): Promise<void> {
    this.#asked = true
    const made = await this.createSession()
    if (!made) return
    if (!this.isConnected || this.#source.session) {
      void made.close()
      return
    }
    this.#own = made
    this.session = made
  }

  #closeOwn(): void {
    const own = this.#own
    if (!own) return
    this.#own = undefined
    if (this.session === own) this.session = undefined
    void own.close()
  }

  #onChange(aspect: SessionAspect | 'session'): void {
    if (aspect === 'session') this.#runSeen = { run: undefined, state: undefined }
    if (aspect !== 'run') return
    const run = this.#source.session?.run
    const before = this.#runSeen
    this.#runSeen = { run: run?.run, state: run?.state }
    if (!run) return
    if (run.run !== before.run) {
      this._resultsNode = undefined
      this._problemsOpen = false
    }
    if (run.state === before.state || !isEnded(run.state)) return
    // What the person wants to see next: the table that came out, or why it did not.
    const failed = Object.values(run.nodes).find((node) => node.state === 'failed')
    if (failed) {
      this._resultsNode = failed.node
      this._tab = 'report'
      this._resultsOpen = true
    } else if (run.state === 'completed') {
      this._tab = this._tab === 'log' ? 'table' : this._tab
      this._resultsOpen = true
    }
  }

  #rename(input: HTMLInputElement): void {
    const name = input.value.trim()
    const session = this.#source.session
    if (session && name !== '' && name !== session.document.name) session.apply({ type: 'set-name', name })
    else input.value = session?.document.name ?? ''
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
      if (single !== undefined && this.#source.session?.run) this._resultsNode = single
      if (this._selection === this.#selected) return
      this._selection = this.#selected
      this._inspecting = this.#selected.size > 0 && this._width >= narrowWidth
      if (single !== undefined) void this.#reveal(single)
    })
  }

  async #reveal(node: string): Promise<void> {
    await this.updateComplete
    this.canvas?.reveal(node)
  }

  #onOpen = (event: NodeOpenEvent): void => {
    this.canvas?.select([event.node])
    this._selection = this.#selected
    this._inspecting = true
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

  #onChoose = (event: NodeChooseEvent): void => {
    this._resultsNode = event.node
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

  #onSheetKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented) return
    if (event.currentTarget instanceof HTMLElement && event.currentTarget.localName === 'aw-inspector') {
      this.#closeInspector()
    } else this.#closeSheets()
  }

  #onProblemsKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') this._problemsOpen = false
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
    const minimap = this.renderRoot.querySelector('aw-minimap')
    if (minimap && minimap.canvas !== canvas) minimap.canvas = canvas
  }

  // Results.

  #openResults = (event: Event): void => {
    const tab = event
      .composedPath()
      .find((target) => target instanceof HTMLElement && target.getAttribute('role') === 'tab')
    if (tab) this._resultsOpen = true
  }

  #closeResults = (): void => {
    this._resultsOpen = false
  }

  #setHeight(height: number): void {
    this._height = Math.round(Math.max(120, Math.min(height, this.offsetHeight - 240)))
    resultsHeight.set(this._height)
  }

  #onSplitter = (event: PointerEvent): void => {
    const splitter = event.currentTarget as HTMLElement
    const start = event.clientY
    const height = this._height
    const zoom = this.getBoundingClientRect().height / this.offsetHeight || 1
    splitter.setPointerCapture(event.pointerId)
    splitter.classList.add('active')
    const move = (moved: PointerEvent): void => this.#setHeight(height - (moved.clientY - start) / zoom)
    const end = (): void => {
      splitter.classList.remove('active')
      splitter.removeEventListener('pointermove', move)
      splitter.removeEventListener('lostpointercapture', end)
    }
    splitter.addEventListener('pointermove', move)
    splitter.addEventListener('lostpointercapture', end)
    event.preventDefault()
  }

  #onSplitterKey = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowUp' ? 24 : event.key === 'ArrowDown' ? -24 : 0
    if (step === 0) return
    this.#setHeight(this._height + step)
    event.preventDefault()
  }

  // Files.

  #onFiles = async (event: FileDropEvent): Promise<void> => {
    for (const file of event.files) {
      const json = await readJsonFile(file)
      if (json?.workflow !== undefined) {
        this._asking = { file, content: json.workflow, drop: event }
        return
      }
      await this.#takeFile(file, event)
      if (json?.fault) this._notice = this.strings.notJson(file.name, json.fault.message)
    }
  }

  async #takeFile(file: File, drop: FileDropEvent): Promise<void> {
    const session = this.#source.session
    if (!session || this.readonly) return
    this._notice = undefined
    this._reading = file.name
    session.warmUp()
    try {
      const dataset = await session.addDataset(file)
      if (!dataset) {
        if (!session.problem) this._notice = this.strings.unreadable(file.name)
        return
      }
      const id = placeDataset({ session, dataset, target: drop.node, position: drop.position, newId: this.newId })
      if (id === undefined) this._notice = this.strings.noLoadNode
      else this.canvas?.select([id])
    } finally {
      this._reading = undefined
    }
  }

  async #answer(answer: 'open' | 'load'): Promise<void> {
    const asking = this._asking
    this._asking = undefined
    const session = this.#source.session
    if (!asking || !session) return
    if (answer === 'load') {
      await this.#takeFile(asking.file, asking.drop)
      return
    }
    const problems = session.open(asking.content)
    const [first] = problems
    if (first) this._notice = formatProblem(first)
    await this.updateComplete
    this.canvas?.fit()
  }
}
