import { defined } from '../../wire/defined.ts'
import { message } from '@aw-flow/messages'
import type { Json } from '../../document/workflow.ts'
import { parseJson } from '../../wire/parse-json.ts'
import {
  getAt,
  getOwn,
  isObject,
  listObjects,
  parseInnerJson,
  toKey,
  toNumber,
  toObject,
  toText,
  type ForeignSettings,
} from '../foreign-workflow.ts'
import { words, type NodeMapping, type NodeMappings } from '../node-mapping.ts'
import { splitBraces, type SettingsReader } from '../settings-reader.ts'
import { readSwitch, readSwitchRules, translateConditions } from './n8n-conditions.ts'
import mappingData from './n8n-mappings.json' with { type: 'json' }

const credentialAuth: Readonly<Record<string, string>> = {
  httpBasicAuth: 'basic',
  basicAuth: 'basic',
  httpHeaderAuth: 'header',
  headerAuth: 'header',
  httpQueryAuth: 'query',
  queryAuth: 'query',
}

/** Returns the authentication of a request. Its secret has to be added by the user. */
function readAuthentication(reader: SettingsReader): ForeignSettings {
  const [authentication, generic, predefined] = [
    toText(reader.get('authentication')) ?? 'none',
    toText(reader.get('genericAuthType')),
    toText(reader.get('nodeCredentialType')),
  ]
  if (authentication === 'none') return {}
  const kind = authentication === 'genericCredentialType' ? (generic ?? '') : authentication
  const auth = getOwn(credentialAuth, kind) ?? 'bearer'
  if (auth === 'bearer' && kind !== 'httpBearerAuth')
    reader.approximate(message('foreign.authentication', { kind: predefined ?? kind }))
  return {
    auth,
    ...(auth === 'header' || auth === 'query' ? { secretField: auth === 'header' ? 'X-API-Key' : 'api_key' } : {}),
  }
}

/** Returns a list of names and values as an object. */
function readPairs(reader: SettingsReader, list: Json | undefined): ForeignSettings {
  return Object.fromEntries(
    listObjects(list).flatMap(({ name, value }) =>
      toText(name) === undefined ? [] : [[name, toScalar(reader, value)]],
    ),
  ) as ForeignSettings
}

const toScalar = (reader: SettingsReader, value: Json | undefined): Json =>
  typeof value === 'number' || typeof value === 'boolean' ? value : reader.template(value)

/** Query, headers and body, as version 1 (`…ParametersUi`) and later versions (`…Parameters`) write them. */
function readHttpRequest(reader: SettingsReader): ForeignSettings {
  const read = (name: string): ForeignSettings => {
    const json = reader.get(name === 'header' ? 'jsonHeaders' : 'jsonQuery') ?? reader.get(`${name}ParametersJson`)
    const pairs = {
      ...readPairs(reader, getAt(reader.get(`${name}Parameters`), 'parameters')),
      ...readPairs(reader, getAt(reader.get(`${name}ParametersUi`), 'parameter')),
    }
    return { ...parseRecord(reader, json), ...pairs }
  }
  const [query, headers, body] = [read('query'), read('header'), { ...read('body') }]
  const contentType = toText(reader.get('contentType')) ?? toText(reader.get('bodyContentType')) ?? 'json'
  const isRaw = contentType === 'raw'
  const jsonBody = reader.text('jsonBody') ?? (isRaw ? reader.text('body') : reader.text('bodyParametersJson'))
  const bodyText = jsonBody ?? (Object.keys(body).length > 0 ? stringifyTemplate(body) : '')
  const timeout = toNumber(reader.get('options.timeout'))
  const format = toText(reader.get('options.response.response.responseFormat')) ?? toText(reader.get('responseFormat'))
  const kinds: Readonly<Record<string, string>> = {
    'multipart-form-data': 'multipart',
    'form-urlencoded': 'form',
    raw: 'text',
  }
  const kind = getOwn(kinds, contentType) ?? 'json'
  return {
    method: toText(reader.get('method')) ?? toText(reader.get('requestMethod')) ?? 'GET',
    url: reader.text('url') ?? '',
    ...(Object.keys(query).length > 0 ? { query } : {}),
    ...(Object.keys(headers).length > 0 ? { headers } : {}),
    ...readAuthentication(reader),
    ...(bodyText === ''
      ? {}
      : { bodyKind: kind, body: kind === 'form' ? (jsonBody ?? JSON.stringify(body)) : bodyText }),
    ...(format === 'text' || format === 'string'
      ? { response: 'text' }
      : format === 'file'
        ? { response: 'file' }
        : {}),
    ...(reader.get('options.response.response.neverError') === true ? { failOnStatus: false } : {}),
    ...(timeout === undefined ? {} : { timeoutSeconds: Math.max(1, timeout / 1000) }),
  }
}

