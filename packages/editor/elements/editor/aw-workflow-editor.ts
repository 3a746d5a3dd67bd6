import type { SessionAspect, WorkflowSession } from '@aw-flow/client'
import type { NodeType, Problem } from '@aw-flow/schema'
import { ContextProvider } from '@lit/context'
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import type { AwCanvas } from '../../canvas/aw-canvas.ts'
import type { FileDropEvent, SelectionChangeEvent, ViewChangeEvent } from '../../canvas/canvas-events.ts'
import { allExtensions, onExtensionsChange } from '../../extensions/extension-registry.ts'
import type { Extension, Panel, PanelContext } from '../../extensions/extension.ts'
import { extensionsContext } from '../../extensions/extensions-controller.ts'
import { isKey, type KeyBindings } from '../../canvas/commands/keymap.ts'
import { createDropTarget, newId, type NewId } from '@aw-flow/canvas'
import { sessionContext } from '../../session-context.ts'
import { SessionController } from '../../session-controller.ts'
import { controls } from '../../styles/controls.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import type { PaletteFoundEvent } from '../palette/aw-command-palette.ts'
import type { NodeAddEvent } from '../palette/aw-palette.ts'
import { LanguageController } from '../../language/language-controller.ts'
import { loadLanguage } from '../../language/languages.ts'
import { SessionTranslator } from '../../language/session-translator.ts'
import { styles } from './aw-workflow-editor.styles.ts'
import { dialogStyles } from './editor-dialogs.styles.ts'
import { editorNotices } from './editor-notices.ts'
import { EditorRoom } from './editor-room.ts'
import { editorStrings, type EditorStrings } from './editor-strings.ts'
import { ToldSteps } from '../run/told-steps.ts'
import { EdgePreviewPopover } from '../edge-preview/edge-preview-popover.ts'
import { editorToolbar } from './editor-toolbar.ts'
import { FileIntake } from '../files/file-intake.ts'
import { InspectorPanel } from '../inspector/inspector-panel.ts'
import { KeyDialog } from '../palette/key-dialog.ts'
import { PreparationDialog } from '../../views/plan/preparation-dialog.ts'
import { LoadPlanDialog } from '../load-plan/load-plan-dialog.ts'
import { OutputHistograms } from '../edge-preview/output-histograms.ts'
import { OwnSession } from './own-session.ts'
import { problemChip } from './problem-chip.ts'
import { RequestRelay } from './request-relay.ts'
import { ResultsDrawer } from '../results/results-drawer.ts'
import { SessionTeller } from './session-teller.ts'
import { ScopeTrail } from './scope-trail.ts'
import { VersionsPanel } from './versions-panel.ts'
import { zoomControls } from './zoom-controls.ts'

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
 * @slot palette - A palette of the host's own, instead of the node types.
 * @event {SessionEvent} aw-session - A session is shown now, another one, or none any more.
 * @event {DocumentChangeEvent} aw-document-change - The document is another one.
 * @event {RunChangeEvent} aw-run-change - The run has come further, or another one has begun.
 * @event {SavingChangeEvent} aw-saving-change - The document is saved, is being saved, or could not be.
 * @event {BeforeEditEvent} aw-before-edit - The document is about to be changed, or a change taken back or made again; cancelable.
 * @event {BeforeOpenEvent} aw-before-open - Another workflow is about to take the document's place; cancelable.
 * @event {BeforeFileEvent} aw-before-file - A file of data is about to be imported; cancelable.
 * @event {BeforeDatasetRemoveEvent} aw-before-dataset-remove - A dataset is about to be removed; cancelable.
 * @event {BeforeRunEvent} aw-before-run - A run is about to begin; cancelable.
 * @event {BeforeResumeEvent} aw-before-resume - An interrupted run is about to go on; cancelable.
 * @event {BeforeDecideEvent} aw-before-decide - What a run waits for is about to be decided; cancelable.
 * @event {BeforeCancelEvent} aw-before-cancel - A run is about to be cancelled; cancelable.
 * @event {SelectionChangeEvent} aw-selection-change - Nodes or edges were selected.
 * @event {NodeOpenEvent} aw-node-open - A node's settings are wanted.
 * @event {NodeEnterEvent} aw-node-enter - The workflow inside a node is wanted, or the one around.
 * @event {NodeAddEvent} aw-node-add - A node type was chosen in the palette.
 * @event {NodeChooseEvent} aw-node-choose - A node was chosen in the run monitor.
 * @event {DecideEvent} aw-decide - A person has approved or rejected what a run waits for; cancelable.
 * @event {LoadPlanKeepEvent} aw-load-plan-keep - A load plan is to be kept; cancelable.
 * @event {LoadPlanForgetEvent} aw-load-plan-forget - A kept load plan is to be forgotten; cancelable.
 * @event {ChartChangeEvent} aw-chart-change - A person has chosen what a chart draws.
 * @event {GraphSelectEvent} aw-graph-select - A point of a graph was selected.
 * @event {KeysOpenEvent} aw-keys-open - All keys are wanted, to be seen or changed.
 * @event {VersionsEvent} aw-versions - The versions of the workflow are wanted.
 * @event {KeysChangeEvent} aw-keys-change - A person has changed keys; kept in this browser unless its default is prevented.
 * @csspart toolbar - The line at the top.
 * @csspart palette - The node types.
 * @csspart canvas - The drawing.
 * @csspart inspector - The settings of the selected node.
 * @csspart versions - The versions of the workflow, in the inspector's place.
 * @csspart panel - The open panel of an extension.
 * @csspart panel-content - The container that an extension fills.
 * @csspart results - The drawer below.
 * @csspart run-bar - The run bar.
 * @csspart canvas-surface - What takes the pointer on the drawing.
 * @csspart run-button - The button that runs.
 * @csspart resume-button - The button that resumes an interrupted run.
 * @csspart code - What the text of a field for code stands in.
 * @csspart download - What makes a file of a table.
 * @csspart chart-drawing - What holds a chart.
 * @csspart graph-place - What holds a drawing of points and links.
 * @csspart profile-bar - The line above a profile’s columns.
 * @csspart profile-columns - A profile’s columns.
 * @csspart profile-findings - What a deep look has found.
 * @csspart profile-drift - What has changed since an earlier profile.
 * @csspart findings-bar - The line above suspicious cells.
 * @csspart findings-list - The suspicious cells.
 * @csspart findings-table - The table in which they are marked.
 * @csspart validation-bar - The verdict of a validation.
 * @csspart validation-rules - The rules of a validation.
 * @csspart table-scroller - What scrolls in a table.
 * @csspart table-status - The line below a table.
 * @csspart download-button - The button that asks for a file of a table.
 * @csspart download-more - The button that opens the other formats.
 * @csspart load-plan-text - The raw text beside a load plan.
 * @csspart load-plan-table - The table beside a load plan.
 * @csspart plan-operation - One operation of a plan.
 * @csspart plan-list - The operations of a plan.
 * @csspart plan-links - What makes its links.
 * @csspart plan-state - What was decided of an operation.
 * @csspart plan-drift - How the table differs from the one that the plan was made for.
 * @csspart plan-examples - Cells before and after an operation.
 * @csspart plan-form - The fields of an operation that is edited.
 * @cssproperty [--aw-palette-width=240px] - Width of the palette.
 * @cssproperty [--aw-inspector-width=320px] - Width of the inspector.
 */
