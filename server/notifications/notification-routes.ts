import { z } from '@hono/zod-openapi'
import type { RouteDependencies } from '../app-dependencies.ts'
import { listQuerySchema, toListResponse, createPageSchema, toPageRequest } from '../wire/list.ts'
import { notificationToWire, notificationWireSchema, readNotificationsSchema } from './notification-wire.ts'
import { jsonBody } from '../http/json-body.ts'
import { getRuleOwnerId } from './notification-rule-resource.ts'

/** Adds the routes under `/api/v1/notifications`. */
export function addNotificationRoutes({ createWorkspaceRoutes }: RouteDependencies): void {
  const routes = createWorkspaceRoutes({ path: '/api/v1/notifications', tags: ['notifications'] })
  routes.get('', {
    permission: 'view',
    summary: 'List your notifications from the last 30 days, newest first',
    query: listQuerySchema.extend({
      unread: z
        .enum(['true', 'false'])
        .optional()
        .openapi({ description: '`true`: only `browser` notifications that no page has displayed.' }),
    }),
    responses: { 200: ['Notifications.', createPageSchema(notificationWireSchema)] },
    handle: async ({ caller, store, query: { unread, ...page } }) => {
      const ruleOwnerId = getRuleOwnerId(caller)
      const notifications = await store.notifications.list(ruleOwnerId, toPageRequest(page), {
        unread: unread === 'true',
      })
      return toListResponse(notifications, notificationToWire)
    },
  })

  routes.post('/read', {
    permission: 'view',
    summary: 'Mark notifications as read',
    description:
      'The response contains the IDs that were unread, so that only one of several open pages displays each notification.',
    body: jsonBody('ReadNotifications', readNotificationsSchema),
    responses: { 200: ['The IDs that were unread.', z.object({ ids: z.array(z.string()) })] },
    handle: async ({ caller, store, body }) => {
      const ruleOwnerId = getRuleOwnerId(caller)
      return { ids: await store.notifications.markRead(ruleOwnerId, body.ids) }
    },
  })
}
