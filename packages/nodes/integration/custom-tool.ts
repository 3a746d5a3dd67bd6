import { NodeError } from '@aw-flow/engine'
import { error, type Problem, getProblem } from '@aw-flow/schema'
import { z } from 'zod'
import { createEarlierVersion } from '../logic/create-earlier-version.ts'
import { escapeInsertions, insertionSetting } from '../requests/insertion.ts'
import { findUrlProblems } from '../requests/find-url-problems.ts'
import { createBody, performRequest } from '../requests/perform-request.ts'
import { createSecretUses, checkAuthentication, authenticationSettings } from '../requests/authentication.ts'
import { compileSchema, type CheckValue } from './check-schema.ts'
import { resolveArguments } from './tool-arguments.ts'

const anyObjectSchema = '{\n  "type": "object"\n}'

const settings = z.strictObject({
  name: z.string().min(1).default('tool').meta({ title: 'Name', description: 'Name of the tool.' }),
  url: z.string().default('').meta({
    title: 'URL',
    description: 'URL of the service, starting with https:// or http://.',
  }),
  method: z.enum(['POST', 'PUT', 'GET']).default('POST').meta({
    title: 'Method',
    description: 'POST and PUT send the arguments as JSON, GET as query parameters.',
  }),
  ...authenticationSettings,
  arguments: z.record(z.string(), z.unknown()).nullable().default(null).meta({
    title: 'Arguments',
    description: 'Values by name. A single {{…}} keeps the type of its value. Leave empty to use the input value.',
    format: 'arguments',
  }),
  inputSchema: z.string().default(anyObjectSchema).meta({
    advanced: true,
    title: 'Input schema',
    description: 'JSON Schema for the arguments. Arguments that do not match are never sent.',
    format: 'json',
    contents: 'json-schema',
  }),
  outputSchema: z.string().default('{}').meta({
    advanced: true,
    title: 'Output schema',
    description: 'JSON Schema for the response. The node fails if the response does not match.',
    format: 'json',
    contents: 'json-schema',
  }),
  ...insertionSetting,
  timeoutSeconds: z
    .number()
    .min(1)
    .max(600)
    .default(60)
    .meta({ advanced: true, title: 'Timeout (seconds)', description: 'Maximum time without receiving data.' }),
})

type Settings = z.output<typeof settings>

/** Calls an HTTP service whose arguments and response are described by JSON Schemas. @internal */
export const customToolNode = escapeInsertions({
  type: 'custom_tool',
  version: 1,
  family: 'integration',
  title: 'Custom tool',
  description: 'Calls an HTTP service as a tool and checks arguments and response against JSON Schemas.',
  icon: 'puzzle',
  reads: ['untrusted'],
  effects: 'external',
  targets: ['url'],
  inputs: [{ name: 'value', type: 'any', label: 'Arguments' }],
  outputs: [{ name: 'result', type: 'json', label: 'Result' }],
  settings,

  describe({ settings: config }) {
    const { host, pathname } = URL.canParse(config.url) ? new URL(config.url) : { host: config.url, pathname: '' }
    return {
      outputs: { result: { type: 'json' } },
      summary: `${config.name}\n${host}${pathname}`.trim(),
      problems: findProblems(config),
    }
  },

  async run(args) {
    const { settings: config, node, inputs } = args
    const [problem] = findProblems(config).filter(({ severity }) => severity === 'error')
    if (problem) throw new NodeError('permanent', { ...problem, where: { node, ...problem.where } })
    const { name, url, method } = config
    const values = resolveArguments(config.arguments, inputs.value, node)
    const violations = requireSchema(config.inputSchema, 'inputSchema')(values)
    if (violations.length > 0) {
      throw createValidationError(
        error('tool.arguments', { tool: name, faults: violations }, { where: { node, setting: 'arguments' } }),
      )
    }
    const requestUrl = new URL(url)
    if (method === 'GET') {
      const fields =
        typeof values === 'object' && values !== null && !Array.isArray(values) ? Object.entries(values) : []
      for (const [field, value] of fields) {
        const items = config.insertion === 'escaped' && Array.isArray(value) ? value : [value]
        for (const item of items)
          requestUrl.searchParams.append(field, typeof item === 'string' ? item : JSON.stringify(item))
      }
    }
    const response = await performRequest(args, {
      method,
      url: requestUrl.href,
      headers: { accept: 'application/json' },
      body:
        method === 'GET'
          ? undefined
          : createBody(new TextEncoder().encode(JSON.stringify(values)), 'application/json', values),
      secrets: createSecretUses(config),
      timeoutMs: config.timeoutSeconds * 1000,
      maxBytes: 16 * 1024 * 1024,
      retryOn: new Set([408, 425, 429, 500, 502, 503, 504]),
      failOnStatus: true,
      bodyType: 'json',
    })
    const result = response.json ?? null
    const resultViolations = requireSchema(config.outputSchema, 'outputSchema')(result)
    if (resultViolations.length === 0) return { outputs: { result: { kind: 'json', json: result } } }
    throw createValidationError(
      error(
        'tool.invalid-response',
        { tool: name, faults: resultViolations },
        { where: { node, setting: 'outputSchema' } },
      ),
    )
  },
})

/** Version 1, for runs that started with it. It inserts values unchanged. @internal */
export const customToolNodeV1 = createEarlierVersion(customToolNode, 1, settings)

function findProblems(config: Settings): Problem[] {
  const schemaProblems = (['inputSchema', 'outputSchema'] as const).flatMap(
    (setting) => getProblem(compileSchema(config[setting], setting)) ?? [],
  )
  return [...findUrlProblems(config.url, 'url'), ...schemaProblems, ...checkAuthentication(config, {})]
}

function requireSchema(text: string, setting: string): CheckValue {
  const check = compileSchema(text, setting)
  if (check.ok) return check.value
  throw new NodeError('permanent', check.problem)
}

const createValidationError = (problem: Problem): NodeError => new NodeError('validation', problem)
