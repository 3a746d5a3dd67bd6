import { NodeError } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import type { Kysely } from 'kysely'
import { rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Database } from '../store/database/database.ts'
import { createSecretBox, readKeyFile, type SecretBox } from './secret-box.ts'

/** Name of the entry that verifies the key of this database. */
export const checkName = 'secret-key-check'
const checkText = 'aw'

export const keyFile = (folder: string): string => join(folder, 'secret-key')
/** Returns the path of the new key during a rotation. */
export const nextKeyFile = (folder: string): string => join(folder, 'secret-key.next')

/**
 * Opens the secret box of a database with `key`, or the key file of the folder. Completes a rotation that was
 * interrupted after the database had changed.
 *
 * @throws {NodeError} if the database was encrypted with a different key.
 */
export async function openSecretBox(
  database: Kysely<Database>,
  folder: string,
  key: string | undefined,
): Promise<SecretBox> {
  const box = createSecretBox(key ?? (await readKeyFile(keyFile(folder))))
  await database
    .insertInto('facts')
    .values({ name: checkName, value: box.seal(checkText, checkName) })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute()
  const check = await database
    .selectFrom('facts')
    .select('value')
    .where('name', '=', checkName)
    .executeTakeFirstOrThrow()
  if (canOpen(box, check.value)) return box
  const nextFile = nextKeyFile(folder)
  if (key === undefined && (await stat(nextFile).catch(() => undefined))) {
    const rotatedBox = createSecretBox(await readKeyFile(nextFile))
    if (canOpen(rotatedBox, check.value)) {
      await rename(nextFile, keyFile(folder))
      return rotatedBox
    }
  }
  const file = key === undefined ? keyFile(folder) : ''
  throw new NodeError('permanent', error('secrets.other-key', { file }))
}

function canOpen(box: SecretBox, sealed: string): boolean {
  try {
    return box.open(sealed, checkName) === checkText
  } catch {
    return false
  }
}

/** Encrypts the verification entry with a new key. */
export const sealCheck = async (database: Kysely<Database>, box: SecretBox): Promise<void> => {
  await database
    .updateTable('facts')
    .set({ value: box.seal(checkText, checkName) })
    .where('name', '=', checkName)
    .execute()
}