export class AwWorkflowEditor extends LitElement {
  static override styles = [tokens, controls, dialogStyles, styles]
  static override properties = {
    session: { attribute: false },
    theme: { reflect: true },
    readonly: { type: Boolean, reflect: true },
    runOnly: { type: Boolean, reflect: true, attribute: 'run-only' },
    strings: { attribute: false },
    newId: { attribute: false },
    keys: { attribute: false },
    offers: { attribute: false },
    errorReferenceUrl: { attribute: 'error-reference-url' },
    extensions: { attribute: false },
    _panel: { state: true },
    _paletteOpen: { state: true },
    _problemsOpen: { state: true },
    _scale: { state: true },
    _listed: { state: true },
    _searching: { state: true },
    lacking: { state: true },
  }

  /** The workflow that is shown and edited, with its runs and data. */
  declare session: WorkflowSession | undefined
  /** `light`, `dark`, `auto` (the system's); absent, the page's own colour scheme. */
  declare theme: 'light' | 'dark' | 'auto' | undefined
  /** To be looked at: nothing is changed, run or decided. */
  declare readonly: boolean
  /** To be run and looked at: inputs may be chosen, runs started, cancelled and decided about; nothing of the document is changed. */
  declare runOnly: boolean
  /** Every word that is shown: those of the nearest `lang` where it is known (`registerLanguage`), else English, unless it is set. */
  declare strings: EditorStrings
  /** Which node types are offered to be added; all, unless it is set. Nodes that are there already stay. */
  declare offers: (type: NodeType) => boolean
  /**
   * Address of the error reference, such as `/docs/errors` of our server. Problems then link to their code in it
   * (`/docs/errors#load.no-reader`); without an address they have no link.
   */
  declare errorReferenceUrl: string
  /** Makes ids of new nodes and edges. */
  declare newId: NewId
  /** Other keys for some of the canvas' commands, by their ids: `{ fit: ['f'] }`. */
  declare keys: KeyBindings
  /** Features that the page adds to this editor; `registerExtension` adds them to all editors. */
  declare extensions: readonly Extension[]
  /** The open panel of an extension, by id. */
  declare private _panel: string | undefined
  declare private _paletteOpen: boolean
  declare private _problemsOpen: boolean
  declare private _scale: number
  /** Where there is little room: the steps as a list, or the drawing. */
  declare private _listed: boolean
  declare private _searching: boolean
  /** Parts of the editor could not be fetched so far. */
  declare protected lacking: boolean

