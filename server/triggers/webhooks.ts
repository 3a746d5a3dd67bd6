import { error, defined, failed, ok, type Problem, type Result, type WorkflowNode } from '@aw-flow/schema'
import { sql, type Kysely, type Selectable } from 'kysely'
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { StartRejectedError, type Quotas } from '../quotas/quotas.ts'
import type { SecretBox } from '../secrets/secret-box.ts'
import type { Database } from '../store/database/database.ts'
import { readPage, type Page, type PageRequest } from '../store/database/page.ts'
import { toStorableText } from '../store/database/storable-text.ts'
import { isValidId } from '../store/database/valid-id.ts'
import { insertRun } from '../store/runs/add-runs.ts'
import type { NewRun } from '../store/runs/runs.ts'
import type { ParseDocument } from '../store/workflows/read-document.ts'
import {
  findPublishedVersion,
  parseTriggeredWorkflow,
  type UnparsedWorkflow,
  type TriggeredWorkflow,
} from './published-workflow.ts'
import { defaultWebhookPolicies, type Webhook, type WebhookDelivery, type WebhookPolicies } from './webhook.ts'
import { findSecretProblem, minSecretBytes, type SignatureAlgorithm, type WebhookScheme } from './webhook-signature.ts'

/** Changes to a webhook. `secret` is the signing secret; null removes it. */
export type WebhookChange = Partial<WebhookPolicies> & { enabled?: boolean; secret?: string | null }

/** A changed webhook. `token` is present only if the change created a token, because only its hash is stored. */
export interface ChangedWebhook {
  webhook: Webhook
  token?: string
}

/** A received request whose outcome has not been recorded yet. */
export interface NewDelivery {
  id: string
  method: string
  bytes: number
  /** Identifies the request: another one with the same key is a repetition. */
  replayKey?: string | undefined
}

/** A workspace's webhooks and the requests that they received. */
export type Webhooks = ReturnType<typeof createWebhooks>

export interface WebhooksOptions {
  database: Kysely<Database>
  workspace: string
  box: SecretBox
  read: ParseDocument
  quotas: Pick<Quotas, 'openClaim'>
  now(): number
}

/** Maximum number of enabled webhooks per workspace. */
export const maxWebhooks = 1_000

