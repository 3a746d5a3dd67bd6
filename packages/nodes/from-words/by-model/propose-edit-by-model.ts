import { readJsonReply, type LanguageModel, type ModelMessage } from '@aw-flow/agents'
import { NodeError, type Catalog } from '@aw-flow/engine'
import { englishFormatter } from '@aw-flow/messages/catalogs'
import { message, type Text } from '@aw-flow/messages'
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

/** Maximum number of requests to correct an answer, and of requests for settings of node types. */
const maxCorrections = 3
const maxLookups = 2

/** The resources of a proposal. @internal */
export interface ProposeEditPorts {
  readonly model: LanguageModel
  readonly catalog: Catalog
  /** Describes a workflow before it runs. */
  describe(workflow: Workflow): Promise<WorkflowDescription>
  readonly signal: AbortSignal
}

/** The best proposal of an answer so far. */
interface Candidate {
  readonly compiled: CompiledPlan
  readonly plan: ModelPlan
  readonly problems: readonly Problem[]
}

/**
 * Asks a language model for a change of a workflow. The answer is compiled to a single edit and described without data;
 * errors of both are sent back, at most three times. Then the valid part is returned with its problems. Nothing is
 * changed or run: the caller shows the edit, and a person accepts it.
 *
 * @returns A proposal. It has no edit, and a `failure`, if the model cannot be reached, refuses, or if nothing of its
 * answers can be used.
 * @example
 *   const { edit } = await proposeEditByModel({ description: 'Add a check before the export', workflow }, ports)
 *
 * @internal
 */
export async function proposeEditByModel(
  request: WorkflowProposalRequest,
  { model, catalog, describe, signal }: ProposeEditPorts,
): Promise<WorkflowProposal> {
  const { workflow, dataset } = request
  const known = new Set((await describe(workflow)).problems.map(toKey))
  const conversation: ModelMessage[] = [
    { role: 'system', content: instructions },
    { role: 'user', content: describeTask(request, catalog) },
  ]
  let requests = 0
  let corrections = 0
  let lookups = 0
  let best: Candidate | undefined
  let failure: Text | undefined

  while (corrections <= maxCorrections) {
    signal.throwIfAborted()
    let reply
    try {
      requests++
      reply = await model.ask({
        messages: conversation,
        answer: { name: 'workflow_change', schema: modelPlanJsonSchema },
        temperature: 0,
        signal,
      })
    } catch (cause) {
      signal.throwIfAborted()
      if (!(cause instanceof NodeError)) throw cause
      failure = getProblemText(cause.problem)
      break
    }
    if (reply.ended === 'refused') {
      failure = message('model.refused', { said: reply.refusal?.trim() ?? '' })
      break
    }
    const read = readJsonReply(reply, modelPlanSchema)
    let next: string
    if (read.error) {
      failure = read.error
      next = `${englishFormatter.format(read.error)}\nAnswer with the complete corrected object.`
      corrections++
    } else if (read.value.needs.length > 0 && isEmpty(read.value) && lookups < maxLookups) {
      lookups++
      next = describeSettings(catalog.list(), read.value.needs)
    } else {
      const candidate = await check(read.value)
      if (!best || isBetter(candidate, best)) best = candidate
      const errors = [...candidate.compiled.errors, ...candidate.problems.map(toLine)]
      if (errors.length === 0) break
      next = `The change has these problems:\n${errors.slice(0, 20).join('\n')}\nAnswer with the complete corrected object.`
      corrections++
    }
    conversation.push({ role: 'assistant', content: reply.text }, { role: 'user', content: next })
  }

  const hasEdit = best !== undefined && best.compiled.edits.length > 0
  return {
    ...(hasEdit ? { edit: { type: 'batch', edits: [...best!.compiled.edits] } } : {}),
    problems: hasEdit ? [...best!.problems] : [],
    dropped: [...(best?.compiled.dropped ?? [])],
    questions: [...(best?.plan.questions ?? [])],
    remarks: best?.plan.remarks ?? '',
    ...(hasEdit || (best && best.plan.questions.length > 0) || failure === undefined ? {} : { failure }),
    requests,
    model: model.name,
    host: model.host,
  }

  async function check(plan: ModelPlan): Promise<Candidate> {
    const compiled = compilePlan(workflow, plan, { catalog, dataset })
    const applied = applyEdit(workflow, { type: 'batch', edits: [...compiled.edits] })
    const isSetUpLater = ({ severity, code }: Problem): boolean => severity !== 'error' || laterCodes.has(code)
    const { problems } = await describe(applied.workflow)
    const newProblems = [...applied.problems, ...problems].filter((problem) => !known.has(toKey(problem)))
    return { compiled, plan, problems: newProblems.filter((problem) => !isSetUpLater(problem)) }
  }
}

/** Problems that only a person can solve, such as a file that was not chosen yet. */
const laterCodes: ReadonlySet<string> = new Set<string>(['load.no-dataset'])

const isEmpty = ({ nodes, edges, settings, remove }: ModelPlan): boolean =>
  nodes.length + edges.length + settings.length + remove.length === 0

/** Prefers the answer with fewer parts that cannot be used, then with fewer problems, then the later one. */
function isBetter(candidate: Candidate, best: Candidate): boolean {
  if (candidate.compiled.edits.length === 0) return false
  if (best.compiled.edits.length === 0) return true
  return count(candidate) <= count(best)
}
const count = ({ compiled, problems }: Candidate): number => compiled.errors.length + problems.length

const toKey = ({ code, where = {} }: Problem): string =>
  [code, where.node, where.port, where.setting, where.edge].join(' ')

function toLine(problem: Problem): string {
  const { node, port, setting, edge } = problem.where ?? {}
  const place = [
    node && `node ${node}`,
    port && `port ${port}`,
    setting && `setting ${setting}`,
    edge && `edge ${edge}`,
  ]
  return `- ${place.filter(Boolean).join(', ')}: ${englishFormatter.format(getProblemText(problem))}`
}
