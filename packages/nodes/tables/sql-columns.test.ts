import { openDuckDb } from '@aw-flow/data/node'
import { inferStatementColumns, unsafeSql, type Tables } from '@aw-flow/engine'
import type { Column, TableRef } from '@aw-flow/schema'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeNode } from '../test-node.ts'
import { sqlNode } from './sql.ts'

let tables: Tables
let inputs: Record<string, TableRef>
beforeAll(async () => {
  tables = await openDuckDb({ threads: 1 })
  const make = (id: string, select: string): Promise<TableRef> => tables.create(unsafeSql(select), { id })
  inputs = {
    orders: await make(
      'orders',
      `SELECT 1::BIGINT AS id, 'b' AS Who, 5 AS amount, 1.5::DOUBLE AS score, 12.25::DECIMAL(9,2) AS price, DATE '2024-05-01' AS day, TIMESTAMP '2024-05-01 10:00:00' AS moment, true AS paid, 'x' AS "Col 3", 7::INTEGER AS from_`,
    ),
    people: await make('people', `SELECT 'a' AS who, 'Ada' AS name, 1::BIGINT AS id`),
  }
})
afterAll(() => tables.close())

let runs = 0
const found = async (statement: string): Promise<readonly Column[]> =>
  (await tables.query(statement, { inputs, timeoutMs: 10_000, id: `sql-columns-${runs++}` })).table.columns
const describeColumns = (statement: string): Column[] | undefined =>
  inferStatementColumns(
    statement,
    Object.fromEntries(Object.entries(inputs).map(([alias, table]) => [alias, table.columns])),
  )

/** Usual statements: their columns are known. */
const commonStatements = [
  'SELECT * FROM orders',
  'select * from ORDERS;',
  'FROM orders',
  'FROM orders WHERE amount > 3 ORDER BY id LIMIT 3',
  'SELECT id, Who FROM orders',
  'SELECT ID, who FROM orders -- a comment\n',
  'SELECT o.id, o."Col 3" FROM orders AS o /* all */ WHERE o.id > 0',
  'SELECT orders.* FROM orders',
  'SELECT * EXCLUDE (id, who) FROM orders',
  'SELECT * EXCLUDE id FROM orders',
  'SELECT DISTINCT who FROM orders',
  'SELECT DISTINCT ON (who) id, who FROM orders ORDER BY who, id',
  'SELECT id AS a, amount b, price "the price" FROM orders',
  'SELECT count(*) AS n, sum(amount) AS total, sum(price) AS paid, sum(score) AS s, avg(amount) AS m FROM orders',
  'SELECT who, count(DISTINCT id) n, max(day) AS last, min(price) AS lowest FROM orders GROUP BY who HAVING count(*) > 0',
  'SELECT upper(who) AS u, length(who) AS l, who || $$x$$ AS x, concat(who, 1) AS c FROM orders',
  "SELECT CAST(amount AS DOUBLE) AS a, amount::VARCHAR AS b, TRY_CAST(who AS DATE) AS d, '5'::DECIMAL(9, 2) AS e FROM orders",
  'SELECT amount * 2 AS a, score / 3 AS b, amount + id AS c, amount / 2 AS d, -score AS e, -amount AS f FROM orders',
  'SELECT amount > 3 AS a, paid AND id = 1 AS b, who LIKE $$a%$$ AS c, day IS NULL AS d, NOT paid AS e, id IN (1, 2) AS f, id BETWEEN 1 AND 2 AS g FROM orders',
  "SELECT CASE WHEN amount > 3 THEN 'much' ELSE 'little' END AS size FROM orders",
  'SELECT CASE WHEN paid THEN price END AS price FROM orders',
  'SELECT coalesce(who, $$none$$) AS who, nullif(amount, 0) AS n FROM orders',
  'SELECT year(day) AS y, month(moment) AS m, strftime(day, $$%Y$$) AS t FROM orders',
  'SELECT row_number() OVER (ORDER BY id) AS n, sum(amount) OVER (PARTITION BY who) AS s, lag(price) OVER (ORDER BY id) AS p FROM orders',
  'SELECT count(*) FILTER (WHERE paid) AS n, string_agg(who, $$, $$ ORDER BY id) AS all_ FROM orders',
  'SELECT name, amount FROM orders JOIN people ON orders.who = people.who',
  'SELECT * FROM orders JOIN people USING (who, id)',
  'SELECT * EXCLUDE id FROM orders LEFT JOIN people USING (who, id)',
  'SELECT o.id, p.name FROM orders o LEFT JOIN people p ON (o.who = p.who AND left(p.name, 1) = $$A$$) WHERE p.id IS NULL',
  'SELECT * FROM orders SEMI JOIN people ON orders.who = people.who',
  'SELECT o.id AS a, p.id AS b FROM orders o, people p',
  'SELECT o.id AS a, p.id AS b FROM orders o CROSS JOIN people p ORDER BY 1',
  'WITH big AS (SELECT * FROM orders WHERE amount > 3) SELECT id, who FROM big',
  'WITH a AS (SELECT id AS x FROM orders), b AS (SELECT x + 1 AS y FROM a) SELECT y FROM b',
  'SELECT s.total FROM (SELECT who, max(amount) AS total FROM orders GROUP BY who) s',
  '(SELECT id FROM orders)',
  'SELECT id, who FROM orders UNION ALL SELECT id, who FROM people',
  'SELECT 1 AS one, $$a$$ AS text, 1.5 AS half, true AS yes, 3000000000 AS large FROM orders',
  'SELECT from_ FROM orders',
  'SELECT max(amount) FILTER (WHERE id > 1) AS m, arg_max(who, amount) AS w FROM orders',
  'SELECT (amount + 1) * 2 AS a, ((id)) AS b, abs(score) AS c, round(score, 1) AS d FROM orders',
  "SELECT contains(who, 'b') AS c, regexp_matches(who, 'b') AS r, greatest(amount, 3) AS g FROM orders",
]
/** Unusual statements: the columns are unknown, or correct. */
const unusualStatements = [
  'SELECT count(*), sum(amount) FROM orders',
  'SELECT amount % 2 AS a, price * 2 AS b, price + score AS c FROM orders',
  'SELECT [1, 2] AS l, {a: 1} AS s FROM orders',
  'SELECT * REPLACE (upper(who) AS who) FROM orders',
  'SELECT COLUMNS(*) FROM orders',
  'SELECT * FROM orders RIGHT JOIN people USING (who)',
  'SELECT * FROM orders, people',
  'FROM (PIVOT orders ON who USING sum(amount) GROUP BY id)',
  'SELECT unnest([1, 2]) AS u FROM orders',
  'WITH RECURSIVE k AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM k WHERE n < 3) SELECT n FROM k',
  'SELECT (SELECT max(id) FROM orders) AS m',
  'SELECT id FROM orders UNION SELECT amount FROM orders',
  'SELECT x.a FROM (SELECT id, who FROM orders) AS x(a, b)',
  'VALUES (1), (2)',
  'SELECT n: amount FROM orders',
  'SELECT interval 2 day AS i, day + 1 AS d, day - day AS e, moment - moment AS f FROM orders',
  'SELECT day - 1 AS a, date_trunc($$month$$, day) AS b FROM orders',
  'SELECT id AS "a b", amount AS case FROM orders',
  'SELECT amount FROM orders GROUP BY ALL',
  'SELECT NULL AS n, 0.5 AS h, 007 AS z FROM orders',
  'SELECT who.upper() AS u FROM orders',
  'SELECT sum(paid::INTEGER) AS s, mode(who) AS m, quantile_cont(score, 0.5) AS q FROM orders',
  'SELECT CASE WHEN paid THEN 1 ELSE 2.5 END AS c, CASE id WHEN 1 THEN score ELSE 0 END AS d FROM orders',
  'SELECT coalesce(amount, 1.5) AS c, greatest(id, amount) AS g FROM orders',
  'SELECT (amount = 3) = true AS c, paid OR NULL AS d FROM orders',
  'SELECT first(who ORDER BY id) AS f, max(id, 2) AS l FROM orders',
  'SELECT arg_max(who, id, 2) AS a FROM orders',
  'SELECT lag(id, 1, 0) OVER (ORDER BY id) AS b, lead(who) OVER (ORDER BY id) AS c FROM orders',
  'SELECT round(price, 1) AS r, round(score) AS s, abs(price) AS a, floor(score) AS f FROM orders',
  'SELECT amount // 2 AS a, amount ^ 2 AS b, amount ** 2 AS c FROM orders',
  'SELECT sum(DISTINCT amount) AS s, any_value(day) AS d, last(price ORDER BY id) AS l FROM orders',
  'SELECT date_diff($$day$$, day, day) AS d, dayname(day) AS n, length([1]) AS l FROM orders',
  'SELECT log(score) AS l, ln(2) AS n, pow(2, 3) AS p, sqrt(amount) AS s FROM orders',
  'SELECT 9223372036854775807 AS a, 2147483648 AS b, 1e3 AS c, 12.50 AS d FROM orders',
  'SELECT id FROM orders TABLESAMPLE 1 ROWS',
  'SELECT max(day) - min(day) AS span FROM orders',
  'SELECT count(*) + 1 AS n, count(*) * 1.0 AS m, sum(amount) + 1 AS k FROM orders',
  'SELECT who || id AS a, id || id AS b FROM orders',
  'SELECT min(CASE WHEN paid THEN amount END) AS m FROM orders',
  'SELECT concat_ws($$-$$, who, id) AS c, left(who, 1) AS l, replace(who, $$a$$, $$b$$) AS r FROM orders',
]

