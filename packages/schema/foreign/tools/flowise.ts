import { defined } from '../../wire/defined.ts'
import { message } from '@aw-flow/messages'
import type { Json } from '../../document/workflow.ts'
import { parseJson } from '../../wire/parse-json.ts'
import { getValue } from '../../wire/result.ts'
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
import { splitBraces, type ExpressionLanguage, type SettingsReader, type TemplatePart } from '../settings-reader.ts'
import { translateExpression, type Chain } from '../translate-expression.ts'
import { evaluates, passesValue, writeCases } from './passes-value.ts'

/** Flowise: chatflows and agentflows, which are drawn with React Flow. */
export const flowiseTool: ToolDefinition = {
  tool: 'flowise',
  recognize: (json) => {
    const nodes = isObject(json) ? listObjects(readGraph(json).nodes) : []
    return nodes.some(({ data }) => isFlowiseData(toObject(data)))
  },
  read: (json) => readFlow(json as ForeignSettings),
  get mappings() {
    return flowiseMappings
  },
  createLanguage,
}

const isFlowiseData = ({ name, inputs, inputParams, inputAnchors }: ForeignSettings): boolean =>
  typeof name === 'string' && isObject(inputs) && (Array.isArray(inputParams) || Array.isArray(inputAnchors))

/** The API returns the graph as text in `flowData`. */
function readGraph(json: ForeignSettings): ForeignSettings {
  if (typeof json.flowData !== 'string') return json
  return toObject(getValue(parseJson(json.flowData)))
}

function readFlow(json: ForeignSettings): ForeignWorkflow {
  const graph = readGraph(json)
  const all = listObjects(graph.nodes)
  const isNote = ({ data }: ForeignSettings): boolean => toKey(toObject(data).name).startsWith('stickyNote')
  const nodes = all.filter((node) => !isNote(node)).map(readNode)
  const ids = new Set(nodes.map(({ id }) => id))
  return {
    name: toText(json.name),
    description: toText(json.description),
    nodes,
    edges: listObjects(graph.edges)
      .map(readEdge)
      .filter(({ source, target }) => ids.has(source) && ids.has(target)),
    notes: all.filter(isNote).map(({ data, position, width, height }) => ({
      text: toText(toObject(toObject(data).inputs).note) ?? '',
      position: readPosition(position),
      size: { width: toNumber(width) ?? 240, height: toNumber(height) ?? 120 },
    })),
  }
}

const readPosition = (position: Json | undefined) => {
  const { x, y } = toObject(position)
  return { x: toNumber(x) ?? 0, y: toNumber(y) ?? 0 }
}

function readNode({ id, data, position, positionAbsolute }: ForeignSettings): ForeignNode {
  const { label, name, inputs, credential } = toObject(data)
  // A reference to a connected node is an edge.
  const settings = Object.entries(toObject(inputs)).filter(([, value]) => !isConnection(value))
  return {
    id: toKey(id),
    name: toText(label) ?? toKey(name),
    type: toKey(name),
    position: readPosition(positionAbsolute ?? position),
    settings: Object.fromEntries(settings),
    credentials: toText(credential) === undefined ? undefined : ['credential'],
  }
}

const isReference = (value: Json): boolean =>
  typeof value === 'string' && /^\{\{[\w-]+\.data\.instance\}\}$/.test(value)
const isConnection = (value: Json): boolean =>
  Array.isArray(value) ? value.length > 0 && value.every(isReference) : isReference(value)

/** Anchors of chatflows connect parts; only agentflows connect steps. */
function readEdge({ source, target, sourceHandle, targetHandle }: ForeignSettings): ForeignEdge {
  const anchor = /-input-(\w+)-/.exec(toKey(targetHandle ?? ''))?.[1]
  const output = toNumber(/-output-(\d+)$/.exec(toKey(sourceHandle ?? ''))?.[1])
  return { source: toKey(source), target: toKey(target), output, role: anchor }
}

