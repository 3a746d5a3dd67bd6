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
import { fetchLaterElements, whenIdle } from './fetch-later-elements.ts'
import { formerIdOfSource, idOfSource } from './id-of-source.ts'
import { readSource } from './read-source.ts'

/** How long a disconnected element keeps its worker, in ms: moving it in the page must not start anew. */
const patience = 1_000

const warmingEvents = ['pointerenter', 'focusin', 'dragenter'] as const

/**
 * The editor with a session of its own: worker, DuckDB, storage and runs, all in this page. Where the host sets
 * `session`, that one is used and nothing is opened here.
 *
 * @attr src - The address of a workflow file on the page's own origin. Edits are kept in the browser under this address.
 * @attr workflow - The id of a workflow in the browser's storage; made when it is first edited.
 * @attr server - The address of a server that keeps documents and data too, and runs the workflow; `/` is the page's own origin.
 *   Everything stays in this browser as well.
 * @attr preload - When DuckDB is fetched: `interaction` (default; the first pointer, focus or dragged file), `idle`, or
 *   `none` (with the first run).
 */
export class LocalWorkflowEditor extends AwWorkflowEditor {
  static override properties = {
    ...AwWorkflowEditor.properties,
    src: {},
    workflow: {},
    server: {},
    serverToken: { attribute: false },
    preload: {},
    storage: { attribute: false },
    runner: { attribute: false },
  }

  /** The address of a workflow file on the page's own origin. Edits are kept in the browser under this address. */
  declare src: string | null
  /** The id of a workflow in the browser's storage; made when it is first edited. */
  declare workflow: string | null
  /**
   * The address of a server that keeps documents and data too, and runs the workflow; set before the element is connected.
   * Everything stays in this browser as well.
   */
  declare server: string | null
  /** The server's token, where it asks for one; kept in memory alone. */
  declare serverToken: string | undefined
  /** When DuckDB is fetched: with the first interaction, when the page is idle, or with the first run. */
  declare preload: 'interaction' | 'idle' | 'none'

  /** Where the host keeps documents itself, by their ids; set before the element is connected. */
  declare storage: HostStorage | undefined
  /** Who carries out runs in the place of this page's engine; set before the element is connected. */
  declare runner: HostRunner | undefined

  #own: WorkflowSession | undefined
  #opening: AbortController | undefined
  #closeStorage: (() => void) | undefined
  #leaving: ReturnType<typeof setTimeout> | undefined
  #stopWarming: (() => void) | undefined

  constructor() {
    super()
    this.src = null
    this.workflow = null
    this.server = null
    this.preload = 'interaction'
  }

  override connectedCallback(): void {
    super.connectedCallback()
    clearTimeout(this.#leaving)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#leaving = setTimeout(() => this.#close(), patience)
  }

  override willUpdate(changed: PropertyValues): void {
    if (this.session !== undefined && this.session !== this.#own) this.#close()
    if (this.#opening && (changed.has('src') || changed.has('workflow') || changed.has('server'))) {
      this.#close()
      void this.#open()
    }
    if (changed.has('session') && this.session) fetchLaterElements((isLacking) => (this.lacking = isLacking))
    super.willUpdate(changed)
  }

  /** Nothing is shown in the moment in which the session opens. */
  override render(): unknown {
    return this.#opening && !this.session ? nothing : super.render()
  }

  /**
   * Asked for when the host has given no session. It is set when it is open, and closed here: an element that comes back
   * within `patience`, or that is given another `src`, is not torn down by the editor's own rule.
   */
  protected override createSession(): undefined {
    if (!this.#opening) void this.#open()
  }

  async #open(): Promise<void> {
    const opening = new AbortController()
    this.#opening = opening
    const base = document.baseURI
    const { src } = this
    const read = src === null ? undefined : await readSource(src, base, opening.signal)
    if (opening.signal.aborted) return
    const brought = src === null ? undefined : read?.workflow
    const id = this.workflow ?? (src !== null && brought ? idOfSource(src, base) : undefined)
    const formerId = this.workflow === null && src !== null && brought ? formerIdOfSource(src, base) : undefined
    const former = brought && formerId !== undefined ? { id: formerId, isThis: sharesNodes(brought) } : undefined
    const early: Problem[] = read?.problem ? [read.problem] : []
    const connected = await this.#connect((problem) => early.push(problem))
    if (opening.signal.aborted) {
      connected?.storage.close()
      return
    }
    const session = await createSession({
      ...currentAssets(),
      ...(connected ? { storage: connected.storage, around: connected.around } : {}),
      ...(id === undefined ? {} : { id }),
      ...(former ? { former } : {}),
      initial: brought ?? emptyWorkflow(),
      ...(this.storage ? { storage: createHostStorage(this.storage) } : {}),
      ...(this.runner ? { runner: this.runner } : {}),
      ...(early[0] ? { problem: early[0] } : {}),
    })
    if (opening.signal.aborted || this.session !== undefined) {
      void session.close().then(() => connected?.storage.close())
      return
    }
    this.#closeStorage = connected ? () => connected.storage.close() : undefined
    this.#own = session
    this.session = session
    this.#warm(session)
  }

  /** The server that is to keep and run what this browser keeps; none where no address is given. */
  async #connect(onProblem: (problem: Problem) => void): Promise<ConnectedServer | undefined> {
    if (this.server === null) return undefined
    const { connectServer } = await import('./server-connection.ts')
    const address = new URL(this.server, document.baseURI).href
    return connectServer({ address, token: this.serverToken }, await openStorage({ onProblem }))
  }

  #warm(session: WorkflowSession): void {
    if (this.preload === 'none') return
    const warmUp = (): void => {
      this.#stopWarming?.()
      session.engine.warmUp()
    }
    if (this.preload === 'idle') {
      whenIdle(warmUp)
      return
    }
    for (const type of warmingEvents) this.addEventListener(type, warmUp)
    this.#stopWarming = () => {
      for (const type of warmingEvents) this.removeEventListener(type, warmUp)
    }
  }

  #close(): void {
    this.#opening?.abort()
    this.#opening = undefined
    this.#stopWarming?.()
    const own = this.#own
    this.#own = undefined
    if (!own) return
    if (this.session === own) this.session = undefined
    const closeStorage = this.#closeStorage
    this.#closeStorage = undefined
    void own.close().then(closeStorage)
  }
}

/** Another file's edits may stand under an id of before: those of this one still have one of its nodes. */
const sharesNodes =
  (brought: Workflow) =>
  ({ nodes }: Workflow): boolean => {
    const ids = new Set(brought.nodes.map(({ id }) => id))
    return nodes.some(({ id }) => ids.has(id))
  }
