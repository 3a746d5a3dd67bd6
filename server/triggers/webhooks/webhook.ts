import { type Problem } from '@aw-flow/schema'
import { parseColumn, toRecord } from '../../store/database/row-record.ts'
import type { RowOf } from '../../store/database/workspace-rows.ts'
import type { TriggerRow } from '../trigger-rows.ts'

/** A workflow's webhook node and its URL. */
export type Webhook = ReturnType<typeof toWebhook>

export const toWebhook = (row: TriggerRow<'webhooks'>) =>
  toRecord(
    row,
    [
      'id',
      'workflow_id',
      'workflow_name',
      'node_id',
      'name',
      'enabled',
      'previous_token_until',
      'path',
      'scheme',
      'signature_header',
      'signature_algorithm',
      'signature_base',
      'timestamp_header',
      'tolerance_seconds',
      'allow_repeats',
      'requests_per_minute',
      'created_at',
      'updated_at',
    ],
    {
      workspace: row.workspace_id,
      hasToken: row.token_hash !== null,
      hasSecret: row.sealed_secret !== null,
      allowedAddresses: JSON.parse(row.allowed_addresses) as string[],
      allowedOrigins: JSON.parse(row.allowed_origins) as string[],
    },
  )

/** A request received by a webhook. */
export type WebhookDelivery = ReturnType<typeof toDelivery>

export const toDelivery = (row: RowOf<'webhook_deliveries'>) =>
  toRecord(row, ['id', 'received_at', 'method', 'bytes', 'status', 'run_id'], {
    problem: parseColumn<Problem>(row.problem),
  })
