import { afterEach, describe, expect, test } from 'vitest'
import { openTestCollector, type TestCollector } from '../testing/test-collector.ts'
import { createLog } from './log.ts'
import { createMetrics } from './metrics.ts'
import { parseTraceContext } from './trace-context.ts'
import { openTracing } from './tracing.ts'

describe('the log', () => {
  test('writes JSON lines of the configured level with the ids of the request', () => {
    const lines: string[] = []
    const log = createLog('warn', (line) => lines.push(line))
    log.write('info', 'request', {})
    const context = { user_id: 'u', ip_address: '10.0.0.1' }
    log.write('error', 'request', { logger: 'http', context, correlation_id: 'c', trace_id: 't', span_id: 's', path: '/"\n' }) // oxfmt-ignore
    expect(lines).toHaveLength(1)
    expect(JSON.parse(lines[0]!)).toEqual({
      timestamp: expect.stringMatching(/^\d{4}-/),
      level: 'error',
      logger: 'http',
      message: 'request',
      context: { user_id: 'u', ip_address: '10.0.0.1' },
      correlation_id: 'c',
      trace_id: 't',
      span_id: 's',
      path: '/"\n',
    })
    expect([createLog('silent').isEnabled('error'), createLog('debug').isEnabled('info')]).toEqual([false, true])
  })
})

describe('a trace', () => {
  const trace = '0af7651916cd43dd8448eb211c80319c'
  const parent = 'b7ad6b7169203331'

  test('continues the trace of the caller or starts a new one', () => {
    expect(parseTraceContext(`00-${trace}-${parent}-01`)).toMatchObject({
      traceId: trace,
      parentId: parent,
      sampled: true,
    })
    expect(parseTraceContext(`00-${trace}-${parent}-00`)).toMatchObject({ sampled: false })
    for (const odd of [
      undefined,
      '',
      'x',
      `00-${'0'.repeat(32)}-${parent}-01`,
      `01-${trace}-${parent}-01`,
      `00-${trace}-${parent}`,
    ]) {
      const made = parseTraceContext(odd)
      expect(made).toMatchObject({
        traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
        spanId: expect.stringMatching(/^[0-9a-f]{16}$/),
      })
      expect(made.parentId).toBeUndefined()
    }
    const ids = Array.from({ length: 1000 }, () => parseTraceContext(undefined))
    expect(new Set(ids.map(({ traceId }) => traceId)).size).toBe(1000)
    expect(new Set(ids.map(({ spanId }) => spanId)).size).toBe(1000)
  })

  let collector: TestCollector | undefined
  afterEach(() => collector?.close())

  test('is sent to a collector as OTLP JSON, and dropped if none answers', async () => {
    collector = await openTestCollector()
    const { endpoint, requests: bodies } = collector
    const faults: unknown[] = []
    const tracing = openTracing({ endpoint, service: 'aw', onError: (cause) => faults.push(cause) })
    const span = {
      traceId: trace,
      spanId: 'b9c7c989f97918e1',
      parentId: parent,
      sampled: true,
      name: 'GET /api/v1/runs',
      kind: 'server' as const,
      start: 1_700_000_000_000.25,
      end: 1_700_000_000_001.5,
      isError: true,
      attributes: { 'http.route': '/api/v1/runs', 'http.response.status_code': 500 },
    }
    tracing.exportSpan(span)
    tracing.exportSpan({ ...span, sampled: false })
    await tracing.close()
    expect(faults).toEqual([])
    expect(bodies).toMatchObject([
      {
        path: '/v1/traces',
        type: 'application/json',
        body: {
          resourceSpans: [
            {
              resource: { attributes: [{ key: 'service.name', value: { stringValue: 'aw' } }] },
              scopeSpans: [
                {
                  spans: [
                    {
                      traceId: trace,
                      parentSpanId: parent,
                      kind: 2,
                      startTimeUnixNano: '1700000000000250000',
                      endTimeUnixNano: '1700000000001500000',
                      attributes: [
                        { key: 'http.route', value: { stringValue: '/api/v1/runs' } },
                        { key: 'http.response.status_code', value: { intValue: '500' } },
                      ],
                      status: { code: 2 },
                    },
                  ],
                },
              ],
            },
          ],
        },
      },
    ])
    const lost = openTracing({ endpoint: 'http://127.0.0.1:1', service: 'aw', onError: (cause) => faults.push(cause) })
    lost.exportSpan(span)
    await lost.close()
    expect(faults).toHaveLength(1)
  })
})

describe('metrics', () => {
  test('have the Prometheus format, and include figures of the store if it is available', async () => {
    const metrics = createMetrics({ includeProcessMetrics: false })
    metrics.observeRequest('GET', '/health', 200, 0.002, undefined)
    metrics.observeQuery(0.001, true)
    metrics.changeFollowerCount('websocket', 1)
    metrics.countRejection('rate')
    for (const isHit of [false, true, true]) metrics.countDefinitionRead(isHit)
    const { text, type } = await metrics.scrape({
      runs: { completed: 3, failed: 1, queued: 2 },
      durations: { p50: 1, p95: 2, p99: 3, count: 4 },
      queueLength: 2,
      today: { workflowsCreated: 5, runsStarted: 6, averageSeconds: 1.5 },
      models: { calls: 7, errors: 2, inputTokens: 800, outputTokens: 90 },
      users: { active: 4, addedToday: 1, retention: 0.75 },
      connections: { active: 1, max: 10 },
    })
    expect(type).toMatch(/^text\/plain/)
    for (const line of [
      'http_requests_total{method="GET",route="/health",status="200"} 1',
      'http_requests_refused_total{reason="rate"} 1',
      'db_query_errors_total 1',
      'workflow_definition_cache_total{result="hit"} 2',
      'workflow_definition_cache_total{result="miss"} 1',
      'db_connections_max 10',
      'workflow_executions_total{status="completed"} 3',
      'workflow_execution_status{status="queued"} 2',
      'workflow_execution_duration_seconds{quantile="0.95"} 2',
      'workflow_queue_length 2',
      'workflows_created_daily 5',
      'workflows_executed_daily 6',
      'average_execution_time 1.5',
      'ai_api_calls_total 7',
      'ai_api_errors_total 2',
      'active_users_total 4',
      'new_users_daily 1',
      'user_retention_rate 0.75',
      'celery_tasks_total{status="failed"} 1',
      'celery_task_duration_seconds{quantile="0.99"} 3',
      'celery_queue_length 2',
      'ai_tokens_consumed_total{direction="output"} 90',
      'live_followers{kind="websocket"} 1',
    ]) {
      expect(text.split('\n')).toContain(line)
    }
  })
})
