import { forkRun, type Clock, type Decision } from '@aw-flow/engine'
import { error, isEnded, type Json, type Problem, type RunProgress } from '@aw-flow/schema'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Store } from '../store/open-store.ts'
import type { RunAsk } from '../store/run-controls.ts'
import type { RunRequest, RunSummary } from '../store/runs.ts'
import { together } from '../store/together.ts'
import type { JobQueue, RunJob } from './job-queue.ts'
import { notDecided, notStuck } from './not-at-work.ts'
import type { RunNews } from './run-news.ts'

export interface StartOptions {
  /** The version of the workflow that it runs. */
  workflowVersion?: number | undefined
  /** -10 to 10; higher ones are taken up first. */
  priority?: number | undefined
}

/** Runs as whoever asks for them sees them, wherever they are performed. What is known of a run is in the store. */
export interface RunQueue {
  /** Records a run; it begins as soon as a worker has room. */
  start(id: string, workflowId: string, request: RunRequest, options?: StartOptions): Promise<RunSummary>
  /** Asks a run to stop. False where it has ended. */
  cancel(id: string): Promise<boolean>
  /** Decides an approval; answers why the decision does not count, where it does not. */
  decide(id: string, decision: Decision): Promise<Problem | undefined>
  /** Goes on with a run whose node types are gone with those that are here; answers why not, where it does not. */
  migrate(id: string): Promise<Problem | undefined>
  /** Tells a run of an event that it may wait for. */
  signal(id: string, name: string, value?: Json): Promise<Problem | undefined>
  /** Begins a new run that takes over what a failed or cancelled one came to, up to the step that failed. */
  retry(id: string, newId: string): Promise<{ run: RunSummary; problem?: undefined } | { problem: Problem }>
  /** How far the running nodes are, by node id; as far as this process was told. */
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

/** How long an answer to what was asked is waited for, and how often is looked for one that nobody told of; in ms. */
const patience = 60_000
const lookEvery = 250

export function createRunQueue({ store, queue, news, clock, onFault }: RunQueueOptions): RunQueue {
  const told = new Map<string, Record<string, RunProgress>>()
  const unlisten = news.listen({
    progress(progress) {
      const ofRun: Record<string, RunProgress> = told.get(progress.run) ?? Object.create(null)
      ofRun[progress.node] = progress
      told.delete(progress.run)
      told.set(progress.run, ofRun)
      // Runs that ended are forgotten with time.
      if (told.size > 1000) told.delete(told.keys().next().value!)
    },
  })
  const addJob = together<RunJob>(async (jobs) => {
    await queue.add(jobs)
    news.work()
  })
  const adding = new Set<Promise<void>>()

  /** Those that come at the same time go together. A job that is lost is made again by who looks. */
  const enqueue = (job: RunJob): void => {
    const added = addJob(job)
      .catch((cause: unknown) => onFault(cause, ''))
      .finally(() => adding.delete(added))
    adding.add(added)
  }

  const ask = async (id: string, what: RunAsk, otherwise: Problem): Promise<Problem | undefined> => {
    const run = await store.runs.find(id)
    if (!run || isEnded(run.status) || run.status === 'queued') return otherwise
    const control = await store.controls.add(id, what)
    let told: () => void = () => undefined
    const unlistenAnswer = news.listen({ answered: (answered) => (answered === control ? told() : undefined) })
    try {
      news.asked(id)
      for (const end = clock.now() + patience; clock.now() < end;) {
        await Promise.race([new Promise<void>((resolve) => (told = resolve)), sleep(lookEvery)])
        const answer = await store.controls.answered(control)
        if (answer) return answer.problem
        const now = await store.runs.find(id)
        if (!now || isEnded(now.status)) {
          await store.controls.answer(control, otherwise)
          return (await store.controls.answered(control))?.problem
        }
      }
    } finally {
      unlistenAnswer()
    }
    await store.controls.answer(control, noWorker(id))
    return (await store.controls.answered(control))?.problem
  }

  return {
    async start(id, workflowId, request, { workflowVersion, priority = 0 } = {}) {
      const summary = await store.runs.add({ id, workflowId, workflowVersion, request, priority })
      enqueue({ id, workflowId, priority })
      return summary
    },
    async cancel(id) {
      const came = await store.leases.cancel(id)
      if (came === 'over') return false
      news.events(id, -1)
      if (came === 'asked') news.cancelled(id)
      return true
    },
    decide: (id, decision) => ask(id, { kind: 'decide', decision }, notDecided(id)),
    async migrate(id) {
      if (!(await store.runs.find(id))?.problem) return notStuck(id)
      return ask(id, { kind: 'migrate' }, notStuck(id))
    },
    signal: (id, name, value) =>
      ask(id, { kind: 'signal', name, ...(value === undefined ? {} : { value }) }, notDecided(id)),
    async retry(id, newId) {
      const run = await store.runs.find(id)
      if (!run) return { problem: notEnded(id, 'gone') }
      if (run.status !== 'failed' && run.status !== 'cancelled') return { problem: notEnded(id, run.status) }
      const record = await store.runs.events(id)
      const request = await store.runs.request(id)
      const { workflowId, workflowVersion, priority } = run
      const again = { id: newId, workflowId, workflowVersion, request, priority }
      // What ended well before the first step that did not is the new run's beginning; the rest is taken over by derivation.
      const bad = record.findIndex(
        ({ type }) => type === 'node-failed' || type === 'cancel-requested' || type === 'run-failed',
      )
      const failed = record[bad]
      const begun =
        failed?.type === 'node-failed'
          ? record.findIndex((event) => event.type === 'node-started' && event.node === failed.node)
          : bad
      const at = Math.min(bad, begun < 0 ? bad : begun) - 1
      if (at < 0) return { run: await added(again) }
      const fork = forkRun(record, { at, run: newId })
      if (fork.problem) return { problem: fork.problem }
      return { run: await added({ ...again, retryOf: id, record: fork.record }) }
    },
    progress: (id) => told.get(id) ?? {},
    async close() {
      unlisten()
      await Promise.all(adding)
    },
  }

  async function added(run: Parameters<Store['runs']['add']>[0]): Promise<RunSummary> {
    const summary = await store.runs.add(run)
    enqueue({ id: run.id, workflowId: run.workflowId, priority: summary.priority })
    return summary
  }
}

const noWorker = (id: string): Problem => error('run.no-worker', { id })

const notEnded = (id: string, status: string): Problem => error('run.not-retryable', { id, status })
