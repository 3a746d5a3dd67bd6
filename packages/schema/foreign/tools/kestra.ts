import { defined } from '../../wire/defined.ts'
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
import { splitBraces, type ExpressionLanguage, type SettingsReader } from '../settings-reader.ts'
import { translateExpression, type Chain } from '../translate-expression.ts'
import { evaluates, passesValue } from './passes-value.ts'

/** Kestra: flows in YAML, a list of tasks that can contain tasks. */
export const kestraTool: ToolDefinition = {
  tool: 'kestra',
  recognize: (json) =>
    isObject(json) &&
    typeof json.id === 'string' &&
    typeof json.namespace === 'string' &&
    listObjects(json.tasks).some(({ type }) => typeof type === 'string'),
  read: (json) => readFlow(json as ForeignSettings),
  get mappings() {
    return kestraMappings
  },
  toKey: (type) => (type.includes('.jdbc.postgresql.') ? 'postgresql' : getKind(type)),
  createLanguage,
}

/** Settings of every task that have another home, and tasks inside tasks. */
const taskFields = new Set(
  words('id type description disabled timeout retry tasks then else cases defaults errors allowFailure'),
)

function readFlow(flow: ForeignSettings): ForeignWorkflow {
  const nodes: ForeignNode[] = []
  const edges: ForeignEdge[] = []
  const addNode = (task: ForeignSettings): string => {
    const { count, timeoutMs } = readLimits(task)
    nodes.push({
      id: toKey(task.id),
      name: toKey(task.id),
      type: toKey(task.type),
      notes: toText(task.description),
      mode: task.disabled === true ? 'bypassed' : undefined,
      onError: task.allowFailure === true ? 'continue' : undefined,
      retry: count === undefined && timeoutMs === undefined ? undefined : { ...defined({ count, timeoutMs }) },
      settings: {
        ...Object.fromEntries(Object.entries(task).filter(([name]) => !taskFields.has(name))),
        ...(getKind(task.type) === 'Switch' ? { caseNames: Object.keys(toObject(task.cases)) } : {}),
      },
    })
    return toKey(task.id)
  }
  /** Adds tasks in sequence, and returns the ends that lead to the next task. */
  const addSequence = (tasks: readonly ForeignSettings[], starts: readonly ForeignEdge[]): ForeignEdge[] =>
    tasks.reduce<ForeignEdge[]>((ends, task) => addTask(task, ends), [...starts])
  const addTask = (task: ForeignSettings, starts: readonly ForeignEdge[]): ForeignEdge[] => {
    const id = addNode(task)
    for (const edge of starts) edges.push({ ...edge, target: id })
    const from = (output?: string): ForeignEdge => ({ source: id, target: '', output })
    const inner = listObjects(task.tasks)
    const kind = getKind(task.type)
    if (kind === 'Parallel') return inner.length === 0 ? [from()] : inner.flatMap((child) => addTask(child, [from()]))
    if (kind === 'If')
      return [
        ...addSequence(listObjects(task.then), [from('true')]),
        ...addSequence(listObjects(task.else), [from('false')]),
      ]
    if (kind === 'Switch') {
      const cases = Object.entries(toObject(task.cases)).flatMap(([name, tasks]) =>
        addSequence(listObjects(tasks), [from(name)]),
      )
      return [...cases, ...addSequence(listObjects(task.defaults), [from('')])]
    }
    if (isLoop(kind)) {
      const ends = addSequence(inner, [from('item')])
      for (const edge of ends) if (edge.source !== id) edges.push({ ...edge, target: id, input: 'result' })
      return [from('results')]
    }
    return addSequence(inner, [from()])
  }
  const triggers = listObjects(flow.triggers).map((trigger): ForeignEdge => ({ source: addNode(trigger), target: '' }))
  addSequence(listObjects(flow.tasks), triggers)
  addSequence(listObjects(flow.errors), [])
  const inputs = listObjects(flow.inputs).map(
    (input) => [toText(input.id) ?? toKey(input.name), input.defaults ?? null] as const,
  )
  const variables = {
    ...(inputs.length > 0 ? { inputs: Object.fromEntries(inputs) } : {}),
    ...(isObject(flow.variables) ? { vars: flow.variables } : {}),
  }
  return {
    name: toText(flow.id),
    description: toText(flow.description),
    tags: [toText(flow.namespace) ?? ''].filter(Boolean),
    variables: Object.keys(variables).length > 0 ? variables : undefined,
    nodes,
    edges,
  }
}

