import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, expect, test } from 'vitest'
import { listen, type FollowOptions, type ListeningServer } from '../testing/listen.ts'
import { openTestApp } from '../testing/test-app.ts'
import { openForTests } from '../testing/test-resources.ts'
import { createWorkflow, csv, workflow } from '../testing/test-requests.ts'

const { server } = openTestApp()
const live = openForTests(() => listen(server))

const waits = { name: 'Waits', nodes: [{ id: 'wait', type: 'wait' }], edges: [] }

async function start(document: unknown = workflow, body: object = {}): Promise<{ run: string; workflow: string }> {
  const id = await createWorkflow(server, document)
  const answer = await server.send('POST', `/api/v1/workflows/${id}/execute`, body)
  expect(answer.status).toBe(202)
  return { run: String(((await answer.json()) as { id: string }).id), workflow: id }
}

async function startReading(): Promise<{ run: string; workflow: string }> {
  const { id } = await server.upload(csv, 'names.csv')
  return start(workflow, { input_data_id: id })
}

const recordOf = async (run: string): Promise<{ seq: number; type: string }[]> =>
  ((await server.json(`/api/v1/runs/${run}/events`)) as { items: { seq: number; type: string }[] }).items

const seqs = (messages: readonly Record<string, unknown>[]): unknown[] =>
  messages.map(({ seq }) => seq).filter((seq) => seq !== undefined)

