import { z } from '@hono/zod-openapi'
import { createNullableObjectSchema } from '../http/openapi-components.ts'
import { notificationChannels, notificationEvents } from './notification.ts'
import type { RunNotification } from './notifications.ts'
import { recordToWire } from '../wire/record-to-wire.ts'
import { renderProblem } from '../wire/render-response.ts'

export const readNotificationsSchema = z
  .strictObject({ ids: z.array(z.string().max(200)).min(1).max(100) })
  .openapi({ example: { ids: ['6b1f0d3c-6a1b-4f53-8f0e-54a1d9b1c0aa'] } })

export const notificationWireSchema = z
  .object({
    id: z.string(),
    rule_id: z.string().openapi({ description: 'Empty for a mention in a comment.' }),
    channel: z.enum(notificationChannels),
    event: z.enum(notificationEvents),
    run_id: z.string().openapi({ description: 'Empty for a mention in a comment.' }),
    workflow_id: z.string().nullable(),
    workflow_name: z.string().nullable(),
    comment_id: z.string().nullable().openapi({ description: 'The comment that mentions you.' }),
    occurred_at: z.string(),
    status: z
      .enum(['pending', 'sent', 'failed', 'dropped'])
      .openapi({ description: '`dropped`: a limit was exceeded, or the recipient has left the workspace.' }),
    problem: createNullableObjectSchema<Record<string, unknown>>(),
    read_at: z.string().nullable(),
  })
  .openapi('Notification')

export const notificationToWire = (notification: RunNotification): z.infer<typeof notificationWireSchema> =>
  recordToWire(notificationWireSchema, notification, {
    problem: renderProblem(notification.problem),
  })
