import { requestCheckedAnswer, type LanguageModel } from '@aw-flow/agents'
import type { Catalog } from '@aw-flow/engine'
import { englishFormatter } from '@aw-flow/messages/catalogs'
import {
  applyEdit,
  getProblemText,
  type Problem,
  type Workflow,
  type WorkflowDescription,
  type WorkflowProposal,
  type WorkflowProposalRequest,
} from '@aw-flow/schema'
import { compilePlan, type CompiledPlan } from './compile-plan.ts'
import { describeSettings, describeTask, instructions } from './describe-task.ts'
import { modelPlanJsonSchema, modelPlanSchema, type ModelPlan } from './model-plan.ts'

/** The model, catalog and callbacks that `proposeEditWithModel` uses. @internal */
export interface ProposeEditDependencies {
  readonly model: LanguageModel
  readonly catalog: Catalog
  /** Describes a workflow, including its problems, without running it. */
  describe(workflow: Workflow): Promise<WorkflowDescription>
  readonly signal: AbortSignal
}

/** A compiled model answer, with the problems that it would introduce into the workflow. */
interface Candidate {
  readonly compiledPlan: CompiledPlan
  readonly plan: ModelPlan
  readonly problems: readonly Problem[]
}

/**
 * Asks a language model to propose a change to a workflow. The answer is compiled to a single edit and checked by
 * describing the changed workflow, without reading data. Errors are sent back to the model, at most three times. After
 * that, the valid part is returned with its remaining problems. This function neither changes nor runs the workflow:
 * the caller shows the edit, and a person accepts it.
 *
 * @returns The proposal. It has a `failure` and no edit if the model is unreachable, refuses to answer, or returns only
 * unusable answers.
 * @example
 *   const { edit } = await proposeEditWithModel({ description: 'Check the export', workflow }, dependencies)
 * @internal
 */
export async function proposeEditWithModel(
  request: WorkflowProposalRequest,
  { model, catalog, describe, signal }: ProposeEditDependencies,
): Promise<WorkflowProposal> {
  const { workflow, dataset } = request
  const knownProblems = new Set((await describe(workflow)).problems.map(getProblemKey))
  let bestCandidate: Candidate | undefined
  const { requests, failure } = await requestCheckedAnswer({
    model,
    messages: [
      { role: 'system', content: instructions },
      { role: 'user', content: describeTask(request, catalog) },
    ],
    answer: { name: 'workflow_change', schema: modelPlanJsonSchema },
    schema: modelPlanSchema,
    async check(plan, canLookUp) {
      if (plan.needs.length > 0 && isEmpty(plan) && canLookUp)
        return { errors: [], lookup: describeSettings(catalog.list(), plan.needs) }
      const candidate = await createCandidate(plan)
      if (!bestCandidate || isAtLeastAsGood(candidate, bestCandidate)) bestCandidate = candidate
      return { errors: [...candidate.compiledPlan.errors, ...candidate.problems.map(formatProblem)] }
    },
    signal,
  })
  return toProposal(bestCandidate)

  function toProposal(candidate: Candidate | undefined): WorkflowProposal {
    const { compiledPlan, plan, problems = [] } = candidate ?? {}
    const edits = compiledPlan?.edits ?? []
    const isUseful = edits.length > 0 || (plan && plan.questions.length > 0)
    return {
      ...(edits.length > 0 ? { edit: { type: 'batch', edits: [...edits] } } : {}),
      problems: edits.length > 0 ? [...problems] : [],
      dropped: [...(compiledPlan?.unusableParts ?? [])],
      questions: [...(plan?.questions ?? [])],
      remarks: plan?.remarks ?? '',
      ...(isUseful || failure === undefined ? {} : { failure }),
      requests,
      model: model.name,
      host: model.host,
    }
  }

  async function createCandidate(plan: ModelPlan): Promise<Candidate> {
    const compiledPlan = compilePlan(workflow, plan, { catalog, dataset })
    const editResult = applyEdit(workflow, { type: 'batch', edits: [...compiledPlan.edits] })
    const isAcceptable = ({ severity, code }: Problem): boolean => severity !== 'error' || deferredCodes.has(code)
    const { problems } = await describe(editResult.workflow)
    const newProblems = [...editResult.problems, ...problems].filter(
      (problem) => !knownProblems.has(getProblemKey(problem)),
    )
    return { compiledPlan, plan, problems: newProblems.filter((problem) => !isAcceptable(problem)) }
  }
}

/** Codes of problems that a person can solve later, such as a missing file. */
const deferredCodes: ReadonlySet<string> = new Set<string>(['load.no-dataset'])

const isEmpty = ({ nodes, edges, settings, remove }: ModelPlan): boolean =>
  nodes.length + edges.length + settings.length + remove.length === 0

/**
 * Returns whether a candidate is at least as good as the best one so far: it has edits, and its total number of errors
 * and problems is not higher.
 */
function isAtLeastAsGood(candidate: Candidate, bestCandidate: Candidate): boolean {
  if (candidate.compiledPlan.edits.length === 0) return false
  if (bestCandidate.compiledPlan.edits.length === 0) return true
  return countErrors(candidate) <= countErrors(bestCandidate)
}
const countErrors = ({ compiledPlan, problems }: Candidate): number => compiledPlan.errors.length + problems.length

const getProblemKey = ({ code, where = {} }: Problem): string =>
  [code, where.node, where.port, where.setting, where.edge].join(' ')

function formatProblem(problem: Problem): string {
  const { node, port, setting, edge } = problem.where ?? {}
  const location = [
    node && `node ${node}`,
    port && `port ${port}`,
    setting && `setting ${setting}`,
    edge && `edge ${edge}`,
  ]
  return `- ${location.filter(Boolean).join(', ')}: ${englishFormatter.format(getProblemText(problem))}`
}
