import { defined } from '../../wire/defined.ts'
import { message } from '@aw-flow/messages'
import type { Json } from '../../document/workflow.ts'
import {
  getAt,
  getOwn,
  isObject,
  listObjects,
  toKey,
  toNumber,
  toObject,
  toText,
  type ForeignEdge,
  type ForeignNode,
  type ForeignNote,
  type ForeignSettings,
  type ForeignWorkflow,
} from '../foreign-workflow.ts'
import type { ExpressionScope, ResolvedValue, ToolDefinition } from '../map-workflow.ts'
import { words, type NodeMappings, type Ports } from '../node-mapping.ts'
import { splitBraces, type ExpressionLanguage, type SettingsReader } from '../settings-reader.ts'
import { quoteName, translateExpression, type ChainStep } from '../translate-expression.ts'
import { evaluates, passesValue, writeCases } from './passes-value.ts'

/** Dify: apps as DSL files in YAML. Apps without a graph have one model and its prompt. */
export const difyTool: ToolDefinition = {
  tool: 'dify',
  recognize: (json) =>
    isObject(json) &&
    json.kind === 'app' &&
    isObject(json.app) &&
    (isObject(json.workflow) || isObject(json.model_config)),
  read: (json) => readApp(json as ForeignSettings),
  get mappings() {
    return difyMappings
  },
  createLanguage,
}

function readApp({ app, workflow, model_config: modelConfig }: ForeignSettings): ForeignWorkflow {
  const { name, description } = toObject(app)
  const metadata = { name: toText(name), description: toText(description) }
  if (!isObject(workflow)) {
    const node = {
      id: 'model',
      name: 'Model',
      type: 'llm',
      settings: {
        model: toObject(modelConfig).model ?? null,
        prompt_template: [{ role: 'system', text: toObject(modelConfig).pre_prompt ?? '' }],
      },
    }
    return { ...metadata, nodes: [node], edges: [] }
  }
  const graph = toObject(workflow.graph)
  const all = listObjects(graph.nodes)
  const isNote = ({ type }: ForeignSettings): boolean => type === 'custom-note'
  const nodes = all.filter((node) => !isNote(node)).map(readNode)
  const ids = new Set(nodes.map(({ id }) => id))
  const starts = new Map(
    nodes.toReversed().flatMap(({ id, type, parent }) => (type === 'iteration-start' ? [[parent, id] as const] : [])),
  )
  const variables = [...listObjects(workflow.environment_variables), ...listObjects(workflow.conversation_variables)]
  const plain = variables.filter(({ value_type: type, name: key }) => type !== 'secret' && toText(key) !== undefined)
  return {
    ...metadata,
    variables:
      plain.length > 0
        ? Object.fromEntries(plain.map(({ name: key, value }) => [toKey(key), value ?? null]))
        : undefined,
    nodes,
    edges: [...listObjects(graph.edges).map(readEdge), ...nodes.flatMap((node) => listLoopEdges(node, starts))].filter(
      ({ source, target }) => ids.has(source) && ids.has(target),
    ),
    notes: all.filter(isNote).map(readNote),
  }
}

function readNode({ id, data, position, positionAbsolute, parentId }: ForeignSettings): ForeignNode {
  const { type, title, desc, error_strategy: strategy, retry_config: retry, ...settings } = toObject(data)
  const { x, y } = toObject(positionAbsolute ?? position)
  const { retry_enabled: isRetried, max_retries: count, retry_interval: interval } = toObject(retry)
  const ids = words('selected isInIteration iteration_id isInLoop loop_id isIterationStart height width')
  return {
    id: toKey(id),
    name: toText(title) ?? toKey(type),
    type: toKey(type),
    position: { x: toNumber(x) ?? 0, y: toNumber(y) ?? 0 },
    notes: toText(desc),
    onError: strategy === 'fail-branch' ? 'branch' : strategy === 'default-value' ? 'continue' : undefined,
    retry:
      isRetried === true
        ? { count: Math.min(20, toNumber(count) ?? 3), delaysMs: [toNumber(interval) ?? 1_000] }
        : undefined,
    settings: Object.fromEntries(Object.entries(settings).filter(([name]) => !ids.includes(name))),
    parent: toText(parentId),
  }
}

const readEdge = ({ source, target, sourceHandle }: ForeignSettings): ForeignEdge => ({
  source: toKey(source),
  target: toKey(target),
  output: sourceHandle === 'source' ? undefined : (toText(sourceHandle) ?? undefined),
})

