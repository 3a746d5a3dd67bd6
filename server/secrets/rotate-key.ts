import { randomBytes } from 'node:crypto'
import { rename, rm } from 'node:fs/promises'
import type { Store } from '../store/open-store.ts'
import { reencryptSecrets } from '../store/secrets.ts'
import { keyFile, nextKeyFile, openSecretBox, sealCheck } from './open-secret-box.ts'
import { createSecretBox, readKeyFile } from './secret-box.ts'

export interface RotateKeyOptions {
  folder: string
  /** AW_KEY; without it, the key file of the folder is replaced. */
  key?: string | undefined
  /** With `key`: the new key. */
  next?: string | undefined
}

/**
 * Re-encrypts every secret with a different key in one transaction. An interruption leaves all of them with the old
 * key, or all with the new one, which is then stored next to the key file and adopted at the next start. Servers with
 * the old key must be restarted.
 *
 * @returns The number of secrets.
 */
export async function rotateKey(
  { opened: { database } }: Pick<Store, 'opened'>,
  { folder, key, next }: RotateKeyOptions,
): Promise<number> {
  const oldBox = await openSecretBox(database, folder, key)
  const draft = nextKeyFile(folder)
  // Removes the key of an earlier, interrupted rotation, because it may have been exposed.
  if (next === undefined) await rm(draft, { force: true })
  const newBox = createSecretBox(next ?? (await readKeyFile(draft)))
  const count = await database.transaction().execute(async (transaction) => {
    const count = await reencryptSecrets(transaction, oldBox, newBox)
    await sealCheck(transaction, newBox)
    return count
  })
  if (next === undefined) await rename(draft, keyFile(folder))
  return count
}

/** Generates a random key. */
export const generateKey = (): string => randomBytes(32).toString('base64url')
