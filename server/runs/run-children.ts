import { error, type Problem } from '@aw-flow/schema'
import type { Store } from '../store/open-store.ts'
import { untilDatabaseAnswers } from '../store/until-database-answers.ts'
import type { ParentCalls } from './child-messages.ts'
import { onBehalfOf } from '../operation/current-trace.ts'
import { startChild, type ChildListener, type RunChild } from './run-child-process.ts'
import type { RunTask } from './perform-run.ts'
import type { AttemptOutcome, PlaceHost, RunAttempt, RunPlaces } from './run-places.ts'
import type { RunSettings } from './run-settings.ts'

/** What the processes are told in which runs are performed. Nothing secret: it stands in their command line. */
export interface ChildSettings extends RunSettings {
  nodes: readonly string[]
  allowHosts: readonly string[]
  filesFolder?: string | undefined
  temporary: string
  /** Of one data engine, as DuckDB writes it. */
  memoryLimit: string
}

export interface RunChildrenOptions {
  store: Store
  settings: ChildSettings
  environment: NodeJS.ProcessEnv
  /** How long a process may give no sign of life until it is ended; in milliseconds. */
  silence?: number
  /** How long a process may go on with a run that was cancelled until it is ended; in milliseconds. */
  deafness?: number
  onFault(cause: unknown): void
}

/** Between two looks at the children, and how long one may be silent; in milliseconds. */
const lookEvery = 500
const longestSilence = 15_000
/** One that starts reads its code first, beside all others that do. */
const longestStart = 120_000
/** A run that was cancelled and has not ended by then counts as cancelled, whatever its process still does. */
const cancelPatience = 500
/** So much longer than it may a run may take to say so itself, since its nodes are left two seconds to stop. */
const limitPatience = 3_000
/** A process that was silent for so long lets nothing happen but what one of its runs does. */
const stalledAfter = 2_000
/** A process that still goes on with it then does not heed the cancellation, and is ended. */
const longestDeafness = 5_000

interface Under {
  child: RunChild
  host: PlaceHost
  settle(outcome: AttemptOutcome): void
  cancelled?: NodeJS.Timeout
  alone: boolean
  since: number
}

/**
 * Performs runs in processes of their own, which may be ended without this one: one that all share, and another for each
 * run that may be the reason why its process ended. One that takes too much memory, falls silent, or does not heed a
 * cancellation is ended, and its runs are told as having died.
 */
