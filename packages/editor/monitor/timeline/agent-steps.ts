import { formatCount } from '@aw-flow/messages'
import type { RunAttempt, Value } from '@aw-flow/schema'
import { html, nothing } from 'lit'
import type { RunMonitorStrings } from '../monitor-strings.ts'
import { renderTextValue, type ValueViewOptions } from '../value-view.ts'

/** A call of a tool with its result, if it is known. */
interface AgentCall {
  name: string
  arguments: string
  result?: string
}

/** An answer of a model with its usage. */
interface AgentStep {
  text: string
  calls: readonly AgentCall[]
  inputTokens: number
  outputTokens: number
  /** The cost in the currency of the prices; `undefined` if the price is unknown. */
  cost: number | undefined
}

type Fields = Readonly<Record<string, unknown>>
const toFields = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {})
const toList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : [])
const toText = (value: unknown): string => (typeof value === 'string' ? value : '')
const toNumber = (value: unknown): number => (typeof value === 'number' ? value : 0)

/** Collects the recorded answers of models of an attempt. Results of tools are known when the agent has completed. */
export function collectAgentSteps({ effects, outputs }: Pick<RunAttempt, 'effects' | 'outputs'>): AgentStep[] {
  const results = collectResults(outputs?.messages)
  return effects.flatMap(({ kind, outcome }): AgentStep[] => {
    const { reply, usage } = toFields(outcome)
    if (kind !== 'ask-model' || reply === undefined) return []
    const { text, toolCalls } = toFields(reply)
    const { inputTokens, outputTokens, cost, unpriced } = toFields(usage)
    const calls = toList(toolCalls).map((entry): AgentCall => {
      const { id, name, arguments: args } = toFields(entry)
      const result = results.get(toText(id))
      return { name: toText(name), arguments: toText(args), ...(result === undefined ? {} : { result }) }
    })
    return [
      {
        text: toText(text),
        calls,
        inputTokens: toNumber(inputTokens),
        outputTokens: toNumber(outputTokens),
        cost: toNumber(unpriced) > 0 ? undefined : toNumber(cost),
      },
    ]
  })
}

/** Returns the results of tools by the id of their call. */
function collectResults(messages: Value | undefined): Map<string, string> {
  const list = messages?.kind === 'json' ? toList(messages.json) : []
  return new Map(
    list.flatMap((entry): [string, string][] => {
      const { role, call, content } = toFields(entry)
      return role === 'tool' ? [[toText(call), toText(content)]] : []
    }),
  )
}

/** Renders each answer of the models of an attempt: text, calls of tools with results, tokens and cost. */
export function renderAgentSteps(attempt: RunAttempt, strings: RunMonitorStrings, options: ValueViewOptions): unknown {
  const steps = collectAgentSteps(attempt)
  if (steps.length === 0) return nothing
  const describeUsage = (usage: readonly AgentStep[]): string => {
    const sum = (count: (step: AgentStep) => number): number => usage.reduce((total, step) => total + count(step), 0)
    const unpriced = usage.filter(({ cost }) => cost === undefined).length
    return [
      strings.modelTokens(
        formatCount(
          sum(({ inputTokens }) => inputTokens),
          strings.language,
        ),
        formatCount(
          sum(({ outputTokens }) => outputTokens),
          strings.language,
        ),
      ),
      ...(unpriced === usage.length
        ? []
        : [
            strings.modelCost(
              formatCost(
                sum(({ cost = 0 }) => cost),
                strings.language,
              ),
            ),
          ]),
      ...(unpriced > 0 ? [strings.noPrice] : []),
    ].join(' · ')
  }
  return html`<section>
    <h4>${strings.agentSteps}</h4>
    <p class="muted">${describeUsage(steps)}</p>
    <ol class="causes">
      ${steps.slice(-50).map(
        (step, index) =>
          html`<li>
            ${step.text === '' ? nothing : renderTextValue(`${strings.agentSteps}/${index}`, step.text, options)}
            ${step.calls.map(
              ({ name, arguments: args, result }, call) =>
                html`<p><code>${name}(${args})</code></p>
                  ${result === undefined ? nothing : renderTextValue(`${strings.agentSteps}/${index}/${call}`, result, options)}`,
            )}
            <span class="muted">${describeUsage([step])}</span>
          </li>`,
      )}
    </ol>
  </section>`
}

/** Formats a cost with enough digits for a single request. */
const formatCost = (cost: number, language: string): string =>
  cost.toLocaleString(language, { maximumSignificantDigits: 3 })
