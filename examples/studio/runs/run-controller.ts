import type { WorkflowSession } from '@aw-flow/client'
import { foldRun, isFinalRunState, type RunEvent, type RunView } from '@aw-flow/schema'
import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { QueuedRun, Workspace } from '../workspace.ts'

interface Host extends ReactiveControllerHost {
  workspace: Workspace | undefined
  /** ID of the run. `undefined` while it is unknown. */
  runId: string | undefined
}

/** Polling interval for the events of a queued run, in ms. */
const queuePollIntervalMs = 3_000

/**
 * Observes a run for a page, either live in its session or from its stored events. Both views are derived from the same
 * events. An unfinished run is opened in its workflow's session, so that the user can approve its waiting steps.
 */
export class RunController implements ReactiveController {
  /** `missing` if the run is not stored. `undefined` until this is known. */
  view: RunView | 'missing' | undefined
  /** Set if the run is queued on the server. A queued run has no events yet, so its view is `missing`. */
  queuedRun: QueuedRun | undefined
  /** The session from which the run's tables can be read. */
  session: WorkflowSession | undefined
  /** The stored events. Empty if the run has been followed live from its start. */
  events: readonly RunEvent[] = []
  readonly #host: Host
  #workspace: Workspace | undefined
  #runId: string | undefined
  #unsubscribe: (() => void) | undefined
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(host: Host) {
    this.#host = host
    host.addController(this)
  }

  hostConnected(): void {
    this.#host.requestUpdate()
  }

  hostDisconnected(): void {
    this.#reset()
  }

  hostUpdate(): void {
    const { workspace, runId } = this.#host
    if (!workspace || (workspace === this.#workspace && runId === this.#runId)) return
    this.#reset()
    if (runId === undefined) return
    this.#workspace = workspace
    this.#runId = runId
    this.#follow(workspace, runId)
  }

  #reset(): void {
    this.#unsubscribe?.()
    this.#unsubscribe = undefined
    clearTimeout(this.#timer)
    this.queuedRun = undefined
    this.#workspace = undefined
    this.#runId = undefined
    this.session = undefined
    this.view = undefined
    this.events = []
  }

  #follow(workspace: Workspace, runId: string): void {
    const session = workspace.findSessionOfRun(runId)
    if (session) {
      this.#followLive(session, runId)
      return
    }
    this.#unsubscribe = workspace.storage.subscribe(({ kind, id }) => {
      if (kind === 'runs' && id === runId) void this.#readEvents(workspace, runId)
    })
    void this.#readEvents(workspace, runId, true)
  }

  #followLive(session: WorkflowSession, runId: string): void {
    this.#unsubscribe?.()
    this.session = session
    const update = (): void => {
      if (session.runs.current?.run === runId) this.#setView(session.runs.current)
    }
    session.addEventListener('aw-session-change', update)
    this.#unsubscribe = () => session.removeEventListener('aw-session-change', update)
    update()
  }

  async #readEvents(workspace: Workspace, runId: string, shouldOpenSession = false): Promise<void> {
    const events = await workspace.storage.getRunEvents(runId)
    if (runId !== this.#runId || this.session) return
    this.events = events
    this.queuedRun = undefined
    if (events.length === 0) {
      const queuedRun = await workspace.findQueuedRun(runId)
      if (runId !== this.#runId || this.session) return
      this.view = 'missing'
      if (queuedRun) {
        this.queuedRun = queuedRun
        clearTimeout(this.#timer)
        this.#timer = setTimeout(() => void this.#readEvents(workspace, runId, true), queuePollIntervalMs)
      }
      this.#host.requestUpdate()
      return
    }
    const view = foldRun(events)
    this.#setView(view)
    const { workflowId } = view
    const isOnServer = workspace.isServerRun(runId)
    if (isOnServer) {
      workspace.server?.runner.addRunTables(runId, events)
      await workspace.waitForServerLists()
    }
    const hasEndedInBrowser = isFinalRunState(view.state) && !isOnServer
    if (!shouldOpenSession || hasEndedInBrowser || workflowId === undefined || !workspace.hasWorkflow(workflowId))
      return
    const session = await workspace.openSession(workflowId)
    if (runId !== this.#runId || this.session) return
    if (isOnServer && isFinalRunState(view.state)) {
      // The workflow's session reads tables stored on the server.
      this.session = session
      this.#host.requestUpdate()
    } else if ((session.runs.current?.run ?? session.runs.interrupted?.run) === runId) {
      this.#followLive(session, runId)
      this.#host.requestUpdate()
    } else if (isOnServer) {
      // A schedule, the API or another browser has started the run, so no session of this page receives its events.
      clearTimeout(this.#timer)
      this.#timer = setTimeout(() => void this.#readEvents(workspace, runId, true), queuePollIntervalMs)
    }
  }

  #setView(view: RunView): void {
    this.view = view
    this.#host.requestUpdate()
  }
}
