import type { Message, Text } from '@aw-flow/messages'
import { warning, type Problem } from '@aw-flow/schema'
import type { IDBPDatabase } from 'idb'
import type { DatabaseSchema } from './database-schema.ts'
import { toReadProblem, toWriteProblem } from './storage-problem.ts'
import type { TabChannel } from './tab-channel.ts'
import { writeTransaction, type TransactionWriter } from './transactions.ts'

type StoredKind = 'workflow' | 'version' | 'dataset' | 'file' | 'run'

interface Options {
  database: IDBPDatabase<DatabaseSchema>
  channel: TabChannel
  onProblem: (problem: Problem) => void
  now: () => number
}

export type DiskAccess = ReturnType<typeof createDiskAccess>

/** Creates the access to the database that all of its stores share: failures become problems. */
export function createDiskAccess({ database, channel, onProblem, now }: Options) {
  /** The keys of unreadable entries that have already been reported. */
  const reportedKeys = new Set<string>()

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

  const writeAll: TransactionWriter = (...transaction) => writeTransaction(database, ...transaction)

  return { database, channel, now, reportUnreadable, tryRead, tryWrite, writeAll }
}
