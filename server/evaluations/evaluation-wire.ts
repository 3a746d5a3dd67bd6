import { toKnownCost } from '@aw-flow/agents'
import { getProblemText, type Config, type Json, type Problem } from '@aw-flow/schema'
import { configSchema } from '@aw-flow/schema/internal'
import { z } from '@hono/zod-openapi'
import { testCaseSchema } from '../agents/model-agent-wire.ts'
import type { CaseResult, StoredEvaluation } from './evaluations.ts'
import { authorNameSchema, type AuthorNames } from '../wire/author-names.ts'
import { renderEnglish, renderResponse } from '../wire/render-response.ts'
import { recordToWire } from '../wire/record-to-wire.ts'

const jsonWireSchema = z.custom<Json>().openapi({ type: ['object', 'array', 'string', 'number', 'boolean', 'null'] })

/** Maximum number of cases per evaluation. */
export const maxCases = 2_000

/** Request body for starting an evaluation. */
export const evaluationBodySchema = z
  .strictObject({
    agent_id: z.string().optional().openapi({ description: 'The model agent to evaluate.' }),
    workflow_id: z
      .string()
      .optional()
      .openapi({ description: 'The workflow to evaluate. The input of each case is its trigger data.' }),
    version: z.number().int().min(1).optional().openapi({ description: 'Default: the current version.' }),
    name: z.string().min(1).max(200).optional(),
    cases: z
      .array(testCaseSchema)
      .min(1)
      .max(maxCases)
      .optional()
      .openapi({ description: 'Default: the rows of `data_id`, or else the tests defined for the agent.' }),
    data_id: z
      .string()
      .optional()
      .openapi({ description: `Dataset with one case per row, limited to ${maxCases} or \`max_cases\` rows.` }),
    max_cases: z
      .number()
      .int()
      .min(1)
      .max(maxCases)
      .optional()
      .openapi({ description: 'Maximum number of rows, starting with the first. Default: all rows.' }),
    input_column: z
      .string()
      .optional()
      .openapi({ description: 'Default: an object of all columns except `expected_column`.' }),
    expected_column: z.string().optional(),
    compare: testCaseSchema.shape.compare,
    tolerance: testCaseSchema.shape.tolerance,
    answer_schema: configSchema
      .nullable()
      .default(null)
      .openapi({ type: ['object', 'null'], description: 'JSON Schema that every answer must match.' }),
  })
  .refine(({ agent_id: agent, workflow_id: workflow }) => (agent === undefined) !== (workflow === undefined), {
    message: 'Send either agent_id or workflow_id',
    path: ['agent_id'],
  })
  .openapi({
    type: 'object',
    example: {
      workflow_id: '5d0b2f66-0d0a-4b5b-8f3c-6f1c8a1f9e11',
      cases: [{ name: 'Greets', input: 'Hi', expected: 'Hello', compare: 'contains' }],
    },
  })
export type EvaluationBody = z.infer<typeof evaluationBodySchema>

const costShape = {
  cost: z.number().nullable().openapi({
    description: 'Cost of requests whose price is known, in US dollars; null if all prices are unknown.',
  }),
  unpriced_calls: z.number().int().openapi({ description: 'Number of requests whose price is unknown.' }),
}

const caseSchema = z.object({
  name: z.string(),
  input: jsonWireSchema,
  expected: jsonWireSchema.optional(),
  compare: z.enum(['equal', 'contains', 'number']),
  tolerance: z.number(),
  run_id: z.string(),
  status: z.enum(['pending', 'completed', 'failed', 'cancelled']),
  answer: jsonWireSchema,
  passed: z
    .boolean()
    .nullable()
    .openapi({ type: ['boolean', 'null'], description: 'Null until the run has ended.' }),
  reason: z.string().nullable().openapi({ description: 'Why the case failed, in English.' }),
  problem: z
    .custom<Problem>()
    .nullable()
    .openapi({ type: ['object', 'null'], description: 'The reason as a code with parameters.' }),
  tokens: z.number().int(),
  ...costShape,
  duration_ms: z.number().int(),
})

const summaryShape = {
  id: z.string(),
  name: z.string(),
  agent_id: z.string().nullable(),
  workflow_id: z.string().nullable(),
  version: z.number().int(),
  data_id: z.string().nullable(),
  answer_schema: z
    .custom<Config>()
    .nullable()
    .openapi({ type: ['object', 'null'] }),
  status: z.enum(['running', 'completed']).openapi({ description: 'running: at least one run has not ended.' }),
  total: z.number().int(),
  passed: z.number().int(),
  failed: z.number().int(),
  score: z.number().openapi({ description: 'Fraction of finished cases that passed, from 0 to 1.' }),
  tokens: z.number().int(),
  ...costShape,
  created_by: z.string(),
  created_by_name: authorNameSchema,
  created_at: z.string(),
}

