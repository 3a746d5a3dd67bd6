import type { Kysely } from 'kysely'
import { generateKeyPairSync } from 'node:crypto'
import type { SecretBox } from '../secrets/secret-box.ts'
import { readOrCreateSealedEntry } from '../secrets/sealed-entries.ts'
import type { Database } from '../store/database/database.ts'

/**
 * Key pair that identifies the server to push services (VAPID, RFC 8292). The public key is a point on the curve, the
 * private key a scalar; both are encoded as base64url.
 */
export interface PushKeys {
  publicKey: string
  privateKey: string
}

/** Name of the sealed database entry that holds the keys. */
export const pushKeysName = 'push-keys'

/**
 * Reads the keys shared by all servers that use the same database, or creates them. They are encrypted like secrets.
 */
export const readPushKeys = (database: Kysely<Database>, box: SecretBox): Promise<PushKeys> =>
  readOrCreateSealedEntry(database, box, pushKeysName, createPushKeys)

function createPushKeys(): PushKeys {
  const {
    x = '',
    y = '',
    d = '',
  } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
    format: 'jwk',
  })
  const point = Buffer.concat([Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')])
  return { publicKey: point.toString('base64url'), privateKey: d }
}