/** Agentflows write `{{ question }}` and `{{ node_id }}` in HTML; chatflows write `{question}`. */
function createLanguage(scope: ExpressionScope): ExpressionLanguage {
  const resolve = ({ root, arguments: args, steps }: Chain): ResolvedValue | undefined => {
    if (args) return undefined
    if (root === 'question' || root === 'input') return scope.resolveInput(steps) && { code: 'input.value', steps: 0 }
    return scope.resolveNode(root, steps)
  }
  const isChatflow = !scope.node.type.endsWith('Agentflow')
  return {
    split: (text) => {
      const plain = text
        .replaceAll(/<span class="variable"[^<>]{0,200}>([^<>]{0,200})<\/span>/g, '$1')
        .replaceAll(/<\/?p>/g, '')
      return isChatflow && !plain.includes('{{') ? splitSingleBraces(plain) : splitBraces(plain)
    },
    translate: (expression) => translateExpression(expression, resolve),
  }
}

/** Splits a text at `{name}`. */
export function splitSingleBraces(text: string): TemplatePart[] {
  const parts = text.split(/\{([A-Za-z_]\w{0,60})\}/)
  const result = parts.map((part, index): TemplatePart => (index % 2 === 0 ? { literal: part } : { expression: part }))
  return result.filter((part) => !('literal' in part) || part.literal !== '' || result.length === 1)
}

const modelNames = ['modelName', 'model', 'azureOpenAIApiDeploymentName']
const readModel = (reader: SettingsReader, prefix = ''): ForeignSettings => {
  const model = modelNames.map((name) => toText(reader.get(`${prefix}${name}`))).find((name) => name !== undefined)
  const temperature = toNumber(reader.get(`${prefix}temperature`))
  const tokens = toNumber(reader.get(`${prefix}maxTokens`))
  return {
    ...defined({ model, temperature, maxTokens: tokens }),
  }
}

const modelPart: NodeMapping = {
  type: 'agent',
  isPart: true,
  read: (reader) => readModel(reader),
  ignored: words(
    'streaming cache allowImageUploads imageResolution basepath baseUrl topP topK timeout frequencyPenalty presencePenalty stopSequence',
  ),
}
const memoryPart: NodeMapping = {
  type: 'agent',
  isPart: true,
  fixed: { memory: 'conversation' },
  ignored: ['sessionId', 'memoryKey', 'k', 'maxTokenLimit'],
}

/** A chain or an agent of a chatflow, which has the question of the user as its task. */
const chain: NodeMapping = {
  type: 'agent',
  ignored: words('chainName outputPrediction maxIterations inputModeration returnSourceDocuments chainOption'),
  read: (reader) => {
    const system =
      reader.text('systemMessage') ?? reader.text('systemMessagePrompt') ?? reader.text('systemMessagePromptTemplate')
    return { prompt: reader.text('prompt') ?? '{{ input.value }}', ...defined({ system }) }
  },
}

/** The messages of a step: those of the role `system` are its instructions. */
function readMessages(reader: SettingsReader, prefix: string): ForeignSettings {
  const messages = listObjects(reader.get(`${prefix}Messages`))
  const find = (isSystem: boolean): string =>
    messages
      .filter(({ role }) => (role === 'system' || role === 'developer') === isSystem)
      .map(({ content }) => reader.template(content))
      .join('\n\n')
  const user = reader.text(`${prefix}UserMessage`) ?? ''
  const config = toObject(reader.get(`${prefix}ModelConfig`))
  const temperature = toNumber(config.temperature)
  const model = toText(config.modelName)
  const system = find(true)
  return {
    prompt: [find(false), user].filter(Boolean).join('\n\n') || '{{ input.value }}',
    ...(system === '' ? {} : { system }),
    ...defined({ model, temperature }),
    ...(reader.get(`${prefix}EnableMemory`) === true ? { memory: 'conversation' } : {}),
  }
}

const createStep = (prefix: string): NodeMapping => ({
  type: 'agent',
  read: (reader) => {
    const tools = listObjects(reader.get(`${prefix}Tools`))
    if (tools.length > 0)
      reader.approximate(
        message('foreign.settings-left', { settings: tools.map((_, index) => `${prefix}Tools.${index}`) }),
      )
    return readMessages(reader, prefix)
  },
  ignored: words('Model MemoryType ReturnResponseAs UpdateState MemoryMaxTokenLimit MemoryWindowSize').map(
    (name) => `${prefix}${name}`,
  ),
})

