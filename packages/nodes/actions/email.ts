import { message } from '@aw-flow/messages'
import { defineNode, digestOf, NodeError, type RunArguments } from '@aw-flow/engine'
import { error, type Json, type Problem } from '@aw-flow/schema'
import { z } from 'zod'
import { hasPlaceholder } from '../requests/has-placeholder.ts'
import { unavailableProblems } from '../requests/unavailable-problems.ts'
import { joinPieces } from '../requests/join-pieces.ts'

const settings = z.strictObject({
  secret: z.string().default('').meta({
    title: 'Mail server',
    description: 'Name of the secret that holds the address: smtps://user:password@mail.example.com.',
    format: 'secret',
  }),
  from: z
    .string()
    .default('')
    .meta({
      title: 'From',
      description: 'Address of the sender.',
      examples: ['reports@example.com', 'Reports <reports@example.com>'],
    }),
  to: z
    .string()
    .default('')
    .meta({
      title: 'To',
      description: 'Addresses of the recipients, separated by commas.',
      examples: ['ada@example.com'],
    }),
  cc: z
    .string()
    .default('')
    .meta({ title: 'Cc', description: 'Addresses of further recipients, separated by commas.' }),
  bcc: z.string().default('').meta({ title: 'Bcc', description: 'Addresses that the other recipients do not see.' }),
  subject: z
    .string()
    .default('Message from your workflow')
    .meta({ title: 'Subject', description: 'Subject line of the email.' }),
  text: z.string().default('').meta({
    title: 'Text',
    description: 'Plain text of the email. Empty: the text on the input.',
    format: 'multiline',
  }),
  html: z.string().default('').meta({
    title: 'HTML',
    description: 'HTML version of the email. External content is not loaded.',
    format: 'multiline',
  }),
  attach: z
    .enum(['none', 'csv', 'xlsx'])
    .default('csv')
    .meta({
      title: 'Attachment',
      description: 'Format of an attached table. A file is attached unchanged. Nothing: no attachment.',
      labels: { none: 'Nothing', csv: 'CSV', xlsx: 'Excel' },
    }),
})

type Settings = z.output<typeof settings>
type Arguments = RunArguments<Settings>

/** Maximum size of all attachments, in bytes. */
const maxAttachmentBytes = 20 * 1024 * 1024

/** Sends an email. @internal */
export const emailNode = defineNode({
  type: 'email',
  version: 1,
  family: 'actions',
  title: 'Email',
  description: 'Sends an email by SMTP, with the input table or file attached.',
  icon: 'mail',
  inputs: [{ name: 'value', type: 'any', label: 'Value' }],
  outputs: [
    { name: 'result', type: 'json', label: 'Result' },
    { name: 'value', type: 'any', label: 'Value' },
  ],
  settings,

  describe({ settings: chosen, inputs, context }) {
    return {
      outputs: { result: { type: 'json' }, value: inputs.value ?? { type: 'any' } },
      summary: message('email.summary', { to: chosen.to, subject: chosen.subject }),
      problems: [...problemsOf(chosen), ...unavailableProblems(context, 'mail')],
    }
  },

  async run(args) {
    const { settings: chosen, node, label, outside, inputs, effect } = args
    const { mail } = outside
    if (!mail) {
      throw new NodeError('permanent', error('outside.no-mail', { node: label }, { where: { node } }))
    }
    const [problem] = problemsOf(chosen)
    if (problem) throw new NodeError('permanent', { ...problem, where: { node, ...problem.where } })
    const { secret, from, subject, html } = chosen
    const [to, cc, bcc] = [chosen.to, chosen.cc, chosen.bcc].map(addressesOf) as [string[], string[], string[]]
    const text = chosen.text === '' ? incomingText(inputs.value) : chosen.text
    const attachments = await attachmentsOf(args)
    const request = {
      secret,
      from,
      to,
      cc,
      bcc,
      subject,
      text: digestOf([text, html]),
      attachments: attachments.map(({ name, identity }) => [name, identity]),
    }
    // After a crash, whether the email was sent is unknown. Sending it twice would be worse than not sending it.
    const result = await effect('email', request, async ({ idempotencyKey, signal }) => {
      const messageId = `<${digestOf(idempotencyKey).slice(0, 32)}@aw>`
      const message = { secret, from, to, cc, bcc, subject, text, attachments, messageId, signal }
      return (await mail.send({ ...message, ...(html === '' ? {} : { html }) })) as unknown as Json
    })
    return { outputs: { result: { kind: 'json', json: result }, ...(inputs.value ? { value: inputs.value } : {}) } }
  },
})

const addressesOf = (text: string): string[] =>
  text
    .split(/[,;]/)
    .map((one) => one.trim())
    .filter(Boolean)

const address = /^(?:[^<>@\r\n]*<)?[^\s<>@,;"]+@[^\s<>@,;"]+\.?[^\s<>@,;"]*>?$/

function problemsOf({ secret, from, to, cc, bcc }: Settings): Problem[] {
  const missing = (what: 'secret' | 'from' | 'to'): Problem =>
    error('email.missing', { what }, { where: { setting: what } })
  const invalidAddresses = (['from', 'to', 'cc', 'bcc'] as const).flatMap((setting) =>
    addressesOf({ from, to, cc, bcc }[setting])
      .filter((one) => !address.test(one) && !hasPlaceholder(one))
      .map((one) => error('email.address', { address: JSON.stringify(one) }, { where: { setting } })),
  )
  return [
    ...(secret === '' ? [missing('secret')] : []),
    ...(from === '' ? [missing('from')] : []),
    ...(addressesOf(`${to},${cc},${bcc}`).length === 0 ? [missing('to')] : []),
    ...invalidAddresses,
  ]
}

function incomingText(value: Arguments['inputs'][string] | undefined): string {
  if (value?.kind === 'text') return value.text
  if (value?.kind === 'json') return typeof value.json === 'string' ? value.json : JSON.stringify(value.json, null, 2)
  return ''
}

async function attachmentsOf({ settings: { attach }, inputs: { value }, tables, files, signal, node }: Arguments) {
  if (attach === 'none') return []
  const tooLarge = (): NodeError =>
    new NodeError(
      'permanent',
      error('email.too-large', { max: maxAttachmentBytes }, { where: { node, setting: 'attach' } }),
    )
  if (value?.kind === 'table') {
    const pieces =
      attach === 'csv' ? tables.csv(value.table, { signal }) : tables.write(value.table, 'xlsx', { signal })
    return [
      {
        name: `table.${attach}`,
        identity: value.table.id,
        content: await joinPieces(pieces, maxAttachmentBytes, tooLarge),
      },
    ]
  }
  if (value?.kind === 'file') {
    const file = await files.open(value.dataset)
    if (!file) {
      throw new NodeError('permanent', error('email.file-gone', { file: value.name }, { where: { node } }))
    }
    if (file.size > maxAttachmentBytes) throw tooLarge()
    return [{ name: value.name, identity: value.dataset, content: await file.read(0, file.size) }]
  }
  return []
}
