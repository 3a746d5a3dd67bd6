import { sql, type Kysely, type Selectable } from 'kysely'
import { randomUUID } from 'node:crypto'
import { signAnchor, type AuditAnchor, type AuditAnchors, type AuditPosition } from './audit-anchors.ts'
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

/** Conditions that entries must meet. Times are in ISO 8601 format; `from` is inclusive, `until` is exclusive. */
export interface AuditFilter {
  user?: string | undefined
  action?: string | undefined
  excludedActions?: readonly string[] | undefined
  entityType?: string | undefined
  entityId?: string | undefined
  from?: string | undefined
  until?: string | undefined
}

/**
 * State of the end of the log that is stored outside the database. A file is `missing` if the data folder is new, or if
 * it was removed.
 */
export type HeadFile = 'intact' | 'missing' | 'damaged' | 'different'

/**
 * Result of verifying the log. If it is intact: the number of entries, and the number removed by the retention policy.
 * Otherwise: the position of the first entry that was changed, moved or improperly removed; `undefined` if only the end
 * that is stored outside the database was changed or removed.
 */
export type AuditCheck = { headFile: HeadFile } & (
  | { entries: number; removed: number }
  | { firstInvalid: number | undefined }
)

type ChainCheck = { entries: number; removed: number } | { firstInvalid: number }

type Row = Selectable<Database['audit_entries']>
type Head = Selectable<Database['audit_heads']>
type ClientColumns = Pick<Row, 'ip_address' | 'user_agent'>

