import { NodeError } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import type { Kysely } from 'kysely'
import { rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { defaultWorkspace } from '../security/workspace.ts'
import type { Database } from '../store/database/database.ts'
import { createSecretBox, readKeyFile, type SecretBox } from './secret-box.ts'

/** Name of the database entry used to check that the encryption key is correct. */
export const keyCheckName = 'secret-key-check'
const keyCheckPlaintext = 'aw'

/** Returns the path of the key file. */
export const getKeyFilePath = (folder: string): string => join(folder, 'secret-key')
/** Returns the path of the new key file, which exists during a key rotation. */
export const getNextKeyFilePath = (folder: string): string => join(folder, 'secret-key.next')

/**
 * Opens the secret box for a database, using `key` or, if it is absent, the key file in the folder. Completes a key
 * rotation that was interrupted after the database had been re-encrypted.
 *
 * @throws {NodeError} if the database was encrypted with a different key.
 */
export async function openSecretBox(
  database: Kysely<Database>,
  folder: string,
  key: string | undefined,
): Promise<SecretBox> {
  const box = createSecretBox(key ?? (await readKeyFile(getKeyFilePath(folder))))
  await database
    .insertInto('facts')
    .values({ workspace_id: defaultWorkspace, name: keyCheckName, value: box.seal(keyCheckPlaintext, keyCheckName) })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'name']).doNothing())
    .execute()
  const keyCheck = await database
    .selectFrom('facts')
    .select('value')
    .where('workspace_id', '=', defaultWorkspace)
    .where('name', '=', keyCheckName)
    .executeTakeFirstOrThrow()
  if (canOpen(box, keyCheck.value)) return box
  const nextFile = getNextKeyFilePath(folder)
  if (key === undefined && (await stat(nextFile).catch(() => undefined))) {
    const rotatedBox = createSecretBox(await readKeyFile(nextFile))
    if (canOpen(rotatedBox, keyCheck.value)) {
      await rename(nextFile, getKeyFilePath(folder))
      return rotatedBox
    }
  }
  const file = key === undefined ? getKeyFilePath(folder) : ''
  throw new NodeError('permanent', error('secrets.wrong-key', { file }))
}

function canOpen(box: SecretBox, sealedText: string): boolean {
  try {
    return box.open(sealedText, keyCheckName) === keyCheckPlaintext
  } catch {
    return false
  }
}

/** Re-encrypts the entry that verifies the key. */
export const sealKeyCheck = async (database: Kysely<Database>, box: SecretBox): Promise<void> => {
  await database
    .updateTable('facts')
    .set({ value: box.seal(keyCheckPlaintext, keyCheckName) })
    .where('workspace_id', '=', defaultWorkspace)
    .where('name', '=', keyCheckName)
    .execute()
}
