import { openAccountKeys } from '../accounts/account-keys.ts'
import type { PersonalStrings } from '../privacy/personal-texts.ts'
import type { Log } from '../operation/log.ts'
import type { SecretBox } from '../secrets/secret-box.ts'
import type { OpenedDatabase } from '../store/database/open-database.ts'
import { createAuditAnchors } from './audit-anchors.ts'
import { createAuditLog, type NewAuditEntry } from './audit-log.ts'

export type AuditLog = ReturnType<typeof createAuditLog>

export interface AuditOptions {
  openedDatabase: OpenedDatabase
  secretBox: SecretBox
  personalTexts: PersonalStrings
  /** Folder for the ends of the audit logs, outside the database. */
  auditFolder: string
  log: Log
  now(): number
}

/** Opens the audit log of all workspaces. */
export async function openAudit({
  openedDatabase: { database },
  secretBox,
  personalTexts,
  auditFolder,
  log,
  now,
}: AuditOptions): Promise<AuditLog> {
  const { digest } = await openAccountKeys(database, secretBox)
  return createAuditLog(database, digest, now, personalTexts, createAuditAnchors({ folder: auditFolder, digest, log }))
}

/** Longest time until an entry is stored, in ms, and the number of entries that are stored earlier. */
const delayMs = 500
const maxPendingEntries = 1_000

/**
 * Stores entries soon, many at once, instead of before the response. Without accounts, all requests have the same
 * caller, and starting runs must not become slower. Entries are stored before the log is read, and when it is closed.
 */
export function deferEntries(
  audit: AuditLog,
  onError: (cause: unknown) => void,
): AuditLog & { close(): Promise<void> } {
  let pendingEntries: NewAuditEntry[] = []
  let timer: NodeJS.Timeout | undefined
  let stored: Promise<unknown> = Promise.resolve()
  const flush = (): Promise<unknown> => {
    clearTimeout(timer)
    timer = undefined
    const entries = pendingEntries
    pendingEntries = []
    stored = stored.then(() => Promise.all(entries.map(audit.add))).catch(onError)
    return stored
  }
  return {
    ...audit,
    async add(entry) {
      pendingEntries.push(entry)
      if (pendingEntries.length >= maxPendingEntries) void flush()
      else timer ??= setTimeout(() => void flush(), delayMs).unref()
    },
    list: (...args) => flush().then(() => audit.list(...args)),
    async *read(...args) {
      await flush()
      yield* audit.read(...args)
    },
    readSignedHead: (...args) => flush().then(() => audit.readSignedHead(...args)),
    check: (...args) => flush().then(() => audit.check(...args)),
    async close() {
      await flush()
    },
  }
}
