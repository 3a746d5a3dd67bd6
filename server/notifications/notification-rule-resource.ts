import { languages } from '@aw-flow/messages'
import { error, type Problem } from '@aw-flow/schema'
import { z } from '@hono/zod-openapi'
import { jsonBody } from '../http/json-body.ts'
import { requireWorkflow } from '../api/require-workflow.ts'
import { toLanguage } from '../http/language.ts'
import { Rejection } from '../http/rejection.ts'
import { defineResource } from '../resources/resource.ts'
import type { Caller } from '../security/caller.ts'
import { isHostUser } from '../security/host-tokens.ts'
import { notificationChannels, ruleEvents, type RuleEvent } from './notification.ts'

const eventsSchema = z
  .array(z.enum(ruleEvents))
  .min(1)
  .transform((events): RuleEvent[] => [...new Set(events)])
  .openapi({ type: 'array', items: { type: 'string', enum: [...ruleEvents] } })

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

const newRuleSchema = z
  .strictObject(fields)
  .partial({ workflow_id: true, email: true, language: true, enabled: true })
  .openapi({ example: { events: ['run.failed', 'approval.needed'], channel: 'browser' } })

const ruleChangeSchema = z
  .strictObject(fields)
  .partial()
  .openapi({ example: { enabled: false } })

const ruleSchema = z
  .object({
    id: z.string(),
    workflow_id: z.string().nullable(),
    events: z.array(z.enum(ruleEvents)),
    channel: z.enum(notificationChannels),
    email: z.string().nullable(),
    language: z.enum(languages).nullable(),
    enabled: z.boolean(),
    created_at: z.string(),
    updated_at: z.string(),
  })
  .openapi('NotificationRule')

/**
 * Returns the ID of the user whose notification rules apply to the caller. Callers without an account share one set of
 * rules, which is stored under an empty user ID.
 */
export const getRuleOwnerId = ({ kind, id }: Caller): string => (kind === 'local-owner' || kind === 'token' ? '' : id)

/** The rules by which a user is notified about runs. */
export const notificationRuleResource = defineResource({
  table: 'notification_rules',
  noun: 'notification_rule',
  path: '/api/v1/notification-rules',
  tags: ['notifications'],
  exampleId: '6b1f0d3c-6a1b-4f53-8f0e-54a1d9b1c0aa',
  answer: ruleSchema,
  computeFields: ({ language }) => ({ language: language === null ? null : toLanguage(language) }),
  orderBy: ['created_at'],
  limit: 50,
  getPerson: getRuleOwnerId,
  problems: {
    notFound: (id) => error('notification-rule.not-found', { id }),
    limit: (max) => error('notification-rule.too-many', { max }),
  },
  initialColumns: () => ({ workflow_id: null, email: null, language: null, enabled: true }),
  async check(rule, { workflow_id: workflowId }, { store, caller }) {
    if (workflowId) await requireWorkflow(store, workflowId)
    const problem = findEmailProblem(rule, getRuleOwnerId(caller))
    if (problem) throw new Rejection(422, problem)
  },
  texts: { one: 'The rule.', notFound: 'Rule not found.' },
  list: { permission: 'view', summary: 'List your notification rules', listDescription: 'Rules, oldest first.' },
  create: {
    permission: 'view',
    summary: 'Add a rule that notifies you when runs end or wait for approval',
    body: jsonBody('NewNotificationRule', newRuleSchema),
    errors: { 404: 'Workflow not found.', 409: 'Too many rules.' },
  },
  change: {
    permission: 'view',
    summary: 'Change one of your notification rules',
    body: jsonBody('ChangeNotificationRule', ruleChangeSchema),
    errors: { 404: 'Rule or workflow not found.' },
  },
  remove: { permission: 'view', summary: 'Delete one of your notification rules' },
})

/**
 * Returns a problem if a rule's recipient is not allowed. Users receive emails only at their account's address, so that
 * rules cannot be used to send emails to other people.
 */
function findEmailProblem(
  { channel, email }: { channel?: string; email?: string | null },
  userId: string,
): Problem | undefined {
  if (isHostUser(userId) && channel === 'mail') return error('notification-rule.no-account', {})
  if (userId === '') return channel === 'mail' && !email ? error('notification-rule.no-email', {}) : undefined
  return email ? error('notification-rule.email', { email }) : undefined
}