/** Settings that only show or hide others, or that our requests do not need. */
const httpSwitches: readonly string[] = [
  ...['Query', 'Headers', 'Body'].flatMap((name) => [`send${name}`, `specify${name}`]),
  'rawContentType',
  'jsonParameters',
  'options.redirect',
  'options.batching',
  'options.fullResponse',
  'options.response.response.fullResponse',
  'provideSslCertificates',
]

/** Writes JSON in which single expressions keep the type of their value: `{"id": {{ … }}}`. */
const stringifyTemplate = (value: ForeignSettings): string =>
  JSON.stringify(value).replaceAll(
    /"(\{\{(?:[^"\\{}]|\\.)*\}\})"/g,
    (_match, inner: string) => JSON.parse(`"${inner}"`) as string,
  )

function parseRecord(reader: SettingsReader, json: Json | undefined): ForeignSettings {
  if (typeof json !== 'string' || json.trim() === '') return {}
  const parsed = parseInnerJson(json.replace(/^=/, ''))
  if (isObject(parsed))
    return Object.fromEntries(
      Object.entries(parsed).map(([name, value]) => [
        name,
        reader.template(typeof value === 'string' && value.includes('{{') ? `=${value}` : value),
      ]),
    )
  // JSON that contains expressions outside texts cannot be parsed.
  reader.approximate(message('foreign.settings-left', { settings: [json.slice(0, 80)] }))
  return {}
}

/** Set (Edit Fields): an object of the assigned fields, below the input if its fields are kept. */
function readSet(reader: SettingsReader): ForeignSettings {
  const assignments = listObjects(getAt(reader.get('assignments'), 'assignments'))
  const fields = listObjects(getAt(reader.get('fields'), 'values'))
  const values = toObject(reader.get('values'))
  const jsonOutput = reader.get('jsonOutput')
  const [includeOther, keepOnlySet] = [reader.get('includeOtherFields'), reader.get('keepOnlySet')]
  for (const path of ['mode', 'include', 'duplicateItem']) reader.get(path)
  const isMerged =
    Object.hasOwn(reader.node.settings, 'values') || fields.length > 0 ? keepOnlySet !== true : includeOther === true
  const entries = [
    ...assignments.map(({ name, value, type }) => [name, toTyped(value, type)] as const),
    ...fields.map(
      (field) => [field.name, field[`${toText(field.type) ?? 'stringValue'}`] ?? field.stringValue] as const,
    ),
    ...Object.values(values).flatMap((list) => listObjects(list).map(({ name, value }) => [name, value] as const)),
  ]
  const code =
    typeof jsonOutput === 'string' && entries.length === 0
      ? readJsonTemplate(reader, jsonOutput)
      : writeObject(entries.map(([name, value]) => [toKey(name), reader.expression(value)]))
  return { expression: isMerged ? `$merge([input.value, ${code}])` : code }
}

/** Values of assignments are texts with a type. */
function toTyped(value: Json | undefined, type: Json | undefined): Json | undefined {
  if (typeof value !== 'string' || value.startsWith('=')) return value
  if (type === 'number') return toNumber(value) ?? value
  if (type === 'boolean') return value === 'true'
  if (type !== 'object' && type !== 'array') return value
  return parseInnerJson(value) ?? value
}

/** Maximum number of dots in a name that separate objects. */
const maxObjectDepth = 20

