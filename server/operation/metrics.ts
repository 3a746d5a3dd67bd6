import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

/** State that is read from the store for each scrape. */
export interface ScrapedState {
  /** Number of runs, keyed by state. Read from the database, so all servers report the same values. */
  runs: Readonly<Record<string, number>>
  /** Duration quantiles (in seconds) and number of runs, for the runs that ended in the last five minutes. */
  durations?: { p50: number; p95: number; p99: number; count: number }
  /** Number of runs waiting for a worker. */
  queueLength: number
  /** Statistics for the current day (UTC). `averageSeconds` is the average duration of the runs that ended today. */
  today?: { workflowsCreated: number; runsStarted: number; averageSeconds: number | undefined }
  /** Language model usage since the store was created. */
  models?: { calls: number; errors: number; inputTokens: number; outputTokens: number }
  /** User statistics for all workspaces. See `UserStatistics`. */
  users?: { active: number; addedToday: number; retention: number }
  connections?: { active: number; max: number }
}

/** Collects metrics for Prometheus. */
export type Metrics = ReturnType<typeof createMetrics>

/** Creates a function that adds gauges to a registry. */
const createGauges =
  (registry: Registry) =>
  <Label extends string = never>(name: string, help: string, labelNames: readonly Label[] = []): Gauge<Label> =>
    new Gauge({ name, help, labelNames, registers: [registry] })

export function createMetrics({ includeProcessMetrics = true }: { includeProcessMetrics?: boolean } = {}) {
  const registers = [new Registry()]
  const [registry] = registers as [Registry]
  const requests = new Counter({
    name: 'http_requests_total',
    help: 'Requests that received a response.',
    labelNames: ['method', 'route', 'status'],
    registers,
  })
  const durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from a request to its response.',
    labelNames: ['method', 'route'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  })
  const requestSizes = new Histogram({
    name: 'http_request_size_bytes',
    help: 'Size of request bodies, from Content-Length.',
    buckets: [100, 1_000, 10_000, 100_000, 1e6, 1e7, 1e8, 1e9],
    registers,
  })
  const rejections = new Counter({
    name: 'http_requests_refused_total',
    help: 'Requests that were rejected before routing.',
    labelNames: ['reason'],
    registers,
  })
  const queries = new Histogram({
    name: 'db_query_duration_seconds',
    help: 'Duration of database statements.',
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5],
    registers,
  })
  const definitionReads = new Counter({
    name: 'workflow_definition_cache_total',
    help: 'Reads of workflow definitions by result: hit, or miss if the document was parsed.',
    labelNames: ['result'],
    registers,
  })
  const queryErrors = new Counter({ name: 'db_query_errors_total', help: 'Failed statements.', registers })
  const liveFollowers = createGauges(registry)('live_followers', 'Clients subscribed to run events, by transport.', [
    'kind',
  ])
  const updateState = createStateGauges(registry)
  if (includeProcessMetrics) collectDefaultMetrics({ register: registry })
  return {
    observeRequest(method: string, route: string, status: number, seconds: number, bytes: number | undefined): void {
      requests.inc({ method, route, status })
      durations.observe({ method, route }, seconds)
      if (bytes !== undefined && bytes > 0) requestSizes.observe(bytes)
    },
    observeQuery(seconds: number, hasFailed: boolean): void {
      queries.observe(seconds)
      if (hasFailed) queryErrors.inc()
    },
    /**
     * Counts a read of a workflow definition.
     *
     * @param isHit Whether the definition was read from the cache.
     */
    countDefinitionRead: (isHit: boolean): void => definitionReads.inc({ result: isHit ? 'hit' : 'miss' }),
    countRejection: (reason: string): void => rejections.inc({ reason }),
    /** Changes the number of clients that follow runs over a transport. */
    changeFollowerCount: (kind: 'websocket' | 'events', change: 1 | -1): void => liveFollowers.inc({ kind }, change),
    /** Returns the metrics in the Prometheus text format, and the media type of that format. */
    async scrape(state: ScrapedState | undefined): Promise<{ text: string; type: string }> {
      if (state) updateState(state)
      return { text: await registry.metrics(), type: registry.contentType }
    },
  }
}

