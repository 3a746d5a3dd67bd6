import { message } from '@aw-flow/messages'
import { defined, isFinalRunState, runEventSchema, type RunEvent } from '@aw-flow/schema'
import type { IDBPTransaction } from 'idb'
import { z } from 'zod'
import type { DatabaseSchema } from './database-schema.ts'
import type { DiskAccess } from './disk-access.ts'
import { readEntries, type DiskEntry } from './transactions.ts'
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
  const { database, channel, reportUnreadable, tryRead, tryWrite, writeAll } = disk
  /** The last stored entries of runs in progress, as JSON, keyed by run id. */
  const lastEntries = new Map<string, string>()
  /** The numbers of the events at which records of runs end, because they are damaged or missing. */
  const recordEnds = new Map<string, number>()
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
        const runs = (await readRunEntries(database, workflowId)).flatMap(({ key, value, failure }) => {
          const run = parseRun(value)
          if (!run) reportUnreadable('run', key, failure ?? message('storage.incomplete-run', {}))
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
        const write = async (transaction: IDBPTransaction<DatabaseSchema, typeof stores, 'readwrite'>) => {
          const eventStore = transaction.objectStore('events')
          const end = recordEnds.get(run.run)
          // What follows a damaged event is not part of the record, which continues before it.
          const removal = end === undefined ? [] : [eventStore.delete(IDBKeyRange.bound([run.run, end], [run.run, []]))]
          const writes: Promise<unknown>[] = events.map((event) => eventStore.put(event, [run.run, event.seq]))
          if (hasChanged) writes.push(transaction.objectStore('runs').put(run, run.run))
          await Promise.all([...removal, ...writes])
        }
        await writeAll(stores, write, { durability: 'relaxed' })
        if (events.length > 0) recordEnds.delete(run.run)
        if (isFinalRunState(run.state)) lastEntries.delete(run.run)
        else lastEntries.set(run.run, entry)
        if (hasChanged) channel.notify({ kind: 'runs', id: run.run })
        else scheduleNotification(run.run)
      }),

    getRunEvents: (run) =>
      tryRead(describeStorageItem('run', run), [], async () => {
        const entries = await readEntries(database, 'events', IDBKeyRange.bound([run], [run, []]))
        const events: RunEvent[] = []
        for (const { value } of entries) {
          const parsed = runEventSchema.safeParse(value)
          if (!parsed.success || parsed.data.seq !== events.length) {
            reportUnreadable('run', run, message('storage.damaged-event', { event: events.length }))
            recordEnds.set(run, events.length)
            break
          }
          events.push(parsed.data)
        }
        return events
      }),

    removeRun: (run) =>
      tryWrite(describeStorageItem('run-removal'), async () => {
        lastEntries.delete(run)
        recordEnds.delete(run)
        await writeAll(['runs', 'events'], (transaction) =>
          Promise.all([
            transaction.objectStore('runs').delete(run),
            transaction.objectStore('events').delete(IDBKeyRange.bound([run], [run, []])),
          ]),
        )
        channel.notify({ kind: 'runs', id: run })
      }),

    close() {
      for (const timer of timers.values()) clearTimeout(timer)
    },
  }
}

/** Reads the entries of all runs, or of those of a workflow. */
async function readRunEntries(
  database: DiskAccess['database'],
  workflowId: string | undefined,
): Promise<DiskEntry<string>[]> {
  if (workflowId === undefined) return readEntries(database, 'runs')
  const values = await database.getAllFromIndex('runs', 'by-workflow', workflowId).catch(() => undefined)
  if (values) return values.map((value) => ({ key: readId(value), value }))
  const entries = await readEntries(database, 'runs')
  return entries.filter(({ value }) => parseRun(value)?.workflowId === workflowId)
}

/** Returns the id of a stored run that cannot be read. */
function readId(value: unknown): string {
  const parsed = z.object({ run: z.string() }).safeParse(value)
  return parsed.success ? parsed.data.run : '?'
}

const parseRun = (value: unknown): StoredRun | undefined => {
  const parsed = runSchema.safeParse(value)
  if (!parsed.success) return undefined
  const { endedAt, datasets, ...run } = parsed.data
  return { ...run, ...defined({ endedAt, datasets }) }
}