/** The edges into and out of the body of an iteration, which its settings state. */
function listLoopEdges(
  { id, type, settings }: ForeignNode,
  starts: ReadonlyMap<string | undefined, string>,
): ForeignEdge[] {
  if (type !== 'iteration') return []
  const start = toText(settings.start_node_id) ?? starts.get(id)
  const selector = settings.output_selector
  const end = Array.isArray(selector) ? toText(selector[0]) : undefined
  return [
    ...(start === undefined ? [] : [{ source: id, target: start, output: 'item' }]),
    ...(end === undefined ? [] : [{ source: end, target: id, input: 'result' }]),
  ]
}

/** Notes are rich text as JSON: `{root: {children: [{children: [{text}]}]}}`. */
function readNote({ data, position, width, height }: ForeignSettings): ForeignNote {
  const { x, y } = toObject(position)
  const collect = (value: Json | undefined): string => {
    if (!isObject(value)) return ''
    return (
      toText(value.text) ??
      listObjects(value.children)
        .map(collect)
        .join(value.type === 'paragraph' ? '' : '\n')
    )
  }
  let text = toText(toObject(data).text) ?? ''
  try {
    text = collect(toObject(JSON.parse(text) as Json).root)
  } catch {
    // Plain text.
  }
  return {
    text,
    position: { x: toNumber(x) ?? 0, y: toNumber(y) ?? 0 },
    size: { width: toNumber(width) ?? 240, height: toNumber(height) ?? 88 },
  }
}

/** Resolves `[node, property, …]`, as selectors and `{{#node.property#}}` name values. */
function resolveSelector(scope: ExpressionScope, path: readonly (string | number)[]): ResolvedValue | undefined {
  const [node, ...properties] = path
  if (node === undefined) return undefined
  const steps: ChainStep[] = properties.map((name) => ({ name }))
  const append = (code: string, rest: readonly (string | number)[]): string =>
    rest.reduce<string>((result, name) => `${result}.${quoteName(toKey(name))}`, code)
  if (node === 'env' || node === 'conversation')
    return properties.length > 0
      ? { code: append(quoteName(toKey(properties[0])), properties.slice(1)), steps: properties.length }
      : undefined
  const resolved = node === 'sys' ? undefined : scope.resolveNode(toKey(node), steps)
  if (node === 'sys' && properties[0] === 'query') return { code: 'trigger_data.query', steps: 1 }
  return resolved && { code: append(resolved.code, properties.slice(resolved.steps)), steps: properties.length }
}

function createLanguage(scope: ExpressionScope): ExpressionLanguage {
  const inputs = new Map(
    listObjects(scope.node.settings.variables).map(({ variable, value_selector: selector }) => [
      toKey(variable),
      selector,
    ]),
  )
  return {
    split: splitBraces,
    translate: (expression) => {
      const selector = /^#([^#]{1,200})#$/.exec(expression.trim())?.[1]
      if (selector !== undefined) return resolveSelector(scope, selector.split('.'))
      // Jinja in templates refers to the variables of the node.
      return translateExpression(expression, ({ root }) => {
        const path = inputs.get(root)
        const resolved = Array.isArray(path) ? resolveSelector(scope, path.map(toKey)) : undefined
        return resolved && { ...resolved, steps: 0 }
      })
    },
  }
}

const readSelector = (reader: SettingsReader, selector: Json | undefined): string =>
  Array.isArray(selector) ? (reader.translate(`#${selector.map(toKey).join('.')}#`) ?? 'null') : 'null'

const comparisons: Readonly<Record<string, string>> = {
  is: 'a = b',
  'is not': 'a != b',
  '=': 'a = b',
  '≠': 'a != b',
  '>': 'a > b',
  '<': 'a < b',
  '≥': 'a >= b',
  '≤': 'a <= b',
  contains: '$contains($string(a), b)',
  'not contains': '$not($contains($string(a), b))',
  'start with': '$substring(a, 0, $length(b)) = b',
  'end with': '$substring(a, $length(a) - $length(b)) = b',
  empty: '$not($boolean(a))',
  'not empty': '$boolean(a)',
  exists: '$exists(a)',
  'not exists': '$not($exists(a))',
  null: '$not($exists(a))',
  'not null': '$exists(a)',
}

/** The cases of an If/else. Version 0 had one case in `conditions`. */
const listCases = (settings: ForeignSettings): ForeignSettings[] =>
  Array.isArray(settings.cases)
    ? listObjects(settings.cases)
    : [{ case_id: 'true', conditions: settings.conditions ?? [], logical_operator: settings.logical_operator ?? 'and' }]

