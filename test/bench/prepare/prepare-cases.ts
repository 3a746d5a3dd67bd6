import { prepareTable } from '@aw-flow/agents'
import { openDuckDb } from '@aw-flow/data/node'
import { name, sql, tableName, unsafeSql, type Sql, type Tables } from '@aw-flow/engine'
import type { PreparationPlan, TableRef } from '@aw-flow/schema'
import { readFile } from 'node:fs/promises'
import { benchCase, type BenchCase } from '../bench-case.ts'
import { measureInTurn, type Sample } from '../measure.ts'
import type { Progress } from '../progress.ts'

const rows = 1_000_000
const byHand = 'SQL by hand'
const alone = 'SQL by hand, the points alone'
const copied = 'CREATE TABLE AS SELECT * with its sort'

/** A typical table: codes with extra spaces, coordinates with nulls and infinities, a measure and a category. */
const source = unsafeSql(`SELECT
  concat('AB-', lpad(CAST(i AS VARCHAR), 7, '0'), CASE WHEN i % 97 = 0 THEN ' ' ELSE '' END) AS code,
  concat('Station ', i % 5000) AS name,
  CASE WHEN i % 1000 = 7 THEN NULL WHEN i % 1000 = 9 THEN 'Infinity'::DOUBLE ELSE ((i * 7919) % 360000) / 1000.0 - 180 END AS longitude,
  ((i * 104729) % 180000) / 1000.0 - 90 AS latitude,
  (i * 31) % 1000 AS value,
  ['north', 'south', 'east', 'west'][1 + i % 4] AS region
FROM range(${rows}) AS r(i)`)

/**
 * Prepares a million rows for `cosmo-ready`, counts the changes and checks the result, compared with handwritten SQL, one
 * statement per output: the points, the counts, the verdict. The points alone are compared with a sorted copy.
 */
export async function prepareCases(progress: Progress): Promise<BenchCase[]> {
  const tables = await openDuckDb()
  try {
    const table = await tables.create(source, { id: 'source' })
    const [points, counts, verdict] = await handWritten(table)
    const hand = async (): Promise<TableRef> => {
      const made = await tables.create(points, { id: 'hand' })
      await tables.rows(counts)
      await tables.rows(verdict)
      return made
    }
    const { table: ours, report } = await prepareTable({ tables, table, target: 'cosmo-ready', id: 'ours' })
    await mustBeEqual(tables, ours, await hand())
    const prepare = (plan?: PreparationPlan) => (): Promise<unknown> =>
      prepareTable({ tables, table, target: 'cosmo-ready', id: 'ours', ...(plan ? { plan } : {}) })
    const copy = (): Promise<unknown> =>
      tables.create(sql`SELECT * FROM ${name(tableName('source'))} ORDER BY code`, { id: 'copy' })
    const pointsOnly = (): Promise<unknown> => tables.create(points, { id: 'hand' })
    const title = `cosmo-ready: ${rows.toLocaleString('en')} rows`
    const measured = await measureInTurn(
      {
        ours: timed(prepare(report.plan)),
        planned: timed(prepare()),
        [byHand]: timed(hand),
        [alone]: timed(pointsOnly),
        [copied]: timed(copy),
      },
      { onRun: progress(title) },
    )
    const { ours: applied, planned, ...peers } = measured.ms!
    return [
      benchCase({
        case: `${title}, by an approved plan`,
        unit: 'ms',
        measured: { ours: applied!, ...peers },
        goal: { times: 1.5, peer: byHand },
        note: 'Both create the points, count the changes and check the result.',
      }),
      benchCase({
        case: `${title}, including the plan`,
        unit: 'ms',
        measured: { ours: planned!, ...peers },
        goal: { times: 1.5, peer: byHand },
        note: 'The handwritten SQL knows the columns; aw inspects them first.',
      }),
      benchCase({
        case: `${title}: the handwritten points alone`,
        unit: 'ms',
        measured: { ours: peers[alone]!, [copied]: peers[copied]! },
        goal: { times: 1.5, peer: copied },
        note: 'Not aw: shows whether the handwritten SQL is a fair peer.',
      }),
    ]
  } finally {
    await tables.close()
  }
}

/** The statements of `peers/cosmo-ready.sql` for our tables. */
async function handWritten(table: TableRef): Promise<[Sql, Sql, Sql]> {
  const text = await readFile(new URL('../peers/cosmo-ready.sql', import.meta.url), 'utf8')
  const [points = '', counts = '', verdict = ''] = text
    .replace(/^--.*$/gm, '')
    .split(';')
    .map((one) =>
      one
        .replace(/CREATE TABLE points AS/, '')
        .replaceAll('FROM source', `FROM ${name(tableName(table.id)).text}`)
        .replaceAll('FROM points', `FROM ${name(tableName('hand')).text}`)
        .trim(),
    )
  return [unsafeSql(points), unsafeSql(counts), unsafeSql(verdict)]
}

async function mustBeEqual(tables: Tables, ours: TableRef, theirs: TableRef): Promise<void> {
  const [one, other] = [await tables.contentHash(ours), await tables.contentHash(theirs)]
  if (one !== other)
    throw new Error(
      `The prepared table (${ours.rows} rows) differs from that of the handwritten SQL (${theirs.rows} rows).`,
    )
}

const timed = (work: () => Promise<unknown>) => async (): Promise<Sample> => {
  const begin = performance.now()
  await work()
  return { ms: performance.now() - begin }
}
