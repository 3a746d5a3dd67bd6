import { expect, it } from 'vitest'
import { isSecretShared, parseTestInput, toAgentBody, toSecretName, toStatusBody } from './agent-form.ts'
import type { RemoteAgent } from './server-agents.ts'

const toFormData = (fields: Record<string, string>): FormData => {
  const data = new FormData()
  for (const [name, value] of Object.entries(fields)) data.set(name, value)
  return data
}

const stored: RemoteAgent = {
  id: '1',
  name: 'scorer',
  description: '',
  kind: 'remote',
  status: 'inactive',
  delivery: 'push',
  url: 'https://agents.example.com/score',
  auth_type: 'bearer',
  auth_config: { secret: 'scoring' },
  timeout_ms: 5_000,
  retry_config: { max_retries: 1, delays_ms: [10] },
  health_url: null,
  lease_seconds: 60,
  result_timeout_seconds: 3_600,
  seen_at: null,
  circuit: 'closed',
  open_until: null,
  last_called_at: null,
}

const called = {
  name: ' scorer ',
  delivery: 'push',
  url: 'https://agents.example.com:8443/score',
  auth: 'api_key',
  header: 'X-Key',
  credentials: 'abc',
  timeoutSeconds: '2.5',
}

it('reads an agent that the server calls, and binds its credentials to its host', () => {
  const { body, credentials } = toAgentBody(toFormData(called), undefined)
  expect(body).toMatchObject({
    name: 'scorer',
    url: 'https://agents.example.com:8443/score',
    auth_type: 'api_key',
    auth_config: { secret: 'scorer', header: 'X-Key' },
    health_url: null,
    timeout_ms: 2_500,
    status: 'active',
  })
  expect(credentials).toEqual({ name: 'scorer', value: 'abc', host: 'agents.example.com:8443' })
})

it('reads a pull agent without the settings of calls', () => {
  const { body, credentials } = toAgentBody(
    toFormData({ ...called, delivery: 'pull', leaseSeconds: '30', resultTimeoutSeconds: '600' }),
    undefined,
  )
  expect(body).toMatchObject({ delivery: 'pull', auth_type: 'none', auth_config: {}, lease_seconds: 30 })
  expect(body).not.toHaveProperty('url')
  expect(credentials).toBeUndefined()
})

it('keeps the settings that the form does not show, and the stored credentials', () => {
  const { body, credentials } = toAgentBody(toFormData({ ...called, auth: 'bearer', credentials: '' }), stored)
  expect(body).toMatchObject({
    status: 'inactive',
    auth_config: { secret: 'scoring' },
    retry_config: { max_retries: 1, delays_ms: [10] },
  })
  expect(credentials).toBeUndefined()
})

it('changes only the status', () => {
  expect(toStatusBody(stored, 'active')).toMatchObject({ status: 'active', url: stored.url, timeout_ms: 5_000 })
  expect(toStatusBody({ ...stored, delivery: 'pull', url: null }, 'active')).not.toHaveProperty('url')
})

it.each([
  ['', {}],
  ['{"a": 1}', { a: 1 }],
  ['[1]', undefined],
  ['{', undefined],
])('reads the test input %j', (text, input) => {
  expect(parseTestInput(text)).toEqual(input)
})

it('names the secret of an agent like the agent', () => {
  expect(toSecretName('scorer')).toBe('scorer')
  expect(toSecretName('a'.repeat(100))).toHaveLength(64)
})

it('finds other agents with the same secret', () => {
  const other = { ...stored, id: '2', name: 'other' }
  const builtIn = { id: 'loading', kind: 'built-in', name: 'Load', description: '', status: 'active', node_type: 'loading' } as const // oxfmt-ignore
  expect(isSecretShared(stored, [stored, builtIn])).toBe(false)
  expect(isSecretShared(stored, [stored, { ...other, auth_config: { secret: 'own' } }])).toBe(false)
  expect(isSecretShared(stored, [stored, other])).toBe(true)
})
