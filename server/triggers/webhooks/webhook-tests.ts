import type { Json } from '@aw-flow/schema'
import type { Kysely } from 'kysely'
import { randomBytes } from 'node:crypto'
import { hashToken } from '../../secrets/hash-token.ts'
import type { Database } from '../../store/database/database.ts'
import { toStorableText } from '../../store/database/storable-text.ts'
import { parseColumn, toRecord } from '../../store/database/row-record.ts'
import { openWorkspaceRows, type RowOf } from '../../store/database/workspace-rows.ts'
import { isValidId } from '../../store/database/valid-id.ts'

/** A request sent to a webhook's test URL. */
export interface TestRequest {
  method: string
  headers: Record<string, string>
  query: Record<string, Json>
  data: Json
  /** Result of verifying the signature that the webhook requires. */
  signature: 'valid' | 'missing' | 'invalid' | 'expired'
}

/** State of a webhook's test URL. */
export type WebhookTest = ReturnType<typeof toTest>

/** How long a test URL accepts a request, in ms. */
const listenTimeoutMs = 10 * 60_000
/** How long a test is kept after its URL has stopped accepting requests, in ms. */
const testRetentionMs = 24 * 60 * 60_000

export function createWebhookTests(database: Kysely<Database>, workspace: string, now: () => number) {
  const rows = openWorkspaceRows(database, workspace, 'webhook_tests')
  const find = async (webhookId: string): Promise<WebhookTest | undefined> => {
    const row = isValidId(webhookId) ? await rows.find({ webhook_id: webhookId }) : undefined
    return row && toTest(row, now())
  }
  return {
    find,
    /** Creates a webhook's test URL, replacing the previous one. */
    async start(webhookId: string): Promise<{ token: string; test: WebhookTest }> {
      const token = randomBytes(24).toString('base64url')
      const listeningUntil = new Date(now() + listenTimeoutMs)
      const values = { token_hash: hashToken(token), listening_until: listeningUntil, received_at: null, request: null }
      await database
        .insertInto('webhook_tests')
        .values({ webhook_id: webhookId, workspace_id: workspace, ...values })
        .onConflict((conflict) => conflict.column('webhook_id').doUpdateSet(values))
        .execute()
      return { token, test: (await find(webhookId))! }
    },
    async stop(webhookId: string): Promise<void> {
      await rows.remove({ webhook_id: webhookId })
    },
  }
}

function toTest(row: RowOf<'webhook_tests'>, now: number) {
  const isListening = row.listening_until.getTime() > now
  const status = row.request !== null ? 'received' : isListening ? 'listening' : 'expired'
  return toRecord(row, ['listening_until', 'received_at'], {
    status: status as 'listening' | 'received' | 'expired',
    request: parseColumn<TestRequest>(row.request),
  })
}

/** Finds the webhook whose test URL contains the token and is still waiting for a request. */
export async function findListeningWebhook(
  database: Kysely<Database>,
  token: string,
  now: number,
): Promise<string | undefined> {
  const row = await database
    .selectFrom('webhook_tests')
    .select('webhook_id')
    .where('token_hash', '=', hashToken(token))
    .where('listening_until', '>', new Date(now))
    .where('request', 'is', null)
    .executeTakeFirst()
  return row?.webhook_id
}

/** Stores the request received by a test. Resolves with `false` if the test has already received one. */
export async function storeTestRequest(
  database: Kysely<Database>,
  webhookId: string,
  request: TestRequest,
  now: number,
): Promise<boolean> {
  const { numUpdatedRows } = await database
    .updateTable('webhook_tests')
    .set({ request: toStorableText(JSON.stringify(request)), received_at: new Date(now) })
    .where('webhook_id', '=', webhookId)
    .where('request', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Deletes tests and their requests one day after the tests expired. */
export async function deleteOldTests(database: Kysely<Database>, now: number): Promise<void> {
  await database
    .deleteFrom('webhook_tests')
    .where('listening_until', '<', new Date(now - testRetentionMs))
    .execute()
}
