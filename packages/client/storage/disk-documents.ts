import { message, type Text } from '@aw-flow/messages'
import { failed, getProblemText, ok, readWorkflow, type Problem } from '@aw-flow/schema'
import { z } from 'zod'
import type { DiskAccess } from './disk-access.ts'
import { readEntries, type DiskEntry } from './transactions.ts'
import { importedAccess, parseAccess } from './document-access.ts'
import { newestFirst } from './newest-first.ts'
import { resolveSave } from './resolve-save.ts'
import { createInvalidDocumentProblem, describeStorageItem, toWriteProblem } from './storage-problem.ts'
import type { StoredDocument, UnreadableDocument, WorkflowStorage } from './storage.ts'
import type { VersionStore } from './version-store.ts'

const documentSchema = z.object({
  id: z.string(),
  workflow: z.unknown(),
  revision: z.number().int(),
  updatedAt: z.number(),
})
/** A document that could not be read and has been overwritten since. */
const overwrittenSchema = z.object({ store: z.literal('documents'), key: z.string(), value: z.unknown() })
/** A stored document, or the reason why it cannot be read. */
type ParsedDocument = { document: StoredDocument; reason?: undefined } | { document?: undefined; reason: Text }

type DocumentStorage = Pick<
  WorkflowStorage,
  'listDocuments' | 'getDocument' | 'putDocument' | 'getAccess' | 'putAccess' | 'removeDocument'
>

/** Creates the storage of documents and of the access granted to them. */
export function createDiskDocuments(disk: DiskAccess, versions: VersionStore): DocumentStorage {
  const { database, channel, now, reportUnreadable, tryRead, tryWrite, writeAll } = disk
  return {
    listDocuments: () =>
      tryRead(describeStorageItem('workflows'), [], async () => {
        const documents = (await readEntries(database, 'documents')).flatMap((entry) => {
          const { document, reason } = parseDocument(entry)
          if (document) return [document]
          reportUnreadable('workflow', entry.key, reason)
          return []
        })
        return documents.sort(newestFirst(({ updatedAt }) => updatedAt))
      }),

    getDocument: (id) =>
      tryRead(describeStorageItem('workflow', id), undefined, async () => {
        const value = await database.get('documents', id)
        if (value === undefined) return undefined
        const { document, reason } = parseDocument({ value })
        return document ?? reportUnreadable('workflow', id, reason)
      }),

    async putDocument(id, workflow, baseRevision, base, access) {
      const { workflow: parsedWorkflow, problems } = readWorkflow(workflow)
      if (!parsedWorkflow) return failed(createInvalidDocumentProblem(workflow.name, problems))
      try {
        const stores = ['documents', 'access', 'unreadable', 'versions', 'version-documents'] as const
        const { savedDocument, hasConflicts } = await writeAll(stores, async (transaction) => {
          const documents = transaction.objectStore('documents')
          const value = await documents.get(id)
          const storedDocument = value === undefined ? undefined : parseDocument({ value }).document
          if (value !== undefined && !storedDocument) {
            await transaction.objectStore('unreadable').add({ store: 'documents', key: id, value, at: now() })
          }
          const saved = resolveSave({
            id,
            workflow: parsedWorkflow,
            baseRevision,
            base,
            stored: storedDocument,
            now: now(),
          })
          await documents.put(saved.document, id)
          const accessStore = transaction.objectStore('access')
          if (saved.conflictCopy) {
            const { id: copyId } = saved.conflictCopy
            await documents.put(saved.conflictCopy, copyId)
            await accessStore.put(parseAccess(await accessStore.get(id)), copyId)
          }
          if (access) await accessStore.put(access, id)
          const isConflict = storedDocument !== undefined && (saved.merged?.conflicts.length ?? 0) > 0
          if (isConflict) await versions.put(transaction, id, storedDocument.workflow, { origin: 'merged' })
          return { savedDocument: saved, hasConflicts: isConflict }
        })
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
        await writeAll(['documents', 'versions', 'version-documents'], async (transaction) => {
          await transaction.objectStore('documents').delete(id)
          await versions.removeAll(transaction, id)
        })
        channel.notify({ kind: 'document', id })
      }),
  }
}

type UnreadableStorage = Pick<WorkflowStorage, 'listUnreadable' | 'removeUnreadable' | 'restoreUnreadable'>

/** Creates the storage of documents that cannot be read. */
export function createDiskUnreadable({
  database,
  channel,
  now,
  tryRead,
  tryWrite,
  writeAll,
}: DiskAccess): UnreadableStorage {
  return {
    listUnreadable: () =>
      tryRead(describeStorageItem('unreadable-workflows'), [], async () => {
        const [current, overwritten] = await Promise.all([
          readEntries(database, 'documents'),
          readEntries(database, 'unreadable'),
        ])
        const currentEntries = current.flatMap(({ key, value, failure }): UnreadableDocument[] => {
          const { reason } = parseDocument({ value, failure })
          return reason === undefined ? [] : [{ id: key, ...readName(value), reason, value }]
        })
        const overwrittenEntries = overwritten.flatMap((entry): UnreadableDocument[] => {
          const parsed = overwrittenSchema.safeParse(entry.value)
          if (!parsed.success) return []
          const { key, value } = parsed.data
          const reason = parseDocument({ value }).reason ?? message('storage.readable-again', {})
          return [{ id: key, ...readName(value), reason, value, aside: entry.key }]
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
        await writeAll(['documents', 'unreadable'], async (transaction) => {
          const documents = transaction.objectStore('documents')
          const isIdTaken = aside !== undefined || (await documents.getKey(id)) !== undefined
          if (isIdTaken)
            await transaction.objectStore('unreadable').add({ store: 'documents', key: id, value, at: now() })
          else await documents.put(value, id)
        })
        channel.notify({ kind: 'document', id })
      }),
  }
}

const parseDocument = ({ value, failure }: Pick<DiskEntry<string>, 'value' | 'failure'>): ParsedDocument => {
  if (failure !== undefined) return { reason: failure }
  const parsed = documentSchema.safeParse(value)
  if (!parsed.success) return { reason: z.prettifyError(parsed.error) }
  const { workflow, problems } = readWorkflow(parsed.data.workflow)
  return workflow ? { document: { ...parsed.data, workflow } } : { reason: getFirstProblemText(problems) }
}

/** Returns the text of the first problem, or an empty string. */
export const getFirstProblemText = ([first]: readonly Problem[]): Text => (first ? getProblemText(first) : '')

function readName(value: unknown): { name?: string } {
  const parsed = z.object({ workflow: z.object({ name: z.string() }) }).safeParse(value)
  return parsed.success ? { name: parsed.data.workflow.name } : {}
}
