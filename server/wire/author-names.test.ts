import { builtInNodes } from '@aw-flow/nodes'
import { beforeAll, expect, test } from 'vitest'
import { createClient, type Client } from '../testing/test-accounts.ts'
import type { Body } from '../testing/test-requests.ts'
import { openTestApp } from '../testing/test-app.ts'

let ada: Client
const ids: Record<string, string> = {}

const ask = async (client: Client, method: string, path: string, body?: unknown): Promise<Body> => {
  const response = await client.ask(method, path, body, { 'x-workspace-id': 'default' })
  return { http: response.status, ...((await response.json()) as Body) }
}

async function addMember(email: string, fullName: string | undefined): Promise<Client> {
  const { accounts, store } = server.backend
  const user = await accounts!.users.add({ email, ...(fullName === undefined ? {} : { fullName }), isVerified: true })
  ids[email] = user!.id
  if (fullName === 'Ada Example') await accounts!.memberships.claimDefaultWorkspace(user!.id)
  else
    await store.openedDatabase.execute(
      `insert into workspace_members (workspace_id, user_id, role, joined_at) values ('default', $1, 'administrator', now())`,
      [user!.id],
    )
  const session = await accounts!.sessions.create(user!.id, { address: '', userAgent: '' })
  return createClient(server, await accounts!.tokens.issueAccessToken({ ...session, email }))
}

const { server } = openTestApp({ nodes: builtInNodes, accounts: {} })
beforeAll(async () => {
  ada = await addMember('ada@example.com', 'Ada Example')
})

test('every list names its authors, also after they have left, and never shows an address', async () => {
  const grace = await addMember('grace.hopper+aw@example.com', undefined)
  const id = ids['grace.hopper+aw@example.com']!
  const node = { id: 'a', type: 'variable', data: { label: 'A', config: { expression: '1' } } }
  const workflow = String((await ask(grace, 'POST', '/api/v1/workflows', { name: 'W', nodes: [node], edges: [] })).id)
  await ask(grace, 'POST', '/api/v1/comments', { workflow_id: workflow, target: { kind: 'node', id: 'a' }, text: 'Hi' })
  const agent = await ask(grace, 'POST', '/api/v1/agents', { name: 'Helper', system_prompt: 'Help.' })
  const evaluation = await ask(grace, 'POST', '/api/v1/evaluations', {
    workflow_id: workflow,
    cases: [{ name: 'one', input: 'a', expected: '1' }],
  })
  expect([agent.http, evaluation.http], JSON.stringify([agent, evaluation])).toEqual([201, 202])
  const left = await ada.ask('DELETE', `/api/v1/workspaces/default/members/${id}`)
  expect(left.status).toBeLessThan(300)

  const name = 'Grace Hopper'
  const list = async (path: string): Promise<Body[]> => (await ask(ada, 'GET', path)).items as Body[]
  const author = { created_by: id, created_by_name: name }
  expect(await list(`/api/v1/workflows/${workflow}/versions`)).toMatchObject([author])
  expect(await list(`/api/v1/agents/${String(agent.id)}/versions`)).toMatchObject([author])
  expect(await list('/api/v1/evaluations')).toMatchObject([author])
  expect(await ask(ada, 'GET', `/api/v1/evaluations/${String(evaluation.id)}`)).toMatchObject(author)
  expect(await list(`/api/v1/comments?workflow_id=${workflow}`)).toMatchObject([{ author: { id, name } }])
  for (const path of ['/api/v1/activity', '/api/v1/audit'])
    expect((await list(path)).find((entry) => entry.user_id === id)).toMatchObject({ user_name: name })
})
