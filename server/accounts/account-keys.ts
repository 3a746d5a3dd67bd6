import type { JWK } from 'jose'
import type { Kysely } from 'kysely'
import { createHmac, generateKeyPairSync, randomBytes } from 'node:crypto'
import type { SecretBox } from '../secrets/secret-box.ts'
import { readOrCreateSealedEntry } from '../secrets/sealed-entries.ts'
import type { Database } from '../store/database/database.ts'

/** Name of the database entry with the keys. */
export const accountKeysName = 'account-keys'

/** The keys that all servers of a database use. */
export interface AccountKeys {
  /** Signs access and refresh tokens: Ed25519 as JWK. */
  signingKey: JWK
  /** Returns the HMAC of a code, address or account, which cannot be computed outside the server. */
  digest(text: string): string
}

/** Reads the keys of a database, or creates them. They are encrypted like secrets. */
export async function openAccountKeys(database: Kysely<Database>, box: SecretBox): Promise<AccountKeys> {
  const { signingKey, digestKey } = await readOrCreateSealedEntry(database, box, accountKeysName, () => ({
    signingKey: generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }),
    digestKey: randomBytes(32).toString('base64url'),
  }))
  return {
    signingKey: signingKey as JWK,
    digest: (text) => createHmac('sha256', digestKey).update(text).digest('base64url'),
  }
}
