import type { Tool, ToolResult, ModelUsage } from '@aw-flow/agents'
import {
  findSettingErrors,
  quoteIdentifier,
  NodeError,
  sql,
  tableName,
  TablesError,
  type DescribeContext,
  type HostFunction,
  type NodeDefinition,
  type RunArguments,
  type Scalar,
} from '@aw-flow/engine'
import { englishFormatter } from '@aw-flow/messages/catalogs'
import {
  createEmptyWorkflow,
  error,
  getProblemText,
  type Config,
  type Json,
  type Port,
  type Problem,
  type TableRef,
  type Value,
  type Values,
  type Workflow,
  type WorkflowNode,
  getProblem,
  getValue,
} from '@aw-flow/schema'
import { callMcpTool, readText } from '../integration/call-mcp-tool.ts'
import { compileSchema, type CheckValue } from '../integration/check-schema.ts'
import { parseTools, type AgentSettings, type ToolSettings } from './agent-settings.ts'
import {
  findFunctionTraits,
  findToolTraits,
  findUnapprovedEffect,
  includeMemoryReads,
  needsApproval,
  parseMcpConfig,
  readToolWorkflow,
  type ToolTraits,
} from './tool-traits.ts'

/** Names of the agent's table inputs. SQL tools query the tables by these names. */
export const tablePorts = ['input', 'other'] as const

/** Finds tool problems that can be detected before a run. */
export function findToolProblems(
  tools: readonly ToolSettings[],
  { getNodeType, hasTables }: { getNodeType: DescribeContext['getNodeType']; hasTables: boolean },
): Problem[] {
  const location = { where: { setting: 'tools' } }
  return tools.flatMap((tool, index): Problem[] => {
    const { name, kind, use, parameters } = tool
    const isDuplicate = tools.findIndex((other) => other.name === name) !== index
    if (!/^[\w-]{1,64}$/.test(name) || isDuplicate) return [error('agent.tool-name', { name }, location)]
    if (kind === 'node' && getNodeType) {
      const definition = getNodeType(use)
      if (!definition) return [error('agent.tool-type', { tool: name, type: use }, location)]
      const [settingProblem] = findSettingErrors(createToolNode(tool), definition)
      if (settingProblem) return [{ ...settingProblem, ...location }]
    }
    if (kind === 'sql' && !hasTables) return [error('agent.tool-tables', { tool: name }, location)]
    if (!parameters) return []
    const problem = getProblem(compileSchema(JSON.stringify(parameters), 'tools'))
    return problem ? [error('agent.tool-schema', { tool: name, reason: getProblemText(problem) }, location)] : []
  })
}

type AgentArguments = RunArguments<AgentSettings>

/** Maximum length of a tool result, in characters; longer results are truncated. */
const maxResultLength = 20_000

/**
 * Opens the agent's tools. Throws a permanent `NodeError` if a tool is invalid, does not exist, or has an unapproved
 * effect.
 */