function readCondition(reader: SettingsReader, { conditions, logical_operator: operator }: ForeignSettings): string {
  const codes = listObjects(conditions).map(
    ({ comparison_operator: comparison, value, variable_selector: selector, varType }) => {
      const template = getOwn(comparisons, toKey(comparison))
      if (template === undefined)
        reader.approximate(message('foreign.comparison-unknown', { comparison: toKey(comparison) }))
      const isNumber = varType === 'number' || words('= ≠ > < ≥ ≤').includes(toKey(comparison))
      const sides: Readonly<Record<string, string>> = {
        a: readSelector(reader, selector),
        b: isNumber && toNumber(value) !== undefined ? String(toNumber(value)) : reader.expression(value),
      }
      return `(${(template ?? 'false').replaceAll(/\b[ab]\b/g, (side) => sides[side]!)})`
    },
  )
  return codes.length === 0 ? 'true' : codes.join(operator === 'or' ? ' or ' : ' and ')
}

const readOutputs = (reader: SettingsReader): string => {
  const outputs = listObjects(reader.get('outputs'))
  return `{${outputs.map(({ variable, value_selector: selector }) => `${JSON.stringify(toKey(variable))}: ${readSelector(reader, selector)}`).join(', ')}}`
}

function readModelStep(reader: SettingsReader, instruction = ''): ForeignSettings {
  const template = reader.get('prompt_template')
  const prompts = Array.isArray(template)
    ? listObjects(template)
    : isObject(template)
      ? [{ ...template, role: 'user' }]
      : []
  const find = (isSystem: boolean): string =>
    prompts
      .filter(({ role }) => (role === 'system') === isSystem)
      .map(({ text }) => reader.template(text))
      .join('\n\n')
  const model = toText(reader.get('model.name'))
  const temperature = toNumber(reader.get('model.completion_params.temperature'))
  const tokens = toNumber(reader.get('model.completion_params.max_tokens'))
  const query = reader.get('query') ?? reader.get('query_variable_selector')
  const question = Array.isArray(query) ? `{{ ${readSelector(reader, query)} }}` : ''
  const system = [instruction, find(true), reader.text('instruction') ?? '', reader.text('instructions') ?? '']
    .filter(Boolean)
    .join('\n\n')
  return {
    prompt: [find(false), question].filter(Boolean).join('\n\n') || '{{ input.value }}',
    ...(system === '' ? {} : { system }),
    ...defined({ model, temperature, maxTokens: tokens }),
    ...(isObject(reader.node.settings.memory) ? { memory: 'conversation' } : {}),
  }
}

const modelIgnored = words(
  'model context vision memory variables structured_output structured_output_enabled prompt_config reasoning_mode',
)
const answerFields = { text: 'answer', output: 'answer', class_name: 'answer' }

/** Writes the result of a question classifier or an extractor as JSON Schema. */
const describeParameters = (parameters: Json | undefined): string =>
  JSON.stringify({
    type: 'object',
    properties: Object.fromEntries(
      listObjects(parameters).map(({ name, type, description }) => [
        toKey(name),
        { type: ['number', 'boolean'].includes(toKey(type)) ? type! : 'string', description: description ?? '' },
      ]),
    ) as Json,
  })

