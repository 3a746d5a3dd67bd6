import {
  emptyRunView,
  error,
  foldRun,
  isEnded,
  type Config,
  type Dataset,
  type Problem,
  type RunEvent,
  type RunProgress,
  type RunView,
  type Workflow,
} from '@aw-flow/schema'
import type { Engine } from '../engine/engine.ts'
import { aliveWhile, findInterrupted, wasHere, type InterruptedRun } from './interrupted-runs.ts'
import { lastOutcomes, lastRun } from './last-run.ts'
import { newId } from '../new-id.ts'
import { closingEvents, followRun } from './run-follower.ts'
import { recordRun, withEvent } from './run-recorder.ts'
import type { StartOptions } from '../session.ts'
import type { StoredRun, WorkflowStorage } from '../storage/storage.ts'
import { requests } from '../engine/requests.ts'
import type { RunRequest } from '../engine/run-request.ts'

export interface SessionRunnerOptions {
  workflowId: string
  engine: Engine
  storage: WorkflowStorage
  document(): Workflow
  datasets(): readonly Dataset[]
  /** Told when there is another view or interrupted run (`run`), or other progress. */
  onChange(aspect: 'run' | 'progress'): void
  onProblem(problem: Problem): void
}

/** The runs of a session, one at a time: each is recorded, followed, and gone on with where it was left. */
export class SessionRunner {
  /** The run that goes on, or the last one. */
  view: RunView | undefined
  /** The events of which `view` is the fold. */
  record: readonly RunEvent[] = []
  progress: Readonly<Record<string, RunProgress>> = {}
  readonly #options: SessionRunnerOptions
  #running: AbortController | undefined
  /** Settles when the run that goes on has ended, or waits. */
  #going: Promise<void> | undefined
  #interrupted: InterruptedRun | undefined
  #closed = false

  constructor(options: SessionRunnerOptions) {
    this.#options = options
  }

  get isBusy(): boolean {
    return this.#running !== undefined
  }

  /** A run that was left before it had ended, as far as it came. */
  get interrupted(): RunView | undefined {
    return this.#interrupted?.view
  }

  async start({ inputs = {}, part, pins }: StartOptions): Promise<void> {
    const { workflowId, document } = this.#options
    const run = newId('run')
    const request: RunRequest = {
      run,
      workflowId,
      workflow: document(),
      files: this.#files(inputs),
      seed: crypto.getRandomValues(new Uint32Array(1))[0] ?? 0,
      ...(part ? { part, last: lastOutcomes(this.view), lastRun: lastRun(this.view) } : {}),
      ...(pins ? { pins: { ...pins } } : {}),
    }
    await this.#begin(emptyRunView(run), (signal) => this.#perform(request, signal), part !== undefined)
  }

  /** Starts a run of an earlier one's document that takes over what that one came to, but for what other settings change. */
  async fork(record: readonly RunEvent[], settings?: Readonly<Record<string, Config>>): Promise<void> {
    const [begin] = record
    if (begin?.type !== 'run-started') {
      this.#options.onProblem(error('fork.no-record', {}))
      return
    }
    const run = newId('run')
    const { workflowId } = this.#options
    const { workflow, seed } = begin
    const fork = { record: [...record], ...(settings ? { settings } : {}) }
    const request: RunRequest = { run, workflowId, workflow, files: {}, seed, fork }
    await this.#begin(emptyRunView(run), (signal) => this.#perform(request, signal), true)
  }

  /** Goes on with the interrupted run; does nothing where there is none. */
  async resume(more: Pick<RunRequest, 'decision' | 'migrate'> = {}): Promise<void> {
    const found = this.#interrupted
    if (!found) return
    const {
      run,
      seed = 0,
      workflow = this.#options.document(),
    } = { ...found.record[0], ...found.entry } as {
      run: string
      seed?: number
      workflow?: Workflow
    }
    const { workflowId } = this.#options
    const request = { run, workflowId, workflow, files: {}, seed, record: found.record, ...more }
    await this.#begin(found.view, (signal) => this.#perform(request, signal, found.entry), false, found.record)
  }