/** Gauges of one number each: name, description, and how to read the number. */
const stateGauges: readonly (readonly [string, string, (state: ScrapedState) => number | undefined])[] = [
  [
    'workflow_executions_recent',
    'Number of runs that ended in the last five minutes. From the database.',
    ({ durations }) => durations?.count ?? 0,
  ],
  ['workflow_queue_length', 'Runs that are waiting for a worker.', ({ queueLength }) => queueLength],
  [
    'celery_queue_length',
    'Runs that are waiting for a worker: see workflow_queue_length.',
    ({ queueLength }) => queueLength,
  ],
  [
    'workflows_created_daily',
    'Workflows that were created today (UTC). From the database.',
    ({ today }) => today?.workflowsCreated ?? 0,
  ],
  [
    'workflows_executed_daily',
    'Runs that were started today (UTC). From the database.',
    ({ today }) => today?.runsStarted ?? 0,
  ],
  [
    'average_execution_time',
    'Average duration in seconds of the runs that ended today (UTC). From the database.',
    ({ today }) => today?.averageSeconds ?? 0,
  ],
  [
    'ai_api_calls_total',
    'Requests to language models. From the database, the same on all servers: use max, not sum.',
    ({ models }) => models?.calls ?? 0,
  ],
  [
    'ai_api_errors_total',
    'Requests to language models that failed. From the database.',
    ({ models }) => models?.errors ?? 0,
  ],
  [
    'active_users_total',
    'Users who used the server in the last 30 days. From the database.',
    ({ users }) => users?.active ?? 0,
  ],
  ['new_users_daily', 'Users who were added today (UTC). From the database.', ({ users }) => users?.addedToday ?? 0],
  [
    'user_retention_rate',
    'Fraction of users added more than 30 days ago who used the server in the last 30 days, from 0 to 1.',
    ({ users }) => users?.retention ?? 0,
  ],
  ['db_connections_active', 'Connections in use.', ({ connections }) => connections?.active],
  ['db_connections_max', 'Maximum number of connections.', ({ connections }) => connections?.max],
]

/** Adds the gauges of the state that is read from the store. Returns a function that updates them. */
function createStateGauges(registry: Registry): (state: ScrapedState) => void {
  const createGauge = createGauges(registry)
  const gauges = stateGauges.map(([name, help, read]) => [createGauge(name, help), read] as const)
  const executions = createGauge(
    'workflow_executions_total',
    'Ended runs by state. From the database, the same on all servers: use max, not sum.',
    ['status'],
  )
  const runStates = createGauge('workflow_execution_status', 'Runs by state. From the database.', ['status'])
  const runDurations = createGauge(
    'workflow_execution_duration_seconds',
    'Duration of the runs that ended in the last five minutes. From the database.',
    ['quantile'],
  )
  // Run metrics under the names used by the Celery task queue, for existing dashboards and alerts.
  const tasks = createGauge('celery_tasks_total', 'Ended runs by state: see workflow_executions_total.', ['status'])
  const taskDurations = createGauge(
    'celery_task_duration_seconds',
    'Duration of runs: see workflow_execution_duration_seconds.',
    ['quantile'],
  )
  const modelTokens = createGauge(
    'ai_tokens_consumed_total',
    'Language model tokens by direction. From the database.',
    ['direction'],
  )
  return (state) => {
    for (const status of ['queued', 'running', 'waiting', 'completed', 'failed', 'cancelled']) {
      const count = state.runs[status] ?? 0
      runStates.set({ status }, count)
      if (status !== 'completed' && status !== 'failed' && status !== 'cancelled') continue
      executions.set({ status }, count)
      tasks.set({ status }, count)
    }
    runDurations.reset()
    taskDurations.reset()
    if (state.durations && state.durations.count > 0) {
      const { p50, p95, p99 } = state.durations
      for (const gauge of [runDurations, taskDurations]) {
        gauge.set({ quantile: '0.5' }, p50)
        gauge.set({ quantile: '0.95' }, p95)
        gauge.set({ quantile: '0.99' }, p99)
      }
    }
    modelTokens.set({ direction: 'input' }, state.models?.inputTokens ?? 0)
    modelTokens.set({ direction: 'output' }, state.models?.outputTokens ?? 0)
    for (const [gauge, read] of gauges) {
      const value = read(state)
      if (value !== undefined) gauge.set(value)
    }
  }
}