  #source = new SessionController(this, [], (aspect) => this.#onChange(aspect))
  #provider = new ContextProvider(this, { context: sessionContext })
  readonly #extensionsProvider = new ContextProvider(this, { context: extensionsContext })
  readonly #translator = new SessionTranslator()
  readonly #room = new EditorRoom(this, () =>
    this.small && this.#inspector.isOpen ? this.offsetHeight * 0.62 - this.#drawer.barHeight : 0,
  )
  #requests = new RequestRelay(this)
  readonly #teller = new SessionTeller(this, () => this.#source.session)
  #files = new FileIntake(this, {
    isRefused: (file) => this.#requests.refused(file),
    onFileAdded: (node) => this.canvas?.select([node]),
    onWorkflowOpened: () => void this.updateComplete.then(() => this.canvas?.fit()),
  })
  #plan = new LoadPlanDialog(this)
  #preparation = new PreparationDialog(this)
  #keys = new KeyDialog(this)
  #versions = new VersionsPanel(this, () => this.#trail.path)
  #steps = new ToldSteps(this)
  #trail = new ScopeTrail(this)
  #histograms = new OutputHistograms(this)
  #edges = new EdgePreviewPopover(this)
  #areExtensionsOutdated = true
  #stopExtensions: (() => void) | undefined
  /** Files may also be dropped on what stands over the canvas and around it. */
  #drops: { destroy(): void } | undefined
  readonly #drawer = new ResultsDrawer(this)
  readonly #inspector = new InspectorPanel(this, this.#drawer)

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
    this.runOnly = false
    this.strings = editorStrings
    this.newId = newId
    this.keys = {}
    this.offers = () => true
    this.errorReferenceUrl = ''
    this.extensions = []
    this._paletteOpen = false
    this._problemsOpen = false
    this._scale = 1
    this._listed = true
    this._searching = false
    this.lacking = false
    this.addController(new LanguageController(this, editorStrings, loadLanguage))
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
    return this.#translator.of(this.#source.session, this.strings)
  }

  /** Nothing of the document can be changed here. */
  get locked(): boolean {
    return this.readonly || this.runOnly
  }

  /** A run may be started, steered and decided about here. */
  get runs(): boolean {
    return !this.readonly
  }

  /** Panels lie over the canvas, for lack of room beside it. */
  get narrow(): boolean {
    return this.#room.narrow
  }

  /** As on a telephone: steps as a list, settings as a sheet. */
  get small(): boolean {
    return this.#room.small
  }

  /** The session of what is looked at: inside a sub-workflow, that of it. */
  get shownSession(): WorkflowSession | undefined {
    return this.#trail.session
  }

  /** The node whose results are looked at; `undefined`: what the run came to. */
  get looksAt(): string | undefined {
    return this.#drawer.looksAt
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#stopExtensions = onExtensionsChange(() => {
      this.#areExtensionsOutdated = true
      this.requestUpdate()
    })
    this.#drops = createDropTarget(this, {
      ready: () => !this.locked && this.canvas !== undefined,
      over: (event) => this.canvas?.dragFilesOver(event),
      files: (dropped, event) => this.canvas?.dropFiles(dropped, event),
    })
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#drops?.destroy()
    this.#stopExtensions?.()
  }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('extensions') || this.#areExtensionsOutdated) {
      this.#areExtensionsOutdated = false
      this.#extensionsProvider.setValue(allExtensions(this.extensions))
    }
    if (this.activeSession !== this.#provider.value) this.#provider.setValue(this.activeSession)
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
    const { narrow, small } = this
    const inspecting = this.#inspector.isOpen && !this.#versions.open
    const listed = small && this._listed
    return html`
      <div class="layout ${narrow ? 'narrow' : ''} ${small ? 'small' : ''}">
        ${editorToolbar({
          session,
          strings,
          locked: this.locked,
          steps: this.#steps,
          search: () => (this._searching = !this._searching),
          versions: session.document.versions ? () => this.#versions.toggle() : undefined,
          togglePalette: narrow ? () => void this.#togglePalette() : undefined,
          list: small ? { listed, toggle: () => (this._listed = !this._listed) } : undefined,
          openSettings:
            narrow && !listed && !inspecting && this.#inspector.nodes.size > 0
              ? () => this.#inspector.show()
              : undefined,
          small,
          panels: this.#panels.map((panel) => ({
            panel,
            isOpen: panel.id === this._panel,
            toggle: () => (this._panel = panel.id === this._panel ? undefined : panel.id),
          })),
        })}
        ${
          narrow && !this._paletteOpen
            ? nothing
            : html`<slot name="palette" @aw-node-add=${this.#onAdd} @keydown=${this.#onSheetKey}>
                <aw-palette
                  part="palette"
                  .session=${session}
                  .strings=${strings.paletteWords}
                  .offers=${this.offers}
                  ?disabled=${this.locked}
                ></aw-palette>
              </slot>`
        }
        <div class="stage ${this.#room.tight ? 'tight' : ''} ${listed ? 'listed' : ''}">
          <aw-canvas
            exportparts="surface: canvas-surface"
            part="canvas"
            .session=${this.#versions.session(shown)}
            .strings=${strings.canvas}
            .newId=${this.newId}
            .offers=${this.offers}
            .keys=${this.#keys.keys}
            .histograms=${this.#histograms.shown}
            ?readonly=${this.locked || this.#versions.frozen}
            @aw-selection-change=${this.#onSelection}
            @aw-edge-look=${this.#edges.onLook}
            @keydown=${this.#edges.onKey}
            @pointerdown=${this.#edges.close}
            @aw-node-open=${this.#inspector.onOpen}
            @aw-node-enter=${this.#trail.entered}
            @aw-view-change=${this.#onView}
            @aw-file-drop=${(event: FileDropEvent) => void this.#files.take(event)}
            @pointerup=${this.#inspector.onSettled}
            @pointercancel=${this.#inspector.onSettled}
          ></aw-canvas>
          ${
            listed
              ? html`<aw-step-list
                  .session=${shown}
                  .selection=${this.#inspector.nodes}
                  .strings=${strings.steps}
                  @aw-node-open=${this.#inspector.onOpen}
                ></aw-step-list>`
              : nothing
          }
          ${this.#trail.view()}
          ${
            this._searching
              ? html`<aw-command-palette
                  .canvas=${this.canvas}
                  .whole=${{ document: session.document.current, path: this.#trail.path }}
                  .strings=${strings.commandPalette}
                  @aw-palette-found=${({ path, thing }: PaletteFoundEvent) => this.#trail.go(path, thing)}
                  @aw-palette-close=${() => (this._searching = false)}
                ></aw-command-palette>`
              : nothing
          }
          ${editorNotices({
            problem: session.problems.latest,
            dismissProblem: () => session.problems.dismiss(),
            notice: this.lacking ? strings.lacking : this.#files.notice,
            dismissNotice: () => (this.lacking ? (this.lacking = false) : this.#files.dismiss()),
            reading: this.#files.reading,
            strings,
            errorReferenceUrl: this.errorReferenceUrl,
          })}
          ${problemChip({
            problems: (session.document.description?.problems ?? []).filter((problem) => problem.severity !== 'info'),
            open: this._problemsOpen,
            strings,
            toggle: (open) => (this._problemsOpen = open),
            choose: (problem) => this.#showProblem(problem),
          })}
          <div class="corner">
            ${shown.document.current.nodes.length > 0 && this.#room.hasMap ? html`<aw-minimap .canvas=${this.canvas} .scene=${this.canvas?.scene}></aw-minimap>` : nothing}
            ${zoomControls(this.canvas, this._scale, strings)}
          </div>
          <div class="bottom">
            ${
              this.runs || session.runs.current
                ? html`<aw-run-bar
                    exportparts="run: run-button, resume: resume-button"
                    part="run-bar"
                    .session=${session}
                    .strings=${strings.runBar}
                    ?watching=${!this.runs}
                    @pointerenter=${() => session.engine.warmUp()}
                  ></aw-run-bar>`
                : nothing
            }
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
        ${this.#versions.open ? this.#versions.view() : (this.#panelView(shown) ?? this.#inspector.view(shown, this.#onSheetKey))}
        ${this.#drawer.view(shown, narrow)}
      </div>
      ${this.#edges.view(shown)} ${this.#files.question()} ${this.#plan.view()} ${this.#preparation.view()}
      ${this.#keys.view()}
    `
  }

  // Panels of extensions.

  get #panels(): readonly Panel[] {
    return (this.#extensionsProvider.value ?? []).flatMap(({ panels = [] }) => panels)
  }

  #panelView(session: WorkflowSession): TemplateResult | undefined {
    const panel = this.#panels.find(({ id }) => id === this._panel)
    if (!panel) return undefined
    const { canvas, locked } = this
    const context: PanelContext = { session, canvas, selection: this.#inspector.nodes, readonly: locked }
    return html`<aw-extension-panel
      exportparts="content: panel-content"
      part="panel"
      role="region"
      aria-label=${panel.title}
      .panel=${panel}
      .context=${context}
      .closeLabel=${this.strings.close}
      @aw-panel-close=${() => (this._panel = undefined)}
    ></aw-extension-panel>`
  }

  // The session.

  #onChange(aspect: SessionAspect | 'session'): void {
    if (aspect === 'session') return this.#drawer.reset()
    if (aspect === 'run' && this.#drawer.follow()) this._problemsOpen = false
    this.#teller.changed(aspect)
  }

  // Panels.

  #onSelection = (event: SelectionChangeEvent): void => {
    this.#inspector.onSelection(event)
    this.#edges.onSelection(event)
  }

  #onView = (event: ViewChangeEvent): void => {
    this._scale = event.view.scale
  }

  #onAdd = (event: NodeAddEvent): void => {
    this.canvas?.addNode(event.nodeType)
    if (this.narrow) this._paletteOpen = false
  }

  #togglePalette = async (): Promise<void> => {
    this._paletteOpen = !this._paletteOpen
    if (!this._paletteOpen) return
    await this.updateComplete
    const place = this.renderRoot.querySelector<HTMLSlotElement>('slot[name=palette]')
    const [palette] = place?.assignedElements({ flatten: true }) ?? []
    if (palette instanceof HTMLElement) palette.focus()
  }

  #closeSheets = (): void => {
    this._paletteOpen = false
    this.#inspector.fold()
  }

  #onSearchKey = (event: KeyboardEvent): void => {
    if (!isKey(event, 'Mod+k')) return
    event.preventDefault()
    this._searching = true
  }

  #onSheetKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented) return
    if (event.currentTarget instanceof HTMLElement && event.currentTarget.localName === 'aw-inspector') {
      this.#inspector.close()
    } else this.#closeSheets()
  }

  #showProblem(problem: Problem): void {
    this._problemsOpen = false
    const node = problem.where?.node
    if (node === undefined) return
    this.canvas?.select([node])
    this.canvas?.reveal(node)
  }
}
