import type { ServerApi } from '@aw-flow/client'
import { ProblemError } from '@aw-flow/schema'
import { expect, it } from 'vitest'
import {
  isHostRefused,
  isSameModel,
  testServerModel,
  toEndpoint,
  toKeyName,
  withAllowedHost,
  withModel,
  withoutModel,
} from './server-models.ts'

const endpoint = { name: 'My computer', address: 'http://127.0.0.1:9/v1', model: 'small', secret: '' }
const configuration = { retry: null, llm_models: [], default_llm: null, web_tools: {} } as never

it('adds a model, which becomes the default, and removes it', () => {
  const added = withModel(configuration, endpoint)
  expect(added).toMatchObject({
    llm_models: [{ id: 'small', name: 'My computer', address: 'http://127.0.0.1:9/v1' }],
    default_llm: 'small',
  })
  expect(toEndpoint(added.llm_models![0]!)).toEqual(endpoint)
  expect(isSameModel(added.llm_models![0]!, endpoint)).toBe(true)
  expect(withoutModel(added, 'small')).toEqual(configuration)
})

it('keeps the default model, and replaces a model with the same ID', () => {
  const added = withModel(withModel(configuration, { ...endpoint, model: 'large' }), endpoint)
  const replaced = withModel(added, { ...endpoint, secret: 'key' })
  expect(replaced.llm_models).toHaveLength(2)
  expect(replaced).toMatchObject({
    llm_models: [{ id: 'large' }, { id: 'small', secret: 'key' }],
    default_llm: 'large',
  })
  expect(withoutModel(replaced, 'small').default_llm).toBe('large')
})

it('knows the protocol of Anthropic by the address', () => {
  const added = withModel(configuration, { ...endpoint, address: 'https://api.anthropic.com/v1' })
  expect(added.llm_models![0]).toMatchObject({ protocol: 'anthropic' })
})

it('allows a host once', () => {
  const allowed = withAllowedHost(withAllowedHost(configuration, 'localhost:11434'), 'localhost:11434')
  expect(allowed.allowed_hosts).toEqual(['localhost:11434'])
})

it.each([
  ['My computer', 'My-computer'],
  ['_größer als 1.0', 'gr-er-als-1.0'],
  ['模型', 'model'],
  ['x'.repeat(100), 'x'.repeat(64)],
])('stores the key of the model %j as %j', (name, key) => {
  expect(toKeyName(name)).toBe(key)
})

it('tests a model by a short answer, and reports why there is none', async () => {
  const answers = (content: string): ServerApi =>
    ({ call: async () => ({ value: { content: [{ type: 'text', text: content }] } }) }) as unknown as ServerApi
  expect(await testServerModel(answers(' Hello! '), 'small')).toEqual({ answer: 'Hello!' })
  expect(await testServerModel(answers('a'.repeat(100)), 'small')).toEqual({ answer: `${'a'.repeat(80)}…` })
  const problem = { code: 'egress.private-address', severity: 'error' } as const
  const refusing = { call: () => Promise.reject(new ProblemError(problem)) } as unknown as ServerApi
  const refused = await testServerModel(refusing, 'small')
  expect(refused).toEqual({ problem })
  expect([isHostRefused(refused), isHostRefused({ answer: 'Hello' })]).toEqual([true, false])
})
