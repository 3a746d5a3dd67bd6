import { message, type Message, type Text } from '@aw-flow/messages'
import {
  datasetPreviewSchema,
  datasetSchema,
  isFinalRunState,
  readWorkflow,
  runEventSchema,
  getProblemText,
  warning,
  defined,
  type Dataset,
  type Problem,
  type RunEvent,
  failed,
  ok,
} from '@aw-flow/schema'
import type { IDBPDatabase } from 'idb'
import { z } from 'zod'
import { createPendingFiles } from './pending-files.ts'
import type { DatabaseSchema } from './database-schema.ts'
import { importedAccess, parseAccess } from './document-access.ts'
import { newestFirst } from './newest-first.ts'
import { resolveSave } from './resolve-save.ts'
import { createInvalidDocumentProblem, toReadProblem, describeStorageItem, toWriteProblem } from './storage-problem.ts'
import { createDiskSyncStates } from './sync-states.ts'
import { createDiskTrash } from './trash-store.ts'
import { createVersionStore } from './version-store.ts'
import type { StoredDataset, StoredDocument, StoredRun, UnreadableDocument, WorkflowStorage } from './storage.ts'
import type { TabChannel } from './tab-channel.ts'
import type { UnsavedEdits } from './unsaved-edits.ts'

const documentSchema = z.object({
  id: z.string(),
  workflow: z.unknown(),
  revision: z.number().int(),
  updatedAt: z.number(),
})
const runSchema = z.object({
  run: z.string(),
  workflowId: z.string(),
  workflowName: z.string(),
  state: z.enum(['queued', 'running', 'waiting', 'completed', 'failed', 'cancelled']),
  startedAt: z.number(),
  endedAt: z.number().optional(),
  datasets: z.array(z.string()).optional(),
})

/** A stored document, or the reason why it cannot be read. */
type ParsedDocument = { document: StoredDocument; reason?: undefined } | { document?: undefined; reason: Text }

type StoredKind = 'workflow' | 'version' | 'dataset' | 'file' | 'run'

const notifyDelayMs = 100

interface Options {
  database: IDBPDatabase<DatabaseSchema>
  channel: TabChannel
  unsaved: UnsavedEdits
  onProblem: (problem: Problem) => void
  now: () => number
}

