import type { SessionAspect, WorkflowSession } from '@aw-flow/client'
import type { NodeType, Problem } from '@aw-flow/schema'
import { createDropTarget, newId, preventPageZoom, snap, type NewId } from '@aw-flow/canvas'
import { ContextProvider } from '@lit/context'
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import type { AwCanvas } from '../../canvas/aw-canvas.ts'
import type { FileDropEvent, NodeOpenEvent, SelectionChangeEvent, ViewChangeEvent } from '../../canvas/canvas-events.ts'
import { uploadFile } from '../../canvas/canvas-views.ts'
import { createNewNodeTracker } from '../../canvas/new-nodes.ts'
import { matchesBinding, type KeyBindings } from '../../canvas/commands/keymap.ts'
import type { Extension, ToolbarItem } from '../../extensions/extension.ts'
import { extensionsContext } from '../../extensions/extensions-controller.ts'
import { createRegions, type Regions } from '../../extensions/regions.ts'
import { extendPart } from '../../extend-part.ts'
import { LanguageController } from '../../language/language-controller.ts'
import { loadLanguage } from '../../language/languages.ts'
import { RovingFocus } from './roving-focus.ts'
import { sessionContext } from '../../session-context.ts'
import { SessionController } from '../../session-controller.ts'
import { controls } from '../../styles/controls.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { createVersionSession } from '../../versions/version-session.ts'
import { waitUntilReady } from '../../wait-until-ready.ts'
import type { DecideEvent } from '../approval/aw-approval.ts'
import type { ReviewEvent } from '../approval/review-event.ts'
import { createEdgeHover } from '../edge-preview/edge-hover.ts'
import { createEdgePreviewTrigger } from '../edge-preview/edge-preview-trigger.ts'
import { createOutputHistograms } from '../edge-preview/output-histograms.ts'
import { icon } from '../../icons/icon.ts'
import { createFileImporter } from '../files/file-importer.ts'
import { createInspectorState } from '../inspector/inspector-state.ts'
import type { PaletteFoundEvent } from '../palette/aw-command-palette.ts'
import type { NodeAddEvent } from '../palette/aw-palette.ts'
import type { NodeChooseEvent } from '../report/aw-run-report.ts'
import type { TabChangeEvent } from '../results/aw-results.ts'
import { createResultsState } from '../results/results-state.ts'
import type { ScopeChangeEvent } from './aw-scope-trail.ts'
import { styles } from './aw-workflow-editor.styles.ts'
import { editorContext, type EditorContext, type ResultsUrlResolver } from './editor-context.ts'
import { controlGap, createEditorLayout, getStageClasses } from './editor-layout.ts'
import { editorStrings, type EditorStrings } from './editor-strings.ts'
import { renderEditorToolbar, findToolbarButtons } from './editor-toolbar.ts'
import { renderMarks, renderPeople, renderPresence, type PeopleOptions } from './render-people.ts'
import { createNewNodesUpdater } from './follow-new-nodes.ts'
import { renderNotifications } from './notifications.ts'
import { OwnSession } from './own-session.ts'
import { createPaletteState } from './palette-state.ts'
import { renderProblemChip } from './problem-chip.ts'
import { createRequestRelay } from './request-relay.ts'
import { createScopeNavigation } from './scope-navigation.ts'
import { createScope } from './scope.ts'
import { createSessionReporter } from './session-reporter.ts'
import { setCanvasInsets } from './set-canvas-insets.ts'
import { createShortcuts } from './shortcuts.ts'
import { runUnlessPrevented } from './unless-prevented.ts'
import { renderZoomControls } from './zoom-controls.ts'
import { getKey } from '../../get-key.ts'
import { element } from '../../element.ts'

declare global {
  interface HTMLElementTagNameMap {
    'aw-workflow-editor': AwWorkflowEditor
  }
}

