import { NodeError, type Tables } from '@aw-flow/engine'
import { message, type Message } from '@aw-flow/messages'
import { englishFormatter } from '@aw-flow/messages/catalogs'
import {
  info,
  getProblemText,
  createPreparationProposalJsonSchema,
  type ModelUse,
  type PreparationPlan,
  type PreparationProposal,
} from '@aw-flow/schema'
import { proposeByRules, type Findings, type Goal, type ProposePlan } from '../preparing/propose-plan.ts'
import type { LanguageModel, ModelMessage, ModelReply } from './language-model.ts'
import { readProposal } from './read-proposal.ts'
import { describeFindings, describeGoal, instructions } from './describe-goal.ts'

/** @internal */
export interface ProposeByModelOptions {
  /** Number of rows that the model sees; default: 5. */
  sampleRows?: number
  /** Prices per million tokens, in any currency. */
  prices?: { input: number; output: number }
}

/** A proposer and its usage so far. @internal */
export interface ModelProposer {
  propose: ProposePlan
  getUsage(): ModelUse
}

/**
 * Proposes plans with a language model. The model receives the description of `describeGoal` and answers with
 * operations. The next request reports errors in the answer, in the execution of the plan, or in its result. After a
 * failed request or a refusal, the rules propose plans instead.
 *
 * @internal
 */
export function proposeByModel(
  tables: Tables,
  model: LanguageModel,
  { sampleRows = 5, prices }: ProposeByModelOptions = {},
): ModelProposer {
  const usage = { requests: 0, inputTokens: 0, outputTokens: 0, uncounted: 0 }
  const proposeWithRules = proposeByRules(tables)
  let draft: PreparationPlan | undefined
  let conversation: ModelMessage[] | undefined
  let previousReply: ModelReply | undefined
  let correction: Message | undefined

  const ask = async (goal: Goal, findings: Findings, signal: AbortSignal | undefined): Promise<ModelReply> => {
    const request = correction
      ? englishFormatter.format(correction)
      : findings.length > 0
        ? `The plan was tried and has these problems:\n${describeFindings(findings)}`
        : ''
    const messages: ModelMessage[] = [
      ...conversation!,
      ...(previousReply && request !== ''
        ? [
            { role: 'assistant' as const, content: previousReply.text },
            { role: 'user' as const, content: `${request}\nAnswer with the complete corrected plan.` },
          ]
        : []),
    ]
    usage.requests++
    const reply = await model.ask({
      messages,
      answer: { name: `${goal.target.replace(/\W/g, '_')}_plan`, schema: createPreparationProposalJsonSchema() },
      signal,
    })
    if (reply.tokens) {
      usage.inputTokens += reply.tokens.input
      usage.outputTokens += reply.tokens.output
    } else usage.uncounted++
    return reply
  }

  return {
    getUsage: () => ({
      model: model.name,
      host: model.host,
      ...usage,
      ...(prices ? { cost: (usage.inputTokens * prices.input + usage.outputTokens * prices.output) / 1_000_000 } : {}),
    }),
    async propose(goal, profile, findings, signal) {
      const action = message('prepare.request-plan', { model: model.name, host: model.host })
      if (!conversation) {
        const rulesPlan = await proposeWithRules(goal, profile, [], signal)
        draft = rulesPlan && !('isLast' in rulesPlan) ? rulesPlan : undefined
        const content = await describeGoal(tables, goal, profile, draft, { sampleRows, signal })
        conversation = [
          { role: 'system', content: instructions },
          { role: 'user', content },
        ]
      }
      let reply: ModelReply
      try {
        reply = await ask(goal, findings, signal)
      } catch (cause) {
        if (!(cause instanceof NodeError)) throw cause
        return { action, reason: getProblemText(cause.problem), isLast: true }
      }
      if (reply.ended === 'refused')
        return {
          action,
          reason: message('model.refused', { said: reply.refusal?.trim() ?? '' }),
          isLast: true,
        }
      previousReply = reply
      const proposalResult = readProposal(reply)
      if (proposalResult.error || isMissingRoles(goal, proposalResult.value)) {
        correction = proposalResult.error ?? message('model.answer-without-roles', {})
        return { action, reason: correction, isLast: false }
      }
      correction = undefined
      return toPlan(goal, proposalResult.value, draft, model)
    },
  }
}

const isMissingRoles = ({ target }: Goal, { roles }: PreparationProposal): boolean =>
  target === 'cosmo-ready' && roles === undefined

function toPlan(
  { target, schema, validator }: Goal,
  { operations, roles, remarks }: PreparationProposal,
  draft: PreparationPlan | undefined,
  { name: model, host }: LanguageModel,
): PreparationPlan {
  const note = info('prepare.by-model', { model, host, remarks: remarks ?? '' })
  return {
    target,
    operations,
    ...(target === 'cosmo-ready' && roles ? { roles } : {}),
    ...(draft?.links ? { links: draft.links } : {}),
    ...(schema ? { schema } : {}),
    ...(validator ? { validator } : {}),
    notes: [note, ...(draft?.notes ?? [])],
  }
}
