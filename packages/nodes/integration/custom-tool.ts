import { defineNode, NodeError, typeText } from '@aw-flow/engine'
import { error, type Json, type Problem, type Value } from '@aw-flow/schema'
import { z } from 'zod'
import { addressProblems } from '../requests/address-problems.ts'
import { bytesBody, performRequest } from '../requests/perform-request.ts'
import { secretsOf, signInProblems, signInSettings } from '../requests/sign-in.ts'
import { readSchema, type CheckValue } from './check-schema.ts'

const anything = '{\n  "type": "object"\n}'

const settings = z.strictObject({
  name: z.string().min(1).default('tool').meta({ title: 'Name', description: 'What the tool is called.' }),
  url: z.string().default('https://example.com/tool').meta({
    title: 'Address',
    description: 'The service, beginning with https:// or http://.',
  }),
  method: z.enum(['POST', 'PUT', 'GET']).default('POST').meta({
    title: 'Method',
    description: 'POST and PUT send the arguments as JSON, GET as the query.',
  }),
  ...signInSettings,
  arguments: z.record(z.string(), z.unknown()).nullable().default(null).meta({
    title: 'Arguments',
    description:
      'What the tool is given, as an object of JSON; a text that is one {{…}} keeps the type of what it brings. Empty: what comes in.',
    format: 'json',
  }),
  inputSchema: z.string().default(anything).meta({
    title: 'Takes',
    description: 'The JSON Schema of the arguments; what does not hold it is never sent.',
    format: 'json',
  }),
  outputSchema: z.string().default('{}').meta({
    title: 'Gives',
    description: 'The JSON Schema of the answer; an answer that does not hold it fails the node.',
    format: 'json',
  }),
  timeoutSeconds: z
    .number()
    .min(1)
    .max(600)
    .default(60)
    .meta({ title: 'Patience (seconds)', description: 'So long may nothing come.' }),
})

type Settings = z.output<typeof settings>

/** Uses a service that is described by JSON Schemas. */
export const customToolNode = defineNode({
  type: 'custom_tool',
  version: 1,
  family: 'integration',
  title: 'Custom tool',
  description: 'Uses an HTTP service as a tool: what it takes and what it gives are checked against JSON Schemas.',
  icon: 'puzzle',
  inputs: [{ name: 'value', type: 'any', label: 'Arguments' }],
  outputs: [{ name: 'result', type: 'json', label: 'Result' }],
  settings,

  describe({ settings: chosen }) {
    const { host, pathname } = URL.canParse(chosen.url) ? new URL(chosen.url) : { host: chosen.url, pathname: '' }
    return {
      outputs: { result: { type: 'json' } },
      summary: `${chosen.name}\n${host}${pathname}`,
      problems: problemsOf(chosen),
    }
  },

  async run(args) {
    const { settings: chosen, node, inputs } = args
    const [wrong] = problemsOf(chosen).filter(({ severity }) => severity === 'error')
    if (wrong) throw new NodeError('permanent', { ...wrong, where: { node, ...wrong.where } })
    const { name, url, method } = chosen
    const given = argumentsOf(chosen.arguments, inputs.value, node)
    const faults = schemaOf(chosen.inputSchema, 'inputSchema')(given)
    if (faults.length > 0) {
      throw refused(error('tool.arguments', { tool: name, faults }, { where: { node, setting: 'arguments' } }))
    }
    const address = new URL(url)
    if (method === 'GET') {
      const fields = typeof given === 'object' && given !== null && !Array.isArray(given) ? Object.entries(given) : []
      for (const [field, value] of fields)
        address.searchParams.append(field, typeof value === 'string' ? value : JSON.stringify(value))
    }
    const answer = await performRequest(args, {
      method,
      url: address.href,
      headers: { accept: 'application/json' },
      body:
        method === 'GET'
          ? undefined
          : bytesBody(new TextEncoder().encode(JSON.stringify(given)), 'application/json', given),
      secrets: secretsOf(chosen),
      timeoutMs: chosen.timeoutSeconds * 1000,
      mostBytes: 16 * 1024 * 1024,
      retryOn: new Set([408, 425, 429, 500, 502, 503, 504]),
      failOnStatus: true,
      take: 'json',
    })
    const result = answer.json ?? null
    const wrongs = schemaOf(chosen.outputSchema, 'outputSchema')(result)
    if (wrongs.length === 0) return { outputs: { result: { kind: 'json', json: result } } }
    throw refused(error('tool.answer', { tool: name, faults: wrongs }, { where: { node, setting: 'outputSchema' } }))
  },
})

function problemsOf(chosen: Settings): Problem[] {
  const schemas = (['inputSchema', 'outputSchema'] as const).flatMap((setting) => {
    const read = readSchema(chosen[setting], setting)
    return typeof read === 'function' ? [] : [read]
  })
  return [...addressProblems(chosen.url, 'url'), ...schemas, ...signInProblems(chosen, {})]
}

function schemaOf(text: string, setting: string): CheckValue {
  const read = readSchema(text, setting)
  if (typeof read === 'function') return read
  throw new NodeError('permanent', read)
}

function argumentsOf(own: Settings['arguments'], value: Value | undefined, node: string): Json {
  if (own) return own as Json
  if (!value) return {}
  if (value.kind === 'json') return (value.json ?? null) as Json
  if (value.kind === 'text') return { text: value.text }
  throw refused(error('tool.arguments.not-json', { type: typeText(value.kind) }, { where: { node, port: 'value' } }))
}

const refused = (problem: Problem): NodeError => new NodeError('validation', problem)
