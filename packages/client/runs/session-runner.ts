import {
  createEmptyRunView,
  error,
  foldRun,
  isFinalRunState,
  defined,
  type Config,
  type Dataset,
  type Problem,
  type RunEvent,
  type RunProgress,
  type RunView,
  type Workflow,
} from '@aw-flow/schema'
import type { Engine } from '../engine/engine.ts'
import { findInterruptedRun, withRunLock, wasRunningInThisTab, type InterruptedRun } from './interrupted-runs.ts'
import { findReusableOutputs, toLastRun } from './last-run.ts'
import type { SessionAccess } from '../document/session-access.ts'
import { newId } from '../new-id.ts'
import { findPreviousRun, type PreviousRun } from './previous-run.ts'
import { createClosingEvents, createRunFollower } from './run-follower.ts'
import { createRunRecorder, applyEvent } from './run-recorder.ts'
import type { StartOptions } from '../session.ts'
import type { StoredRun, WorkflowStorage } from '../storage/storage.ts'
import { requests } from '../engine/requests.ts'
import type { RunRequest } from '../engine/run-request.ts'

export interface SessionRunnerOptions {
  workflowId: string
  engine: Engine
  storage: WorkflowStorage
  getDocument(): Workflow
  getDatasets(): readonly Dataset[]
  /** Returns the ids of the datasets that the next run reads, keyed by the ids of nodes without a dataset setting. */
  getRunDatasets(): Readonly<Record<string, string>>
  access: Pick<SessionAccess, 'findAccessForRun'>
  /** Called with `run` when the view or the interrupted run changes, and with `progress` when the progress changes. */
  onChange(aspect: 'run' | 'progress'): void
  onProblem(problem: Problem): void
}

/** Executes the runs of a session, one at a time. Runs are recorded and can be resumed. */
export class SessionRunner {
  /** The current or most recent run. */
  view: RunView | undefined
  /** The events from which `view` is computed. */
  record: readonly RunEvent[] = []
  progress: Readonly<Record<string, RunProgress>> = {}
  readonly #options: SessionRunnerOptions
  #abortController: AbortController | undefined
  /** Resolves once the current run has ended and is fully recorded, or is waiting for a user. */
  #currentRun: Promise<void> | undefined
  #interruptedRun: InterruptedRun | undefined
  #previousRun: PreviousRun | undefined
  #tablesRestored: Promise<unknown> | undefined
  #isClosed = false

  constructor(options: SessionRunnerOptions) {
    this.#options = options
  }

  /**
   * Whether a run is in progress. False once the run has ended, even if its record is still being written; the next run
   * waits for that.
   */
  get isBusy(): boolean {
    return this.#abortController !== undefined && !(this.view && isFinalRunState(this.view.state))
  }

  /** The view of the interrupted run, if any. */
  get interrupted(): RunView | undefined {
    return this.#interruptedRun?.view
  }

  /** The most recent finished run from an earlier page load, or `undefined` once another run is displayed. */
  get previous(): RunView | undefined {
    const previousView = this.#previousRun?.view
    return this.view === undefined || this.view === previousView ? previousView : undefined
  }

  /** Makes the tables of a displayed run from an earlier page load readable. Concurrent calls share one attempt. */
  async restoreTables(): Promise<void> {
    if (this.view === undefined || this.view !== this.#previousRun?.view) return
    const { record, view } = this.#previousRun
    const { workflowId, engine } = this.#options
    const [start] = record
    if (start?.type !== 'run-started') return
    const { workflow, seed } = start
    const request: RunRequest = { run: view.run, workflowId, workflow, files: {}, seed, record: [...record] }
    this.#tablesRestored ??= engine.restoreTables?.(request)
    await this.#tablesRestored
  }

  async start({ inputs = {}, data, part, pins }: StartOptions): Promise<void> {
    const { workflowId, getDocument } = this.#options
    const run = newId('run')
    const request: RunRequest = {
      run,
      workflowId,
      workflow: getDocument(),
      // Before the first complete run, a partial run uses the files that are selected for the complete run.
      files: this.#resolveInputFiles({ ...(part ? this.#options.getRunDatasets() : {}), ...inputs }),
      seed: crypto.getRandomValues(new Uint32Array(1))[0] ?? 0,
      ...(part ? { part, lastOutputs: findReusableOutputs(this.view), lastRun: toLastRun(this.view) } : {}),
      ...(pins ? { pins: { ...pins } } : {}),
      ...defined({ data }),
    }
    await this.#runExclusively(
      createEmptyRunView(run),
      (signal) => this.#runAndRecord(request, signal),
      part !== undefined,
    )
  }

