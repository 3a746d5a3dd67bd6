import { message, type Text } from '@aw-flow/messages'
import { failed, getProblemText, ok, readWorkflow, type Problem } from '@aw-flow/schema'
import { z } from 'zod'
import type { DiskAccess } from './disk-access.ts'
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
/** A stored document, or the reason why it cannot be read. */
type ParsedDocument = { document: StoredDocument; reason?: undefined } | { document?: undefined; reason: Text }

type DocumentStorage = Pick<
  WorkflowStorage,
  'listDocuments' | 'getDocument' | 'putDocument' | 'getAccess' | 'putAccess' | 'removeDocument'
>

/** Creates the storage of documents and of the access granted to them. */
export function createDiskDocuments(disk: DiskAccess, versions: VersionStore): DocumentStorage {
  const { database, channel, now, reportUnreadable, tryRead, tryWrite } = disk
  return {
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
  }
}

type UnreadableStorage = Pick<WorkflowStorage, 'listUnreadable' | 'removeUnreadable' | 'restoreUnreadable'>

/** Creates the storage of documents that cannot be read. */
export function createDiskUnreadable({ database, channel, now, tryRead, tryWrite }: DiskAccess): UnreadableStorage {
  return {
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
  }
}

const parseDocument = (value: unknown): ParsedDocument => {
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
