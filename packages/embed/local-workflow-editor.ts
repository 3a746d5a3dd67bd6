import {
  type ConnectedServer,
  createHostStorage,
  createSession,
  openStorage,
  type HostRunner,
  type HostStorage,
  type WorkflowSession,
} from '@aw-flow/client'
import { AwWorkflowEditor } from '@aw-flow/editor'
import { emptyWorkflow, type Problem, type Workflow } from '@aw-flow/schema'
import { nothing, type PropertyValues } from 'lit'
import { currentAssets } from './assets.ts'
import { fetchDeferredElements, whenIdle } from './fetch-deferred-elements.ts'
import { toLegacySourceId, toSourceId } from './source-id.ts'
import { readSource } from './read-source.ts'

/**
 * The delay before a disconnected element closes its session, so that moving it in the page does not restart the
 * worker.
 */
const closeDelayMs = 1_000

const warmUpEvents = ['pointerenter', 'focusin', 'dragenter'] as const

/**
 * The editor with its own session: worker, DuckDB, storage and runs in this page. If the host sets `session`, that
 * session is used instead.
 *
 * @attr src - The URL of a workflow file on the page's own origin. Edits are stored in the browser for this URL.
 * @attr workflow - The id of a workflow in the browser's storage; created by the first edit.
 * @attr server - The URL of a server that also stores documents and data, and runs the workflow; `/` is the page's own origin.
 * @attr preload - When DuckDB is fetched: `interaction` (default; the first pointer, focus or dragged file), `idle`, or
 *   `none` (at the first run).
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
    serverToken: { attribute: false },
    getToken: { attribute: false },
    preload: {},
    storage: { attribute: false },
    runner: { attribute: false },
  }

  /** The URL of a workflow file on the page's own origin. Edits are stored in the browser for this URL. */
  declare src: string | null
  /** The id of a workflow in the browser's storage; created by the first edit. */
  declare workflow: string | null
  /**
   * The URL of a server that also stores documents and data, and runs the workflow. Set it before the element is
   * connected. The browser also stores everything.
   */
  declare server: string | null
  /** The server's token, if it requires one. It is kept in memory only. */
  declare serverToken: string | undefined
  /**
   * Returns the current token of the page's own user, such as a JSON Web Token that the server checks with
   * `AW_HOST_JWKS`. Called before each request, and once more with the token that the server has rejected. Replaces
   * `serverToken`. Set it before the element is connected.
   */
  declare getToken: ((options: { rejected?: string | undefined }) => Promise<string | undefined>) | undefined
  /** When DuckDB is fetched: at the first interaction, when the page is idle, or at the first run. */
  declare preload: 'interaction' | 'idle' | 'none'

  /** The host's own storage of documents. Set it before the element is connected. */
  declare storage: HostStorage | undefined
  /** Executes runs instead of this page's engine. Set it before the element is connected. */
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
    this.preload = 'interaction'
  }

  override connectedCallback(): void {
    super.connectedCallback()
    clearTimeout(this.#closeTimer)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
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

  /** Renders nothing while the session is opening. */
  override render(): unknown {
    return this.#openController && !this.session ? nothing : super.render()
  }

  /**
   * Opens a session if the host has not set one. `session` is set once the session is open. This class closes it
   * instead of the base class, so that an element that is moved in the page keeps it.
   */
  protected override createSession(): undefined {
    if (!this.#openController) void this.#open()
  }

  async #open(): Promise<void> {
    const controller = new AbortController()
    this.#openController = controller
    const base = document.baseURI
    const { src } = this
    const source = src === null ? undefined : await readSource(src, base, controller.signal)
    if (controller.signal.aborted) return
    const sourceWorkflow = src === null ? undefined : source?.workflow
    const id = this.workflow ?? (src !== null && sourceWorkflow ? toSourceId(src, base) : undefined)
    const legacyId = this.workflow === null && src !== null && sourceWorkflow ? toLegacySourceId(src, base) : undefined
    const legacyDocument =
      sourceWorkflow && legacyId !== undefined
        ? { id: legacyId, isSameDocument: sharesNodes(sourceWorkflow) }
        : undefined
    const earlyProblems: Problem[] = source?.problem ? [source.problem] : []
    const connection = await this.#connect((problem) => earlyProblems.push(problem))
    if (controller.signal.aborted) {
      connection?.storage.close()
      return
    }
    const session = await createSession({
      ...currentAssets(),
      ...(connection ? { storage: connection.storage, wrapEngine: connection.wrapEngine } : {}),
      ...(id === undefined ? {} : { id }),
      ...(legacyDocument ? { legacyDocument } : {}),
      initial: sourceWorkflow ?? emptyWorkflow(),
      askForAccess: async (request) => (await import('./deferred-elements.ts')).askForAccess(this, request),
      ...(this.storage ? { storage: createHostStorage(this.storage) } : {}),
      ...(this.runner ? { runner: this.runner } : {}),
      ...(earlyProblems[0] ? { problem: earlyProblems[0] } : {}),
    })
    if (controller.signal.aborted || this.session !== undefined) {
      void session.close().then(() => connection?.storage.close())
      return
    }
    this.#closeStorage = connection ? () => connection.storage.close() : undefined
    this.#ownSession = session
    this.session = session
    this.#scheduleWarmUp(session)
  }

  /** Connects to the server if its URL is set. */
  async #connect(onProblem: (problem: Problem) => void): Promise<ConnectedServer | undefined> {
    if (this.server === null) return undefined
    const { connectServer } = await import('./server-connection.ts')
    const address = new URL(this.server, document.baseURI).href
    const { serverToken: token, getToken } = this
    return connectServer({ address, token, getToken }, await openStorage({ onProblem }))
  }

  #scheduleWarmUp(session: WorkflowSession): void {
    if (this.preload === 'none') return
    const warmUp = (): void => {
      this.#cancelWarmUp?.()
      session.engine.warmUp()
    }
    if (this.preload === 'idle') {
      whenIdle(warmUp)
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
 * Returns whether stored edits share a node id with this file. Workflow ids of earlier versions are ambiguous, so this
 * decides whether the edits belong to the file.
 */
const sharesNodes =
  (sourceWorkflow: Workflow) =>
  ({ nodes }: Workflow): boolean => {
    const ids = new Set(sourceWorkflow.nodes.map(({ id }) => id))
    return nodes.some(({ id }) => ids.has(id))
  }