  /** What a person has decided of a run that waits. One that is still on its way to waiting is decided when it is there. */
  async decide(decision: NonNullable<RunRequest['decision']>): Promise<void> {
    while (this.#going) await this.#going
    await this.resume({ decision })
  }

  /** Ends the run that goes on; else the one that is shown and that nobody works at. */
  cancel(): void {
    if (this.#running) this.#running.abort()
    else void this.#giveUp()
  }

  /** A run that a reload of this tab has interrupted goes on, once `ready`; one that was left otherwise is offered. */
  async findInterrupted(ready: Promise<void>): Promise<void> {
    const found = await findInterrupted(this.#options.storage, this.#options.workflowId)
    await ready
    if (!found || this.#running || this.#closed) return
    this.#interrupted = found
    // What a person is asked is shown at once.
    if (found.view.state === 'waiting') this.#show(found.view, found.record)
    else this.#options.onChange('run')
    if (wasHere(found.entry.run)) void this.resume()
  }

  close(): void {
    this.#closed = true
    this.#running?.abort()
  }

  /** `needsPrevious`: it begins from what the previous run gave. */
  async #begin(
    view: RunView,
    perform: (signal: AbortSignal) => Promise<void>,
    needsPrevious = false,
    record: readonly RunEvent[] = [],
  ): Promise<void> {
    if (this.#running || this.#closed) return
    const running = new AbortController()
    this.#running = running
    let isOver = (): void => undefined
    this.#going = new Promise((resolve) => (isOver = resolve))
    const previous = this.view
    this.progress = {}
    this.#interrupted = undefined
    this.#show(view, record)
    try {
      await aliveWhile(view.run, async () => {
        const forget = async (): Promise<void> => {
          if (previous?.run && previous.run !== view.run)
            await this.#options.engine.ask(requests.dropRun({ run: previous.run }))
        }
        if (!needsPrevious) await forget()
        await perform(running.signal)
        if (needsPrevious) await forget()
      })
    } finally {
      this.#running = undefined
      this.#going = undefined
      isOver()
    }
  }

  /** Ends the record of a run that is shown and that nobody works at: it waits, or could not be gone on with. */
  async #giveUp(): Promise<void> {
    const found = this.#interrupted
    if (!found || this.view?.run !== found.entry.run) return
    this.#interrupted = undefined
    this.#options.engine.abandon?.(found.entry.run)
    const events = closingEvents(found.view, Date.now(), 'cancelled')
    this.#show(foldRun(events, found.view), [...found.record, ...events])
    const problem = await this.#options.storage.appendEvents(events.reduce(withEvent, found.entry), events)
    if (problem) this.#options.onProblem(problem)
  }

  #show(view: RunView | undefined, record: readonly RunEvent[] = []): void {
    this.view = view
    this.record = record
    this.#options.onChange('run')
  }

  #files(inputs: Record<string, string>): RunRequest['files'] {
    const datasets = this.#options.datasets()
    const name = (id: string): string => datasets.find((dataset) => dataset.id === id)?.name ?? id.slice(0, 8)
    return Object.fromEntries(Object.entries(inputs).map(([node, dataset]) => [node, { dataset, name: name(dataset) }]))
  }

  async #perform(request: RunRequest, signal: AbortSignal, before?: StoredRun): Promise<void> {
    const { workflowId, engine, storage, onChange, onProblem } = this.#options
    const { run, workflow, record = [] } = request
    const recorder = recordRun({
      storage,
      run,
      workflowId,
      workflowName: before?.workflowName ?? workflow.name,
      onProblem,
      ...(before ? { before } : {}),
    })
    const whole = [...record]
    const follower = followRun({
      onChange: ({ progress }) => {
        this.#show(follower.view, whole.slice(0, follower.view.events))
        if (!progress) return
        this.progress = follower.progress
        onChange('progress')
      },
    })
    follower.events(record)
    let shown: Promise<void> = Promise.resolve()
    const ended = await engine.run(request, {
      signal,
      onProgress: (progress) => follower.progressed(progress),
      onEvents(events) {
        whole.push(...events)
        const stored = recorder.events(events)
        // Who sees how far a run is may leave the page: it is stored as far then.
        shown = stored.then(() => follower.events(events))
        return stored
      },
    })
    await shown
    const problem = ended.ok ? undefined : ended.problem
    follower.flush()
    if (follower.view.events === 0) {
      // Refused before it began: there is nothing to record.
      this.#show(undefined)
    }
    if (problem && (follower.view.events === 0 || !signal.aborted)) onProblem(problem)
    const { view } = follower
    await recorder.settled()
    const isAsItWas = before !== undefined && problem !== undefined && view.events === record.length
    if (isAsItWas || (view.state === 'waiting' && !signal.aborted)) {
      // It could not be gone on with, or waits for somebody: its record stays, and can be gone on with.
      this.#interrupted = { entry: recorder.entry, record: whole, view }
      onChange('run')
    } else if (view.events > 0 && !isEnded(view.state)) {
      const reason = signal.aborted ? 'cancelled' : (problem ?? error('engine.left', {}))
      const closing = closingEvents(view, Date.now(), reason)
      whole.push(...closing)
      await recorder.events(closing)
      follower.events(closing)
      follower.flush()
    }
    await recorder.settled()
  }
}
