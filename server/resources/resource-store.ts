import { defined, failed, ok, type Problem, type Result } from '@aw-flow/schema'
import type { z } from '@hono/zod-openapi'
import type { Kysely } from 'kysely'
import { randomUUID } from 'node:crypto'
import type { Database } from '../store/database/database.ts'
import { toStorableText } from '../store/database/storable-text.ts'
import { openWorkspaceRows } from '../store/database/workspace-rows.ts'
import type { Resource, ResourceRow, ResourceTable } from './resource.ts'

export interface ResourceStoreOptions {
  database: Kysely<Database>
  workspace: string
  now(): number
}

/** The rows of a resource in one workspace. */
export interface ResourceStore<Row, Change> {
  /** Lists all rows in the order of the resource. */
  list(): Promise<Row[]>
  find(id: string): Promise<Row | undefined>
  /** Adds a row. Fails if the name is taken or the limit is reached. */
  add(columns: Partial<Row>): Promise<Result<Row>>
  /** Changes a row. Fails if the name is taken. Resolves with `undefined` for an unknown ID. */
  change(id: string, columns: Partial<Row>, body: Change): Promise<Result<Row> | undefined>
  /** Resolves with `false` for an unknown ID. */
  remove(id: string): Promise<boolean>
}

/** Opens the default store of a resource. `person` restricts it to the rows of one person. */
export function openResourceStore<Table extends ResourceTable, Shape extends z.ZodRawShape, Create, Change>(
  { table, orderBy, limit, problems, initialColumns, deriveColumns }: Resource<Table, Shape, Create, Change>,
  { database, workspace, now }: ResourceStoreOptions,
  person?: string,
): ResourceStore<ResourceRow<Table>, Change> {
  const rows = openWorkspaceRows(database, workspace, table, defined({ person }) as Partial<ResourceRow<Table>>)
  const findNameProblem = async (columns: object, id?: string): Promise<Problem | undefined> => {
    const { name } = columns as { name?: string }
    if (!problems.nameTaken || name === undefined) return undefined
    const namesakes = await rows.list({ name } as Partial<ResourceRow<Table>>)
    return namesakes.some((row) => (row as { id: string }).id !== id) ? problems.nameTaken(name) : undefined
  }
  return {
    find: rows.find,
    remove: rows.remove,
    list: () => rows.list({}, orderBy, limit),
    async add(columns) {
      const nameProblem = await findNameProblem(columns)
      if (nameProblem) return failed(nameProblem)
      if (await rows.hasAtLeast(limit)) return failed(problems.limit(limit))
      const time = new Date(now())
      const defaults = { id: randomUUID(), ...initialColumns?.(time), created_at: time, updated_at: time }
      const row = await rows.insert({ ...defaults, ...columns } as unknown as Parameters<typeof rows.insert>[0])
      if (row) return ok(row)
      // Another request has added a row with the same name in the meantime.
      return failed((await findNameProblem(columns)) ?? problems.limit(limit))
    },
    async change(id, columns, body) {
      const nameProblem = await findNameProblem(columns, id)
      if (nameProblem) return (await rows.find(id)) && failed(nameProblem)
      const time = new Date(now())
      const values = { ...columns, ...deriveColumns?.(body, time), updated_at: time }
      const row = await rows.update(id, values as unknown as Parameters<typeof rows.update>[1])
      return row && ok(row)
    },
  }
}

/** Converts the fields of a body to columns of the same names. Objects are stored as JSON. */
export const toColumns = (body: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) => (value === undefined ? [] : [[name, toColumn(value)]])),
  )

function toColumn(value: unknown): unknown {
  if (typeof value === 'string') return toStorableText(value)
  if (Array.isArray(value)) return value.map(toColumn)
  return typeof value === 'object' && value !== null ? toStorableText(JSON.stringify(value)) : value
}
