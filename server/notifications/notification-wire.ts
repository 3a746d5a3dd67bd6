import { defined } from '@aw-flow/schema'
import { z } from '@hono/zod-openapi'
import { languages } from '@aw-flow/messages'
import { createNullableObjectSchema } from '../http/openapi-components.ts'
import { renderResponse } from '../wire/render-response.ts'
import {
  notificationChannels,
  notificationEvents,
  type NotificationEvent,
  type NotificationRule,
  type NotificationRuleDefinition,
  type RunNotification,
} from './notification.ts'

const eventsSchema = z
  .array(z.enum(notificationEvents))
  .min(1)
  .transform((events): NotificationEvent[] => [...new Set(events)])
  .openapi({ type: 'array', items: { type: 'string', enum: [...notificationEvents] } })

const fields = {
  workflow_id: z.string().nullable().openapi({ description: 'Null: all workflows in the workspace.' }),
  events: eventsSchema,
  channel: z.enum(notificationChannels).openapi({
    description: '`browser`: open studio pages and browsers with a push subscription show the notification.',
  }),
  email: z.email().max(320).nullable().openapi({
    description: 'Recipient on a server without accounts; users receive emails at their account address.',
  }),
  language: z.enum(languages).nullable().openapi({
    description:
      'Language of the emails on a server without accounts; null: English. Users receive emails in their own language.',
  }),
  enabled: z.boolean(),
}

export const newRuleSchema = z
  .strictObject({
    ...fields,
    workflow_id: fields.workflow_id.optional(),
    email: fields.email.optional(),
    language: fields.language.optional(),
    enabled: fields.enabled.optional(),
  })
  .openapi({ example: { events: ['run.failed', 'approval.needed'], channel: 'browser' } })

export const ruleChangeSchema = z
  .strictObject({
    workflow_id: fields.workflow_id.optional(),
    events: eventsSchema.optional(),
    channel: fields.channel.optional(),
    email: fields.email.optional(),
    language: fields.language.optional(),
    enabled: fields.enabled.optional(),
  })
  .openapi({ example: { enabled: false } })

export const readNotificationsSchema = z
  .strictObject({ ids: z.array(z.string().max(200)).min(1).max(100) })
  .openapi({ example: { ids: ['6b1f0d3c-6a1b-4f53-8f0e-54a1d9b1c0aa'] } })

export const toRuleDefinition = (body: z.infer<typeof newRuleSchema>): NotificationRuleDefinition => ({
  workflowId: body.workflow_id ?? undefined,
  events: body.events,
  channel: body.channel,
  email: body.email ?? undefined,
  language: body.language ?? undefined,
  enabled: body.enabled ?? true,
})

export const toRuleChange = (body: z.infer<typeof ruleChangeSchema>): Partial<NotificationRuleDefinition> => ({
  ...(body.workflow_id === undefined ? {} : { workflowId: body.workflow_id ?? undefined }),
  ...defined({ events: body.events, channel: body.channel }),
  ...(body.email === undefined ? {} : { email: body.email ?? undefined }),
  ...(body.language === undefined ? {} : { language: body.language ?? undefined }),
  ...defined({ enabled: body.enabled }),
})

export const ruleWireSchema = z
  .object({
    id: z.string(),
    workflow_id: z.string().nullable(),
    events: z.array(z.enum(notificationEvents)),
    channel: z.enum(notificationChannels),
    email: z.string().nullable(),
    language: z.enum(languages).nullable(),
    enabled: z.boolean(),
    created_at: z.string(),
    updated_at: z.string(),
  })
  .openapi('NotificationRule')

export const ruleToWire = (rule: NotificationRule): z.infer<typeof ruleWireSchema> => ({
  id: rule.id,
  workflow_id: rule.workflowId ?? null,
  events: [...rule.events],
  channel: rule.channel,
  email: rule.email ?? null,
  language: rule.language ?? null,
  enabled: rule.enabled,
  created_at: rule.createdAt,
  updated_at: rule.updatedAt,
})

export const notificationWireSchema = z
  .object({
    id: z.string(),
    rule_id: z.string(),
    channel: z.enum(notificationChannels),
    event: z.enum(notificationEvents),
    run_id: z.string(),
    workflow_id: z.string().nullable(),
    workflow_name: z.string().nullable(),
    occurred_at: z.string(),
    status: z
      .enum(['pending', 'sent', 'failed', 'dropped'])
      .openapi({ description: '`dropped`: a limit was exceeded, or the recipient has left the workspace.' }),
    problem: createNullableObjectSchema<Record<string, unknown>>(),
    read_at: z.string().nullable(),
  })
  .openapi('Notification')

export const notificationToWire = (notification: RunNotification): z.infer<typeof notificationWireSchema> => ({
  id: notification.id,
  rule_id: notification.ruleId,
  channel: notification.channel,
  event: notification.event,
  run_id: notification.runId,
  workflow_id: notification.workflowId ?? null,
  workflow_name: notification.workflowName ?? null,
  occurred_at: notification.occurredAt,
  status: notification.status,
  problem: notification.problem ? { ...renderResponse(notification.problem) } : null,
  read_at: notification.readAt ?? null,
})
