import { message } from '@aw-flow/messages'
import { digestJson, NodeError, type RunArguments } from '@aw-flow/engine'
import { error, defined, type Json, type Problem } from '@aw-flow/schema'
import { z } from 'zod'
import { hasPlaceholder } from '../requests/has-placeholder.ts'
import { createEarlierVersion } from '../logic/create-earlier-version.ts'
import { checkAvailability } from '../requests/check-availability.ts'
import { createPartialInsertionSetting, escapeInsertions } from '../requests/insertion.ts'
import { joinChunks } from '../requests/join-chunks.ts'
import { splitAddresses } from '../requests/split-addresses.ts'

const settings = z.strictObject({
  secret: z.string().default('').meta({
    title: 'Mail server',
    description: 'Name of the secret that contains the server URL, such as smtps://user:password@mail.example.com.',
    format: 'secret',
  }),
  from: z
    .string()
    .default('')
    .meta({
      title: 'From',
      description: 'Email address of the sender.',
      examples: ['reports@example.com', 'Reports <reports@example.com>'],
    }),
  to: z
    .string()
    .default('')
    .meta({
      title: 'To',
      description: 'Comma-separated email addresses of the recipients.',
      examples: ['ada@example.com'],
    }),
  cc: z
    .string()
    .default('')
    .meta({ advanced: true, title: 'Cc', description: 'Comma-separated email addresses of additional recipients.' }),
  bcc: z.string().default('').meta({
    advanced: true,
    title: 'Bcc',
    description: 'Comma-separated email addresses that are hidden from the other recipients.',
  }),
  subject: z
    .string()
    .default('Message from your workflow')
    .meta({ title: 'Subject', description: 'Subject line of the email.' }),
  text: z.string().default('').meta({
    title: 'Text',
    description: 'Plain text of the email. Leave empty to send the text from the input.',
    format: 'multiline',
  }),
  html: z.string().default('').meta({
    advanced: true,
    title: 'HTML',
    description: 'HTML version of the email. The node does not download or embed external images.',
    format: 'multiline',
  }),
  attach: z
    .enum(['none', 'csv', 'xlsx'])
    .default('csv')
    .meta({
      title: 'Attachment',
      description: 'File format of an attached table. Files are attached unchanged. None: nothing is attached.',
      labels: { none: 'None', csv: 'CSV', xlsx: 'Excel' },
    }),
  ...createPartialInsertionSetting('Escaped in HTML only'),
})

type Settings = z.output<typeof settings>
type Arguments = RunArguments<Settings>

/** Maximum size of an attachment, in bytes. */
const maxAttachmentBytes = 20 * 1024 * 1024

/** Sends an email. @internal */
export const emailNode = escapeInsertions({
  type: 'email',
  version: 1,
  family: 'actions',
  title: 'Email',
  description: 'Sends an email by SMTP, with the input table or file attached.',
  icon: 'mail',
  effects: 'external',
  targets: ['to', 'cc', 'bcc'],
  inputs: [{ name: 'value', type: 'any', label: 'Value' }],
  outputs: [
    { name: 'result', type: 'json', label: 'Result' },
    { name: 'value', type: 'any', label: 'Value' },
  ],
  settings,

  describe({ settings: config, inputs, context }) {
    return {
      outputs: { result: { type: 'json' }, value: inputs.value ?? { type: 'any' } },
      summary: message('email.summary', { to: config.to, subject: config.subject }),
      problems: [...findProblems(config), ...checkAvailability(context, 'mail')],
    }
  },

  async run(args) {
    const { settings: config, node, label, services, inputs, effect } = args
    const { mail } = services
    if (!mail) {
      throw new NodeError('permanent', error('outside.no-mail', { node: label }, { where: { node } }))
    }
    const [problem] = findProblems(config)
    if (problem) throw new NodeError('permanent', { ...problem, where: { node, ...problem.where } })
    const { secret, from, subject, html } = config
    const [to, cc, bcc] = [config.to, config.cc, config.bcc].map(splitAddresses) as [string[], string[], string[]]
    const text = config.text === '' ? toText(inputs.value) : config.text
    const attachments = await createAttachments(args)
    const request = {
      secret,
      from,
      to,
      cc,
      bcc,
      subject,
      text: digestJson([text, html]),
      attachments: attachments.map(({ name, identity }) => [name, identity]),
    }
    // After a crash, it is unknown whether the email was sent. A missing email is better than a duplicate.
    const result = await effect('email', request, async ({ idempotencyKey, signal }) => {
      const messageId = `<${digestJson(idempotencyKey).slice(0, 32)}@aw>`
      const email = { secret, from, to, cc, bcc, subject, text, attachments, messageId, signal }
      return (await mail.send({ ...email, ...(html === '' ? {} : { html }) })) as unknown as Json
    })
    return { outputs: defined({ result: { kind: 'json', json: result }, value: inputs.value }) }
  },
})

/** Version 1, for runs that started with it. It inserts values unchanged. @internal */
export const emailNodeV1 = createEarlierVersion(emailNode, 1, settings)

/** Version 2, for runs that started with it. It escapes values in HTML only. @internal */
export const emailNodeV2 = createEarlierVersion(emailNode, 2, settings)

const addressPattern = /^(?:(?:"(?:[^"\\\r\n]|\\.)*"\s*|[^<>@\r\n]*)<)?[^\s<>@,;"]+@[^\s<>@,;"]+>?$/

function findProblems({ secret, from, to, cc, bcc }: Settings): Problem[] {
  const createMissingProblem = (field: 'secret' | 'from' | 'to'): Problem =>
    error('email.missing', { what: field }, { where: { setting: field } })
  const invalidAddressProblems = (['from', 'to', 'cc', 'bcc'] as const).flatMap((setting) =>
    splitAddresses({ from, to, cc, bcc }[setting])
      .filter((entry) => !addressPattern.test(entry) && !hasPlaceholder(entry))
      .map((entry) => error('email.address', { address: JSON.stringify(entry) }, { where: { setting } })),
  )
  return [
    ...(secret === '' ? [createMissingProblem('secret')] : []),
    ...(from === '' ? [createMissingProblem('from')] : []),
    ...(splitAddresses(`${to},${cc},${bcc}`).length === 0 ? [createMissingProblem('to')] : []),
    ...invalidAddressProblems,
  ]
}

function toText(value: Arguments['inputs'][string] | undefined): string {
  if (value?.kind === 'text') return value.text
  if (value?.kind === 'json') return typeof value.json === 'string' ? value.json : JSON.stringify(value.json, null, 2)
  return ''
}

async function createAttachments({ settings: { attach }, inputs: { value }, tables, files, signal, node }: Arguments) {
  if (attach === 'none') return []
  const createTooLargeError = (): NodeError =>
    new NodeError(
      'permanent',
      error('email.too-large', { max: maxAttachmentBytes }, { where: { node, setting: 'attach' } }),
    )
  if (value?.kind === 'table') {
    const chunks =
      attach === 'csv' ? tables.csv(value.table, { signal }) : tables.write(value.table, 'xlsx', { signal })
    return [
      {
        name: `table.${attach}`,
        identity: value.table.id,
        content: await joinChunks(chunks, maxAttachmentBytes, createTooLargeError),
      },
    ]
  }
  if (value?.kind === 'file') {
    const file = await files.open(value.dataset)
    if (!file) {
      throw new NodeError('permanent', error('email.file-missing', { file: value.name }, { where: { node } }))
    }
    if (file.size > maxAttachmentBytes) throw createTooLargeError()
    return [{ name: value.name, identity: value.dataset, content: await file.read(0, file.size) }]
  }
  return []
}