const difyMappings: NodeMappings = {
  start: {
    type: 'trigger',
    ignored: ['variables'],
    read: (reader) => ({
      sample: JSON.stringify(
        Object.fromEntries(
          listObjects(reader.get('variables')).map(({ variable, type }) => [
            toKey(variable),
            type === 'number' ? 0 : '',
          ]),
        ),
      ),
    }),
  },
  end: evaluates(readOutputs),
  answer: evaluates((reader) => reader.expression(reader.get('answer')), { ignored: ['variables'] }),
  llm: { type: 'agent', read: (reader) => readModelStep(reader), ignored: modelIgnored, fields: answerFields },
  agent: {
    type: 'agent',
    read: (reader) => readModelStep(reader),
    ignored: [
      ...modelIgnored,
      ...words(
        'agent_parameters agent_strategy_name agent_strategy_label agent_strategy_provider_name output_schema plugin_unique_identifier',
      ),
    ],
    fields: answerFields,
  },
  'parameter-extractor': {
    type: 'agent',
    ignored: [...modelIgnored, 'parameters'],
    read: (reader) => ({
      ...readModelStep(reader, 'Extract the parameters from the text of the user.'),
      answerSchema: describeParameters(reader.get('parameters')),
    }),
  },
  'template-transform': evaluates((reader) => reader.expression(reader.get('template')), {
    ignored: ['variables'],
    fields: { output: 'value' },
  }),
  code: {
    type: 'code',
    when: ({ code_language: language }) => language === 'javascript',
    ignored: ['outputs', 'variables'],
    read: (reader) => {
      reader.get('code_language')
      const variables = listObjects(reader.get('variables'))
      reader.approximate(message('foreign.code', {}))
      if (variables.length > 1) reader.approximate(message('foreign.settings-left', { settings: ['variables'] }))
      const args = variables.map(
        ({ variable }) =>
          `${JSON.stringify(toKey(variable))}: input.value?.[${JSON.stringify(toKey(variable))}] ?? input.value`,
      )
      return { code: `${toText(reader.get('code')) ?? ''}\nreturn main({ ${args.join(', ')} })` }
    },
  },
  'http-request': {
    type: 'http_request',
    ignored: ['variables', 'timeout', 'authorization', 'ssl_verify', 'params'],
    fields: { body: 'body', status_code: 'response.status', headers: 'response.headers' },
    read: (reader) => {
      const parseLines = (path: string) =>
        Object.fromEntries(
          (toText(reader.get(path)) ?? '')
            .split('\n')
            .map((line) => line.split(/:(.*)/s))
            .filter(([name]) => name?.trim())
            .map(([name, value]) => [name!.trim(), reader.template(value?.trim() ?? '')]),
        )
      const data = reader.get('body.data')
      const kind = toText(reader.get('body.type')) ?? 'none'
      const items = listObjects(data)
      const body =
        typeof data === 'string' ? reader.template(data) : items.map(({ value }) => reader.template(value)).join('')
      const pairs = Object.fromEntries(items.map(({ key, value }) => [toKey(key), reader.template(value)]))
      const isForm = kind === 'form-data' || kind === 'x-www-form-urlencoded'
      const authorization = toText(getAt(reader.node.settings, 'authorization.type'))
      const authKind = toText(getAt(reader.node.settings, 'authorization.config.type'))
      return {
        method: (toText(reader.get('method')) ?? 'get').toUpperCase(),
        url: reader.text('url') ?? '',
        headers: parseLines('headers'),
        query: parseLines('params'),
        ...(kind === 'none' || (body === '' && !isForm)
          ? {}
          : isForm
            ? { bodyKind: 'form', body: JSON.stringify(pairs) }
            : { bodyKind: kind === 'json' ? 'json' : 'text', body }),
        ...(authorization === 'api-key'
          ? {
              auth: authKind === 'basic' ? 'basic' : authKind === 'custom' ? 'header' : 'bearer',
              ...(authKind === 'custom'
                ? { secretField: toText(getAt(reader.node.settings, 'authorization.config.header')) ?? 'X-API-Key' }
                : {}),
            }
          : {}),
      }
    },
  },
  'if-else': [
    {
      type: 'condition',
      when: (settings) => listCases(settings).length === 1,
      outputs: (settings): Ports => ({
        [toKey(listCases(settings)[0]!.case_id ?? 'true')]: 'true',
        true: 'true',
        false: 'false',
      }),
      read: (reader) => {
        for (const path of ['cases', 'conditions', 'logical_operator']) reader.get(path)
        return { expression: readCondition(reader, listCases(reader.node.settings)[0]!) }
      },
    },
    {
      type: 'switch',
      outputs: (settings): Ports =>
        Object.fromEntries([
          ...listCases(settings).map(({ case_id: id, id: oldId }, index) => [toKey(id ?? oldId), `case${index + 1}`]),
          ['false', 'otherwise'],
        ]),
      read: (reader) => {
        for (const path of ['conditions', 'logical_operator']) reader.get(path)
        return writeCases(
          listObjects(reader.get('cases')).map((item, index) => [String(index + 1), readCondition(reader, item)]),
        )
      },
    },
  ],
  iteration: {
    type: 'for_each',
    outputs: { source: 'results', item: 'item' },
    inputs: { target: 'items', result: 'result' },
    fields: { output: 'results', item: 'item', index: 'index' },
    ignored: words(
      'start_node_id startNodeType output_type output_selector iterator_selector iterator_input_type error_handle_mode is_parallel parallel_nums flatten_output',
    ),
    read: (reader) => ({
      over: 'items',
      ...(reader.get('is_parallel') === true
        ? { parallel: Math.max(1, Math.min(10, toNumber(reader.get('parallel_nums')) ?? 1)) }
        : {}),
    }),
  },
  'iteration-start': passesValue(),
  'variable-aggregator': {
    type: 'transform',
    fixed: { expression: 'input.value' },
    ignored: ['variables', 'output_type', 'advanced_settings'],
    fields: { output: 'value' },
  },
  'variable-assigner': {
    type: 'transform',
    fixed: { expression: 'input.value' },
    ignored: ['variables', 'output_type', 'advanced_settings'],
    fields: { output: 'value' },
  },
  'list-operator': evaluates((reader) => readSelector(reader, reader.get('variable')), {
    ignored: words('filter_by order_by limit var_type item_var_type extract_by'),
    fields: { result: 'value' },
  }),
}
