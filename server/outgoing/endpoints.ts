import type { Json } from '@aw-flow/schema'
import { sql, type Kysely, type Selectable } from 'kysely'
import { randomBytes, randomUUID } from 'node:crypto'
import type { SecretBox } from '../secrets/secret-box.ts'
import type { Database } from '../store/database/database.ts'
import type { Page, PageRequest } from '../store/database/page.ts'
import { toStorableText } from '../store/database/storable-text.ts'
import { isValidId } from '../store/database/valid-id.ts'
import type {
  Delivery,
  DeliveryAttempt,
  Endpoint,
  EndpointDefinition,
  EndpointFormat,
  RunEventType,
} from './endpoint.ts'

/** An endpoint and its newly created secret, which cannot be retrieved later. */
export interface EndpointWithSecret {
  endpoint: Endpoint
  secret: string
}

/** Stores a workspace's webhook endpoints and their deliveries. */
export interface Endpoints {
  /** Lists endpoints, sorted by name. */
  list(request: PageRequest, filter?: { workflowId?: string | undefined }): Promise<Page<Endpoint>>
  find(id: string): Promise<Endpoint | undefined>
  /** Adds an endpoint. Resolves with `undefined` if the workspace already has `maxEndpoints` endpoints. */
  add(definition: EndpointDefinition): Promise<EndpointWithSecret | undefined>
  /** Changes an endpoint. Resolves with `undefined` if the ID is unknown. */
  change(id: string, change: Partial<EndpointDefinition>): Promise<Endpoint | undefined>
  /**
   * Replaces an endpoint's secret. During the grace period, requests are signed with both the new and the previous
   * secret.
   */
  rotateSecret(id: string, gracePeriodMs: number): Promise<EndpointWithSecret | undefined>
  /** Removes an endpoint and its deliveries. Resolves with `false` if the ID is unknown. */
  remove(id: string): Promise<boolean>
  /** Lists an endpoint's deliveries, newest first. */
  listDeliveries(
    id: string,
    request: PageRequest,
    filter?: { status?: Delivery['status'] | undefined },
  ): Promise<Page<Delivery>>
  findDelivery(id: string, deliveryId: string): Promise<Delivery | undefined>
  /** Schedules a delivery to be sent again immediately, with the same ID. */
  redeliver(id: string, deliveryId: string): Promise<Delivery | undefined>
  /** Adds a test delivery with the event `test`. */
  addTest(id: string): Promise<Delivery | undefined>
}

export interface EndpointsOptions {
  database: Kysely<Database>
  workspace: string
  box: SecretBox
  now(): number
}

/** Maximum number of endpoints per workspace. */
export const maxEndpoints = 100