export function openRunChildren(options: RunChildrenOptions): RunPlaces {
  const { settings, onFault } = options
  const under = new Map<string, Under>()
  /** Runs that were cancelled and count as ended, which their processes have not said. */
  const unheeded = new Map<string, { child: RunChild; since: number }>()
  let shared: RunChild | undefined
  let isClosed = false

  /** What a run asks for while the database is away waits for it, and does not fail. */
  const patiently = <T>(what: () => Promise<T>): Promise<T> =>
    untilDatabaseAnswers(what, { isOver: () => isClosed, onGone: onFault })

  const callsOf = (child: () => RunChild | undefined): ParentCalls => {
    const { store } = options
    const hostOf = (run: string): PlaceHost => {
      const found = under.get(run)
      if (!found || found.child !== child()) throw new Error(`Run ${run} is not performed here.`)
      return found.host
    }
    return {
      append: async (run, events) => hostOf(run).append(events),
      keepTables: async (run, tables) => hostOf(run).keepTables(tables),
      async openFile(dataset) {
        const found = await patiently(() => store.datasets.find(dataset))
        const path = found && (await store.datasetFiles.path(dataset))
        return found && path !== undefined ? { path, name: found.name } : undefined
      },
      async keepFile({ path, dataset, size, name }) {
        const arrived = store.datasetFiles.arrived({ path, dataset, size })
        let moved: Promise<void> | undefined
        const once = { ...arrived, keep: () => (moved ??= arrived.keep()) }
        const kept = await patiently(() => store.datasets.keep(once, name))
        const at = await store.datasetFiles.path(kept.dataset.id)
        if (at === undefined) throw new Error(`The bytes of dataset ${dataset} are gone at once.`)
        return { path: at, dataset: kept.dataset.id }
      },
      findSecret: (name) => patiently(() => store.secrets.find(name)),
      listSecrets: () => patiently(() => store.secrets.list()),
    }
  }

  const start = (): RunChild => {
    const listener: ChildListener = {
      calls: callsOf(() => child),
      progress: (told) => under.get(told.run)?.host.progress(told),
      fault: (run, trace) => under.get(run)?.host.fault(new Error(trace)),
      ended(run, outcome) {
        unheeded.delete(run)
        settle(run, child, outcome)
      },
      exited(reason) {
        if (shared === child) shared = undefined
        if (!isClosed && reason) onFault(new Error(reason))
        for (const [run, { child: its }] of unheeded) if (its === child) unheeded.delete(run)
        for (const [run, { child: its, alone }] of under) {
          if (its === child) settle(run, child, { kind: 'died', ...problemOf(child, alone) })
        }
        // The next run need not wait for it.
        if (!isClosed && !shared) shared = start()
      },
    }
    // What it says later is not said for the run that needed it first.
    const child = onBehalfOf(undefined, () => startChild(settings, options.environment, listener))
    return child
  }
  /** Whose fault it is is known where nothing else was in the process. */
  const problemOf = (child: RunChild, alone: boolean): { problem?: Problem } =>
    alone && child.endedFor === 'memory' ? { problem: tooMuchMemory(settings.memoryBytes) } : {}

  const settle = (run: string, child: RunChild, outcome: AttemptOutcome): void => {
    const found = under.get(run)
    if (found?.child !== child) return
    under.delete(run)
    clearTimeout(found.cancelled)
    if (found.alone) child.end('done')
    found.settle(outcome)
  }

  /** What it still does does not count; its process may go on with others. */
  const giveUp = (run: string, problem?: Problem): void => {
    const found = under.get(run)
    if (!found) return
    const { child, alone } = found
    if (!alone) unheeded.set(run, { child, since: Date.now() })
    child.send({ type: 'let-go', run })
    settle(run, child, { kind: 'died', ...(problem ? { problem } : {}) })
  }

  const looking = setInterval(() => {
    const { silence = longestSilence, deafness = longestDeafness } = options
    for (const child of new Set([...under.values()].map((found) => found.child))) {
      if (settings.memoryBytes > 0 && child.bytes > settings.memoryBytes) child.end('memory')
      else if (child.silentMs() > (child.readyAt === undefined ? longestStart : silence)) child.end('silence')
    }
    for (const [run, { child, since, alone }] of under) {
      const begun = child.readyAt === undefined ? Date.now() : Math.max(since, child.readyAt)
      if (settings.runMs === 0 || Date.now() - begun <= settings.runMs + limitPatience) continue
      // Of several in a process in which nothing happens any more, any may be the reason, and the others have not begun.
      if (!alone && child.silentMs() > stalledAfter) child.end('silence')
      else giveUp(run, tookTooLong(settings.runMs))
    }
    for (const { child, since } of unheeded.values()) {
      // A process that was only just started had no time to heed it.
      if (child.readyAt !== undefined && Date.now() - Math.max(since, child.readyAt) > deafness) child.end('cancelled')
    }
  }, lookEvery)

  shared = start()
  return {
    perform(task: RunTask, host, { alone }): RunAttempt {
      const child = alone ? start() : (shared ??= start())
      let settled: (outcome: AttemptOutcome) => void = () => undefined
      const outcome = new Promise<AttemptOutcome>((resolve) => (settled = resolve))
      under.set(task.id, { child, host, settle: settled, alone, since: Date.now() })
      child.send({ type: 'perform', task })
      return {
        outcome,
        cancel() {
          child.send({ type: 'cancel', run: task.id })
          const found = under.get(task.id)
          if (!found || found.cancelled) return
          found.cancelled = setTimeout(() => giveUp(task.id), cancelPatience)
        },
        letGo() {
          child.send({ type: 'let-go', run: task.id })
          // It has nothing more to say that counts.
          settle(task.id, child, { kind: 'broken' })
        },
        ask: (ask) => child.ask(task.id, ask),
      }
    },
    async close() {
      isClosed = true
      clearInterval(looking)
      const children = new Set([...under.values()].map((found) => found.child))
      if (shared) children.add(shared)
      await Promise.all([...children].map((child) => child.end('done')))
    },
  }
}

const tooMuchMemory = (limit: number): Problem => error('run.too-much-memory', { node: '', used: 0, limit })

const tookTooLong = (limit: number): Problem => error('run.too-long', { workflow: '', limit })
