import { forkRun, type Clock, type Decision } from '@aw-flow/engine'
import { error, isEnded, type Config, type Json, type Problem, type RunProgress } from '@aw-flow/schema'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Store } from '../store/open-store.ts'
import type { RunCommand } from '../store/runs/run-controls.ts'
import type { RunRequest, RunSummary } from '../store/runs/runs.ts'
import { batch } from '../store/concurrency/batch.ts'
import type { JobQueue, RunJob } from './job-queue.ts'
import { notDecided, notStuck } from './run-problems.ts'
import type { RunNews } from './run-news.ts'

export interface StartOptions {
  /** The version of the workflow. */
  workflowVersion?: number | undefined
  /** -10 to 10; higher priorities start first. */
  priority?: number | undefined
}

/** The interface to runs, wherever they are performed. The state of runs is in the store. */
export interface RunQueue {
  /** Stores a run, which starts as soon as a worker has capacity. */
  start(id: string, workflowId: string, request: RunRequest, options?: StartOptions): Promise<RunSummary>
  /** Requests cancellation. False if the run has ended. */
  cancel(id: string): Promise<boolean>
  /** Decides an approval. Resolves with a problem if the decision has no effect. */
  decide(id: string, decision: Decision): Promise<Problem | undefined>
  /**
   * Resumes a run whose node types are missing with the installed ones. Resolves with a problem if that is impossible.
   */
  migrate(id: string): Promise<Problem | undefined>
  /** Sends an event to a run. */
  signal(id: string, name: string, value?: Json): Promise<Problem | undefined>
  /**
   * Starts a new run that reuses the results of a failed or canceled run, up to the failed step. With changed settings
   * by node id, any ended run can be repeated; its results are reused unless the settings affect them.
   */
  retry(
    id: string,
    newId: string,
    settings?: Readonly<Record<string, Config>>,
  ): Promise<{ run: RunSummary; problem?: undefined } | { problem: Problem }>
  /** The progress of running nodes by id, according to the notifications that this process has received. */
  progress(id: string): Readonly<Record<string, RunProgress>>
  close(): Promise<void>
}

export interface RunQueueOptions {
  store: Store
  queue: JobQueue
  news: RunNews
  clock: Clock
  onFault(cause: unknown, run: string): void
}

/** Maximum time to wait for the answer to a command, and the polling interval, in ms. */
const answerTimeoutMs = 60_000
const pollIntervalMs = 250

export function createRunQueue({ store, queue, news, clock, onFault }: RunQueueOptions): RunQueue {
  const progressOf = new Map<string, Record<string, RunProgress>>()
  const unlisten = news.listen({
    progress(progress) {
      const ofRun: Record<string, RunProgress> = progressOf.get(progress.run) ?? Object.create(null)
      ofRun[progress.node] = progress
      progressOf.delete(progress.run)
      progressOf.set(progress.run, ofRun)
      // Entries of ended runs are evicted over time.
      if (progressOf.size > 1000) progressOf.delete(progressOf.keys().next().value!)
    },
  })
  const addJob = batch<RunJob>(async (jobs) => {
    await queue.add(jobs)
    news.work()
  })
  const adding = new Set<Promise<void>>()

  /** Adds a job, batched with concurrent ones. If a job is lost, a polling worker creates it again. */
  const enqueue = (job: RunJob): void => {
    const added = addJob(job)
      .catch((cause: unknown) => onFault(cause, ''))
      .finally(() => adding.delete(added))
    adding.add(added)
  }

  const send = async (id: string, command: RunCommand, otherwise: Problem): Promise<Problem | undefined> => {
    const run = await store.runs.find(id)
    if (!run || isEnded(run.status) || run.status === 'queued') return otherwise
    const control = await store.controls.add(id, command)
    let wake: () => void = () => undefined
    const unlistenAnswer = news.listen({ answered: (answered) => (answered === control ? wake() : undefined) })
    try {
      news.requested(id)
      for (const end = clock.now() + answerTimeoutMs; clock.now() < end;) {
        await Promise.race([new Promise<void>((resolve) => (wake = resolve)), sleep(pollIntervalMs)])
        const answer = await store.controls.findAnswer(control)
        if (answer) return answer.problem
        const now = await store.runs.find(id)
        if (!now || isEnded(now.status)) {
          await store.controls.answer(control, otherwise)
          return (await store.controls.findAnswer(control))?.problem
        }
      }
    } finally {
      unlistenAnswer()
    }
    await store.controls.answer(control, noWorker(id))
    return (await store.controls.findAnswer(control))?.problem
  }

  return {
    async start(id, workflowId, request, { workflowVersion, priority = 0 } = {}) {
      const summary = await store.runs.add({ id, workflowId, workflowVersion, request, priority })
      enqueue({ id, workflowId, priority })
      return summary
    },
    async cancel(id) {
      const result = await store.leases.cancel(id)
      if (result === 'over') return false
      news.events(id, -1)
      if (result === 'requested') news.cancelled(id)
      return true
    },
    decide: (id, decision) => send(id, { kind: 'decide', decision }, notDecided(id)),
    async migrate(id) {
      if (!(await store.runs.find(id))?.problem) return notStuck(id)
      return send(id, { kind: 'migrate' }, notStuck(id))
    },
    signal: (id, name, value) =>
      send(id, { kind: 'signal', name, ...(value === undefined ? {} : { value }) }, notDecided(id)),
    async retry(id, newId, settings) {
      const run = await store.runs.find(id)
      if (!run) return { problem: notEnded(id, 'gone') }
      if (settings ? !isEnded(run.status) : run.status !== 'failed' && run.status !== 'cancelled')
        return { problem: notEnded(id, run.status) }
      const record = await store.runs.events(id)
      const request = await store.runs.request(id)
      const { workflowId, workflowVersion, priority } = run
      const newRun = { id: newId, workflowId, workflowVersion, request, priority }
      if (settings) {
        const changed = forkRun(record, { at: 0, run: newId, settings })
        if (changed.problem) return { problem: changed.problem }
        const [begin] = changed.record
        const workflow = begin?.type === 'run-started' ? begin.workflow : request.workflow
        return {
          run: await addRun({ ...newRun, request: { ...request, workflow }, retryOf: id, record: changed.record }),
        }
      }
      // The new run starts with the events before the first failed step. Later results are reused by their derivation
      // keys.
      const bad = record.findIndex(
        ({ type }) => type === 'node-failed' || type === 'cancel-requested' || type === 'run-failed',
      )
      const failed = record[bad]
      const started =
        failed?.type === 'node-failed'
          ? record.findIndex((event) => event.type === 'node-started' && event.node === failed.node)
          : bad
      const at = Math.min(bad, started < 0 ? bad : started) - 1
      if (at < 0) return { run: await addRun(newRun) }
      const fork = forkRun(record, { at, run: newId })
      if (fork.problem) return { problem: fork.problem }
      return { run: await addRun({ ...newRun, retryOf: id, record: fork.record }) }
    },
    progress: (id) => progressOf.get(id) ?? {},
    async close() {
      unlisten()
      await Promise.all(adding)
    },
  }

  async function addRun(run: Parameters<Store['runs']['add']>[0]): Promise<RunSummary> {
    const summary = await store.runs.add(run)
    enqueue({ id: run.id, workflowId: run.workflowId, priority: summary.priority })
    return summary
  }
}

const noWorker = (id: string): Problem => error('run.no-worker', { id })

const notEnded = (id: string, status: string): Problem => error('run.not-retryable', { id, status })
