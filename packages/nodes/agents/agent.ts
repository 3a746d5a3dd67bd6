import { openGrantedModels, runAgent, type ModelMessage } from '@aw-flow/agents'
import { defineNode, NodeError, type RunArguments } from '@aw-flow/engine'
import { message } from '@aw-flow/messages'
import { error, info, getProblemText, warning, type Json, type Problem, getProblem } from '@aw-flow/schema'
import { compileSchema, toNumericLimits } from '../integration/check-schema.ts'
import { agentSettings, parseTools, type AgentSettings } from './agent-settings.ts'
import { describeTable, describeValue, findToolProblems, openTools, tablePorts } from './agent-tools.ts'
import { parseAppliedAgent } from './applied-agent.ts'
import { openMemory } from './agent-memory.ts'
import { listModelNames } from './model-choice.ts'
import { findAgentReads, findToolTraits, findUnapprovedEffect, includeMemoryReads } from './tool-traits.ts'

/** A language model that calls tools until it has an answer. @internal */
export const agentNode = defineNode({
  type: 'agent',
  version: 1,
  family: 'agents',
  title: 'Agent',
  description:
    'Asks a language model that can call tools: node types, workflows, SQL over its inputs, and functions of the host.',
  icon: 'bot',
  inputs: [
    { name: 'value', type: 'any', label: 'Value' },
    { name: 'input', type: 'table', label: 'Table' },
    { name: 'other', type: 'table', label: 'Other table' },
  ],
  outputs: [
    { name: 'answer', type: 'any', label: 'Answer' },
    { name: 'messages', type: 'json', label: 'Messages' },
    { name: 'usage', type: 'json', label: 'Usage' },
  ],
  // Placeholders in tools are replaced when a tool is called. Schemas can contain literal braces.
  verbatim: ['tools', 'answerSchema'],
  settings: agentSettings,
  reads: findAgentReads,
  effects: (settings) => (parseTools(settings).every(({ kind }) => kind === 'sql') ? 'none' : 'external'),
  workflowNames: (settings) =>
    parseTools(settings).flatMap(({ kind, use, config }) =>
      kind === 'workflow' && use !== '' && Object.keys(config).length === 0 ? [use] : [],
    ),

  describe({ settings, inputs, context, reads = [] }) {
    const { model } = settings
    const tools = parseTools(settings)
    const { getNodeType } = context
    const hasTables = tablePorts.some((port) => inputs[port])
    const problems = [
      ...findSettingProblems(settings, inputs.value !== undefined || hasTables),
      ...findToolProblems(tools, { getNodeType, hasTables }),
    ]
    if (getNodeType && problems.length === 0) {
      const traits = tools.map((tool) => findToolTraits(tool, context))
      const unapprovedEffectProblem = findUnapprovedEffect(tools, traits, includeMemoryReads(settings, reads))
      if (unapprovedEffectProblem) problems.push(unapprovedEffectProblem)
    }
    return {
      outputs: {
        answer: { type: settings.answerSchema.trim() === '' ? 'text' : 'json' },
        messages: { type: 'json' },
        usage: { type: 'json' },
      },
      summary: message('agent.summary', {
        model: model === '' ? message('agent.default-model', {}) : model,
        tools: tools.length,
      }),
      problems,
    }
  },

  async run(args) {
    const { settings, node, label, inputs, services, effect, requestDecision, clock, reportProgress } = args
    const hasInput = Object.values(inputs).length > 0
    const [problem] = findSettingProblems(settings, hasInput)
    if (problem) throw new NodeError('permanent', { ...problem, where: { node, ...problem.where } })
    // Before the run, a server replaces a reference to an agent with that agent's settings. A remaining reference could
    // not be resolved.
    if (settings.agent !== '' && !parseAppliedAgent(settings.agent))
      throw new NodeError('permanent', error('remote-agent.none', { node: label }, { where: { node } }))
    const models = await openGrantedModels(services, listModelNames(settings))
    const tools = await openTools(args)
    const memory = openMemory(args)
    const messages = await createMessages(args)
    const recalledMessages = (await memory?.recall(messages.at(-1)!.content)) ?? []
    const showText = createTextProgress(args)
    const result = await runAgent(
      {
        name: label,
        messages: [...messages.slice(0, -1), ...recalledMessages, messages.at(-1)!],
        limits: {
          steps: settings.maxSteps,
          toolCalls: settings.maxToolCalls,
          inputTokens: settings.maxInputTokens,
          outputTokens: settings.maxOutputTokens,
          cost: settings.maxCost === 0 ? Infinity : settings.maxCost,
          ms: settings.maxSeconds * 1000,
        },
        answer: parseAnswerSchema(settings),
        temperature: settings.temperature,
        maxTokens: settings.maxTokens,
      },
      {
        effect,
        requestDecision,
        // After the deadline, the call is rejected: silence must not cause an effect that nobody approved.
        getDeadline: () =>
          settings.deadlineHours === 0 ? undefined : clock.now() + settings.deadlineHours * 3_600_000,
        models,
        tools,
        budget: services.models?.budget,
        ledger: services.models?.ledger,
        render: args.render,
        now: () => clock.elapsed(),
        onText: showText,
        onStep: ({ usage, toolCalls }) => reportProgress(usage.requests + toolCalls, undefined, 'steps'),
      },
    )
    await memory?.remember(result.messages.slice(messages.length - 1 + recalledMessages.length))
    const { usage } = result
    const usageOutput = {
      model: models.model.name,
      host: models.model.host,
      toolCalls: result.toolCalls,
      total: { ...usage },
    }
    const location = { where: { node } }
    const problems: Problem[] = [
      ...(result.reason === 'cut' ? [warning('agent.answer-truncated', { tokens: settings.maxTokens }, location)] : []),
      ...(result.reason === 'interrupted' ? [warning('agent.answer-interrupted', {}, location)] : []),
      ...(result.reason === 'empty' ? [warning('agent.answer-empty', {}, location)] : []),
      ...(result.reason === 'taken' ? [warning('agent.partial-result', {}, location)] : []),
      ...(usage.unpriced > 0 ? [info('agent.unpriced', { count: usage.unpriced }, location)] : []),
    ]
    return {
      outputs: {
        answer:
          typeof result.answer === 'string' && settings.answerSchema.trim() === ''
            ? { kind: 'text', text: result.answer }
            : { kind: 'json', json: result.answer },
        messages: { kind: 'json', json: result.messages as unknown as Json },
        usage: { kind: 'json', json: usageOutput },
      },
      problems,
    }
  },
})

