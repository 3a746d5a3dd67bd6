import { error, type Problem } from '@aw-flow/schema'
import { z, type OpenAPIHono } from '@hono/zod-openapi'
import type { RouteDependencies } from '../app-dependencies.ts'
import type { AppEnvironment } from '../app-environment.ts'
import { isHostUser } from '../security/host-tokens.ts'
import type { Caller } from '../security/caller.ts'
import type { WorkspaceStore } from '../store/open-store.ts'
import { createIdParamsSchema } from '../wire/id.ts'
import { listQuerySchema, toListResponse, createPageSchema, toPageRequest } from '../wire/list.ts'
import type { NotificationRuleDefinition } from './notification.ts'
import { maxRules } from './notification-rules.ts'
import {
  newRuleSchema,
  notificationToWire,
  notificationWireSchema,
  readNotificationsSchema,
  ruleChangeSchema,
  ruleToWire,
  ruleWireSchema,
  toRuleChange,
  toRuleDefinition,
} from './notification-wire.ts'
import { createWorkspaceRoutes, jsonBody } from '../api/routes.ts'
import { Rejection, requireFound } from '../http/rejection.ts'

const rulesPath = '/api/v1/notification-rules'
const params = createIdParamsSchema('6b1f0d3c-6a1b-4f53-8f0e-54a1d9b1c0aa')

/**
 * Returns the ID of the user whose notification rules apply to the caller. Callers without an account share one set of
 * rules, which is stored under an empty user ID.
 */
export const getRuleOwnerId = ({ kind, id }: Caller): string => (kind === 'local-owner' || kind === 'token' ? '' : id)

/** Adds the routes under `/api/v1/notification-rules` and `/api/v1/notifications`. */
export function addNotificationRoutes(app: OpenAPIHono<AppEnvironment>, { openWorkspace }: RouteDependencies): void {
  const routes = createWorkspaceRoutes(app, openWorkspace, { tags: ['notifications'] })
  const createNotFoundProblem = (id: string) => error('notification-rule.not-found', { id })

  routes.get(rulesPath, {
    permission: 'view',
    summary: 'List your notification rules',
    responses: { 200: ['Rules, oldest first.', z.object({ items: z.array(ruleWireSchema) })] },
    handle: async ({ caller, store }) => {
      const rules = await store.notificationRules.list(getRuleOwnerId(caller))
      return { items: rules.map(ruleToWire) }
    },
  })

  routes.post(rulesPath, {
    permission: 'view',
    summary: 'Add a rule that notifies you when runs end or wait for approval',
    body: jsonBody('NewNotificationRule', newRuleSchema),
    responses: { 201: ['The rule.', ruleWireSchema], 404: 'Workflow not found.', 409: 'Too many rules.' },
    handle: async ({ caller, store, body }) => {
      const ruleOwnerId = getRuleOwnerId(caller)
      const definition = toRuleDefinition(body)
      const workflowProblem = await findWorkflowProblem(store, definition)
      if (workflowProblem) throw new Rejection(404, workflowProblem)
      const problem = findEmailProblem(definition, ruleOwnerId)
      if (problem) throw new Rejection(422, problem)
      const rule = await store.notificationRules.add(ruleOwnerId, definition)
      if (!rule) throw new Rejection(409, error('notification-rule.too-many', { max: maxRules }))
      return ruleToWire(rule)
    },
  })

  routes.patch(`${rulesPath}/{id}`, {
    permission: 'view',
    summary: 'Change one of your notification rules',
    params,
    body: jsonBody('ChangeNotificationRule', ruleChangeSchema),
    responses: { 200: ['The rule.', ruleWireSchema], 404: 'Rule or workflow not found.' },
    handle: async ({ caller, store, params: { id }, body }) => {
      const ruleOwnerId = getRuleOwnerId(caller)
      const currentRule = requireFound(await store.notificationRules.find(ruleOwnerId, id), createNotFoundProblem(id))
      const change = toRuleChange(body)
      const workflowProblem = await findWorkflowProblem(store, change)
      if (workflowProblem) throw new Rejection(404, workflowProblem)
      const problem = findEmailProblem({ ...currentRule, ...change }, ruleOwnerId)
      if (problem) throw new Rejection(422, problem)
      const rule = requireFound(
        await store.notificationRules.change(ruleOwnerId, id, change),
        createNotFoundProblem(id),
      )
      return ruleToWire(rule)
    },
  })

  routes.delete(`${rulesPath}/{id}`, {
    permission: 'view',
    summary: 'Delete one of your notification rules',
    params,
    responses: { 204: 'Deleted.', 404: 'Rule not found.' },
    handle: async ({ caller, store, params: { id } }) => {
      const ruleOwnerId = getRuleOwnerId(caller)
      requireFound(await store.notificationRules.remove(ruleOwnerId, id), createNotFoundProblem(id))
    },
  })

  routes.get('/api/v1/notifications', {
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

  routes.post('/api/v1/notifications/read', {
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

async function findWorkflowProblem(
  { workflows }: WorkspaceStore,
  { workflowId }: Partial<NotificationRuleDefinition>,
): Promise<Problem | undefined> {
  const isKnown = workflowId === undefined || (await workflows.findSerialized(workflowId)) !== undefined
  return isKnown ? undefined : error('workflow.not-found', { id: workflowId })
}

/**
 * Returns a problem if a rule's recipient is not allowed. Users receive emails only at their account's address, so that
 * rules cannot be used to send emails to other people.
 */
function findEmailProblem({ channel, email }: NotificationRuleDefinition, userId: string): Problem | undefined {
  if (isHostUser(userId) && channel === 'mail') return error('notification-rule.no-account', {})
  if (userId === '') return channel === 'mail' && !email ? error('notification-rule.no-email', {}) : undefined
  return email ? error('notification-rule.email', { email }) : undefined
}
