import type { Json } from '@aw-flow/schema'
import type { Evaluation } from './server-evaluations.ts'

/** Sources of an evaluation's cases: dataset rows, entered cases, a JSON list, or a model agent's tests. */
export const caseSources = ['dataset', 'cases', 'json', 'tests'] as const
export type CaseSource = (typeof caseSources)[number]

const maxNameLength = 80

/** Result of reading the form: the request body, or the name of the invalid field. */
export type EvaluationFormResult =
  | { body: Record<string, Json>; invalidField?: undefined }
  | { invalidField: 'cases' | 'answer_schema'; body?: undefined }

/** Reads the form for a new evaluation. */
export function readEvaluationForm(data: FormData): EvaluationFormResult {
  const read = (field: string): string => String(data.get(field) ?? '').trim()
  const [kind, ...id] = read('target').split(':')
  const body: Record<string, Json> = { [kind === 'agent' ? 'agent_id' : 'workflow_id']: id.join(':') }
  for (const field of ['name', 'input_column', 'expected_column'] as const)
    if (read(field) !== '') body[field] = read(field)
  if (read('version') !== '') body['version'] = Number(read('version'))
  const source = read('source')
  if (source === 'dataset') {
    body['data_id'] = read('data_id')
    if (read('max_cases') !== '') body['max_cases'] = Number(read('max_cases'))
    body['compare'] = read('compare')
    body['tolerance'] = Number(read('tolerance') || 0)
  }
  if (source === 'cases') body['cases'] = readEnteredCases(data)
  if (source === 'json') {
    const cases = parseJson(read('cases'))
    if (!Array.isArray(cases) || cases.length === 0) return { invalidField: 'cases' }
    body['cases'] = cases
  }
  if (read('answer_schema') !== '') {
    const schema = parseJson(read('answer_schema'))
    if (schema === undefined || schema === null || typeof schema !== 'object' || Array.isArray(schema))
      return { invalidField: 'answer_schema' }
    body['answer_schema'] = schema
  }
  return { body }
}

/** Returns the request body that evaluates the current version of the same target with the same cases. */
export function toRepeatBody(evaluation: Evaluation): Record<string, Json> {
  const { name, agent_id: agentId, workflow_id: workflowId, answer_schema: schema, cases } = evaluation
  return {
    ...(agentId === null ? { workflow_id: workflowId } : { agent_id: agentId }),
    name,
    answer_schema: schema as Json,
    cases: cases.map(({ name: title, input, expected, compare, tolerance }) => {
      const testCase = { name: title, input, compare, tolerance }
      return expected === undefined ? testCase : { ...testCase, expected }
    }),
  }
}

/**
 * Reads the entered cases, and names each case after its input. A case without an expected answer accepts any answer.
 */
function readEnteredCases(data: FormData): Json[] {
  const readAll = (field: string): string[] => data.getAll(field).map((value) => String(value).trim())
  const [inputs, answers, compareModes] = ['case_input', 'case_expected', 'case_compare'].map(readAll) as [
    string[],
    string[],
    string[],
  ]
  return inputs.map((input, index) => {
    const compare = compareModes[index] ?? 'equal'
    const expected = answers[index] ?? ''
    const number = Number(expected)
    const testCase = { name: input.replaceAll(/\s+/g, ' ').slice(0, maxNameLength), input }
    if (expected === '') return testCase
    return { ...testCase, compare, expected: compare === 'number' && Number.isFinite(number) ? number : expected }
  })
}

function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}