/**
 * The complete workflow editor: palette, canvas, settings of the selected node, run bar and results. It displays and
 * controls a session. Set the `session` property, provide a session through `sessionContext`, or subclass the element
 * and override `createSession`.
 *
 * @slot toolbar-start - Controls at the start of the toolbar.
 * @slot breadcrumb - Links to the places that contain the workflow, before its name.
 * @slot people - The people who have the workflow open.
 * @slot toolbar-end - Controls at the end of the toolbar.
 * @slot run-bar - Controls in the run bar, after the run button.
 * @slot save-state - Replaces the save status next to the workflow name.
 * @slot palette - Replaces the palette of node types.
 * @event {SessionEvent} aw-session - Fired when the editor shows a different session, or no session.
 * @event {DocumentChangeEvent} aw-document-change - Fired after the document changes.
 * @event {RunChangeEvent} aw-run-change - Fired when the state of the run changes or a new run starts.
 * @event {SavingChangeEvent} aw-saving-change - Fired when the state of saving changes.
 * @event {BeforeEditEvent} aw-before-edit - Fired before an edit, undo or redo changes the document; cancelable.
 * @event {BeforeOpenEvent} aw-before-open - Fired before a different workflow replaces the document; cancelable.
 * @event {BeforeFileEvent} aw-before-file - Fired before a data file is imported; cancelable.
 * @event {BeforeDatasetRemoveEvent} aw-before-dataset-remove - Fired before a dataset is removed; cancelable.
 * @event {BeforeRunEvent} aw-before-run - Fired before a run starts; cancelable.
 * @event {BeforeResumeEvent} aw-before-resume - Fired before an interrupted run resumes; cancelable.
 * @event {BeforeDecideEvent} aw-before-decide - Fired before a waiting step is approved or rejected; cancelable.
 * @event {BeforeCancelEvent} aw-before-cancel - Fired before a run is canceled; cancelable.
 * @event {AccessRequestEvent} aw-access-request - Fired when a run of a workflow from a file requests access that the
 *   workflow has not been granted; cancelable. Fired only if the editor has created the session itself. Call
 *   `respondWith` to answer the request without showing the dialog.
 * @event {SelectionChangeEvent} aw-selection-change - Fired when the selection changes.
 * @event {NodeOpenEvent} aw-node-open - Fired when the user opens a node's settings.
 * @event {NodeEnterEvent} aw-node-enter - Fired when the user opens a node's sub-workflow or returns to the enclosing
 *   workflow.
 * @event {NodeAddEvent} aw-node-add - Fired when the user selects a node type in the palette.
 * @event {NodeChooseEvent} aw-node-choose - Fired when the user selects a node in the run monitor.
 * @event {DecideEvent} aw-decide - Fired when the user approves or rejects a pending approval; cancelable.
 * @event {LoadPlanKeepEvent} aw-load-plan-keep - Fired when the user saves a load plan; cancelable.
 * @event {LoadPlanForgetEvent} aw-load-plan-forget - Fired when the user deletes a saved load plan; cancelable.
 * @event {ChartChangeEvent} aw-chart-change - Fired when the user changes chart settings.
 * @event {GraphSelectEvent} aw-graph-select - Fired when the user selects a node in a graph.
 * @event {KeysOpenEvent} aw-keys-open - Fired when the user opens the keyboard shortcut list.
 * @event {VersionsEvent} aw-versions - Fired when the user opens the workflow versions.
 * @event {KeysChangeEvent} aw-keys-change - Fired when the user changes keyboard shortcuts. The browser stores them
 *   unless the default action is prevented.
 * @csspart toolbar - The toolbar.
 * @csspart palette - The node palette.
 * @csspart canvas - The canvas.
 * @csspart inspector - The settings panel for the selected node.
 * @csspart versions - The versions panel, which replaces the inspector while it is open.
 * @csspart comments - The comments panel, which replaces the inspector while it is open.
 * @csspart panel - The open panel of an extension.
 * @csspart panel-content - The container that holds the content of an extension panel.
 * @csspart results - The results and their tabs.
 * @csspart run-bar - The run bar.
 * @csspart canvas-surface - The canvas area that receives pointer input.
 * @csspart run-button - The button that starts and cancels a run.
 * @csspart resume-button - The button that resumes an interrupted run.
 * @csspart review-button - The button that opens the pending approval.
 * @csspart code - The text area of a code field.
 * @csspart download - The download menu of a table.
 * @csspart chart-drawing - A chart or map.
 * @csspart graph-place - A graph drawing.
 * @csspart profile-bar - The bar above the columns of a profile.
 * @csspart profile-columns - The columns of a profile.
 * @csspart profile-findings - The findings of the in-depth analysis.
 * @csspart profile-drift - The changes since an earlier profile.
 * @csspart examples-bar - The bar above a column that is transformed by example.
 * @csspart examples-side - The side panel with the examples and uncertain rows of a transformation.
 * @csspart findings-bar - The bar above the suspicious cells.
 * @csspart findings-list - The list of suspicious cells.
 * @csspart findings-table - The table in which suspicious cells are highlighted.
 * @csspart validation-bar - The bar with the validation verdict and the filters.
 * @csspart validation-verdict - The validation verdict, without the filters.
 * @csspart validation-rules - The validation rules.
 * @csspart failure - The error message of a failed node.
 * @csspart table-scroller - The scroll container of a table.
 * @csspart table-status - The status line below a table.
 * @csspart download-button - The download button of a table.
 * @csspart download-more - The button that opens the menu of other download formats.
 * @csspart load-plan-text - The raw text next to a load plan.
 * @csspart load-plan-table - The table next to a load plan.
 * @csspart plan-operation - An operation in a preparation plan.
 * @csspart plan-list - The list of operations in a preparation plan.
 * @csspart plan-links - The operations that concern links.
 * @csspart plan-state - The control that accepts or rejects an operation.
 * @csspart plan-drift - The differences between the table and the one that the plan was created for.
 * @csspart plan-examples - Example cells before and after an operation.
 * @csspart plan-form - The form for editing an operation.
 * @cssproperty [--aw-palette-width=240px] - Width of the palette.
 * @cssproperty [--aw-inspector-width=320px] - Width of the inspector.
 *
 * @public
 */
