import type { JWK } from 'jose'
import type { Kysely } from 'kysely'
import { createHmac, generateKeyPairSync, randomBytes } from 'node:crypto'
import type { SecretBox } from '../secrets/secret-box.ts'
import { readOrCreateSealedEntry } from '../secrets/sealed-entries.ts'
import type { Database } from '../store/database/database.ts'

/** Name of the sealed database entry that holds the keys. */
export const accountKeysName = 'account-keys'

/** Reads the keys that all servers of a database share, or creates and stores them on first use. They are encrypted like secrets. */
export async function openAccountKeys(database: Kysely<Database>, box: SecretBox) {
  const { signingKey, digestKey } = await readOrCreateSealedEntry(database, box, accountKeysName, () => ({
    signingKey: generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }),
    digestKey: randomBytes(32).toString('base64url'),
  }))
  return {
    /** Private key for signing access and refresh tokens: Ed25519, as a JWK. */
    signingKey: signingKey as JWK,
    /** Computes the HMAC of a string, such as a code or an address. It cannot be reproduced without the server's key. */
    digest: (text: string): string => createHmac('sha256', digestKey).update(text).digest('base64url'),
  }
}