export async function openTools(args: AgentArguments): Promise<Tool[]> {
  const { settings, node, reads: inputReads, getNodeType, findWorkflow } = args
  const toolSettings = parseTools(settings)
  const createError = (problem: Problem): NodeError =>
    new NodeError('permanent', { ...problem, where: { node, ...problem.where } })
  const hasTables = tablePorts.some((port) => args.inputs[port]?.kind === 'table')
  const [problem] = findToolProblems(toolSettings, { getNodeType, hasTables })
  if (problem) throw createError(problem)
  const functions = (await args.services.functions?.list()) ?? []
  const location = { where: { setting: 'tools' } }
  const openTool = async (tool: ToolSettings): Promise<{ traits: ToolTraits; openedTool: OpenedTool }> => {
    const { name, kind, use } = tool
    const traits = findToolTraits(tool, { getNodeType, findWorkflow, functions })
    if (kind === 'sql') return { traits, openedTool: openSqlTool(args) }
    if (kind === 'node') return { traits, openedTool: openNodeTool(tool, getNodeType(use)!, args) }
    if (kind === 'workflow') {
      const workflow = readToolWorkflow(tool) ?? findWorkflow(use)
      if (!workflow) throw createError(error('agent.tool-workflow', { tool: name, workflow: use }, location))
      return { traits, openedTool: openWorkflowTool(workflow, args) }
    }
    if (kind === 'mcp') return { traits, openedTool: await openMcpTool(tool, args) }
    const hostFunction = functions.find((candidate) => candidate.name === use)
    if (!hostFunction) throw createError(error('agent.tool-function', { tool: name, name: use }, location))
    return { traits: findFunctionTraits(hostFunction, tool), openedTool: openFunctionTool(hostFunction, tool, args) }
  }
  const openedEntries = await Promise.all(toolSettings.map(openTool))
  const traits = openedEntries.map((entry) => entry.traits)
  const unapprovedEffectProblem = findUnapprovedEffect(toolSettings, traits, includeMemoryReads(settings, inputReads))
  if (unapprovedEffectProblem) throw createError(unapprovedEffectProblem)
  return toolSettings.map((tool, index): Tool => {
    const { openedTool, traits: trait } = openedEntries[index]!
    const parameters = (tool.parameters ?? openedTool.parameters) as Tool['parameters']
    return {
      name: tool.name,
      description: tool.description || openedTool.description,
      parameters,
      reads: trait.reads,
      effects: trait.effects,
      approval: needsApproval(tool, trait) ? 'ask' : 'never',
      target: trait.target,
      check: createArgumentCheck(parameters),
      call: openedTool.call,
    }
  })
}

interface OpenedTool {
  call: Tool['call']
  description: string
  parameters: Readonly<Record<string, Json>>
}

const createArgumentCheck = (parameters: Tool['parameters']): CheckValue =>
  getValue(compileSchema(JSON.stringify(parameters), 'tools')) ?? (() => [])

function openSqlTool({ inputs, tables, key, signal, settings, effect }: AgentArguments): OpenedTool {
  const inputTables = Object.fromEntries(
    tablePorts.flatMap((port): [string, TableRef][] => {
      const value = inputs[port]
      return value?.kind === 'table' ? [[port, value.table]] : []
    }),
  )
  return {
    description: `Runs one DuckDB SELECT statement over the tables ${Object.keys(inputTables).join(' and ')}. Returns at most ${settings.maxRows} rows.`,
    parameters: {
      type: 'object',
      properties: { statement: { type: 'string', description: 'One SELECT statement.' } },
      required: ['statement'],
      additionalProperties: false,
    },
    call: (args, callNumber, timeoutSignal) =>
      runToolCall(async () => {
        const statement = String((args as { statement?: Json }).statement ?? '')
        const id = `${key}:query${callNumber}`
        // The rows are recorded so that the model sees the same rows when the agent resumes.
        return effect(
          'query-inputs',
          { statement, call: callNumber },
          async ({ signal: callSignal }) => {
            const options = { id, signal: callSignal, inputs: inputTables, timeoutMs: 60_000 }
            const { table } = await tables.query(statement, options)
            try {
              return await describeTable(table, settings.maxRows, { tables, signal: callSignal })
            } finally {
              await tables.drop(id)
            }
          },
          { unknownOutcome: 'retry', signal: timeoutSignal },
        )
      }, [signal, timeoutSignal]),
  }
}

const createToolNode = ({ name, use, config }: ToolSettings): WorkflowNode => ({
  id: 'tool',
  type: use,
  position: { x: 0, y: 0 },
  data: { label: name, config: config as Config },
})

