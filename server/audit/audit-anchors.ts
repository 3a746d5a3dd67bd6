import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Log } from '../operation/log.ts'

/** A position in a workspace's audit log: the number of an entry, and its hash. */
export interface AuditPosition {
  sequence: number
  hash: string
}

/** The end of a workspace's audit log at some time, signed with the server's key. */
export interface AuditAnchor extends AuditPosition {
  proof: string
}

/** State of the file with the end of a log. */
export type AnchorFile = AuditAnchor | 'missing' | 'damaged'

/** Stores the end of each workspace's audit log outside the database, so that a shortened log is noticed. */
export type AuditAnchors = ReturnType<typeof createAuditAnchors>

/** The end of a log in the database. */
export interface StoredEnd {
  /** The end that the last entries were added to, which is therefore in the log. */
  previousEnd: AuditPosition
  end: AuditPosition
  /** Returns whether the log contains a position. */
  isInLog(position: AuditPosition): Promise<boolean>
}

export interface AuditAnchorsOptions {
  /** Folder for the files. */
  folder: string
  digest(text: string): string
  log: Log
}

const anchorSchema = z.object({ sequence: z.number().int(), hash: z.string(), proof: z.string() })
/** Shortest time between two lines of the log about a workspace, in ms. */
const logIntervalMs = 60_000

/** Signs the end of a log. */
export const signAnchor = (
  workspace: string,
  { sequence, hash }: AuditPosition,
  digest: (text: string) => string,
): AuditAnchor => ({ sequence, hash, proof: digest(JSON.stringify(['audit-head', workspace, sequence, hash])) })

/**
 * Parses the end of a log as written by a person: the sequence and the hash, which is hexadecimal in the server's log,
 * because it masks tokens.
 */
export function parsePosition(text: string): AuditPosition {
  const [sequence = '', hash = ''] = text.trim().split(/\s+/)
  return {
    sequence: Number(sequence),
    hash: /^[\da-f]{64}$/.test(hash) ? Buffer.from(hash, 'hex').toString('base64url') : hash,
  }
}

/** Keeps anchors as files in a folder, and writes them to the log of the server. */
export function createAuditAnchors({ folder, digest, log }: AuditAnchorsOptions) {
  const toPath = (workspace: string): string =>
    join(folder, `${createHash('sha256').update(workspace).digest('hex').slice(0, 32)}.json`)
  const writes = new Map<string, Promise<void>>()
  /** Ends that this process has written. */
  const newest = new Map<string, AuditAnchor>()
  const loggedAt = new Map<string, NodeJS.Timeout>()

  const readAnchorFile = async (workspace: string): Promise<AnchorFile> => {
    try {
      const anchor = anchorSchema.parse(JSON.parse(await readFile(toPath(workspace), 'utf8')))
      return signAnchor(workspace, anchor, digest).proof === anchor.proof ? anchor : 'damaged'
    } catch (cause) {
      return cause instanceof Error && 'code' in cause && cause.code === 'ENOENT' ? 'missing' : 'damaged'
    }
  }

  const logAnchor = (workspace: string, { sequence, hash }: AuditPosition): void => {
    if (loggedAt.has(workspace)) return
    log.write('info', 'Stored entries of the audit log.', {
      logger: 'audit',
      workspace_id: workspace,
      audit_head: `${sequence} ${Buffer.from(hash, 'base64url').toString('hex')}`,
    })
    const logNext = (): void => {
      loggedAt.delete(workspace)
      const next = newest.get(workspace)
      if (next && next.sequence > sequence) logAnchor(workspace, next)
    }
    loggedAt.set(workspace, setTimeout(logNext, logIntervalMs).unref())
  }

  const writeAnchor = async (workspace: string, { previousEnd, end, isInLog }: StoredEnd): Promise<void> => {
    const stored = await readAnchorFile(workspace)
    const previous = [stored, newest.get(workspace)].filter((anchor) => typeof anchor === 'object')
    const isKnown = await Promise.all(
      previous.map(({ sequence, hash }) => {
        const isPrevious = sequence === previousEnd.sequence && hash === previousEnd.hash
        return isPrevious || isInLog({ sequence, hash })
      }),
    )
    // Evidence of a damaged file or a shortened log is not replaced: the check reports it until the file is removed.
    if (stored === 'damaged' || isKnown.includes(false)) return
    if (previous.some(({ sequence }) => sequence >= end.sequence)) return
    const anchor = signAnchor(workspace, end, digest)
    const path = toPath(workspace)
    const temporaryPath = `${path}.${randomUUID()}`
    const write = (): Promise<void> => writeFile(temporaryPath, JSON.stringify(anchor), { mode: 0o600 })
    await write().catch(async () => {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await write()
    })
    await rename(temporaryPath, path)
    newest.set(workspace, anchor)
    logAnchor(workspace, anchor)
  }

  return {
    /** Returns the stored end of a log, and the newest one that this process has written. */
    async read(workspace: string): Promise<{ stored: AnchorFile; written: AuditAnchor | undefined }> {
      return { stored: await readAnchorFile(workspace), written: newest.get(workspace) }
    },
    /** Stores the end of a log, unless a previous end is not in the log. */
    async write(workspace: string, end: StoredEnd): Promise<void> {
      const previousWrite = writes.get(workspace) ?? Promise.resolve()
      // The entries are stored already. After a failure, the previous anchor remains, which is valid as well.
      const nextWrite = previousWrite.then(() => writeAnchor(workspace, end)).catch(() => undefined)
      writes.set(workspace, nextWrite)
      await nextWrite
    },
  }
}
