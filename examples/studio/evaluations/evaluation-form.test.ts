import { describe, expect, it } from 'vitest'
import { readEvaluationForm, toRepeatBody } from './evaluation-form.ts'
import type { Evaluation } from './server-evaluations.ts'

const form = (fields: Record<string, string>): FormData => {
  const data = new FormData()
  for (const [name, value] of Object.entries(fields)) data.set(name, value)
  return data
}

describe('readEvaluationForm', () => {
  it('reads a dataset with its columns and comparison', () => {
    const fields = {
      target: 'workflow:w:1',
      source: 'dataset',
      data_id: 'd',
      max_cases: '50',
      input_column: 'question',
      expected_column: ' answer ',
      compare: 'number',
      tolerance: '0.5',
      version: '3',
      name: '',
      answer_schema: '{"type": "number"}',
    }
    expect(readEvaluationForm(form(fields))).toEqual({
      body: {
        workflow_id: 'w:1',
        data_id: 'd',
        max_cases: 50,
        input_column: 'question',
        expected_column: 'answer',
        compare: 'number',
        tolerance: 0.5,
        version: 3,
        answer_schema: { type: 'number' },
      },
    })
  })

  it('reads entered cases, and numbers where answers are compared as numbers', () => {
    const data = form({ target: 'agent:a', source: 'cases' })
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
    expect(readEvaluationForm(data).body?.['cases']).toEqual([
      { name: 'Capital of France?', input: 'Capital of France?', compare: 'contains', expected: 'Paris' },
      { name: '3 + 4?', input: '3 + 4?', compare: 'number', expected: 7 },
      { name: 'Say hello', input: 'Say hello' },
    ])
  })

  it('reads a JSON list of cases, and names the field that is not valid', () => {
    const fields = { target: 'agent:a', source: 'json', cases: '[{"input": "Hi"}]' }
    expect(readEvaluationForm(form(fields))).toEqual({ body: { agent_id: 'a', cases: [{ input: 'Hi' }] } })
    for (const cases of ['', '[]', '{}', '[{']) {
      expect(readEvaluationForm(form({ ...fields, cases }))).toEqual({ invalidField: 'cases' })
    }
    for (const schema of ['[]', 'null', '1', '{']) {
      expect(readEvaluationForm(form({ ...fields, answer_schema: schema }))).toEqual({ invalidField: 'answer_schema' })
    }
  })

  it('leaves the cases to the tests of an agent', () => {
    expect(readEvaluationForm(form({ target: 'agent:a', source: 'tests' }))).toEqual({ body: { agent_id: 'a' } })
  })
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
