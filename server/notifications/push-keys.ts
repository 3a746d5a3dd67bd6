import type { Kysely } from 'kysely'
import { generateKeyPairSync } from 'node:crypto'
import type { SecretBox } from '../secrets/secret-box.ts'
import { defaultWorkspace } from '../security/workspace.ts'
import type { Database } from '../store/database/database.ts'

/** The key pair that identifies the server to push services (VAPID, RFC 8292): base64url of point and scalar. */
export interface PushKeys {
  publicKey: string
  privateKey: string
}

/** Name of the database entry with the keys. */
export const pushKeysName = 'push-keys'

/** Reads the keys that all servers of a database use, or creates them. They are encrypted like secrets. */
export async function readPushKeys(database: Kysely<Database>, box: SecretBox): Promise<PushKeys> {
  const stored = await selectEntry(database).executeTakeFirst()
  if (stored) return JSON.parse(box.open(stored.value, pushKeysName)) as PushKeys
  await database
    .insertInto('facts')
    .values({
      workspace_id: defaultWorkspace,
      name: pushKeysName,
      value: box.seal(JSON.stringify(createPushKeys()), pushKeysName),
    })
    // Several servers can start at the same time.
    .onConflict((conflict) => conflict.columns(['workspace_id', 'name']).doNothing())
    .execute()
  const { value } = await selectEntry(database).executeTakeFirstOrThrow()
  return JSON.parse(box.open(value, pushKeysName)) as PushKeys
}

/** Encrypts the keys with a different key. */
export async function reencryptPushKeys(
  transaction: Kysely<Database>,
  oldBox: SecretBox,
  newBox: SecretBox,
): Promise<void> {
  const entry = await selectEntry(transaction).executeTakeFirst()
  if (!entry) return
  await transaction
    .updateTable('facts')
    .set({ value: newBox.seal(oldBox.open(entry.value, pushKeysName), pushKeysName) })
    .where('workspace_id', '=', defaultWorkspace)
    .where('name', '=', pushKeysName)
    .execute()
}

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

const selectEntry = (database: Kysely<Database>) =>
  database
    .selectFrom('facts')
    .select('value')
    .where('workspace_id', '=', defaultWorkspace)
    .where('name', '=', pushKeysName)