describe('the columns of a statement, before a run', () => {
  it.each(commonStatements)('are those that DuckDB returns: %s', async (statement) => {
    expect(describeColumns(statement)).toEqual(await found(statement))
  })

  it.each(unusualStatements)('are those that DuckDB returns, or unknown: %s', async (statement) => {
    const columns = describeColumns(statement)
    if (columns) expect(columns).toEqual(await found(statement))
  })

  it.each([
    '',
    'SELECT',
    'SELECT FROM',
    'SELECT ( FROM orders',
    'SELECT * FROM other',
    'SELECT nothing FROM orders',
    'SELECT id FROM orders; SELECT 1',
    'SELECT id, id FROM orders',
    'SELECT toString FROM __proto__',
    'DROP TABLE orders',
    'COPY orders TO $$x$$',
    'SELECT * FROM read_csv($$x$$)',
    '))((',
    "SELECT 'open",
  ])('are unknown for a text that is not a statement over its inputs: %s', (statement) =>
    expect(describeColumns(statement)).toBeUndefined(),
  )

  it('are described by the node for later nodes', () => {
    const { columns } = inputs.orders!
    const settings = { statement: 'SELECT who, sum(amount) AS total FROM orders GROUP BY who', inputs: 'orders' }
    const { outputs } = describeNode(sqlNode, {
      settings,
      inputs: { orders: { type: 'table', columns: [...columns] } },
    })
    expect(outputs.table).toEqual({
      type: 'table',
      columns: [
        { name: 'Who', type: 'VARCHAR' },
        { name: 'total', type: 'HUGEINT' },
      ],
    })
    expect(describeNode(sqlNode, { settings, inputs: { orders: { type: 'table' } } }).outputs.table).toEqual({
      type: 'table',
    })
  })
})
