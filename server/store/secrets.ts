import { secretNamePattern, type Secret } from '@aw-flow/engine'
import { sql, type Kysely } from 'kysely'
import type { SecretBox } from '../secrets/secret-box.ts'
import { defaultWorkspace } from '../security/workspace.ts'
import type { Database } from './database/database.ts'
import type { Page, PageRequest } from './database/page.ts'

/** Public data of a secret, without its value. */
export interface SecretRecord {
  name: string
  hosts: string[]
  createdAt: string
  updatedAt: string
}

/** The secrets of a workspace. Values are encrypted and bound to workspace, name and hosts. */
export interface StoredSecrets {
  readPage(request: PageRequest): Promise<Page<SecretRecord>>
  /**
   * Sets value and hosts in one step, so that an existing value is never bound to other hosts. Returns whether the
   * secret is new.
   */
  put(secret: Secret): Promise<{ record: SecretRecord; isNew: boolean }>
  /**
   * Replaces a secret with the result of `change`, which is called again if another process has changed the secret in
   * the meantime. Returns false if `change` has returned `undefined`, which changes nothing.
   */
  update(name: string, change: (secret: Secret | undefined) => Omit<Secret, 'name'> | undefined): Promise<boolean>
  /** Returns false if the secret does not exist. */
  remove(name: string): Promise<boolean>
  /** Rejects if the secret was encrypted with a different key. */
  find(name: string): Promise<Secret | undefined>
  list(): Promise<{ name: string; hosts: string[] }[]>
}

export function createSecrets(
  database: Kysely<Database>,
  workspace: string,
  box: SecretBox,
  now: () => number,
): StoredSecrets {
  const selectSecrets = () => database.selectFrom('secrets').where('workspace_id', '=', workspace)
  const findRow = (name: string) => selectSecrets().selectAll().where('name', '=', name).executeTakeFirst()
  const seal = (name: string, { value, hosts }: Omit<Secret, 'name'>, time: Date) => {
    const hostsText = JSON.stringify(hosts)
    return { sealed: box.seal(value, createContext(workspace, name, hostsText)), hosts: hostsText, updated_at: time }
  }
  const open = ({ name, sealed, hosts }: NonNullable<Awaited<ReturnType<typeof findRow>>>): Secret => ({
    name,
    value: box.open(sealed, createContext(workspace, name, hosts)),
    hosts: JSON.parse(hosts) as string[],
  })
  return {
    async readPage({ limit, offset }) {
      const { total } = await selectSecrets()
        .select(({ fn }) => fn.countAll<number | string>().as('total'))
        .executeTakeFirstOrThrow()
      const rows = await selectSecrets().selectAll().orderBy('name').limit(limit).offset(offset).execute()
      return { items: rows.map(toRecord), total: Number(total), limit, offset }
    },
    async put({ name, ...secret }) {
      const time = new Date(now())
      const row = seal(name, secret, time)
      const existing = await findRow(name)
      await database
        .insertInto('secrets')
        .values({ workspace_id: workspace, name, ...row, created_at: time })
        .onConflict((conflict) => conflict.columns(['workspace_id', 'name']).doUpdateSet(row))
        .execute()
      return { record: toRecord({ name, ...row, created_at: existing?.created_at ?? time }), isNew: !existing }
    },
    async update(name, change) {
      for (;;) {
        const existing = await findRow(name)
        const secret = change(existing && open(existing))
        if (!secret) return false
        const time = new Date(now())
        const row = seal(name, secret, time)
        // A sealed value is never equal to another one, so it identifies the state that `change` has received.
        const changed = existing
          ? await database
              .updateTable('secrets')
              .set(row)
              .where('workspace_id', '=', workspace)
              .where('name', '=', name)
              .where('sealed', '=', existing.sealed)
              .returning('name')
              .executeTakeFirst()
          : await database
              .insertInto('secrets')
              .values({ workspace_id: workspace, name, ...row, created_at: time })
              .onConflict((conflict) => conflict.columns(['workspace_id', 'name']).doNothing())
              .returning('name')
              .executeTakeFirst()
        if (changed) return true
      }
    },
    async remove(name) {
      if (!secretNamePattern.test(name)) return false
      const { numDeletedRows } = await database
        .deleteFrom('secrets')
        .where('workspace_id', '=', workspace)
        .where('name', '=', name)
        .executeTakeFirst()
      return numDeletedRows > 0n
    },
    async find(name) {
      if (!secretNamePattern.test(name)) return undefined
      const row = await findRow(name)
      return row && open(row)
    },
    async list() {
      const rows = await selectSecrets().select(['name', 'hosts']).orderBy('name').execute()
      return rows.map(({ name, hosts }) => ({ name, hosts: JSON.parse(hosts) as string[] }))
    },
  }
}

/** Re-encrypts every secret in one transaction without concurrent changes. Returns the number of secrets. */
export async function reencryptSecrets(
  transaction: Kysely<Database>,
  oldBox: SecretBox,
  newBox: SecretBox,
): Promise<number> {
  await sql`lock table secrets in share row exclusive mode`.execute(transaction)
  const rows = await transaction.selectFrom('secrets').select(['workspace_id', 'name', 'sealed', 'hosts']).execute()
  for (const { workspace_id: workspace, name, sealed, hosts } of rows) {
    const context = createContext(workspace, name, hosts)
    await transaction
      .updateTable('secrets')
      .set({ sealed: newBox.seal(oldBox.open(sealed, context), context) })
      .where('workspace_id', '=', workspace)
      .where('name', '=', name)
      .execute()
  }
  return rows.length
}

/**
 * Returns the encryption context of a secret. In the default workspace, it does not contain the workspace, because
 * secrets were encrypted this way before workspaces existed.
 */
const createContext = (workspace: string, name: string, hosts: string): string =>
  JSON.stringify(workspace === defaultWorkspace ? [name, hosts] : [workspace, name, hosts])

const toRecord = (row: { name: string; hosts: string; created_at: Date; updated_at: Date }): SecretRecord => ({
  name: row.name,
  hosts: JSON.parse(row.hosts) as string[],
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
})
