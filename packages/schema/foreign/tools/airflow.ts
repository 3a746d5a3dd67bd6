import { message } from '@aw-flow/messages'
import type { Json } from '../../document/workflow.ts'
import {
  getOwn,
  isObject,
  listObjects,
  toKey,
  toNumber,
  toObject,
  toText,
  type ForeignEdge,
  type ForeignNode,
  type ForeignSettings,
  type ForeignWorkflow,
} from '../foreign-workflow.ts'
import type { ExpressionScope, ResolvedValue, ToolDefinition } from '../map-workflow.ts'
import { words, type NodeMapping, type NodeMappings } from '../node-mapping.ts'
import { splitBraces, type ExpressionLanguage } from '../settings-reader.ts'
import { translateExpression, type Chain } from '../translate-expression.ts'
import { passesValue } from './passes-value.ts'

/** Airflow: DAGs as the API and the serializer write them, and as `readPythonDag` reads them. */
export const airflowTool: ToolDefinition = {
  tool: 'airflow',
  recognize: (json) => isObject(json) && findDag(json) !== undefined,
  read: (json) => readDag(findDag(json as ForeignSettings)!),
  get mappings() {
    return airflowMappings
  },
  toKey: (type) => type.split('.').at(-1)!,
  createLanguage,
}

function findDag(json: ForeignSettings): ForeignSettings | undefined {
  const dag = isObject(json.dag) ? unwrap(json.dag) : json
  const id = dag.dag_id ?? dag._dag_id
  return typeof id === 'string' && Array.isArray(dag.tasks) && dag.tasks.every(isObject)
    ? { ...dag, dag_id: id }
    : undefined
}

/** The serializer wraps values: `{"__type": "operator", "__var": {…}}`. */
const unwrap = (value: Json): ForeignSettings => toObject(isObject(value) && '__var' in value ? value.__var : value)

/** Fields of every task that are not settings of its operator. */
const taskFields = new Set(
  words(
    'task_id label task_type _task_type operator operator_name _task_module class_ref downstream_task_ids upstream_task_ids retries retry_delay execution_timeout depends_on_past email_on_failure email_on_retry owner start_date end_date pool pool_slots queue priority_weight weight_rule trigger_rule ui_color ui_fgcolor template_fields template_fields_renderers template_ext is_setup is_teardown on_failure_fail_dagrun doc_md extra_links _is_empty wait_for_downstream retry_exponential_backoff dag',
  ),
)

function readDag(dag: ForeignSettings): ForeignWorkflow {
  const tasks = listObjects(dag.tasks).map(unwrap)
  const ids = new Set(tasks.map(({ task_id: id }) => toKey(id)))
  const list = (value: Json | undefined): string[] => (Array.isArray(value) ? value.map(toKey) : [])
  const pairs = tasks.flatMap((task) => [
    ...list(task.downstream_task_ids).map((target) => [toKey(task.task_id), target] as const),
    ...list(task.upstream_task_ids).map((source) => [source, toKey(task.task_id)] as const),
  ])
  const unique = [...new Map(pairs.map((pair) => [JSON.stringify(pair), pair])).values()]
  const taskEdges = unique
    .filter(([source, target]) => ids.has(source) && ids.has(target))
    .map(([source, target]): ForeignEdge => ({ source, target }))
  const schedule = readSchedule(dag)
  const targets = new Set(taskEdges.map(({ target }) => target))
  const starts = [...ids].filter((id) => !targets.has(id))
  return {
    name: toKey(dag.dag_id),
    description: toText(dag.description) ?? toText(dag.doc_md),
    tags: list(dag.tags).filter((tag) => tag !== '[object Object]'),
    nodes: [...(schedule ? [schedule] : []), ...tasks.map(readTask)],
    edges: [...(schedule ? starts.map((target) => ({ source: schedule.id, target })) : []), ...taskEdges],
  }
}

/** A schedule that cron can express becomes a node, because it starts the tasks. */
function readSchedule(dag: ForeignSettings): ForeignNode | undefined {
  const setting = dag.schedule ?? dag.schedule_interval ?? toObject(toObject(dag.timetable).__var).expression
  const value = toText(isObject(setting) ? setting.value : setting)
  if (value === undefined || value === '@once' || value === 'None') return undefined
  return { id: '(schedule)', name: 'Schedule', type: 'schedule', settings: { schedule: value } }
}

function readTask(task: ForeignSettings): ForeignNode {
  const retries = toNumber(task.retries)
  const delay = toNumber(
    isObject(task.retry_delay) ? (task.retry_delay.__var ?? task.retry_delay.seconds) : task.retry_delay,
  )
  const classRef = toObject(task.class_ref)
  const type = [task.task_type, task._task_type, task.operator, task.operator_name, classRef.class_name].find(
    (name) => typeof name === 'string',
  )
  return {
    id: toKey(task.task_id),
    name: toKey(task.task_id),
    type: toKey(type ?? 'Operator'),
    notes: toText(task.doc_md),
    retry:
      retries === undefined
        ? undefined
        : { count: Math.max(0, Math.min(20, retries)), ...(delay === undefined ? {} : { delaysMs: [delay * 1000] }) },
    settings: Object.fromEntries(Object.entries(task).filter(([name]) => !taskFields.has(name))),
  }
}

