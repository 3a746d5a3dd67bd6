import { sql, type Kysely } from 'kysely'
import { randomUUID } from 'node:crypto'
import type { AuditAnchors, AuditPosition } from './audit-anchors.ts'
import { computeHash, initialHash, openAuditChain, removeOldEntries } from './audit-chain.ts'
import { readPages, selectEntries, type AuditFilter, type AuditRow } from './audit-rows.ts'
import type { DecryptString, PersonalStrings } from '../privacy/personal-texts.ts'
import type { Database } from '../store/database/database.ts'
import type { Page, PageRequest } from '../store/database/page.ts'

/** An action by a user or a program, to be added to the log. Users are identified only by ID. */
export interface NewAuditEntry {
  workspace: string
  user: string
  apiKey: string | undefined
  action: string
  entityType: string
  entityId: string | undefined
  /** Names of the changed fields, and values that are neither secret nor personal. */
  changes: Readonly<Record<string, unknown>>
  address: string | undefined
  userAgent: string | undefined
}

export interface AuditEntry extends Omit<NewAuditEntry, 'apiKey' | 'entityId' | 'address' | 'userAgent'> {
  id: string
  /** Position of the entry in its workspace's log, starting at 1. */
  sequence: number
  apiKey: string | null
  entityId: string | null
  address: string | null
  userAgent: string | null
  /** When the entry was added, in ISO 8601 format, UTC. */
  createdAt: string
  hash: string
}

type ClientColumns = Pick<AuditRow, 'ip_address' | 'user_agent'>

/**
 * Creates the audit log.
 *
 * @param digest Computes an HMAC with a server key, so that someone who has access only to the database cannot forge
 *   hashes.
 * @param anchors Stores the end of each log outside the database. Default: none.
 */
export function createAuditLog(
  database: Kysely<Database>,
  digest: (text: string) => string,
  now: () => number,
  personalStrings: PersonalStrings,
  anchors?: AuditAnchors,
) {
  const chain = openAuditChain(database, digest, anchors)
  const storeEntries = openAppender({ database, digest, now, personalStrings }, async (workspace, previousEnd, end) =>
    anchors?.write(workspace, { previousEnd, end, isInLog: (position) => chain.isInLog(workspace, position) }),
  )
  return {
    add: batchEntries(storeEntries),
    ...openEntryLists(database, personalStrings),
    removeOld: (workspace: string, before: Date): Promise<number> =>
      removeOldEntries(database, digest, workspace, before),
    readSignedHead: chain.readSignedHead,
    check: chain.check,
  }
}

type StoreEntries = (workspace: string, entries: readonly NewAuditEntry[]) => Promise<void>

/**
 * Returns a function that adds an entry and resolves once it is stored. Entries of a workspace that are added at the same
 * time, or while earlier ones are stored, are stored in one batch.
 */
function batchEntries(storeEntries: StoreEntries) {
  const nextBatches = new Map<string, { entries: NewAuditEntry[]; stored: Promise<void> }>()
  const lastBatches = new Map<string, Promise<void>>()
  return (entry: NewAuditEntry): Promise<void> => {
    const { workspace } = entry
    const next = nextBatches.get(workspace)
    if (next) {
      next.entries.push(entry)
      return next.stored
    }
    const entries = [entry]
    const stored = (lastBatches.get(workspace) ?? Promise.resolve())
      .catch(() => undefined)
      .then(() => {
        nextBatches.delete(workspace)
        lastBatches.set(workspace, stored)
        return storeEntries(workspace, entries)
      })
      .finally(() => {
        if (lastBatches.get(workspace) === stored) lastBatches.delete(workspace)
      })
    nextBatches.set(workspace, { entries, stored })
    return stored
  }
}

interface Appending {
  database: Kysely<Database>
  digest: (text: string) => string
  now: () => number
  personalStrings: PersonalStrings
}

/** Encrypts an entry's IP address and user agent with the user's key. */
const sealClientColumns = async (
  personalStrings: PersonalStrings,
  { user, address, userAgent }: NewAuditEntry,
): Promise<ClientColumns> => {
  const seal = async (text: string | undefined): Promise<string | null> =>
    text ? personalStrings.seal(user, text) : null
  const [sealedAddress, sealedUserAgent] = await Promise.all([seal(address), seal(userAgent?.slice(0, 300))])
  return { ip_address: sealedAddress, user_agent: sealedUserAgent }
}

/**
 * Returns a function that adds entries to a workspace's log. One statement moves the end of the chain and adds the
 * entries, provided that the end is still where this process has left it. If another process has moved it, the end is
 * read again.
 */