export class AwWorkflowEditor extends element(
  {
    /** The session that the editor shows: a workflow with its runs and data. */
    session: undefined as WorkflowSession | undefined,
    /** `light`, `dark`, or `auto` for the system color scheme. Default: the page's color scheme. */
    theme: undefined as 'light' | 'dark' | 'auto' | undefined,
    /** If true, users can only view: they cannot edit, run or decide on approvals. */
    readonly: false,
    /** If true, users cannot edit the document, but can choose inputs, start and cancel runs, and decide on approvals. */
    runOnly: false,
    /**
     * Effect of the wheel over the canvas, maps and graphs: `zoom` the view (the default), `pan` it, or scroll the `page`.
     * With Ctrl or Cmd, and by a pinch, it zooms the view in each case; over other parts of the editor, a pinch zooms the
     * page only with `page`. Graphs do not pan by the wheel, so with `pan` it scrolls the page over them.
     */
    wheel: undefined as 'zoom' | 'pan' | 'page' | undefined,
    /**
     * UI strings. Default: the strings for the nearest `lang` attribute if that language is registered
     * (`registerLanguage`), otherwise English.
     */
    strings: editorStrings as EditorStrings,
    /** Generates ids for new nodes and edges. */
    newId: newId as NewId,
    /** Key bindings that replace the defaults, keyed by command id, such as `{ fit: ['f'] }`. */
    keys: {} as KeyBindings,
    /** Returns whether users can add nodes of a type. Existing nodes are not affected. Default: always true. */
    canAdd: (() => true) as (type: NodeType) => boolean,
    /**
     * The URL of the error reference, such as `/docs/errors` on the AW server. Each problem links to its error code
     * there, such as `/docs/errors#load.no-reader`. Default: empty, so problems have no link.
     */
    errorReferenceUrl: '',
    /**
     * Returns the URL of the workflow with a given name or id, or `undefined` if it has none. Sub-workflow nodes link to
     * the workflow that they refer to.
     *
     * @example
     *   editor.workflowUrl = (name) => workflows.has(name) ? `/workflows/${encodeURIComponent(name)}` : undefined
     */
    workflowUrl: undefined as ((workflow: string) => string | undefined) | undefined,
    /**
     * Returns the URL of a page that shows the same results. If set, the results have a link that opens it in a new tab.
     *
     * @example
     *   editor.resultsUrl = ({ run, tab }) => `/runs/${run}/results?tab=${tab}`
     */
    resultsUrl: undefined as ResultsUrlResolver | undefined,
    /** Extensions of this editor. To extend every editor on the page, call `registerExtension` instead. */
    extensions: [] as readonly Extension[],
    _isProblemListOpen: false,
    _scale: 1,
    /** Whether the editor shows the step list instead of the canvas when it is small. */
    _isListShown: true,
    _isSearching: false,
    /** The message that screen readers announce. */
    _announcement: '',
    /** The page of the person whose view this editor follows. */
    _followed: undefined as string | undefined,
  },
  {
    theme: { reflect: true },
    readonly: { type: Boolean, reflect: true },
    runOnly: { type: Boolean, reflect: true, attribute: 'run-only' },
    wheel: { reflect: true },
    errorReferenceUrl: { attribute: 'error-reference-url' },
  },
) {
  static override styles = [tokens, controls, styles]
  static override properties = {
    // The accessor below also applies a value that was set before the element was defined.
    offers: { attribute: false, noAccessor: true },
    isIncomplete: { state: true },
  }

  /** True if parts of the editor could not be loaded, until they are loaded or the user dismisses the notification. */
  declare protected isIncomplete: boolean

  readonly #controller = new SessionController(this, [], (aspect) => this.#onSessionChange(aspect))
  readonly #sessionProvider = new ContextProvider(this, { context: sessionContext })
  readonly #extensionsProvider = new ContextProvider(this, { context: extensionsContext })
  readonly #editorProvider = new ContextProvider(this, { context: editorContext })
  readonly #onPartChange = (): void => this.requestUpdate()
  /** The state and actions of this editor for its parts and extensions. */
  readonly #context = AwWorkflowEditor.#createContext(this)
  readonly #layout = createEditorLayout(this.#onPartChange)
  readonly #requestRelay = createRequestRelay((event) => this.dispatchEvent(event))
  readonly #reporter = createSessionReporter((event) => void this.dispatchEvent(event))
  readonly #fileImporter = createFileImporter(this.#context)
  readonly #shortcuts = createShortcuts(() => this.keys, this.#onPartChange)
  readonly #regions: Regions = createRegions({
    context: this.#context,
    hasSession: () => this.activeSession !== undefined,
    addEventListener: (type, listener) => this.addEventListener(type, listener),
  })
  readonly #palette = createPaletteState(this.#context, this.#layout)
  /** The earlier version that the canvas shows, and the session of its workflow. */
  #shownVersion: { source: WorkflowSession; session: WorkflowSession } | undefined
  readonly #toolbarFocus = new RovingFocus(this, () => findToolbarButtons(this.renderRoot))
  readonly #zoomFocus = new RovingFocus(this, () => this.renderRoot.querySelectorAll<HTMLElement>('.zoom button'))
  readonly #newNodes = createNewNodeTracker(this.#onPartChange)
  readonly #updateNewNodes = createNewNodesUpdater(this.#newNodes)
  readonly #scope = createScope()
  readonly #navigation = createScopeNavigation(this.#scope, this.#context)
  readonly #histograms = createOutputHistograms(this.#onPartChange)
  readonly #edgeHover = createEdgeHover(this.#onPartChange)
  readonly #edgePreviewTrigger = createEdgePreviewTrigger(this.#edgeHover, () => this.canvas)
  readonly #results = createResultsState(() => this.activeSession?.runs, this.#onPartChange)
  readonly #inspector = createInspectorState(this.#context, (node) =>
    this.#results.onNodeSelected(node, this.#layout.fitsPreview && this.activeSession?.assistant !== undefined),
  )
  /** Extensions whose state belongs to this editor. */
  readonly #ownExtensions: readonly Extension[] = [
    this.#fileImporter.extension,
    {
      name: 'aw-layout',
      listToolbarItems: () => this.#listLayoutItems(),
      listNotifications: ({ strings }) =>
        this.isIncomplete
          ? [{ severity: 'info', message: strings.incomplete, dismiss: () => (this.isIncomplete = false) }]
          : [],
    },
  ]
  /** Accepts files dropped on the controls that surround or cover the canvas. */
  #dropTarget: { destroy(): void } | undefined

  /**
   * The previous name of `canAdd`.
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
    this.addController(new OwnSession(this, () => this.createSession()))
    this.addController(new LanguageController(this, editorStrings, (locale) => loadLanguage(locale, false)))
    this.addEventListener('keydown', this.#onKey)
    preventPageZoom(this)
    this.addEventListener('aw-keys-change', this.#shortcuts.onKeysChange)
  }

  static #createContext(editor: AwWorkflowEditor): EditorContext {
    const getSession = (session: WorkflowSession | undefined): WorkflowSession => {
      if (!session) throw new Error('The editor has no session. Set `session` or provide `sessionContext`.')
      return session
    }
    return {
      get workflowSession() {
        return getSession(editor.activeSession)
      },
      get session() {
        return getSession(editor.shownSession)
      },
      get strings() {
        return editor.strings
      },
      get readonly() {
        return editor.locked
      },
      get canRun() {
        return editor.#canRun
      },
      get isNarrow() {
        return editor.#layout.isNarrow
      },
      get getResultsUrl() {
        return editor.resultsUrl
      },
      get path() {
        return editor.#scope.path
      },
      get selection() {
        return editor.#inspector.nodes
      },
      get canvas() {
        return editor.canvas
      },
      get keys() {
        return editor.#shortcuts.current
      },
      get newNodes() {
        return editor.#newNodes.ids
      },
      get errorReferenceUrl() {
        return editor.errorReferenceUrl
      },
      newId: (prefix) => editor.newId(prefix),
      get openPanelId() {
        return editor.#regions.openPanelId
      },
      openPanel: (id, argument) => editor.#regions.openPanel(id, argument),
      closePanel: () => editor.#regions.closePanel(),
      openDialog: (id, argument) => editor.#regions.openDialog(id, argument),
      closeDialog: () => editor.#regions.closeDialog(),
      toggleCommandPalette: () => {
        editor._isSearching = !editor._isSearching
      },
      showDocument: (document) => {
        const source = editor.shownSession
        editor.#shownVersion = source && document && { source, session: createVersionSession(source, document) }
        editor.requestUpdate()
      },
      showProblem: (problem) => editor.showProblem(problem),
      announce: (message) => {
        // Live regions announce only changed text, so a no-break space is appended to a repeated message.
        editor._announcement = message === editor._announcement ? `${message}\u00a0` : message
      },
      requestUpdate: () => {
        editor.requestUpdate()
        return editor.updateComplete
      },
    }
  }

  /**
   * Creates the session if the host does not provide one. The editor assigns it to `session`, and closes it after the
   * element is removed. The default implementation returns `undefined`; the `embed` package's element overrides it.
   */
  protected createSession(): WorkflowSession | Promise<WorkflowSession | undefined> | undefined {
    return undefined
  }

  /** The canvas, so that hosts can call its methods, such as `fit`, `select` and `reveal`. */
  get canvas(): AwCanvas | undefined {
    return this.renderRoot.querySelector<AwCanvas>('aw-canvas') ?? undefined
  }

  /** The session that the editor shows: the `session` property or, if it is not set, the session from the context. */
  get activeSession(): WorkflowSession | undefined {
    return this.#controller.session
  }

  /** True if users cannot edit the document. */
  get locked(): boolean {
    return this.readonly || this.runOnly
  }

  /** True if users can start and cancel runs and decide on approvals. */
  get #canRun(): boolean {
    return !this.readonly
  }

  /** True if the editor is too narrow for panels next to the canvas, so they cover it. */
  get #isNarrow(): boolean {
    return this.#layout.isNarrow
  }

  /** True if the editor is small, such as on a phone: a step list can replace the canvas, and settings are a sheet. */
  get #isSmall(): boolean {
    return this.#layout.isSmall
  }

  /** The session of the workflow or sub-workflow that the canvas shows. */
  get shownSession(): WorkflowSession | undefined {
    return this.#scope.innerSession ?? this.activeSession
  }

  /**
   * The node whose results are visible; `undefined` if the drawer is closed or shows the results of the entire run.
   */
  get #resultsNode(): string | undefined {
    return this.#results.isOpen ? this.#results.node : undefined
  }

  /** Imports files as if the user dropped them at the pointer, or at the canvas center if the pointer is outside. */
  async importFiles(files: readonly File[]): Promise<void> {
    const { canvas } = this
    if (!canvas) return
    const { x, y } = canvas.pointerPosition
    await this.#fileImporter.importFiles({ files, folders: [], node: undefined, position: { x: snap(x), y: snap(y) } })
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#shortcuts.connect()
    this.#regions.connect()
    this.#dropTarget = createDropTarget(this, {
      canDrop: () => !this.locked && this.canvas !== undefined,
      onDragOver: (event) => this.canvas?.dragFilesOver(event),
      dropFiles: (dropped, event) => this.canvas?.dropFiles(dropped, event),
    })
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#requestRelay.update(undefined)
    this.#scope.destroy()
    this.#layout.observe()
    this.#shortcuts.disconnect()
    this.#edgeHover.show(undefined)
    this.#inspector.destroy()
    this.#dropTarget?.destroy()
    this.#regions.disconnect()
  }

  override willUpdate(changed: PropertyValues): void {
    if (!this.hasUpdated) this.#layout.setWidth(this.clientWidth)
    const session = this.activeSession
    this.#requestRelay.update(session)
    this.#scope.update(session)
    this.#updateNewNodes(this.shownSession)
    this.#histograms.update(this.shownSession, this.#resultsNode)
    const extensions = this.#regions.getChangedExtensions(
      [...this.#ownExtensions, ...this.extensions],
      changed.has('extensions'),
    )
    if (extensions) this.#extensionsProvider.setValue(extensions)
    if (session !== this.#sessionProvider.value) this.#sessionProvider.setValue(session)
    // A new object, so that the parts that read the context are updated.
    this.#editorProvider.setValue(session && extendPart(this.#context, {}))
  }

  protected override updated(): void {
    const stage = this.renderRoot.querySelector<HTMLElement>('.stage') ?? undefined
    this.#layout.observe({
      editor: this,
      stage,
      bottom: stage?.querySelector<HTMLElement>('.bottom') ?? undefined,
    })
    stage?.style.setProperty('--_bar-height', `${this.#layout.barHeight}px`)
    this.#updateInsets()
    this.#reporter.afterUpdate(this.#controller.session)
  }

  override render(): unknown {
    const session = this.activeSession
    if (!session) {
      return html`<div class="absent" role="status">
        <h2>${this.strings.noWorkflowTitle}</h2>
        <p class="muted">${this.strings.noWorkflowText}</p>
      </div>`
    }
    const visibleSession = this.shownSession ?? session
    const { strings } = this
    const isNarrow = this.#isNarrow
    const isSmall = this.#isSmall
    const panel = this.#regions.renderPanel()
    return html`
      <div
        class="layout ${isNarrow ? 'narrow' : this.#palette.isShown ? '' : 'folded'} ${isSmall ? 'small' : ''} ${
          this.#layout.hasSingleView ? 'single' : ''
        }"
      >
        ${renderEditorToolbar(this.#context, {
          items: this.#regions.toolbarItems,
          startItem: this.#createPaletteItem(),
          people: renderPeople(this.#people),
          hasCustomSaveState: this.querySelector(':scope > [slot="save-state"]') !== null,
          announcement: this._announcement,
          rovingFocus: this.#toolbarFocus,
        })}
        ${
          !this.#palette.isShown
            ? nothing
            : html`<slot name="palette" @aw-node-add=${this.#onAdd} @keydown=${this.#onSheetKey}>
                <aw-palette
                  part="palette"
                  data-testid="node-palette"
                  .session=${session}
                  .strings=${strings.paletteStrings}
                  .canAdd=${this.canAdd}
                  ?disabled=${this.locked}
                ></aw-palette>
              </slot>`
        }
        ${this.#renderStage(session, visibleSession, panel !== undefined)}
        ${
          isNarrow && this.#palette.isSheetOpen
            ? html`<button
                type="button"
                class="scrim"
                aria-label=${strings.close}
                @click=${this.#closeSheets}
              ></button>`
            : nothing
        }
        ${panel ?? this.#renderInspector(visibleSession)} ${this.#renderResults()}
      </div>
      ${this.#renderEdgePreview(visibleSession)} ${this.#regions.renderDialog()}
    `
  }

  /** Renders the canvas and the controls that cover it. */
  #renderStage(session: WorkflowSession, visibleSession: WorkflowSession, isPanelOpen: boolean): TemplateResult {
    const { strings } = this
    const isListShown = this.#isSmall && this._isListShown
    const isMinimapShown =
      visibleSession.document.current.nodes.length > 0 &&
      this.#layout.fitsMinimap &&
      (this.#isNarrow || !this.#layout.isCompact)
    return html`<div class=${getStageClasses(this.#layout, isListShown)}>
      ${this.#renderCanvas(visibleSession, isPanelOpen)}
      ${visibleSession === session && !isListShown ? renderPresence(this.#people, this.canvas) : nothing}
      ${isListShown ? nothing : renderMarks(this.#context)}
      ${isListShown ? this.#renderStepList(visibleSession) : nothing}
      ${
        this.#scope.path.length > 0
          ? html`<aw-scope-trail
              class="trail"
              .path=${this.#scope.path}
              @aw-scope-change=${({ path }: ScopeChangeEvent) => this.#navigation.goTo(path)}
            ></aw-scope-trail>`
          : nothing
      }
      ${
        this._isSearching
          ? html`<aw-command-palette
              .canvas=${this.canvas}
              .searchScope=${{ document: session.document.current, path: this.#scope.path }}
              .strings=${strings.commandPalette}
              @aw-palette-found=${({ path, result }: PaletteFoundEvent) => this.#navigation.goTo(path, result)}
              @aw-palette-close=${() => (this._isSearching = false)}
            ></aw-command-palette>`
          : nothing
      }
      ${renderNotifications(this.#regions.notifications, strings)}
      ${renderProblemChip(this.#context, this._isProblemListOpen, (isOpen) => (this._isProblemListOpen = isOpen))}
      <div class="corner">
        ${isMinimapShown ? html`<aw-minimap data-testid="minimap" .canvas=${this.canvas}></aw-minimap>` : nothing}
        ${renderZoomControls(this.#context, this._scale, this.#zoomFocus)}
      </div>
      <div class="bottom">
        ${
          this.#canRun || session.runs.current
            ? html`<aw-run-bar
                exportparts="run: run-button, resume: resume-button, review: review-button"
                part="run-bar"
                .session=${session}
                .newNodes=${this.#newNodes.ids}
                .strings=${strings.runBar}
                @aw-run-blocked=${this.#onRunBlocked}
                ?watching=${!this.#canRun}
                @pointerenter=${() => session.engine.warmUp()}
                @aw-review=${this.#onReview}
                ><slot name="run-bar"></slot
              ></aw-run-bar>`
            : nothing
        }
      </div>
    </div>`
  }

  /** The other people who have the workflow open. Their elements are loaded once there are some. */
  get #people(): PeopleOptions {
    return {
      session: this.activeSession,
      followed: this._followed,
      onFollow: ({ client }) => (this._followed = client),
    }
  }

  #renderCanvas(session: WorkflowSession, isPanelOpen: boolean): TemplateResult {
    const { strings } = this
    const shownVersion = isPanelOpen ? this.#shownVersion : undefined
    return html`<aw-canvas
      exportparts="surface: canvas-surface"
      part="canvas"
      data-testid="workflow-canvas"
      .session=${shownVersion?.source === session ? shownVersion.session : session}
      .strings=${strings.canvas}
      .newId=${this.newId}
      .canAdd=${this.canAdd}
      .keys=${this.#shortcuts.current}
      .histograms=${this.#histograms.byNodeId}
      .newNodes=${this.#newNodes.ids}
      ?readonly=${this.locked || shownVersion !== undefined}
      @aw-selection-change=${this.#onSelection}
      @aw-edge-look=${this.#edgePreviewTrigger.onEdgeHover}
      @keydown=${this.#onCanvasKey}
      @pointerdown=${() => this.#edgeHover.show(undefined)}
      @aw-node-open=${this.#onNodeOpen}
      @aw-node-enter=${this.#navigation.onEnter}
      @aw-view-change=${this.#onView}
      @aw-file-drop=${(event: FileDropEvent) => void this.#fileImporter.importFiles(event)}
      @pointerup=${this.#inspector.showSelection}
      @pointercancel=${this.#inspector.showSelection}
    ></aw-canvas>`
  }

  #renderStepList(session: WorkflowSession): TemplateResult {
    const { strings } = this
    return html`<aw-step-list
      .session=${session}
      .selection=${this.#inspector.nodes}
      .newNodes=${this.#newNodes.ids}
      .strings=${strings.steps}
      @aw-node-open=${this.#onNodeOpen}
    >
      ${
        this.locked
          ? nothing
          : html`<button slot="start" type="button" class="primary" @click=${() => void this.#togglePalette()}>
                ${icon('plus')}${strings.addNode}
              </button>
              <button slot="start" type="button" @click=${() => this.canvas && void uploadFile(this.canvas)}>
                ${icon('upload')}${strings.canvas.uploadFile}
              </button>`
      }
    </aw-step-list>`
  }

  #renderResults(): TemplateResult {
    return html`<aw-results-drawer
      class="results"
      role="region"
      aria-label=${this.strings.results}
      exportparts="results, download, chart-drawing, graph-place, profile-bar, profile-columns, profile-findings, profile-drift, examples-bar, examples-side, findings-bar, findings-list, findings-table, validation-bar, validation-verdict, validation-rules, failure, code, table-scroller, table-status, download-button, download-more"
      .node=${this.#results.node}
      .tab=${this.#results.tab}
      .available=${this.#getEditorSize}
      ?open=${this.#results.isOpen}
      ?full=${this.#layout.hasSingleView}
      @aw-results-open=${this.#results.open}
      @aw-results-close=${this.#results.close}
      @aw-tab-change=${({ tab }: TabChangeEvent) => this.#results.showTab(tab)}
      @aw-node-choose=${({ node }: NodeChooseEvent) => this.#results.showNode(node)}
      @aw-decide=${this.#onDecide}
    ></aw-results-drawer>`
  }

  #createPaletteItem(): ToolbarItem {
    const { strings } = this
    const run = (): void => void this.#togglePalette()
    if (!this.#isNarrow && this.#palette.isShown)
      return { id: 'aw-hide-palette', title: strings.hidePalette, icon: 'panel-left', run }
    const isSmall = this.#isSmall
    return { id: 'aw-add-node', title: strings.addNode, icon: 'plus', hasLabel: !isSmall, disabled: this.locked, run }
  }

  /** Returns the toolbar buttons for what a narrow editor hides: the canvas or the step list, and the settings. */
  #listLayoutItems(): ToolbarItem[] {
    const { strings } = this
    const isSmall = this.#isSmall
    const isListShown = isSmall && this._isListShown
    const items: ToolbarItem[] = []
    if (isSmall)
      items.push({
        id: 'aw-step-list',
        title: isListShown ? strings.showCanvas : strings.showSteps,
        icon: isListShown ? 'workflow' : 'list',
        run: () => (this._isListShown = !this._isListShown),
      })
    const isInspecting = this.#inspector.isOpen && this.#regions.openPanelId === undefined
    if (this.#isNarrow && !isListShown && !isInspecting && this.#inspector.nodes.size > 0)
      items.push({
        id: 'aw-settings',
        title: strings.settings,
        icon: 'settings-2',
        hasLabel: !isSmall,
        run: () => this.#inspector.open(),
      })
    return items
  }

  #renderInspector(session: WorkflowSession): TemplateResult | typeof nothing {
    if (!this.#inspector.isOpen) return nothing
    const { strings } = this
    return html`<aw-inspector
      exportparts="code"
      part="inspector"
      aria-label=${strings.inspector}
      role="region"
      .session=${session}
      .canvas=${this.canvas}
      .nodes=${this.#inspector.nodes}
      .newId=${this.newId}
      .drafts=${this.#inspector.getDrafts(session)}
      .newNodes=${this.#newNodes.ids}
      .strings=${strings.inspectorStrings}
      .errorReferenceUrl=${this.errorReferenceUrl}
      .workflowUrl=${this.workflowUrl}
      ?readonly=${this.locked}
      @aw-inspector-close=${this.#closeInspector}
      @aw-node-enter=${this.#navigation.onEnter}
      @aw-review=${this.#onReview}
      @keydown=${this.#onSheetKey}
    ></aw-inspector>`
  }

  #renderEdgePreview(session: WorkflowSession): TemplateResult | typeof nothing {
    const { edge, position: at, setPointerInside } = this.#edgeHover
    if (edge === undefined) return nothing
    return html`<aw-edge-preview
      class="edge-preview"
      popover="manual"
      role="status"
      .session=${session}
      .edge=${edge}
      .at=${at}
      .strings=${this.strings.edgePreview}
      @pointerenter=${() => setPointerInside(true)}
      @pointerleave=${() => setPointerInside(false)}
    ></aw-edge-preview>`
  }

  #onSessionChange(aspect: SessionAspect | 'session'): void {
    if (aspect === 'session') this.#shownVersion = undefined
    if (this.activeSession) this.#regions.onSessionChange(aspect)
    if (aspect === 'session') return this.#results.reset()
    if (aspect === 'run' && this.#results.onRunChange()) {
      this._isProblemListOpen = false
      this.#newNodes.onRun()
    }
    // The settings beside a failure are those of the failed node.
    const { failedNode } = this.#results
    if (aspect === 'run' && failedNode !== undefined && !this.#isNarrow) this.canvas?.select([failedNode])
    const session = this.activeSession
    if (session) this.#reporter.onChange(session, aspect)
  }

  /** Lists the problems that prevent the workflow from running. */
  #onRunBlocked = (): void => {
    this.#newNodes.onRun()
    this._isProblemListOpen = true
  }

  #onReview = ({ node }: ReviewEvent): void => {
    // On narrow screens, the settings sheet would cover the approval.
    this.#closeSheets()
    this.#results.review(node)
  }

  #onDecide = (event: DecideEvent): void => {
    const { shownSession } = this
    runUnlessPrevented(event, () => void shownSession?.runs.decide(event.decision))
  }

  #updateInsets(): void {
    const { canvas } = this
    if (!canvas) return
    setCanvasInsets(canvas, {
      root: this.renderRoot,
      barHeight: this.#layout.barHeight,
      sideSheet: this.#isNarrow && !this.#layout.hasSingleView ? this.renderRoot.querySelector('aw-inspector') : null,
    })
    const minimap = this.renderRoot.querySelector('aw-minimap')
    if (minimap && minimap.canvas !== canvas) minimap.canvas = canvas
  }

  /** Returns the space for the results. Where they replace the canvas, the run bar stays above them. */
  #getEditorSize = () => ({
    width: this.offsetWidth,
    height: this.offsetHeight - (this.#layout.hasSingleView ? this.#layout.barHeight + 2 * controlGap + 2 : 0),
  })

  #onSelection = (event: SelectionChangeEvent): void => {
    this.#updateNewNodes(this.shownSession)
    this.#newNodes.onSelectionChange(event.nodes)
    this.#inspector.onSelection(event.nodes)
    this.#edgePreviewTrigger.onSelection(event)
  }

  #onCanvasKey = (event: KeyboardEvent): void => {
    if (getKey(event) !== 'Escape' || this.#edgeHover.edge === undefined) return
    event.preventDefault()
    this.#edgeHover.show(undefined)
  }

  #onView = (event: ViewChangeEvent): void => {
    this._scale = event.view.scale
  }

  #onAdd = (event: NodeAddEvent): void => {
    this.canvas?.addNode(event.nodeType)
    if (this.#isNarrow) this.#palette.closeSheet()
  }

  #onNodeOpen = ({ node }: NodeOpenEvent): Promise<void> => this.#openNode(node)

  /** Opens a node's settings and focuses `setting`, or the first setting if it is omitted. */
  async #openNode(nodeId: string, setting?: string): Promise<void> {
    this.canvas?.select([nodeId])
    this.#inspector.openFor(nodeId)
    await this.updateComplete
    const inspector = await waitUntilReady(this.renderRoot.querySelector('aw-inspector'))
    // On a small screen, focusing a field would open the on-screen keyboard over the sheet.
    if (this.#isSmall) inspector?.focusClose()
    else if (setting === undefined) inspector?.focus()
    else {
      await inspector?.updateComplete
      inspector?.focusSetting(setting)
    }
  }

  #closeInspector = (): void => {
    this.#inspector.close()
    this.canvas?.focusNode()
  }

  #togglePalette = async (): Promise<void> => {
    if (!this.#palette.toggle()) return
    await this.updateComplete
    const slot = this.renderRoot.querySelector<HTMLSlotElement>('slot[name=palette]')
    const [palette] = slot?.assignedElements({ flatten: true }) ?? []
    if (palette instanceof HTMLElement) palette.focus()
  }

  #closeSheets = (): void => {
    this.#palette.closeSheet()
    if (this.#isNarrow) this.#inspector.close()
  }

  #onKey = (event: KeyboardEvent): void => {
    const path = event.composedPath()
    const innerTargets = path.slice(
      0,
      path.findIndex((target) => target === this),
    )
    const isInOverlay = innerTargets.some(
      (target) => target instanceof Element && target.matches(':modal, [popover=auto]:popover-open'),
    )
    // The browser closes the dialog or popover. A dialog of the host, which contains the editor, stays open.
    if (isInOverlay && getKey(event) === 'Escape') event.stopPropagation()
    if (!matchesBinding(event, 'Mod+k')) return
    event.preventDefault()
    this.openCommandPalette()
  }

  /**
   * Opens the command palette, which also finds nodes and settings. Ctrl+K (⌘K) works only while the editor has focus.
   */
  openCommandPalette(): void {
    this._isSearching = true
  }

  #onSheetKey = (event: KeyboardEvent): void => {
    if (getKey(event) !== 'Escape' || event.defaultPrevented) return
    event.preventDefault()
    if (event.currentTarget instanceof HTMLElement && event.currentTarget.localName === 'aw-inspector') {
      this.#closeInspector()
    } else this.#closeSheets()
  }

  /** Selects and reveals the node that has a problem, and opens the affected setting. */
  showProblem({ where }: Problem): void {
    this._isProblemListOpen = false
    if (where?.node === undefined) return
    this.canvas?.select([where.node])
    this.canvas?.reveal(where.node)
    if (where.setting !== undefined) void this.#openNode(where.node, where.setting)
  }
}
