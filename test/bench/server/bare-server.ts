import { createAdaptorServer } from '@hono/node-server'
import { Hono } from 'hono'
import { sql } from 'kysely'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { openDatabase } from '../../../server/store/database/open-database.ts'
import { isInPage, readRows, snapshot } from '../../../server/store/database/page.ts'
import { createTotalCounter } from '../../../server/store/database/totals.ts'

/** Hono alone with the SQL statements of our routes: their cost without checks and descriptions. */
const [, , folder = '', address = ''] = process.argv
const { database } = await openDatabase({ folder, connectionString: address === '' ? undefined : address })
const app = new Hono()
const columns = ['id', 'name', 'description', 'status', 'tags', 'hash', 'revision', 'created_at', 'updated_at'] as const

const storedWorkflows = database.selectFrom('workflows').where('deleted_at', 'is', null)
const readTotal = createTotalCounter(async () => {
  const counted = await storedWorkflows
    .select(({ fn }) => [fn.countAll<number | string>().as('total'), snapshot.as('snapshot')])
    .executeTakeFirstOrThrow()
  return { ...counted, total: Number(counted.total) }
})

app.get('/api/v1/workflows', async (context) => {
  const limit = Number(context.req.query('limit') ?? 50)
  const offset = Number(context.req.query('offset') ?? 0)
  const page = storedWorkflows.select('id').orderBy('updated_at', 'desc').orderBy('id').limit(limit).offset(offset)
  const listed = database.selectFrom('workflows').select(columns).where(isInPage(page))
  const { rows: items, snapshot: readSnapshot } = await readRows(
    database,
    listed.orderBy('updated_at', 'desc').orderBy('id'),
  )
  const total = await readTotal('', readSnapshot)
  return context.json({ items, total, limit, offset })
})

app.get('/api/v1/workflows/:id', async (context) => {
  const row = await database
    .selectFrom('workflows')
    .selectAll()
    .where('id', '=', context.req.param('id'))
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  if (!row) return context.json({}, 404)
  const { id, document, revision, created_at, updated_at } = row
  return context.json({ id, revision, ...(JSON.parse(document) as object), created_at, updated_at })
})

await sql`select 1`.execute(database)
const server = createAdaptorServer({ fetch: app.fetch }) as Server
server.listen(0, '127.0.0.1', () => console.log(`listens at ${(server.address() as AddressInfo).port}`))