/** Creates a secret in the Standard Webhooks format. */
const createSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`

/** Returns the encryption context that binds a sealed secret to its endpoint. */
export const toEndpointContext = (id: string): string => JSON.stringify(['webhook-endpoint', id])

export function createEndpoints({ database, workspace, box, now }: EndpointsOptions): Endpoints {
  const select = () => database.selectFrom('webhook_endpoints').where('workspace_id', '=', workspace)
  const find: Endpoints['find'] = async (id) => {
    if (!isValidId(id)) return undefined
    const row = await select().selectAll().where('id', '=', id).executeTakeFirst()
    return row && toEndpoint(row)
  }
  const update = async (id: string, change: object): Promise<Endpoint | undefined> => {
    if (!isValidId(id)) return undefined
    const row = await database
      .updateTable('webhook_endpoints')
      .set({ ...change, updated_at: new Date(now()) })
      .where('id', '=', id)
      .where('workspace_id', '=', workspace)
      .returningAll()
      .executeTakeFirst()
    return row && toEndpoint(row)
  }
  const selectDeliveries = (id: string) =>
    database.selectFrom('outgoing_deliveries').where('endpoint_id', '=', id).where('workspace_id', '=', workspace)
  const findDelivery: Endpoints['findDelivery'] = async (id, deliveryId) => {
    if (!isValidId(id) || !isValidId(deliveryId)) return undefined
    const row = await selectDeliveries(id).selectAll().where('id', '=', deliveryId).executeTakeFirst()
    return row && toDelivery(row)
  }
  return {
    find,
    findDelivery,
    async list({ limit, offset }, { workflowId } = {}) {
      if (workflowId !== undefined && !isValidId(workflowId)) return { items: [], total: 0, limit, offset }
      const query =
        workflowId === undefined
          ? select()
          : select().where(({ eb, or }) => or([eb('workflow_id', '=', workflowId), eb('workflow_id', 'is', null)]))
      const { total } = await query
        .select(({ fn }) => fn.countAll<number | string>().as('total'))
        .executeTakeFirstOrThrow()
      const rows = await query.selectAll().orderBy('name').orderBy('id').limit(limit).offset(offset).execute()
      return { items: rows.map(toEndpoint), total: Number(total), limit, offset }
    },
    async add(definition) {
      const endpointAtLimit = select()
        .select('id')
        .offset(maxEndpoints - 1)
        .limit(1)
      if (await endpointAtLimit.executeTakeFirst()) return undefined
      const id = randomUUID()
      const secret = createSecret()
      const time = new Date(now())
      const row = await database
        .insertInto('webhook_endpoints')
        .values({
          id,
          workspace_id: workspace,
          ...toColumns(definition),
          disabled_reason: null,
          sealed_secret: box.seal(secret, toEndpointContext(id)),
          sealed_previous_secret: null,
          previous_secret_until: null,
          created_at: time,
          updated_at: time,
        })
        .returningAll()
        .executeTakeFirstOrThrow()
      return { endpoint: toEndpoint(row), secret }
    },
    async change(id, change) {
      const currentEndpoint = await find(id)
      if (!currentEndpoint) return undefined
      return update(id, {
        ...toColumns({ ...currentEndpoint, ...change }),
        ...(change.enabled === undefined ? {} : { disabled_reason: null }),
      })
    },
    async rotateSecret(id, gracePeriodMs) {
      const secret = createSecret()
      const endpoint = await update(id, {
        sealed_previous_secret: gracePeriodMs > 0 ? sql`sealed_secret` : null,
        previous_secret_until: gracePeriodMs > 0 ? new Date(now() + gracePeriodMs) : null,
        sealed_secret: box.seal(secret, toEndpointContext(id)),
      })
      return endpoint && { endpoint, secret }
    },
    async remove(id) {
      if (!isValidId(id)) return false
      const { numDeletedRows } = await database
        .deleteFrom('webhook_endpoints')
        .where('id', '=', id)
        .where('workspace_id', '=', workspace)
        .executeTakeFirst()
      return numDeletedRows > 0n
    },
    async listDeliveries(id, { limit, offset }, { status } = {}) {
      if (!isValidId(id)) return { items: [], total: 0, limit, offset }
      const query = status === undefined ? selectDeliveries(id) : selectDeliveries(id).where('status', '=', status)
      const { total } = await query
        .select(({ fn }) => fn.countAll<number | string>().as('total'))
        .executeTakeFirstOrThrow()
      const rows = await query
        .selectAll()
        .orderBy('occurred_at', 'desc')
        .orderBy('id')
        .limit(limit)
        .offset(offset)
        .execute()
      return { items: rows.map(toDelivery), total: Number(total), limit, offset }
    },
    async redeliver(id, deliveryId) {
      if (!(await findDelivery(id, deliveryId))) return undefined
      await database
        .updateTable('outgoing_deliveries')
        .set({ status: 'pending', retries: 0, next_at: new Date(now()) })
        .where('id', '=', deliveryId)
        .execute()
      return findDelivery(id, deliveryId)
    },
    async addTest(id) {
      const endpoint = await find(id)
      if (!endpoint) return undefined
      const time = new Date(now())
      const row = await database
        .insertInto('outgoing_deliveries')
        .values({
          id: randomUUID(),
          workspace_id: workspace,
          endpoint_id: id,
          event: 'test',
          occurred_at: time,
          run_id: null,
          workflow_id: null,
          workflow_name: null,
          status: 'pending',
          next_at: time,
          retries: 0,
          attempts: '[]',
        })
        .returningAll()
        .executeTakeFirstOrThrow()
      return toDelivery(row)
    },
  }
}

const toColumns = ({ name, url, events, eventNames, workflowId, format, enabled }: EndpointDefinition) => ({
  name: toStorableText(name),
  url,
  events: [...events],
  event_names: eventNames.map(toStorableText),
  workflow_id: workflowId ?? null,
  format,
  enabled,
})

const toEndpoint = (row: Selectable<Database['webhook_endpoints']>): Endpoint => ({
  id: row.id,
  workspace: row.workspace_id,
  name: row.name,
  url: row.url,
  events: row.events as RunEventType[],
  eventNames: row.event_names,
  ...(row.workflow_id === null ? {} : { workflowId: row.workflow_id }),
  format: row.format as EndpointFormat,
  enabled: row.enabled,
  ...(row.disabled_reason === null ? {} : { disabledReason: row.disabled_reason as 'gone' }),
  ...(row.previous_secret_until === null ? {} : { previousSecretUntil: row.previous_secret_until.toISOString() }),
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
})

function parsePayload(payload: string): NonNullable<Delivery['publishedEvent']> {
  const { id, source, subject, data } = JSON.parse(payload) as Record<'id' | 'source' | 'data', string> & {
    subject: string | null
  }
  return { id, source, ...(subject === null ? {} : { subject }), data: JSON.parse(data) as Json }
}

/** Converts a database row to a delivery. */
export const toDelivery = (row: Selectable<Database['outgoing_deliveries']>): Delivery => ({
  id: row.id,
  endpointId: row.endpoint_id,
  event: row.event,
  occurredAt: row.occurred_at.toISOString(),
  ...(row.run_id === null ? {} : { runId: row.run_id }),
  ...(row.workflow_id === null ? {} : { workflowId: row.workflow_id }),
  ...(row.workflow_name === null ? {} : { workflowName: row.workflow_name }),
  ...(row.payload === null ? {} : { publishedEvent: parsePayload(row.payload) }),
  status: row.status as Delivery['status'],
  ...(row.next_at === null || row.status !== 'pending' ? {} : { nextAt: row.next_at.toISOString() }),
  attempts: JSON.parse(row.attempts) as DeliveryAttempt[],
})
