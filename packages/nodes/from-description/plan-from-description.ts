import type { Catalog } from '@aw-flow/engine'
import type { DescriptionPlan, DescriptionPlanRequest } from '@aw-flow/schema'
import { readNamedStep } from './named-steps.ts'
import { planNearestTemplate } from './nearest-template.ts'
import { PlanBranches } from './plan-branches.ts'
import { readDataQuestion } from './query-steps.ts'
import { splitClauses } from './split-clauses.ts'

/** A description, and the catalog of node types to plan with. @internal */
export interface DescriptionRequest extends DescriptionPlanRequest {
  readonly catalog: Catalog
}

/** Maximum length of the text that is read, in characters. */
const maxCharacters = 2_000

/**
 * Plans the nodes that a description requests, without a language model. Steps are recognized by the words that name
 * them, and columns and values only if the text contains them literally. A single question about a table becomes a
 * query. If nothing is recognized and there is no table to continue from, the most similar template is returned. All
 * parts that were not understood are listed in `ignored`. Equal requests return equal plans.
 *
 * @example
 *   planFromDescription({ description: 'sort by price', catalog, columns, continues: true }).nodes[0].type // 'sort'
 */
export function planFromDescription(request: DescriptionRequest): DescriptionPlan {
  const description = request.description.slice(0, maxCharacters)
  const omittedText = request.description.slice(maxCharacters)
  const plan = planText({ ...request, description })
  return omittedText === '' ? plan : { ...plan, ignored: [...plan.ignored, omittedText] }
}

function planText(request: DescriptionRequest): DescriptionPlan {
  const { description, catalog, columns = [], values = {}, continues = false } = request
  const clauses = splitClauses(description)
  const stepPlan = planSteps(request, clauses)
  if (stepPlan.ignored.length === 0 && stepPlan.nodes.length > 0) return stepPlan
  const drafts = isOneSentence(description) ? readDataQuestion(description, columns, values) : undefined
  if (drafts) {
    const branches = new PlanBranches(request)
    if (branches.append(drafts, description.trim())) return branches.toPlan([])
  }
  if (stepPlan.nodes.length > 0 || clauses.length === 0) return stepPlan
  return (continues ? undefined : planNearestTemplate(description, catalog)) ?? stepPlan
}

/** Plans each clause that names a step. Clauses of which a part is not understood are listed in `ignored`. */
function planSteps(request: DescriptionRequest, clauses: readonly string[]): DescriptionPlan {
  const { catalog, columns = [], others = [], values = {} } = request
  const branches = new PlanBranches(request)
  const ignored: string[] = []
  for (const clause of clauses) {
    const step = readNamedStep(clause, {
      catalog,
      columns: branches.columns,
      sourceColumns: [columns, ...others],
      values,
      hasSource: branches.count > 0,
      hasSeveralTables: branches.count > 1,
    })
    const isAdded = step !== undefined && branches.add(step, clause)
    if (!isAdded) ignored.push(clause)
    else ignored.push(...step.unreadWords)
  }
  return branches.toPlan(ignored)
}

const isOneSentence = (text: string): boolean => !/[.!?;\n]\s*\S/.test(text.trim())
