import type { Problem } from '@aw-flow/schema'
import type { Kysely, Selectable } from 'kysely'
import { randomUUID } from 'node:crypto'
import type { Language } from '@aw-flow/messages'
import { toLanguage } from '../http/language.ts'
import type { Database } from '../store/database/database.ts'
import { parseColumn, toRecord } from '../store/database/row-record.ts'
import { openWorkspaceRows } from '../store/database/workspace-rows.ts'

/** A browser's push subscription, as returned by the browser, and the language of its notifications. */
export interface PushSubscriptionDefinition {
  /** The push service's URL for this browser. Anyone who knows it and the server's private key can send messages. */
  endpoint: string
  /** Public key of the browser, as base64url. */
  p256dh: string
  /** Shared secret of the browser, as base64url. */
  auth: string
  language: Language
}

/** A browser that receives a person's notifications through Web Push. Times are in ISO 8601 format, UTC. */
export interface PushSubscription extends PushSubscriptionDefinition {
  id: string
  /** Why the last message was not sent. */
  problem?: Problem
  createdAt: string
  updatedAt: string
}

/**
 * The person who uses the browser and, if signed in, their session. After the session has ended, no messages are sent.
 */
export interface PushOwner {
  userId: string
  session?: string | undefined
}

/** Maximum number of subscriptions per person and workspace. */
export const maxPushSubscriptions = 20

/** Stores push subscriptions of a workspace's users. The user ID is empty on servers without accounts. */
export function createPushSubscriptions(database: Kysely<Database>, workspace: string, now: () => number) {
  const openRows = (person: string) => openWorkspaceRows(database, workspace, 'push_subscriptions', { person })
  return {
    /** Lists a person's subscriptions, oldest first. */
    async list(userId: string): Promise<PushSubscription[]> {
      return (await openRows(userId).list({}, ['created_at'])).map(toPushSubscription)
    },
    /**
     * Adds a subscription, or updates the keys, language and person of an existing one. Resolves with `undefined` if the
     * person already has `maxPushSubscriptions` other subscriptions.
     */
    async put(
      { userId, session: sessionId }: PushOwner,
      definition: PushSubscriptionDefinition,
    ): Promise<PushSubscription | undefined> {
      const otherSubscriptions = await openRows(userId)
        .select()
        .where('endpoint', '<>', definition.endpoint)
        .limit(maxPushSubscriptions)
        .execute()
      if (otherSubscriptions.length >= maxPushSubscriptions) return undefined
      const time = new Date(now())
      const values = { ...definition, person: userId, session_id: sessionId ?? null, problem: null, updated_at: time }
      const row = await database
        .insertInto('push_subscriptions')
        .values({ id: randomUUID(), workspace_id: workspace, ...values, created_at: time })
        .onConflict((conflict) => conflict.columns(['workspace_id', 'endpoint']).doUpdateSet(values))
        .returningAll()
        .executeTakeFirstOrThrow()
      return toPushSubscription(row)
    },
    /** Removes a subscription. Resolves with `false` if the ID is unknown. */
    remove: (userId: string, id: string): Promise<boolean> => openRows(userId).remove(id),
  }
}

/** Converts a database row to a subscription. */
export const toPushSubscription = (row: Selectable<Database['push_subscriptions']>): PushSubscription =>
  toRecord(row, ['id', 'endpoint', 'p256dh', 'auth', 'created_at', 'updated_at'], {
    language: toLanguage(row.language),
    problem: parseColumn<Problem>(row.problem),
  })
