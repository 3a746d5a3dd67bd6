import { readWorkflow, type Workflow } from '@aw-flow/schema'
import type { IDBPDatabase, IDBPTransaction, StoreNames } from 'idb'
import { z } from 'zod'
import type { DatabaseShape } from './database-shape.ts'
import { renamed, resolveVersion, surplusVersions } from './resolve-version.ts'
import type { KeepVersion, StoredVersion } from './storage.ts'

const versionSchema = z.object({
  document: z.string(),
  number: z.number().int(),
  name: z.string().optional(),
  origin: z.enum(['named', 'run', 'exported', 'opened', 'left', 'merged']),
  at: z.number(),
})

type Stores = ArrayLike<StoreNames<DatabaseShape>>
type Writing<S extends Stores> = IDBPTransaction<DatabaseShape, S, 'readwrite'>
type Both = readonly ('documents' | 'unreadable' | 'versions' | 'version-documents')[]

/** The key range of all versions of a document. */
const all = (document: string): IDBKeyRange => IDBKeyRange.bound([document], [document, []])

/** Creates the version store on disk: list entries and documents in two object stores, keyed by document and number. */
export function createVersionStore(now: () => number): {
  list(database: IDBPDatabase<DatabaseShape>, document: string): Promise<StoredVersion[]>
  put(transaction: Writing<Both>, document: string, workflow: Workflow, keep: KeepVersion): Promise<StoredVersion>
  name(transaction: Writing<['versions']>, document: string, number: number, name: string | undefined): Promise<void>
  removeAll(transaction: Writing<Both>, document: string): Promise<void>
} {
  return {
    list: async (database, document) => newestFirst(await database.getAll('versions', all(document))),

    async put(transaction, document, workflow, keep) {
      const entries = transaction.objectStore('versions')
      const documents = transaction.objectStore('version-documents')
      const list = newestFirst(await entries.getAll(all(document)))
      const [last] = list
      const value = last && (await documents.get([document, last.number]))
      const before = value === undefined ? undefined : readWorkflow(value).workflow
      const version = resolveVersion({
        document,
        workflow,
        keep: { ...keep, ...(last && !before && keep.number === undefined ? { number: last.number + 1 } : {}) },
        last: last && before ? { version: last, workflow: before } : undefined,
        now: now(),
      })
      await entries.put(version, [document, version.number])
      if (version.number !== last?.number) await documents.put(workflow, [document, version.number])
      const others = list.filter(({ number }) => number !== version.number)
      for (const number of surplusVersions([version, ...others])) {
        await entries.delete([document, number])
        await documents.delete([document, number])
      }
      return version
    },

    async name(transaction, document, number, name) {
      const entries = transaction.objectStore('versions')
      const parsed = parse(await entries.get([document, number]))
      if (parsed) await entries.put(renamed(parsed, name), [document, number])
    },

    async removeAll(transaction, document) {
      await transaction.objectStore('versions').delete(all(document))
      await transaction.objectStore('version-documents').delete(all(document))
    },
  }
}

const newestFirst = (values: readonly unknown[]): StoredVersion[] =>
  values.flatMap((value) => parse(value) ?? []).sort((a, b) => b.number - a.number)

function parse(value: unknown): StoredVersion | undefined {
  const parsed = versionSchema.safeParse(value)
  if (!parsed.success) return undefined
  const { name, ...version } = parsed.data
  return renamed(version, name)
}