function openNodeTool(tool: ToolSettings, definition: NodeDefinition, args: AgentArguments): OpenedTool {
  const parseResult = definition.settings.safeParse(tool.config)
  const ports = (parseResult.success ? definition.ports?.(parseResult.data) : undefined) ?? definition
  const port = ports.inputs.find(({ type }) => type === 'any' || type === 'json' || type === 'text')
  const { inputSchema } = tool.config
  return {
    description: definition.description,
    parameters: typeof inputSchema === 'string' ? parseSchema(inputSchema) : anyObjectSchema,
    call: async (values, callNumber, timeoutSignal) => {
      const workflow: Workflow = {
        ...createEmptyWorkflow(tool.name),
        nodes: [createToolNode(tool)],
        ports: {
          inputs: port ? [{ name: 'value', type: port.type, to: [{ node: 'tool', port: port.name }] }] : [],
          outputs: ports.outputs.map(({ name, type }) => ({ name, type, from: { node: 'tool', port: name } })),
        },
      }
      const inputs = { value: toValue(values, port?.type ?? 'json') }
      return runTool(workflow, inputs, args, { callNumber, timeoutSignal, isRepeatable: tool.repeatable })
    },
  }
}

function openWorkflowTool(workflow: Workflow, args: AgentArguments): OpenedTool {
  const inputs = workflow.ports?.inputs ?? []
  return {
    description: workflow.description ?? workflow.name,
    parameters: {
      type: 'object',
      properties: Object.fromEntries(
        inputs.map(({ name, label, type }): [string, Json] => [
          name,
          { description: label ?? name, ...(type === 'text' ? { type: 'string' } : {}) },
        ]),
      ),
      required: inputs.map(({ name }) => name),
      additionalProperties: false,
    },
    call: (values, callNumber, timeoutSignal) => {
      const argumentValues = values as Readonly<Record<string, Json>>
      const portValues = inputs.flatMap(({ name, type }): [string, Value][] =>
        Object.hasOwn(argumentValues, name) ? [[name, toValue(argumentValues[name]!, type)]] : [],
      )
      return runTool(workflow, Object.fromEntries(portValues), args, { callNumber, timeoutSignal })
    },
  }
}

/** Runs a workflow as a tool. Any agent inside it draws on the remaining budget of the run. */
async function runTool(
  workflow: Workflow,
  inputs: Values,
  { runNested, settings, tables, signal }: AgentArguments,
  {
    callNumber,
    timeoutSignal,
    isRepeatable = false,
  }: { callNumber: number; timeoutSignal: AbortSignal | undefined; isRepeatable?: boolean },
): Promise<ToolResult> {
  let usage: ModelUsage | undefined
  const result = await runToolCall(async () => {
    const { outputs, problem, release } = await runNested(workflow, {
      id: `call${callNumber}`,
      inputs,
      isRepeatable,
      signal: timeoutSignal,
    })
    try {
      usage = readUsage(outputs)
      if (problem) throw new NodeError('permanent', problem)
      const { answer } = outputs
      // Only the answer of a sub-agent is passed on, not its messages.
      const visibleOutputs = usage && answer ? { answer } : outputs
      return await describeOutputs(visibleOutputs, settings.maxRows, { tables, signal })
    } finally {
      await release()
    }
  }, [signal, timeoutSignal])
  return usage ? { ...result, usage } : result
}

/** Returns the usage reported by an agent that ran inside the tool, or `undefined` if no agent ran. */
function readUsage({ usage }: Values): ModelUsage | undefined {
  if (usage?.kind !== 'json' || typeof usage.json !== 'object' || usage.json === null) return undefined
  const counts = (usage.json as { total?: ModelUsage }).total
  return typeof counts?.requests === 'number' ? counts : undefined
}

