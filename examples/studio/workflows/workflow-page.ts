import { newId, SessionChangeEvent, type SavingState, type ServerApi, type WorkflowSession } from '@aw-flow/client'
import {
  getKey,
  CommentOpenEvent,
  icon,
  type AwWorkflowEditor,
  type DecideEvent,
  type Extension,
  type InputChooseEvent,
  type ShownResults,
} from '@aw-flow/editor'
import { isFinalRunState } from '@aw-flow/schema'
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import '../runs/approval-dialog.ts'
import './execute-dialog.ts'
import { getStrings } from '../language/strings.ts'
import { getLatestResultsPath, getWorkflowPath } from '../shell/router.ts'
import { waitForCatalog } from '../datasets/assign-to-workflow.ts'
import { serverActions, type ServerAction } from './server-actions.ts'
import { createServerExtension, needsServer } from './server-section.ts'
import './steps-panel.ts'
import type { StepSettingsEvent } from './steps-panel.ts'
import { NavigationRequestEvent, ToastEvent, type ProblemSelectEvent } from '../shell/studio-events.ts'
import type { Workspace } from '../workspace.ts'
import { workflowPageStyles } from './workflow-page.styles.ts'
import { renderLoading } from '../shell/render-loading.ts'
import { renderNotFound } from '../shell/render-not-found.ts'
import { element } from '../shell/element.ts'
import { sendRequest } from '../shell/server-data/send-request.ts'
import { toPath } from '../shell/base-path.ts'

/** Icons keyed by save state. `unchanged` is a new or built-in workflow that is not stored yet. */
const saveIcons = {
  unchanged: 'save',
  saved: 'circle-check',
  saving: 'save',
  pending: 'hard-drive',
  rejected: 'triangle-alert',
  failed: 'triangle-alert',
} as const
/** The states in which the browser has stored all edits. */
const storedStates: readonly SavingState[] = ['saved', 'pending', 'rejected']

/** Result tabs that also exist on the results page. */
const resultsTabs: ReadonlySet<string> = new Set(['chart', 'map', 'report', 'log'])
const noExtensions: readonly Extension[] = []

const narrowScreenQuery = '(max-width: 900px)'
/** The numbers of actions that can be outside their menu. The toolbar shows as many as fit on one line with the name. */
const actionCounts = [serverActions.length, 2, 0]
/** The widths of the toolbar, in pixels, from which these numbers fit in English: what is measured first. */
const actionWidths = [1272, 1144, 0]
const guessActionLevel = (width: number): number => actionWidths.findIndex((minWidth) => width >= minWidth)
/** The width of the navigation beside the page, in pixels. */
const railWidth = 56
/** The name of a workflow has this width, in pixels, before actions are outside their menu. */
const minNameWidth = 120

