import type { Kysely } from 'kysely'
import { defaultWorkspace } from '../security/workspace.ts'
import type { Database } from '../store/database/database.ts'
import type { SecretBox } from './secret-box.ts'

/**
 * Reads an encrypted value shared by all servers that use the same database. If it does not exist yet, stores the value
 * that `create` returns.
 */
export async function readOrCreateSealedEntry<Value>(
  database: Kysely<Database>,
  box: SecretBox,
  name: string,
  create: () => Value,
): Promise<Value> {
  const storedEntry = await selectEntry(database, name).executeTakeFirst()
  if (storedEntry) return JSON.parse(box.open(storedEntry.value, name)) as Value
  await database
    .insertInto('facts')
    .values({ workspace_id: defaultWorkspace, name, value: box.seal(JSON.stringify(create()), name) })
    // Several servers may start at the same time.
    .onConflict((conflict) => conflict.columns(['workspace_id', 'name']).doNothing())
    .execute()
  const { value } = await selectEntry(database, name).executeTakeFirstOrThrow()
  return JSON.parse(box.open(value, name)) as Value
}

/** Re-encrypts a stored value with a different key, if it exists. */
export async function reencryptSealedEntry(
  transaction: Kysely<Database>,
  name: string,
  oldBox: SecretBox,
  newBox: SecretBox,
): Promise<void> {
  const entry = await selectEntry(transaction, name).executeTakeFirst()
  if (!entry) return
  await transaction
    .updateTable('facts')
    .set({ value: newBox.seal(oldBox.open(entry.value, name), name) })
    .where('workspace_id', '=', defaultWorkspace)
    .where('name', '=', name)
    .execute()
}

const selectEntry = (database: Kysely<Database>, name: string) =>
  database.selectFrom('facts').select('value').where('workspace_id', '=', defaultWorkspace).where('name', '=', name)
