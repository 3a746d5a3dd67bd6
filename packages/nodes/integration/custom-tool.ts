import { defineNode, NodeError, typeText } from '@aw-flow/engine'
import { error, type Json, type Problem, type Value } from '@aw-flow/schema'
import { z } from 'zod'
import { addressProblems } from '../requests/address-problems.ts'
import { bytesBody, performRequest } from '../requests/perform-request.ts'
import { secretsOf, signInProblems, signInSettings } from '../requests/sign-in.ts'
import { readSchema, type CheckValue } from './check-schema.ts'

const anything = '{\n  "type": "object"\n}'

const settings = z.strictObject({
  name: z.string().min(1).default('tool').meta({ title: 'Name', description: 'Name of the tool.' }),
  url: z.string().default('').meta({
    title: 'URL',
    description: 'Address of the service, starting with https:// or http://.',
  }),
  method: z.enum(['POST', 'PUT', 'GET']).default('POST').meta({
    title: 'Method',
    description: 'POST and PUT send the arguments as JSON, GET as query parameters.',
  }),
  ...signInSettings,
  arguments: z.record(z.string(), z.unknown()).nullable().default(null).meta({
    title: 'Arguments',
    description:
      'Arguments as a JSON object. A string that is a single {{…}} keeps the type of its value. Empty: the input value.',
    format: 'json',
  }),
  inputSchema: z.string().default(anything).meta({
    title: 'Input schema',
    description: 'JSON Schema of the arguments. Arguments that do not match are never sent.',
    format: 'json',
  }),
  outputSchema: z.string().default('{}').meta({
    title: 'Output schema',
    description: 'JSON Schema of the response. A response that does not match fails the node.',
    format: 'json',
  }),
  timeoutSeconds: z
    .number()
    .min(1)
    .max(600)
    .default(60)
    .meta({ title: 'Timeout (seconds)', description: 'Stop if no data arrives for this time.' }),
})

type Settings = z.output<typeof settings>

/** Calls a service that is described by JSON Schemas. @internal */
export const customToolNode = defineNode({
  type: 'custom_tool',
  version: 1,
  family: 'integration',
  title: 'Custom tool',
  description: 'Calls an HTTP service as a tool and checks arguments and response against JSON Schemas.',
  icon: 'puzzle',
  inputs: [{ name: 'value', type: 'any', label: 'Arguments' }],
  outputs: [{ name: 'result', type: 'json', label: 'Result' }],
  settings,

  describe({ settings: chosen }) {
    const { host, pathname } = URL.canParse(chosen.url) ? new URL(chosen.url) : { host: chosen.url, pathname: '' }
    return {
      outputs: { result: { type: 'json' } },
      summary: `${chosen.name}\n${host}${pathname}`.trim(),
      problems: problemsOf(chosen),
    }
  },

  async run(args) {
    const { settings: chosen, node, inputs } = args
    const [wrong] = problemsOf(chosen).filter(({ severity }) => severity === 'error')
    if (wrong) throw new NodeError('permanent', { ...wrong, where: { node, ...wrong.where } })
    const { name, url, method } = chosen
    const values = argumentsOf(chosen.arguments, inputs.value, node)
    const faults = schemaOf(chosen.inputSchema, 'inputSchema')(values)
    if (faults.length > 0) {
      throw refused(error('tool.arguments', { tool: name, faults }, { where: { node, setting: 'arguments' } }))
    }
    const address = new URL(url)
    if (method === 'GET') {
      const fields =
        typeof values === 'object' && values !== null && !Array.isArray(values) ? Object.entries(values) : []
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
          : bytesBody(new TextEncoder().encode(JSON.stringify(values)), 'application/json', values),
      secrets: secretsOf(chosen),
      timeoutMs: chosen.timeoutSeconds * 1000,
      maxBytes: 16 * 1024 * 1024,
      retryOn: new Set([408, 425, 429, 500, 502, 503, 504]),
      failOnStatus: true,
      take: 'json',
    })
    const result = answer.json ?? null
    const resultFaults = schemaOf(chosen.outputSchema, 'outputSchema')(result)
    if (resultFaults.length === 0) return { outputs: { result: { kind: 'json', json: result } } }
    throw refused(
      error('tool.answer', { tool: name, faults: resultFaults }, { where: { node, setting: 'outputSchema' } }),
    )
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
