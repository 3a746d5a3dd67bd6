import { message } from '@aw-flow/messages'
import { defineNode, digestOf, NodeError, type RunArguments } from '@aw-flow/engine'
import { error, type Json, type Problem } from '@aw-flow/schema'
import { z } from 'zod'
import { hasPlaceholder } from '../requests/has-placeholder.ts'
import { lacksProblem } from '../requests/lacks-problem.ts'
import { joinPieces } from '../requests/join-pieces.ts'

const settings = z.strictObject({
  secret: z.string().default('').meta({
    title: 'Mail server',
    description: 'The name of the secret that holds its address: smtps://user:password@mail.example.com.',
    format: 'secret',
  }),
  from: z
    .string()
    .default('')
    .meta({
      title: 'From',
      description: 'Who sends it.',
      examples: ['reports@example.com', 'Reports <reports@example.com>'],
    }),
  to: z
    .string()
    .default('')
    .meta({ title: 'To', description: 'Who gets it; several with commas.', examples: ['ada@example.com'] }),
  cc: z.string().default('').meta({ title: 'Copy', description: 'Who else gets it; several with commas.' }),
  bcc: z.string().default('').meta({ title: 'Blind copy', description: 'Who gets it without the others knowing.' }),
  subject: z
    .string()
    .default('A message of your workflow')
    .meta({ title: 'Subject', description: 'What it is about.' }),
  text: z.string().default('').meta({
    title: 'Text',
    description: 'What it says. Empty: the text that comes in.',
    format: 'multiline',
  }),
  html: z.string().default('').meta({
    title: 'HTML',
    description: 'The same as HTML, for readers that show it; nothing of it is fetched.',
    format: 'multiline',
  }),
  attach: z.enum(['none', 'csv', 'xlsx']).default('csv').meta({
    title: 'Attach',
    description: 'How a table that comes in is attached. A file that comes in is attached as it is; none: neither is.',
  }),
})

type Settings = z.output<typeof settings>
type Arguments = RunArguments<Settings>

/** More is not attached, in bytes. */
const most = 20 * 1024 * 1024

/** Sends a mail. */
export const emailNode = defineNode({
  type: 'email',
  version: 1,
  family: 'actions',
  title: 'Email',
  description: 'Sends a mail by SMTP, with the table or the file that comes in attached.',
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
      problems: [...problemsOf(chosen), ...lacksProblem(context, 'mail')],
    }
  },

  async run(args) {
    const { settings: chosen, node, label, outside, inputs, effect } = args
    const { mail } = outside
    if (!mail) {
      throw new NodeError('permanent', error('outside.no-mail', { node: label }, { where: { node } }))
    }
    const [wrong] = problemsOf(chosen)
    if (wrong) throw new NodeError('permanent', { ...wrong, where: { node, ...wrong.where } })
    const { secret, from, subject, html } = chosen
    const [to, cc, bcc] = [chosen.to, chosen.cc, chosen.bcc].map(addressesOf) as [string[], string[], string[]]
    const text = chosen.text === '' ? incomingText(inputs.value) : chosen.text
    const attachments = await attachmentsOf(args)
    const asked = {
      secret,
      from,
      to,
      cc,
      bcc,
      subject,
      text: digestOf([text, html]),
      attachments: attachments.map(({ name, identity }) => [name, identity]),
    }
    // Whether a mail went out before a crash nobody can know, and twice is worse than once.
    const result = await effect('email', asked, async ({ idempotencyKey, signal }) => {
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
  const wrong = (['from', 'to', 'cc', 'bcc'] as const).flatMap((setting) =>
    addressesOf({ from, to, cc, bcc }[setting])
      .filter((one) => !address.test(one) && !hasPlaceholder(one))
      .map((one) => error('email.address', { address: JSON.stringify(one) }, { where: { setting } })),
  )
  return [
    ...(secret === '' ? [missing('secret')] : []),
    ...(from === '' ? [missing('from')] : []),
    ...(addressesOf(`${to},${cc},${bcc}`).length === 0 ? [missing('to')] : []),
    ...wrong,
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
    new NodeError('permanent', error('email.too-large', { max: most }, { where: { node, setting: 'attach' } }))
  if (value?.kind === 'table') {
    const pieces =
      attach === 'csv' ? tables.csv(value.table, { signal }) : tables.write(value.table, 'xlsx', { signal })
    return [{ name: `table.${attach}`, identity: value.table.id, content: await joinPieces(pieces, most, tooLarge) }]
  }
  if (value?.kind === 'file') {
    const file = await files.open(value.dataset)
    if (!file) {
      throw new NodeError('permanent', error('email.file-gone', { file: value.name }, { where: { node } }))
    }
    if (file.size > most) throw tooLarge()
    return [{ name: value.name, identity: value.dataset, content: await file.read(0, file.size) }]
  }
  return []
}
