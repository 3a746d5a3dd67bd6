import type { Message } from '@aw-flow/messages'
import { defined, type Problem } from '@aw-flow/schema'
import type { IDBPDatabase } from 'idb'
import { z } from 'zod'
import type { DatabaseSchema } from './database-schema.ts'
import { readEntries, writeTransaction } from './transactions.ts'
import { newestFirst } from './newest-first.ts'
import { describeStorageItem, toWriteProblem } from './storage-problem.ts'

/** How long deleted items can be restored, in ms. */
export const trashRetentionMs = 30 * 24 * 3_600_000

const entrySchema = z.strictObject({
  id: z.string(),
  kind: z.enum(['dataset', 'workflow', 'run']),
  name: z.string(),
  /** The size in bytes. 0 for small items. */
  size: z.number().int(),
  /** When the item was deleted, in ms since the Unix epoch. */
  deletedAt: z.number(),
})

/** A deleted item as listed in the trash. @internal */
export type TrashEntry = z.infer<typeof entrySchema>

/** The content from which an item can be restored. The code that restores the item validates it. @internal */
export interface TrashContent {
  value: unknown
  bytes?: Blob
}

/** Deleted items, which can be restored for 30 days. @internal */
export interface TrashStore {
  /** Lists the deleted items that have not expired, newest first. */
  list(): Promise<TrashEntry[]>
  get(id: string): Promise<TrashContent | undefined>
  put(entry: TrashEntry, content: TrashContent): Promise<Problem | undefined>
  /** Permanently deletes expired items and returns their entries. */
  purge(): Promise<TrashEntry[]>
  /** Permanently deletes an item. */
  remove(id: string): Promise<Problem | undefined>
}

const newestEntryFirst = newestFirst<TrashEntry>(({ deletedAt }) => deletedAt)

/** Creates an in-memory trash store. */
export function createMemoryTrash(now: () => number): TrashStore {
  const items = new Map<string, { entry: TrashEntry; content: TrashContent }>()
  const isExpired = ({ deletedAt }: TrashEntry): boolean => now() - deletedAt >= trashRetentionMs
  return {
    async list() {
      return [...items.values()]
        .map(({ entry }) => entry)
        .filter((entry) => !isExpired(entry))
        .sort(newestEntryFirst)
    },
    async get(id) {
      return items.get(id)?.content
    },
    async put(entry, content) {
      items.set(entry.id, { entry, content })
      return undefined
    },
    async purge() {
      const expiredEntries = [...items.values()].map(({ entry }) => entry).filter(isExpired)
      for (const { id } of expiredEntries) items.delete(id)
      return expiredEntries
    },
    async remove(id) {
      items.delete(id)
      return undefined
    },
  }
}

/** Creates a trash store in IndexedDB. `onChange` is called after each change to the list. */
export function createDiskTrash(
  database: IDBPDatabase<DatabaseSchema>,
  now: () => number,
  onChange: () => void,
): TrashStore {
  const tryWrite = async (item: Message, write: () => Promise<unknown>): Promise<Problem | undefined> => {
    try {
      await write()
      onChange()
      return undefined
    } catch (cause) {
      return toWriteProblem(cause, item)
    }
  }
  const stores = ['trash', 'trash-contents'] as const
  const removeAll = (ids: readonly string[]): Promise<Problem | undefined> =>
    tryWrite(describeStorageItem('trash-removal'), () =>
      writeTransaction(database, stores, (transaction) =>
        Promise.all(stores.flatMap((store) => ids.map((id) => transaction.objectStore(store).delete(id)))),
      ),
    )
  const isExpired = ({ deletedAt }: TrashEntry): boolean => now() - deletedAt >= trashRetentionMs
  const list = async (): Promise<TrashEntry[]> => {
    // If the database is closed, the list is empty. The next write reports the problem.
    const entries = await readEntries(database, 'trash').catch(() => [])
    return entries
      .flatMap(({ value }) => {
        const parsed = entrySchema.safeParse(value)
        return parsed.success ? [parsed.data] : []
      })
      .sort(newestEntryFirst)
  }
  return {
    async list() {
      return (await list()).filter((entry) => !isExpired(entry))
    },
    async get(id) {
      const content = await database.get('trash-contents', id).catch(() => undefined)
      if (typeof content !== 'object' || content === null || !('value' in content)) return undefined
      const bytes = 'bytes' in content && content.bytes instanceof Blob ? content.bytes : undefined
      return { value: content.value, ...defined({ bytes }) }
    },
    put: (entry, content) =>
      tryWrite(describeStorageItem('trash-entry', entry.name), async () => {
        await writeTransaction(database, stores, (transaction) =>
          Promise.all([
            transaction.objectStore('trash').put(entry, entry.id),
            transaction.objectStore('trash-contents').put(content, entry.id),
          ]),
        )
      }),
    async purge() {
      const expiredEntries = (await list()).filter(isExpired)
      if (expiredEntries.length === 0) return []
      const problem = await removeAll(expiredEntries.map(({ id }) => id))
      return problem ? [] : expiredEntries
    },
    remove: (id) => removeAll([id]),
  }
}
