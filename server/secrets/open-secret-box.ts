import { NodeError } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import type { Kysely } from 'kysely'
import { rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Database } from '../store/database.ts'
import { createSecretBox, readKeyFile, type SecretBox } from './secret-box.ts'

/** Under which a text is sealed that tells whether a key is the one of this database. */
export const checkName = 'secret-key-check'
const checkText = 'aw'

export const keyFile = (folder: string): string => join(folder, 'secret-key')
/** The key that a rotation is about to bring in. */
export const nextKeyFile = (folder: string): string => join(folder, 'secret-key.next')

/**
 * The box of a database, under `key` or else the key file of the folder. Rejects where the database was sealed under
 * another key. A rotation that was cut off after the database had changed is brought to its end.
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
  if (opens(box, check.value)) return box
  const next = nextKeyFile(folder)
  if (key === undefined && (await stat(next).catch(() => undefined))) {
    const rotated = createSecretBox(await readKeyFile(next))
    if (opens(rotated, check.value)) {
      await rename(next, keyFile(folder))
      return rotated
    }
  }
  const file = key === undefined ? keyFile(folder) : ''
  throw new NodeError('permanent', error('secrets.other-key', { file }))
}

function opens(box: SecretBox, sealed: string): boolean {
  try {
    return box.open(sealed, checkName) === checkText
  } catch {
    return false
  }
}

/** Seals the text that tells the key of a database anew. */
export const sealCheck = async (database: Kysely<Database>, box: SecretBox): Promise<void> => {
  await database
    .updateTable('facts')
    .set({ value: box.seal(checkText, checkName) })
    .where('name', '=', checkName)
    .execute()
}
