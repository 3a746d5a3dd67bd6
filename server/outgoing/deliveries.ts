import { sql, type Kysely, type Selectable } from 'kysely'
import type { SealedColumns } from '../secrets/reencrypt.ts'
import type { SecretBox } from '../secrets/secret-box.ts'
import type { Database } from '../store/database/database.ts'
import { isDue } from '../store/database/is-due.ts'
import { findOwner, hasIdleOwner } from '../store/runs/run-conditions.ts'
import type { DeliveryAttempt, EndpointFormat } from './endpoint.ts'
import { toDelivery, toEndpointContext, type Delivery } from './endpoints.ts'

/** A delivery that a sender has claimed for a limited time. */
export interface ClaimedDelivery {
  delivery: Delivery
  workspace: string
  url: string
  format: EndpointFormat
  /** Current secret of the endpoint, followed by the previous one while it is still valid. */
  secrets: readonly string[]
  /** Number of attempts since the event or the last manual redelivery. */
  attemptCount: number
}

export interface DeliveryOutcome {
  attempt: DeliveryAttempt
  status: Delivery['status']
  /** Time of the next attempt, in ms since the Unix epoch. `undefined` unless the delivery is pending. */
  nextAt?: number | undefined
  /** Whether the endpoint responded that it no longer exists. If so, it is disabled. */
  isGone: boolean
}

/** Queue of all workspaces' deliveries, used by senders. */
export type Deliveries = ReturnType<typeof createDeliveries>

/** Duration of a claim, in ms. After that, other senders can claim the delivery. */
const claimDurationMs = 60_000
/** Maximum number of deliveries per claim. */
const maxClaimedDeliveries = 20
/** Maximum number of deliveries per claim and workspace. */
const maxClaimedPerOwner = 8
/** Maximum number of deliveries per claim and endpoint. */
const maxClaimedPerEndpoint = 4
/** Maximum number of attempts stored per delivery. Older attempts are discarded. */
const maxStoredAttempts = 20

type ClaimedRow = Selectable<Database['outgoing_deliveries']> &
  Pick<
    Selectable<Database['webhook_endpoints']>,
    'url' | 'format' | 'sealed_secret' | 'sealed_previous_secret' | 'previous_secret_until'
  >

export function createDeliveries(database: Kysely<Database>, box: SecretBox, now: () => number) {
  const toClaimedDelivery = (row: ClaimedRow): ClaimedDelivery => {
    const {
      sealed_secret: sealedSecret,
      sealed_previous_secret: sealedPreviousSecret,
      previous_secret_until: validUntil,
    } = row
    const isPreviousValid = sealedPreviousSecret !== null && validUntil !== null && validUntil.getTime() > now()
    return {
      delivery: toDelivery(row),
      workspace: row.workspace_id,
      url: row.url,
      format: row.format as EndpointFormat,
      secrets: [sealedSecret, ...(isPreviousValid ? [sealedPreviousSecret] : [])].map((sealed) =>
        box.open(sealed, toEndpointContext(row.endpoint_id)),
      ),
      attemptCount: row.retries,
    }
  }
  return {
    /**
     * Claims due deliveries to enabled endpoints, excluding those of owners of busy workspaces.
     * Concurrent callers never receive the same
     * delivery.
     */
    async claimDue(busyWorkspaces: readonly string[] = []): Promise<ClaimedDelivery[]> {
      const { rows } = await sql<ClaimedRow>`
        update outgoing_deliveries d set next_at = ${new Date(now() + claimDurationMs)}
        from webhook_endpoints e
        where e.id = d.endpoint_id and d.id in (
          select ranked.id from (
            select due.id, row_number() over (
              partition by ${findOwner(sql`o.workspace_id`)} order by due.next_at, due.id) as place
            from webhook_endpoints o cross join lateral (
              select p.id, p.next_at from outgoing_deliveries p
              where p.endpoint_id = o.id and p.status = 'pending' and ${isDue(sql`p.next_at`, now())}
              order by p.next_at limit ${maxClaimedPerEndpoint} for update skip locked) due
            where o.enabled and ${hasIdleOwner(sql`o.workspace_id`, busyWorkspaces)}) ranked
          where place <= ${maxClaimedPerOwner} order by place limit ${maxClaimedDeliveries})
        returning d.*, e.url, e.format, e.sealed_secret, e.sealed_previous_secret,
          e.previous_secret_until`.execute(database)
      return rows.map(toClaimedDelivery)
    },
    /** Stores the outcome of an attempt. */
    async record(
      { delivery, attemptCount }: ClaimedDelivery,
      { attempt, status, nextAt, isGone }: DeliveryOutcome,
    ): Promise<void> {
      await database
        .updateTable('outgoing_deliveries')
        .set({
          status,
          next_at: nextAt === undefined ? null : new Date(nextAt),
          retries: attemptCount + 1,
          attempts: JSON.stringify([...delivery.attempts, attempt].slice(-maxStoredAttempts)),
        })
        .where('id', '=', delivery.id)
        .execute()
      if (!isGone) return
      await database
        .updateTable('webhook_endpoints')
        .set({ enabled: false, disabled_reason: 'gone', updated_at: new Date(now()) })
        .where('id', '=', delivery.endpointId)
        .execute()
    },
  }
}

export const sealedEndpoints: SealedColumns<'webhook_endpoints'> = {
  table: 'webhook_endpoints',
  key: ['id'],
  columns: ['sealed_secret', 'sealed_previous_secret'],
  toContext: ({ id }) => toEndpointContext(id),
}