/** Opens a host function. The arguments in the tool's `config` are fixed and hidden from the model. */
function openFunctionTool(
  { name, description, parameters, targets, isRepeatable = false }: HostFunction,
  { config, repeatable }: ToolSettings,
  { services, effect, signal }: AgentArguments,
): OpenedTool {
  const fixedArguments = config as Readonly<Record<string, Json>>
  return {
    description,
    parameters: removeParameters(parameters, Object.keys(fixedArguments), targets),
    call: (chosenArguments, callNumber, timeoutSignal) =>
      runToolCall(async () => {
        const values = addFixedArguments(chosenArguments, fixedArguments)
        const outcome = await effect(
          'call-function',
          { function: name, arguments: values, call: callNumber },
          async (context) => {
            try {
              return { result: await services.functions!.call(name, values, context) }
            } catch (cause) {
              context.signal.throwIfAborted()
              return { failed: cause instanceof Error ? cause.message : String(cause) }
            }
          },
          { unknownOutcome: repeatable || isRepeatable ? 'retry' : 'ask', signal: timeoutSignal },
        )
        if (!isOutcome(outcome)) return JSON.stringify(outcome)
        if (outcome.failed !== undefined) throw new Error(outcome.failed)
        return JSON.stringify(outcome.result)
      }, [signal, timeoutSignal]),
  }
}

/** Combines the fixed arguments with those that the model chose. Fixed arguments take precedence. */
const addFixedArguments = (chosenArguments: Json, fixedArguments: Readonly<Record<string, unknown>>): Json =>
  Object.keys(fixedArguments).length > 0 ? ({ ...Object(chosenArguments), ...fixedArguments } as Json) : chosenArguments

/** Returns the first name that the argument schema does not define. */
function findUnknownArgument({ properties }: HostFunction['parameters'], names: readonly string[]): string | undefined {
  return names.find((name) => !Object.hasOwn(Object(properties), name))
}

/**
 * Removes properties from the JSON Schema of an object. If the tool has targets, the schema also rejects additional
 * properties, because the model could use them to name another target.
 */
function removeParameters(
  schema: HostFunction['parameters'],
  names: readonly string[],
  targets: readonly string[] | undefined,
): HostFunction['parameters'] {
  const { properties, required } = schema
  const shouldKeep = (name: Json): boolean => !names.includes(String(name))
  return {
    ...schema,
    ...(typeof properties === 'object' && properties !== null
      ? { properties: Object.fromEntries(Object.entries(properties).filter(([name]) => shouldKeep(name))) }
      : {}),
    ...(Array.isArray(required) ? { required: required.filter(shouldKeep) } : {}),
    ...(targets ? { additionalProperties: false } : {}),
  }
}

async function openMcpTool(tool: ToolSettings, args: AgentArguments): Promise<OpenedTool> {
  const { node, services, signal } = args
  const server = tool.use.trim()
  const { tool: name, fixedArguments, targets } = parseMcpConfig(tool)
  const call = { server, tool: name, repeatable: tool.repeatable }
  if (!services.mcp)
    throw new NodeError('permanent', error('outside.not-available', { port: 'mcp' }, { where: { node } }))
  const { description, parameters } = await services.mcp.find(server, name)
  const unknownArgument = findUnknownArgument(parameters, [...Object.keys(fixedArguments), ...(targets ?? [])])
  if (unknownArgument !== undefined)
    throw new NodeError(
      'permanent',
      error('agent.tool-argument', { tool: tool.name, name: unknownArgument }, { where: { node, setting: 'tools' } }),
    )
  return {
    description,
    parameters: removeParameters(parameters, Object.keys(fixedArguments), targets),
    call: (chosenArguments, callNumber, timeoutSignal) =>
      runToolCall(async () => {
        const values = addFixedArguments(chosenArguments, fixedArguments)
        const numberedCall = { ...call, callNumber, timeoutSignal }
        const { content, structured, isError } = await callMcpTool(numberedCall, values, args)
        const text = readText(content) || JSON.stringify(structured ?? content)
        if (isError) throw new Error(text)
        return text
      }, [signal, timeoutSignal]),
  }
}

