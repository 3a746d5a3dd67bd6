import { defined } from '../../wire/defined.ts'
import { message } from '@aw-flow/messages'
import type { Json } from '../../document/workflow.ts'
import {
  getOwn,
  groupBy,
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
import type { ExpressionScope, ToolDefinition } from '../map-workflow.ts'
import { words, type NodeMapping, type NodeMappings } from '../node-mapping.ts'
import type { ExpressionLanguage, SettingsReader } from '../settings-reader.ts'
import { splitSingleBraces } from './flowise.ts'
import { evaluates, passesValue } from './passes-value.ts'

/** Langflow: flows of components, each with its template of fields and its code. The code is not read. */
export const langflowTool: ToolDefinition = {
  tool: 'langflow',
  recognize: (json) => {
    const nodes = isObject(json) ? listObjects(readGraph(json).nodes) : []
    return nodes.some(({ data }) => isObject(toObject(toObject(data).node).template))
  },
  read: (json) => readFlow(json as ForeignSettings),
  get mappings() {
    return langflowMappings
  },
  createLanguage,
  scale: { x: 0.8, y: 0.6 },
}

const readGraph = (json: ForeignSettings): ForeignSettings => (isObject(json.data) ? json.data : json)

function readFlow(json: ForeignSettings): ForeignWorkflow {
  const graph = readGraph(json)
  const all = listObjects(graph.nodes)
  const isNote = ({ type, data }: ForeignSettings): boolean => type === 'noteNode' || toObject(data).type === 'note'
  const nodes = all.filter((node) => !isNote(node))
  const ids = new Set(nodes.map(({ id }) => id))
  const edges = listObjects(graph.edges).filter(({ source, target }) => ids.has(source!) && ids.has(target!))
  const incoming = groupBy(edges, ({ target }) => target)
  return {
    name: toText(json.name),
    description: toText(json.description),
    tags: Array.isArray(json.tags) ? json.tags.filter((tag) => typeof tag === 'string') : undefined,
    nodes: nodes.map((node) => readNode(node, incoming.get(node.id) ?? [])),
    edges: edges.map(readEdge),
    notes: all.filter(isNote).map(({ data, position, width, height }) => ({
      text: toText(toObject(toObject(data).node).description) ?? '',
      position: readPosition(position),
      size: { width: toNumber(width) ?? 320, height: toNumber(height) ?? 200 },
    })),
  }
}

const readPosition = (position: Json | undefined) => {
  const { x, y } = toObject(position)
  return { x: toNumber(x) ?? 0, y: toNumber(y) ?? 0 }
}

/** Fields get their value; `sources` names the node at the other end of each connected field. */
function readNode({ id, data, position }: ForeignSettings, edges: readonly ForeignSettings[]): ForeignNode {
  const { type, node } = toObject(data)
  const { template, display_name: displayName } = toObject(node)
  const fields = Object.entries(toObject(template)).filter(
    ([name, field]) => name !== 'code' && name !== '_type' && isObject(field),
  )
  const settings: ForeignSettings = {}
  const credentials: string[] = []
  for (const [name, field] of fields) {
    const { value, password, load_from_db: isStored, advanced } = toObject(field)
    if (password === true || isStored === true) {
      if (toText(value) !== undefined) credentials.push(name)
    } else if (value !== undefined && advanced !== true) settings[name] = value
  }
  const sources = edges.map((edge) => [getField(edge), toKey(edge.source)])
  return {
    id: toKey(id),
    name: toText(displayName) ?? toKey(type),
    type: toKey(type),
    position: readPosition(position),
    settings: sources.length > 0 ? { ...settings, sources: Object.fromEntries(sources) as Json } : settings,
    credentials: credentials.length > 0 ? credentials : undefined,
  }
}

/** Newer versions write handles as JSON in which `œ` stands for a quotation mark. */
function getField({ data, targetHandle }: ForeignSettings): string {
  const field = toText(toObject(toObject(data).targetHandle).fieldName)
  return (
    field ?? /fieldName[œ":\s]+([\w ]+)/.exec(toKey(targetHandle))?.[1] ?? toKey(targetHandle ?? '').split('|')[1] ?? ''
  )
}

function readEdge(edge: ForeignSettings): ForeignEdge {
  const name = toText(toObject(toObject(edge.data).sourceHandle).name)
  const isFalse = name === 'false_result'
  return {
    source: toKey(edge.source),
    target: toKey(edge.target),
    output: name === 'true_result' ? 0 : isFalse ? 1 : undefined,
  }
}

/** A prompt names its variables in single braces. Each is a field, connected or with a value. */
function createLanguage(scope: ExpressionScope): ExpressionLanguage {
  const { settings } = scope.node
  return {
    split: splitSingleBraces,
    translate: (name) => {
      const source = toText(toObject(settings.sources)[name])
      if (source !== undefined) return scope.resolveNode(source, [])
      const value = toText(settings[name])
      return value === undefined ? undefined : { code: JSON.stringify(value), type: 'string' }
    },
  }
}

/** Returns `{{…}}` for a connected field, or the value of the field. */
const readField = (reader: SettingsReader, name: string): string | undefined => {
  const isConnected = toText(toObject(reader.get('sources'))[name]) !== undefined
  const value = reader.get(name)
  if (isConnected) return `{{ ${reader.translate(name) ?? 'input.value'} }}`
  return typeof value === 'string' && value !== '' ? value.replaceAll('{{', '\\{{') : undefined
}

const viewFields = words(
  'sources sender sender_name session_id files store_message should_store_message background_color chat_icon text_color stream data_template tool_placeholder use_double_brackets',
)

const languageModel: NodeMapping = {
  type: 'agent',
  ignored: [
    ...viewFields,
    ...words(
      'provider api_base openai_api_base base_url json_mode model_kwargs seed output_schema add_current_date_tool tools agent_llm n_messages input_value',
    ),
  ],
  read: (reader) => {
    const model = toText(reader.get('model_name')) ?? toText(reader.get('model'))
    const temperature = toNumber(reader.get('temperature'))
    const system = readField(reader, 'system_message') ?? readField(reader, 'system_prompt')
    const tokens = toNumber(reader.get('max_tokens')) ?? 0
    return {
      prompt: readField(reader, 'input_value') ?? '{{ input.value }}',
      ...defined({ system, model, temperature }),
      ...(tokens > 0 ? { maxTokens: tokens } : {}),
    }
  },
}

const prompt = evaluates((reader) => reader.expression(reader.get('template')), {
  ignored: [...viewFields, 'template'],
})
const text = (field: string): NodeMapping =>
  evaluates(
    (reader) => {
      const isConnected = toText(toObject(reader.get('sources'))[field]) !== undefined
      const value = reader.get(field)
      return isConnected || value === undefined || value === '' ? 'input.value' : JSON.stringify(value)
    },
    { ignored: viewFields },
  )

const operators: Readonly<Record<string, string>> = {
  equals: 'a = b',
  'not equals': 'a != b',
  contains: '$contains($string(a), b)',
  'starts with': '$substring(a, 0, $length(b)) = b',
  'ends with': '$substring(a, $length(a) - $length(b)) = b',
  'less than': 'a < b',
  'greater than': 'a > b',
}

const langflowMappings: NodeMappings = {
  ChatInput: {
    type: 'trigger',
    ignored: viewFields,
    read: (reader) => ({ sample: JSON.stringify(toText(reader.get('input_value')) ?? 'Hello') }),
  },
  ChatOutput: passesValue([...viewFields, 'input_value']),
  TextInput: text('input_value'),
  TextOutput: text('input_value'),
  TextInputComponent: text('input_value'),
  TextOutputComponent: text('input_value'),
  MessagetoData: passesValue(viewFields),
  Prompt: prompt,
  'Prompt Template': prompt,
  ParseData: {
    ...prompt,
    read: (reader) => ({
      expression: reader.get('template') === '{text}' ? 'input.value' : reader.expression(reader.get('template')),
    }),
    ignored: [...viewFields, 'sep', 'data'],
  },
  ParserComponent: {
    ...prompt,
    read: (reader) => ({ expression: reader.expression(reader.get('pattern')) }),
    ignored: [...viewFields, 'sep', 'mode', 'input_data'],
  },
  Parser: {
    ...prompt,
    read: (reader) => ({ expression: reader.expression(reader.get('pattern')) }),
    ignored: [...viewFields, 'sep', 'mode', 'input_data'],
  },
  ...Object.fromEntries(
    words(
      'OpenAIModel AnthropicModel GoogleGenerativeAIModel GroqModel OllamaModel MistralModel AzureOpenAIModel LanguageModelComponent LanguageModel NvidiaModelComponent DeepSeekModelComponent OpenRouterComponent Agent',
    ).map((name) => [name, languageModel]),
  ),
  Webhook: { type: 'webhook', fixed: { method: 'POST' }, ignored: [...viewFields, 'curl', 'endpoint', 'data'] },
  APIRequest: {
    type: 'http_request',
    ignored: [...viewFields, ...words('use_curl curl mode include_httpx_metadata save_to_file follow_redirects')],
    read: (reader) => {
      const urls = reader.get('urls')
      const url =
        toText(reader.get('url_input')) ??
        toText(Array.isArray(urls) ? urls[0] : urls) ??
        readField(reader, 'url_input') ??
        ''
      const toPairs = (name: string) =>
        Object.fromEntries(listObjects(reader.get(name)).map(({ key, value }) => [toKey(key), toKey(value)]))
      const body = toPairs('body')
      const timeout = toNumber(reader.get('timeout'))
      return {
        method: toText(reader.get('method')) ?? 'GET',
        url,
        headers: toPairs('headers'),
        ...(Object.keys(body).length > 0 ? { bodyKind: 'json', body: JSON.stringify(body) } : {}),
        ...(timeout === undefined ? {} : { timeoutSeconds: Math.max(1, timeout) }),
      }
    },
  },
  URL: {
    type: 'web_read',
    ignored: [...viewFields, ...words('format max_depth prevent_outside use_async timeout headers separator')],
    read: (reader) => {
      const urls = reader.get('urls')
      if (Array.isArray(urls) && urls.length > 1)
        reader.approximate(
          message('foreign.settings-left', { settings: urls.slice(1).map((_, index) => `urls.${index + 1}`) }),
        )
      return { url: readField(reader, 'urls') ?? toText(Array.isArray(urls) ? urls[0] : urls) ?? '' }
    },
  },
  URLComponent: {
    type: 'web_read',
    ignored: [...viewFields, ...words('format max_depth timeout headers separator prevent_outside')],
    read: (reader) => ({ url: toText((reader.get('urls') as Json[] | undefined)?.[0]) ?? '' }),
  },
  ConditionalRouter: {
    type: 'condition',
    ignored: [
      ...viewFields,
      ...words('case_sensitive max_iterations default_route message true_case_message false_case_message input_text'),
    ],
    outputs: ['true', 'false'],
    read: (reader) => {
      const operator = toKey(reader.get('operator') ?? 'equals')
      const template = getOwn(operators, operator)
      if (template === undefined) reader.approximate(message('foreign.comparison-unknown', { comparison: operator }))
      const sides: Readonly<Record<string, string>> = {
        a: 'input.value',
        b: JSON.stringify(toKey(reader.get('match_text') ?? '')),
      }
      return { expression: (template ?? 'false').replaceAll(/\b[ab]\b/g, (side) => sides[side]!) }
    },
  },
  CurrentDate: evaluates(() => '$now()', { ignored: ['timezone'] }),
  SearchComponent: {
    type: 'web_search',
    ignored: [...viewFields, 'engine', 'search_params', 'max_results', 'max_snippet_length'],
    read: (reader) => ({ query: readField(reader, 'input_value') ?? '{{ input.value }}' }),
  },
}
