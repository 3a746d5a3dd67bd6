import type { Kysely, Selectable } from 'kysely'
import { signAnchor, type AuditAnchor, type AuditAnchors, type AuditPosition } from './audit-anchors.ts'
import { pageSize, readPages, type AuditRow } from './audit-rows.ts'
import type { Database } from '../store/database/database.ts'

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

type Head = Selectable<Database['audit_heads']>

/** Initial hash of each workspace's chain. */
export const initialHash = ''

/** Opens the hash chains of the logs, which prove that no entry was changed, moved or improperly removed. */
export function openAuditChain(
  database: Kysely<Database>,
  digest: (text: string) => string,
  anchors: AuditAnchors | undefined,
) {
  async function* readRows(workspace: string): AsyncGenerator<AuditRow> {
    for await (const rows of readPages(database, workspace, {})) yield* rows
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
    if (row) return row.hash === hash
    const head = await readHead(workspace)
    return head !== undefined && isRemovalProven(head, digest) && sequence <= head.removed_sequence
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
    isInLog,
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

/**
 * Removes up to 1,000 of a workspace's oldest entries that were added before the given time. Returns the number
 * removed. The remaining entries stay verifiable. Removal stops where the hash chain is broken, because continuing
 * would hide the break.
 */
export async function removeOldEntries(
  database: Kysely<Database>,
  digest: (text: string) => string,
  workspace: string,
  before: Date,
): Promise<number> {
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
}

/** Computes an entry's hash. Excludes the IP address and user agent, because these can be erased. */
export const computeHash = (
  row: Omit<AuditRow, 'hash'>,
  previousHash: string,
  digest: (text: string) => string,
): string =>
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
