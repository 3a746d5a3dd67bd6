import { NodeError, type Tables } from '@aw-flow/engine'
import { message, type Message } from '@aw-flow/messages'
import { englishFormatter } from '@aw-flow/messages/catalogs'
import {
  info,
  textOf,
  preparationProposalJsonSchema,
  type ModelUse,
  type PreparationPlan,
  type PreparationProposal,
} from '@aw-flow/schema'
import { proposeByRules, type Findings, type Goal, type ProposePlan } from '../preparing/propose-plan.ts'
import type { LanguageModel, ModelMessage, ModelReply } from './language-model.ts'
import { readProposal } from './read-proposal.ts'
import { describeFindings, describeGoal, instructions } from './describe-goal.ts'

export interface ProposeByModelOptions {
  /** Rows that the model is shown; 5 where it is not said, 0 shows none. */
  sampleRows?: number
  /** What a million tokens cost, in whatever currency the person counts. */
  prices?: { input: number; output: number }
}

/** A proposer, and what it has used so far. */
export interface ModelProposer {
  propose: ProposePlan
  used(): ModelUse
}

/**
 * Proposes by a language model. It sees what `describeGoal` describes, answers operations, and is told what was wrong: with its
 * answer, with carrying it out, or with the outcome. A model that cannot be asked, or that refuses, has nothing more to
 * propose, and rules go on.
 */
export function proposeByModel(
  tables: Tables,
  model: LanguageModel,
  { sampleRows = 5, prices }: ProposeByModelOptions = {},
): ModelProposer {
  const use = { requests: 0, inputTokens: 0, outputTokens: 0, uncounted: 0 }
  const rules = proposeByRules(tables)
  let draft: PreparationPlan | undefined
  let beginning: ModelMessage[] | undefined
  let before: ModelReply | undefined
  let wrong: Message | undefined

  const ask = async (goal: Goal, findings: Findings, signal: AbortSignal | undefined): Promise<ModelReply> => {
    const correction = wrong
      ? englishFormatter.format(wrong)
      : findings.length > 0
        ? `The plan was tried, and this is wrong:\n${describeFindings(findings)}`
        : ''
    const messages: ModelMessage[] = [
      ...beginning!,
      ...(before && correction !== ''
        ? [
            { role: 'assistant' as const, content: before.text },
            { role: 'user' as const, content: `${correction}\nAnswer with the whole corrected plan.` },
          ]
        : []),
    ]
    use.requests++
    const reply = await model.ask({
      messages,
      answer: { name: `${goal.target.replace(/\W/g, '_')}_plan`, schema: preparationProposalJsonSchema() },
      signal,
    })
    if (reply.tokens) {
      use.inputTokens += reply.tokens.input
      use.outputTokens += reply.tokens.output
    } else use.uncounted++
    return reply
  }

  return {
    used: () => ({
      model: model.name,
      host: model.host,
      ...use,
      ...(prices ? { cost: (use.inputTokens * prices.input + use.outputTokens * prices.output) / 1_000_000 } : {}),
    }),
    async propose(goal, profile, findings, signal) {
      const action = message('prepare.request-plan', { model: model.name, host: model.host })
      if (!beginning) {
        const byRules = await rules(goal, profile, [], signal)
        draft = byRules && !('failed' in byRules) ? byRules : undefined
        const content = await describeGoal(tables, goal, profile, draft, { sampleRows, signal })
        beginning = [
          { role: 'system', content: instructions },
          { role: 'user', content },
        ]
      }
      let reply: ModelReply
      try {
        reply = await ask(goal, findings, signal)
      } catch (cause) {
        if (!(cause instanceof NodeError)) throw cause
        return { action, failed: textOf(cause.problem), isLast: true }
      }
      if (reply.ended === 'refused')
        return {
          action,
          failed: message('model.refused', { said: reply.refusal?.trim() ?? '' }),
          isLast: true,
        }
      before = reply
      const read = readProposal(reply)
      if ('wrong' in read || lacksRoles(goal, read.proposal)) {
        wrong = 'wrong' in read ? read.wrong : message('model.answer-without-roles', {})
        return { action, failed: wrong, isLast: false }
      }
      wrong = undefined
      return planOf(goal, read.proposal, draft, model)
    },
  }
}

const lacksRoles = ({ target }: Goal, { roles }: PreparationProposal): boolean =>
  target === 'cosmo-ready' && roles === undefined

function planOf(
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