const getKind = (type: Json | undefined): string => toKey(type).split('.').at(-1)!
const isLoop = (kind: string): boolean => ['ForEach', 'EachSequential', 'EachParallel', 'ForEachItem'].includes(kind)

/** Parses a duration such as `PT1H30M`. */
function parseDuration(duration: Json | undefined): number | undefined {
  const match = /^P(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,9}(?:\.\d{1,3})?)S)?)?$/.exec(
    toKey(duration),
  )
  if (!match) return undefined
  const [days, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0))
  return days! * 86_400 + hours! * 3600 + minutes! * 60 + seconds!
}

function readLimits({ retry, timeout }: ForeignSettings): {
  count?: number | undefined
  timeoutMs?: number | undefined
} {
  const attempts = toNumber(toObject(retry).maxAttempts) ?? toNumber(toObject(retry).maxAttempt)
  const seconds = parseDuration(timeout)
  return {
    count: attempts === undefined ? undefined : Math.max(0, Math.min(20, attempts - 1)),
    timeoutMs: seconds ? seconds * 1000 : undefined,
  }
}

/** Pebble: `{{ inputs.name }}`, `{{ outputs.task.body }}`, `{{ taskrun.value }}`. */
function createLanguage(scope: ExpressionScope): ExpressionLanguage {
  const resolve = ({ root, arguments: args, steps }: Chain): ResolvedValue | undefined => {
    if (args) return root === 'now' && args.length === 0 ? { code: '$now()', steps: 0, type: 'string' } : undefined
    if (root === 'inputs' || root === 'vars') return { code: root, steps: 0 }
    if (root === 'outputs' && steps[0]) {
      const resolved = scope.resolveNode(toKey(steps[0].name), steps.slice(1))
      return resolved && { ...resolved, steps: resolved.steps + 1 }
    }
    if (root === 'taskrun' && steps[0]?.name === 'value') return { code: 'input.value', steps: 1 }
    if (root === 'trigger' && steps[0]?.name === 'body') return { code: 'trigger_data', steps: 1 }
    if (root === 'execution' && steps[0]?.name === 'id') return { code: 'run.id', steps: 1 }
    if (root === 'flow' && steps[0]?.name === 'id') return { code: 'run.workflow', steps: 1 }
    return undefined
  }
  return { split: splitBraces, translate: (expression) => translateExpression(expression, resolve) }
}

/** Returns an expression without its braces. */
const readExpression = (reader: SettingsReader, path: string): string => reader.expression(reader.get(path))

