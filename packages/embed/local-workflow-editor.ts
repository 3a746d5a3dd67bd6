import {
  type ServerConnection,
  createHostStorage,
  createSession,
  openStorage,
  type HostRunner,
  type HostStorage,
  type WorkflowSession,
} from '@aw-flow/client'
import { AwWorkflowEditor } from '@aw-flow/editor'
import { createEmptyWorkflow, defined, type Problem, type Workflow } from '@aw-flow/schema'
import { nothing, type PropertyValues } from 'lit'
import { getAssets } from './assets.ts'
import { fetchDeferredElements, fetchOnDemandElements, runWhenIdle } from './fetch-deferred-elements.ts'
import { toLegacySourceId, toSourceId } from './source-id.ts'
import { readSource } from './read-source.ts'

/**
 * Delay before a disconnected element closes its session. Prevents a worker restart when the element is moved within
 * the page.
 */
const closeDelayMs = 1_000

/** The editors in the page, including those in shadow roots. */
export const connectedEditors = new Set<LocalWorkflowEditor>()

const warmUpEvents = ['pointerenter', 'focusin', 'dragenter'] as const

/**
 * The workflow editor with a session that runs in the page: worker, DuckDB, storage and runs. If the host sets
 * `session`, the editor uses that session instead.
 *
 * @attr src - URL of a workflow file on the page's origin. The browser stores edits under this URL.
 * @attr workflow - Id of a workflow in browser storage. The first edit creates the workflow.
 * @attr server - URL of a server that also stores documents and data, and runs the workflow. `/` is the page's origin.
 * @attr live - Whether people who have a workflow of the server open see each other's edits at once: `on` or `off`
 *   (default), which merges edits when they are saved.
 * @attr preload - When to load DuckDB: `interaction` (default; when the pointer enters the editor, the editor receives
 *   focus, or a file is dragged over it), `idle` (when the page is idle) or `none` (on the first run).
 *
 * @example
 * import '@aw-flow/embed'
 *
 * const editor = document.createElement('aw-workflow-editor')
 * editor.src = '/workflows/orders.json'
 * editor.addEventListener('aw-run-change', ({ run }) => console.log(run?.state))
 * document.body.append(editor)
 * @public
 */
export class LocalWorkflowEditor extends AwWorkflowEditor {
  static override properties = {
    ...AwWorkflowEditor.properties,
    src: {},
    workflow: {},
    server: {},
    live: {},
    serverToken: { attribute: false },
    getToken: { attribute: false },
    preload: {},
    storage: { attribute: false },
    runner: { attribute: false },
  }

  /** URL of a workflow file on the page's origin. The browser stores edits under this URL. */
  declare src: string | null
  /** Id of a workflow in browser storage. The first edit creates the workflow. */
  declare workflow: string | null
  /**
   * URL of a server that stores documents and data in addition to the browser, and runs the workflow. Set it before the
   * element is connected.
   */
  declare server: string | null
  /**
   * Whether people who have a workflow of the server open see each other's edits at once. With `off`, edits are merged
   * when they are saved. Set it before the element is connected.
   */
  declare live: 'on' | 'off'
  /** Access token for the server, if the server requires one. The token is only kept in memory. */
  declare serverToken: string | undefined
  /**
   * Returns the current token of the page's user, such as a JSON Web Token that the server verifies with
   * `AW_HOST_JWKS`. It is called before each request and, if the server rejects a token, once more with that token as
   * `rejected`. Overrides `serverToken`. Set it before the element is connected.
   */
  declare getToken: ((options: { rejected?: string | undefined }) => Promise<string | undefined>) | undefined
  /** When to load DuckDB: on the first interaction, when the page is idle, or on the first run (`none`). */
  declare preload: 'interaction' | 'idle' | 'none'

  /** Custom document storage of the host. Set it before the element is connected. */
  declare storage: HostStorage | undefined
  /**
   * Custom runner of the host, which executes runs instead of the page's engine. Set it before the element is
   * connected.
   */
  declare runner: HostRunner | undefined

  #ownSession: WorkflowSession | undefined
  #openController: AbortController | undefined
  #closeStorage: (() => void) | undefined
  #closeTimer: ReturnType<typeof setTimeout> | undefined
  #cancelWarmUp: (() => void) | undefined

  constructor() {
    super()
    this.src = null
    this.workflow = null
    this.server = null
    this.live = 'off'
    this.preload = 'interaction'
  }

