import { rename, rm } from 'node:fs/promises'
import { accountKeysName } from '../accounts/account-keys.ts'
import { pushKeysName } from '../notifications/push-keys.ts'
import type { Store } from '../store/open-store.ts'
import { reencryptSealedEntry } from './sealed-entries.ts'
import { sealedPersonKeys } from '../privacy/personal-texts.ts'
import type { Database } from '../store/database/database.ts'
import { sealedSecrets } from './secrets.ts'
import { sealedEndpoints } from '../outgoing/deliveries.ts'
import { sealedLinks } from '../store/workflows/shared-workflows.ts'
import { sealedWebhooks } from '../triggers/webhooks/webhooks.ts'
import { getKeyFilePath, getNextKeyFilePath, openSecretBox, sealKeyCheck } from './open-secret-box.ts'
import { reencryptColumns, type SealedColumns } from './reencrypt.ts'
import { createSecretBox, readKeyFile } from './secret-box.ts'

export interface RotateKeyOptions {
  folder: string
  /** The value of `AW_KEY`. If absent, the folder's key file is used and replaced. */
  key?: string | undefined
  /** The new key; required if `key` is set. */
  newKey?: string | undefined
}

/**
 * Re-encrypts every secret with a different key in a single transaction. After an interruption, either all secrets use
 * the old key, or all use the new one; in the latter case, the new key is stored next to the key file and adopted at
 * the next start. Servers that use the old key must be restarted.
 *
 * @returns The number of re-encrypted workspace secrets and webhook secrets.
 */
export async function rotateKey(
  { openedDatabase: { database } }: Pick<Store, 'openedDatabase'>,
  { folder, key, newKey }: RotateKeyOptions,
): Promise<number> {
  const oldBox = await openSecretBox(database, folder, key)
  const newKeyFile = getNextKeyFilePath(folder)
  // Remove the new key left by an interrupted rotation, because it may have been exposed.
  if (newKey === undefined) await rm(newKeyFile, { force: true })
  const newBox = createSecretBox(newKey ?? (await readKeyFile(newKeyFile)))
  const count = await database.transaction().execute(async (transaction) => {
    const reencrypt = <Table extends keyof Database>(sealed: SealedColumns<Table>) =>
      reencryptColumns(transaction, sealed, oldBox, newBox)
    const count = (await reencrypt(sealedSecrets)) + (await reencrypt(sealedWebhooks))
    await reencrypt(sealedEndpoints)
    await reencrypt(sealedLinks)
    await reencrypt(sealedPersonKeys)
    for (const name of [accountKeysName, pushKeysName]) await reencryptSealedEntry(transaction, name, oldBox, newBox)
    await sealKeyCheck(transaction, newBox)
    return count
  })
  if (newKey === undefined) await rename(newKeyFile, getKeyFilePath(folder))
  return count
}