function findSettingProblems({ prompt, answerSchema }: AgentSettings, hasInput: boolean): Problem[] {
  if (prompt.trim() === '' && !hasInput) return [error('agent.no-prompt', {}, { where: { setting: 'prompt' } })]
  if (answerSchema.trim() === '') return []
  const problem = getProblem(compileSchema(answerSchema, 'answerSchema'))
  if (!problem) return []
  return [error('agent.answer-schema', { reason: getProblemText(problem) }, { where: { setting: 'answerSchema' } })]
}

function parseAnswerSchema({ answerSchema }: AgentSettings): Parameters<typeof runAgent>[0]['answer'] {
  if (answerSchema.trim() === '') return undefined
  const check = compileSchema(answerSchema, 'answerSchema')
  if (!check.ok) throw new NodeError('permanent', check.problem)
  return {
    name: 'answer',
    schema: toNumericLimits(JSON.parse(answerSchema) as Json) as Record<string, Json>,
    check: check.value,
  }
}

/** Maximum length of an input value, in characters; longer values are truncated. */
const maxValueLength = 50_000

/** Creates the initial messages: the system prompt, if any, and the task with its inputs. */
async function createMessages(args: RunArguments<AgentSettings>): Promise<ModelMessage[]> {
  const { settings, inputs } = args
  const sections = [settings.prompt.trim()]
  if (inputs.value) {
    const text = await describeValue(inputs.value, settings.sampleRows, args)
    sections.push(`Input value:\n${text.slice(0, maxValueLength)}`)
  }
  for (const port of tablePorts) {
    const value = inputs[port]
    if (value?.kind !== 'table') continue
    sections.push(`Table "${port}": ${await describeTable(value.table, settings.sampleRows, args)}`)
  }
  const system = settings.system.trim()
  return [
    ...(system === '' ? [] : [{ role: 'system' as const, content: system }]),
    { role: 'user', content: sections.filter(Boolean).join('\n\n') },
  ]
}

/** Minimum interval between progress updates for streamed text, in milliseconds. */
const minProgressIntervalMs = 100
/** Maximum number of characters that a progress update shows from the end of the streamed text. */
const maxProgressCharacters = 200

/** Creates a callback that receives chunks of streamed text and reports the end of the text as progress. */
function createTextProgress({ clock, reportProgress }: RunArguments<AgentSettings>): (text: string) => void {
  let text = ''
  let reportedAt = -Infinity
  return (chunk) => {
    text = (text + chunk).slice(-maxProgressCharacters)
    if (clock.elapsed() - reportedAt < minProgressIntervalMs) return
    reportedAt = clock.elapsed()
    reportProgress(1, undefined, 'steps', text)
  }
}
