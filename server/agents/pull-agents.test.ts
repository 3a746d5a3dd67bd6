import { builtInNodes } from '@aw-flow/nodes'
import { sql } from 'kysely'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestServer, type TestServer } from '../testing/open-test-server.ts'
import { createTestFolder } from '../testing/test-resources.ts'

const tokens = { default: 'owner-'.repeat(8), lab: 'lab-'.repeat(12) }
const openServer = (folder: string): Promise<TestServer> =>
  openTestServer(folder, {
    nodes: builtInNodes,
    allowHosts: [],
    token: Object.entries(tokens).map(([workspace, token]) => ({ workspace, token })),
  })

const folder = createTestFolder()
let server: TestServer
beforeAll(async () => {
  server = await openServer(join(folder, 'data'))
})
afterAll(async () => {
  expect(server.faults).toEqual([])
  await server.close()
})

interface Body {
  [key: string]: unknown
  id: string
  token: string
  run_id: string
  node: string
  status: string
  state: string
  error: { code: string; message: string }
}
const call = async (method: string, path: string, body?: unknown, token = tokens.default) => {
  const answer = await server.ask(path, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  return { status: answer.status, body: (text === '' ? {} : JSON.parse(text)) as Body }
}
const register = async (name: string, extra: object = {}, workspace: keyof typeof tokens = 'default') => {
  const body = { name, delivery: 'pull', retry_config: { max_retries: 1 }, ...extra }
  const answer = await call('POST', '/api/v1/agents', body, tokens[workspace])
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return answer.body
}
const createDocument = (agent: string, nodes = ['score']) => ({
  name: 'Score',
  nodes: [
    { id: 'order', type: 'variable', data: { label: 'Order', config: { expression: '{"amount": 12}' } } },
    ...nodes.map((id) => ({ id, type: 'remote_agent', data: { label: id, config: { agent, input: { model: id } } } })),
  ],
  edges: nodes.map((id) => ({ id, source: 'order', sourceHandle: 'value', target: id, targetHandle: 'value' })),
})
const start = async (document: object, workspace: keyof typeof tokens = 'default'): Promise<string> => {
  const { body: stored } = await call('POST', '/api/v1/workflows', document, tokens[workspace])
  const { status, body } = await call('POST', `/api/v1/workflows/${stored.id}/execute`, {}, tokens[workspace])
  expect(status, JSON.stringify(body)).toBeLessThan(300)
  return body.id
}
const claim = (token: string, wait = 60) => call('POST', `/api/v1/agent-steps/claim?wait=${wait}`, undefined, token)
const claimStep = async (token: string): Promise<Body> => {
  const { status, body } = await claim(token)
  expect(status, JSON.stringify(body)).toBe(200)
  return body
}
const finish = ({ id, token }: Body, body: unknown) => call('POST', `/api/v1/agent-steps/${id}/result`, body, token)
const beat = ({ id, token }: Body) => call('POST', `/api/v1/agent-steps/${id}/heartbeat`, undefined, token)
interface Event {
  type: string
  node?: string
  outputs?: unknown
  error?: { problem: object }
}
const listEvents = (body: Body): Event[] => (body.items ?? body.events ?? body) as Event[]
const waitForRun = async (run: string, workspace: keyof typeof tokens = 'default'): Promise<Body> => {
  for (;;) {
    const { body } = await call('GET', `/api/v1/runs/${run}`, undefined, tokens[workspace])
    if (['completed', 'failed', 'cancelled'].includes(body.status)) {
      const { body: events } = await call('GET', `/api/v1/runs/${run}/events`, undefined, tokens[workspace])
      const failure = listEvents(events).find(({ type }) => type === 'node-failed')
      return { ...body, problem: failure?.error?.problem }
    }
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
const readOutput = async (run: string, node = 'score'): Promise<unknown> => {
  const { body } = await call('GET', `/api/v1/runs/${run}/events`)
  return listEvents(body).find((event) => event.type === 'node-completed' && event.node === node)?.outputs
}
const database = () => server.backend.store.openedDatabase.database
const expireLease = async ({ id }: Body): Promise<void> => {
  await sql`update agent_steps set lease_until = now() - interval '1 second' where id = ${id}`.execute(database())
}

describe('the registry of agents that pull', () => {
  it('shows a token once, stores its hash only, and replaces it', async () => {
    const agent = await register('rotated', { lease_seconds: 30 })
    expect(agent).toMatchObject({ kind: 'remote', delivery: 'pull', url: null, lease_seconds: 30, seen_at: null })
    expect(agent.token).toMatch(/^[\w-]{43}$/)
    const { body: read } = await call('GET', `/api/v1/agents/${agent.id}`)
    expect(JSON.stringify(read)).not.toContain(agent.token)
    const { rows } = await sql<object>`select * from agents where id = ${agent.id}`.execute(database())
    expect(JSON.stringify(rows)).not.toContain(agent.token)
    expect((await call('GET', `/api/v1/agents/${agent.id}/health`)).body.status).toBe('unavailable')
    expect((await claim(agent.token, 0)).status).toBe(204)
    expect((await call('GET', `/api/v1/agents/${agent.id}/health`)).body.status).toBe('active')
    const { body: rotated } = await call('POST', `/api/v1/agents/${agent.id}/token`)
    expect((await claim(agent.token, 0)).body.error.code).toBe('agent.token')
    expect((await claim(rotated.token, 0)).status).toBe(204)
    await call('DELETE', `/api/v1/agents/${agent.id}`)
    expect((await claim(rotated.token, 0)).status).toBe(401)
  })

  it('revokes the tokens of claimed steps with the token of the agent, and returns the steps to the queue', async () => {
    const agent = await register('stolen', { retry_config: { max_retries: 0 } })
    const run = await start(createDocument('stolen'))
    const stolen = await claimStep(agent.token)
    const { body: rotated } = await call('POST', `/api/v1/agents/${agent.id}/token`)
    expect([(await beat(stolen)).status, (await finish(stolen, { output: 'forged' })).status]).toEqual([404, 404])
    const step = await claimStep(rotated.token)
    expect(step).toMatchObject({ id: stolen.id, attempt: 1, idempotency_key: stolen.idempotency_key })
    expect((await finish(stolen, { output: 'forged' })).status).toBe(404)
    expect((await finish(step, { output: 'real' })).status).toBe(200)
    expect(await waitForRun(run)).toMatchObject({ status: 'completed' })
    expect(JSON.stringify(await readOutput(run))).toContain('real')
  })

  it('gives no step to a claim that waits with a replaced token', async () => {
    const agent = await register('waiting')
    const waiting = claim(agent.token, 1)
    const { body: rotated } = await call('POST', `/api/v1/agents/${agent.id}/token`)
    const run = await start(createDocument('waiting'))
    // 401, if the request arrived after the replacement.
    expect([204, 401]).toContain((await waiting).status)
    expect((await finish(await claimStep(rotated.token), { output: {} })).status).toBe(200)
    expect(await waitForRun(run)).toMatchObject({ status: 'completed' })
  })

  it('does not store the token with the response to a request with a key', async () => {
    const answer = await server.ask('/api/v1/agents', {
      method: 'POST',
      headers: {
        authorization: `Bearer ${tokens.default}`,
        'content-type': 'application/json',
        'idempotency-key': 'register-once',
      },
      body: JSON.stringify({ name: 'keyed', delivery: 'pull' }),
    })
    const { token } = (await answer.json()) as Body
    const { rows } = await sql`select * from idempotency_keys`.execute(database())
    expect(JSON.stringify(rows)).not.toContain(token)
  })

  it('rejects settings of the other kind', async () => {
    const url = 'https://agents.example.com'
    for (const [wrong, field] of [
      [{ delivery: 'pull', url }, 'url'],
      [{ delivery: 'pull', auth_type: 'bearer', auth_config: { secret: 'a' } }, 'auth_type'],
      [{ delivery: 'push' }, 'url'],
      [{ delivery: 'pull', lease_seconds: 1 }, 'lease_seconds'],
    ] as const) {
      const { status, body } = await call('POST', '/api/v1/agents', { name: 'wrong', ...wrong })
      expect([status, body.error.message]).toEqual([422, expect.stringContaining(field)])
    }
    const { body: pushed } = await call('POST', '/api/v1/agents', { name: 'pushed', url })
    expect(pushed.token).toBeUndefined()
    expect((await call('POST', `/api/v1/agents/${pushed.id}/token`)).body.error.code).toBe('agent.is-push-agent')
    const { id } = await register('not-tested')
    expect((await call('POST', `/api/v1/agents/${id}/test`)).body.error.code).toBe('agent.is-pull-agent')
  })

  it('is checked when a workflow is saved', async () => {
    const { body } = await call('POST', '/api/v1/workflows', createDocument('nobody-pulls'))
    expect(body).toMatchObject({ ready: false, problems: [{ code: 'remote-agent.unknown' }] })
    const { id } = await register('checked')
    const { body: ready } = await call('POST', '/api/v1/workflows', createDocument('checked'))
    expect(ready).toMatchObject({ ready: true })
    await call('PUT', `/api/v1/agents/${id}`, { name: 'checked', delivery: 'pull', status: 'inactive' })
    const { body: inactive } = await call('GET', `/api/v1/workflows/${ready.id}`)
    expect(inactive).toMatchObject({ ready: false, problems: [{ code: 'remote-agent.inactive' }] })
  })
})

describe('an agent that pulls', () => {
  it('claims the input of a step and completes it', async () => {
    const agent = await register('worker')
    const claimed = claimStep(agent.token)
    const run = await start(createDocument('worker'))
    const step = await claimed
    expect(step).toMatchObject({
      run_id: run,
      node: 'score',
      attempt: 1,
      max_attempts: 2,
      lease_seconds: 60,
      input: { input: { model: 'score' }, value: { amount: 12 } },
    })
    const { status, body: lease } = await beat(step)
    expect(status).toBe(200)
    expect(Date.parse(String(lease.lease_until))).toBeGreaterThan(Date.now())
    expect((await finish(step, { output: { score: 7 }, run_id: run, node: 'score' })).body).toMatchObject({
      state: 'completed',
      repeated: false,
    })
    expect(await waitForRun(run)).toMatchObject({ status: 'completed' })
    expect(await readOutput(run)).toEqual({ result: { kind: 'json', json: { score: 7 } } })
    expect((await claim(agent.token, 0)).status).toBe(204)
  })

  it('answers an equal result again, and refuses another one', async () => {
    const agent = await register('twice')
    const run = await start(createDocument('twice'))
    const step = await claimStep(agent.token)
    const answers = await Promise.all(Array.from({ length: 5 }, () => finish(step, { output: { score: 1 } })))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
    expect(answers.filter(({ body }) => body.repeated === false)).toHaveLength(1)
    expect((await finish(step, { output: { score: 2 } })).body.error.code).toBe('agent-step.finished')
    expect((await beat(step)).status).toBe(409)
    await waitForRun(run)
    expect((await finish(step, { output: { score: 1 } })).body).toMatchObject({ repeated: true })
    expect((await finish(step, { output: { score: 2 } })).status).toBe(409)
    expect(await readOutput(run)).toEqual({ result: { kind: 'json', json: { score: 1 } } })
  })

  it('loses a step whose lease has expired to the next claim', async () => {
    const agent = await register('slow')
    const run = await start(createDocument('slow'))
    const first = await claimStep(agent.token)
    expect((await claim(agent.token, 0)).status).toBe(204)
    await expireLease(first)
    const second = await claimStep(agent.token)
    expect(second).toMatchObject({ id: first.id, attempt: 2, idempotency_key: first.idempotency_key })
    expect(second.token).not.toBe(first.token)
    expect((await beat(first)).body.error.code).toBe('agent-step.lease-lost')
    expect((await finish(first, { output: 'late' })).status).toBe(410)
    await finish(second, { output: 'in time' })
    expect(await waitForRun(run)).toMatchObject({ status: 'completed' })
    expect(await readOutput(run)).toEqual({ result: { kind: 'json', json: 'in time' } })
  })

  it('keeps a step by a late heartbeat that comes before the next claim', async () => {
    const agent = await register('late')
    const run = await start(createDocument('late'))
    const step = await claimStep(agent.token)
    await expireLease(step)
    expect((await beat(step)).status).toBe(200)
    expect((await claim(agent.token, 0)).status).toBe(204)
    await finish(step, { output: 1 })
    expect(await waitForRun(run)).toMatchObject({ status: 'completed' })
  })

  it('fails the node when every lease has expired', async () => {
    const agent = await register('dead')
    const run = await start(createDocument('dead'))
    await expireLease(await claimStep(agent.token))
    const last = await claimStep(agent.token)
    await expireLease(last)
    expect(await waitForRun(run)).toMatchObject({ status: 'failed', problem: { code: 'remote-agent.not-responding' } })
    expect((await finish(last, { output: 1 })).status).toBe(409)
  })

  it('fails the node, or returns the step to the queue once', async () => {
    const agent = await register('failing')
    const failed = await start(createDocument('failing'))
    await finish(await claimStep(agent.token), { error: { message: 'No model' } })
    expect(await waitForRun(failed)).toMatchObject({
      status: 'failed',
      problem: { code: 'remote-agent.reported', params: { agent: 'failing', reason: 'No model' } },
    })
    const run = await start(createDocument('failing'))
    const first = await claimStep(agent.token)
    const retried = { error: { message: 'Busy', retry: true } }
    expect((await finish(first, retried)).body).toMatchObject({ state: 'queued', repeated: false })
    expect((await finish(first, retried)).body).toMatchObject({ state: 'queued', repeated: true })
    const second = await claimStep(agent.token)
    expect(second).toMatchObject({ id: first.id, attempt: 2 })
    expect((await finish(first, retried)).status).toBe(410)
    expect((await finish(second, retried)).body).toMatchObject({ state: 'failed' })
    expect(await waitForRun(run)).toMatchObject({ status: 'failed' })
  })

  // Regression: the new run waited for the step of the failed one.
  it('gets a new step when a failed run is retried', async () => {
    const agent = await register('retried')
    const failed = await start(createDocument('retried'))
    const first = await claimStep(agent.token)
    await finish(first, { error: { message: 'No model' } })
    expect((await waitForRun(failed)).status).toBe('failed')
    const { body: retried } = await call('POST', `/api/v1/runs/${failed}/retry`, {})
    const second = await claimStep(agent.token)
    expect(second).toMatchObject({ run_id: retried.id, input: first.input, attempt: 1 })
    expect([second.id, second.idempotency_key]).not.toEqual([first.id, first.idempotency_key])
    await finish(second, { output: 'again' })
    expect((await waitForRun(retried.id)).status).toBe('completed')
  })

  it('gets a step for each iteration of a loop, and for a sub-workflow', async () => {
    const agent = await register('inner')
    const { body: inner } = await call('POST', '/api/v1/workflows', { ...createDocument('inner'), name: 'Inner' })
    const loop = {
      name: 'Loop',
      nodes: [
        { id: 'list', type: 'variable', data: { label: 'List', config: { expression: '[1, 2, 3]' } } },
        { id: 'each', type: 'for_each', data: { label: 'Each', config: { parallel: 3 } } },
        { id: 'score', type: 'remote_agent', data: { label: 'Score', config: { agent: 'inner' } } },
        { id: 'sub', type: 'sub_workflow', data: { label: 'Sub', config: { workflow: inner.id } } },
      ],
      edges: [
        { id: '1', source: 'list', sourceHandle: 'value', target: 'each', targetHandle: 'items' },
        { id: '2', source: 'each', sourceHandle: 'item', target: 'score', targetHandle: 'value' },
        { id: '3', source: 'score', sourceHandle: 'result', target: 'each', targetHandle: 'result' },
      ],
    }
    const run = await start(loop)
    const values: unknown[] = []
    for (let index = 0; index < 4; index++) {
      const step = await claimStep(agent.token)
      values.push((step.input as { value?: unknown }).value)
      await finish(step, { output: index })
    }
    expect((await waitForRun(run)).status).toBe('completed')
    expect(values).toEqual(expect.arrayContaining([1, 2, 3, { amount: 12 }]))
  })

  it('does not get a step of a canceled run, and learns of the cancellation', async () => {
    const agent = await register('canceled')
    const run = await start(createDocument('canceled', ['a', 'b']))
    const step = await claimStep(agent.token)
    await call('POST', `/api/v1/runs/${run}/cancel`)
    expect(await waitForRun(run)).toMatchObject({ status: 'cancelled' })
    expect((await beat(step)).body.error.code).toBe('agent-step.canceled')
    expect((await finish(step, { output: 1 })).status).toBe(410)
    expect((await claim(agent.token, 0)).status).toBe(204)
  })

  it('has a limited time', async () => {
    const agent = await register('never', { result_timeout_seconds: 1 })
    const run = await start(createDocument('never'))
    const step = await claimStep(agent.token)
    expect(await waitForRun(run)).toMatchObject({ status: 'failed', problem: { code: 'remote-agent.no-result' } })
    expect((await beat(step)).status).toBe(410)
    expect((await finish(step, { output: 1 })).status).toBe(410)
  })

  it('is deleted while a step waits', async () => {
    const agent = await register('deleted')
    const run = await start(createDocument('deleted'))
    const rows = () => sql`select id from agent_steps where run_id = ${run}`.execute(database())
    await expect.poll(async () => (await rows()).rows.length).toBe(1)
    await call('DELETE', `/api/v1/agents/${agent.id}`)
    expect(await waitForRun(run)).toMatchObject({ status: 'failed', problem: { code: 'remote-agent.unknown' } })
  })

  it('serves runs in turns', async () => {
    const agent = await register('fair')
    const many = await start(createDocument('fair', ['a', 'b', 'c', 'd']))
    const count = async (run: string): Promise<number> =>
      (await sql`select id from agent_steps where run_id = ${run}`.execute(database())).rows.length
    await expect.poll(() => count(many)).toBe(4)
    const first = await claimStep(agent.token)
    const few = await start(createDocument('fair', ['a']))
    await expect.poll(() => count(few)).toBe(1)
    const second = await claimStep(agent.token)
    expect([first.run_id, second.run_id]).toEqual([many, few])
    for (const step of [first, second]) await finish(step, { output: 1 })
    for (let index = 0; index < 3; index++) await finish(await claimStep(agent.token), { output: 1 })
    expect((await waitForRun(many)).status).toBe('completed')
    expect((await waitForRun(few)).status).toBe('completed')
  })

  it('gives each step to one of many concurrent claims', async () => {
    const agent = await register('many')
    const nodes = ['a', 'b', 'c', 'd', 'e']
    const claims = nodes.flatMap(() => [claim(agent.token, 5), claim(agent.token, 5)])
    const run = await start(createDocument('many', nodes))
    const steps = (await Promise.all(claims)).filter(({ status }) => status === 200).map(({ body }) => body)
    expect(steps.map(({ node }) => node).sort()).toEqual(nodes)
    await Promise.all(steps.map((step) => finish(step, { output: step.node })))
    expect((await waitForRun(run)).status).toBe('completed')
  })

  it('is paused while it is inactive', async () => {
    const agent = await register('paused')
    await call('PUT', `/api/v1/agents/${agent.id}`, { name: 'paused', delivery: 'pull', status: 'inactive' })
    expect((await claim(agent.token, 0)).body.error.code).toBe('remote-agent.inactive')
  })
})

describe('an agent that sends false ids and tokens', () => {
  it('does not learn about steps by guessing tokens', async () => {
    const agent = await register('guesser')
    const other = await register('guessed')
    await start(createDocument('guesser'))
    await start(createDocument('guessed'))
    const [step, secret] = [await claimStep(agent.token), await claimStep(other.token)]
    const strip = ({ status, body }: { status: number; body: Body }) => ({
      status,
      code: body.error.code,
      text: body.error.message,
    })
    const known = await finish({ ...secret, token: step.token }, { output: 1 })
    const unknown = await finish(
      { ...secret, id: '0c3a3b62-5f5e-4d0e-9f2a-1f6f9c1f7a55', token: step.token },
      { output: 1 },
    )
    expect(known.status).toBe(404)
    expect(strip(known)).toEqual(strip(unknown))
    for (const token of [agent.token, other.token, tokens.default, 'x'.repeat(43)]) {
      expect((await beat({ ...secret, token })).status).toBe(404)
      expect((await finish({ ...secret, token }, { output: 1 })).status).toBe(404)
    }
    const bare = await server.ask(`/api/v1/agent-steps/${secret.id}/result`, { method: 'POST', body: '{}' })
    expect(bare.status).toBe(401)
    // Tokens of the server and of steps claim nothing.
    for (const token of [tokens.default, step.token]) expect((await claim(token, 0)).status).toBe(401)
    // Tokens of agents open nothing else.
    for (const token of [agent.token, step.token])
      expect((await call('GET', '/api/v1/agents', undefined, token)).status).toBe(401)
    expect((await beat(secret)).status).toBe(200)
  })

  it('cannot send a result for another run or node', async () => {
    const agent = await register('liar')
    const run = await start(createDocument('liar', ['a', 'b']))
    const [a, b] = [await claimStep(agent.token), await claimStep(agent.token)]
    expect((await finish(a, { output: 1, node: b.node })).body.error.code).toBe('agent-step.mismatch')
    expect((await finish(a, { output: 1, run_id: 'another' })).status).toBe(422)
    expect((await finish(a, { output: 1, error: { message: 'both' } })).status).toBe(422)
    expect((await finish(a, {})).status).toBe(422)
    expect((await finish(a, { output: 1, status: 'completed' })).status).toBe(422)
    await finish(a, { output: 'a', node: a.node })
    await finish(b, { output: 'b' })
    await waitForRun(run)
    expect(await readOutput(run, a.node)).toEqual({ result: { kind: 'json', json: 'a' } })
  })

  it('sends numbers beyond the range of JavaScript, which keep their digits as text', async () => {
    const agent = await register('large')
    const run = await start(createDocument('large'))
    const step = await claimStep(agent.token)
    const answer = await server.ask(`/api/v1/agent-steps/${step.id}/result`, {
      method: 'POST',
      headers: { authorization: `Bearer ${step.token}`, 'content-type': 'application/json' },
      body: '{"output": [1e400]}',
    })
    expect(answer.status).toBe(200)
    await waitForRun(run)
    expect(await readOutput(run, step.node)).toEqual({ result: { kind: 'json', json: ['1e400'] } })
  })

  it('cannot complete a node by an event of the run', async () => {
    const agent = await register('forged')
    const run = await start(createDocument('forged'))
    const step = await claimStep(agent.token)
    const forge = () =>
      call('POST', `/api/v1/runs/${run}/signals/agent-step:${step.id}`, { value: { output: 'forged' } })
    await expect.poll(async () => (await forge()).status).toBe(202)
    await expect.poll(async () => (await call('GET', `/api/v1/runs/${run}`)).body.status).toBe('waiting')
    await finish(step, { output: 'real' })
    await waitForRun(run)
    expect(await readOutput(run)).toEqual({ result: { kind: 'json', json: 'real' } })
  })

  it('does not reach another workspace', async () => {
    const own = await register('shared-name')
    const foreign = await register('shared-name', {}, 'lab')
    const run = await start(createDocument('shared-name'), 'lab')
    expect((await claim(own.token, 1)).status).toBe(204)
    await finish(await claimStep(foreign.token), { output: 1 })
    expect((await waitForRun(run, 'lab')).status).toBe('completed')
    // A run cannot give its step to an agent of another workspace, even by id.
    const { body } = await call('POST', '/api/v1/workflows', createDocument(foreign.id))
    expect(body).toMatchObject({ problems: [{ code: 'remote-agent.unknown' }] })
    const { store } = server.backend
    const step = { agent: own.id, key: 'k', node: 'n', input: {} }
    const limits = { leaseSeconds: 5, maxAttempts: 1, timeoutSeconds: 5 }
    expect(await store.agentSteps.add(run, step, limits)).toBeUndefined()
  })

  it('gets no step of an imported workflow without a grant', async () => {
    await register('ungranted')
    const answer = await call('POST', '/api/v1/workflows/import', createDocument('ungranted'))
    expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300)
    const id = (answer.body.workflow as Body | undefined)?.id ?? answer.body.id
    const execute = async () => (await call('POST', `/api/v1/workflows/${id}/execute`, {})).body.id
    expect(await waitForRun(await execute())).toMatchObject({
      status: 'failed',
      problem: { code: 'access.not-granted.host' },
    })
    const grant = { secrets: [], hosts: ['agents/ungranted/'], tools: [] }
    expect((await call('PUT', `/api/v1/workflows/${id}/access`, grant)).status).toBeLessThan(300)
    const run = await execute()
    const { rows } = await sql<{ id: string }>`select id from agent_steps where run_id = ${run}`.execute(database())
    expect(rows.length).toBeLessThanOrEqual(1)
    await call('POST', `/api/v1/runs/${run}/cancel`)
  })
})

describe('a restart of the server', () => {
  it('keeps a claimed step, its token and the waiting run', async () => {
    const agent = await register('survivor')
    const run = await start(createDocument('survivor', ['a', 'b']))
    const a = await claimStep(agent.token)
    await server.close()
    server = await openServer(join(folder, 'data'))
    expect((await beat(a)).status).toBe(200)
    const b = await claimStep(agent.token)
    expect(b.id).not.toBe(a.id)
    await finish(b, { output: 'b' })
    await server.close()
    server = await openServer(join(folder, 'data'))
    expect((await finish(b, { output: 'b' })).body).toMatchObject({ repeated: true })
    await finish(a, { output: 'a' })
    expect(await waitForRun(run)).toMatchObject({ status: 'completed' })
    expect(await readOutput(run, a.node)).toEqual({ result: { kind: 'json', json: 'a' } })
    expect(await readOutput(run, b.node)).toEqual({ result: { kind: 'json', json: 'b' } })
  })
})

describe('the steps of an agent', () => {
  const listSteps = async (id: string, workspace: keyof typeof tokens = 'default', query = '') => {
    const { status, body } = await call('GET', `/api/v1/agents/${id}/steps${query}`, undefined, tokens[workspace])
    return { status, items: body['items'] as { node: string; state: string; attempt: number; run_id: string }[] }
  }

  it('are listed with their state, without input and tokens', async () => {
    const agent = await register('listed')
    expect((await listSteps(agent.id)).items).toEqual([])
    const run = await start(createDocument('listed'))
    await expect.poll(async () => (await listSteps(agent.id)).items.length).toBe(1)
    expect((await listSteps(agent.id)).items).toMatchObject([
      { node: 'score', state: 'queued', attempt: 0, run_id: run },
    ])
    const step = await claimStep(agent.token)
    const claimed = await listSteps(agent.id)
    expect(claimed.items).toMatchObject([{ id: step.id, state: 'claimed', attempt: 1, claimed_at: expect.any(String) }])
    expect(JSON.stringify(claimed)).not.toContain('amount')
    expect(JSON.stringify(claimed)).not.toContain(step.token)
    await finish(step, { output: 1 })
    expect((await listSteps(agent.id)).items).toMatchObject([{ state: 'completed', finished_at: expect.any(String) }])
  })

  it('belong to their workspace', async () => {
    const agent = await register('listed-elsewhere')
    expect((await listSteps(agent.id, 'lab')).status).toBe(404)
    expect((await listSteps('loading')).items).toEqual([])
    expect((await listSteps(agent.id, 'default', '?limit=0')).status).toBe(422)
  })
})
