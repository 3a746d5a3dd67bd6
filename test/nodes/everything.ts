import { englishFormatter } from '@aw-flow/messages/catalogs'
import {
  createCatalog,
  defineNode,
  rowFunctions,
  runWorkflow,
  systemClock,
  unsafeSql,
  type Catalog,
  type Tables,
} from '@aw-flow/engine'
import { builtInNodes } from '@aw-flow/nodes'
import { foldRun, readWorkflow, type Config, type Workflow } from '@aw-flow/schema'
import { z } from 'zod'
import { measureFunctions } from '../../packages/nodes/tables/measures.ts'

const doubles = [
  `(hash(i) % 9007199254740992)::DOUBLE`,
  `(hash(i) % 2000001)::DOUBLE / 1000 - 1000`,
  `(hash(i * 3) % 1000)::DOUBLE * 1.1125369292536007e-308`,
  `-((hash(i) % 1000003)::DOUBLE * 1e290)`,
  `[1.7976931348623157e308, 5e-324, -0.0, 0.1, -1e-7, 123456789.123][1 + (hash(i * 5) % 6)::INTEGER]`,
]
const words = [
  'alpha',
  'Beta ',
  '',
  'gamma-delta',
  'Łódź',
  'żółć',
  '東京',
  'ひらがな',
  '한국어',
  'हिन्दी',
  'العربية',
  'עברית',
  'Ωμέγα',
  'Ёлка',
  '😀👍',
  'naïve',
  'e\u0301',
  'a  b',
  'x,"y"',
  '12.5',
  '-7',
  '2026-02-30',
]

/** Rows of random values, equal in a page and in Node: numbers over the full range of DOUBLE, many scripts, nulls. */
export const randomRows = defineNode({
  type: 'random_rows',
  version: 1,
  family: 'tables',
  title: 'Random rows',
  description: 'Gives rows of random values.',
  icon: 'dices',
  inputs: [{ name: 'after', type: 'control' }],
  outputs: [{ name: 'table', type: 'table' }],
  settings: z.strictObject({ rows: z.number(), seed: z.number() }),
  describe: () => ({ outputs: { table: { type: 'table' } }, summary: 'Random rows' }),
  async run({ settings: { rows, seed }, key, tables, signal }) {
    const texts = words.map((word) => `'${word.replaceAll("'", "''")}'`).join(', ')
    const word = (factor: number): string => `([${texts}])[1 + (hash(i * ${factor}) % ${words.length})::INTEGER]`
    const gap = (factor: number, value: string): string =>
      `CASE WHEN hash(i * ${factor}) % 7 = 0 THEN NULL ELSE ${value} END`
    const finite = `CASE (hash(i + 1) % ${doubles.length})::INTEGER ${doubles.map((value, index) => `WHEN ${index} THEN ${value}`).join(' ')} END`
    const select = `SELECT i - ${seed} AS id, ${gap(31, `(hash(i * 37) % 97)::INTEGER`)} AS grp, ${gap(41, finite)} AS wide, ${gap(43, `CASE WHEN hash(i * 47) % 1000 = 0 THEN ([CAST('nan' AS DOUBLE), CAST('inf' AS DOUBLE), CAST('-inf' AS DOUBLE)])[1 + (hash(i) % 3)::INTEGER] ELSE ${finite} END`)} AS odd, ${gap(53, `(hash(i * 59) % 200001)::DOUBLE / 100 - 1000`)} AS small, ${gap(61, `CAST(hash(i * 67) % 9223372036854775807 AS BIGINT)`)} AS big, ${gap(71, `((hash(i * 73) % 10000000) / 100)::DECIMAL(9,2)`)} AS price, ${gap(79, word(83))} AS txt, ${gap(89, `${word(97)} || ' ' || ${word(101)}`)} AS two, ${gap(103, `DATE '1900-01-01' + (hash(i * 107) % 60000)::INTEGER`)} AS day, ${gap(109, `TIMESTAMP '1970-01-01 00:00:00' + INTERVAL 1 SECOND * (hash(i * 113) % 2000000000)::BIGINT`)} AS moment, ${gap(127, `hash(i * 131) % 2 = 0`)} AS flag FROM range(${seed}, ${seed + rows}) t(i)`
    return { outputs: { table: { kind: 'table', table: await tables.create(unsafeSql(select), { id: key, signal }) } } }
  },
})

