import type { z } from '@hono/zod-openapi'
import { commentResource } from '../comments/comment-resource.ts'
import { mcpServerResource } from '../mcp/mcp-server-resource.ts'
import { notificationRuleResource } from '../notifications/notification-rule-resource.ts'
import { endpointResource } from '../outgoing/endpoint-resource.ts'
import { scheduleResource } from '../triggers/schedules/schedule-resource.ts'
import { webhookResource } from '../triggers/webhooks/webhook-resource.ts'
import { watchResource } from '../watches/watch-resource.ts'
import type { AnyResource, ResourceDeclaration } from './resource.ts'

/** Resources with the default store. The app adds their routes, and the tests of isolation create their rows. */
export const storedResources: readonly AnyResource[] = [endpointResource, notificationRuleResource, watchResource]

/** All resources. The audit log and the export of an account read this list. */
export const resources: readonly ResourceDeclaration<z.ZodRawShape, unknown, unknown>[] = [
  ...storedResources,
  commentResource,
  mcpServerResource,
  scheduleResource,
  webhookResource,
]