  /** Runs the document of an earlier run again. Results that the changed settings do not affect are reused. */
  async fork(record: readonly RunEvent[], settings?: Readonly<Record<string, Config>>): Promise<void> {
    const [startEvent] = record
    if (startEvent?.type !== 'run-started') {
      this.#options.onProblem(error('fork.no-record', {}))
      return
    }
    const run = newId('run')
    const { workflowId } = this.#options
    const { workflow, seed } = startEvent
    const fork = defined({ record: [...record], settings })
    const request: RunRequest = { run, workflowId, workflow, files: {}, seed, fork }
    await this.#runExclusively(createEmptyRunView(run), (signal) => this.#runAndRecord(request, signal), true)
  }

  /** Resumes the interrupted run, if any: continues it after its process ended. */
  async resume(options: Pick<RunRequest, 'migrate'> = {}): Promise<void> {
    await this.#continueRun(options)
  }

  async #continueRun(options: Pick<RunRequest, 'decision' | 'migrate'>): Promise<void> {
    const interruptedRun = this.#interruptedRun
    if (!interruptedRun) return
    const {
      run,
      seed = 0,
      workflow = this.#options.getDocument(),
    } = { ...interruptedRun.record[0], ...interruptedRun.entry } as {
      run: string
      seed?: number
      workflow?: Workflow
    }
    const { workflowId } = this.#options
    const request = { run, workflowId, workflow, files: {}, seed, record: interruptedRun.record, ...options }
    await this.#runExclusively(
      interruptedRun.view,
      (signal) => this.#runAndRecord(request, signal, interruptedRun.entry),
      false,
      interruptedRun.record,
    )
  }

  /** Submits a decision on an approval. If the run is still in progress, waits until it pauses. */
  async decide(decision: NonNullable<RunRequest['decision']>): Promise<void> {
    while (this.#currentRun) await this.#currentRun
    await this.#continueRun({ decision })
  }

  /** Cancels the run in progress or, if there is none, the displayed interrupted run. */
  cancel(): void {
    if (this.#abortController) this.#abortController.abort()
    else void this.#cancelInterruptedRun()
  }

  /**
   * Finds the interrupted run, if any. If it was interrupted because this tab was reloaded, resumes it once
   * `readyPromise` has settled.
   */
  async findInterruptedRun(readyPromise: Promise<void>): Promise<void> {
    const interruptedRun = await findInterruptedRun(this.#options.storage, this.#options.workflowId)
    await readyPromise
    if (!interruptedRun || this.#abortController || this.#isClosed) return
    this.#interruptedRun = interruptedRun
    // Approvals are displayed immediately.
    if (interruptedRun.view.state === 'waiting') this.#setView(interruptedRun.view, interruptedRun.record)
    else this.#options.onChange('run')
    if (wasRunningInThisTab(interruptedRun.entry.run)) void this.resume()
  }

  /** Loads the most recent finished run from its record, and displays it if its tables can be restored. */
  async loadPreviousRun(): Promise<void> {
    const { storage, workflowId, onChange } = this.#options
    const previousRun = await findPreviousRun(storage, workflowId).catch(() => undefined)
    if (!previousRun || this.view || this.#isClosed) return
    this.#previousRun = previousRun
    if (this.#options.engine.restoreTables) this.#setView(previousRun.view, previousRun.record)
    else onChange('run')
  }

  close(): void {
    this.#isClosed = true
    this.#abortController?.abort()
  }

  /** @param reusesPreviousResults - Whether the run reuses results of the previous run. */
  async #runExclusively(
    view: RunView,
    perform: (signal: AbortSignal) => Promise<void>,
    reusesPreviousResults = false,
    record: readonly RunEvent[] = [],
  ): Promise<void> {
    if (this.isBusy) return
    if (this.#currentRun) await this.#currentRun
    // Another call may have been waiting for the same run and started first.
    if (this.#abortController || this.#isClosed) return
    const controller = new AbortController()
    this.#abortController = controller
    let settle = (): void => undefined
    this.#currentRun = new Promise((resolve) => (settle = resolve))
    const previousView = this.view
    this.progress = {}
    this.#interruptedRun = undefined
    this.#setView(view, record)
    try {
      await withRunLock(view.run, async () => {
        const dropPreviousRun = async (): Promise<void> => {
          if (previousView?.run && previousView.run !== view.run)
            await this.#options.engine.ask(requests.dropRun({ run: previousView.run }))
        }
        if (!reusesPreviousResults) await dropPreviousRun()
        await perform(controller.signal)
        if (reusesPreviousResults) await dropPreviousRun()
      })
    } finally {
      this.#abortController = undefined
      this.#currentRun = undefined
      settle()
    }
  }

  /** Cancels the displayed interrupted run, which is waiting or could not be resumed, and closes its record. */
  async #cancelInterruptedRun(): Promise<void> {
    const interruptedRun = this.#interruptedRun
    if (!interruptedRun || this.view?.run !== interruptedRun.entry.run) return
    this.#interruptedRun = undefined
    this.#options.engine.cancelRemoteRun?.(interruptedRun.entry.run)
    const events = createClosingEvents(interruptedRun.view, Date.now(), 'cancelled')
    this.#setView(foldRun(events, interruptedRun.view), [...interruptedRun.record, ...events])
    const problem = await this.#options.storage.appendEvents(events.reduce(applyEvent, interruptedRun.entry), events)
    if (problem) this.#options.onProblem(problem)
  }

  #setView(view: RunView | undefined, record: readonly RunEvent[] = []): void {
    this.view = view
    this.record = record
    this.#options.onChange('run')
  }

  #resolveInputFiles(inputs: Record<string, string>): RunRequest['files'] {
    const datasets = this.#options.getDatasets()
    const findName = (id: string): string => datasets.find((dataset) => dataset.id === id)?.name ?? id.slice(0, 8)
    return Object.fromEntries(
      Object.entries(inputs).map(([node, dataset]) => [node, { dataset, name: findName(dataset) }]),
    )
  }

  async #runAndRecord(request: RunRequest, signal: AbortSignal, previousEntry?: StoredRun): Promise<void> {
    const { workflowId, engine, storage, onChange, onProblem } = this.#options
    const { run, workflow, record = [] } = request
    const [firstEvent] = request.fork?.record ?? record
    const sourceRunId = firstEvent?.type === 'run-started' ? firstEvent.run : undefined
    const access = await this.#options.access.findAccessForRun(run, sourceRunId)
    const recorder = createRunRecorder(
      defined({
        storage,
        run,
        workflowId,
        workflowName: previousEntry?.workflowName ?? workflow.name,
        onProblem,
        resumedEntry: previousEntry,
      }),
    )
    const events = [...record]
    const follower = createRunFollower({
      onChange: ({ progress }) => {
        this.#setView(follower.view, events.slice(0, follower.view.events))
        if (!progress) return
        this.progress = follower.progress
        onChange('progress')
      },
    })
    follower.addEvents(record)
    let pendingDisplay: Promise<void> = Promise.resolve()
    const result = await engine.run(access ? { ...request, access } : request, {
      signal,
      onProgress: (progress) => follower.reportProgress(progress),
      onEvents(batch) {
        events.push(...batch)
        const pendingWrite = recorder.append(batch)
        // Users may close the page as soon as they see an event, so it is displayed only after it is stored.
        pendingDisplay = pendingWrite.then(() => follower.addEvents(batch))
        return pendingWrite
      },
    })
    await pendingDisplay
    const problem = result.ok ? undefined : result.problem
    follower.flush()
    if (follower.view.events === 0) {
      // The run was rejected before it started. Nothing was recorded.
      this.#setView(undefined)
    }
    if (problem && (follower.view.events === 0 || !signal.aborted)) onProblem(problem)
    const { view } = follower
    // No node reports that the run exceeded a limit, so it is reported here.
    if (!problem && view.state === 'failed' && view.problem) onProblem(view.problem)
    await recorder.whenIdle()
    const isUnchanged = previousEntry !== undefined && problem !== undefined && view.events === record.length
    if (isUnchanged || (view.state === 'waiting' && !signal.aborted)) {
      // The run could not be resumed or is waiting for approval. Its record remains open so that it can be resumed.
      this.#interruptedRun = { entry: recorder.entry, record: events, view }
      onChange('run')
    } else if (view.events > 0 && !isFinalRunState(view.state)) {
      const reason = signal.aborted ? 'cancelled' : (problem ?? error('engine.no-outcome', {}))
      const closingEvents = createClosingEvents(view, Date.now(), reason)
      events.push(...closingEvents)
      await recorder.append(closingEvents)
      follower.addEvents(closingEvents)
      follower.flush()
    }
    await recorder.whenIdle()
  }
}
