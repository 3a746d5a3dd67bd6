import { message } from '@aw-flow/messages'
import type { Json } from '../../document/workflow.ts'
import {
  getOwn,
  isObject,
  listObjects,
  parseInnerJson,
  toKey,
  toNumber,
  toText,
  type ForeignEdge,
  type ForeignNode,
  type ForeignNote,
  type ForeignSettings,
  type ForeignWorkflow,
} from '../foreign-workflow.ts'
import type { ExpressionScope, ResolvedValue, ToolDefinition } from '../map-workflow.ts'
import { words, type NodeMappings } from '../node-mapping.ts'
import { splitBraces, type ExpressionLanguage, type SettingsReader } from '../settings-reader.ts'
import { translateExpression, type Chain } from '../translate-expression.ts'
import { evaluates, passesValue, writeCases } from './passes-value.ts'

/** Fields of every node that are not its settings. */
const nodeFields = new Set(words('id type z g name x y wires d info l links credentials'))
/** Items of a flow file that are not nodes. Nodes without wires hold the configuration of others. */
const containers = new Set(['tab', 'group', 'comment', 'subflow'])

/** Node-RED: flows as exported or copied, a list of nodes with wires. */
export const nodeRedTool: ToolDefinition = {
  tool: 'node-red',
  recognize: (json) => {
    const items = listItems(json)
    const hasIds = items.length > 0 && items.every(({ id, type }) => typeof id === 'string' && typeof type === 'string')
    return hasIds && items.some(({ wires, type }) => Array.isArray(wires) || type === 'tab')
  },
  read: readFlows,
  get mappings() {
    return nodeRedMappings
  },
  createLanguage,
  scale: { x: 1.6, y: 2 },
}

/** The items of a file: a list, or `{flows: […]}` of the API. */
const listItems = (json: Json): ForeignSettings[] => {
  const list = Array.isArray(json) ? json : isObject(json) && Array.isArray(json.flows) ? json.flows : []
  return list.every(isObject) ? list : []
}

function readFlows(json: Json): ForeignWorkflow {
  const items = listItems(json)
  const tabs = items.filter(({ type }) => type === 'tab')
  const disabledTabs = new Set(tabs.filter(({ disabled }) => disabled === true).map(({ id }) => id))
  // Each tab has its own coordinates.
  const offsets = new Map(tabs.map(({ id }, index) => [id, index * 1_000]))
  const getPosition = ({ x, y, z }: ForeignSettings) => ({
    x: toNumber(x) ?? 0,
    y: (toNumber(y) ?? 0) + (offsets.get(z ?? '') ?? 0),
  })
  const readNode = (item: ForeignSettings): ForeignNode => ({
    id: toKey(item.id),
    name: toText(item.name) ?? toKey(item.type),
    type: toKey(item.type).startsWith('subflow:') ? 'subflow' : toKey(item.type),
    position: getPosition(item),
    notes: toText(item.info),
    mode: item.d === true || disabledTabs.has(item.z!) ? 'disabled' : undefined,
    settings: Object.fromEntries(Object.entries(item).filter(([name]) => !nodeFields.has(name))),
    credentials: isObject(item.credentials) ? Object.keys(item.credentials) : undefined,
  })
  const nodes = items.filter(({ type, wires }) => Array.isArray(wires) && !containers.has(toKey(type)))
  const ids = new Set(nodes.map(({ id }) => id))
  const edges = nodes.flatMap(({ id, type, wires, links }): ForeignEdge[] => [
    ...(wires as Json[]).flatMap((targets, output) =>
      (Array.isArray(targets) ? targets : []).map((target) => ({ source: toKey(id), target: toKey(target), output })),
    ),
    ...(type === 'link out' && Array.isArray(links) ? links : []).map((target) => ({
      source: toKey(id),
      target: toKey(target),
    })),
  ])
  return {
    name: tabs.length > 0 ? tabs.map(({ label }) => toText(label) ?? 'Flow').join(', ') : undefined,
    description:
      tabs
        .map(({ info }) => toText(info) ?? '')
        .join('\n')
        .trim() || undefined,
    nodes: nodes.map(readNode),
    edges: edges.filter(({ target }) => ids.has(target)),
    notes: [
      ...items
        .filter(({ type }) => type === 'comment')
        .map((item): ForeignNote => ({
          text: [item.name, item.info]
            .map((text) => toText(text) ?? '')
            .filter(Boolean)
            .join('\n\n'),
          position: getPosition(item),
          size: { width: 160, height: 40 },
        })),
      ...items
        .filter(({ type }) => type === 'group')
        .map((item): ForeignNote => ({
          text: toText(item.name) ?? '',
          position: getPosition(item),
          size: { width: toNumber(item.w) ?? 200, height: toNumber(item.h) ?? 100 },
          isFrame: true,
        })),
    ],
  }
}

