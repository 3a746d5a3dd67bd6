import type { Config } from '@aw-flow/schema'

/** The number of rows in each large table. */
export const rows = 1_000_000

/**
 * SQL for the source tables, keyed by id. `sales` contains text, numbers, dates and nulls. `wide` contains a number per
 * month.
 */
export const sources: Readonly<Record<string, string>> = {
  sales: `SELECT i AS id, 'city ' || (hash(i) % 500)::VARCHAR AS city, (hash(i + 7) % 10000)::BIGINT AS customer, ((hash(i * 3) % 1000000) / 100)::DECIMAL(9,2) AS amount, (hash(i * 5) % 1000000)::DOUBLE / 977 AS score, DATE '2020-01-01' + (hash(i * 11) % 2000)::INTEGER AS day, CASE WHEN i % 7 = 0 THEN NULL ELSE 'note of row ' || i::VARCHAR END AS note FROM range(${rows}) t(i)`,
  customers: `SELECT i AS customer, 'name ' || i::VARCHAR AS name, (hash(i) % 5)::INTEGER AS rank FROM range(10000) t(i)`,
  wide: `SELECT i AS id, ${[1, 2, 3, 4].map((m) => `(hash(i * ${m}) % 1000)::BIGINT AS m${m}`).join(', ')} FROM range(${rows / 4}) t(i)`,
}

export interface TableTask {
  type: string
  /** The name of the case. Defaults to the node type. */
  title?: string
  config: Config
  /** The source tables, keyed by input port. */
  inputs: Readonly<Record<string, keyof typeof sources>>
  /** Handwritten SQL for the same rows in the same order. It refers to the tables as `t_sales` and so on. */
  sql: string
  /** Whether sums of DOUBLE are added in no fixed order, so that the last digits may differ. */
  isRounded?: boolean
  /** SQL whose sums, like ours, do not depend on the number of threads. */
  inOrder?: string
}

const from = { table: 'sales' } as const

