import { readWorkflow, type Workflow } from '@aw-flow/schema'
import type { IDBPDatabase, IDBPTransaction, StoreNames } from 'idb'
import { z } from 'zod'
import type { DatabaseSchema } from './database-schema.ts'
import { readEntries } from './transactions.ts'
import { renameVersion, resolveVersion, findExcessVersionNumbers } from './resolve-version.ts'
import type { NewVersion, StoredVersion } from './storage.ts'

const versionSchema = z.object({
  document: z.string(),
  number: z.number().int(),
  name: z.string().optional(),
  origin: z.enum(['named', 'run', 'exported', 'opened', 'left', 'merged']),
  at: z.number(),
})

type Stores = ArrayLike<StoreNames<DatabaseSchema>>
type WriteTransaction<S extends Stores> = IDBPTransaction<DatabaseSchema, S, 'readwrite'>
type VersionedStores = readonly ('documents' | 'access' | 'unreadable' | 'versions' | 'version-documents')[]

/** Returns the key range of a document's versions. */
const toVersionRange = (documentId: string): IDBKeyRange => IDBKeyRange.bound([documentId], [documentId, []])

export type VersionStore = ReturnType<typeof createVersionStore>

/**
 * Creates the version store in IndexedDB. Metadata and documents are in separate object stores, keyed by document id
 * and version number.
 */
export function createVersionStore(now: () => number) {
  return {
    list: async (database: IDBPDatabase<DatabaseSchema>, documentId: string): Promise<StoredVersion[]> =>
      parseAndSortVersions(
        (await readEntries(database, 'versions', toVersionRange(documentId))).map(({ value }) => value),
      ),

    async put(
      transaction: WriteTransaction<VersionedStores>,
      documentId: string,
      workflow: Workflow,
      newVersion: NewVersion,
    ): Promise<StoredVersion> {
      const entries = transaction.objectStore('versions')
      const documents = transaction.objectStore('version-documents')
      const list = parseAndSortVersions(await entries.getAll(toVersionRange(documentId)))
      const [lastVersion] = list
      const value = lastVersion && (await documents.get([documentId, lastVersion.number]))
      const lastWorkflow = value === undefined ? undefined : readWorkflow(value).workflow
      const version = resolveVersion({
        documentId,
        workflow,
        newVersion: {
          ...newVersion,
          ...(lastVersion && !lastWorkflow && newVersion.number === undefined
            ? { number: lastVersion.number + 1 }
            : {}),
        },
        lastVersion: lastVersion && lastWorkflow ? { version: lastVersion, workflow: lastWorkflow } : undefined,
        now: now(),
      })
      await entries.put(version, [documentId, version.number])
      if (version.number !== lastVersion?.number) await documents.put(workflow, [documentId, version.number])
      const otherVersions = list.filter(({ number }) => number !== version.number)
      for (const number of findExcessVersionNumbers([version, ...otherVersions])) {
        await entries.delete([documentId, number])
        await documents.delete([documentId, number])
      }
      return version
    },

    async rename(
      transaction: WriteTransaction<readonly ['versions']>,
      documentId: string,
      number: number,
      name: string | undefined,
    ): Promise<void> {
      const entries = transaction.objectStore('versions')
      const parsed = parseVersion(await entries.get([documentId, number]))
      if (parsed) await entries.put(renameVersion(parsed, name), [documentId, number])
    },

    async removeAll(transaction: WriteTransaction<VersionedStores>, documentId: string): Promise<void> {
      await transaction.objectStore('versions').delete(toVersionRange(documentId))
      await transaction.objectStore('version-documents').delete(toVersionRange(documentId))
    },
  }
}

const parseAndSortVersions = (values: readonly unknown[]): StoredVersion[] =>
  values.flatMap((value) => parseVersion(value) ?? []).sort((a, b) => b.number - a.number)

function parseVersion(value: unknown): StoredVersion | undefined {
  const parsed = versionSchema.safeParse(value)
  if (!parsed.success) return undefined
  const { name, ...version } = parsed.data
  return renameVersion(version, name)
}