/** Jinja: `{{ ds }}`, `{{ params.name }}`, `{{ ti.xcom_pull(task_ids='load') }}`. */
function createLanguage(scope: ExpressionScope): ExpressionLanguage {
  const resolve = ({ root, steps }: Chain): ResolvedValue | undefined => {
    if (root === 'ds') return { code: '$substringBefore($now(), "T")', steps: 0, type: 'string' }
    if (root === 'ts') return { code: '$now()', steps: 0, type: 'string' }
    if (root === 'run_id') return { code: 'run.id', steps: 0, type: 'string' }
    const [pull] = steps
    if ((root === 'ti' || root === 'task_instance') && pull?.name === 'xcom_pull' && pull.arguments?.length === 1) {
      const id = /^"(.*)"$/.exec(pull.arguments[0]!.code)?.[1]
      const resolved = id === undefined ? undefined : scope.resolveNode(id, [])
      return resolved && { ...resolved, steps: 1 }
    }
    return undefined
  }
  return {
    split: splitBraces,
    translate: (expression) => translateExpression(expression.replace(/\btask_ids\s{0,5}=/, ''), resolve),
  }
}

const httpRequest: NodeMapping = {
  type: 'http_request',
  ignored: words('http_conn_id response_check response_filter extra_options log_response poke_interval mode'),
  read: (reader) => {
    const method = toText(reader.get('method')) ?? 'POST'
    const headers = Object.fromEntries(
      Object.entries(toObject(reader.get('headers'))).map(([name, value]) => [name, reader.template(value)]),
    )
    const data = reader.get('data') ?? reader.get('json')
    const body =
      data === undefined || data === null || (isObject(data) && Object.keys(data).length === 0)
        ? ''
        : reader.template(data)
    const connection = toText(reader.get('http_conn_id'))
    if (connection !== undefined) reader.approximate(message('foreign.connection', { connection }))
    const endpoint = reader.text('endpoint') ?? ''
    const url = /^https?:/.test(endpoint)
      ? endpoint
      : `https://${(connection ?? 'service').replaceAll(/[^a-z0-9]+/gi, '-')}.example.com/${endpoint.replace(/^\//, '')}`
    return { method, url, headers, ...(body === '' ? {} : method === 'GET' ? {} : { bodyKind: 'json', body }) }
  },
}

const sql: NodeMapping = {
  type: 'database_query',
  when: ({ sql: statement }) => typeof statement === 'string' && !statement.endsWith('.sql'),
  ignored: words(
    'conn_id postgres_conn_id autocommit database hook_params parameters split_statements return_last show_return_value_in_logs',
  ),
  read: (reader) => {
    const statement = reader.text('sql') ?? 'SELECT 1'
    reader.approximate(message('foreign.database', {}))
    return { statement, access: /^\s*(?:select|with)\b/i.test(statement) ? 'read' : 'write' }
  },
}

const email: NodeMapping = {
  type: 'email',
  settings: { subject: 'subject', html: 'html_content', from: 'from_email' },
  fixed: { attach: 'none' },
  ignored: ['files', 'mime_subtype', 'mime_charset', 'conn_id', 'custom_headers'],
}

const wait: NodeMapping = {
  type: 'delay',
  ignored: ['mode', 'poke_interval', 'timeout', 'deferrable'],
  read: (reader) => {
    const delta = reader.get('delta')
    return { seconds: toNumber(isObject(delta) ? (delta.__var ?? delta.seconds) : delta) ?? 60 }
  },
}

const named: Readonly<Record<string, string>> = {
  '@hourly': '0 * * * *',
  '@daily': '0 0 * * *',
  '@weekly': '0 0 * * 0',
  '@monthly': '0 0 1 * *',
  '@yearly': '0 0 1 1 *',
}

const airflowMappings: NodeMappings = {
  schedule: {
    type: 'schedule',
    read: (reader) => {
      const value = toKey(reader.get('schedule'))
      return { cron: getOwn(named, value) ?? value }
    },
  },
  EmptyOperator: passesValue(),
  DummyOperator: passesValue(),
  HttpOperator: httpRequest,
  SimpleHttpOperator: httpRequest,
  HttpSensor: httpRequest,
  SQLExecuteQueryOperator: sql,
  PostgresOperator: sql,
  EmailOperator: {
    ...email,
    read: (reader) => {
      const to = reader.get('to')
      const join = (value: Json | undefined): string =>
        Array.isArray(value) ? value.map((item) => reader.template(item)).join(', ') : reader.template(value)
      return {
        attach: 'none',
        subject: reader.text('subject') ?? '',
        html: reader.text('html_content') ?? '',
        to: join(to),
        cc: join(reader.get('cc')),
        bcc: join(reader.get('bcc')),
      }
    },
  },
  TimeDeltaSensor: wait,
  TimeDeltaSensorAsync: wait,
  SlackWebhookOperator: {
    type: 'notification',
    ignored: words('slack_webhook_conn_id http_conn_id channel username icon_emoji blocks attachments'),
    read: (reader) => ({
      channel: 'webhook',
      title: reader.node.name.slice(0, 100),
      message: reader.text('message') ?? '',
    }),
  },
}