/** Expressions with every function of the catalog and every operator. */
const expressions: Readonly<Record<string, string>> = {
  operators: 'flag and small > 0 ? (small * 2 - grp / 3 + 1) % 7 : -small',
  texts: 'txt & "/" & two & "/" & grp & "/" & flag',
  compares: '(small >= grp or txt < two) and txt != two and (grp in [1, 2, 3] or flag = true)',
  block: '($a := small * small; $b := grp ?: 0; $a + $b)',
  exists: '$exists(txt)',
  not: '$not(flag)',
  boolean: '$boolean(txt)',
  string: '$string(price) & $string(small)',
  number: '$number(txt)',
  length: '$length(two)',
  substring: '$substring(two, 2, 5) & $substring(two, -3)',
  substringBefore: '$substringBefore(two, " ")',
  substringAfter: '$substringAfter(two, " ")',
  uppercase: '$uppercase(two)',
  lowercase: '$lowercase(two)',
  trim: '$trim(two)',
  pad: '$pad(txt, 8, "·") & $pad(txt, -8)',
  contains: '$contains(two, /[a-z]+-?\\w*/i) or $contains(two, "東")',
  replace: '$replace($replace(two, "a", "4"), /([aeiou])/, "<$1>")',
  join: '$join([txt, two], " + ")',
  abs: '$abs(wide)',
  floor: '$floor(small)',
  ceil: '$ceil(small)',
  round: '$round(small, 1) + $round(small)',
  sqrt: '$sqrt(small)',
  sum: '$sum([small, grp, price])',
  max: '$max([small, grp])',
  min: '$min([small, grp])',
  average: '$average([small, grp, wide])',
}

const conditions: readonly Config[] = [
  { column: 'grp', is: 'equals', value: 5 },
  { column: 'txt', is: 'not-equals', value: '東京' },
  { column: 'wide', is: 'less', value: 0.1 },
  { column: 'price', is: 'at-most', value: 500.25 },
  { column: 'moment', is: 'more', value: '1999-12-31 23:59:59' },
  { column: 'day', is: 'at-least', value: '1990-01-01' },
  { column: 'two', is: 'contains', value: '한' },
  { column: 'two', is: 'starts-with', value: 'ع' },
  { column: 'two', is: 'ends-with', value: '👍' },
  { column: 'two', is: 'matches', value: '^\\p{Lu}' },
  { column: 'flag', is: 'is-one-of', value: [true] },
  { column: 'odd', is: 'is-empty' },
  { column: 'odd', is: 'is-not-empty' },
]