describe('a run over WebSocket', () => {
  test.each(['/ws/jobs', '/api/v1/ws/executions', '/api/v1/ws/runs'])(
    '%s tells every event once, in order',
    async (path) => {
      const { run } = await startReading()
      const { code, messages } = await live.follow(`${path}/${run}`)
      const record = await recordOf(run)
      expect(code).toBe(1000)
      expect(seqs(messages)).toEqual(record.map(({ seq }) => seq))
      expect(messages.map(({ event }) => event).filter(Boolean)).toEqual(record)
      expect(messages[0]).toMatchObject({
        type: 'status_change',
        execution_id: run,
        status: 'running',
        timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
        data: {},
      })
      expect(messages).toContainEqual(
        expect.objectContaining({
          type: 'node_status',
          node_id: 'read',
          status: 'completed',
          percentage: expect.any(Number),
          data: { progress: 100, message: expect.stringMatching(/^".+" completed with 3 rows\.$/) },
        }),
      )
    },
  )

  test('a client that reconnects sends its last event and misses none', async () => {
    const { run } = await startReading()
    const record = await recordOf((await server.waitForEnd(run)).id as string)
    for (const after of [0, 2, record.length - 1]) {
      const { messages } = await live.follow(`/ws/jobs/${run}?after=${after}`)
      expect(seqs(messages)).toEqual(record.slice(after + 1).map(({ seq }) => seq))
    }
  })

  test('sends progress, replies to ping with pong, and sends the end of a cancelled run', async () => {
    const { run } = await start(waits)
    const following = live.follow(`/ws/jobs/${run}`, { send: ['{"type": "ping"}', 'ping', '[]', 'x'] })
    await expect
      .poll(() => server.json(`/api/v1/runs/${run}`), { timeout: 180_000 })
      .toMatchObject({ status: 'running' })
    await server.ask(`/api/v1/runs/${run}/cancel`, { method: 'POST' })
    const { messages, code } = await following
    expect(code).toBe(1000)
    expect(messages.filter(({ type }) => type === 'pong')).toHaveLength(2)
    expect(messages.filter(({ type }) => type === 'error')).toHaveLength(2)
    expect(messages.at(-1)).toMatchObject({ type: 'status_change', status: 'cancelled' })
  })

  test('follows all runs of the workspace of a user, and no other user', async () => {
    const socket = live.connect('/ws/local-owner')
    const messages: Record<string, unknown>[] = []
    socket.on('message', (data) => messages.push(JSON.parse((data as Buffer).toString()) as Record<string, unknown>))
    await new Promise((resolve) => socket.once('open', resolve))
    socket.send('{"type": "ping"}')
    await expect.poll(() => messages.map(({ type }) => type)).toContain('pong')
    const states = (run: string): unknown[] =>
      messages
        .filter(({ execution_id: id, type }) => id === run && type === 'status_change')
        .map(({ status }) => status)
    const [first, second] = [await start(waits), await start(waits)]
    for (const { run } of [first, second]) {
      await expect.poll(() => states(run), { timeout: 180_000 }).toEqual(['running'])
      await server.ask(`/api/v1/runs/${run}/cancel`, { method: 'POST' })
      await expect.poll(() => states(run), { timeout: 180_000 }).toEqual(['running', 'cancelled'])
    }
    socket.close()
    expect((await live.follow('/ws/another-user')).code).toBe(4403)
  })

  test('follows all runs of a workflow, including those that start later', async () => {
    const first = await start(waits)
    const socket = live.connect(`/ws/workflows/${first.workflow}`)
    const messages: Record<string, unknown>[] = []
    socket.on('message', (data) => messages.push(JSON.parse((data as Buffer).toString()) as Record<string, unknown>))
    const states = (run: string): unknown[] =>
      messages
        .filter((message) => message.execution_id === run && message.type === 'status_change')
        .map(({ status }) => status)
    await expect.poll(() => states(first.run), { timeout: 180_000 }).toEqual(['running'])
    await server.ask(`/api/v1/runs/${first.run}/cancel`, { method: 'POST' })
    const answer = await server.send('POST', '/api/v1/runs', { workflow_id: first.workflow })
    const second = ((await answer.json()) as { id: string }).id
    await expect.poll(() => states(second), { timeout: 180_000 }).toEqual(['running'])
    await server.ask(`/api/v1/runs/${second}/cancel`, { method: 'POST' })
    await expect.poll(() => states(second), { timeout: 180_000 }).toEqual(['running', 'cancelled'])
    socket.close()
    // After a reconnect, the client receives the missed events of the first run and all of the second.
    const again = live.connect(`/ws/workflows/${first.workflow}?after=${first.run}:0`)
    const missed: Record<string, unknown>[] = []
    again.on('message', (data) => missed.push(JSON.parse((data as Buffer).toString()) as Record<string, unknown>))
    const firstRecord = await recordOf(first.run)
    const secondRecord = await recordOf(second)
    await expect.poll(() => missed.length, { timeout: 180_000 }).toBe(firstRecord.length - 1 + secondRecord.length)
    again.close()
  })

  test('reports unknown runs and invalid positions', async () => {
    expect(await live.follow('/ws/jobs/none')).toMatchObject({ code: 4404, messages: [{ type: 'error' }] })
    const { run } = await startReading()
    expect(await live.follow(`/ws/jobs/${run}?after=x`)).toMatchObject({ code: 4422 })
    for (const path of ['/ws/nothing/x', '/ws/jobs/', '/ws/jobs/..%2f', `/ws/jobs/${'a'.repeat(500)}`, '/']) {
      expect((await live.follow(path)).code).toBe(404)
    }
  })

  test('[24, 40] refuses foreign pages from any origin', async () => {
    const { run } = await startReading()
    for (const origin of ['https://evil.example', 'null', `http://localhost:${live.port}.evil.example`]) {
      expect((await live.follow(`/ws/jobs/${run}`, { headers: { origin } })).code).toBe(403)
    }
    expect((await live.follow(`/ws/jobs/${run}`, { headers: { host: 'evil.example' } })).code).toBe(403)
    for (const origin of [`http://localhost:${live.port}`, 'https://friend.example']) {
      expect((await live.follow(`/ws/jobs/${run}`, { headers: { origin } })).code).toBe(1000)
    }
  })

  test('a client that sends pings without reading the pongs is disconnected', async () => {
    const client = connect({ port: live.port, host: '127.0.0.1' })
    client.write(`GET /ws/me HTTP/1.1\r\nHost: localhost:${live.port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`) // oxfmt-ignore
    await once(client, 'data')
    client.pause()
    client.on('error', () => undefined)
    // A masked ping frame with 125 bytes.
    const ping = Buffer.concat([Buffer.from([0x89, 0x80 | 125, 0, 0, 0, 0]), Buffer.alloc(125)])
    const pings = Buffer.concat(Array.from({ length: 10_000 }, () => ping))
    for (let sent = 0; sent < 100 && !client.destroyed; sent++)
      await new Promise((resolve) => client.write(pings, resolve))
    expect(client.destroyed).toBe(true)
  })

  test('counts toward the limit of requests of the token, and otherwise of the address', async () => {
    const token = 't'.repeat(40)
    const open = (limited: ListeningServer, more: FollowOptions): Promise<number> =>
      limited.follow('/ws/me', { ...more, maxMessages: 1 }).then(({ code }) => code)
    const guess = JSON.stringify({ type: 'authenticate', token: 'guess' })
    for (const [sent, codes] of [
      [{ headers: { authorization: 'Bearer guess' } }, [401, 401, 429]],
      [{ protocols: ['aw', 'aw.token.guess'] }, [401, 401, 429]],
      [{ send: [guess] }, [4401, 4401, 429]],
      [{ headers: { authorization: `Bearer ${token}` }, send: ['x'] }, [1005, 1005, 429]],
    ] as const) {
      const limited = await listen(server, token, 2)
      const options = { ...sent } as FollowOptions
      expect([await open(limited, options), await open(limited, options), await open(limited, options)]).toEqual(codes)
      await limited.close()
    }
    // Two sockets are counted for the address, and one for the token.
    const limited = await listen(server, token, 1)
    const send = [JSON.stringify({ type: 'authenticate', token }), 'x']
    expect(await open(limited, { headers: { authorization: `Bearer ${token}` }, send: ['x'] })).toBe(1005)
    expect(await open(limited, { send })).toBe(4429)
    await limited.close()
  })

  test('on a server with a token, sends nothing to callers without it', async () => {
    const token = 't'.repeat(40)
    const closed = await listen(server, token)
    try {
      const { run } = await startReading()
      await server.waitForEnd(run)
      const path = `/ws/jobs/${run}`
      expect((await closed.follow(path, { headers: { authorization: `Bearer ${token}x` } })).code).toBe(401)
      expect((await closed.follow(path, { protocols: ['aw', `aw.token.${token}x`] })).code).toBe(401)
      expect(await closed.follow(path, { send: ['{"type":"ping"}'] })).toEqual({ code: 4401, messages: [] })
      expect(await closed.follow(path, { send: [`{"type":"authenticate","token":"${token}x"}`] })).toMatchObject({
        code: 4401,
        messages: [],
      })
      for (const options of [
        { headers: { authorization: `Bearer ${token}` } },
        { protocols: ['aw', `aw.token.${token}`] },
        { send: [`{"type":"authenticate","token":"${token}"}`] },
      ]) {
        const { code, messages } = await closed.follow(path, options)
        expect([code, messages.length > 3]).toEqual([1000, true])
      }
    } finally {
      await closed.close()
    }
  })
})