  override connectedCallback(): void {
    super.connectedCallback()
    connectedEditors.add(this)
    clearTimeout(this.#closeTimer)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    connectedEditors.delete(this)
    this.#closeTimer = setTimeout(() => this.#close(), closeDelayMs)
  }

  override willUpdate(changed: PropertyValues): void {
    if (this.session !== undefined && this.session !== this.#ownSession) this.#close()
    if (this.#openController && (changed.has('src') || changed.has('workflow') || changed.has('server'))) {
      this.#close()
      void this.#open()
    }
    if (changed.has('session') && this.session) fetchDeferredElements((isMissing) => (this.isIncomplete = isMissing))
    super.willUpdate(changed)
  }

  /** A host can open a panel, a dialog or results that consist of on-demand elements before anybody uses the page. */
  protected override updated(): void {
    super.updated()
    const opened = this.renderRoot.querySelector(':not(:defined), aw-inspector, aw-results-drawer[open]')
    if (opened) fetchOnDemandElements()
  }

  /** Renders nothing while the session is being opened. */
  override render(): unknown {
    return this.#openController && !this.session ? nothing : super.render()
  }

  /**
   * Starts opening a session, and sets `session` once it is open. Returns `undefined`, so that this class, not the base
   * class, closes the session. It does so after a delay, so that an element keeps its session when it is moved.
   */
  protected override createSession(): undefined {
    if (!this.#openController) void this.#open()
  }

  async #open(): Promise<void> {
    const controller = new AbortController()
    this.#openController = controller
    const baseUrl = document.baseURI
    const { src } = this
    const source = src === null ? undefined : await readSource(src, baseUrl, controller.signal)
    if (controller.signal.aborted) return
    const sourceWorkflow = source?.ok ? source.value.workflow : undefined
    const id = this.workflow ?? (src !== null && sourceWorkflow ? toSourceId(src, baseUrl) : undefined)
    const legacyId =
      this.workflow === null && src !== null && sourceWorkflow ? toLegacySourceId(src, baseUrl) : undefined
    const legacyDocument =
      sourceWorkflow && legacyId !== undefined
        ? { id: legacyId, isSameDocument: createSharedNodeCheck(sourceWorkflow) }
        : undefined
    const sourceProblem = source && (source.ok ? source.value.warning : source.problem)
    const earlyProblems: Problem[] = sourceProblem ? [sourceProblem] : []
    const connection = await this.#connect((problem) => earlyProblems.push(problem))
    if (controller.signal.aborted) {
      connection?.storage.close()
      return
    }
    const session = await createSession({
      ...getAssets(),
      ...(connection ? { storage: connection.storage, wrapEngine: connection.wrapEngine } : {}),
      ...defined({ id, legacyDocument }),
      initial: sourceWorkflow ?? createEmptyWorkflow(),
      askForAccess: async (request) => (await import('./on-demand-elements.ts')).askForAccess(this, request),
      ...(this.storage ? { storage: createHostStorage(this.storage) } : {}),
      ...defined({ runner: this.runner, problem: earlyProblems[0] }),
    })
    if (controller.signal.aborted || this.session !== undefined) {
      void session.close().then(() => connection?.storage.close())
      return
    }
    connection?.storage.sync.start()
    this.#closeStorage = connection ? () => connection.storage.close() : undefined
    this.#ownSession = session
    this.session = session
    this.#scheduleWarmUp(session)
  }

  /** Connects to the server. Returns `undefined` if no server URL is set. */
  async #connect(onProblem: (problem: Problem) => void): Promise<ServerConnection | undefined> {
    if (this.server === null) return undefined
    const { connectServer } = await import('./server-connection.ts')
    const address = new URL(this.server, document.baseURI).href
    const { serverToken: token, getToken } = this
    return connectServer({ address, token, getToken, live: this.live !== 'off' }, await openStorage({ onProblem }))
  }

  #scheduleWarmUp(session: WorkflowSession): void {
    if (this.preload === 'none') return
    const warmUp = (): void => {
      this.#cancelWarmUp?.()
      session.engine.warmUp()
    }
    if (this.preload === 'idle') {
      runWhenIdle(warmUp)
      return
    }
    for (const type of warmUpEvents) this.addEventListener(type, warmUp)
    this.#cancelWarmUp = () => {
      for (const type of warmUpEvents) this.removeEventListener(type, warmUp)
    }
  }

  #close(): void {
    this.#openController?.abort()
    this.#openController = undefined
    this.#cancelWarmUp?.()
    const ownSession = this.#ownSession
    this.#ownSession = undefined
    if (!ownSession) return
    if (this.session === ownSession) this.session = undefined
    const closeStorage = this.#closeStorage
    this.#closeStorage = undefined
    void ownSession.close().then(closeStorage)
  }
}

/**
 * Creates a function that returns whether a stored document shares a node id with a file's workflow. Earlier versions
 * used ambiguous workflow ids, so this determines whether the stored document belongs to the file.
 */
const createSharedNodeCheck =
  (sourceWorkflow: Workflow) =>
  ({ nodes }: Workflow): boolean => {
    const ids = new Set(sourceWorkflow.nodes.map(({ id }) => id))
    return nodes.some(({ id }) => ids.has(id))
  }
