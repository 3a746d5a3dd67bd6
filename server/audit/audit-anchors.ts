import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The end of a workspace's audit log at some time, signed with the server's key. */
export interface AuditAnchor {
  sequence: number
  hash: string
  proof: string
}

/** Stores the end of each workspace's audit log outside the database, so that a shortened log is noticed. */
export type AuditAnchors = ReturnType<typeof createAuditAnchors>

/** Signs the end of a log. */
export const signAnchor = (
  workspace: string,
  sequence: number,
  hash: string,
  digest: (text: string) => string,
): AuditAnchor => ({ sequence, hash, proof: digest(JSON.stringify(['audit-head', workspace, sequence, hash])) })

/** Keeps anchors as files in a folder. */
export function createAuditAnchors(folder: string) {
  const toPath = (workspace: string): string =>
    join(folder, `${createHash('sha256').update(workspace).digest('hex').slice(0, 32)}.json`)
  const writes = new Map<string, Promise<void>>()
  const newest = new Map<string, number>()
  const read = async (workspace: string): Promise<AuditAnchor | undefined> => {
    try {
      return JSON.parse(await readFile(toPath(workspace), 'utf8')) as AuditAnchor
    } catch {
      return undefined
    }
  }
  const writeFileOf = async (workspace: string, anchor: AuditAnchor): Promise<void> => {
    if ((newest.get(workspace) ?? 0) >= anchor.sequence) return
    const path = toPath(workspace)
    const temporaryPath = `${path}.${randomUUID()}`
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await writeFile(temporaryPath, JSON.stringify(anchor), { mode: 0o600 })
    await rename(temporaryPath, path)
    newest.set(workspace, anchor.sequence)
  }
  return {
    /** Returns the newest anchor. Its signature may be invalid. */
    read,
    async write(workspace: string, anchor: AuditAnchor): Promise<void> {
      const previousWrite = writes.get(workspace) ?? Promise.resolve()
      // The entries are stored already. After a failure, the previous anchor remains, which is valid as well.
      const nextWrite = previousWrite.then(() => writeFileOf(workspace, anchor)).catch(() => undefined)
      writes.set(workspace, nextWrite)
      await nextWrite
    },
  }
}
