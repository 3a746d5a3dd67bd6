import { message } from '@aw-flow/messages'
import { NodeError } from '@aw-flow/engine'
import { error, parseJson, unwrap, warning, type Json, type Problem } from '@aw-flow/schema'
import { z } from 'zod'
import { escapeInsertions, insertionSetting } from '../requests/insertion.ts'
import { createEarlierVersion } from './create-earlier-version.ts'

const settings = z.strictObject({
  status: z.int().min(200).max(599).default(200).meta({ title: 'Status', description: 'HTTP status of the response.' }),
  headers: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
    .default({})
    .meta({ title: 'Headers', description: 'Headers of the response.' }),
  body: z.string().default('').meta({
    title: 'Body',
    description:
      'Body of the response. Leave empty to send the input: JSON, text or a file; for a table, the first rows.',
    format: 'multiline',
  }),
  ...insertionSetting,
})

/** Response headers that a workflow can set, in addition to `x-…` headers. */
const sendableHeaders: ReadonlySet<string> = new Set([
  'allow',
  'cache-control',
  'content-disposition',
  'content-language',
  'content-type',
  'etag',
  'expires',
  'last-modified',
  'link',
  'location',
  'retry-after',
  'vary',
])
const protectedHeaders: ReadonlySet<string> = new Set([
  'x-content-type-options',
  'x-frame-options',
  'x-xss-protection',
  'x-correlation-id',
])

/**
 * Returns whether a webhook sends a response header, by its lowercase name. Other headers would sign people in
 * (`set-cookie`), ask them for a password (`www-authenticate`), or change who can read the response: pages of other
 * sites are allowed in the settings of the webhook.
 *
 * @internal
 */
export const isSendableHeader = (name: string): boolean =>
  sendableHeaders.has(name) || (name.startsWith('x-') && !protectedHeaders.has(name))

/** Names the headers that a webhook does not send. */
function findUnsentHeaders(names: readonly string[]): Problem[] {
  const unsentNames = names.filter((name) => !isSendableHeader(name.toLowerCase()))
  return unsentNames.length === 0
    ? []
    : [
        warning(
          'response.unsent-headers',
          { headers: unsentNames, count: unsentNames.length },
          { where: { setting: 'headers' } },
        ),
      ]
}

/** Returns whether a body is the text of a JSON object or list. */
const isJsonText = (body: Json): boolean => typeof body === 'string' && /^\s*[[{]/.test(body) && parseJson(body).ok

/** Maximum number of table rows in a response body. */
const maxRows = 1000

/** Responds to the webhook call that started the workflow. @internal */
export const webhookResponseNode = escapeInsertions({
  type: 'webhook_response',
  version: 1,
  family: 'logic',
  title: 'Webhook response',
  description:
    'Responds to the webhook call that started the workflow. In a run without a call, it only reports the response.',
  icon: 'reply',
  isolation: 'shared',
  inputs: [{ name: 'value', type: 'any', label: 'Value' }],
  outputs: [{ name: 'response', type: 'json', label: 'Response' }],
  settings,

  describe: ({ settings: config }) => ({
    outputs: { response: { type: 'json' } },
    problems: findUnsentHeaders(Object.keys(config.headers)),
    summary: message('webhook-response.summary', {
      status: String(config.status),
      body: config.body === '' ? 'input' : 'text',
    }),
  }),

  async run({ node, settings: { status, headers, body, insertion }, inputs: { value }, tables, signal }) {
    const headerFields = Object.fromEntries(
      Object.entries(headers).map(([name, field]) => [name.toLowerCase(), String(field)]),
    )
    const invalidHeader = Object.entries(headerFields).find(
      ([name, field]) => !/^[a-z0-9-]+$/.test(name) || /[\0-\x08\n-\x1f\x7f]/.test(field),
    )
    if (invalidHeader) {
      const params = { header: JSON.stringify(invalidHeader[0]) }
      throw new NodeError('permanent', error('response.header', params, { where: { node, setting: 'headers' } }))
    }
    const createBody = async (): Promise<Json> => {
      if (body !== '' || !value) return body
      if (value.kind === 'text') return value.text
      if (value.kind === 'json') return (value.json ?? null) as Json
      if (value.kind === 'file') return insertion === 'escaped' ? null : { dataset: value.dataset, name: value.name }
      let text = ''
      const decoder = new TextDecoder()
      for await (const chunk of tables.write(value.table, 'jsonl', { signal })) {
        text += decoder.decode(chunk, { stream: true })
        if (text.split('\n', maxRows + 1).length > maxRows) break
      }
      return text
        .split('\n')
        .filter(Boolean)
        .slice(0, maxRows)
        .map((line) => unwrap(parseJson(line)))
    }
    const responseBody = await createBody()
    const isUntypedJson = headerFields['content-type'] === undefined && isJsonText(responseBody)
    const response: Json = {
      status,
      headers: {
        ...headerFields,
        ...(insertion === 'escaped' && isUntypedJson ? { 'content-type': 'application/json' } : {}),
      },
      body: responseBody,
      ...(insertion === 'escaped' && body === '' && value?.kind === 'file'
        ? { file: { dataset: value.dataset, name: value.name } }
        : {}),
    }
    return {
      outputs: { response: { kind: 'json', json: response } },
      problems: findUnsentHeaders(Object.keys(headerFields)),
    }
  },
})

/** Version 1, for runs that started with it. It inserts values unchanged. @internal */
export const webhookResponseNodeV1 = createEarlierVersion(webhookResponseNode, 1, settings)
