import { NodeError, type Tables } from '@aw-flow/engine'
import { message, type Message } from '@aw-flow/messages'
import { englishFormatter } from '@aw-flow/messages/catalogs'
import { info, getProblemText, defined, type ModelPrices, type PreparationPlan } from '@aw-flow/schema'
import { createPreparationProposalJsonSchema, type ModelUse, type PreparationProposal } from '@aw-flow/schema/internal'
import { createRuleBasedProposer, type FailedRules, type Goal, type ProposePlan } from '../../preparing/propose-plan.ts'
import type { LanguageModel, ModelMessage, ModelReply, ModelRequest } from '../language-model.ts'
import { addUsage, measureReply, zeroUsage, type ModelUsage } from '../model-usage.ts'
import { parseProposal } from './read-proposal.ts'
import { describeFindings, describeGoal, instructions } from './describe-goal.ts'

/** @internal */
export interface ModelProposerOptions {
  /** The number of rows that are sent to the model. Default: 5. */
  sampleRows?: number
  /** The model's prices per million tokens, in US dollars. If absent, the cost is unknown. */
  prices?: ModelPrices
  /**
   * Returns the usage of all requests so far. By default, usage is computed from the token counts that the service
   * reports, or from estimates.
   */
  getRecordedUsage?: () => ModelUsage
  /**
   * Returns whether to rethrow a request's error. By default, no error is rethrown, and the rules propose the plan
   * instead.
   */
  shouldRethrow?: (error: NodeError) => boolean
}

/** Proposes plans with a language model and tracks the usage. @internal */
export interface ModelProposer {
  propose: ProposePlan
  getUsage(): ModelUse
}

/**
 * Creates a plan proposer that uses a language model. The model receives the description created by `describeGoal` and
 * answers with operations. If the answer, the plan's execution or its result has errors, the next request reports them
 * to the model. After a failed request or a refusal, the rules propose the plan instead.
 *
 * @internal
 */
export function createModelBasedProposer(
  tables: Tables,
  model: LanguageModel,
  { sampleRows: maxSampleRows = 5, prices, getRecordedUsage, shouldRethrow = () => false }: ModelProposerOptions = {},
): ModelProposer {
  let requestCount = 0
  let usage = zeroUsage
  /** The model that answered last. It may be a fallback for the first choice. */
  let answeredBy = { model: model.name, host: model.host }
  const proposeWithRules = createRuleBasedProposer(tables)
  let draft: PreparationPlan | undefined
  let conversation: ModelMessage[] | undefined
  let previousReply: ModelReply | undefined
  let correction: Message | undefined

  const ask = async (goal: Goal, failedRules: FailedRules, signal: AbortSignal | undefined): Promise<ModelReply> => {
    const correctionText = correction
      ? englishFormatter.format(correction)
      : failedRules.length > 0
        ? `The plan was tried and has these problems:\n${describeFindings(failedRules)}`
        : ''
    const messages: ModelMessage[] = [
      ...conversation!,
      ...(previousReply && correctionText !== ''
        ? [
            { role: 'assistant' as const, content: previousReply.text },
            { role: 'user' as const, content: `${correctionText}\nAnswer with the complete corrected plan.` },
          ]
        : []),
    ]
    requestCount++
    const request: ModelRequest = {
      messages,
      answer: { name: `${goal.target.replace(/\W/g, '_')}_plan`, schema: createPreparationProposalJsonSchema() },
    }
    const reply = await model.ask({ ...request, signal })
    usage = addUsage(usage, measureReply(request, reply, [prices]))
    const { model: name, host } = reply.answeredBy ?? { model: model.name, host: model.host }
    answeredBy = { model: name, host }
    return reply
  }

  return {
    getUsage() {
      const recordedUsage = getRecordedUsage?.() ?? usage
      const { inputTokens, outputTokens, uncounted, cost, unpriced } = recordedUsage
      return {
        ...answeredBy,
        requests: Math.max(requestCount, recordedUsage.requests),
        inputTokens,
        outputTokens,
        uncounted,
        // Without an answered request, the cost is 0, but it is still omitted if the prices are unknown.
        ...(cost === null || unpriced > 0 || (recordedUsage.requests === 0 && !prices) ? {} : { cost }),
      }
    },
    async propose(goal, profile, failedRules, signal) {
      const action = message('prepare.request-plan', { model: model.name, host: model.host })
      if (!conversation) {
        const rulesPlan = await proposeWithRules(goal, profile, [], signal)
        draft = rulesPlan && !('isLast' in rulesPlan) ? rulesPlan : undefined
        const content = await describeGoal(tables, goal, profile, draft, { sampleRows: maxSampleRows, signal })
        conversation = [
          { role: 'system', content: instructions },
          { role: 'user', content },
        ]
      }
      let reply: ModelReply
      try {
        reply = await ask(goal, failedRules, signal)
      } catch (error) {
        if (!(error instanceof NodeError) || shouldRethrow(error)) throw error
        // If a limit is reached, the request is not sent.
        if (error.problem.code === 'model.limit-reached') requestCount--
        return { action, reason: getProblemText(error.problem), isLast: true }
      }
      if (reply.ended === 'refused')
        return {
          action,
          reason: message('model.refused', { said: reply.refusal?.trim() ?? '' }),
          isLast: true,
        }
      previousReply = reply
      const proposalResult = parseProposal(reply)
      if (proposalResult.error || isMissingRoles(goal, proposalResult.value)) {
        correction = proposalResult.error ?? message('model.answer-without-roles', {})
        return { action, reason: correction, isLast: false }
      }
      correction = undefined
      return toPlan(goal, proposalResult.value, draft, answeredBy)
    },
  }
}

const isMissingRoles = ({ target }: Goal, { roles }: PreparationProposal): boolean =>
  target === 'cosmo-ready' && roles === undefined

function toPlan(
  { target, schema, validator }: Goal,
  { operations, roles, remarks }: PreparationProposal,
  draft: PreparationPlan | undefined,
  { model, host }: Pick<ModelUse, 'model' | 'host'>,
): PreparationPlan {
  const note = info('prepare.by-model', { model, host, remarks: remarks ?? '' })
  return {
    target,
    operations,
    ...(target === 'cosmo-ready' && roles ? { roles } : {}),
    ...defined({ links: draft?.links, schema, validator }),
    notes: [note, ...(draft?.notes ?? [])],
  }
}
