import { createAdaptorServer } from '@hono/node-server'
import { Hono } from 'hono'
import { randomUUID } from 'node:crypto'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { openDatabase } from '../../../server/store/database/open-database.ts'
import { insertRun } from '../../../server/store/runs/add-runs.ts'
import { findWebhookByToken } from '../../../server/triggers/webhooks/webhooks.ts'

/** Hono alone with the SQL statements of an accepted webhook request: their cost without checks. */
const [, , folder = '', address = ''] = process.argv
const { database } = await openDatabase({ folder, connectionString: address })
const app = new Hono()

app.post('/hooks/:token', async (context) => {
  const webhook = await findWebhookByToken(database, context.req.param('token'), Date.now())
  if (!webhook) return context.json({}, 404)
  const { workspace, workflowId } = webhook
  const data = await context.req.text()
  const { id: version, document } = await database
    .selectFrom('workflows')
    .select(['id', 'document'])
    .where('id', '=', workflowId)
    .executeTakeFirstOrThrow()
  const id = randomUUID()
  const inputs = { [webhook.nodeId]: { data: { kind: 'json' as const, json: JSON.parse(data) as never } } }
  await database.transaction().execute(async (transaction) => {
    await transaction
      .insertInto('webhook_deliveries')
      .values({
        workspace_id: workspace,
        id: randomUUID(),
        webhook_id: webhook.id,
        received_at: new Date(),
        method: 'POST',
        bytes: data.length,
        replay_key: null,
        status: 202,
        run_id: id,
        problem: null,
      })
      .execute()
    const request = { workflow: JSON.parse(document) as never, inputs, seed: 1 }
    await insertRun(transaction, workspace, { id, workflowId: version, request }, Date.now())
  })
  return context.json({ run_id: id }, 202)
})

const server = createAdaptorServer({ fetch: app.fetch }) as Server
server.listen(0, '127.0.0.1', () => console.log(`listens at ${(server.address() as AddressInfo).port}`))
