import { randomBytes } from 'node:crypto'
import { rename, rm } from 'node:fs/promises'
import { accountKeysName } from '../accounts/account-keys.ts'
import { pushKeysName } from '../notifications/push-keys.ts'
import type { Store } from '../store/open-store.ts'
import { reencryptSealedEntry } from './sealed-entries.ts'
import { reencryptPersonKeys } from '../privacy/personal-texts.ts'
import { reencryptSecrets } from '../store/secrets.ts'
import { reencryptEndpoints } from '../outgoing/deliveries.ts'
import { reencryptWebhooks } from '../triggers/webhooks.ts'
import { getKeyFilePath, getNextKeyFilePath, openSecretBox, sealKeyCheck } from './open-secret-box.ts'
import { createSecretBox, readKeyFile } from './secret-box.ts'

export interface RotateKeyOptions {
  folder: string
  /** AW_KEY; without it, the key file of the folder is replaced. */
  key?: string | undefined
  /** The new key, if `key` is set. */
  newKey?: string | undefined
}

/**
 * Re-encrypts every secret with a different key in one transaction. An interruption leaves all of them with the old
 * key, or all with the new one, which is then stored next to the key file and adopted at the next start. Servers with
 * the old key must be restarted.
 *
 * @returns The number of secrets.
 */
export async function rotateKey(
  { openedDatabase: { database } }: Pick<Store, 'openedDatabase'>,
  { folder, key, newKey }: RotateKeyOptions,
): Promise<number> {
  const oldBox = await openSecretBox(database, folder, key)
  const newKeyFile = getNextKeyFilePath(folder)
  // Removes the key of an earlier, interrupted rotation, because it may have been exposed.
  if (newKey === undefined) await rm(newKeyFile, { force: true })
  const newBox = createSecretBox(newKey ?? (await readKeyFile(newKeyFile)))
  const count = await database.transaction().execute(async (transaction) => {
    const count =
      (await reencryptSecrets(transaction, oldBox, newBox)) + (await reencryptWebhooks(transaction, oldBox, newBox))
    await reencryptEndpoints(transaction, oldBox, newBox)
    await reencryptPersonKeys(transaction, oldBox, newBox)
    for (const name of [accountKeysName, pushKeysName]) await reencryptSealedEntry(transaction, name, oldBox, newBox)
    await sealKeyCheck(transaction, newBox)
    return count
  })
  if (newKey === undefined) await rename(newKeyFile, getKeyFilePath(folder))
  return count
}

/** Generates a random key. */
export const generateKey = (): string => randomBytes(32).toString('base64url')
