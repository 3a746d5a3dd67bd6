import { createAdaptorServer } from '@hono/node-server'
import { Hono } from 'hono'
import { sql, type Kysely } from 'kysely'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAccountDirectory } from '../../../../server/accounts/account-directory.ts'
import { openAccountKeys } from '../../../../server/accounts/account-keys.ts'
import { createAccountTokens } from '../../../../server/accounts/account-tokens.ts'
import { openSecretBox } from '../../../../server/secrets/open-secret-box.ts'
import type { Database } from '../../../../server/store/database/database.ts'
import { openDatabase } from '../../../../server/store/database/open-database.ts'
import { isInPage, readRows, snapshot } from '../../../../server/store/database/page.ts'
import { createTotalCounter } from '../../../../server/store/database/totals.ts'
import { secretKey } from './seed-users.ts'

/** A Hono server that contains only the statements, the row-level policy and the token check of our routes. */
const [, , folder = '', address = ''] = process.argv
const openedDatabase = await openDatabase({ folder, connectionString: address === '' ? undefined : address })
const { signingKey } = await openAccountKeys(
  openedDatabase.database,
  await openSecretBox(openedDatabase.database, folder, secretKey),
)
const tokens = await createAccountTokens(signingKey, Date.now)
const directory = createAccountDirectory(openedDatabase, Date.now)
const app = new Hono<{ Variables: { workspace: string } }>()
const columns = ['id', 'name', 'description', 'status', 'tags', 'hash', 'revision', 'created_at', 'updated_at'] as const

app.use(async (context, next) => {
  const token = /^Bearer +(\S+)$/i.exec(context.req.header('authorization') ?? '')?.[1]
  const claims = token === undefined ? undefined : await tokens.verifyAccessToken(token)
  const user = claims && (await directory.findUser(claims.user))
  const workspace = context.req.header('x-workspace-id') ?? ''
  if (!user?.sessions.has(claims!.session) || !user.roles.has(workspace)) return context.json({}, 401)
  context.set('workspace', workspace)
  return next()
})

interface WorkspaceReads {
  database: Kysely<Database>
  readTotal: ReturnType<typeof createTotalCounter>
}
const workspaces = new Map<string, WorkspaceReads>()
const selectWorkflows = (database: Kysely<Database>, workspace: string) =>
  database.selectFrom('workflows').where('workspace_id', '=', workspace).where('deleted_at', 'is', null)
function openWorkspace(workspace: string): WorkspaceReads {
  const opened = workspaces.get(workspace)
  if (opened) return opened
  const database = openedDatabase.openWorkspaceDatabase(workspace)
  const readTotal = createTotalCounter(async () => {
    const counted = await selectWorkflows(database, workspace)
      .select(({ fn }) => [fn.countAll<number | string>().as('total'), snapshot.as('snapshot')])
      .executeTakeFirstOrThrow()
    return { ...counted, total: Number(counted.total) }
  })
  const reads = { database, readTotal }
  workspaces.set(workspace, reads)
  return reads
}

app.get('/api/v1/workflows', async (context) => {
  const workspace = context.get('workspace')
  const { database, readTotal } = openWorkspace(workspace)
  const limit = Number(context.req.query('limit') ?? 50)
  const offset = Number(context.req.query('offset') ?? 0)
  const page = selectWorkflows(database, workspace)
    .select('id')
    .orderBy('updated_at', 'desc')
    .orderBy('id')
    .limit(limit)
    .offset(offset)
  const listed = database.selectFrom('workflows').select(columns).where(isInPage(page))
  const { rows: items, snapshot: readSnapshot } = await readRows(
    database,
    listed.orderBy('updated_at', 'desc').orderBy('id'),
  )
  const total = await readTotal('', readSnapshot)
  return context.json({ items, total, limit, offset })
})

app.get('/api/v1/workflows/:id', async (context) => {
  const workspace = context.get('workspace')
  const row = await selectWorkflows(openWorkspace(workspace).database, workspace)
    .selectAll()
    .where('id', '=', context.req.param('id'))
    .executeTakeFirst()
  if (!row) return context.json({}, 404)
  const { id, document, revision, created_at, updated_at } = row
  return context.json({ id, revision, ...(JSON.parse(document) as object), created_at, updated_at })
})

await sql`select 1`.execute(openedDatabase.database)
const server = createAdaptorServer({ fetch: app.fetch }) as Server
server.listen(0, '127.0.0.1', () => console.log(`listens at ${(server.address() as AddressInfo).port}`))