describe('a run as server-sent events', () => {
  const stream = (run: string, headers: Record<string, string> = {}): Promise<Response> =>
    server.ask(`/api/v1/runs/${run}/events`, { headers: { accept: 'text/event-stream', ...headers } })

  test('sends every event with its number and ends with the run', async () => {
    const { run } = await startReading()
    const answer = await stream(run)
    expect(answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    const text = await answer.text()
    const record = await recordOf(run)
    expect([...text.matchAll(/^id: (\d+)$/gm)].map(([, seq]) => Number(seq))).toEqual(record.map(({ seq }) => seq))
    expect(
      [...text.matchAll(/^event: run-event\ndata: (.*)$/gm)].map(([, data]) => JSON.parse(data!) as unknown),
    ).toEqual(record)
    expect(text).toMatch(/event: end\ndata: \{\}\n\n$/)
  })

  test('continues after Last-Event-ID', async () => {
    const { run } = await startReading()
    await server.waitForEnd(run)
    const record = await recordOf(run)
    const text = await (await stream(run, { 'last-event-id': '1' })).text()
    expect([...text.matchAll(/^id: (\d+)$/gm)].map(([, seq]) => Number(seq))).toEqual(
      record.slice(2).map(({ seq }) => seq),
    )
  })

  test('buffers little for a slow reader, which still receives everything', async () => {
    const { run } = await startReading()
    await server.waitForEnd(run)
    const reader = (await stream(run)).body!.getReader()
    const first = await reader.read()
    expect(first.value!.byteLength).toBeLessThan(70_000)
    let text = new TextDecoder().decode(first.value)
    for (let piece = await reader.read(); !piece.done; piece = await reader.read())
      text += new TextDecoder().decode(piece.value)
    expect([...text.matchAll(/^id: (\d+)$/gm)]).toHaveLength((await recordOf(run)).length)
  })
})
