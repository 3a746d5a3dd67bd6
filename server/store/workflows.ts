import { readWorkflow, type Workflow } from '@aw-flow/schema'
import type { Kysely, Selectable } from 'kysely'
import type { Database } from './database.ts'
import type { Page, PageRequest } from './page.ts'
import { isPossibleId } from './possible-id.ts'

/** A document with its place in the store. Times in ISO 8601, UTC. */
export interface StoredWorkflow {
  id: string
  workflow: Workflow
  createdAt: string
  updatedAt: string
}

/** Workflows, each under an id that the store's user gave. A removed one is kept but no longer found. */
export interface Workflows {
  list(request: PageRequest): Promise<Page<StoredWorkflow>>
  find(id: string): Promise<StoredWorkflow | undefined>
  /** By id, else by its name; of several of that name the one changed last. */
  named(name: string): Promise<StoredWorkflow | undefined>
  add(id: string, workflow: Workflow): Promise<StoredWorkflow>
  /** `undefined` where there is none. */
  replace(id: string, workflow: Workflow): Promise<StoredWorkflow | undefined>
  /** False where there is none. */
  remove(id: string): Promise<boolean>
}

export function createWorkflows(database: Kysely<Database>, now: () => number): Workflows {
  const find = async (id: string): Promise<StoredWorkflow | undefined> => {
    if (!isPossibleId(id)) return undefined
    const row = await database
      .selectFrom('workflows')
      .selectAll()
      .where('id', '=', id)
      .where('deleted_at', 'is', null)
      .executeTakeFirst()
    return row && toStored(row)
  }
  return {
    find,
    async named(name) {
      const byId = await find(name)
      if (byId) return byId
      // The document is a text: it is looked through for the name, and read where it may be the one.
      const written = JSON.stringify(name).replaceAll(/[\\%_]/g, '\\$&')
      const rows = await database
        .selectFrom('workflows')
        .selectAll()
        .where('document', 'like', `%${written}%`)
        .where('deleted_at', 'is', null)
        .orderBy('updated_at', 'desc')
        .orderBy('id')
        .execute()
      return rows.map(toStored).find(({ workflow }) => workflow.name === name)
    },
    async list({ limit, offset }) {
      const present = database.selectFrom('workflows').where('deleted_at', 'is', null)
      const { total } = await present
        .select(({ fn }) => fn.countAll<number | string>().as('total'))
        .executeTakeFirstOrThrow()
      const rows = await present
        .selectAll()
        .orderBy('updated_at', 'desc')
        .orderBy('id')
        .limit(limit)
        .offset(offset)
        .execute()
      return { items: rows.map(toStored), total: Number(total), limit, offset }
    },
    async add(id, workflow) {
      const time = new Date(now())
      const row = { id, document: JSON.stringify(workflow), created_at: time, updated_at: time, deleted_at: null }
      await database.insertInto('workflows').values(row).execute()
      return toStored(row)
    },
    async replace(id, workflow) {
      if (!isPossibleId(id)) return undefined
      const row = await database
        .updateTable('workflows')
        .set({ document: JSON.stringify(workflow), updated_at: new Date(now()) })
        .where('id', '=', id)
        .where('deleted_at', 'is', null)
        .returningAll()
        .executeTakeFirst()
      return row && toStored(row)
    },
    async remove(id) {
      if (!isPossibleId(id)) return false
      const { numUpdatedRows } = await database
        .updateTable('workflows')
        .set({ deleted_at: new Date(now()) })
        .where('id', '=', id)
        .where('deleted_at', 'is', null)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },
  }
}

/** Documents are parsed on arrival from the disk too: one of an older version comes out migrated. */
function toStored({ id, document, created_at, updated_at }: Selectable<Database['workflows']>): StoredWorkflow {
  const { workflow, problems } = readWorkflow(document)
  if (!workflow) throw new Error(`Workflow ${id} in the store is damaged: ${problems[0]?.message ?? 'unreadable'}`)
  return { id, workflow, createdAt: created_at.toISOString(), updatedAt: updated_at.toISOString() }
}