const comparisons: Readonly<Record<string, string>> = {
  equal: '=',
  notEqual: '!=',
  larger: '>',
  largerEqual: '>=',
  smaller: '<',
  smallerEqual: '<=',
}

const flowiseMappings: NodeMappings = {
  ...Object.fromEntries(
    words(
      'chatOpenAI chatOpenAI_ChatModels azureChatOpenAI chatAnthropic chatGoogleGenerativeAI chatMistralAI chatOllama groqChat chatDeepseek openAI ollama awsChatBedrock chatOpenRouter',
    ).map((name) => [name, modelPart]),
  ),
  ...Object.fromEntries(
    ['bufferMemory', 'bufferWindowMemory', 'conversationSummaryMemory', 'RedisBackedChatMemory'].map((name) => [
      name,
      memoryPart,
    ]),
  ),
  ...Object.fromEntries(
    words(
      'llmChain conversationChain toolAgent openAIToolAgent conversationalAgent reactAgentChat conversationalRetrievalAgent openAIFunctionAgent',
    ).map((name) => [name, chain]),
  ),
  promptTemplate: { type: 'agent', isPart: true, settings: { prompt: 'template' }, ignored: ['promptValues'] },
  chatPromptTemplate: {
    type: 'agent',
    isPart: true,
    settings: { system: 'systemMessagePrompt', prompt: 'humanMessagePrompt' },
    ignored: ['promptValues', 'messageHistory'],
  },
  startAgentflow: {
    type: 'trigger',
    fixed: { sample: '"Hello"' },
    ignored: words(
      'startInputType startEphemeralMemory startState startPersistState formTitle formDescription formInputTypes',
    ),
  },
  llmAgentflow: createStep('llm'),
  agentAgentflow: createStep('agent'),
  conditionAgentflow: {
    type: 'switch',
    read: (reader) =>
      writeCases(
        listObjects(reader.get('conditions')).map(({ value1, value2, operation }, index) => {
          const sides = [reader.expression(value1), reader.expression(value2)] as const
          const sign = getOwn(comparisons, toKey(operation))
          if (sign === undefined && operation !== 'contains')
            reader.approximate(message('foreign.comparison-unknown', { comparison: toKey(operation) }))
          return [
            String(index),
            sign === undefined
              ? operation === 'contains'
                ? `$contains($string(${sides[0]}), ${sides[1]})`
                : 'false'
              : `${sides[0]} ${sign} ${sides[1]}`,
          ]
        }),
      ),
    outputs: (settings) => [...listObjects(settings.conditions).map((_, index) => `case${index + 1}`), 'otherwise'],
  },
  httpAgentflow: {
    type: 'http_request',
    ignored: ['bodyType', 'responseType'],
    read: (reader) => {
      const toPairs = (path: string) =>
        Object.fromEntries(listObjects(reader.get(path)).map(({ key, value }) => [toKey(key), reader.template(value)]))
      const body = reader.text('body')
      return {
        method: toText(reader.get('method')) ?? 'GET',
        url: reader.text('url') ?? '',
        headers: toPairs('headers'),
        query: toPairs('queryParams'),
        ...(body ? { bodyKind: 'json', body } : {}),
      }
    },
  },
  customFunctionAgentflow: {
    type: 'code',
    ignored: ['customFunctionUpdateState'],
    read: (reader) => {
      const variables = listObjects(reader.get('customFunctionInputVariables'))
      reader.approximate(message('foreign.code', {}))
      return {
        code: `const $flow = { state: {} }\n${variables.map(({ variableName }) => `const $${toKey(variableName)} = input.value\n`).join('')}return (() => {\n${toText(reader.get('customFunctionJavascriptFunction')) ?? ''}\n})()`,
      }
    },
  },
  directReplyAgentflow: evaluates((reader) => reader.expression(reader.get('directReplyMessage'))),
  humanInputAgentflow: {
    type: 'approval',
    settings: { message: 'humanInputDescription' },
    ignored: ['humanInputDescriptionType', 'humanInputEnableFeedback'],
  },
  setVariable: passesValue(),
}
