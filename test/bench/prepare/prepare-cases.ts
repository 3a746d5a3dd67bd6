import { prepareTable } from '@aw-flow/agents'
import { openDuckDb } from '@aw-flow/data/node'
import { quoteIdentifier, sql, tableName, unsafeSql, type Sql, type Tables } from '@aw-flow/engine'
import type { PreparationPlan, TableRef } from '@aw-flow/schema'
import { readFile } from 'node:fs/promises'
import { benchCase, type BenchCase } from '../bench-case.ts'
import { measureInTurn, type Sample } from '../measure.ts'
import type { Progress } from '../progress.ts'

const rows = 1_000_000
const handwrittenName = 'SQL by hand'
const pointsOnlyName = 'SQL by hand, the points alone'
const copyName = 'CREATE TABLE AS SELECT * with its sort'

/**
 * SQL for a typical table: codes with extra spaces, coordinates with nulls and infinities, a measure and a category.
 */
const source = unsafeSql(`SELECT
  concat('AB-', lpad(CAST(i AS VARCHAR), 7, '0'), CASE WHEN i % 97 = 0 THEN ' ' ELSE '' END) AS code,
  concat('Station ', i % 5000) AS name,
  CASE WHEN i % 1000 = 7 THEN NULL WHEN i % 1000 = 9 THEN 'Infinity'::DOUBLE ELSE ((i * 7919) % 360000) / 1000.0 - 180 END AS longitude,
  ((i * 104729) % 180000) / 1000.0 - 90 AS latitude,
  (i * 31) % 1000 AS value,
  ['north', 'south', 'east', 'west'][1 + i % 4] AS region
FROM range(${rows}) AS r(i)`)

/**
 * Measures preparing a million rows for `cosmo-ready`, including counting the changes and checking the result. The peer
 * is handwritten SQL with one statement per output: the points, the counts and the verdict. The statement for the
 * points alone is compared with a sorted copy.
 */
export async function prepareCases(progress: Progress): Promise<BenchCase[]> {
  const tables = await openDuckDb()
  try {
    const table = await tables.create(source, { id: 'source' })
    const [points, counts, verdict] = await readHandwrittenSql(table)
    const runHandwritten = async (): Promise<TableRef> => {
      const created = await tables.create(points, { id: 'hand' })
      await tables.rows(counts)
      await tables.rows(verdict)
      return created
    }
    const { table: ours, report } = await prepareTable({ tables, table, target: 'cosmo-ready', id: 'ours' })
    await expectEqual(tables, ours, await runHandwritten())
    const prepare = (plan?: PreparationPlan) => (): Promise<unknown> =>
      prepareTable({ tables, table, target: 'cosmo-ready', id: 'ours', ...(plan ? { plan } : {}) })
    const copy = (): Promise<unknown> =>
      tables.create(sql`SELECT * FROM ${quoteIdentifier(tableName('source'))} ORDER BY code`, { id: 'copy' })
    const pointsOnly = (): Promise<unknown> => tables.create(points, { id: 'hand' })
    const title = `cosmo-ready: ${rows.toLocaleString('en')} rows`
    const measured = await measureInTurn(
      {
        ours: measureTime(prepare(report.plan)),
        planned: measureTime(prepare()),
        [handwrittenName]: measureTime(runHandwritten),
        [pointsOnlyName]: measureTime(pointsOnly),
        [copyName]: measureTime(copy),
      },
      { onRun: progress(title) },
    )
    const { ours: applied, planned, ...peers } = measured.ms!
    return [
      benchCase({
        case: `${title}, by an approved plan`,
        unit: 'ms',
        measured: { ours: applied!, ...peers },
        goal: { times: 1.5, peer: handwrittenName },
        note: 'Both create the points, count the changes and check the result.',
      }),
      benchCase({
        case: `${title}, including the plan`,
        unit: 'ms',
        measured: { ours: planned!, ...peers },
        goal: { times: 1.5, peer: handwrittenName },
        note: 'The handwritten SQL knows the columns; aw inspects them first.',
      }),
      benchCase({
        case: `${title}: the handwritten points alone`,
        unit: 'ms',
        measured: { ours: peers[pointsOnlyName]!, [copyName]: peers[copyName]! },
        goal: { times: 1.5, peer: copyName },
        note: 'Not aw: shows whether the handwritten SQL is a fair peer.',
      }),
    ]
  } finally {
    await tables.close()
  }
}

/** Reads the statements of `peers/cosmo-ready.sql`, adapted to our table names. */
async function readHandwrittenSql(table: TableRef): Promise<[Sql, Sql, Sql]> {
  const text = await readFile(new URL('../peers/cosmo-ready.sql', import.meta.url), 'utf8')
  const [points = '', counts = '', verdict = ''] = text
    .replace(/^--.*$/gm, '')
    .split(';')
    .map((statement) =>
      statement
        .replace(/CREATE TABLE points AS/, '')
        .replaceAll('FROM source', `FROM ${quoteIdentifier(tableName(table.id)).text}`)
        .replaceAll('FROM points', `FROM ${quoteIdentifier(tableName('hand')).text}`)
        .trim(),
    )
  return [unsafeSql(points), unsafeSql(counts), unsafeSql(verdict)]
}

async function expectEqual(tables: Tables, ours: TableRef, theirs: TableRef): Promise<void> {
  const [ourHash, theirHash] = [await tables.contentHash(ours), await tables.contentHash(theirs)]
  if (ourHash !== theirHash)
    throw new Error(
      `The prepared table (${ours.rows} rows) differs from that of the handwritten SQL (${theirs.rows} rows).`,
    )
}

const measureTime = (work: () => Promise<unknown>) => async (): Promise<Sample> => {
  const start = performance.now()
  await work()
  return { ms: performance.now() - start }
}