const pageSize = 1_000
/** Initial hash of each workspace's chain. */
const initialHash = ''

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
  const pendingBatches = new Map<string, { entries: NewAuditEntry[]; storePromise: Promise<void> }>()

  /** Encrypts an entry's IP address and user agent with the user's key. */
  const sealClientColumns = async ({ user, address, userAgent }: NewAuditEntry): Promise<ClientColumns> => {
    const seal = async (text: string | undefined): Promise<string | null> =>
      text ? personalStrings.seal(user, text) : null
    const [sealedAddress, sealedUserAgent] = await Promise.all([seal(address), seal(userAgent?.slice(0, 300))])
    return { ip_address: sealedAddress, user_agent: sealedUserAgent }
  }
  const openEntries = async (rows: readonly Row[]): Promise<AuditEntry[]> => {
    const decrypt = await personalStrings.readKeys(rows.flatMap((row) => [row.ip_address, row.user_agent]))
    return rows.map((row) => toEntry(row, decrypt))
  }

  /** Stores entries in a single transaction, which locks the end of the workspace's chain. */
  const storeEntries = async (workspace: string, entries: readonly NewAuditEntry[]): Promise<void> => {
    const clientColumns = await Promise.all(entries.map(sealClientColumns))
    const newHead = await database.transaction().execute(async (transaction) => {
      await sql`insert into audit_heads (workspace_id, sequence, hash) values (${workspace}, 0, ${initialHash})
        on conflict do nothing`.execute(transaction)
      const head = await transaction
        .selectFrom('audit_heads')
        .select(['sequence', 'hash'])
        .where('workspace_id', '=', workspace)
        .forUpdate()
        .executeTakeFirstOrThrow()
      let { sequence, hash } = head
      const rows = entries.map((entry, index) => {
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
      await transaction.insertInto('audit_entries').values(rows).execute()
      await transaction
        .updateTable('audit_heads')
        .set({ sequence, hash })
        .where('workspace_id', '=', workspace)
        .execute()
      return { sequence, hash }
    })
    await anchors?.write(workspace, newHead, (position) => isInLog(workspace, position))
  }

  const selectEntries = (workspace: string, filter: AuditFilter) =>
    database
      .selectFrom('audit_entries')
      .where('workspace_id', '=', workspace)
      .$if(filter.user !== undefined, (query) => query.where('user_id', '=', filter.user!))
      .$if(filter.action !== undefined, (query) => query.where('action', '=', filter.action!))
      .$if(filter.excludedActions !== undefined, (query) => query.where('action', 'not in', filter.excludedActions!))
      .$if(filter.entityType !== undefined, (query) => query.where('entity_type', '=', filter.entityType!))
      .$if(filter.entityId !== undefined, (query) => query.where('entity_id', '=', filter.entityId!))
      .$if(filter.from !== undefined, (query) => query.where('created_at', '>=', new Date(filter.from!)))
      .$if(filter.until !== undefined, (query) => query.where('created_at', '<', new Date(filter.until!)))

  /** Reads pages of rows, oldest first. */
  async function* readPages(workspace: string, filter: AuditFilter): AsyncGenerator<Row[]> {
    for (let lastSequence = 0; ;) {
      const rows = await selectEntries(workspace, filter)
        .selectAll()
        .where('sequence', '>', lastSequence)
        .orderBy('sequence')
        .limit(pageSize)
        .execute()
      yield rows
      if (rows.length < pageSize) return
      lastSequence = rows.at(-1)!.sequence
    }
  }

  async function* readRows(workspace: string): AsyncGenerator<Row> {
    for await (const rows of readPages(workspace, {})) yield* rows
  }

  const readHead = (workspace: string): Promise<Head | undefined> =>
    database.selectFrom('audit_heads').selectAll().where('workspace_id', '=', workspace).executeTakeFirst()

  const isInLog = async (workspace: string, { sequence, hash }: AuditPosition): Promise<boolean> => {
    const row = await database
      .selectFrom('audit_entries')
      .select('hash')
      .where('workspace_id', '=', workspace)
      .where('sequence', '=', sequence)
      .executeTakeFirst()
    return row ? row.hash === hash : sequence <= ((await readHead(workspace))?.removed_sequence ?? 0)
  }

  /** Verifies the chain, and that it contains the positions. */
  const checkChain = async (
    workspace: string,
    head: Head | undefined,
    positions: readonly AuditPosition[],
  ): Promise<ChainCheck> => {
    if (head && !isRemovalProven(head, digest)) return { firstInvalid: 1 }
    const removedCount = head?.removed_sequence ?? 0
    let sequence = removedCount
    let hash = head?.removed_hash ?? initialHash
    for await (const row of readRows(workspace)) {
      // Any further entries were added after the head was read.
      if (head && sequence === head.sequence) break
      sequence++
      hash = computeHash(row, hash, digest)
      if (row.sequence !== sequence || row.hash !== hash) return { firstInvalid: sequence }
      if (positions.some((position) => position.sequence === sequence && position.hash !== hash))
        return { firstInvalid: sequence }
    }
    const lastSequence = head?.sequence ?? 0
    // An end that was removed from the database as well is missing after the last entry.
    const isEndMissing = positions.some((position) => position.sequence > lastSequence)
    return !isEndMissing && sequence === lastSequence && hash === (head?.hash ?? initialHash)
      ? { entries: sequence - removedCount, removed: removedCount }
      : { firstInvalid: sequence + 1 }
  }

  return {
    /** Adds an entry. Resolves once it is stored. Entries added at the same time are stored in one batch. */
    add(entry: NewAuditEntry): Promise<void> {
      const batch = pendingBatches.get(entry.workspace)
      if (batch) {
        batch.entries.push(entry)
        return batch.storePromise
      }
      const entries = [entry]
      const storePromise = Promise.resolve().then(() => {
        pendingBatches.delete(entry.workspace)
        return storeEntries(entry.workspace, entries)
      })
      pendingBatches.set(entry.workspace, { entries, storePromise })
      return storePromise
    },
    /** Lists a workspace's entries, newest first. */
    async list(workspace: string, filter: AuditFilter, { limit, offset }: PageRequest): Promise<Page<AuditEntry>> {
      const [rows, { total }] = await Promise.all([
        selectEntries(workspace, filter).selectAll().orderBy('sequence', 'desc').limit(limit).offset(offset).execute(),
        selectEntries(workspace, filter)
          .select(({ fn }) => fn.countAll<string>().as('total'))
          .executeTakeFirstOrThrow(),
      ])
      return { items: await openEntries(rows), total: Number(total), limit, offset }
    },
    /** Reads all of a workspace's entries that match the filter, oldest first. */
    async *read(workspace: string, filter: AuditFilter): AsyncGenerator<AuditEntry> {
      for await (const rows of readPages(workspace, filter)) yield* await openEntries(rows)
    },
    /**
     * Removes up to 1,000 of a workspace's oldest entries that were added before the given time. Returns the number
     * removed. The remaining entries stay verifiable. Removal stops where the hash chain is broken, because continuing
     * would hide the break.
     */
    async removeOld(workspace: string, before: Date): Promise<number> {
      return database.transaction().execute(async (transaction) => {
        const head = await transaction
          .selectFrom('audit_heads')
          .selectAll()
          .where('workspace_id', '=', workspace)
          .forUpdate()
          .executeTakeFirst()
        if (!head || !isRemovalProven(head, digest)) return 0
        const rows = await transaction
          .selectFrom('audit_entries')
          .selectAll()
          .where('workspace_id', '=', workspace)
          .orderBy('sequence')
          .limit(pageSize)
          .execute()
        let { removed_sequence: sequence, removed_hash: hash } = head
        for (const row of rows) {
          if (row.created_at >= before || row.sequence !== sequence + 1) break
          const nextHash = computeHash(row, hash, digest)
          if (row.hash !== nextHash) break
          hash = nextHash
          sequence++
        }
        const removedCount = sequence - head.removed_sequence
        if (removedCount === 0) return 0
        // A trigger on the table permits deletion only of entries up to `removed_sequence`.
        await transaction
          .updateTable('audit_heads')
          .set({
            removed_sequence: sequence,
            removed_hash: hash,
            removed_proof: computeRemovalProof(workspace, sequence, hash, digest),
          })
          .where('workspace_id', '=', workspace)
          .execute()
        await transaction
          .deleteFrom('audit_entries')
          .where('workspace_id', '=', workspace)
          .where('sequence', '<=', sequence)
          .execute()
        return removedCount
      })
    },
    /** Returns the signed end of a workspace's log, to be kept elsewhere. */
    async readSignedHead(workspace: string): Promise<AuditAnchor> {
      const { sequence = 0, hash = initialHash } = (await readHead(workspace)) ?? {}
      return signAnchor(workspace, { sequence, hash }, digest)
    },
    /**
     * Verifies the hash chain of a workspace's log, and that it contains all ends that are known outside the database:
     * the one in the data folder, the one that this process has written last, and one from an export or from the
     * server's log.
     */
    async check(workspace: string, givenEnd?: AuditPosition): Promise<AuditCheck> {
      for (;;) {
        // The head is read later, so that it is at least as new as the anchors.
        const { stored = 'missing', written } = (await anchors?.read(workspace)) ?? {}
        const head = await readHead(workspace)
        const storedPositions = typeof stored === 'string' ? [] : [stored]
        const positions = [...storedPositions, written, givenEnd].filter((position) => position !== undefined)
        const result = await checkChain(workspace, head, positions)
        // A failed check is repeated if entries were removed in the meantime.
        const newHead = 'firstInvalid' in result ? await readHead(workspace) : head
        if (newHead?.removed_sequence !== head?.removed_sequence) continue
        if (typeof stored === 'object') {
          const isKnown = await isInLog(workspace, stored)
          return { ...result, headFile: isKnown ? 'intact' : 'different' }
        }
        const isChanged = stored === 'damaged' || written !== undefined
        return isChanged && !('firstInvalid' in result)
          ? { firstInvalid: undefined, headFile: stored }
          : { ...result, headFile: stored }
      }
    },
  }
}

/** Computes an entry's hash. Excludes the IP address and user agent, because these can be erased. */
const computeHash = (row: Omit<Row, 'hash'>, previousHash: string, digest: (text: string) => string): string =>
  digest(
    JSON.stringify([
      'audit',
      previousHash,
      row.workspace_id,
      row.sequence,
      row.id,
      row.user_id,
      row.api_key_id,
      row.action,
      row.entity_type,
      row.entity_id,
      row.changes,
      row.created_at.toISOString(),
    ]),
  )

/** Computes an HMAC that proves which entries the server removed. */
const computeRemovalProof = (
  workspace: string,
  sequence: number,
  hash: string,
  digest: (text: string) => string,
): string => digest(JSON.stringify(['audit-removed', workspace, sequence, hash]))

/** Returns whether missing entries at the start of the chain were removed by the server itself. */
const isRemovalProven = (head: Head, digest: (text: string) => string): boolean =>
  head.removed_sequence === 0
    ? head.removed_hash === initialHash
    : head.removed_proof === computeRemovalProof(head.workspace_id, head.removed_sequence, head.removed_hash, digest)

const toEntry = (row: Row, decrypt: DecryptString): AuditEntry => ({
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