/** Creates the IndexedDB storage. Entries are validated when they are read; unreadable entries are reported. */
export function createIndexedDbStorage({ database, channel, unsaved, onProblem, now }: Options): WorkflowStorage {
  /** The keys of unreadable entries that have already been reported. */
  const reportedKeys = new Set<string>()
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

  /**
   * Reports an unreadable entry once. The entry remains in its store until it is overwritten; it is then moved to the
   * `unreadable` store.
   */
  const reportUnreadable = (kind: StoredKind, key: string, reason: Text): undefined => {
    if (reportedKeys.has(`${kind} ${key}`)) return undefined
    reportedKeys.add(`${kind} ${key}`)
    onProblem(warning('storage.unreadable', { what: kind, key, reason }))
    return undefined
  }

  const tryRead = async <T>(item: Message, fallback: T, read: () => Promise<T>): Promise<T> => {
    try {
      return await read()
    } catch (cause) {
      onProblem(toReadProblem(cause, item))
      return fallback
    }
  }

  const tryWrite = async (item: Message, write: () => Promise<unknown>): Promise<Problem | undefined> => {
    try {
      await write()
      return undefined
    } catch (cause) {
      return toWriteProblem(cause, item)
    }
  }

  const parseDocument = (value: unknown): ParsedDocument => {
    const parsed = documentSchema.safeParse(value)
    if (!parsed.success) return { reason: z.prettifyError(parsed.error) }
    const { workflow, problems } = readWorkflow(parsed.data.workflow)
    return workflow ? { document: { ...parsed.data, workflow } } : { reason: getFirstProblemText(problems) }
  }

  const parseRun = (value: unknown): StoredRun | undefined => {
    const parsed = runSchema.safeParse(value)
    if (!parsed.success) return undefined
    const { endedAt, datasets, ...run } = parsed.data
    return { ...run, ...defined({ endedAt, datasets }) }
  }

  const versions = createVersionStore(now)

  return {
    kind: 'disk',

    listDocuments: () =>
      tryRead(describeStorageItem('workflows'), [], async () => {
        const keys = await database.getAllKeys('documents')
        const values = await database.getAll('documents')
        const documents = values.flatMap((value, index) => {
          const { document, reason } = parseDocument(value)
          if (document) return [document]
          reportUnreadable('workflow', keys[index] ?? '?', reason)
          return []
        })
        return documents.sort(newestFirst(({ updatedAt }) => updatedAt))
      }),

    getDocument: (id) =>
      tryRead(describeStorageItem('workflow', id), undefined, async () => {
        const value = await database.get('documents', id)
        if (value === undefined) return undefined
        const { document, reason } = parseDocument(value)
        return document ?? reportUnreadable('workflow', id, reason)
      }),

    async putDocument(id, workflow, baseRevision, base, access) {
      const { workflow: parsedWorkflow, problems } = readWorkflow(workflow)
      if (!parsedWorkflow) return failed(createInvalidDocumentProblem(workflow.name, problems))
      try {
        const stores = ['documents', 'access', 'unreadable', 'versions', 'version-documents'] as const
        const transaction = database.transaction(stores, 'readwrite')
        const documents = transaction.objectStore('documents')
        const value = await documents.get(id)
        const storedDocument = value === undefined ? undefined : parseDocument(value).document
        if (value !== undefined && !storedDocument) {
          await transaction.objectStore('unreadable').add({ store: 'documents', key: id, value, at: now() })
        }
        const savedDocument = resolveSave({
          id,
          workflow: parsedWorkflow,
          baseRevision,
          base,
          stored: storedDocument,
          now: now(),
        })
        await documents.put(savedDocument.document, id)
        const accessStore = transaction.objectStore('access')
        if (savedDocument.conflictCopy) {
          const { id: copyId } = savedDocument.conflictCopy
          await documents.put(savedDocument.conflictCopy, copyId)
          await accessStore.put(parseAccess(await accessStore.get(id)), copyId)
        }
        if (access) await accessStore.put(access, id)
        const hasConflicts = storedDocument !== undefined && (savedDocument.merged?.conflicts.length ?? 0) > 0
        if (hasConflicts) await versions.put(transaction, id, storedDocument.workflow, { origin: 'merged' })
        await transaction.done
        channel.notify({ kind: 'document', id })
        if (hasConflicts) channel.notify({ kind: 'versions', id })
        return ok(savedDocument)
      } catch (cause) {
        return failed(toWriteProblem(cause, describeStorageItem('workflow', workflow.name)))
      }
    },

    getAccess: (id) =>
      tryRead(describeStorageItem('workflow', id), importedAccess, async () =>
        parseAccess(await database.get('access', id)),
      ),

    putAccess: (id, access) =>
      tryWrite(describeStorageItem('workflow', id), async () => {
        await database.put('access', access, id)
        channel.notify({ kind: 'document', id })
      }),

    removeDocument: (id) =>
      tryWrite(describeStorageItem('workflow-removal', id), async () => {
        const transaction = database.transaction(['documents', 'versions', 'version-documents'], 'readwrite')
        await transaction.objectStore('documents').delete(id)
        await versions.removeAll(transaction, id)
        await transaction.done
        channel.notify({ kind: 'document', id })
      }),

    listVersions: (documentId) =>
      tryRead(describeStorageItem('versions'), [], () => versions.list(database, documentId)),

    getVersion: (documentId, number) =>
      tryRead(describeStorageItem('version', String(number)), undefined, async () => {
        const value = await database.get('version-documents', [documentId, number])
        if (value === undefined) return undefined
        const { workflow, problems } = readWorkflow(value)
        return workflow ?? reportUnreadable('version', `${documentId} ${number}`, getFirstProblemText(problems))
      }),

    async addVersion(documentId, workflow, newVersion) {
      try {
        const transaction = database.transaction(['versions', 'version-documents'], 'readwrite')
        const version = await versions.put(transaction, documentId, workflow, newVersion)
        await transaction.done
        channel.notify({ kind: 'versions', id: documentId })
        return ok(version)
      } catch (cause) {
        return failed(toWriteProblem(cause, describeStorageItem('new-version', workflow.name)))
      }
    },

    renameVersion: (documentId, number, name) =>
      tryWrite(describeStorageItem('version-name'), async () => {
        const transaction = database.transaction('versions', 'readwrite')
        await versions.rename(transaction, documentId, number, name)
        await transaction.done
        channel.notify({ kind: 'versions', id: documentId })
      }),

    removeVersion: (documentId, number) =>
      tryWrite(describeStorageItem('version-removal'), async () => {
        const transaction = database.transaction(['versions', 'version-documents'], 'readwrite')
        await transaction.objectStore('versions').delete([documentId, number])
        await transaction.objectStore('version-documents').delete([documentId, number])
        await transaction.done
        channel.notify({ kind: 'versions', id: documentId })
      }),

    listUnreadable: () =>
      tryRead(describeStorageItem('unreadable-workflows'), [], async () => {
        const transaction = database.transaction(['documents', 'unreadable'])
        const [keys, values, overwrittenKeys, overwrittenValues] = await Promise.all([
          transaction.objectStore('documents').getAllKeys(),
          transaction.objectStore('documents').getAll(),
          transaction.objectStore('unreadable').getAllKeys(),
          transaction.objectStore('unreadable').getAll(),
        ])
        const currentEntries = values.flatMap((value, index): UnreadableDocument[] => {
          const { reason } = parseDocument(value)
          return reason === undefined ? [] : [{ id: keys[index] ?? '?', ...readName(value), reason, value }]
        })
        const overwrittenEntries = overwrittenValues.flatMap(({ store, key, value }, index): UnreadableDocument[] => {
          if (store !== 'documents') return []
          const reason = parseDocument(value).reason ?? message('storage.readable-again', {})
          return [
            {
              id: key,
              ...readName(value),
              reason,
              value,
              aside: overwrittenKeys[index] ?? 0,
            },
          ]
        })
        return [...currentEntries, ...overwrittenEntries]
      }),

    removeUnreadable: ({ id, aside }) =>
      tryWrite(describeStorageItem('workflow-removal', id), async () => {
        if (aside === undefined) await database.delete('documents', id)
        else await database.delete('unreadable', aside)
        channel.notify({ kind: 'document', id })
      }),

    restoreUnreadable: ({ id, value, aside }) =>
      tryWrite(describeStorageItem('workflow', id), async () => {
        const transaction = database.transaction(['documents', 'unreadable'], 'readwrite')
        const documents = transaction.objectStore('documents')
        const isIdTaken = aside !== undefined || (await documents.getKey(id)) !== undefined
        if (isIdTaken)
          await transaction.objectStore('unreadable').add({ store: 'documents', key: id, value, at: now() })
        else await documents.put(value, id)
        await transaction.done
        channel.notify({ kind: 'document', id })
      }),

    syncStates: createDiskSyncStates(database, (id) => channel.notify({ kind: 'sync', id })),
    unsaved,
    pendingFiles: createPendingFiles(database, now),

    listDatasets: () =>
      tryRead(describeStorageItem('datasets'), [], async () => {
        const transaction = database.transaction(['datasets', 'previews'])
        const [values, previews] = await Promise.all([
          transaction.objectStore('datasets').getAll(),
          transaction.objectStore('previews').getAll(),
        ])
        const previewsById = new Map(
          previews.flatMap((value) => {
            const parsed = datasetPreviewSchema.safeParse(value)
            return parsed.success ? [[parsed.data.dataset, parsed.data] as const] : []
          }),
        )
        const datasets = values.flatMap((value): StoredDataset[] => {
          const parsed = datasetSchema.safeParse(value)
          if (!parsed.success) {
            reportUnreadable('dataset', readId(value), z.prettifyError(parsed.error))
            return []
          }
          const preview = previewsById.get(parsed.data.id)
          return [preview ? { dataset: parsed.data, preview } : { dataset: parsed.data }]
        })
        return datasets.sort(newestFirst(({ dataset }) => dataset.createdAt))
      }),

    putDataset: (dataset: Dataset, bytes: Blob) =>
      tryWrite(describeStorageItem('dataset', dataset.name), async () => {
        const transaction = database.transaction(['datasets', 'files'], 'readwrite')
        // The bytes are written first, so that a failed write never leaves a dataset without bytes in the list.
        await Promise.all([
          transaction.objectStore('files').put(bytes, dataset.id),
          transaction.objectStore('datasets').put(dataset, dataset.id),
          transaction.done,
        ])
        channel.notify({ kind: 'datasets', id: dataset.id })
      }),

    putPreview: (preview) =>
      tryWrite(describeStorageItem('preview'), async () => {
        await database.put('previews', preview, preview.dataset)
        channel.notify({ kind: 'datasets', id: preview.dataset })
      }),

    getDatasetBytes: (id) =>
      tryRead(describeStorageItem('dataset', id.slice(0, 8)), undefined, async () => {
        const value = await database.get('files', id)
        if (value === undefined || value instanceof Blob) return value
        return reportUnreadable('file', id, message('storage.no-bytes', {}))
      }),

    removeDataset: (id) =>
      tryWrite(describeStorageItem('dataset-removal'), async () => {
        const transaction = database.transaction(['datasets', 'files', 'previews'], 'readwrite')
        await Promise.all([
          transaction.objectStore('datasets').delete(id),
          transaction.objectStore('files').delete(id),
          transaction.objectStore('previews').delete(id),
          transaction.done,
        ])
        channel.notify({ kind: 'datasets', id })
      }),

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

    trash: createDiskTrash(database, now, () => channel.notify({ kind: 'trash' })),

    subscribe: (listener) => channel.subscribe(listener),
    close() {
      for (const timer of timers.values()) clearTimeout(timer)
      channel.close()
      database.close()
    },
  }
}

/** Returns the text of the first problem, or an empty string. */
const getFirstProblemText = ([first]: readonly Problem[]): Text => (first ? getProblemText(first) : '')

function readId(value: unknown): string {
  const parsed = z
    .object({ id: z.string() })
    .or(z.object({ run: z.string() }))
    .safeParse(value)
  if (!parsed.success) return '?'
  return 'id' in parsed.data ? parsed.data.id : parsed.data.run
}

function readName(value: unknown): { name?: string } {
  const parsed = z.object({ workflow: z.object({ name: z.string() }) }).safeParse(value)
  return parsed.success ? { name: parsed.data.workflow.name } : {}
}
