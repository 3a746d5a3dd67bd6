import { error, defined, failed, ok, type Problem, type Result } from '@aw-flow/schema'
import { sql, type Kysely } from 'kysely'
import { randomBytes } from 'node:crypto'
import { hashToken } from '../../secrets/hash-token.ts'
import type { SealedColumns } from '../../secrets/reencrypt.ts'
import type { SecretBox } from '../../secrets/secret-box.ts'
import type { Database } from '../../store/database/database.ts'
import { toStorableText } from '../../store/database/storable-text.ts'
import { openWorkspaceRows } from '../../store/database/workspace-rows.ts'
import type { ParseDocument } from '../../store/workflows/read-document.ts'
import {
  findPublishedVersion,
  parseTriggeredWorkflow,
  type UnparsedWorkflow,
  type TriggeredWorkflow,
} from '../published-workflow.ts'
import { openTriggers, selectTriggers, syncNodeTriggers } from '../trigger-rows.ts'
import { openWebhookDeliveries, type DeliveryOptions } from './webhook-deliveries.ts'
import { toWebhook, type Webhook } from './webhook.ts'
import { findSecretProblem, getMinSecretBytes } from './webhook-signature.ts'
import type { WebhookChange } from './webhook-wire.ts'

/** A changed webhook. `token` is present only if the change created a token, because only its hash is stored. */
export interface ChangedWebhook {
  webhook: Webhook
  token?: string
}

export interface WebhooksOptions extends DeliveryOptions {
  box: SecretBox
  read: ParseDocument
}

/** Maximum number of enabled webhooks per workspace. */
export const maxWebhooks = 1_000

const initialColumns = {
  scheme: 'none',
  signature_header: 'x-signature',
  tolerance_seconds: 300,
  allowed_addresses: '[]',
  requests_per_minute: 6_000,
}

