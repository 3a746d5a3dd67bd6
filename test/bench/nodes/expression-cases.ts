import { compileExpression } from '@aw-flow/engine'
import jsonata from 'jsonata'
import { benchCase, type BenchCase } from '../bench-case.ts'
import { measureInTurn, type Sample } from '../measure.ts'
import type { Progress } from '../progress.ts'

const peer = 'jsonata'

const values = {
  limit: 50,
  orders: Array.from({ length: 100 }, (_, id) => ({
    id,
    customer: `customer ${id % 7}`,
    total: (id * 37) % 101,
    open: id % 3 === 0,
    tags: ['a', `t${id % 5}`],
  })),
}

/** Typical expressions, such as a path, a condition, a selection, totals per group, text and functions. */
const expressions: readonly (readonly [title: string, text: string, times: number])[] = [
  ['a path', 'orders[3].customer', 20_000],
  ['a condition', '$count(orders) > limit and orders[0].open', 5_000],
  ['a selection', 'orders[total > $$.limit and open].{"id": id, "name": $uppercase(customer)}', 100],
  ['totals by group', 'orders{customer: $sum(total)}', 200],
  ['texts', '$join(orders.(customer & ": " & total), ", ")', 200],
  ['a regular expression', 'orders[$contains(customer, /r [135]$/)].id', 100],
  [
    'functions',
    '$map($filter(orders, function($o) { $o.total > 50 }), function($o) { $round($o.total * 1.19, 2) })',
    100,
  ],
  ['in order', 'orders^(customer, >total).id', 20],
]

/** Compares our expressions, with all limits, with plain JSONata. */
export async function measureExpressionCases(progress: Progress): Promise<BenchCase[]> {
  const cases: BenchCase[] = []
  for (const [title, text, times] of expressions) {
    const name = `expression: ${title}, ${times.toLocaleString('en')} times`
    const ours = compileExpression(text)
    const bare = jsonata(text)
    const options = { now: 0, seed: 1 }
    const { ms } = await measureInTurn(
      {
        ours: measureTime(times, () => ours.evaluate(values, options)),
        [peer]: measureTime(times, () => bare.evaluate(values)),
      },
      { onRun: progress(name) },
    )
    cases.push(benchCase({ case: name, unit: 'ms', measured: ms!, goal: { times: 1.3, peer } }))
  }
  return cases
}

const measureTime = (times: number, evaluate: () => unknown) => async (): Promise<Sample> => {
  const start = performance.now()
  for (let time = 0; time < times; time++) await evaluate()
  return { ms: performance.now() - start }
}
