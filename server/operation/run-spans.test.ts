import { createEmptyWorkflow, type RunEvent, type RunEventBody } from '@aw-flow/schema'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openTestCollector } from '../testing/test-collector.ts'
import { openTestServer } from '../testing/open-test-server.ts'
import { createLog, type LogContext } from './log.ts'
import { createRunSpans, toRunSpan } from './run-spans.ts'
import { openTracing, type Span } from './tracing.ts'

const node = (id: string, type: string, config: Record<string, string> = {}) => ({
  id,
  type,
  position: { x: 0, y: 0 },
  data: { label: id, config },
})

test('a run and its nodes are one trace, linked from the request that started it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'aw-run-spans-'))
  const collector = await openTestCollector()
  const faults: unknown[] = []
  const tracing = openTracing({ endpoint: collector.endpoint, service: 'aw', onError: (cause) => faults.push(cause) })
  const lines: { message: string; run_id?: string; context: LogContext; [field: string]: unknown }[] = []
  const log = createLog('info', (line) => lines.push(JSON.parse(line) as (typeof lines)[number]))
  const server = await openTestServer(folder, { tracing, log })
  try {
    const run = async (name: string, ...nodes: ReturnType<typeof node>[]): Promise<string> => {
      const edges = nodes.slice(1).map(({ id }, at) => ({ id: `e${at}`, source: nodes[at]!.id, target: id }))
      const settings = { retry: { count: 0, delaysMs: [1] } }
      const kept = await server.send('POST', '/api/v1/workflows', {
        ...createEmptyWorkflow(name),
        settings,
        nodes,
        edges,
      })
      const { id: workflow } = (await kept.json()) as { id: string }
      const { id: dataset } = await server.upload('id,name\n1,secret-cell\n')
      const begun = await server.send('POST', `/api/v1/workflows/${workflow}/execute`, { input_data_id: dataset })
      expect(begun.status).toBe(202)
      const { id } = (await begun.json()) as { id: string }
      await server.waitForEnd(id)
      await server.ask(`/api/v1/workflows/${workflow}`)
      return id
    }
    const good = await run('Good', node('read', 'read'))
    const bad = await run('Bad', node('read', 'read'), node('fail', 'fail', { message: 'secret-cell is wrong' }))
    await server.close()
    await tracing.close()
    const messagesOf = (id: string): string[] =>
      lines.filter(({ run_id: run }) => run === id).map(({ level, message }) => `${String(level)}: ${message}`)
    expect(messagesOf(good)).toEqual(['info: run running', 'info: run completed'])
    expect(messagesOf(bad)).toEqual(['info: run running', 'warn: run failed'])
    expect(JSON.stringify(lines)).not.toContain('secret-cell')
    const spans = collector.spans()
    const { traceId, spanId } = toRunSpan(good)
    const line = lines.find(({ run_id: run }) => run === good)
    expect(line).toMatchObject({
      logger: 'runs',
      context: { user_id: 'local-owner', workflow_id: expect.any(String), execution_id: good },
      workspace: 'default',
      trace_id: traceId,
      span_id: spanId,
    })
    const workflow = line!.context.workflow_id!
    // The request that has started the run, and those that have read it.
    const requests = lines.filter(({ logger, context }) => logger === 'http' && context.execution_id === good)
    expect(requests.map(({ route }) => route)).toEqual(
      expect.arrayContaining(['/api/v1/workflows/{id}/execute', '/api/v1/runs/{id}']),
    )
    for (const request of requests)
      expect(request).toEqual(
        expect.objectContaining({
          timestamp: expect.any(String),
          level: 'info',
          message: 'request',
          context: { user_id: expect.any(String), workflow_id: workflow, execution_id: good },
          trace_id: expect.any(String),
          span_id: expect.any(String),
        }),
      )
    const ofWorkflow = lines.find(({ path }) => path === `/api/v1/workflows/${workflow}`)
    expect(ofWorkflow?.context).toEqual({ user_id: expect.any(String), workflow_id: workflow })
    const [internal, client] = [1, 3]
    const ofGood = spans.filter((span) => span.traceId === traceId && span.kind === internal)
    expect(ofGood.map(({ name }) => name).toSorted()).toEqual(['node read', 'run'])
    const [read, whole] = ['node read', 'run'].map((name) => ofGood.find((span) => span.name === name)!)
    expect(whole).toMatchObject({ spanId, kind: 1, attributes: { 'aw.run_id': good, 'aw.run_state': 'completed' } })
    expect(whole?.parentSpanId).toBeUndefined()
    expect(whole?.status).toBeUndefined()
    expect(read).toMatchObject({ parentSpanId: spanId, attributes: { 'aw.node_id': 'read', 'aw.node_attempts': '1' } })
    expect(BigInt(read!.startTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(whole!.startTimeUnixNano))
    expect(BigInt(read!.endTimeUnixNano)).toBeLessThanOrEqual(BigInt(whole!.endTimeUnixNano))
    const ofBad = spans.filter((span) => span.traceId === toRunSpan(bad).traceId && span.kind === internal)
    const states = Object.fromEntries(ofBad.map(({ name, status }) => [name, status?.code]))
    expect(states).toEqual({ 'node read': undefined, 'node fail': 2, run: 2 })
    expect(ofBad.find(({ name }) => name === 'node fail')?.attributes['error.type']).toBe('fail.asked')
    const begun = spans.filter(({ name }) => name === 'POST /api/v1/workflows/{id}/execute')
    expect(begun.map(({ kind, links }) => ({ kind, links }))).toEqual(
      [good, bad].map((id) => ({ kind: 2, links: [toRunSpan(id)] })),
    )
    // Statements are children of the request or run that waits for them.
    const under = (parent: { traceId: string; spanId: string }): string[] =>
      spans.filter((span) => span.kind === client && span.parentSpanId === parent.spanId).map(({ name }) => name)
    expect(under(spans.find(({ name }) => name === 'POST /api/v1/workflows')!)).toContain('INSERT workflows')
    expect(under(begun[0]!)).toContain('INSERT runs')
    expect(under(toRunSpan(good))).toEqual(expect.arrayContaining(['UPDATE runs', 'INSERT run_tables']))
    const statements = spans.filter(({ kind }) => kind === client)
    expect(statements.every(({ parentSpanId }) => parentSpanId !== undefined)).toBe(true)
    expect(statements.find(({ name }) => name === 'INSERT runs')?.attributes).toEqual({
      'db.system.name': 'postgresql',
      'db.operation.name': 'INSERT',
      'db.collection.name': 'runs',
      'db.query.summary': 'INSERT runs',
    })
    expect(JSON.stringify(collector.requests)).not.toContain('secret-cell')
    expect([faults, server.faults]).toEqual([[], []])
  } finally {
    await collector.close()
    await rm(folder, { recursive: true, force: true })
  }
})