/** Templates are Mustache: `{{payload.name}}` and `{{{payload.name}}}`, relative to the message. */
function createLanguage(scope: ExpressionScope): ExpressionLanguage {
  const resolve = ({ root, arguments: args, steps }: Chain): ResolvedValue | undefined => {
    if (args) return undefined
    if (root === 'payload') return scope.resolveInput(steps)
    if (root !== 'msg' || steps[0]?.name !== 'payload') return undefined
    const resolved = scope.resolveInput(steps.slice(1))
    return resolved && { ...resolved, steps: resolved.steps + 1 }
  }
  return {
    split: (text) => splitBraces(text.replaceAll('{{{', '{{').replaceAll('}}}', '}}')),
    translate: (expression) => translateExpression(expression.replace(/^\s*&/, ''), resolve),
  }
}

/** Returns a typed value of Node-RED, such as `{v: 'payload.id', vt: 'msg'}`, as JSONata. */
function readTyped(reader: SettingsReader, value: Json | undefined, type: Json | undefined): string {
  if (type === 'msg') return reader.translate(`msg.${toKey(value)}`) ?? 'null'
  if (type === 'jsonata') return reader.translate(toKey(value)) ?? 'null'
  if (type === 'num') return String(toNumber(value) ?? 0)
  if (type === 'bool') return String(value === true || value === 'true')
  if (type === 'date') return '$millis()'
  if (type !== 'json') return JSON.stringify(toKey(value ?? ''))
  return JSON.stringify(parseInnerJson(toKey(value)) ?? toKey(value))
}

const rules: Readonly<Record<string, (value: string, other: string) => string>> = {
  eq: (value, other) => `${value} = ${other}`,
  neq: (value, other) => `${value} != ${other}`,
  lt: (value, other) => `${value} < ${other}`,
  lte: (value, other) => `${value} <= ${other}`,
  gt: (value, other) => `${value} > ${other}`,
  gte: (value, other) => `${value} >= ${other}`,
  cont: (value, other) => `$contains($string(${value}), ${other})`,
  true: (value) => `${value} = true`,
  false: (value) => `${value} = false`,
  null: (value) => `$not($exists(${value})) or ${value} = null`,
  nnull: (value) => `$exists(${value}) and ${value} != null`,
  empty: (value) => `$not($boolean(${value}))`,
  nempty: (value) => `$boolean(${value})`,
  else: () => 'true',
}

/** Maximum number of rules of a Switch, each of which repeats the value. */
const maxRules = 1_000

function readSwitch(reader: SettingsReader): ForeignSettings {
  const value = readTyped(reader, reader.get('property'), reader.get('propertyType') ?? 'msg')
  const cases = listObjects(reader.get('rules'))
    .slice(0, maxRules)
    .map(({ t, v, vt }, index) => {
      const rule = getOwn(rules, toKey(t))
      if (!rule) reader.approximate(message('foreign.comparison-unknown', { comparison: toKey(t) }))
      return [String(index + 1), rule?.(value, readTyped(reader, v, vt ?? 'str')) ?? 'false'] as const
    })
  return writeCases(cases)
}

/** Change: rules that set the payload or its properties. Rules about the rest of the message have no counterpart. */
function readChange(reader: SettingsReader): string {
  let code = 'input.value'
  for (const { t, p, to, tot } of listObjects(reader.get('rules'))) {
    const path = toKey(p)
    const [property, ...others] = path.split('.').slice(1)
    const isPayload = path === 'payload' || path.startsWith('payload.')
    if (t === 'set' && path === 'payload') code = readTyped(reader, to, tot ?? 'str')
    else if (t === 'set' && isPayload && others.length === 0)
      code = `$merge([${code}, {${JSON.stringify(property)}: ${readTyped(reader, to, tot ?? 'str')}}])`
    else if (t === 'delete' && isPayload && property !== undefined && others.length === 0)
      code = `$sift(${code}, function($value, $name) {$name != ${JSON.stringify(property)}})`
    else reader.approximate(message('foreign.settings-left', { settings: [`rules: ${toKey(t)} ${path}`] }))
  }
  return code
}

const intervalToCron = (seconds: number): string =>
  seconds >= 3600
    ? `0 */${Math.min(23, Math.round(seconds / 3600))} * * *`
    : `*/${Math.max(1, Math.min(59, Math.round(seconds / 60)))} * * * *`

const injectIgnored = words('props topic once onceDelay payloadType payload')
const units: Readonly<Record<string, number>> = {
  milliseconds: 0.001,
  seconds: 1,
  minutes: 60,
  hours: 3600,
  days: 86_400,
}

