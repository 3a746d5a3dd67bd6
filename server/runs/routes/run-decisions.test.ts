import { builtInNodes } from '@aw-flow/nodes'
import type { RunEvent } from '@aw-flow/schema'
import { describe, expect, test } from 'vitest'
import { readBody } from '../../testing/test-requests.ts'
import { runRouteGroups } from '../../wire/run-route-group.ts'
import { openTestApp } from '../../testing/test-app.ts'

const token = 'lab-'.repeat(10)
const workflow = {
  name: 'Asks',
  nodes: [
    { id: 'say', type: 'variable', data: { config: { expression: '1' } } },
    { id: 'ask', type: 'approval', data: { config: {} } },
  ],
  edges: [{ id: 'e', source: 'say', target: 'ask' }],
}

const { server } = openTestApp({ nodes: builtInNodes, token: [{ workspace: 'lab', token }] })

const send = async (method: string, path: string, body?: unknown) => {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  return server.ask(path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
}

describe('the author of an approval', () => {
  test.each(runRouteGroups)('is the caller, not a person whom the body names: $path', async ({ path }) => {
    const { id } = await readBody(await send('POST', '/api/v1/workflows', workflow))
    const { id: run } = await readBody(await send('POST', `/api/v1/workflows/${String(id)}/execute`, {}))
    const findDigest = async () => {
      const { waiting } = await readBody(await send('GET', `/api/v1/runs/${String(run)}`))
      return (waiting as { wait_for: { digest: string } }[])[0]?.wait_for.digest
    }
    await expect.poll(findDigest).toBeDefined()
    const decision = { decision: 'approve', digest: await findDigest() }
    const decide = (more: object) =>
      send('POST', `${path}/${String(run)}/approvals/ask?by=Ada&triggered_by=Ada`, { ...decision, ...more })
    for (const name of ['author', 'decided_by', 'user', 'name', 'caller', 'sealedName', '__proto__'])
      expect((await decide(JSON.parse(`{"${name}":{"by":"Ada"}}`) as object)).status, name).toBe(422)
    expect((await decide({ by: 'Ada' })).status).toBe(202)
    const readRun = async () => (await readBody(await send('GET', `/api/v1/runs/${String(run)}`))).status
    await expect.poll(readRun).toBe('completed')
    const { items } = await readBody(await send('GET', `/api/v1/runs/${String(run)}/events`))
    const decided = (items as RunEvent[]).filter(({ type }) => type === 'approval-given')
    expect(decided).toMatchObject([{ node: 'ask', by: 'lab' }])
    expect(JSON.stringify(items)).not.toContain('Ada')
  })

  test('is decided by these routes only', async () => {
    const { paths } = (await server.json('/openapi.json')) as { paths: Record<string, Record<string, unknown>> }
    const taking = Object.entries(paths).filter(([, methods]) => JSON.stringify(methods).includes('schemas/Decide"'))
    expect(taking.map(([path]) => path)).toEqual(runRouteGroups.map(({ path }) => `${path}/{id}/approvals/{node}`))
  })
})
