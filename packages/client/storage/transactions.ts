import type { IDBPDatabase, IDBPTransaction, StoreNames } from 'idb'
import type { DatabaseSchema } from './database-schema.ts'
import { toReason } from './storage-problem.ts'

type Stores = readonly StoreNames<DatabaseSchema>[]
type Work<S extends Stores, T> = (transaction: IDBPTransaction<DatabaseSchema, S, 'readwrite'>) => Promise<T>
/** Writes in one transaction of a database; see `writeTransaction`. */
export type TransactionWriter = <const S extends Stores, T>(
  stores: S,
  work: Work<S, T>,
  options?: IDBTransactionOptions,
) => Promise<T>

/**
 * Writes in one transaction: either everything that `work` writes is stored, or nothing. Rejects with the reason why the
 * browser ended the transaction, such as a full disk.
 */
export async function writeTransaction<const S extends Stores, T>(
  database: IDBPDatabase<DatabaseSchema>,
  stores: S,
  work: Work<S, T>,
  options?: IDBTransactionOptions,
): Promise<T> {
  const transaction = database.transaction(stores, 'readwrite', options)
  // A failed request also rejects `done`, which nothing awaits yet.
  transaction.done.catch(() => undefined)
  try {
    const result = await work(transaction)
    await transaction.done
    return result
  } catch (cause) {
    try {
      transaction.abort()
    } catch {
      // The browser has already ended it.
    }
    throw transaction.error ?? cause
  }
}

/** A stored entry. `failure` is the reason why the browser cannot read its value. */
export interface DiskEntry<K> {
  key: K
  value: unknown
  failure?: string | undefined
}

/**
 * Reads the entries of a store or of a range, in the order of their keys. Browsers refuse to read all entries at once if
 * they cannot read one of them, such as a large one whose file is damaged; the entries are then read one by one.
 */
export async function readEntries<N extends StoreNames<DatabaseSchema>>(
  database: IDBPDatabase<DatabaseSchema>,
  store: N,
  query?: IDBKeyRange,
): Promise<DiskEntry<DatabaseSchema[N]['key']>[]> {
  const transaction = database.transaction(store)
  const [keys, values] = await Promise.all([
    transaction.store.getAllKeys(query),
    transaction.store.getAll(query).catch(() => undefined),
  ])
  if (values) return keys.map((key, index) => ({ key, value: values[index] }))
  return Promise.all(
    keys.map(async (key) => {
      try {
        return { key, value: await database.get(store, key) }
      } catch (cause) {
        return { key, value: undefined, failure: toReason(cause) }
      }
    }),
  )
}