export function createWebhooks({ database, workspace, box, read, now, quotas }: WebhooksOptions) {
  const selectInWorkspace = () => selectWebhooks(database).where('webhooks.workspace_id', '=', workspace)
  const find = async (id: string): Promise<Webhook | undefined> => {
    if (!isValidId(id)) return undefined
    const row = await selectInWorkspace().where('webhooks.id', '=', id).executeTakeFirst()
    return row && toWebhook(row)
  }
  const update = async (id: string, change: object): Promise<void> => {
    await database
      .updateTable('webhooks')
      .set({ ...change, updated_at: new Date(now()) })
      .where('id', '=', id)
      .where('workspace_id', '=', workspace)
      .execute()
  }
  const findProblem = async (
    currentWebhook: Webhook,
    policies: WebhookPolicies & { hasSecret: boolean },
  ): Promise<Problem | undefined> => {
    const { path, scheme, hasSecret } = policies
    if (scheme !== 'none' && !hasSecret) return error('webhook.no-secret', { scheme })
    if (path === null) return undefined
    if (scheme === 'none') return error('webhook.open-path', { path })
    const conflictingRow = await selectInWorkspace()
      .where('webhooks.path', '=', path)
      .where('webhooks.id', '<>', currentWebhook.id)
      .executeTakeFirst()
    return conflictingRow && error('webhook.path-taken', { path, workflow: conflictingRow.workflow_name })
  }
  const hasReachedLimit = async (): Promise<boolean> =>
    (await selectInWorkspace()
      .where('webhooks.enabled', '=', true)
      .offset(maxWebhooks - 1)
      .limit(1)
      .executeTakeFirst()) !== undefined
  const insertDelivery = (
    connection: Kysely<Database>,
    webhookId: string,
    { id, method, bytes, replayKey }: NewDelivery,
    outcome: { status: number; run_id: string | null; problem: string | null },
  ) =>
    connection.insertInto('webhook_deliveries').values({
      workspace_id: workspace,
      id,
      webhook_id: webhookId,
      received_at: new Date(now()),
      method,
      bytes,
      replay_key: replayKey === undefined ? null : toStorableText(replayKey),
      ...outcome,
    })
  /** Reads a webhook's signing secret, if it has one. */
  const readSecret = async (id: string): Promise<string | undefined> => {
    const row = await selectInWorkspace().where('webhooks.id', '=', id).executeTakeFirst()
    return row?.sealed_secret == null ? undefined : box.open(row.sealed_secret, toSecretContext(id))
  }
  return {
    find,
    readSecret,
    /** Lists webhooks, sorted by workflow name. */
    async list(
      { limit, offset }: PageRequest,
      { workflowId }: { workflowId?: string | undefined } = {},
    ): Promise<Page<Webhook>> {
      let query = selectInWorkspace()
      if (workflowId !== undefined) {
        if (!isValidId(workflowId)) return { items: [], total: 0, limit, offset }
        query = query.where('webhooks.workflow_id', '=', workflowId)
      }
      return readPage(
        query.orderBy('workflows.name').orderBy('webhooks.name').orderBy('webhooks.id'),
        { limit, offset },
        toWebhook,
      )
    },
    /** Changes a webhook. Resolves with `undefined` for an unknown ID. */
    async change(
      id: string,
      { enabled, secret, allowedAddresses, allowedOrigins, ...policies }: WebhookChange,
    ): Promise<Result<ChangedWebhook> | undefined> {
      const currentWebhook = await find(id)
      if (!currentWebhook) return undefined
      const hasSecret = secret === undefined ? currentWebhook.hasSecret : secret !== null
      const problem = await findProblem(currentWebhook, { ...currentWebhook, ...policies, hasSecret })
      if (problem) return failed(problem)
      const scheme = policies.scheme ?? currentWebhook.scheme
      // A stored secret is also checked when it is used with another scheme.
      const checkedSecret = secret ?? (scheme !== currentWebhook.scheme && hasSecret ? await readSecret(id) : undefined)
      const secretProblem = checkedSecret === undefined ? undefined : findSecretProblem(scheme, checkedSecret)
      if (secretProblem) {
        return failed(error('webhook.weak-secret', { scheme, reason: secretProblem, min: minSecretBytes }))
      }
      if (enabled && !currentWebhook.enabled && (await hasReachedLimit())) {
        return failed(error('webhook.limit', { max: maxWebhooks }))
      }
      // The URL's token is created when the webhook is first enabled.
      const token = enabled && !currentWebhook.hasToken ? createToken() : undefined
      await update(id, {
        ...defined({ enabled }),
        ...(token === undefined ? {} : { token_hash: hashToken(token) }),
        ...(secret === undefined
          ? {}
          : { sealed_secret: secret === null ? null : box.seal(secret, toSecretContext(id)) }),
        ...defined({
          path: policies.path,
          scheme: policies.scheme,
          signature_header: policies.signatureHeader,
          signature_algorithm: policies.signatureAlgorithm,
          signature_base: policies.signatureBase,
          timestamp_header: policies.timestampHeader,
          tolerance_seconds: policies.toleranceSeconds,
          allow_repeats: policies.allowRepeats,
          requests_per_minute: policies.requestsPerMinute,
        }),
        ...(allowedAddresses === undefined ? {} : { allowed_addresses: JSON.stringify(allowedAddresses) }),
        ...(allowedOrigins === undefined ? {} : { allowed_origins: JSON.stringify(allowedOrigins) }),
      })
      const webhook = await find(id)
      return webhook && ok({ webhook, ...defined({ token }) })
    },
    /** Creates a new token. The previous token remains valid for `gracePeriodMs`. */
    async rotateToken(id: string, gracePeriodMs: number): Promise<ChangedWebhook | undefined> {
      const currentWebhook = await find(id)
      if (!currentWebhook) return undefined
      const token = createToken()
      await update(id, {
        token_hash: hashToken(token),
        previous_token_hash: gracePeriodMs > 0 ? sql`token_hash` : null,
        previous_token_until: gracePeriodMs > 0 ? new Date(now() + gracePeriodMs) : null,
      })
      const webhook = await find(id)
      return webhook && { webhook, token }
    },
    /** Lists the requests that a webhook received, newest first. */
    async listDeliveries(id: string, { limit, offset }: PageRequest): Promise<Page<WebhookDelivery>> {
      if (!isValidId(id)) return { items: [], total: 0, limit, offset }
      const query = database
        .selectFrom('webhook_deliveries')
        .where('webhook_id', '=', id)
        .where('workspace_id', '=', workspace)
      return readPage(query.selectAll().orderBy('received_at', 'desc'), { limit, offset }, toDelivery)
    },
    /** Reads the document of a workflow's published version without parsing it. */
    findPublishedVersion: (id: string): Promise<UnparsedWorkflow | undefined> =>
      findPublishedVersion(database, workspace, id),
    parsePublishedVersion: (unparsedWorkflow: UnparsedWorkflow): Promise<TriggeredWorkflow> =>
      parseTriggeredWorkflow(unparsedWorkflow, read),
    /** Records a delivery and adds its run. If the request is a repetition, resolves with the earlier run. */
    async accept(webhookId: string, delivery: NewDelivery, run: NewRun): Promise<{ run: string; isRepeated: boolean }> {
      const claim = await quotas.openClaim()
      return database.transaction().execute(async (transaction) => {
        const { replayKey } = delivery
        const addedRow = await insertDelivery(transaction, webhookId, delivery, {
          status: 202,
          run_id: run.id,
          problem: null,
        })
          .onConflict((conflict) => conflict.columns(['webhook_id', 'replay_key']).doNothing())
          .returning('id')
          .executeTakeFirst()
        if (!addedRow && replayKey !== undefined) {
          const earlierDelivery = await transaction
            .selectFrom('webhook_deliveries')
            .select('run_id')
            .where('webhook_id', '=', webhookId)
            .where('replay_key', '=', toStorableText(replayKey))
            .executeTakeFirst()
          if (earlierDelivery?.run_id) return { run: earlierDelivery.run_id, isRepeated: true }
        }
        const quotaClaim = await claim?.(transaction, 1)
        if (quotaClaim?.problem) throw new StartRejectedError(quotaClaim.problem)
        await insertRun(transaction, workspace, run, now())
        return { run: run.id, isRepeated: false }
      })
    },
    /** Records a rejected request. */
    async reject(webhookId: string, delivery: NewDelivery, status: number, problem: Problem): Promise<void> {
      const outcome = { status, run_id: null, problem: JSON.stringify(problem) }
      await insertDelivery(database, webhookId, { ...delivery, replayKey: undefined }, outcome).execute()
    },
    /** Updates a workflow's webhooks after its document or status has changed. */
    async sync(workflowId: string, transaction: Kysely<Database> = database): Promise<void> {
      const unparsedWorkflow = await findPublishedVersion(transaction, workspace, workflowId)
      if (!unparsedWorkflow) return
      const rows = await transaction
        .selectFrom('webhooks')
        .select(['id', 'node_id', 'token_hash'])
        .where('workflow_id', '=', workflowId)
        .where('workspace_id', '=', workspace)
        .execute()
      // Most workflows have no webhook, so their documents do not need to be parsed.
      if (rows.length === 0 && !unparsedWorkflow.document.includes('"webhook"')) return
      const { workflow } = await parseTriggeredWorkflow(unparsedWorkflow, read)
      const nodes = workflow.nodes.filter(isWebhookNode)
      await syncRows(transaction, { rows, nodes, workflowName: workflow.name, workflowId })
    },
  }

  async function syncRows(
    connection: Kysely<Database>,
    {
      rows,
      nodes,
      workflowName,
      workflowId,
    }: {
      rows: readonly { id: string; node_id: string; token_hash: string | null }[]
      nodes: readonly WorkflowNode[]
      workflowName: string
      workflowId: string
    },
  ): Promise<void> {
    const time = new Date(now())
    for (const node of nodes) {
      const name = toStorableText(node.data.label || workflowName)
      const row = rows.find(({ node_id }) => node_id === node.id)
      if (row) {
        await connection.updateTable('webhooks').set({ name }).where('id', '=', row.id).execute()
        continue
      }
      const policies = defaultWebhookPolicies
      await connection
        .insertInto('webhooks')
        .values({
          id: randomUUID(),
          workspace_id: workspace,
          workflow_id: workflowId,
          node_id: toStorableText(node.id),
          name,
          enabled: false,
          token_hash: null,
          previous_token_hash: null,
          previous_token_until: null,
          path: policies.path,
          scheme: policies.scheme,
          sealed_secret: null,
          signature_header: policies.signatureHeader,
          signature_algorithm: policies.signatureAlgorithm,
          signature_base: policies.signatureBase,
          timestamp_header: policies.timestampHeader,
          tolerance_seconds: policies.toleranceSeconds,
          allow_repeats: policies.allowRepeats,
          allowed_addresses: '[]',
          allowed_origins: '[]',
          requests_per_minute: policies.requestsPerMinute,
          created_at: time,
          updated_at: time,
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    }
    // A webhook that has a token is kept, because its URL may be in use and the next version may contain its node
    // again.
    const removedRows = rows.filter((row) => row.token_hash === null && !nodes.some(({ id }) => id === row.node_id))
    for (const { id } of removedRows) await connection.deleteFrom('webhooks').where('id', '=', id).execute()
  }
}

/** Finds the webhook that a token belongs to, in any workspace, by the token's hash. */
export async function findWebhookByToken(
  database: Kysely<Database>,
  token: string,
  now: number,
): Promise<Webhook | undefined> {
  const hash = hashToken(token)
  const row = await selectWebhooks(database)
    .where(({ eb, or, and }) =>
      or([
        eb('webhooks.token_hash', '=', hash),
        and([eb('webhooks.previous_token_hash', '=', hash), eb('webhooks.previous_token_until', '>', new Date(now))]),
      ]),
    )
    .executeTakeFirst()
  return row && toWebhook(row)
}

/** Finds a webhook by its workspace and path. */
export async function findWebhookByPath(
  database: Kysely<Database>,
  workspace: string,
  path: string,
): Promise<Webhook | undefined> {
  const row = await selectWebhooks(database)
    .where('webhooks.workspace_id', '=', toStorableText(workspace))
    .where('webhooks.path', '=', toStorableText(path))
    .executeTakeFirst()
  return row && toWebhook(row)
}

/** Finds a webhook in any workspace. */
export async function findWebhookById(database: Kysely<Database>, id: string): Promise<Webhook | undefined> {
  const row = await selectWebhooks(database).where('webhooks.id', '=', id).executeTakeFirst()
  return row && toWebhook(row)
}

/** Adds missing webhooks for workflows that were stored before webhooks were introduced. */
export async function syncAllWebhooks(
  database: Kysely<Database>,
  forWorkspace: (workspace: string) => { webhooks: Webhooks },
): Promise<void> {
  const { rows } = await sql<{ workspace_id: string; id: string }>`select workspace_id, id from workflows
    where deleted_at is null and position('"webhook"' in document) > 0 and not exists (
      select from webhooks where webhooks.workflow_id = workflows.id
        and webhooks.workspace_id = workflows.workspace_id)`.execute(database)
  for (const { workspace_id: workspace, id } of rows) await forWorkspace(workspace).webhooks.sync(id)
}

/**
 * Deletes the records of rejected requests after one day. Accepted ones are deleted by the server's retention policy.
 */
export async function deleteRejectedDeliveries(database: Kysely<Database>, now: number): Promise<void> {
  const dayMs = 86_400_000
  await sql`delete from webhook_deliveries where run_id is null and received_at < ${new Date(now - dayMs)}`.execute(
    database,
  )
}

/** Re-encrypts all signing secrets within a key rotation's transaction. Returns the number of secrets. */
export async function reencryptWebhooks(
  transaction: Kysely<Database>,
  oldBox: SecretBox,
  newBox: SecretBox,
): Promise<number> {
  await sql`lock table webhooks in share row exclusive mode`.execute(transaction)
  const rows = await transaction
    .selectFrom('webhooks')
    .select(['id', 'sealed_secret'])
    .where('sealed_secret', 'is not', null)
    .execute()
  for (const { id, sealed_secret: sealedSecret } of rows) {
    const context = toSecretContext(id)
    await transaction
      .updateTable('webhooks')
      .set({ sealed_secret: newBox.seal(oldBox.open(sealedSecret!, context), context) })
      .where('id', '=', id)
      .execute()
  }
  return rows.length
}

/** Returns whether a node is an enabled webhook node. */
export const isWebhookNode = ({ type, mode }: Pick<WorkflowNode, 'type' | 'mode'>): boolean =>
  type === 'webhook' && mode !== 'disabled'

const createToken = (): string => randomBytes(24).toString('base64url')

const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex')

const toSecretContext = (id: string): string => JSON.stringify(['webhook', id])

const selectWebhooks = (database: Kysely<Database>) =>
  database
    .selectFrom('webhooks')
    .innerJoin('workflows', (join) =>
      join
        .onRef('workflows.id', '=', 'webhooks.workflow_id')
        .onRef('workflows.workspace_id', '=', 'webhooks.workspace_id'),
    )
    .where('workflows.deleted_at', 'is', null)
    .selectAll('webhooks')
    .select('workflows.name as workflow_name')

const toWebhook = (row: Selectable<Database['webhooks']> & { workflow_name: string }): Webhook => ({
  id: row.id,
  workspace: row.workspace_id,
  workflowId: row.workflow_id,
  workflowName: row.workflow_name,
  nodeId: row.node_id,
  name: row.name,
  enabled: row.enabled,
  hasToken: row.token_hash !== null,
  hasSecret: row.sealed_secret !== null,
  ...(row.previous_token_until === null ? {} : { previousTokenUntil: row.previous_token_until.toISOString() }),
  path: row.path,
  scheme: row.scheme as WebhookScheme,
  signatureHeader: row.signature_header,
  signatureAlgorithm: row.signature_algorithm as SignatureAlgorithm,
  signatureBase: row.signature_base,
  timestampHeader: row.timestamp_header,
  toleranceSeconds: row.tolerance_seconds,
  allowRepeats: row.allow_repeats,
  allowedAddresses: JSON.parse(row.allowed_addresses) as string[],
  allowedOrigins: JSON.parse(row.allowed_origins) as string[],
  requestsPerMinute: row.requests_per_minute,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
})

const toDelivery = (row: Selectable<Database['webhook_deliveries']>): WebhookDelivery => ({
  id: row.id,
  receivedAt: row.received_at.toISOString(),
  method: row.method,
  bytes: row.bytes,
  status: row.status,
  ...(row.run_id === null ? {} : { runId: row.run_id }),
  ...(row.problem === null ? {} : { problem: JSON.parse(row.problem) as Problem }),
})
