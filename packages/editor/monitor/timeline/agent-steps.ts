import { formatCost, formatCount } from '@aw-flow/messages'
import type { RunAttempt } from '@aw-flow/schema'
import { html, nothing } from 'lit'
import type { RunMonitorStrings } from '../monitor-strings.ts'
import { renderTextValue, type ValueViewOptions } from '../value-view.ts'

/** A tool call and its result, if known. */
interface AgentCall {
  id: string
  name: string
  arguments: string
  result?: string
}

interface StepUsage {
  inputTokens: number
  outputTokens: number
  /** Cost in US dollars, or `undefined` if the price is unknown. */
  cost: number | undefined
}

/** A message in an agent's conversation. */
interface AgentStep {
  role: 'system' | 'user' | 'assistant'
  text: string
  calls: readonly AgentCall[]
  /** Usage of a model response. Present only for responses from this attempt. */
  usage?: StepUsage
}

type Fields = Readonly<Record<string, unknown>>
const toFields = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {})
const toList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : [])
const toText = (value: unknown): string => (typeof value === 'string' ? value : '')
const toNumber = (value: unknown): number => (typeof value === 'number' ? value : 0)

/**
 * Collects the conversation of an attempt. While the agent is running, it consists of the recorded model responses;
 * afterwards, of all messages, including tool results and messages from earlier attempts.
 */
export function collectAgentSteps({ effects, outputs }: Pick<RunAttempt, 'effects' | 'outputs'>): AgentStep[] {
  const responses = effects.flatMap(({ kind, outcome }): AgentStep[] => {
    const { reply, usage } = toFields(outcome)
    if (kind !== 'ask-model' || reply === undefined) return []
    const { text, toolCalls } = toFields(reply)
    return [{ role: 'assistant', text: toText(text), calls: parseCalls(toolCalls), usage: parseUsage(usage) }]
  })
  const { messages } = outputs ?? {}
  if (responses.length === 0 || messages?.kind !== 'json') return responses
  const steps = parseMessages(messages.json)
  const assistantSteps = steps.filter(({ role }) => role === 'assistant').slice(-responses.length)
  // The outputs of other node types may not contain these messages.
  if (assistantSteps.length < responses.length) return responses
  for (const [index, step] of assistantSteps.entries()) step.usage = responses[index]!.usage!
  return steps
}

function parseMessages(messages: unknown): AgentStep[] {
  const steps: AgentStep[] = []
  for (const entry of toList(messages)) {
    const { role, content, toolCalls, call } = toFields(entry)
    const text = toText(content)
    // Call ids may repeat within a conversation, so a result is matched with the latest response.
    const pendingCall = steps.at(-1)?.calls.find(({ id, result }) => id === call && result === undefined)
    if (role === 'tool' && pendingCall) pendingCall.result = text
    if (role === 'system' || role === 'user' || role === 'assistant')
      steps.push({ role, text, calls: parseCalls(toolCalls) })
  }
  return steps
}

const parseCalls = (calls: unknown): AgentCall[] =>
  toList(calls).map((entry) => {
    const { id, name, arguments: args } = toFields(entry)
    return { id: toText(id), name: toText(name), arguments: toText(args) }
  })

function parseUsage(usage: unknown): StepUsage {
  const { inputTokens, outputTokens, cost, unpriced } = toFields(usage)
  return {
    inputTokens: toNumber(inputTokens),
    outputTokens: toNumber(outputTokens),
    // Records created by earlier versions contain a cost of 0 if the price was unknown.
    cost: toNumber(unpriced) > 0 || typeof cost !== 'number' ? undefined : cost,
  }
}

/** Renders an agent's messages: text, tool calls with results, token counts and cost. */
export function renderAgentSteps(
  steps: readonly AgentStep[],
  strings: RunMonitorStrings,
  options: ValueViewOptions,
): unknown {
  if (steps.length === 0) return nothing
  const { agentSteps, language } = strings
  const describeUsage = (usages: readonly StepUsage[]): string => {
    const sum = (getAmount: (usage: StepUsage) => number): number =>
      usages.reduce((total, usage) => total + getAmount(usage), 0)
    const format = (getAmount: (usage: StepUsage) => number): string => formatCount(sum(getAmount), language)
    const unpricedCount = usages.filter(({ cost }) => cost === undefined).length
    return [
      strings.modelTokens(
        format(({ inputTokens }) => inputTokens),
        format(({ outputTokens }) => outputTokens),
      ),
      ...(unpricedCount === usages.length
        ? []
        : [
            strings.modelCost(
              formatCost(
                sum(({ cost = 0 }) => cost),
                language,
              ),
            ),
          ]),
      ...(unpricedCount > 0 ? [strings.noPrice] : []),
    ].join(' · ')
  }
  return html`<section>
    <h4>${agentSteps}</h4>
    <p class="muted">${describeUsage(steps.flatMap(({ usage }) => usage ?? []))}</p>
    <ol class="causes">
      ${steps.slice(-50).map(
        ({ role, text, calls, usage }, index) =>
          html`<li>
            <span class="muted"><code>${role}</code></span>
            ${text === '' ? nothing : renderTextValue(`${agentSteps}/${index}`, text, options)}
            ${calls.map(
              ({ name, arguments: args, result }, callIndex) =>
                html`<p><code>${name}(${args})</code></p>
                  ${result === undefined ? nothing : renderTextValue(`${agentSteps}/${index}/${callIndex}`, result, options)}`,
            )}
            ${usage ? html`<span class="muted">${describeUsage([usage])}</span>` : nothing}
          </li>`,
      )}
    </ol>
  </section>`
}
