import { expect, test } from 'vitest'
import { summarizeStatement } from './summarize-statement.ts'

test('the summary of a statement contains only its operation and table', () => {
  const statements: [sql: string, operation: string, table?: string][] = [
    ['select "id" from "workflows" where "name" = $1 for update', 'SELECT', 'workflows'],
    [`select count(*) from (select 1 from runs where name = 'secret') as x`, 'SELECT', 'runs'],
    ['select generate_series(1, 5)', 'SELECT'],
    ['select extract(epoch from ended_at) from (select * from runs where a is distinct from b) as x', 'SELECT', 'runs'],
    ['select * from unnest($1::text[]) as g(id)', 'SELECT'],
    ['select 1', 'SELECT'],
    [`\n  insert into "runs" ("id") values ('from secret') on conflict do update set x = 1`, 'INSERT', 'runs'],
    ['insert into runs(id) values ($1)', 'INSERT', 'runs'],
    ['update only aw_queue.job set state = $1', 'UPDATE', 'aw_queue.job'],
    ['DELETE FROM "aw_queue"."job" WHERE true', 'DELETE', 'aw_queue.job'],
    ['with "added" as (insert into "workflows" values ($1)) insert into "versions" select 1', 'INSERT', 'workflows'],
    ['with a as (select id from runs for update skip locked) update runs r set x = 1', 'UPDATE', 'runs'],
    ['with a as (select 1) select * from a', 'SELECT', 'a'],
    ['begin', 'BEGIN'],
    ['', 'OTHER'],
  ]
  for (const [sql, operation, table] of statements) {
    expect([sql, summarizeStatement(sql)]).toEqual([sql, { operation, ...(table === undefined ? {} : { table }) }])
  }
})