export const evaluationSummarySchema = z.object(summaryShape).openapi('EvaluationSummary')
export const evaluationSchema = z.object({ ...summaryShape, cases: z.array(caseSchema) }).openapi('Evaluation')

export const comparisonSchema = z.object({
  before: evaluationSummarySchema,
  after: evaluationSummarySchema,
  improved: z.number().int().openapi({ description: 'Number of cases that failed in `before` and passed in `after`.' }),
  regressed: z
    .number()
    .int()
    .openapi({ description: 'Number of cases that passed in `before` and failed in `after`.' }),
  cases: z
    .array(z.object({ name: z.string(), before: caseSchema.nullable(), after: caseSchema.nullable() }))
    .openapi({ description: 'Cases of both evaluations, matched by name and position.' }),
})

export const summaryToWire = (
  evaluation: StoredEvaluation,
  getName: AuthorNames,
): z.infer<typeof evaluationSummarySchema> => {
  const { targetKind, targetId, cases } = evaluation
  const results = cases.flatMap(({ result }) => result ?? [])
  const passedCount = results.filter(({ isPassed }) => isPassed).length
  return recordToWire(evaluationSummarySchema, evaluation, {
    agent_id: targetKind === 'agent' ? targetId : null,
    workflow_id: targetKind === 'workflow' ? targetId : null,
    data_id: evaluation.dataset,
    created_by_name: getName(evaluation.createdBy),
    status: results.length === cases.length ? 'completed' : 'running',
    total: cases.length,
    passed: passedCount,
    failed: results.length - passedCount,
    score: results.length === 0 ? 0 : passedCount / results.length,
    tokens: results.reduce((sum, { tokens }) => sum + tokens, 0),
    ...costToWire(results),
  })
}

function costToWire(results: readonly Pick<CaseResult, 'cost' | 'unpricedCalls'>[]) {
  const unpricedCallCount = results.reduce((sum, { unpricedCalls = 0 }) => sum + unpricedCalls, 0)
  const cost = results.reduce((sum, result) => sum + (result.cost ?? 0), 0)
  return { cost: toKnownCost(cost, unpricedCallCount), unpriced_calls: unpricedCallCount }
}

const caseToWire = ({ run, result, ...testFields }: StoredEvaluation['cases'][number]): z.infer<typeof caseSchema> => ({
  ...testFields,
  run_id: run,
  status: result?.status ?? 'pending',
  answer: result?.answer ?? null,
  passed: result?.isPassed ?? null,
  reason: result?.problem ? renderEnglish(getProblemText(result.problem)) : (result?.reason ?? null),
  problem: result?.problem ? renderResponse(result.problem) : null,
  tokens: result?.tokens ?? 0,
  ...costToWire(result ? [result] : []),
  duration_ms: result?.durationMs ?? 0,
})

export const evaluationToWire = (
  evaluation: StoredEvaluation,
  getName: AuthorNames,
): z.infer<typeof evaluationSchema> => ({
  ...summaryToWire(evaluation, getName),
  cases: evaluation.cases.map(caseToWire),
})

/** Compares two evaluations case by case. Cases are matched by name; cases with the same name are matched in order. */
export function compareEvaluations(
  before: StoredEvaluation,
  after: StoredEvaluation,
  getName: AuthorNames,
): z.infer<typeof comparisonSchema> {
  const unmatchedCases = after.cases.map(caseToWire)
  const pairs = before.cases.map(caseToWire).map((entry) => {
    const index = unmatchedCases.findIndex(({ name }) => name === entry.name)
    const [match = null] = index < 0 ? [] : unmatchedCases.splice(index, 1)
    return { name: entry.name, before: entry, after: match }
  })
  const countPairs = (passedBefore: boolean, passedAfter: boolean): number =>
    pairs.filter((pair) => pair.before.passed === passedBefore && pair.after?.passed === passedAfter).length
  return {
    before: summaryToWire(before, getName),
    after: summaryToWire(after, getName),
    improved: countPairs(false, true),
    regressed: countPairs(true, false),
    cases: [...pairs, ...unmatchedCases.map((entry) => ({ name: entry.name, before: null, after: entry }))],
  }
}
