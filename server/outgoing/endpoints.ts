import { defined, ok, type Json, type Result } from '@aw-flow/schema'
import type { z } from '@hono/zod-openapi'
import { sql, type Kysely, type Selectable } from 'kysely'
import { randomBytes, randomUUID } from 'node:crypto'
import { openResourceStore, toColumns } from '../resources/resource-store.ts'
import type { SecretBox } from '../secrets/secret-box.ts'
import type { Database } from '../store/database/database.ts'
import { readPage, type Page, type PageRequest } from '../store/database/page.ts'
import { toRecord } from '../store/database/row-record.ts'
import { toStorableText } from '../store/database/storable-text.ts'
import { openWorkspaceRows } from '../store/database/workspace-rows.ts'
import { isValidId } from '../store/database/valid-id.ts'
import type { DeliveryAttempt } from './endpoint.ts'
import { endpointResource, type newEndpointSchema } from './endpoint-resource.ts'

type EndpointRow = Selectable<Database['webhook_endpoints']>

/** An event to be delivered to an endpoint. `nextAt` is the time of the next attempt. */
export type Delivery = ReturnType<typeof toDelivery>

/** An endpoint and its newly created secret, which cannot be retrieved later. */
export interface EndpointWithSecret {
  endpoint: EndpointRow
  secret: string
}

export interface EndpointsOptions {
  database: Kysely<Database>
  workspace: string
  box: SecretBox
  now(): number
}

/** Creates a secret in the Standard Webhooks format. */
const createSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`

/** Returns the encryption context that binds a sealed secret to its endpoint. */
export const toEndpointContext = (id: string): string => JSON.stringify(['webhook-endpoint', id])

export function createEndpoints({ database, workspace, box, now }: EndpointsOptions) {
  const endpoints = openResourceStore(endpointResource, { database, workspace, now })
  const openDeliveryRows = (id: string) =>
    openWorkspaceRows(database, workspace, 'outgoing_deliveries', { endpoint_id: id })
  const findDelivery = async (id: string, deliveryId: string): Promise<Delivery | undefined> => {
    const row = isValidId(id) ? await openDeliveryRows(id).find(deliveryId) : undefined
    return row && toDelivery(row)
  }
  return {
    findDelivery,
    /** Lists endpoints, sorted by name. With `workflowId`: only those that receive its events. */
    list(request: PageRequest, { workflowId }: { workflowId?: string | undefined } = {}): Promise<Page<EndpointRow>> {
      const query = database
        .selectFrom('webhook_endpoints')
        .selectAll()
        .where('workspace_id', '=', workspace)
        .where(({ eb, or }) =>
          workflowId === undefined
            ? eb.val(true)
            : or([eb('workflow_id', '=', toStorableText(workflowId)), eb('workflow_id', 'is', null)]),
        )
      return readPage(query.orderBy('name').orderBy('id'), request)
    },
    /** Adds an endpoint with a new secret. Fails if the workspace has too many endpoints. */
    async add(body: z.infer<typeof newEndpointSchema>): Promise<Result<EndpointWithSecret>> {
      const id = randomUUID()
      const secret = createSecret()
      const sealedSecret = box.seal(secret, toEndpointContext(id))
      const result = await endpoints.add({ ...toColumns(body), id, sealed_secret: sealedSecret })
      return result.ok ? ok({ endpoint: result.value, secret }) : result
    },
    /**
     * Replaces an endpoint's secret. During the grace period, requests are signed with both the new and the previous
     * secret.
     */
    async rotateSecret(id: string, gracePeriodMs: number): Promise<EndpointWithSecret | undefined> {
      const secret = createSecret()
      const endpoint = await openWorkspaceRows(database, workspace, 'webhook_endpoints').update(id, {
        sealed_previous_secret: gracePeriodMs > 0 ? sql<string>`sealed_secret` : null,
        previous_secret_until: gracePeriodMs > 0 ? new Date(now() + gracePeriodMs) : null,
        sealed_secret: box.seal(secret, toEndpointContext(id)),
        updated_at: new Date(now()),
      })
      return endpoint && { endpoint, secret }
    },
    /** Lists an endpoint's deliveries, newest first. */
    listDeliveries(
      id: string,
      request: PageRequest,
      { status }: { status?: Delivery['status'] | undefined } = {},
    ): Promise<Page<Delivery>> {
      const query = openDeliveryRows(id).select(defined({ status }))
      return readPage(query.orderBy('occurred_at', 'desc').orderBy('id'), request, toDelivery)
    },
    /** Schedules a delivery to be sent again immediately, with the same ID. */
    async redeliver(id: string, deliveryId: string): Promise<Delivery | undefined> {
      if (!isValidId(id)) return undefined
      const values = { status: 'pending' as const, retries: 0, next_at: new Date(now()) }
      const row = await openDeliveryRows(id).update(deliveryId, values)
      return row && toDelivery(row)
    },
    /** Adds a test delivery with the event `test`. */
    async addTest(id: string): Promise<Delivery | undefined> {
      if (!(await endpoints.find(id))) return undefined
      const time = new Date(now())
      const row = await openDeliveryRows(id).insert({
        id: randomUUID(),
        endpoint_id: id,
        event: 'test',
        occurred_at: time,
        status: 'pending',
        next_at: time,
        retries: 0,
        attempts: '[]',
      })
      return row && toDelivery(row)
    },
  }
}

/** Parses the published event of a delivery. Run events have none. */
function parsePayload(payload: string) {
  const { id, source, subject, data } = JSON.parse(payload) as Record<'id' | 'source' | 'data', string> & {
    subject: string | null
  }
  return { id, source, ...defined({ subject: subject ?? undefined }), data: JSON.parse(data) as Json }
}

/** Converts a database row to a delivery. */
export const toDelivery = (row: Selectable<Database['outgoing_deliveries']>) =>
  toRecord(row, ['id', 'endpoint_id', 'event', 'occurred_at', 'run_id', 'workflow_id', 'workflow_name', 'status'], {
    publishedEvent: row.payload === null ? undefined : parsePayload(row.payload),
    nextAt: row.status === 'pending' ? row.next_at?.toISOString() : undefined,
    attempts: JSON.parse(row.attempts) as DeliveryAttempt[],
  })
