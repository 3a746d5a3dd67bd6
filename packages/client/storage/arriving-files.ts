import type { IDBPDatabase } from 'idb'
import { newId } from '../new-id.ts'
import type { DatabaseShape } from './database-shape.ts'

/** Larger files are not written twice: a page that takes one in asks before it is left. In bytes. */
export const mostArrivingBytes = 32 * 1024 * 1024

/** A file that was given, and is no dataset yet. */
export interface ArrivingFile {
  key: string
  file: File
}

/**
 * Files that were given and whose bytes nobody has looked at yet. A page may be left the moment after: they are kept
 * within the very event that brings them, and made datasets of by the page that opens next.
 */
export interface ArrivingFiles {
  /** Begins to keep it before this answers; answers what forgets it, for when it is a dataset. */
  keep(file: File): () => Promise<void>
  /** What was left, the first that came before the others. */
  list(): Promise<ArrivingFile[]>
  remove(key: string): Promise<void>
}

/** For a storage that ends with its page: nothing is left of it. */
export const noArrivingFiles: ArrivingFiles = {
  keep: () => async () => undefined,
  list: async () => [],
  remove: async () => undefined,
}

/** Those on disk. What the disk refuses here is refused again, and told, when the dataset is stored. */
export function createArrivingFiles(database: IDBPDatabase<DatabaseShape>, now: () => number): ArrivingFiles {
  let count = 0
  const remove = async (key: string): Promise<void> => {
    await database.delete('arriving', key).catch(() => undefined)
  }
  return {
    keep(file) {
      if (file.size > mostArrivingBytes) return async () => undefined
      const key = `${String(now()).padStart(16, '0')}-${String(count++).padStart(6, '0')}-${newId('file')}`
      let kept: Promise<unknown>
      try {
        const transaction = database.transaction('arriving', 'readwrite')
        const put = transaction.store.put(new File([file], file.name, { type: file.type }), key)
        // Committed at once, not when this task has ended: a page that goes cannot be asked any more.
        transaction.commit()
        kept = Promise.allSettled([put, transaction.done])
      } catch {
        kept = Promise.resolve()
      }
      return async () => {
        await kept
        await remove(key)
      }
    },
    async list() {
      const [keys, files] = await Promise.all([
        database.getAllKeys('arriving').catch((): string[] => []),
        database.getAll('arriving').catch((): unknown[] => []),
      ])
      return keys.flatMap((key, index) => {
        const file = files[index]
        return file instanceof File ? [{ key, file }] : []
      })
    },
    remove,
  }
}
