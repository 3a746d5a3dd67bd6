import { describe, expect, it } from 'vitest'
import { readEnteredCases, toEvaluationBody, toRepeatBody } from './evaluation-form.ts'
import type { Evaluation } from './server-evaluations.ts'

const values = { target: 'agent:a', name: '', source: 'tests', answer_schema: null } as const

describe('toEvaluationBody', () => {
  it('returns a dataset with its columns and comparison', () => {
    const dataset = {
      data_id: 'd',
      max_cases: 50,
      input_column: 'question',
      expected_column: 'answer',
      compare: 'number',
      tolerance: 0.5,
    } as const
    const body = { version: 3, answer_schema: { type: 'number' } }
    expect(toEvaluationBody({ ...values, ...dataset, ...body, target: 'workflow:w:1', source: 'dataset' })).toEqual({
      workflow_id: 'w:1',
      ...dataset,
      ...body,
    })
  })

  it('leaves the cases to the tests of an agent', () => {
    expect(toEvaluationBody(values)).toEqual({ agent_id: 'a' })
  })

  it('returns entered cases, and cases of a JSON list', () => {
    const cases = [{ input: 'Hi' }]
    expect(toEvaluationBody({ ...values, source: 'cases', entered: cases })).toEqual({ agent_id: 'a', cases })
    expect(toEvaluationBody({ ...values, source: 'json', cases })).toEqual({ agent_id: 'a', cases })
  })
})

it('reads entered cases, and numbers where answers are compared as numbers', () => {
  const data = new FormData()
  const cases = [
    ['Capital of France?', ' Paris ', 'contains'],
    ['3 + 4?', '7', 'number'],
    ['Say hello', '', 'equal'],
  ]
  for (const [input = '', expected = '', compare = ''] of cases) {
    data.append('case_input', input)
    data.append('case_expected', expected)
    data.append('case_compare', compare)
  }
  expect(readEnteredCases(data)).toEqual([
    { name: 'Capital of France?', input: 'Capital of France?', compare: 'contains', expected: 'Paris' },
    { name: '3 + 4?', input: '3 + 4?', compare: 'number', expected: 7 },
    { name: 'Say hello', input: 'Say hello' },
  ])
})

describe('toRepeatBody', () => {
  it('contains the cases without their results and no version', () => {
    const test = { name: 'One', input: 1, compare: 'equal', tolerance: 0 }
    const result = { run_id: 'r', status: 'completed', answer: 2, passed: false, reason: 'no', tokens: 1, cost: 0 }
    const evaluation = {
      name: 'Doubles',
      agent_id: null,
      workflow_id: 'w',
      version: 4,
      answer_schema: null,
      cases: [
        { ...test, ...result },
        { ...test, expected: null, ...result },
      ],
    } as unknown as Evaluation
    expect(toRepeatBody(evaluation)).toEqual({
      workflow_id: 'w',
      name: 'Doubles',
      answer_schema: null,
      cases: [test, { ...test, expected: null }],
    })
  })
})
