import {
  createColumn,
  assertEqual,
  createJsonPlan,
  catchProblem,
  type TestPlatform,
  type TestApi,
} from './test-case.ts'
import { createLoadHelpers } from './test-loading.ts'

/** Defines the conformance suite for loading JSON. */
export function describeJson({ describe, it }: TestApi, platform: TestPlatform): void {
  const { load, expectLoad } = createLoadHelpers(platform)

  describe('loading JSON', () => {
    it('keeps the original text of numbers, and nested values as JSON', async () => {
      const text = '[{"a":9007199254740993,"b":1.50,"c":[1, {"x y": null}]},{"c":"é\\n\\"","b":"","a":null}]'
      await expectLoad(text, createJsonPlan(['a BIGINT', 'b', 'c']), [
        [9007199254740993n, '1.50', '[1,{"x y":null}]'],
        [null, '', 'é\n"'],
      ])
    })

    it('finds records at a path, in lists, in columns and in one object', async () => {
      const rows = [
        [1, 'x'],
        [2, null],
      ]
      const plan = createJsonPlan(['a BIGINT', 'b'])
      const lists = createJsonPlan([createColumn('a BIGINT', { path: ['0'] }), createColumn('b', { path: ['1'] })])
      await expectLoad('{"n":1,"d":{"r":[{"a":1,"b":"x"},{"a":2}]}}', { ...plan, recordsPath: ['d', 'r'] }, rows)
      await expectLoad('[["a","b"],[1,"x"],[2,null]]', { ...lists, recordsShape: 'lists', headerLines: 1 }, rows)
      await expectLoad('{"a":[1,2],"b":["x",null]}', { ...plan, recordsShape: 'columns' }, rows)
      await expectLoad('{"a":{"0":1,"1":2},"b":{"0":"x","1":null}}', { ...plan, recordsShape: 'columns' }, rows)
      await expectLoad('{"a":1,"b":[1,2]}', { ...plan, recordsShape: 'object' }, [[1, '[1,2]']])
      await expectLoad('[1,2]', createJsonPlan([createColumn('a BIGINT', { path: [] })], { recordsShape: 'values' }), [
        [1],
        [2],
      ])
    })

    it('reads nested values by path and rejects values that belong to no column', async () => {
      const plan = createJsonPlan([
        createColumn('a BIGINT', { path: ['a'] }),
        createColumn('high DOUBLE', { path: ['t', 'high'] }),
      ])
      await expectLoad(
        '[{"a":1,"t":{"high":1.5}},\n{"a":2,"t":null},\n{"a":3,"t":{"low":1}},\n{"a":4,"x":1}]',
        plan,
        [
          [1, 1.5],
          [2, null],
        ],
        [3, 4],
      )
    })

    it('reads JSON lines and rejects invalid ones', async () => {
      const plan = createJsonPlan(['a BIGINT', 'b'], { format: 'jsonl' })
      const text = '{"a":1,"b":"x"}\r\n\r\n{"a":2,"b":\r\n{"b":"y","a":3}\r\nnot json'
      await expectLoad(
        text,
        plan,
        [
          [1, 'x'],
          [3, 'y'],
        ],
        [3, 5],
      )
    })

    it('keeps keys such as `__proto__`', async () => {
      await expectLoad('[{"__proto__":"x","constructor":1}]', createJsonPlan(['__proto__', 'constructor BIGINT']), [
        ['x', 1],
      ])
    })

    it('reports the line of a syntax error', async () => {
      const problem = await catchProblem(load('[{"a":1},\n{"a":2},\n{"a"', createJsonPlan(['a'])))
      assertEqual([problem.code, problem.where?.line], ['load.json', 3])
      assertEqual(
        (await catchProblem(load('{"d":1}', createJsonPlan(['a'], { recordsPath: ['r'] })))).code,
        'load.json',
      )
      const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
      assertEqual((await catchProblem(load(deep, createJsonPlan(['a'])))).code, 'load.json')
    })
  })
}
