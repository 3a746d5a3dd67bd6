import type { JWK } from 'jose'
import type { Kysely } from 'kysely'
import { createHmac, generateKeyPairSync, randomBytes } from 'node:crypto'
import type { SecretBox } from '../secrets/secret-box.ts'
import { defaultWorkspace } from '../security/workspace.ts'
import type { Database } from '../store/database/database.ts'

/** Name of the database entry with the keys. */
export const accountKeysName = 'account-keys'

/** The keys that all servers of a database use. */
export interface AccountKeys {
  /** Signs access and refresh tokens: Ed25519 as JWK. */
  signingKey: JWK
  /** Returns the HMAC of a code, address or account, which cannot be computed outside of the server. */
  digest(text: string): string
}

/** Reads the keys of a database, or creates them. They are encrypted like secrets. */
export async function openAccountKeys(database: Kysely<Database>, box: SecretBox): Promise<AccountKeys> {
  const created = {
    signingKey: generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }),
    digestKey: randomBytes(32).toString('base64url'),
  }
  await database
    .insertInto('facts')
    .values({
      workspace_id: defaultWorkspace,
      name: accountKeysName,
      value: box.seal(JSON.stringify(created), accountKeysName),
    })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'name']).doNothing())
    .execute()
  const { value } = await selectEntry(database).executeTakeFirstOrThrow()
  const { signingKey, digestKey } = JSON.parse(box.open(value, accountKeysName)) as typeof created
  return {
    signingKey: signingKey as JWK,
    digest: (text) => createHmac('sha256', digestKey).update(text).digest('base64url'),
  }
}

/** Encrypts the keys with a different key. */
export async function reencryptAccountKeys(
  transaction: Kysely<Database>,
  oldBox: SecretBox,
  newBox: SecretBox,
): Promise<void> {
  const entry = await selectEntry(transaction).executeTakeFirst()
  if (!entry) return
  await transaction
    .updateTable('facts')
    .set({ value: newBox.seal(oldBox.open(entry.value, accountKeysName), accountKeysName) })
    .where('workspace_id', '=', defaultWorkspace)
    .where('name', '=', accountKeysName)
    .execute()
}

const selectEntry = (database: Kysely<Database>) =>
  database
    .selectFrom('facts')
    .select('value')
    .where('workspace_id', '=', defaultWorkspace)
    .where('name', '=', accountKeysName)