/** All table nodes, each with equivalent handwritten SQL. */
export const tableTasks: readonly TableTask[] = [
  {
    type: 'select',
    config: { columns: ['id', 'city', 'amount'] },
    inputs: from,
    sql: `SELECT id, city, amount FROM t_sales`,
  },
  {
    type: 'filter',
    config: { conditions: [{ column: 'amount', is: 'more', value: 5000 }], expression: '$contains(city, "7")' },
    inputs: from,
    sql: `SELECT * FROM t_sales WHERE amount > 5000 AND contains(city, '7')`,
  },
  {
    type: 'sort',
    config: { by: [{ column: 'day' }, { column: 'amount', direction: 'descending' }] },
    inputs: from,
    sql: `SELECT * FROM t_sales ORDER BY day, amount DESC NULLS LAST, rowid`,
  },
  {
    type: 'join',
    config: { keys: [{ left: 'customer' }] },
    inputs: { left: 'sales', right: 'customers' },
    sql: `SELECT s.*, c.name, c.rank FROM t_sales s JOIN t_customers c ON s.customer = c.customer ORDER BY s.rowid`,
  },
  {
    type: 'union',
    config: {},
    inputs: { in1: 'sales', in2: 'customers' },
    sql: `SELECT * FROM t_sales UNION ALL BY NAME SELECT * FROM t_customers`,
  },
  {
    type: 'aggregate',
    config: {
      groupBy: ['city'],
      measures: [
        { function: 'count' },
        { function: 'sum', column: 'amount' },
        { function: 'mean', column: 'amount' },
        { function: 'max', column: 'day' },
      ],
    },
    inputs: from,
    sql: `SELECT city, count(*) AS count, sum(amount) AS sum_amount, avg(amount) AS mean_amount, max(day) AS max_day FROM t_sales GROUP BY city ORDER BY min(rowid)`,
    isRounded: true,
  },
  {
    type: 'aggregate',
    title: 'aggregate of DOUBLE',
    config: {
      groupBy: ['customer'],
      measures: [
        { function: 'sum', column: 'score' },
        { function: 'mean', column: 'score' },
      ],
    },
    inputs: from,
    sql: `SELECT customer, sum(score) AS sum_score, avg(score) AS mean_score FROM t_sales GROUP BY customer ORDER BY min(rowid)`,
    isRounded: true,
    inOrder: `SELECT customer, sum(score ORDER BY rowid) AS sum_score, avg(score ORDER BY rowid) AS mean_score FROM t_sales GROUP BY customer ORDER BY min(rowid)`,
  },
  {
    type: 'pivot',
    config: { rows: ['city'], column: 'rank', function: 'count', values: ['0', '1', '2', '3', '4'], prefix: 'r' },
    inputs: { table: 'ranked' },
    sql: `SELECT city, ${[0, 1, 2, 3, 4].map((r) => `count(*) FILTER (WHERE rank = ${r}) AS r${r}`).join(', ')} FROM t_ranked GROUP BY city ORDER BY min(rowid)`,
  },
  {
    type: 'unpivot',
    config: { keep: ['id'], nameColumn: 'month', valueColumn: 'value' },
    inputs: { table: 'wide' },
    sql: `FROM t_wide UNPIVOT INCLUDE NULLS (value FOR month IN (m1, m2, m3, m4))`,
  },
  {
    type: 'deduplicate',
    config: { columns: ['city', 'customer'] },
    inputs: from,
    sql: `SELECT DISTINCT ON (city, customer) * FROM t_sales ORDER BY rowid`,
  },
  {
    type: 'sample',
    config: { rows: 10_000, seed: 3 },
    inputs: from,
    sql: `SELECT * FROM t_sales WHERE rowid IN (SELECT rowid FROM t_sales ORDER BY hash(rowid + 3 * 4294967296), rowid LIMIT 10000) ORDER BY rowid`,
  },
  {
    type: 'split',
    config: { conditions: [{ column: 'amount', is: 'more', value: 9900 }] },
    inputs: from,
    sql: `SELECT * FROM t_sales WHERE amount > 9900; SELECT * FROM t_sales WHERE NOT amount > 9900`,
  },
  {
    type: 'fill',
    config: { columns: ['note'], how: 'constant', value: 'none' },
    inputs: from,
    sql: `SELECT * REPLACE (coalesce(note, 'none') AS note) FROM t_sales`,
  },
  {
    type: 'fill',
    title: 'fill from above',
    config: { columns: ['note'], how: 'previous' },
    inputs: from,
    sql: `SELECT * REPLACE (last_value(note IGNORE NULLS) OVER (ORDER BY rowid) AS note) FROM t_sales ORDER BY rowid`,
  },
  {
    type: 'derive_column',
    config: { column: 'label', expression: '$uppercase(city) & ": " & (amount > 5000 ? "large" : "small")' },
    inputs: from,
    sql: `SELECT *, upper(city) || ': ' || CASE WHEN amount > 5000 THEN 'large' ELSE 'small' END AS label FROM t_sales`,
  },
  {
    type: 'rename_and_cast',
    config: {
      columns: [
        { column: 'customer', name: 'who', type: 'VARCHAR' },
        { column: 'amount', type: 'DOUBLE' },
      ],
    },
    inputs: from,
    sql: `SELECT id, city, customer::VARCHAR AS who, amount::DOUBLE AS amount, score, day, note FROM t_sales`,
  },
]

/** The input of `pivot`: sales with the rank of their customer. */
export const ranked = `SELECT s.city, c.rank FROM t_sales s JOIN t_customers c ON s.customer = c.customer ORDER BY s.rowid`

/** A typical chain, in which each node reads the output of the previous one. */
export const chain: readonly [type: string, config: Config][] = [
  ['filter', { conditions: [{ column: 'amount', is: 'more', value: 1000 }] }],
  ['derive_column', { column: 'each', expression: 'amount / 3' }],
  ['rename_and_cast', { columns: [{ column: 'note', name: 'remark' }] }],
  ['select', { columns: ['city', 'amount', 'each', 'remark'] }],
  [
    'aggregate',
    {
      groupBy: ['city'],
      measures: [{ function: 'count' }, { function: 'sum', column: 'amount' }, { function: 'max', column: 'each' }],
    },
  ],
]