const workflow = { ...createEmptyWorkflow('W'), nodes: [node('loop', 'for_each'), node('after', 'check')] }
const started: RunEventBody = { type: 'run-started', version: 2, run: 'r', workflow, inputs: {}, seed: 1 }
const begin = (id: string, attempt = 1, scope?: string[]): RunEventBody => ({
  type: 'node-started',
  node: id,
  attempt,
  key: 'k',
  ...(scope ? { scope } : {}),
})
const done = (id: string, scope?: string[]): RunEventBody => ({
  type: 'node-completed',
  node: id,
  outputs: {},
  ms: 1,
  problems: [],
  ...(scope ? { scope } : {}),
})
const events: RunEvent[] = [
  started,
  begin('loop'),
  begin('inner', 1, ['loop#0']),
  begin('inner', 2, ['loop#0']),
  done('inner', ['loop#0']),
  begin('inner', 1, ['loop#1']),
  done('inner', ['loop#1']),
  done('loop'),
  { type: 'node-skipped', node: 'after', reason: 'x', because: [] } as RunEventBody,
  { type: 'run-completed' } as RunEventBody,
].map((body, seq) => ({ seq, time: 1000 + seq, ...body }))

test('a worker that continues a run sends the remaining spans once', () => {
  const emitted = (cuts: readonly number[]): Span[] => {
    const spans: Span[] = []
    const tracing = { exportSpan: (span: Span) => void spans.push(span), close: async () => undefined }
    const ends = [...cuts, events.length]
    ends.forEach((end, at) => {
      const from = ends[at - 1] ?? 0
      createRunSpans(tracing).createListener(
        { id: 'r', workflowId: 'w' },
        events.slice(0, from),
      )(events.slice(from, end))
    })
    return spans
  }
  const whole = emitted([])
  expect(whole.map(({ name, attributes, start, end }) => [name, attributes['aw.node_id'], start, end])).toEqual([
    ['node nested', 'loop#0/inner', 1002, 1004],
    ['node nested', 'loop#1/inner', 1005, 1006],
    ['node for_each', 'loop', 1001, 1007],
    ['run', undefined, 1000, 1009],
  ])
  const [first, second, loop, run] = whole
  expect([first?.parentId, second?.parentId, loop?.parentId]).toEqual([loop?.spanId, loop?.spanId, run?.spanId])
  expect(first?.attributes['aw.node_attempts']).toBe(2)
  expect(new Set(whole.map(({ spanId }) => spanId)).size).toBe(4)
  for (let cut = 0; cut <= events.length; cut++) expect(emitted([cut])).toEqual(whole)
})
