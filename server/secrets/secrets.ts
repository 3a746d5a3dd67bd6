import { secretNamePattern, type Secret } from '@aw-flow/engine'
import type { Kysely } from 'kysely'
import type { SealedColumns } from './reencrypt.ts'
import type { SecretBox } from './secret-box.ts'
import { defaultWorkspace } from '../security/workspace.ts'
import type { Database } from '../store/database/database.ts'
import { toRecord } from '../store/database/row-record.ts'
import { openWorkspaceRows, type RowOf } from '../store/database/workspace-rows.ts'
import { readPage, type Page, type PageRequest } from '../store/database/page.ts'

/** A secret's metadata, without its value. */
export type SecretRecord = ReturnType<typeof toSecretRecord>

/** A workspace's secrets. Values are encrypted and bound to the workspace, the name and the hosts. */
export type StoredSecrets = ReturnType<typeof createSecrets>

export function createSecrets(database: Kysely<Database>, workspace: string, box: SecretBox, now: () => number) {
  const rows = openWorkspaceRows(database, workspace, 'secrets')
  const seal = (name: string, { value, hosts }: Omit<Secret, 'name'>, time: Date) => {
    const hostsJson = JSON.stringify(hosts)
    return { sealed: box.seal(value, createContext(workspace, name, hostsJson)), hosts: hostsJson, updated_at: time }
  }
  const open = ({ name, sealed, hosts }: RowOf<'secrets'>): Secret => ({
    name,
    value: box.open(sealed, createContext(workspace, name, hosts)),
    hosts: JSON.parse(hosts) as string[],
  })
  return {
    async readPage({ limit, offset }: PageRequest): Promise<Page<SecretRecord>> {
      return readPage(rows.select().orderBy('name'), { limit, offset }, toSecretRecord)
    },
    /**
     * Sets the value and hosts together, so that an existing value is never bound to other hosts. Resolves with the
     * secret's metadata, and whether the secret is new.
     */
    async put({ name, ...secret }: Secret): Promise<{ record: SecretRecord; isNew: boolean }> {
      const time = new Date(now())
      const row = seal(name, secret, time)
      const existingRow = await rows.find({ name })
      await database
        .insertInto('secrets')
        .values({ workspace_id: workspace, name, ...row, created_at: time })
        .onConflict((conflict) => conflict.columns(['workspace_id', 'name']).doUpdateSet(row))
        .execute()
      return {
        record: toSecretRecord({ name, ...row, created_at: existingRow?.created_at ?? time }),
        isNew: !existingRow,
      }
    },
    /**
     * Creates or replaces a secret with the result of `change`. If another process changes the secret at the same time,
     * `change` is called again. If `change` returns `undefined`, nothing changes and the promise resolves with `false`.
     */
    async update(
      name: string,
      change: (secret: Secret | undefined) => Omit<Secret, 'name'> | undefined,
    ): Promise<boolean> {
      for (;;) {
        const existingRow = await rows.find({ name })
        const secret = change(existingRow && open(existingRow))
        if (!secret) return false
        const time = new Date(now())
        const row = seal(name, secret, time)
        // Each sealed value is unique, so it identifies the state that was passed to `change`.
        const changedRow = existingRow
          ? await rows.update({ name, sealed: existingRow.sealed }, row)
          : await rows.insert({ name, ...row, created_at: time })
        if (changedRow) return true
      }
    },
    /** Resolves with `false` if the secret does not exist. */
    async remove(name: string): Promise<boolean> {
      if (!secretNamePattern.test(name)) return false
      return rows.remove({ name })
    },
    /** Finds and decrypts a secret. Rejects if it was encrypted with a different key. */
    async find(name: string): Promise<Secret | undefined> {
      if (!secretNamePattern.test(name)) return undefined
      const row = await rows.find({ name })
      return row && open(row)
    },
    async list(): Promise<{ name: string; hosts: string[] }[]> {
      return (await rows.select().orderBy('name').execute()).map(({ name, hosts }) => ({
        name,
        hosts: JSON.parse(hosts) as string[],
      }))
    },
  }
}

export const sealedSecrets: SealedColumns<'secrets'> = {
  table: 'secrets',
  key: ['workspace_id', 'name'],
  columns: ['sealed'],
  toContext: ({ workspace_id: workspace, name, hosts }) => createContext(workspace, name, hosts),
}

/**
 * Returns the context that a secret's encryption is bound to. In the default workspace, it omits the workspace, because
 * secrets were encrypted this way before workspaces existed.
 */
const createContext = (workspace: string, name: string, hosts: string): string =>
  JSON.stringify(workspace === defaultWorkspace ? [name, hosts] : [workspace, name, hosts])

const toSecretRecord = (row: { name: string; hosts: string; created_at: Date; updated_at: Date }) =>
  toRecord(row, ['name', 'created_at', 'updated_at'], { hosts: JSON.parse(row.hosts) as string[] })
