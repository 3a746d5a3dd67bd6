import { expect, it } from 'vitest'
import { isSecretShared, toAgentBody, toSecretName, toStatusBody } from './agent-form.ts'
import type { RemoteAgent } from './server-agents.ts'

const stored: RemoteAgent = {
  id: '1',
  name: 'scorer',
  description: '',
  kind: 'remote',
  type: 'integration',
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
  failures: 0,
  created_at: '2026-11-20T10:00:00.000Z',
  updated_at: '2026-11-20T10:00:00.000Z',
}

const called = {
  name: 'scorer',
  description: '',
  delivery: 'push',
  url: 'https://agents.example.com:8443/score',
  auth: 'api_key',
  header: 'X-Key',
  credentials: 'abc',
  timeout: 2.5,
} as const

it('reads an agent that the server calls, and binds its credentials to its host', () => {
  const { body, credentials } = toAgentBody(called, undefined)
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
  const pull = { name: 'puller', description: '', delivery: 'pull', lease: 30, resultTimeout: 600 } as const
  const { body, credentials } = toAgentBody(pull, undefined)
  expect(body).toMatchObject({ delivery: 'pull', auth_type: 'none', auth_config: {}, lease_seconds: 30 })
  expect(body).not.toHaveProperty('url')
  expect(credentials).toBeUndefined()
})

it('keeps the settings that the form does not show, and the stored credentials', () => {
  const { body, credentials } = toAgentBody({ ...called, auth: 'bearer', credentials: '' }, stored)
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

it('names the secret of an agent like the agent', () => {
  expect(toSecretName('scorer')).toBe('scorer')
  expect(toSecretName('a'.repeat(100))).toHaveLength(64)
})

it('finds other agents with the same secret', () => {
  const other = { ...stored, id: '2', name: 'other' }
  const builtIn = { id: 'loading', kind: 'built-in', type: 'action', name: 'Load', description: '', status: 'active', node_type: 'loading' } as const // oxfmt-ignore
  expect(isSecretShared(stored, [stored, builtIn])).toBe(false)
  expect(isSecretShared(stored, [stored, { ...other, auth_config: { secret: 'own' } }])).toBe(false)
  expect(isSecretShared(stored, [stored, other])).toBe(true)
})
