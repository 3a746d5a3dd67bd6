import { message } from '@aw-flow/messages'
import { defineNode, NodeError } from '@aw-flow/engine'
import { error, type Json } from '@aw-flow/schema'
import { z } from 'zod'

const settings = z.strictObject({
  status: z.int().min(200).max(599).default(200).meta({ title: 'Status', description: 'The status of the answer.' }),
  headers: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
    .default({})
    .meta({ title: 'Headers', description: 'Headers of the answer, as JSON.', format: 'json' }),
  body: z.string().default('').meta({
    title: 'Body',
    description: 'The text of the answer. Empty: what comes in, as JSON or text; a table as its first rows.',
    format: 'multiline',
  }),
})

/** How many rows of a table an answer holds. */
const mostRows = 1000

/** Answers who called the webhook that began the workflow. */
export const webhookResponseNode = defineNode({
  type: 'webhook_response',
  version: 1,
  family: 'logic',
  title: 'Webhook response',
  description:
    'Answers who called the webhook that began the workflow. Where nobody called, it only says what the answer would be.',
  icon: 'reply',
  inputs: [{ name: 'value', type: 'any', label: 'Value' }],
  outputs: [{ name: 'response', type: 'json', label: 'Response' }],
  settings,

  describe: ({ settings: { status, body } }) => ({
    outputs: { response: { type: 'json' } },
    summary: message('webhook-response.summary', { status: String(status), body: body === '' ? 'input' : 'text' }),
  }),

  async run({ node, settings: { status, headers, body }, inputs: { value }, tables, signal }) {
    const told = Object.fromEntries(Object.entries(headers).map(([name, one]) => [name.toLowerCase(), String(one)]))
    const wrong = Object.entries(told).find(([name, one]) => !/^[a-z0-9-]+$/.test(name) || /[\r\n\0]/.test(one))
    if (wrong) {
      const params = { header: JSON.stringify(wrong[0]) }
      throw new NodeError('permanent', error('response.header', params, { where: { node, setting: 'headers' } }))
    }
    const answered = async (): Promise<Json> => {
      if (body !== '' || !value) return body
      if (value.kind === 'text') return value.text
      if (value.kind === 'json') return (value.json ?? null) as Json
      if (value.kind === 'file') return { dataset: value.dataset, name: value.name }
      let text = ''
      const decoder = new TextDecoder()
      for await (const piece of tables.write(value.table, 'jsonl', { signal })) {
        text += decoder.decode(piece, { stream: true })
        if (text.split('\n', mostRows + 1).length > mostRows) break
      }
      return text
        .split('\n')
        .filter(Boolean)
        .slice(0, mostRows)
        .map((line) => JSON.parse(line) as Json)
    }
    return { outputs: { response: { kind: 'json', json: { status, headers: told, body: await answered() } } } }
  },
})