export function createWebhooks({ box, read, ...options }: WebhooksOptions) {
  const { database, workspace, now } = options
  const rows = openWorkspaceRows(database, workspace, 'webhooks')
  const { find, list, select } = openTriggers(database, workspace, 'webhooks', toWebhook)
  const update = async (
    id: string,
    columns: Parameters<typeof rows.update>[1],
    token?: string,
  ): Promise<ChangedWebhook | undefined> => {
    await rows.update(id, { ...columns, updated_at: new Date(now()) })
    const webhook = await find(id)
    return webhook && { webhook, ...defined({ token }) }
  }
  /** Reads a webhook's signing secret, if it has one. */
  const readSecret = async (id: string): Promise<string | undefined> => {
    const row = await rows.find(id)
    return row?.sealed_secret == null ? undefined : box.open(row.sealed_secret, toSecretContext(id))
  }
  const findPathProblem = async (id: string, { path, scheme }: Pick<Webhook, 'path' | 'scheme'>) => {
    if (path === undefined) return undefined
    if (scheme === 'none') return error('webhook.open-path', { path })
    const conflictingRow = await select()
      .where('trigger.path', '=', path)
      .where('trigger.id', '<>', id)
      .executeTakeFirst()
    return conflictingRow && error('webhook.path-taken', { path, workflow: conflictingRow.workflow_name })
  }
  const findChangeProblem = async (webhook: Webhook, change: WebhookChange): Promise<Problem | undefined> => {
    const { id } = webhook
    const { secret, enabled, scheme = webhook.scheme, path = webhook.path ?? null } = change
    const hasSecret = secret === undefined ? webhook.hasSecret : secret !== null
    if (scheme !== 'none' && !hasSecret) return error('webhook.no-secret', { scheme })
    const pathProblem = await findPathProblem(id, { scheme, ...(path !== null && { path }) })
    if (pathProblem) return pathProblem
    // A stored secret is also checked when it is used with another scheme.
    const checkedSecret = secret ?? (scheme !== webhook.scheme && hasSecret ? await readSecret(id) : undefined)
    const reason = checkedSecret === undefined ? undefined : findSecretProblem(scheme, checkedSecret)
    if (reason) return error('webhook.weak-secret', { scheme, reason, min: getMinSecretBytes(scheme) })
    const isLimitReached =
      enabled &&
      !webhook.enabled &&
      (await select()
        .where('trigger.enabled', '=', true)
        .offset(maxWebhooks - 1)
        .limit(1)
        .executeTakeFirst())
    return isLimitReached ? error('webhook.limit', { max: maxWebhooks }) : undefined
  }
  return {
    ...openWebhookDeliveries(options),
    find,
    list,
    readSecret,
    /** Changes a webhook. Resolves with `undefined` for an unknown ID. */
    async change(id: string, change: WebhookChange): Promise<Result<ChangedWebhook> | undefined> {
      const currentWebhook = await find(id)
      if (!currentWebhook) return undefined
      const problem = await findChangeProblem(currentWebhook, change)
      if (problem) return failed(problem)
      const { secret, allowed_addresses: addresses, allowed_origins: origins, ...columns } = change
      // The URL's token is created when the webhook is first enabled.
      const token = change.enabled && !currentWebhook.hasToken ? createToken() : undefined
      const changedColumns = defined({
        ...columns,
        token_hash: token && hashToken(token),
        sealed_secret: secret && box.seal(secret, toSecretContext(id)),
        allowed_addresses: addresses && JSON.stringify(addresses),
        allowed_origins: origins && JSON.stringify(origins),
      })
      const changedWebhook = await update(id, changedColumns, token)
      return changedWebhook && ok(changedWebhook)
    },
    /** Creates a new token. The previous token remains valid for `gracePeriodMs`. */
    rotateToken(id: string, gracePeriodMs: number): Promise<ChangedWebhook | undefined> {
      const token = createToken()
      const columns = {
        token_hash: hashToken(token),
        previous_token_hash: gracePeriodMs > 0 ? sql<string>`token_hash` : null,
        previous_token_until: gracePeriodMs > 0 ? new Date(now() + gracePeriodMs) : null,
      }
      return update(id, columns, token)
    },
    /** Reads the document of a workflow's published version without parsing it. */
    findPublishedVersion: (id: string): Promise<UnparsedWorkflow | undefined> =>
      findPublishedVersion(database, workspace, id),
    parsePublishedVersion: (unparsedWorkflow: UnparsedWorkflow): Promise<TriggeredWorkflow> =>
      parseTriggeredWorkflow(unparsedWorkflow, read),
    /** Updates a workflow's webhooks after its document or status has changed. */
    sync: (workflowId: string, connection: Kysely<Database> = database): Promise<void> =>
      syncNodeTriggers(connection, workflowId, {
        workspace,
        now,
        parseDocument: read,
        type: 'webhook',
        initialColumns,
        // The URL of a webhook with a token may be in use.
        isKept: ({ token_hash: tokenHash }) => tokenHash !== null,
      }),
  }
}

/** Finds the webhook that a token belongs to, in any workspace, by the token's hash. */
export async function findWebhookByToken(
  database: Kysely<Database>,
  token: string,
  now: number,
): Promise<Webhook | undefined> {
  const hash = hashToken(token)
  const row = await selectTriggers(database, 'webhooks')
    .where(({ eb, or, and }) =>
      or([
        eb('trigger.token_hash', '=', hash),
        and([eb('trigger.previous_token_hash', '=', hash), eb('trigger.previous_token_until', '>', new Date(now))]),
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
  const row = await selectTriggers(database, 'webhooks')
    .where('trigger.workspace_id', '=', toStorableText(workspace))
    .where('trigger.path', '=', toStorableText(path))
    .executeTakeFirst()
  return row && toWebhook(row)
}

/** Finds a webhook in any workspace. */
export async function findWebhookById(database: Kysely<Database>, id: string): Promise<Webhook | undefined> {
  const row = await selectTriggers(database, 'webhooks').where('trigger.id', '=', id).executeTakeFirst()
  return row && toWebhook(row)
}

export const sealedWebhooks: SealedColumns<'webhooks'> = {
  table: 'webhooks',
  key: ['id'],
  columns: ['sealed_secret'],
  toContext: ({ id }) => toSecretContext(id),
}

const createToken = (): string => randomBytes(24).toString('base64url')

const toSecretContext = (id: string): string => JSON.stringify(['webhook', id])