/** Shows a workflow in the editor. Without an ID, shows a new workflow, which is stored on its first edit. */
export class WorkflowPage extends element({
  workspace: undefined as Workspace | undefined,
  workflowId: undefined as string | undefined,
  session: undefined as WorkflowSession | undefined,
  isMissing: false,
  /** A description of what a new workflow should do, for which the editor proposes nodes. */
  wanted: '',
  /** Whether the step list is shown next to the canvas or, on a small screen, instead of it. */
  isStepListShown: false,
  /** The index in `actionCounts` of the number of actions that are outside their menu. */
  actionLevel: 0,
}) {
  static override styles = workflowPageStyles

  readonly #serverExtensions = [createServerExtension(() => void this.#connectServer())]
  /** Forms for the server's MCP tools. Loaded once the workflow contains a node that calls such a tool. */
  #mcpForms: { api: ServerApi; extensions: readonly Extension[] } | undefined
  /** The id in the open workflow's URL. */
  #sharedId: string | undefined
  /** The workspace in which `session` was opened. */
  #sessionWorkspace: Workspace | undefined
  readonly #narrowScreen = globalThis.matchMedia(narrowScreenQuery)
  readonly #toolbarObserver = new ResizeObserver(() => void this.#fitActions())
  #toolbarWidth = 0
  /** The comment in the URL that was opened. */
  #openedComment: string | undefined
  /** Whether the user works with the step list, which otherwise gives its space to the canvas after the first node. */
  #isStepListUsed = false

  /** Imports files and assigns each of them to a node. */
  readonly importFiles = async (files: File[]): Promise<void> => {
    await this.updateComplete
    await this.#editor?.importFiles(files)
  }

  /** Moves focus to the canvas or, in a small editor, to the step list that covers it. */
  focusCanvas(): void {
    const list = this.#editor?.shadowRoot?.querySelector('aw-step-list')
    const step = list?.shadowRoot?.querySelector('button') ?? list?.querySelector('button')
    if (step) step.focus()
    else this.#editor?.canvas?.focusNode()
  }

  override connectedCallback(): void {
    super.connectedCallback()
    // A new workflow opens with its step list until it has a node, except on a narrow page, which shows the canvas.
    this.isStepListShown = this.workflowId === undefined && !this.#narrowScreen.matches
    this.#isStepListUsed = false
    this.actionLevel = guessActionLevel(window.innerWidth - railWidth)
    // Shortcuts must also work while focus is outside the editor, for example right after the page opens.
    document.addEventListener('keydown', this.#onKey)
    this.#narrowScreen.addEventListener('change', this.#onWidthChange)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    document.removeEventListener('keydown', this.#onKey)
    this.#narrowScreen.removeEventListener('change', this.#onWidthChange)
    this.#toolbarObserver.disconnect()
    this.session?.removeEventListener('aw-session-change', this.#onChange)
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('workflowId') || changed.has('workspace')) void this.#open()
  }

  protected override updated(): void {
    // Observing an element again has no effect.
    if (this.#toolbar) this.#toolbarObserver.observe(this.#toolbar)
  }

  protected override render(): TemplateResult | typeof nothing {
    const { workflow: strings, common, shell } = getStrings()
    if (this.isMissing) {
      return renderNotFound({
        heading: strings.notFound(this.workflowId ?? ''),
        hint: strings.notFoundHint,
        links: [
          { href: '/workflows', label: strings.viewWorkflows },
          { href: '/trash', label: shell.openTrash },
          { href: '/workflows/new', label: common.newWorkflow },
        ],
      })
    }
    const { session, isStepListShown } = this
    if (!session) return html`<main>${renderLoading()}</main>`
    const canEdit = this.workspace?.canEdit !== false
    return html`
      <main
        class="full ${isStepListShown ? 'with-steps' : ''}"
        data-testid="workflow-id"
        data-id=${session.id}
        ?inert=${this.#sessionWorkspace !== this.workspace}
      >
        <h1 tabindex="-1" class="visually-hidden">${session.document.current.name}</h1>
        ${
          isStepListShown && canEdit
            ? html`<studio-steps
                .session=${session}
                .api=${this.workspace?.server?.api}
                @pointerdown=${this.#onStepListUse}
                @keydown=${this.#onStepListUse}
                @studio-step-settings=${(event: StepSettingsEvent) => this.#select(event.nodeId)}
              ></studio-steps>`
            : nothing
        }
        <aw-workflow-editor
          .session=${session}
          ?readonly=${!canEdit}
          .workflowUrl=${this.#getWorkflowUrl}
          .resultsUrl=${this.#getResultsUrl}
          .extensions=${this.workspace?.server ? (this.#mcpForms?.extensions ?? noExtensions) : this.#serverExtensions}
          error-reference-url=${toPath('/docs/errors')}
          @aw-before-edit=${this.#onChangeRequest}
          @aw-before-open=${this.#onChangeRequest}
          @aw-before-file=${this.#onChangeRequest}
          @aw-before-dataset-remove=${this.#onChangeRequest}
          @aw-before-run=${this.#onChangeRequest}
          @aw-before-resume=${this.#onChangeRequest}
          @aw-before-decide=${this.#onChangeRequest}
          @aw-before-cancel=${this.#onChangeRequest}
          @aw-review=${() => this.renderRoot.querySelector('studio-approval')?.show()}
          @aw-input-choose=${({ node, dataset }: InputChooseEvent) =>
            this.renderRoot.querySelector('studio-execute')?.selectDataset(node, dataset)}
        >
          ${canEdit ? this.#renderTools(session) : html`<span slot="save-state"></span>`}
        </aw-workflow-editor>
        ${
          this.#narrowScreen.matches
            ? html`<studio-approval
                .run=${canEdit ? session.runs.current : undefined}
                .catalog=${session.engine.catalog}
                @aw-decide=${(event: DecideEvent) => void session.runs.decide(event.decision)}
              ></studio-approval>`
            : nothing
        }
        <studio-execute
          .workspace=${this.workspace}
          .session=${session}
          @studio-server-request=${this.#connectServer}
          @studio-problem-choose=${({ problem }: ProblemSelectEvent) => this.#editor?.showProblem(problem)}
        ></studio-execute>
      </main>
    `
  }

  #renderTools(session: WorkflowSession): TemplateResult {
    const { workflow: strings, shell, steps, editor } = getStrings()
    const isEmpty = session.document.current.nodes.length === 0
    return html`<button
        slot="toolbar-start"
        class="quiet icon"
        title=${steps.title}
        aria-label=${steps.title}
        aria-pressed=${this.isStepListShown}
        @click=${() => {
          this.isStepListShown = !this.isStepListShown
          this.#onStepListUse()
        }}
      >
        ${icon('list-ordered')}
      </button>
      <nav slot="breadcrumb" aria-label=${strings.breadcrumb}>
        <a href=${toPath('/workflows')}>${this.workspace?.account?.workspace?.name ?? shell.workflows}</a>
        <span aria-hidden="true">/</span>
      </nav>
      ${this.#renderSave(session)} ${this.#renderWebhookTest(session)} ${this.#renderServer(session)}
      ${isEmpty ? nothing : this.#renderServerActions(session)}
      <button
        slot="toolbar-end"
        id="execute-workflow"
        data-testid="execute-workflow"
        aria-disabled=${isEmpty}
        title=${isEmpty ? editor.runBar.noNodes : strings.runWithTooltip}
        @click=${this.#openRunDialog}
      >
        ${icon('play')}<span class="label">${strings.runWith}</span>
      </button>`
  }

  /** Renders the button that listens for a test request. Requires a Webhook node and a server. */
  #renderWebhookTest(session: WorkflowSession): TemplateResult | typeof nothing {
    const hasWebhook = session.document.current.nodes.some(({ type }) => type === 'webhook')
    if (!hasWebhook || !this.workspace?.server) return nothing
    const { webhooks: strings } = getStrings()
    return html`<button
      slot="toolbar-end"
      class="quiet icon"
      data-testid="listen-for-test"
      title=${strings.listen}
      aria-label=${strings.listen}
      @click=${() => void this.#listenForTestRequest(session)}
    >
      ${icon('webhook')}
    </button>`
  }

  /**
   * Renders the buttons that share, publish and schedule the workflow. They connect a server if there is none. All or the
   * last of them are in a menu if the toolbar has no room for them.
   */
  #renderServerActions(session: WorkflowSession): TemplateResult {
    const { workflow: strings, shell } = getStrings()
    const outsideCount = actionCounts[this.actionLevel]!
    const renderAction = ({ name, icon: iconName, open }: ServerAction, slot?: string): TemplateResult =>
      html`<button
        slot=${slot ?? nothing}
        class="quiet"
        data-testid="action-${name}"
        @click=${() => void this.#openOnServer(session, (api, id) => open(this, { api, id, session }))}
      >
        ${icon(iconName)} ${strings[name]}
      </button>`
    return html`${serverActions.slice(0, outsideCount).map((action) => renderAction(action, 'toolbar-end'))}
    ${
      outsideCount < serverActions.length
        ? html`<button
              slot="toolbar-end"
              class="quiet icon"
              data-testid="more-actions"
              popovertarget="actions"
              title=${shell.more}
              aria-label=${shell.more}
            >
              ${icon('ellipsis')}
            </button>
            <div slot="toolbar-end" id="actions" popover>
              ${serverActions.slice(outsideCount).map((action) => renderAction(action))}
            </div>`
        : nothing
    }`
  }

  /** Stores the workflow on the server, and then opens what needs its ID there. */
  async #openOnServer(session: WorkflowSession, open: (api: ServerApi, id: string) => unknown): Promise<void> {
    const { server } = this.workspace ?? {}
    this.renderRoot.querySelector<HTMLElement>('#actions[popover]')?.hidePopover()
    if (!server) return this.#connectServer()
    if (!(await waitUntilSaved(session))) return
    const id = await sendRequest(this, { api: server.api, task: 'workflow-on-server' }, () =>
      server.storage.ensureRemoteId(session.id, session.document.current),
    )
    if (id !== undefined) await open(server.api, id)
  }

  /**
   * Renders the run bar's server button. It shows the server that runs the workflow or, if a node works only on a
   * server, offers to connect one.
   */
  #renderServer(session: WorkflowSession): TemplateResult | typeof nothing {
    const { server, account } = this.workspace ?? {}
    const { runOnServer, runsOnTooltip } = getStrings().server
    if (account) return nothing
    if (server) {
      const tooltip = runsOnTooltip(server.api.address)
      return html`<button
        slot="run-bar"
        class="quiet icon"
        data-testid="run-place"
        title=${tooltip}
        aria-label=${tooltip}
        @click=${this.#connectServer}
      >
        ${icon('server')}
      </button>`
    }
    if (!needsServer(session)) return nothing
    return html`<button slot="run-bar" data-testid="connect-server" title=${runOnServer} @click=${this.#connectServer}>
      ${icon('server')}<span class="label">${runOnServer}</span>
    </button>`
  }

  #connectServer = async (): Promise<void> => {
    const { openServerDialog } = await import('../settings/server-dialog.ts')
    openServerDialog(this)
  }

  /** Opens the test request dialog for the selected Webhook node, or for the first one if none is selected. */
  async #listenForTestRequest(session: WorkflowSession): Promise<void> {
    const api = this.workspace?.server?.api
    const { findWebhookNodes, listenForTestRequest } = await import('../webhooks/webhook-test-dialog.ts')
    const nodes = findWebhookNodes(session)
    const node = nodes.find(({ id }) => this.#editor?.canvas?.selection.has(id)) ?? nodes[0]
    if (!api || !node) return
    const changedNodeId = await listenForTestRequest(api, session, node.id)
    if (changedNodeId === undefined) return
    this.#select(changedNodeId)
    this.dispatchEvent(new ToastEvent(getStrings().webhooks.sampleSaved))
  }

  /** Renders the save button, which also shows the save state. */
  #renderSave({ id, document }: WorkflowSession): TemplateResult {
    const { workflow: strings, editor } = getStrings()
    const isStored = document.canUndo || document.canRedo || this.workspace?.isStored(id)
    const state = isStored || document.saving !== 'saved' ? document.saving : 'unchanged'
    const label = state === 'unchanged' ? strings.save : editor.saving[state]
    return html`<button
      slot="save-state"
      class="save quiet ${state}"
      data-testid="save-workflow"
      title=${state === 'saved' ? strings.savedTooltip : state === 'pending' || state === 'rejected' ? label : strings.saveTooltip}
      @click=${() => void this.#save()}
    >
      ${icon(saveIcons[state])}<span
        class="label"
        role=${state === 'failed' || state === 'rejected' ? 'alert' : nothing}
        >${label}</span
      >
    </button>`
  }

  async #open(): Promise<void> {
    const { workspace, workflowId } = this
    if (!workspace) return
    const localId = workflowId === undefined ? undefined : this.#toLocalId(workspace, workflowId)
    const isOpen = this.session?.id === localId && this.#sessionWorkspace === workspace
    if (this.session && isOpen) return
    this.session?.removeEventListener('aw-session-change', this.#onChange)
    // If only the server changes, reuse the session, so that the editor keeps its selection and the undo history is
    // preserved.
    const previousSession = this.session?.id === localId ? this.session : undefined
    this.session = previousSession
    this.isMissing = false
    if (localId !== undefined && !workspace.hasWorkflow(localId)) {
      // The workflow may be stored only on the server. The server's lists load after those of the browser.
      await workspace.waitForServerLists()
      if (workflowId !== this.workflowId || workspace !== this.workspace) return
      // The server's lists contain a limited number of workflows.
      const isFound = workspace.hasWorkflow(localId) || (await workspace.storage.getDocument(localId))
      if (workflowId !== this.workflowId || workspace !== this.workspace) return
      this.isMissing = !isFound
      if (this.isMissing) return
    }
    const session = await workspace.openSession(localId ?? newId('workflow'), previousSession)
    if (workflowId !== this.workflowId || workspace !== this.workspace) return
    this.#sessionWorkspace = workspace
    session.addEventListener('aw-session-change', this.#onChange)
    this.session = session
    this.#updateUrl(session)
    void this.#loadMcpForms()
    if (workflowId === undefined && this.wanted !== '') await this.#propose(session, this.wanted)
  }

  /** Opens a proposal for a description, once the engine has loaded the node types. */
  async #propose(session: WorkflowSession, description: string): Promise<void> {
    await waitForCatalog(session)
    await this.updateComplete
    await this.#editor?.updateComplete
    if (this.session === session) this.#editor?.canvas?.propose(description)
  }

  /**
   * Loads the MCP tools for the forms of nodes that call them. Without the tools, the forms cannot list the arguments.
   */
  async #loadMcpForms(): Promise<void> {
    const api = this.workspace?.server?.api
    const hasTool = this.session?.document.current.nodes.some(({ type }) => type === 'mcp_tool')
    if (!api || !hasTool || this.#mcpForms?.api === api) return
    this.#mcpForms = { api, extensions: noExtensions }
    const { createMcpForms, loadServerTools } = await import('../mcp/mcp-forms.ts')
    const tools = await loadServerTools(api).catch(() => [])
    this.#mcpForms = { api, extensions: [createMcpForms(tools, getStrings().mcp.placeholder)] }
    this.requestUpdate()
  }

  /** Replaces the workflow's URL by the one that works for other users, if its id on the server differs. */
  #updateUrl({ id }: WorkflowSession): void {
    const sharedId = this.workspace?.toSharedId(id) ?? id
    this.#sharedId = sharedId
    if (!this.isConnected || this.workflowId === undefined || this.workflowId === sharedId) return
    this.workflowId = sharedId
    this.dispatchEvent(new NavigationRequestEvent(getWorkflowPath(sharedId) + location.search, 'name'))
  }

  /** Returns the local id of a workflow. That of the open workflow is known without its server as well. */
  #toLocalId(workspace: Workspace, workflowId: string): string {
    return this.session && workflowId === this.#sharedId ? this.session.id : workspace.toLocalId(workflowId)
  }

  /** Updates the save state, and sets the URL of a workflow once it is stored. */
  #onChange = (event: Event): void => {
    if (event instanceof SessionChangeEvent && ['saving', 'document', 'description', 'run'].includes(event.aspect))
      this.requestUpdate()
    if (event instanceof SessionChangeEvent && event.aspect === 'comments') this.#openLinkedComment()
    if (!this.#isStepListUsed && this.session && this.session.document.current.nodes.length > 0)
      this.isStepListShown = false
    void this.#loadMcpForms()
    if (!this.session || !storedStates.includes(this.session.document.saving)) return
    if (this.workflowId === undefined && this.session.document.canUndo) {
      this.workflowId = this.session.id
      this.dispatchEvent(new NavigationRequestEvent(getWorkflowPath(this.session.id), 'name'))
    }
    this.#updateUrl(this.session)
  }

  /** Opens the comment in the URL, as in links of notifications, once. */
  #openLinkedComment(): void {
    const thread = new URLSearchParams(location.search).get('comment') ?? undefined
    if (thread === undefined || thread === this.#openedComment || !this.session?.comments) return
    this.#openedComment = thread
    this.#editor?.canvas?.dispatchEvent(new CommentOpenEvent({ thread }))
  }

  #onStepListUse = (): void => {
    this.#isStepListUsed = true
  }

  /** Edits are saved automatically. Waits until all of them are stored, and then shows a confirmation. */
  async #save(): Promise<void> {
    const { session } = this
    if (!session || !this.workspace) return
    if (!(await waitUntilSaved(session))) return
    if (!(await this.workspace.storage.getDocument(session.id))) {
      const { nothingToSave, unchanged } = getStrings().workflow
      const isEmpty = session.document.current.nodes.length === 0
      this.dispatchEvent(new ToastEvent(isEmpty ? nothingToSave : unchanged))
      return
    }
    const { workflow: strings, editor } = getStrings()
    const { saving } = session.document
    this.dispatchEvent(new ToastEvent(saving === 'saved' ? strings.saved : editor.saving[saving]))
  }

  /** Hides the step list when the page becomes narrow. */
  #onWidthChange = (): void => {
    if (this.#narrowScreen.matches) this.isStepListShown = false
    this.requestUpdate()
  }

  /** Opens the dialog for starting a run, or reports that the workflow is empty. */
  #openRunDialog = (): void => {
    if (this.session?.document.current.nodes.length === 0)
      this.dispatchEvent(new ToastEvent(getStrings().editor.runBar.noNodes))
    else void this.renderRoot.querySelector('studio-execute')?.show()
  }

  /** Prevents users with the viewer role from changing or running the workflow. */
  #onChangeRequest = (event: Event): void => {
    if (this.workspace?.canEdit !== false) return
    event.preventDefault()
    const { account: strings } = getStrings()
    this.dispatchEvent(new ToastEvent(`${strings.viewOnly} ${strings.viewOnlyHint}`))
  }

  get #toolbar(): HTMLElement | null | undefined {
    return this.#editor?.shadowRoot?.querySelector<HTMLElement>('.toolbar')
  }

  /** Moves actions into their menu until the toolbar has one line, whatever the language and the names need. */
  async #fitActions(): Promise<void> {
    const toolbar = this.#toolbar
    if (!toolbar) return
    if (toolbar.clientWidth !== this.#toolbarWidth) {
      this.#toolbarWidth = toolbar.clientWidth
      this.actionLevel = guessActionLevel(this.#toolbarWidth)
    }
    await this.updateComplete
    while (this.actionLevel < actionCounts.length - 1 && this.#isCrowded(toolbar)) {
      this.actionLevel++
      await this.updateComplete
    }
  }

  #isCrowded(toolbar: HTMLElement): boolean {
    const name = toolbar.querySelector<HTMLElement>('.name')
    if (!name) return false
    const hasSecondLine = toolbar.clientHeight > 2 * name.offsetHeight
    return hasSecondLine || name.clientWidth < Math.min(minNameWidth, name.scrollWidth)
  }

  get #editor(): AwWorkflowEditor | null {
    return this.renderRoot.querySelector<AwWorkflowEditor>('aw-workflow-editor')
  }

  #select(nodeId: string): void {
    if (this.#narrowScreen.matches) this.isStepListShown = false
    const canvas = this.#editor?.canvas
    canvas?.select([nodeId])
    canvas?.reveal(nodeId)
  }

  #getWorkflowUrl = (workflow: string): string | undefined => {
    const id = this.workspace?.findWorkflow(workflow, this.session?.document.current)
    return id === undefined ? undefined : getWorkflowPath(id)
  }

  /** Returns the URL of the results page if the latest run has ended. */
  #getResultsUrl = ({ run, node, tab }: ShownResults): string | undefined => {
    const view = this.session?.runs.current
    if (!this.session || view?.run !== run || !isFinalRunState(view.state)) return undefined
    const query = new URLSearchParams({
      ...(node === undefined ? {} : { from: node, node }),
      ...(resultsTabs.has(tab) ? { tab } : {}),
    })
    return `${getLatestResultsPath(this.session.id)}${query.size === 0 ? '' : `?${query}`}`
  }

  #onKey = (event: KeyboardEvent): void => {
    const { ctrlKey, metaKey, altKey, shiftKey } = event
    if (event.defaultPrevented || altKey || shiftKey || ctrlKey === metaKey) return
    const key = getKey(event).toLowerCase()
    if (key === 's') {
      event.preventDefault()
      void this.#save()
    }
    const isModal = event.composedPath().some((target) => target instanceof Element && target.matches(':modal'))
    if (key === 'k' && !isModal && this.#editor) {
      event.preventDefault()
      this.#editor.openCommandPalette()
    }
  }
}

/** Resolves with true once all edits are stored, or with false if storing fails, which the session reports. */
function waitUntilSaved(session: WorkflowSession): Promise<boolean> {
  return new Promise((resolve) => {
    const checkState = (): void => {
      if (session.document.saving === 'saving') return
      session.removeEventListener('aw-session-change', checkState)
      resolve(storedStates.includes(session.document.saving))
    }
    session.addEventListener('aw-session-change', checkState)
    checkState()
  })
}

customElements.define('studio-workflow', WorkflowPage)
