import type { Json } from '@aw-flow/schema'
import { expect, it } from 'vitest'
import { createWorkflow, describeLogic, runLogic } from './test-logic.ts'
import cases from './condition-values.cases.json' with { type: 'json' }

const evaluate = async (json: Json, expression: string): Promise<unknown> => {
  const workflow = createWorkflow({ give: ['give', { json }], n: ['condition', { expression }] }, ['give.out>n.value'])
  const { nodes } = await runLogic(workflow)
  return (
    nodes.n!.error?.problem.code ?? ('true' in nodes.n!.outputs ? true : 'false' in nodes.n!.outputs ? false : nodes.n)
  )
}

it('names an input that the node does not have, before the run and during it', async () => {
  const workflow = createWorkflow(
    { give: ['give', { json: 1 }], n: ['condition', { expression: 'input.rows > 100 and $exists(input.value.rows)' }] },
    ['give.out>n.value'],
  )
  const problem = {
    code: 'expression.unknown-input',
    severity: 'warning',
    params: { name: 'rows', names: ['value'] },
    where: { node: 'n', setting: 'expression' },
  }
  expect(describeLogic(workflow)).toMatchObject({ ready: true, problems: [problem] })
  expect((await runLogic(workflow)).nodes.n!.problems).toMatchObject([problem])
  const filters = '$exists(input.value[input.rows = 1]) or trigger_data.input.rows'
  const known = createWorkflow({ give: ['give', { json: 1 }], n: ['condition', { expression: filters }] }, [
    'give.out>n.value',
  ])
  expect(describeLogic(known).problems).toEqual([])
})

it('reports values of a type that a condition does not accept', async () => {
  const expression = 'input.value + 1 > 5'
  const run = (type: string, config: object): ReturnType<typeof runLogic> =>
    runLogic(createWorkflow({ give: ['give', { json: 'x' }], n: [type, config as never] }, ['give.out>n.value']))
  for (const [type, port] of [
    ['condition', 'false'],
    ['switch', 'otherwise'],
  ] as const) {
    const { nodes } = await run(type, { expression })
    expect(nodes.n).toMatchObject({ outputs: { [port]: { kind: 'json', json: 'x' } } })
    expect(nodes.n!.problems).toMatchObject([
      {
        code: 'expression.no-decision',
        severity: 'warning',
        params: { expression, reason: { code: 'jsonata.T2001' } },
        where: { node: 'n', setting: 'expression' },
      },
    ])
  }
  const { nodes } = await run('condition', { expression: '$error("No")' })
  expect(nodes.n!.error?.problem).toMatchObject({ code: 'expression.failed' })
})

it.each(cases.conditions as [Json, string, boolean][])(
  'a condition on %j with %s is %s',
  async (json, expression, expected) => {
    expect(await evaluate(json, expression)).toBe(expected)
  },
)
