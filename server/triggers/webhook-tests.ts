import type { Json } from '@aw-flow/schema'
import type { Kysely } from 'kysely'
import { createHash, randomBytes } from 'node:crypto'
import type { Database } from '../store/database/database.ts'
import { toStorableText } from '../store/database/storable-text.ts'
import { isValidId } from '../store/database/valid-id.ts'

/** A request sent to a webhook's test URL. */
export interface TestRequest {
  method: string
  headers: Record<string, string>
  query: Record<string, Json>
  data: Json
  /** Result of verifying the signature that the webhook requires. */
  signature: 'valid' | 'missing' | 'invalid' | 'expired'
}

/** State of a webhook's test URL. Times are ISO 8601 strings in UTC. */
export interface WebhookTest {
  status: 'listening' | 'received' | 'expired'
  listeningUntil: string
  receivedAt?: string
  request?: TestRequest
}

/**
 * Webhook tests. Each webhook has at most one test URL, which accepts a single request. It is not the production URL,
 * because other systems may call that at any time, and it works before the workflow is published.
 */
export interface WebhookTests {
  /** Creates a webhook's test URL, replacing the previous one. */
  start(webhookId: string): Promise<{ token: string; test: WebhookTest }>
  find(webhookId: string): Promise<WebhookTest | undefined>
  stop(webhookId: string): Promise<void>
}

/** How long a test URL accepts a request, in ms. */
const listenTimeoutMs = 10 * 60_000
/** How long a test is kept after its URL has stopped accepting requests, in ms. */
const testRetentionMs = 24 * 60 * 60_000

export function createWebhookTests(database: Kysely<Database>, workspace: string, now: () => number): WebhookTests {
  const selectTests = () => database.selectFrom('webhook_tests').selectAll().where('workspace_id', '=', workspace)
  const find: WebhookTests['find'] = async (webhookId) => {
    if (!isValidId(webhookId)) return undefined
    const row = await selectTests().where('webhook_id', '=', webhookId).executeTakeFirst()
    if (!row) return undefined
    const { request, received_at: receivedAt, listening_until: listeningUntil } = row
    return {
      status: request !== null ? 'received' : listeningUntil.getTime() > now() ? 'listening' : 'expired',
      listeningUntil: listeningUntil.toISOString(),
      ...(receivedAt === null ? {} : { receivedAt: receivedAt.toISOString() }),
      ...(request === null ? {} : { request: JSON.parse(request) as TestRequest }),
    }
  }
  return {
    find,
    async start(webhookId) {
      const token = randomBytes(24).toString('base64url')
      const values = {
        token_hash: hashToken(token),
        listening_until: new Date(now() + listenTimeoutMs),
        received_at: null,
        request: null,
      }
      await database
        .insertInto('webhook_tests')
        .values({ webhook_id: webhookId, workspace_id: workspace, ...values })
        .onConflict((conflict) => conflict.column('webhook_id').doUpdateSet(values))
        .execute()
      return { token, test: (await find(webhookId))! }
    },
    async stop(webhookId) {
      await database
        .deleteFrom('webhook_tests')
        .where('webhook_id', '=', webhookId)
        .where('workspace_id', '=', workspace)
        .execute()
    },
  }
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

const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex')