/**
 * Checks the shape of a recorded result, because a reviewer can enter any JSON as the result of an interrupted call.
 */
const isOutcome = (value: unknown): value is { result: Json; failed?: undefined } | { failed: string } =>
  typeof value === 'object' && value !== null && ('result' in value || 'failed' in value)

/** Runs a tool call and returns its text or, if it fails, the reason for the failure. */
async function runToolCall(
  work: () => Promise<string>,
  signals: readonly (AbortSignal | undefined)[],
): Promise<ToolResult> {
  try {
    return { content: truncate(await work()) }
  } catch (cause) {
    // An aborted call has no result: the run was canceled, the attempt has ended, or the call exceeded its time limit.
    for (const signal of signals) signal?.throwIfAborted()
    if (cause instanceof NodeError || cause instanceof TablesError) {
      if (cause.problem.code === 'effect.waiting' || cause.problem.code === 'effect.unknown') throw cause
      const { message, hint } = englishFormatter.renderProblem(cause.problem)
      return { content: truncate([message, hint].filter(Boolean).join(' ')), isError: true }
    }
    if (cause instanceof Error) return { content: truncate(cause.message), isError: true }
    throw cause
  }
}

const truncate = (text: string): string =>
  text.length <= maxResultLength ? text : `${text.slice(0, maxResultLength)}\n… (${text.length} characters in total)`

function toValue(json: Json, type: Port['type']): Value {
  return type === 'text' && typeof json === 'string' ? { kind: 'text', text: json } : { kind: 'json', json }
}

const anyObjectSchema = { type: 'object', additionalProperties: true } as const

function parseSchema(text: string): Readonly<Record<string, Json>> {
  try {
    const schema = JSON.parse(text) as unknown
    if (typeof schema === 'object' && schema !== null && !Array.isArray(schema)) return schema as Record<string, Json>
  } catch {
    // The node reports the invalid schema when it runs.
  }
  return anyObjectSchema
}

type TableReader = Pick<RunArguments<unknown>, 'tables' | 'signal'>

async function describeOutputs(outputs: Values, maxRows: number, reader: TableReader): Promise<string> {
  const entries = Object.entries(outputs)
  const descriptions = await Promise.all(entries.map(([, value]) => describeValue(value, maxRows, reader)))
  if (entries.length === 1) return descriptions[0]!
  return entries.map(([port], index) => `${port}:\n${descriptions[index]!}`).join('\n\n') || 'Done.'
}

/** Describes a value as text for a model. A table is reduced to its columns and first rows. */
export async function describeValue(value: Value, maxRows: number, reader: TableReader): Promise<string> {
  switch (value.kind) {
    case 'text':
      return value.text
    case 'json':
      return JSON.stringify(value.json)
    case 'table':
      return describeTable(value.table, maxRows, reader)
    case 'file':
      return `The file "${value.name}".`
    default:
      return `A value of type ${(value as Value).kind}.`
  }
}

/** Describes the columns and first rows of a table as text for a model. */
export async function describeTable(
  { id, columns, rows }: TableRef,
  maxRows: number,
  { tables, signal }: TableReader,
): Promise<string> {
  const schema = columns.map(({ name, type }) => `${name} ${type}`).join(', ')
  const header = `${rows} rows; columns: ${schema}`
  if (maxRows === 0 || rows === 0) return header
  const select = sql`SELECT * FROM ${quoteIdentifier(tableName(id))} ORDER BY rowid LIMIT ${maxRows}`
  const records = await tables.rows(select, { signal })
  const toJson = (cell: Scalar): Json => (typeof cell === 'bigint' ? cell.toString() : cell)
  const lines = records.map((record) =>
    JSON.stringify(Object.fromEntries(Object.entries(record).map(([column, cell]) => [column, toJson(cell)]))),
  )
  return [header, rows > lines.length ? `First ${lines.length} rows:` : 'Rows:', ...lines].join('\n')
}