/** Writes an object as JSONata. Names with dots are nested objects. */
function writeObject(entries: readonly (readonly [string, string])[], depth = 0): string {
  const nested = new Map<string, string | [string, string][]>()
  for (const [name, code] of entries) {
    const dot = name.indexOf('.')
    const current = nested.get(name.slice(0, Math.max(dot, 0)))
    if (dot <= 0 || depth === maxObjectDepth) nested.set(name, code)
    else if (Array.isArray(current)) current.push([name.slice(dot + 1), code])
    else nested.set(name.slice(0, dot), [[name.slice(dot + 1), code]])
  }
  const fields = [...nested].map(
    ([name, code]) => `${JSON.stringify(name)}: ${Array.isArray(code) ? writeObject(code, depth + 1) : code}`,
  )
  return `{${fields.join(', ')}}`
}

/** Reads JSON with expressions as JSONata, which contains JSON. */
function readJsonTemplate(reader: SettingsReader, json: string): string {
  if (!json.startsWith('=')) return parseJson(json).ok ? json : JSON.stringify(json)
  let code = ''
  let isInText = false
  for (const part of splitBraces(json.slice(1))) {
    if ('literal' in part) {
      code += part.literal
      for (let index = 0; index < part.literal.length; index++) {
        if (part.literal[index] === '\\') index++
        else if (part.literal[index] === '"') isInText = !isInText
      }
    } else {
      const value = reader.translate(part.expression) ?? JSON.stringify(`{{ ${part.expression.trim()} }}`)
      code += isInText ? `" & ${value} & "` : value
    }
  }
  return code
}

/** JavaScript of n8n runs with its variables; its items are converted to the value and back. */
function readCode(reader: SettingsReader): ForeignSettings {
  const code = toText(reader.get('jsCode')) ?? toText(reader.get('functionCode')) ?? ''
  const isPerItem = reader.get('mode') === 'runOnceForEachItem'
  reader.get('language')
  reader.approximate(message('foreign.code', {}))
  return {
    code: `${codePrelude}\nconst result = (() => {\n${code}\n})()\n${isPerItem ? 'return unwrap(result)' : codeEnd}`,
  }
}
const codePrelude = `const value = input.value
const list = Array.isArray(value) ? value : [value ?? {}]
const items = list.map((json) => ({ json }))
const item = { ...list[0] }
const $json = list[0]
const $input = { all: () => items, first: () => items[0], last: () => items.at(-1), item: items[0] }
const unwrap = (result) => (result && typeof result === 'object' && 'json' in result ? result.json : result)`
const codeEnd = `if (!Array.isArray(result)) return unwrap(result)
return result.length === 1 ? unwrap(result[0]) : result.map(unwrap)`

function readSchedule(reader: SettingsReader): ForeignSettings {
  const intervals = listObjects(getAt(reader.get('rule'), 'interval'))
  const times = listObjects(getAt(reader.get('triggerTimes'), 'item'))
  const [unit, every] = [toText(reader.get('unit')), toNumber(reader.get('interval'))]
  const rules = [...intervals, ...times]
  const [rule = unit === undefined ? {} : { field: unit, [`${unit}Interval`]: every ?? 1 }] = rules
  if (rules.length > 1) reader.approximate(message('foreign.schedules', { count: rules.length }))
  const number = (name: string, fallback: number): number => toNumber(rule[name]) ?? fallback
  const expression = toText(rule.expression) ?? toText(rule.cronExpression)
  const minute = number('triggerAtMinute', number('minute', 0))
  const hour = number('triggerAtHour', number('hour', 0))
  const mode = toText(rule.field) ?? toText(rule.mode) ?? 'days'
  const weekdays = Array.isArray(rule.triggerAtDay) ? rule.triggerAtDay.map(toKey).join(',') : toKey(rule.weekday ?? 0)
  const step = (name: string): string => (number(name, 1) > 1 ? `*/${number(name, 1)}` : '*')
  const crons: Readonly<Record<string, string>> = {
    seconds: '* * * * *',
    minutes: `${step('minutesInterval')} * * * *`,
    everyMinute: '* * * * *',
    everyX: rule.unit === 'hours' ? `0 */${number('value', 1)} * * *` : `*/${number('value', 1)} * * * *`,
    hours: `${minute} ${step('hoursInterval')} * * *`,
    everyHour: `${minute} * * * *`,
    days: `${minute} ${hour} ${step('daysInterval')} * *`,
    everyDay: `${minute} ${hour} * * *`,
    weeks: `${minute} ${hour} * * ${weekdays}`,
    everyWeek: `${minute} ${hour} * * ${weekdays}`,
    months: `${minute} ${hour} ${number('triggerAtDayOfMonth', 1)} ${step('monthsInterval')} *`,
    everyMonth: `${minute} ${hour} ${number('dayOfMonth', 1)} * *`,
  }
  if (mode === 'seconds') reader.approximate(message('foreign.seconds', {}))
  return { cron: expression?.trim() ?? getOwn(crons, mode) ?? crons.days! }
}

