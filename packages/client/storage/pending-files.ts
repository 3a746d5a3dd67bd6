import type { IDBPDatabase } from 'idb'
import { newId } from '../new-id.ts'
import type { DatabaseSchema } from './database-schema.ts'
import { readEntries } from './transactions.ts'

/**
 * The maximum size of files that are stored as soon as they are received, in bytes. While a larger file is being added,
 * the page asks for confirmation before it is closed.
 *
 * @internal
 */
export const maxPendingFileBytes = 32 * 1024 * 1024

/** A received file that has not become a dataset yet. @internal */
export interface PendingFile {
  key: string
  file: File
}

/**
 * Received files that have not been hashed yet. A file is stored within the event handler that receives it, because the
 * page may be closed immediately afterward. The next page then adds the file.
 *
 * @internal
 */
export type PendingFiles = ReturnType<typeof createPendingFiles>

/** For in-memory storage, which does not store pending files. */
export const noopPendingFiles: PendingFiles = {
  store: () => async () => undefined,
  list: async () => [],
  remove: async () => undefined,
}

/** Stores pending files on disk. Write errors are ignored, because storing the dataset later reports them. */
export function createPendingFiles(database: IDBPDatabase<DatabaseSchema>, now: () => number) {
  let count = 0
  const remove = async (key: string): Promise<void> => {
    await database.delete('arriving', key).catch(() => undefined)
  }
  return {
    /**
     * Synchronously starts storing a file. Returns a function that removes it; call that function once the file is a
     * dataset.
     */
    store(file: File): () => Promise<void> {
      if (file.size > maxPendingFileBytes) return async () => undefined
      const key = `${String(now()).padStart(16, '0')}-${String(count++).padStart(6, '0')}-${newId('file')}`
      let pendingWrite: Promise<unknown>
      try {
        const transaction = database.transaction('arriving', 'readwrite')
        const putPromise = transaction.store.put(new File([file], file.name, { type: file.type }), key)
        // Commits immediately, because the page may be closed before this task ends.
        transaction.commit()
        pendingWrite = Promise.allSettled([putPromise, transaction.done])
      } catch {
        pendingWrite = Promise.resolve()
      }
      return async () => {
        await pendingWrite
        await remove(key)
      }
    },
    /** Lists the stored files, oldest first. */
    async list(): Promise<PendingFile[]> {
      const entries = await readEntries(database, 'arriving').catch(() => [])
      return entries.flatMap(({ key, value: file }) => (file instanceof File ? [{ key, file }] : []))
    },
    remove,
  }
}
