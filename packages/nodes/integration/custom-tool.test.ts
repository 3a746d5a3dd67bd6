import { NodeError, type Secret, type Tables } from '@aw-flow/engine'
import { afterEach, describe, expect, it } from 'vitest'
import { createMemoryFiles, openTestService, sendJson, type TestService } from '../actions/test-service.ts'
import { describeNode, runNode } from '../test-node.ts'
import { customToolNode } from './custom-tool.ts'

const open: TestService[] = []
afterEach(async () => {
  for (const service of open.splice(0)) await service.close()
})
const serve = async (answer: Parameters<typeof openTestService>[0], secrets: Secret[] = []): Promise<TestService> => {
  const service = await openTestService(answer, secrets)
  open.push(service)
  return service
}
const use = (service: TestService, settings: object, value?: object) =>
  runNode(customToolNode, {
    tables: {} as Tables,
    services: service.services,
    filesPort: createMemoryFiles(),
    settings: { url: service.url, ...settings },
    inputs: value ? { value: value as never } : {},
  })
const failure = async (work: Promise<unknown>): Promise<NodeError> => {
  const cause = await work.catch((thrown: unknown) => thrown)
  expect(cause).toBeInstanceOf(NodeError)
  return cause as NodeError
}
const inputSchema = JSON.stringify({
  type: 'object',
  properties: { city: { type: 'string', minLength: 1 }, days: { $ref: '#/$defs/count' } },
  required: ['city'],
  additionalProperties: false,
  $defs: { count: { type: 'integer', minimum: 1 } },
})
const outputSchema = JSON.stringify({
  type: 'object',
  required: ['degrees'],
  properties: { degrees: { type: 'number' } },
})

describe('a tool', () => {
  it('is called with arguments that match the schema, and returns a matching result', async () => {
    const service = await serve(
      (_, response) => sendJson(response, { degrees: 7 }),
      [{ name: 'key', value: 'abcdef', hosts: ['127.0.0.1'] }],
    )
    const settings = { inputSchema, outputSchema, auth: 'header', secret: 'key', secretField: 'X-Key' }
    const { outputs } = await use(service, settings, { kind: 'json', json: { city: 'Oslo', days: 2 } })
    expect(outputs.result).toEqual({ kind: 'json', json: { degrees: 7 } })
    expect(service.receivedRequests).toMatchObject([
      { method: 'POST', body: '{"city":"Oslo","days":2}', headers: { 'x-key': 'abcdef' } },
    ])
    await use(service, { inputSchema, outputSchema, method: 'GET', arguments: { city: 'Ås' } })
    expect(service.receivedRequests[1]).toMatchObject({ method: 'GET', url: '/?city=%C3%85s', body: '' })
  })

  it('is not called with arguments that do not match', async () => {
    const service = await serve((_, response) => sendJson(response, { degrees: 7 }))
    for (const given of [{}, { city: '' }, { city: 'Oslo', days: 0 }, { city: 'Oslo', more: 1 }, 'Oslo', null]) {
      const { kind, problem } = await failure(use(service, { inputSchema }, { kind: 'json', json: given }))
      expect([kind, problem.code, problem.where]).toEqual([
        'validation',
        'tool.arguments',
        { node: 'here', setting: 'arguments' },
      ])
    }
    expect(service.receivedRequests).toEqual([])
  })

  it('rejects texts that are too long for a pattern with several repetitions', async () => {
    const service = await serve((_, response) => sendJson(response, {}))
    const schema = JSON.stringify({ properties: { a: { type: 'string', pattern: '^a*a*a*a*a*b' } } })
    const startedAt = performance.now()
    const given = { kind: 'json' as const, json: { a: 'a'.repeat(5_000) } }
    const { problem } = await failure(use(service, { inputSchema: schema }, given))
    expect(problem.code).toBe('tool.arguments')
    expect(performance.now() - startedAt).toBeLessThan(2_000)
    expect(service.receivedRequests).toEqual([])
  })

  it('fails for a response that does not match', async () => {
    const service = await serve((_, response) => sendJson(response, { degrees: 'warm' }))
    const { kind, problem } = await failure(use(service, { outputSchema }))
    expect([kind, problem.code]).toEqual(['validation', 'tool.invalid-response'])
    expect(problem.message).toContain('degrees')
  })
})

describe('before a run', () => {
  const codes = (settings: object): unknown =>
    describeNode(customToolNode, { settings }).problems?.map(({ code, where }) => [code, where?.setting])
  const url = 'https://a.example/tool'
  it('its schemas are validated without a request', () => {
    expect(codes({})).toEqual([['http.no-url', 'url']])
    expect(codes({ url, inputSchema: '[' })).toEqual([['json.malformed', 'inputSchema']])
    expect(codes({ url, outputSchema: '[]' })).toEqual([['tool.schema', 'outputSchema']])
    expect(codes({ url, inputSchema: '{"$ref": "https://evil.example/schema.json"}' })).toEqual([
      ['tool.schema', 'inputSchema'],
    ])
    expect(codes({ url: 'gopher://a' })).toEqual([['egress.address', 'url']])
    expect(codes({ url, auth: 'header', secret: 'key', secretField: 'Host' })).toEqual([
      ['egress.broker-header', 'secretField'],
    ])
  })
  it('patterns with unbounded matching time are rejected', () => {
    for (const pattern of ['(a+)+$', '((a+))+$', '([(]a*)*$', '(a|a)*b', '(.*)*x', '(\\w)\\1', '(']) {
      expect(codes({ url, inputSchema: JSON.stringify({ pattern }) })).toEqual([['tool.schema', 'inputSchema']])
      expect(codes({ url, inputSchema: JSON.stringify({ patternProperties: { [pattern]: {} } }) })).toEqual([
        ['tool.schema', 'inputSchema'],
      ])
    }
    expect(codes({ url, inputSchema: '{"pattern": "^[A-Z]{2}\\\\d+$"}' })).toEqual([])
  })
})