const request: NodeMapping = {
  type: 'http_request',
  ignored: ['contentType', 'options', 'formData'],
  fields: { body: 'body', code: 'response.status', headers: 'response.headers' },
  read: (reader) => {
    const headers = Object.fromEntries(
      Object.entries(toObject(reader.get('headers'))).map(([name, value]) => [name, reader.template(value)]),
    )
    const form = toObject(reader.node.settings.formData)
    const body = reader.text('body')
    const isForm = Object.keys(form).length > 0
    return {
      method: toText(reader.get('method')) ?? 'GET',
      url: reader.text('uri') ?? '',
      headers,
      ...(isForm
        ? { bodyKind: 'form', body: reader.template(JSON.stringify(form)) }
        : body
          ? { bodyKind: /^\s*[{[]/.test(body) ? 'json' : 'text', body }
          : {}),
    }
  },
}

const query: NodeMapping = {
  type: 'database_query',
  settings: { statement: 'sql' },
  ignored: words('url username fetch fetchOne store fetchType parameters timeZoneId'),
  fields: {},
}

const loop: NodeMapping = {
  type: 'for_each',
  outputs: { results: 'results', item: 'item' },
  inputs: { '': 'items', result: 'result' },
  ignored: ['values', 'items', 'batch', 'concurrencyLimit', 'transmitFailed'],
  read: (reader) => {
    const limit = toNumber(reader.get('concurrencyLimit')) ?? (getKind(reader.node.type) === 'EachParallel' ? 5 : 1)
    reader.approximate(message('foreign.loop-items', {}))
    return { over: 'items', parallel: Math.max(1, Math.min(10, limit)) }
  },
}

const notify = (field: string): NodeMapping => ({
  type: 'notification',
  ignored: ['payload', 'channel', 'executionId', 'customFields', 'customMessage'],
  read: (reader) => {
    reader.get('url')
    return {
      channel: 'webhook',
      title: reader.node.name.slice(0, 100),
      message: reader.text(field) ?? reader.text('payload') ?? '',
    }
  },
})

/** By the last part of the class, such as `io.kestra.plugin.core.http.Request`. */
const kestraMappings: NodeMappings = {
  Request: request,
  Download: { ...request, read: (reader) => ({ ...request.read!(reader), response: 'file' }) },
  Log: {
    type: 'notification',
    ignored: ['level'],
    read: (reader) => ({
      channel: 'page',
      title: reader.node.name.slice(0, 100),
      message: Array.isArray(reader.get('message'))
        ? (reader.get('message') as Json[]).map((line) => reader.template(line)).join('\n')
        : (reader.text('message') ?? ''),
    }),
  },
  Return: evaluates((reader) => readExpression(reader, 'format'), { fields: { value: 'value' } }),
  OutputValues: evaluates(
    (reader) =>
      `{${Object.entries(toObject(reader.get('values')))
        .map(([name, value]) => `${JSON.stringify(name)}: ${reader.expression(value)}`)
        .join(', ')}}`,
    { fields: { values: 'value' } },
  ),
  Sequential: passesValue(),
  Parallel: passesValue(['concurrent']),
  Sleep: { type: 'delay', read: (reader) => ({ seconds: parseDuration(reader.get('duration')) ?? 1 }) },
  Pause: [
    {
      type: 'delay',
      when: ({ delay, pauseDuration }) => (delay ?? pauseDuration) !== undefined,
      ignored: ['behavior'],
      read: (reader) => ({ seconds: parseDuration(reader.get('delay') ?? reader.get('pauseDuration')) ?? 1 }),
    },
    { type: 'approval', ignored: ['onResume', 'timeout'], fixed: { message: 'Resume the flow?' } },
  ],
  If: {
    type: 'condition',
    outputs: { true: 'true', false: 'false' },
    read: (reader) => ({ expression: readExpression(reader, 'condition') }),
  },
  Switch: {
    type: 'switch',
    outputs: ({ caseNames }) => ({
      ...Object.fromEntries((caseNames as string[]).map((name, index) => [name, `case${index + 1}`])),
      '': 'otherwise',
    }),
    read: (reader) => ({
      expression: readExpression(reader, 'value'),
      cases: (reader.get('caseNames') as string[]).join('\n'),
    }),
  },
  postgresql: query,
  ForEach: loop,
  EachSequential: loop,
  EachParallel: loop,
  Schedule: {
    type: 'schedule',
    ignored: ['inputs', 'recoverMissedSchedules', 'conditions', 'lateMaximumDelay', 'backfill'],
    read: (reader) => {
      const named: Readonly<Record<string, string>> = {
        '@hourly': '0 * * * *',
        '@daily': '0 0 * * *',
        '@weekly': '0 0 * * 0',
        '@monthly': '0 0 1 * *',
      }
      const cron = toText(reader.get('cron')) ?? '0 6 * * *'
      const zone = toText(reader.get('timezone'))
      return { cron: getOwn(named, cron) ?? cron, ...defined({ timeZone: zone }) }
    },
  },
  Webhook: { type: 'webhook', ignored: ['key', 'conditions'], fixed: { method: 'any' } },
  MailSend: {
    type: 'email',
    settings: { from: 'from', to: 'to', subject: 'subject', html: 'htmlTextContent' },
    fixed: { attach: 'none' },
    ignored: ['host', 'port', 'username', 'transportStrategy', 'sessionTimeout'],
  },
  SlackIncomingWebhook: notify('messageText'),
  SlackExecution: notify('customMessage'),
  DiscordIncomingWebhook: notify('payload'),
  TeamsIncomingWebhook: notify('payload'),
}