/** A workflow with every table node in all of its functions and modes. */
export function everythingWorkflow(rows: number): Workflow {
  const nodes: { id: string; type: string; config: Config }[] = []
  const edges: { source: string; target: string; port: string; from: string }[] = []
  const add = (
    id: string,
    type: string,
    config: Config,
    ...inputs: (string | [from: string, port: string])[]
  ): string => {
    nodes.push({ id, type, config })
    const ports = type === 'join' ? ['left', 'right'] : type === 'union' ? ['in1', 'in2', 'in3'] : ['table']
    inputs.forEach((input, index) => {
      const [source, from] = typeof input === 'string' ? [input, 'table'] : input
      edges.push({ source, from, target: id, port: ports[index]! })
    })
    return id
  }
  add('rows', 'random_rows', { rows, seed: 0 })
  add('few', 'random_rows', { rows: Math.min(500, rows), seed: 17 })

  let previousNode = 'rows'
  for (const [name, expression] of Object.entries(expressions))
    previousNode = add(`derive_${name}`, 'derive_column', { column: `c_${name}`, expression }, previousNode)
  conditions.forEach((condition, index) => add(`filter_${index}`, 'filter', { conditions: [condition] }, 'rows'))
  add(
    'filter_any',
    'filter',
    { conditions: [conditions[0]!, conditions[6]!], match: 'any', expression: 'small > 0' },
    'rows',
  )

  add('select', 'select', { columns: ['two', 'id', 'wide'] }, 'rows')
  add('drop', 'select', { columns: ['two', 'id'], how: 'drop' }, 'rows')
  for (const column of ['odd', 'two', 'moment', 'price']) {
    add(
      `sort_${column}`,
      'sort',
      { by: [{ column, direction: 'descending', empty: 'first' }], ignoreCase: column === 'two' },
      'rows',
    )
  }
  add('deduplicate', 'deduplicate', { columns: ['grp', 'txt'], keep: 'last', ignoreCase: true }, 'rows')
  add('deduplicate_all', 'deduplicate', { columns: ['odd'] }, 'rows')
  for (const how of ['rows', 'share', 'first', 'last'])
    add(`sample_${how}`, 'sample', { how, rows: 777, share: 0.123, seed: 5 }, 'rows')
  add('split', 'split', { conditions: [conditions[2]!] }, 'rows')
  add('split_share', 'split', { how: 'share', share: 0.3 }, 'rows')
  add('split_value', 'split', { how: 'value', column: 'txt', values: ['東京', 'עברית', ''] }, 'rows')

  const appliesTo = (fn: string, column: string): boolean =>
    ['wide', 'odd', 'small', 'big', 'price'].includes(column) || !['sum', 'mean', 'median', 'stddev'].includes(fn)
  for (const groupBy of [[], ['grp'], ['grp', 'txt'], ['odd']]) {
    const columns =
      groupBy[0] === 'odd' || groupBy.length > 1
        ? ['small', 'txt']
        : ['wide', 'odd', 'small', 'big', 'price', 'txt', 'day', 'flag']
    const measures = columns.flatMap((column) =>
      measureFunctions.filter((fn) => appliesTo(fn, column)).map((fn) => ({ function: fn, column })),
    )
    add(
      `aggregate_${groupBy.join('_') || 'all'}`,
      'aggregate',
      { groupBy, measures: [{ function: 'count' }, ...measures] },
      'rows',
    )
  }
  for (const fn of measureFunctions)
    add(`pivot_${fn}`, 'pivot', { rows: ['flag'], column: 'txt', function: fn, value: 'wide' }, 'few')
  add(
    'pivot_named',
    'pivot',
    { rows: ['grp'], column: 'flag', values: ['true', 'false'], function: 'mean', value: 'small' },
    'rows',
  )
  add('unpivot', 'unpivot', { columns: ['wide', 'small', 'big', 'price'], keep: ['id'], empty: 'drop' }, 'rows')
  add('unpivot_texts', 'unpivot', { columns: ['txt', 'day', 'flag'] }, 'few')

  for (const kind of ['inner', 'left', 'right', 'full', 'semi', 'anti']) {
    add(`join_${kind}`, 'join', { kind, keys: [{ left: 'id' }, { left: 'grp' }] }, 'rows', 'few')
  }
  add('join_wide', 'join', { keys: [{ left: 'grp' }] }, ['sample_rows', 'table'], 'few')
  add('cross', 'join', { kind: 'cross' }, ['sample_first', 'table'], 'pivot_count')
  add('union', 'union', { inputs: 3, source: 'part' }, 'rows', 'few', 'unpivot_texts')
  add('union_position', 'union', { by: 'position', columns: 'common' }, 'few', 'unpivot')

  for (const how of ['previous', 'next', 'mean', 'median', 'mode', 'interpolate']) {
    const columns = how === 'mode' ? ['txt', 'odd', 'day'] : ['small', 'wide', 'big']
    add(`fill_${how}`, 'fill', { how, columns }, 'rows')
    add(`fill_${how}_within`, 'fill', { how, columns: columns.slice(0, 1), within: ['grp'] }, 'rows')
  }
  add('fill_constant', 'fill', { how: 'constant', columns: ['txt'], value: 'ひ' }, 'rows')

  const casts = [
    ['small', 'BIGINT'],
    ['wide', 'VARCHAR'],
    ['odd', 'INTEGER'],
    ['big', 'DOUBLE'],
    ['price', 'DECIMAL(38,10)'],
    ['day', 'TIMESTAMP'],
    ['moment', 'DATE'],
    ['flag', 'BIGINT'],
    ['grp', 'BOOLEAN'],
  ] as const
  add(
    'cast',
    'rename_and_cast',
    { columns: casts.map(([column, type]) => ({ column, type, name: `${column}_${type}` })), onFailure: 'keep' },
    'rows',
  )
  for (const type of ['BIGINT', 'DOUBLE', 'DATE', 'TIMESTAMP', 'TIME', 'BOOLEAN', 'DECIMAL(18,3)']) {
    add(
      `cast_text_${type.replace(/\W/g, '_')}`,
      'rename_and_cast',
      { columns: [{ column: 'txt', type }], onFailure: 'keep' },
      'few',
    )
  }
  const { workflow, problems } = readWorkflow({
    version: 1,
    name: 'Everything',
    nodes: nodes.map(({ id, type, config }) => ({ id, type, position: { x: 0, y: 0 }, data: { label: id, config } })),
    edges: edges.map(({ source, from, target, port }, index) => ({
      id: `e${index}`,
      source,
      sourceHandle: from,
      target,
      targetHandle: port,
    })),
  })
  if (!workflow) throw new Error(problems[0]?.message)
  return workflow
}

export const everythingCatalog = (): Catalog => createCatalog([...builtInNodes, randomRows])

/** Cell functions that none of the expressions above uses. */
export const unusedFunctions = (): string[] => {
  const all = Object.values(expressions).join(' ')
  return Object.keys(rowFunctions).filter((name) => !all.includes(`$${name}(`))
}

/** Content hashes of the outputs that no other node reads, and the first error. */
export async function runEverything(
  tables: Tables,
  rows: number,
  maxParallelNodes: number,
): Promise<Record<string, string>> {
  const workflow = everythingWorkflow(rows)
  const view = foldRun(
    await runWorkflow({
      workflow,
      run: 'everything',
      seed: 1,
      catalog: everythingCatalog(),
      tables,
      files: { open: () => Promise.resolve(undefined) },
      clock: systemClock,
      render: englishFormatter.format,
      signal: new AbortController().signal,
      maxParallelNodes,
    }),
  )
  const read = new Set(workflow.edges.map(({ source, sourceHandle }) => `${source}.${sourceHandle}`))
  const hashes: Record<string, string> = {}
  if (view.state !== 'completed') hashes.run = `${view.state}: ${view.problem?.message ?? ''}`
  for (const { node, outputs, error } of Object.values(view.nodes)) {
    if (error) hashes[node] = `${error.problem.code}: ${error.problem.message}`
    for (const [port, value] of Object.entries(outputs)) {
      if (value.kind !== 'table' || (read.has(`${node}.${port}`) && node !== 'few')) continue
      hashes[`${node}.${port}`] = await tables.contentHash(value.table)
    }
  }
  return hashes
}
