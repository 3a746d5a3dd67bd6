import { message } from '@aw-flow/messages'
import { digestJson, NodeError, type RunArguments } from '@aw-flow/engine'
import { error, defined, type Json, type Problem } from '@aw-flow/schema'
import { z } from 'zod'
import { createEarlierVersion } from '../logic/create-earlier-version.ts'
import { checkAvailability } from '../requests/check-availability.ts'
import { createPartialInsertionSetting, escapeInsertions } from '../requests/insertion.ts'
import { createBody, performRequest } from '../requests/perform-request.ts'
import { createSecretUses, checkAuthentication, authenticationSettings } from '../requests/authentication.ts'
import { splitAddresses } from '../requests/split-addresses.ts'

const settings = z.strictObject({
  channel: z
    .enum(['page', 'webhook', 'email'])
    .default('page')
    .meta({
      title: 'Channel',
      description:
        'Page: everyone watching the run. Webhook: a service that accepts JSON. Email: the recipients below.',
      labels: { page: 'Page', webhook: 'Webhook', email: 'Email' },
    }),
  title: z.string().default('Your workflow').meta({
    title: 'Title',
    description: 'Heading of the notification, or subject of the email.',
  }),
  message: z.string().default('Workflow reached this step.').meta({
    title: 'Message',
    description: 'Text of the notification.',
    format: 'multiline',
  }),
  level: z
    .enum(['info', 'warning', 'error'])
    .default('info')
    .meta({
      title: 'Severity',
      description: 'How serious the notification is.',
      labels: { info: 'Info', warning: 'Warning', error: 'Error' },
    }),
  url: z
    .string()
    .default('')
    .meta({
      title: 'URL',
      description: 'URL of the service. It receives {"title", "text", "level"} as JSON.',
      examples: ['https://hooks.example.com/team'],
      when: { channel: 'webhook' },
    }),
  ...authenticationSettings,
  from: z
    .string()
    .default('')
    .meta({ title: 'From', description: 'Email address of the sender.', when: { channel: 'email' } }),
  to: z
    .string()
    .default('')
    .meta({
      title: 'To',
      description: 'Comma-separated email addresses of the recipients.',
      when: { channel: 'email' },
    }),
  ...createPartialInsertionSetting('Escaped in URLs only'),
})

type Settings = z.output<typeof settings>
type Arguments = RunArguments<Settings>

/** Notifies people or a service. @internal */
export const notificationNode = escapeInsertions({
  type: 'notification',
  version: 1,
  family: 'actions',
  title: 'Notification',
  description: 'Notifies everyone watching the run, a service by webhook, or people by email.',
  icon: 'bell',
  effects: ({ channel }) => (channel === 'page' ? 'internal' : 'external'),
  targets: ['url', 'to'],
  inputs: [{ name: 'value', type: 'any', label: 'Value' }],
  outputs: [{ name: 'value', type: 'any', label: 'Value' }],
  settings,

  describe({ settings: config, inputs, context }) {
    const { channel, title } = config
    const to = channel === 'webhook' ? config.url : config.to
    return {
      outputs: { value: inputs.value ?? { type: 'any' } },
      summary: message('notification.summary', { channel, to, title }),
      problems: [...findProblems(config), ...(channel === 'email' ? checkAvailability(context, 'mail') : [])],
    }
  },

  async run(args) {
    const { settings: config, node, inputs } = args
    const [problem] = findProblems(config)
    if (problem) throw new NodeError('permanent', { ...problem, where: { node, ...problem.where } })
    await { page: showInPage, webhook: sendToService, email: sendByMail }[config.channel](args)
    return { outputs: defined({ value: inputs.value }) }
  },
})

/** Version 1, for runs that started with it. It inserts values unchanged. @internal */
export const notificationNodeV1 = createEarlierVersion(notificationNode, 1, settings)

/** Version 2, for runs that started with it. It escapes values in URLs only. @internal */
export const notificationNodeV2 = createEarlierVersion(notificationNode, 2, settings)

function findProblems(config: Settings): Problem[] {
  const createMissingProblem = (field: 'url' | 'secret' | 'from' | 'to'): Problem =>
    error('notification.missing', { what: field }, { where: { setting: field } })
  if (config.channel === 'webhook') {
    return [...(config.url === '' ? [createMissingProblem('url')] : []), ...checkAuthentication(config, {})]
  }
  if (config.channel === 'page') return []
  return [
    ...(config.secret === '' ? [createMissingProblem('secret')] : []),
    ...(config.from === '' ? [createMissingProblem('from')] : []),
    ...(config.to === '' ? [createMissingProblem('to')] : []),
  ]
}

/** Writes the notification to the run log and shows it on the pages that are watching the run. */
async function showInPage({
  settings: { title, message: text, level },
  services,
  effect,
  log,
}: Arguments): Promise<void> {
  log(level, `${title}: ${text}`)
  const { notifications } = services
  if (!notifications) return
  await effect('notice', { title, text, level }, async () => {
    await notifications.show({ title, text, level })
    return null
  })
}

async function sendToService(args: Arguments): Promise<void> {
  const { url, title, message: text, level, ...authentication } = args.settings
  const content = { title, text, level }
  await performRequest(args, {
    method: 'POST',
    url,
    headers: {},
    body: createBody(new TextEncoder().encode(JSON.stringify(content)), 'application/json', content),
    secrets: createSecretUses(authentication),
    timeoutMs: 30_000,
    maxBytes: 1024 * 1024,
    retryOn: new Set([429, 502, 503, 504]),
    failOnStatus: true,
    bodyType: 'text',
  })
}

async function sendByMail({ settings: config, services, effect, node, label }: Arguments): Promise<void> {
  const { mail } = services
  if (!mail) {
    throw new NodeError('permanent', error('outside.no-mail', { node: label }, { where: { node } }))
  }
  const { secret, from, title: subject, message: text } = config
  const to = splitAddresses(config.to)
  await effect('email', { secret, from, to, subject, text: digestJson(text) }, async ({ idempotencyKey, signal }) => {
    const messageId = `<${digestJson(idempotencyKey).slice(0, 32)}@aw>`
    const sendResult = await mail.send({
      secret,
      from,
      to,
      cc: [],
      bcc: [],
      subject,
      text,
      attachments: [],
      messageId,
      signal,
    })
    return sendResult as unknown as Json
  })
}
