import type { DescriptionPlan } from '@aw-flow/schema'
import { normalizeDescription } from './normalize-description.ts'
import { normalizeExclusions } from './rewriting/place-exclusions.ts'
import { paraphrase } from './paraphrase/paraphrase.ts'
import type { ShortenedDescription } from './paraphrase/omit-context.ts'
import { correctSpelling } from './paraphrase/correct-spelling.ts'
import { moveDefinitions } from './paraphrase/move-definitions.ts'
import { canonicalizePhrases } from './paraphrase/use-canonical-phrases.ts'
import { findMissingSteps } from './missing-steps.ts'
import { blankRewrites } from './rewriting/blank-rewrites.ts'
import { findColumnList, listPlaceholder, type ColumnList } from './column-list.ts'
import { readRewrites, type Rewrite } from './rewriting/read-rewrites.ts'
import { maxCharacters, planText, type DescriptionRequest } from './plan-text.ts'
import { createStepTest } from './reading/step-rules.ts'
import { fold, stemColumnName, stem } from './stem.ts'

export type { DescriptionRequest } from './plan-text.ts'

/**
 * Plans the nodes that a description requests, using rules. Sentences about a table become one query whose parts
 * (conditions, measures, groups, order, limit, columns) can be in any order. Separate rules read steps that a query
 * cannot express. The description is read as written, simplified, and in canonical phrases; the plan that leaves the
 * fewest words unexplained is returned. No language model is used, and equal requests return equal plans. Text after
 * the first 2,000 characters is ignored.
 *
 * @example
 *   planFromDescription({ description: 'average price by city', catalog, columns, continues: true }).nodes[0].type // 'aggregate'
 */
export function planFromDescription(request: DescriptionRequest): DescriptionPlan {
  const { description, ...rest } = request
  const plan = planTruncated({ ...rest, description: description.slice(0, maxCharacters) })
  const omittedText = description.slice(maxCharacters)
  return omittedText === '' ? plan : { ...plan, ignored: [...plan.ignored, omittedText] }
}

function planTruncated(request: DescriptionRequest): DescriptionPlan {
  const description = normalizeExclusions(normalizeDescription(request.description), createNameTest(request))
  const { columns = [], others = [], values = {} } = request
  const allColumns = [...columns, ...others.flat()]
  const rewrites = readRewrites(description, allColumns, values)
  const textWithoutRewrites = blankRewrites(description, rewrites)
  const list = findColumnList(textWithoutRewrites, allColumns)
  const plainResult = planWordings(request, textWithoutRewrites, description, rewrites)
  const listedResult =
    list &&
    planWordings(request, blankRewrites(textWithoutRewrites, [list], listPlaceholder), description, rewrites, list)
  const bestPlan =
    listedResult && listedResult.cost <= plainResult.cost && listedResult.plan.nodes.length > 0
      ? listedResult.plan
      : plainResult.plan
  return reportMissingSteps(bestPlan, description)
}

/** Plans a description in each of its wordings and returns the plan that leaves the fewest words unexplained. */
function planWordings(
  request: DescriptionRequest,
  textWithoutRewrites: string,
  description: string,
  rewrites: readonly Rewrite[],
  list?: ColumnList,
): { readonly plan: DescriptionPlan; readonly cost: number } {
  const folded = fold(description)
  const firstPlan = planText(request, textWithoutRewrites, description, rewrites, list)
  let bestResult = { plan: firstPlan, cost: measureCost(firstPlan, folded) }
  for (const { text, omittedParts } of listWordings(request, textWithoutRewrites)) {
    const plan = planText(request, text, description, rewrites, list)
    const cost = measureCost(plan, folded) + omittedPartCost * omittedParts.length
    if (cost > bestResult.cost || plan.nodes.length === 0) continue
    bestResult = { plan: { ...plan, ignored: [...omittedParts, ...plan.ignored] }, cost }
  }
  return bestResult
}

/** Returns a predicate that tests whether a word is a value or part of a column name. */
function createNameTest({ columns = [], others = [], values = {} }: DescriptionRequest): (word: string) => boolean {
  const allColumns = [...columns, ...others.flat()]
  return (word) =>
    allColumns.some(({ name }) => stemColumnName(name).includes(stem(word))) ||
    Object.values(values).some((list) => list.some((value) => value.length === word.length && fold(value) === word))
}

/** Lists alternative wordings of a description, from the most literal to the most simplified. */
function listWordings(
  { columns = [], others = [], values = {} }: DescriptionRequest,
  description: string,
): ShortenedDescription[] {
  const allColumns = [...columns, ...others.flat()]
  const describesStep = createStepTest(allColumns)
  const simplifiedWording = paraphrase(description, allColumns, values, describesStep)
  const canonicalWording = paraphrase(
    moveDefinitions(canonicalizePhrases(correctSpelling(description, allColumns, values), allColumns, values)),
    allColumns,
    values,
    describesStep,
  )
  return [simplifiedWording, canonicalWording].filter(
    ({ text }, index, list) => text !== description && list.findIndex((each) => each.text === text) === index,
  )
}

/** Adds the words of requested steps that the plan lacks to `ignored`, unless they are already reported. */
function reportMissingSteps(plan: DescriptionPlan, description: string): DescriptionPlan {
  const missingParts = findMissingSteps(plan, fold(description))
    .map(({ start, end }) => description.slice(start, end))
    .filter((words) => !plan.ignored.some((part) => part.includes(words)))
  return missingParts.length > 0 ? { ...plan, ignored: [...plan.ignored, ...missingParts] } : plan
}

/** Cost of an omitted part with background information. Each word that is not understood costs 1. */
const omittedPartCost = 0.3

/** Returns how much of a description a plan leaves unexplained: words that are not understood, and missing steps. */
function measureCost(plan: DescriptionPlan, folded: string): number {
  const wordCount = plan.ignored.reduce((count, part) => count + (part.match(/[\p{L}\p{N}_]{2,}/gu)?.length ?? 0), 0)
  return plan.nodes.length === 0 ? Infinity : wordCount + 2 * findMissingSteps(plan, folded).length
}