function readWait(reader: SettingsReader): ForeignSettings {
  const amount = reader.get('amount') ?? 1
  const seconds: Readonly<Record<string, number>> = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 }
  const factor = getOwn(seconds, toText(reader.get('unit')) ?? 'seconds') ?? 1
  reader.get('resume')
  const until = reader.text('dateTime')
  if (until !== undefined) return { until }
  const number = toNumber(amount)
  if (number !== undefined) return { seconds: number * factor }
  return { seconds: `{{ ${factor === 1 ? '' : `${factor} * `}${reader.expression(amount)} }}` }
}

/** The prompt of an agent or chain, and its instructions. */
function readAgent(reader: SettingsReader): ForeignSettings {
  const messages = listObjects(
    getAt(reader.get('messages'), 'messageValues') ??
      getAt(reader.get('messages'), 'values') ??
      getAt(reader.get('prompt'), 'messages'),
  )
  const find = (isSystem: boolean): string =>
    messages
      .filter(
        ({ role, type }) =>
          (role === 'system' ||
            type === 'SystemMessagePromptTemplate' ||
            (role === undefined && type === undefined)) === isSystem,
      )
      .map(({ content, message: text }) => reader.template(content ?? text))
      .join('\n\n')
  const promptSetting =
    reader.get('text') ?? (typeof reader.get('prompt') === 'string' ? reader.get('prompt') : undefined)
  const model = reader.get('modelId') ?? reader.get('model')
  const temperature = toNumber(reader.get('options.temperature'))
  const tokens = toNumber(reader.get('options.maxTokens'))
  const system = [reader.text('options.systemMessage') ?? '', find(true)].filter(Boolean).join('\n\n')
  for (const path of ['promptType', 'resource', 'operation', 'hasOutputParser', 'agent']) reader.get(path)
  return {
    prompt: promptSetting === undefined ? find(false) || '{{ input.value }}' : reader.template(promptSetting),
    ...(system === '' ? {} : { system }),
    ...readModelName(model),
    ...defined({ temperature }),
    ...(tokens === undefined || tokens < 1 ? {} : { maxTokens: Math.round(tokens) }),
  }
}

