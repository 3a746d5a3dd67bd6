import { createOpenAiModel } from '@aw-flow/agents'
import { describeWorkflow } from '@aw-flow/engine'
import { englishFormatter } from '@aw-flow/messages/catalogs'
import { proposeEditWithModel } from '@aw-flow/nodes'
import { applyEdit, readWorkflow, type WorkflowProposal } from '@aw-flow/schema'
import { isDeepStrictEqual } from 'node:util'
import { openModelServer, type Reply } from '../../../packages/agents/language-model/test-model-server.ts'
import {
  answerCatalog,
  validPlans,
  orderWorkflow,
  mutations,
  createReply,
} from '../../../packages/nodes/from-description/by-model/test-model-answers.ts'
import { benchCase, type BenchCase } from '../bench-case.ts'
import { summarize } from '../measure.ts'
import type { Progress } from '../progress.ts'

const limited: Reply = {
  status: 429,
  body: { error: { message: 'Slow down', type: 'rate_limit', param: null, code: null } },
  headers: { 'retry-after': '0' },
}

/**
 * Measures the handling of scripted language model answers: 60 correct ones, each with every mutation. Every answer
 * must lead to a valid edit that keeps untouched nodes, or to a clear message. A correct answer that follows a wrong
 * one must lead to an edit.
 */
export async function benchModelAnswers(reportProgress: ReturnType<Progress>): Promise<BenchCase[]> {
  let script: Reply[] = []
  const server = await openModelServer('first', () => (script.length > 1 ? script.shift()! : script[0]!))
  const propose = (replies: readonly Reply[]): Promise<WorkflowProposal> => {
    script = [...replies]
    return proposeEditWithModel(
      { description: 'Change it', workflow: orderWorkflow },
      {
        model: createOpenAiModel({ address: server.address, model: 'm', secret: '' }, server.egress),
        catalog: answerCatalog,
        describe: async (described) =>
          describeWorkflow(described, { catalog: answerCatalog, context: { findPreview: () => undefined } }),
        signal: new AbortController().signal,
      },
    )
  }
  const allMutations: Readonly<Record<string, (plan: (typeof validPlans)[number]) => Reply>> = {
    ...mutations,
    'a rate limit': () => limited,
  }
  const failed: string[] = []
  const uncorrected: string[] = []
  let count = 0
  try {
    for (const [index, plan] of validPlans.entries()) {
      reportProgress('answers of a model', index)
      for (const [name, mutate] of Object.entries(allMutations)) {
        count++
        if (!isUsable(await propose([mutate(plan)]), name)) failed.push(`${name} (case ${index + 1})`)
        // A refusal or a rate limit ends the conversation.
        if (name === 'a refusal' || name === 'a rate limit') continue
        const corrected = await propose([mutate(plan), createReply(plan)])
        if (!isUsable(corrected, name) || !corrected.edit) uncorrected.push(`${name} (case ${index + 1})`)
      }
    }
  } finally {
    await server.close()
  }
  const percent = (list: readonly string[]) => summarize([(100 * list.length) / count])
  return [
    benchCase({
      case: 'answers of a model, neither a valid edit nor a clear message',
      unit: '% of answers',
      measured: { ours: percent(failed) },
      goal: 0,
      note: [`${validPlans.length} cases × ${Object.keys(allMutations).length} mutations`, ...failed].join('; '),
    }),
    benchCase({
      case: 'answers of a model, no edit after a corrected answer',
      unit: '% of answers',
      measured: { ours: percent(uncorrected) },
      goal: 0,
      note: uncorrected.join('; '),
    }),
  ]
}

/**
 * Returns whether a proposal contains a clear message, or a valid edit that can be undone in one step and keeps
 * untouched nodes.
 */
function isUsable({ edit, failure, dropped }: WorkflowProposal, mutation: string): boolean {
  if (!edit) return (failure !== undefined && englishFormatter.format(failure) !== '') || dropped.length > 0
  const { workflow, inverse, problems } = applyEdit(orderWorkflow, edit)
  const changesSorted = /removed|sett|path/.test(mutation)
  const untouched = orderWorkflow.nodes.filter(({ id }) => !changesSorted || id !== 'sorted')
  return (
    problems.length === 0 &&
    readWorkflow(JSON.parse(JSON.stringify(workflow))).problems.length === 0 &&
    untouched.every((node) =>
      isDeepStrictEqual(
        node,
        workflow.nodes.find(({ id }) => id === node.id),
      ),
    ) &&
    isDeepStrictEqual(applyEdit(workflow, inverse).workflow, orderWorkflow)
  )
}