function openAppender(
  { database, digest, now, personalStrings }: Appending,
  onStored: (workspace: string, previousEnd: AuditPosition, end: AuditPosition) => Promise<void> | undefined,
): StoreEntries {
  const knownEnds = new Map<string, AuditPosition>()
  return async (workspace, entries) => {
    const clientColumns = await Promise.all(entries.map((entry) => sealClientColumns(personalStrings, entry)))
    for (;;) {
      const previousEnd = knownEnds.get(workspace) ?? (await readEnd(database, workspace))
      let { sequence, hash } = previousEnd
      const rows = entries.map((entry, index): AuditRow => {
        const row = {
          workspace_id: workspace,
          sequence: ++sequence,
          id: randomUUID(),
          user_id: entry.user,
          api_key_id: entry.apiKey ?? null,
          action: entry.action,
          entity_type: entry.entityType,
          entity_id: entry.entityId ?? null,
          changes: JSON.stringify(entry.changes),
          ...clientColumns[index]!,
          created_at: new Date(now()),
        }
        hash = computeHash(row, hash, digest)
        return { ...row, hash }
      })
      const end = { sequence, hash }
      knownEnds.delete(workspace)
      if (!(await appendRows(database, previousEnd, end, rows))) continue
      knownEnds.set(workspace, end)
      return onStored(workspace, previousEnd, end)
    }
  }
}

/** Reads the end of a workspace's chain, and adds it if it is missing. */
async function readEnd(database: Kysely<Database>, workspace: string): Promise<AuditPosition> {
  const start = { sequence: 0, hash: initialHash }
  const query = database.selectFrom('audit_heads').select(['sequence', 'hash']).where('workspace_id', '=', workspace)
  const end = await query.executeTakeFirst()
  if (end) return end
  await sql`insert into audit_heads (workspace_id, sequence, hash) values (${workspace}, 0, ${initialHash})
    on conflict do nothing`.execute(database)
  return start
}

/** Moves the end of a chain from one position to the next and adds the entries in between, if the end has not moved. */
async function appendRows(
  database: Kysely<Database>,
  previousEnd: AuditPosition,
  end: AuditPosition,
  added: readonly AuditRow[],
): Promise<boolean> {
  const { rows } = await sql`with moved as (
      update audit_heads set sequence = ${end.sequence}, hash = ${end.hash}
      where workspace_id = ${added[0]!.workspace_id} and sequence = ${previousEnd.sequence} and hash = ${previousEnd.hash}
      returning 1)
    insert into audit_entries (${sql.join(Object.keys(added[0]!).map((name) => sql.ref(name)))})
    select ${sql.join(Object.keys(added[0]!).map((name) => sql.ref(`row.${name}`)))}
    from moved, json_populate_recordset(null::audit_entries, ${JSON.stringify(added)}::json) as row
    returning sequence`.execute(database)
  return rows.length > 0
}

/** Opens the entries of a log for reading. */
function openEntryLists(database: Kysely<Database>, personalStrings: PersonalStrings) {
  const openEntries = async (rows: readonly AuditRow[]): Promise<AuditEntry[]> => {
    const decrypt = await personalStrings.readKeys(rows.flatMap((row) => [row.ip_address, row.user_agent]))
    return rows.map((row) => toEntry(row, decrypt))
  }

  return {
    /** Lists a workspace's entries, newest first. */
    async list(workspace: string, filter: AuditFilter, { limit, offset }: PageRequest): Promise<Page<AuditEntry>> {
      const [rows, { total }] = await Promise.all([
        selectEntries(database, workspace, filter)
          .selectAll()
          .orderBy('sequence', 'desc')
          .limit(limit)
          .offset(offset)
          .execute(),
        selectEntries(database, workspace, filter)
          .select(({ fn }) => fn.countAll<string>().as('total'))
          .executeTakeFirstOrThrow(),
      ])
      return { items: await openEntries(rows), total: Number(total), limit, offset }
    },
    /** Reads all of a workspace's entries that match the filter, oldest first. */
    async *read(workspace: string, filter: AuditFilter): AsyncGenerator<AuditEntry> {
      for await (const rows of readPages(database, workspace, filter)) yield* await openEntries(rows)
    },
  }
}

const toEntry = (row: AuditRow, decrypt: DecryptString): AuditEntry => ({
  workspace: row.workspace_id,
  sequence: row.sequence,
  id: row.id,
  user: row.user_id,
  apiKey: row.api_key_id,
  action: row.action,
  entityType: row.entity_type,
  entityId: row.entity_id,
  changes: JSON.parse(row.changes) as Record<string, unknown>,
  address: row.ip_address === null ? null : decrypt(row.ip_address),
  userAgent: row.user_agent === null ? null : decrypt(row.user_agent),
  createdAt: row.created_at.toISOString(),
  hash: row.hash,
})
