import { Hono } from 'hono'
import { beforeEach, describe, expect, it } from 'vitest'
import type { AppEnvironment } from '../app-environment.ts'
import { createMetrics } from '../operation/metrics.ts'
import { createAuthenticator } from '../security/authenticate.ts'
import type { Caller } from '../security/caller.ts'
import { countRequest } from '../security/count-request.ts'
import { createHostRules } from '../security/host-rules.ts'
import { createRateLimiter } from '../security/rate-limit.ts'
import { createAdmission } from './admission.ts'

const token = 't'.repeat(40)
let app: Hono<AppEnvironment>
beforeEach(() => {
  app = new Hono<AppEnvironment>()
  app.use(
    createAdmission({
      hostRules: createHostRules({ port: () => 8080, hosts: ['localhost'], origins: [] }),
      authentication: createAuthenticator([{ workspace: 'default', token }]),
      rateLimit: createRateLimiter(2, () => 0),
      metrics: createMetrics(),
      trustedProxies: [],
    }),
  )
  app.all('*', (context) => context.text('reached'))
})

const ask = async (path: string, remoteAddress: string, authorization?: string): Promise<number> => {
  const headers = { host: 'localhost', ...(authorization === undefined ? {} : { authorization }) }
  const response = await app.request(path, { headers }, { incoming: { socket: { remoteAddress } } })
  return response.status
}

describe('the limit of requests', () => {
  it('is one for a token, whatever the address that uses it', async () => {
    const statuses = []
    for (const last of [1, 2, 3, 4]) statuses.push(await ask('/api/v1/nodes', `192.0.2.${last}`, `Bearer ${token}`))
    expect(statuses).toEqual([200, 200, 429, 429])
  })

  it('is one for all API keys of a user, apart from the user’s sessions', () => {
    const rateLimit = createRateLimiter(2, () => 0)
    const person = { id: 'ada', name: 'Ada', permissions: new Set<never>() }
    const key = (apiKey: string, workspace: string) => ({ ...person, kind: 'api-key' as const, apiKey, workspace })
    const count = (caller: Caller) => countRequest(rateLimit, caller, '192.0.2.1') !== undefined
    const refused = [key('a', 'one'), key('b', 'two'), key('c', 'one'), key('a', 'two')].map(count)
    expect(refused).toEqual([false, false, true, true])
    expect(count({ ...person, kind: 'user', workspace: 'one', session: 's' })).toBe(false)
  })

  it('is one for guesses of tokens from a network, whatever the token', async () => {
    const statuses = []
    for (const last of [1, 2, 3]) statuses.push(await ask('/api/v1/nodes', `2001:db8::${last}`, `Bearer guess-${last}`))
    expect(statuses).toEqual([401, 401, 429])
    expect(await ask('/api/v1/nodes', '2001:db8:0:1::1')).toBe(401)
    expect(await ask('/api/v1/nodes', '192.0.2.1')).toBe(401)
  })

  it('holds for shared links, by address, and for no page or check of health', async () => {
    const statuses = []
    for (const link of ['a', 'b', 'c']) statuses.push(await ask(`/api/v1/shared/${link}`, '192.0.2.1'))
    expect(statuses).toEqual([200, 200, 429])
    expect(await ask('/api/v1/shared/a', '192.0.2.2')).toBe(200)
    for (let count = 0; count < 4; count++) expect(await ask('/health', '192.0.2.1')).toBe(200)
  })
})
