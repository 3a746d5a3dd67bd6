import {
  addUsage,
  zeroUsage,
  performModelRequest,
  type ModelPriceList,
  type ModelReply,
  type ModelRequest,
  type ModelUsage,
  type OpenedModels,
} from '@aw-flow/agents'
import { NodeError, type ExceededLimit, type RunArguments } from '@aw-flow/engine'
import { message } from '@aw-flow/messages'
import { error } from '@aw-flow/schema'

/** The run arguments needed to call a model and to ask the user what to do at a limit. */
export type ModelArguments = Pick<
  RunArguments<unknown>,
  'services' | 'effect' | 'requestDecision' | 'render' | 'label' | 'clock'
>

/** The model's reply, or the limit that was reached if the user chose to continue without a reply. */
export type BudgetedReply =
  | { reply: ModelReply; usage: ModelUsage; exceeded?: undefined }
  | { reply?: undefined; usage: ModelUsage; exceeded: ExceededLimit }

/**
 * Sends a request to a model as a node effect, within the limits for the run and the month. When a limit is reached,
 * the node waits until a user raises it, stops the node, or accepts the result so far.
 *
 * @returns The reply, if any, and the usage, including that of requests that timed out at the run's time limit.
 * @throws NodeError If the models fail or the user stops the node. A pending decision is signaled by an error whose
 *   code begins with `effect.`: rethrow it, so that the node can wait and run again.
 */
export async function requestWithinBudget(
  args: ModelArguments,
  request: ModelRequest,
  {
    models,
    prices,
    nextNumber,
  }: {
    models: OpenedModels
    prices: ModelPriceList
    /** Returns the sequence number of the node's next request. */
    nextNumber(): number
  },
): Promise<BudgetedReply> {
  const { services, effect, clock } = args
  let usage = zeroUsage
  for (;;) {
    const number = nextNumber()
    const outcome = await performModelRequest(request, {
      effect,
      models,
      prices,
      budget: services.models?.budget,
      ledger: services.models?.ledger,
      now: () => clock.elapsed(),
      requestTimeoutMs: Infinity,
      number,
    })
    if ('usage' in outcome)
      usage = addUsage(usage, outcome.lost ? addUsage(outcome.usage, outcome.lost) : outcome.usage)
    if ('reply' in outcome) return { reply: outcome.reply, usage }
    const { exceeded: exceededLimit } = outcome
    if (!exceededLimit) throw new Error('A request without a time limit timed out.')
    if (!(await requestBudgetDecision(args, exceededLimit, number))) return { usage, exceeded: exceededLimit }
  }
}

/**
 * Asks the user what to do at a limit. Returns true if the user raises it, or false if the user accepts the result so
 * far.
 */
async function requestBudgetDecision(
  { requestDecision, effect, render, label }: ModelArguments,
  { scope, limit, used, needed, max }: ExceededLimit,
  number: number,
): Promise<boolean> {
  const proposedAmount = round(Math.max(needed, max))
  const limitText = message('agent.limit', { limit: limit === 'requests' ? 'steps' : limit })
  const [usedText, maxText] = [used, max].map((amount) => message('agent.amount', { limit, amount: round(amount) }))
  const params = { agent: label, limit: limitText, used: usedText!, max: maxText!, scope }
  const text = message('agent.ask-budget', params)
  const request = { message: render(text), value: { kind: 'json', json: proposedAmount }, budget: limit, number }
  const { decision, edited } = await requestDecision('budget', request, { text })
  if (decision === 'reject') {
    throw new NodeError('permanent', error('agent.stopped', { agent: label, limit: limitText }))
  }
  if (decision === 'done') return false
  const amount = typeof edited === 'number' && edited > 0 ? edited : proposedAmount
  const perform = async () => ({ [scope === 'month' ? 'raisedMonth' : 'raised']: { [limit]: amount } })
  // This effect only records the new limit, so it is safe to retry after an interruption.
  await effect('raise-budget', { limit, amount, number }, perform, { unknownOutcome: 'retry' })
  return true
}

/** Rounds to six decimal places so that the displayed and approved amounts are equal. */
const round = (amount: number): number => Math.round(amount * 1e6) / 1e6