const readModelName = (model: Json | undefined): ForeignSettings => {
  const name = toText(isObject(model) ? model.value : model)
  return name === undefined ? {} : { model: name.replace(/^=|^models\//g, '') }
}

/** A language model that is connected to an agent. */
const modelPart: NodeMapping = {
  type: 'agent',
  isPart: true,
  ignored: ['options'],
  read: (reader) => {
    const temperature = toNumber(reader.get('options.temperature'))
    return {
      ...readModelName(reader.get('model') ?? reader.get('modelName') ?? reader.get('modelId')),
      ...defined({ temperature }),
    }
  },
}

const agent: NodeMapping = {
  type: 'agent',
  read: readAgent,
  ignored: ['needsFallback', 'options.maxIterations', 'options.returnIntermediateSteps', 'batching'],
  fields: { output: 'answer', text: 'answer', response: 'answer' },
}

/** A mapping that needs no code; see `n8n-mappings.json`. */
interface MappingData extends Omit<NodeMapping, 'when' | 'read' | 'isPart'> {
  /** The operations that can be mapped. An empty text stands for a node without an operation. */
  readonly operations?: readonly string[]
  /** The resource that can be mapped. Default: all. */
  readonly resource?: string
  /** A request to a well-known service. */
  readonly request?: ServiceRequest
}

/** A request with the fields of the API of a service. */
interface ServiceRequest {
  readonly method: string
  /** URL in which `<…>` stands for the first setting that exists. */
  readonly url: string
  /** Fields of the body, each with the paths of the settings that can contain its value. */
  readonly body?: Readonly<Record<string, string>>
  readonly settings?: ForeignSettings
}

function toMapping({ operations, resource, request, ...mapping }: MappingData): NodeMapping {
  return {
    ...mapping,
    when: (settings) =>
      (operations === undefined || operations.includes(toText(settings.operation) ?? '')) &&
      (resource === undefined || settings.resource === resource),
    ...(request ? { read: (reader: SettingsReader) => readServiceRequest(reader, request) } : {}),
  }
}

function readServiceRequest(
  reader: SettingsReader,
  { method, url, body = {}, settings }: ServiceRequest,
): ForeignSettings {
  const findValue = (paths: string): Json | undefined =>
    words(paths)
      .map((path) => reader.get(path))
      .find((candidate) => candidate !== undefined && candidate !== '')
  const toTemplate = (value: Json | undefined): string =>
    reader.template(isObject(value) && 'value' in value ? (value.value as Json) : value)
  const values = Object.entries(body).flatMap(([name, paths]) => {
    const value = findValue(paths)
    return value === undefined ? [] : [[name, toTemplate(value)]]
  })
  const fullUrl = url.replaceAll(/<([\w. ]+)>/g, (_match, paths: string) => toTemplate(findValue(paths)))
  for (const path of ['resource', 'operation', 'select', 'authentication']) reader.get(path)
  reader.approximate(message('foreign.service', { host: new URL(url.replaceAll(/[<>]/g, '')).host }))
  return {
    method,
    url: fullUrl,
    auth: 'bearer',
    ...(values.length > 0 ? { bodyKind: 'json', body: JSON.stringify(Object.fromEntries(values), null, 2) } : {}),
    ...settings,
  }
}

const isOperation =
  (...operations: readonly (string | undefined)[]) =>
  ({ operation }: ForeignSettings): boolean =>
    operations.includes(toText(operation))

const email: NodeMapping = {
  type: 'email',
  settings: { from: 'fromEmail', subject: 'subject' },
  read: (reader) => {
    const to = reader.text('toEmail') ?? reader.text('sendTo') ?? reader.text('toRecipients') ?? ''
    const isHtml = (toText(reader.get('emailType')) ?? toText(reader.get('emailFormat')) ?? 'html') !== 'text'
    const html = reader.text('html') ?? (isHtml ? reader.text('message') : undefined)
    const text = reader.text('text') ?? (isHtml ? undefined : reader.text('message')) ?? reader.text('bodyContent')
    const [cc, bcc] = [
      reader.text('options.ccList') ?? reader.text('options.ccEmail'),
      reader.text('options.bccList') ?? reader.text('options.bccEmail'),
    ]
    for (const path of ['resource', 'operation', 'options.appendAttribution']) reader.get(path)
    return {
      from: reader.text('fromEmail') ?? '',
      subject: reader.text('subject') ?? '',
      to,
      attach: 'none',
      ...defined({ html, text, cc, bcc }),
    }
  },
}

const databaseQuery: NodeMapping = {
  type: 'database_query',
  when: ({ operation, query }) =>
    toText(query) !== undefined && (operation === undefined || operation === 'executeQuery'),
  settings: { statement: 'query' },
  ignored: ['operation', 'resource', 'options'],
}

const expressionNode = (write: (reader: SettingsReader) => string): NodeMapping => ({
  type: 'transform',
  read: (reader) => ({ expression: write(reader) }),
})

/** Returns a path of JSONata for a field name of n8n, whose dots separate objects. */
const field = (name: Json | undefined): string =>
  (toText(name) ?? '')
    .split('.')
    .map((part) => `\`${part.replaceAll('`', '')}\``)
    .join('.')
const splitNames = (names: Json | undefined): string[] =>
  (toText(names) ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean)

const aggregate = expressionNode((reader) => {
  const names = listObjects(getAt(reader.get('fieldsToAggregate'), 'fieldToAggregate'))
  const [mode, destination] = [reader.get('aggregate'), toText(reader.get('destinationFieldName')) ?? 'data']
  if (mode === 'aggregateAllItemData' || names.length === 0) return `{${JSON.stringify(destination)}: [input.value]}`
  return `{${names.map(({ fieldToAggregate, renameField, outputFieldName }) => `${JSON.stringify(renameField === true ? toKey(outputFieldName) : toKey(fieldToAggregate).split('.').at(-1))}: [input.value.${field(fieldToAggregate)}]`).join(', ')}}`
})

const splitOut = expressionNode((reader) => {
  const names = splitNames(reader.get('fieldToSplitOut'))
  for (const path of ['include', 'operation']) reader.get(path)
  return names.length === 0 ? 'input.value' : `[input.value.${field(names[0])}]`
})

const limit = expressionNode((reader) => {
  const count = toNumber(reader.get('maxItems')) ?? 1
  reader.get('operation')
  return reader.get('keep') === 'lastItems'
    ? `input.value[[-${count}..-1]]`
    : `input.value[[0..${Math.max(0, count - 1)}]]`
})

const sort = expressionNode((reader) => {
  const fields = listObjects(getAt(reader.get('sortFieldsUi'), 'sortField'))
  for (const path of ['operation', 'type']) reader.get(path)
  const keys = fields.map(({ fieldName, order }) => `${order === 'descending' ? '>' : '<'}${field(fieldName)}`)
  return keys.length === 0 ? 'input.value' : `[input.value]^(${keys.join(', ')})`
})

const removeDuplicates = expressionNode((reader) => {
  const names = splitNames(reader.get('fieldsToCompare'))
  for (const path of ['compare', 'operation']) reader.get(path)
  if (names.length === 0) return '$distinct(input.value)'
  return `$each(input.value{${names.map((name) => `$string(${field(name)})`).join(' & "|" & ')}: $[0]}, function($row) {$row})`
})

const itemLists: readonly NodeMapping[] = [
  { ...aggregate, when: isOperation('concatenateItems', 'aggregateItems') },
  { ...limit, when: isOperation('limit') },
  { ...sort, when: isOperation('sort') },
  { ...removeDuplicates, when: isOperation('removeDuplicates') },
  { ...splitOut, when: isOperation(undefined, 'splitOutItems') },
]

const trigger: NodeMapping = {
  type: 'trigger',
  ignored: ['inputSource', 'workflowInputs', 'jsonExample', 'notice', 'events'],
}
const code: NodeMapping = {
  type: 'code',
  when: ({ language, jsCode, functionCode }) =>
    (language === undefined || language === 'javaScript') && (toText(jsCode) ?? toText(functionCode)) !== undefined,
  read: readCode,
}
const schedule: NodeMapping = { type: 'schedule', read: readSchedule }
const condition: NodeMapping = {
  type: 'condition',
  read: (reader) => {
    for (const path of ['options', 'looseTypeValidation']) reader.get(path)
    return { expression: translateConditions(reader, reader.get('conditions'), reader.get('combineOperation')) }
  },
}
/** The service calls the URL of the webhook once the user has entered it there. */
const serviceTrigger: NodeMapping = {
  type: 'webhook',
  fixed: { method: 'POST' },
  read: (reader) => {
    reader.approximate(message('foreign.service-trigger', {}))
    return { method: 'POST' }
  },
  ignored: words('updates events additionalFields authentication owner repository options filters'),
}
/** n8n's own types and what they become. */
const baseMappings: NodeMappings = {
  ...Object.fromEntries(Object.entries(mappingData).map(([name, list]) => [name, list.map(toMapping)])),
  manualTrigger: trigger,
  start: trigger,
  executeWorkflowTrigger: trigger,
  scheduleTrigger: schedule,
  cron: schedule,
  interval: schedule,
  webhook: {
    type: 'webhook',
    fields: { body: 'data', query: 'request.query', headers: 'request.headers', params: 'request.params' },
    ignored: words('path options authentication webhookId multipleMethods responseData responseCode'),
    read: (reader) => ({
      method: toText(reader.get('httpMethod')) ?? 'GET',
      answer: ['responseNode', 'lastNode'].includes(toText(reader.get('responseMode')) ?? '')
        ? 'by-workflow'
        : 'at-once',
    }),
  },
  respondToWebhook: {
    type: 'webhook_response',
    read: (reader) => {
      const headers = readPairs(reader, getAt(reader.get('options.responseHeaders'), 'entries'))
      const kind = toText(reader.get('respondWith'))
      const body = kind === 'noData' ? ' ' : reader.text('responseBody')
      return {
        status: toNumber(reader.get('options.responseCode')) ?? 200,
        ...(Object.keys(headers).length > 0 ? { headers } : {}),
        ...(body === undefined || kind === 'allIncomingItems' || kind === 'firstIncomingItem' ? {} : { body }),
      }
    },
  },
  if: condition,
  filter: {
    type: 'condition',
    outputs: ['true', 'false'],
    read: (reader) => {
      reader.get('options')
      return {
        expression: translateConditions(
          reader,
          reader.get('conditions'),
          reader.get('combineConditions') === 'OR' ? 'any' : 'all',
        ),
      }
    },
  },
  switch: {
    type: 'switch',
    when: (settings) => settings.mode !== 'expression',
    read: readSwitch,
    outputs: (settings) => {
      const { names, hasFallback } = readSwitchRules(settings)
      return [...names.map((_, index) => `case${index + 1}`), ...(hasFallback ? ['otherwise'] : [])]
    },
  },
  merge: {
    type: 'merge',
    read: (reader) => {
      const mode = toText(reader.get('mode')) ?? 'append'
      const inputs = Math.max(2, Math.min(20, toNumber(reader.get('numberInputs')) ?? 2))
      if (!['append', 'passThrough', 'wait', 'chooseBranch'].includes(mode))
        reader.approximate(message('foreign.merge-mode', { mode }))
      for (const path of ['output', 'useDataOfInput']) reader.get(path)
      return { inputs, wait: 'any', how: mode === 'append' ? 'list' : 'one' }
    },
    ignored: words('combinationMode combineBy options joinMode mergeByFields fieldsToMatchString advanced'),
    inputs: Array.from({ length: 20 }, (_, index) => `in${index + 1}`),
  },
  splitInBatches: {
    type: 'for_each',
    outputs: ({ options: _options }) => ['results', 'item'],
    read: (reader) => {
      const size = toNumber(reader.get('batchSize')) ?? 1
      reader.get('options')
      return size > 1 ? { over: 'batches', batchSize: Math.round(size) } : { over: 'items' }
    },
  },
  set: { type: 'transform', read: readSet, ignored: ['options', 'mode'] },
  code,
  function: code,
  functionItem: {
    ...code,
    read: (reader) => {
      const source = toText(reader.get('functionCode')) ?? ''
      reader.approximate(message('foreign.code', {}))
      return { code: `${codePrelude}\nreturn unwrap((() => {\n${source}\n})())` }
    },
  },
  splitOut,
  aggregate,
  limit,
  sort,
  removeDuplicates,
  itemLists,
  renameKeys: expressionNode((reader) => {
    const keys = listObjects(getAt(reader.get('keys'), 'key'))
    const names = Object.fromEntries(keys.map(({ currentKey, newKey }) => [toKey(currentKey), toKey(newKey)]))
    return `input.value.($names := ${JSON.stringify(names)}; $merge($each($, function($value, $key) {{($exists($lookup($names, $key)) ? $lookup($names, $key) : $key): $value}})))`
  }),
  httpRequest: {
    type: 'http_request',
    read: readHttpRequest,
    ignored: httpSwitches,
    fields: (settings) =>
      getAt(settings, 'options.response.response.fullResponse') === true ||
      getAt(settings, 'options.fullResponse') === true
        ? { body: 'body', headers: 'response.headers', statusCode: 'response.status' }
        : undefined,
  },
  wait: {
    type: 'delay',
    when: ({ resume }) => resume === undefined || resume === 'timeInterval' || resume === 'specificTime',
    read: readWait,
  },
  ...Object.fromEntries(
    words(
      'telegramTrigger githubTrigger gitlabTrigger stripeTrigger typeformTrigger slackTrigger jiraTrigger whatsAppTrigger shopifyTrigger calendlyTrigger hubspotTrigger',
    ).map((name) => [name, serviceTrigger]),
  ),
  emailSend: email,
  gmail: { ...email, when: isOperation(undefined, 'send') },
  microsoftOutlook: { ...email, when: isOperation(undefined, 'send') },
  postgres: databaseQuery,
  telegram: {
    type: 'notification',
    when: ({ operation, resource }) =>
      (operation === undefined || operation === 'sendMessage') && (resource === undefined || resource === 'message'),
    read: (reader) => {
      reader.approximate(message('foreign.service', { host: 'api.telegram.org' }))
      for (const path of ['chatId', 'additionalFields', 'resource', 'operation']) reader.get(path)
      return { channel: 'page', title: reader.node.name.slice(0, 100), message: reader.text('text') ?? '' }
    },
  },
  discord: {
    type: 'notification',
    read: (reader) => {
      reader.approximate(message('foreign.service', { host: 'discord.com' }))
      for (const path of words('resource operation guildId channelId authentication options')) reader.get(path)
      return {
        channel: 'webhook',
        title: reader.node.name.slice(0, 100),
        message: reader.text('content') ?? reader.text('text') ?? '',
      }
    },
  },
  openAi: agent,
  dateTime: expressionNode((reader) => {
    for (const path of ['action', 'operation', 'options']) reader.get(path)
    return reader.get('operation') === 'getCurrentDate' || reader.get('action') === undefined
      ? '$merge([input.value, {"currentDate": $now()}])'
      : 'input.value'
  }),
}

const languageModels = words(
  'lmChatOpenAi lmOpenAi lmChatAnthropic lmChatGoogleGemini lmChatOllama lmOllama lmChatMistralCloud lmChatGroq lmChatOpenRouter lmChatDeepSeek lmChatAzureOpenAi lmChatAwsBedrock lmChatGoogleVertex lmChatCohere lmChatXAiGrok',
)

const languageChainMappings: NodeMappings = {
  agent,
  chainLlm: agent,
  openAi: {
    ...agent,
    when: ({ resource, operation }) =>
      ['text', 'assistant', undefined].includes(toText(resource)) &&
      ['message', 'response', undefined].includes(toText(operation)),
    ignored: ['jsonOutput', 'options', 'simplify', 'assistantId', 'memory'],
  },
  informationExtractor: {
    ...agent,
    ignored: ['attributes', 'schemaType', 'options', 'jsonSchemaExample'],
    read: (reader) => ({
      ...readAgent(reader),
      system: 'Extract the requested facts from the text of the user.',
      answerSchema: toText(reader.get('inputSchema'))?.replace(/^=/, '') ?? describeAttributes(reader.node.settings),
    }),
  },
  chainSummarization: {
    ...agent,
    read: (reader) => ({ ...readAgent(reader), system: 'Summarize the text of the user.' }),
    ignored: ['options', 'chunkingMode'],
  },
  chatTrigger: {
    type: 'webhook',
    fixed: { method: 'POST', answer: 'by-workflow', sample: '{"chatInput": "Hello"}' },
    ignored: ['options', 'public', 'mode', 'initialMessages', 'authentication'],
  },
  manualChatTrigger: { type: 'trigger', fixed: { sample: '{"chatInput": "Hello"}' }, ignored: ['notice'] },
  memoryBufferWindow: {
    type: 'agent',
    isPart: true,
    ignored: ['sessionIdType', 'contextWindowLength'],
    read: (reader) => {
      const conversation = reader.text('sessionKey')
      return { memory: 'conversation', ...defined({ conversation }) }
    },
  },
  outputParserStructured: {
    type: 'agent',
    isPart: true,
    ignored: ['schemaType', 'autoFix'],
    read: (reader) => {
      const schema = toText(reader.get('inputSchema')) ?? toText(reader.get('jsonSchema'))
      const example = toText(reader.get('jsonSchemaExample'))
      return schema === undefined
        ? example === undefined
          ? {}
          : { system: `Respond with JSON like this example: ${example}` }
        : { answerSchema: schema.replace(/^=/, '') }
    },
  },
  ...Object.fromEntries(languageModels.map((name) => [name, modelPart])),
}

/** Writes the attributes of an Information Extractor as JSON Schema. */
function describeAttributes(settings: ForeignSettings): string {
  const attributes = listObjects(getAt(settings, 'attributes.attributes'))
  const properties = attributes.map(({ name, description, type }) => [
    toKey(name),
    { type: toText(type) === 'number' || type === 'boolean' ? type : 'string', description: toText(description) ?? '' },
  ])
  return JSON.stringify({ type: 'object', properties: Object.fromEntries(properties) as Json })
}

const withPrefix = (prefix: string, mappings: NodeMappings): NodeMappings =>
  Object.fromEntries(Object.entries(mappings).map(([name, mapping]) => [`${prefix}.${name}`, mapping]))

export const n8nMappings: NodeMappings = {
  ...withPrefix('n8n-nodes-base', baseMappings),
  ...withPrefix('@n8n/n8n-nodes-langchain', languageChainMappings),
}
