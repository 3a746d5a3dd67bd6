import { expect, test } from 'vitest'
import { openTestApp } from '../testing/test-app.ts'

const token = 'a-token-of-at-least-thirty-two-characters'
const { server } = openTestApp({ token, rateLimit: 3 })

test('responses say how near the limit is, and X-API-Key identifies the caller', async () => {
  const ask = () => server.ask('/api/v1/workflows', { headers: { 'x-api-key': token } })
  const remaining: (string | null)[] = []
  for (let count = 0; count < 3; count++) {
    const answer = await ask()
    expect([answer.status, answer.headers.get('x-ratelimit-limit')]).toEqual([200, '3'])
    remaining.push(answer.headers.get('x-ratelimit-remaining'))
    expect(Number(answer.headers.get('x-ratelimit-reset'))).toBeGreaterThan(Date.now() / 1000)
  }
  expect(remaining).toEqual(['2', '1', '0'])
  expect((await ask()).status).toBe(429)
  expect((await server.ask('/api/v1/workflows', { headers: { 'x-api-key': 'wrong' } })).status).toBe(401)
})