const nodeRedMappings: NodeMappings = {
  inject: [
    {
      type: 'schedule',
      when: ({ repeat, crontab }) => toText(crontab) !== undefined || (toNumber(repeat) ?? 0) > 0,
      ignored: injectIgnored,
      read: (reader) => {
        const seconds = toNumber(reader.get('repeat')) ?? 0
        if (seconds > 0 && seconds < 60) reader.approximate(message('foreign.seconds', {}))
        return { cron: toText(reader.get('crontab')) ?? intervalToCron(seconds) }
      },
    },
    {
      type: 'trigger',
      ignored: [...injectIgnored, 'repeat', 'crontab'],
      read: (reader) => {
        const value = readTyped(reader, reader.get('payload'), reader.get('payloadType') ?? 'str')
        return { sample: value === '$millis()' ? '0' : value }
      },
    },
  ],
  'http in': {
    type: 'webhook',
    ignored: ['url', 'upload', 'swaggerDoc'],
    read: (reader) => ({ method: toKey(reader.get('method') ?? 'get').toUpperCase(), answer: 'by-workflow' }),
  },
  'http response': {
    type: 'webhook_response',
    ignored: ['headers'],
    read: (reader) => ({ status: toNumber(reader.get('statusCode')) ?? 200 }),
  },
  'http request': {
    type: 'http_request',
    ignored: words('tls proxy persist insecureHTTPParser senderr headers authType paytoqs'),
    read: (reader) => {
      const method = toKey(reader.get('method') ?? 'GET').toUpperCase()
      const formats: Readonly<Record<string, string>> = { obj: 'json', bin: 'file' }
      const headers = listObjects(reader.node.settings.headers).flatMap(
        ({ keyType, keyValue, valueValue }) =>
          [[toText(keyValue) ?? toKey(keyType), reader.template(valueValue)]] as const,
      )
      const auth = toText(reader.get('authType'))
      return {
        method: method === 'USE' ? 'POST' : method,
        url: reader.text('url') ?? '',
        response: getOwn(formats, toKey(reader.get('ret') ?? 'txt')) ?? 'text',
        ...(headers.length > 0 ? { headers: Object.fromEntries(headers) } : {}),
        ...(auth === 'basic' || auth === 'bearer' ? { auth } : {}),
        ...(method === 'GET' ? {} : { bodyKind: 'json', body: '{{ input.value }}' }),
      }
    },
  },
  function: {
    type: 'code',
    when: ({ outputs }) => (toNumber(outputs) ?? 1) <= 1,
    ignored: words('outputs timeout noerr initialize finalize libs'),
    read: (reader) => {
      reader.approximate(message('foreign.code', {}))
      return {
        code: `const msg = { payload: input.value }\nconst result = (() => {\n${toText(reader.get('func')) ?? 'return msg'}\n})()\nreturn Array.isArray(result) ? (result[0]?.payload ?? null) : (result?.payload ?? null)`,
      }
    },
  },
  switch: {
    type: 'switch',
    ignored: ['outputs', 'checkall', 'repair'],
    read: readSwitch,
    outputs: (settings) => listObjects(settings.rules).map((_, index) => `case${index + 1}`),
  },
  change: evaluates(readChange, { ignored: ['action', 'property', 'from', 'to', 'reg'] }),
  template: evaluates((reader) => reader.expression(reader.get('template')), {
    ignored: ['field', 'fieldType', 'format', 'syntax', 'output'],
  }),
  json: passesValue(['property', 'action', 'pretty']),
  debug: passesValue(words('active tosidebar console tostatus complete targetType statusVal statusType')),
  junction: passesValue(),
  'link in': passesValue(),
  'link out': passesValue(['mode']),
  delay: {
    type: 'delay',
    when: ({ pauseType }) => pauseType === undefined || pauseType === 'delay',
    ignored: words('pauseType rate nbRateUnits rateUnits randomFirst randomLast randomUnits drop allowrate outputs'),
    read: (reader) => ({
      seconds:
        (toNumber(reader.get('timeout')) ?? 5) * (getOwn(units, toKey(reader.get('timeoutUnits') ?? 'seconds')) ?? 1),
    }),
  },
  catch: { type: 'error_handler', ignored: ['scope', 'uncaught'] },
  file: {
    type: 'write_file',
    ignored: ['appendNewline', 'createDir', 'encoding', 'filenameType'],
    read: (reader) => ({
      path: reader.text('filename') ?? 'output.txt',
      overwrite: reader.get('overwriteFile') === 'true',
    }),
  },
  'file in': {
    type: 'read_file',
    settings: { path: 'filename' },
    ignored: words('format chunk sendError encoding allProps filenameType'),
  },
  'e-mail': {
    type: 'email',
    settings: { to: 'name' },
    ignored: words('server port secure tls authtype dname'),
  },
  postgresql: {
    type: 'database_query',
    settings: { statement: 'query' },
    ignored: ['postgreSQLConfig', 'split', 'rowsPerMsg', 'outputs'],
  },
  range: evaluates(
    (reader) => {
      const [minIn, maxIn, minOut, maxOut] = ['minin', 'maxin', 'minout', 'maxout'].map(
        (name) => toNumber(reader.get(name)) ?? 0,
      )
      return `${minOut} + (input.value - ${minIn}) * ${maxOut! - minOut!} / ${maxIn! - minIn! || 1}`
    },
    { ignored: ['action', 'round', 'property'] },
  ),
}
