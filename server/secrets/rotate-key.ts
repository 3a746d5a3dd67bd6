import { randomBytes } from 'node:crypto'
import { rename, rm } from 'node:fs/promises'
import type { Store } from '../store/open-store.ts'
import { resealSecrets } from '../store/secrets.ts'
import { keyFile, nextKeyFile, openSecretBox, sealCheck } from './open-secret-box.ts'
import { createSecretBox, readKeyFile } from './secret-box.ts'

export interface RotateKeyOptions {
  folder: string
  /** AW_KEY; without it the key file of the folder is replaced. */
  key?: string | undefined
  /** With `key`: the one that takes its place. */
  next?: string | undefined
}

/**
 * Seals every secret anew, under another key. One transaction: whoever stops at any moment leaves all of them under the
 * old key, or all under the new one, which then lies beside the key file and is taken up at the next start. Servers that
 * hold the old key must be started anew. Answers how many secrets there are.
 */
export async function rotateKey(
  { opened: { database } }: Pick<Store, 'opened'>,
  { folder, key, next }: RotateKeyOptions,
): Promise<number> {
  const before = await openSecretBox(database, folder, key)
  const waiting = nextKeyFile(folder)
  // One that an earlier rotation left behind may have been seen by others.
  if (next === undefined) await rm(waiting, { force: true })
  const after = createSecretBox(next ?? (await readKeyFile(waiting)))
  const count = await database.transaction().execute(async (transaction) => {
    const resealed = await resealSecrets(transaction, before, after)
    await sealCheck(transaction, after)
    return resealed
  })
  if (next === undefined) await rename(waiting, keyFile(folder))
  return count
}

/** A key that nobody guesses. */
export const newKey = (): string => randomBytes(32).toString('base64url')
