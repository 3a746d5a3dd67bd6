import { message } from '@aw-flow/messages'
import { defined, isFinalRunState, runEventSchema, type RunEvent } from '@aw-flow/schema'
import { z } from 'zod'
import { readId, type DiskAccess } from './disk-access.ts'
import { newestFirst } from './newest-first.ts'
import { describeStorageItem } from './storage-problem.ts'
import type { StoredRun, WorkflowStorage } from './storage.ts'

const runSchema = z.object({
  run: z.string(),
  workflowId: z.string(),
  workflowName: z.string(),
  state: z.enum(['queued', 'running', 'waiting', 'completed', 'failed', 'cancelled']),
  startedAt: z.number(),
  endedAt: z.number().optional(),
  datasets: z.array(z.string()).optional(),
})

const notifyDelayMs = 100

type RunStorage = Pick<WorkflowStorage, 'listRuns' | 'appendEvents' | 'getRunEvents' | 'removeRun' | 'close'>

/** Creates the storage of runs and their events. `close` cancels pending notifications. */
export function createDiskRuns(disk: DiskAccess): RunStorage {
  const { database, channel, reportUnreadable, tryRead, tryWrite } = disk
  /** The last stored entries of runs in progress, as JSON, keyed by run id. */
  const lastEntries = new Map<string, string>()
  const timers = new Map<string, ReturnType<typeof setTimeout>>()

  /** Notifies listeners of a run's new events, throttled. */
  const scheduleNotification = (runId: string): void => {
    if (timers.has(runId)) return
    const notify = (): void => {
      timers.delete(runId)
      channel.notify({ kind: 'runs', id: runId })
    }
    timers.set(runId, setTimeout(notify, notifyDelayMs))
  }

  return {
    listRuns: ({ workflowId } = {}) =>
      tryRead(describeStorageItem('runs'), [], async () => {
        const values =
          workflowId === undefined
            ? await database.getAll('runs')
            : await database.getAllFromIndex('runs', 'by-workflow', workflowId)
        const runs = values.flatMap((value) => {
          const run = parseRun(value)
          if (!run) reportUnreadable('run', readId(value), message('storage.incomplete-run', {}))
          return run ? [run] : []
        })
        return runs.sort(newestFirst(({ startedAt }) => startedAt))
      }),

    appendEvents: (run, events) =>
      tryWrite(describeStorageItem('run-record', run.workflowName), async () => {
        const entry = JSON.stringify(run)
        // The entry rarely changes, and each additional request slows down the transaction.
        const hasChanged = lastEntries.get(run.run) !== entry
        const stores = hasChanged ? (['runs', 'events'] as const) : (['events'] as const)
        // Events survive a crash of the browser, but not always a power failure: flushing them costs 5 to 30 ms each.
        const transaction = database.transaction(stores, 'readwrite', { durability: 'relaxed' })
        const eventStore = transaction.objectStore('events')
        const writes: Promise<unknown>[] = events.map((event) => eventStore.put(event, [run.run, event.seq]))
        if (hasChanged) writes.push(transaction.objectStore('runs').put(run, run.run))
        await Promise.all([...writes, transaction.done])
        if (isFinalRunState(run.state)) lastEntries.delete(run.run)
        else lastEntries.set(run.run, entry)
        if (hasChanged) channel.notify({ kind: 'runs', id: run.run })
        else scheduleNotification(run.run)
      }),

    getRunEvents: (run) =>
      tryRead(describeStorageItem('run', run), [], async () => {
        const values = await database.getAll('events', IDBKeyRange.bound([run], [run, []]))
        const events: RunEvent[] = []
        for (const value of values) {
          const parsed = runEventSchema.safeParse(value)
          if (!parsed.success) {
            reportUnreadable('run', run, message('storage.damaged-event', { event: events.length }))
            break
          }
          events.push(parsed.data)
        }
        return events
      }),

    removeRun: (run) =>
      tryWrite(describeStorageItem('run-removal'), async () => {
        lastEntries.delete(run)
        const transaction = database.transaction(['runs', 'events'], 'readwrite')
        await Promise.all([
          transaction.objectStore('runs').delete(run),
          transaction.objectStore('events').delete(IDBKeyRange.bound([run], [run, []])),
          transaction.done,
        ])
        channel.notify({ kind: 'runs', id: run })
      }),

    close() {
      for (const timer of timers.values()) clearTimeout(timer)
    },
  }
}

const parseRun = (value: unknown): StoredRun | undefined => {
  const parsed = runSchema.safeParse(value)
  if (!parsed.success) return undefined
  const { endedAt, datasets, ...run } = parsed.data
  return { ...run, ...defined({ endedAt, datasets }) }
}
