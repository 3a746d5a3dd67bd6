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

/** A table as they come: codes with blanks here and there, coordinates with gaps and infinities, a measure, a category. */
const source = unsafeSql(`SELECT
  concat('AB-', lpad(CAST(i AS VARCHAR), 7, '0'), CASE WHEN i % 97 = 0 THEN ' ' ELSE '' END) AS code,
  concat('Station ', i % 5000) AS name,
  CASE WHEN i % 1000 = 7 THEN NULL WHEN i % 1000 = 9 THEN 'Infinity'::DOUBLE ELSE ((i * 7919) % 360000) / 1000.0 - 180 END AS longitude,
  ((i * 104729) % 180000) / 1000.0 - 90 AS latitude,
  (i * 31) % 1000 AS value,
  ['north', 'south', 'east', 'west'][1 + i % 4] AS region
FROM range(${rows}) AS r(i)`)

/**
 * A million rows made cosmo-ready, with what was done counted and the outcome checked, against hand-written SQL that
 * does the same, one statement an output: the points, the counts, the verdict. The points alone stand beside, against a
 * sorted copy.
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
        note: 'Both make the points, count what was done, and check the outcome.',
      }),
      benchCase({
        case: `${title}, and the plan is made, too`,
        unit: 'ms',
        measured: { ours: planned!, ...peers },
        goal: { times: 1.5, peer: byHand },
        note: 'The handwritten SQL knows the columns; aw inspects them first.',
      }),
      benchCase({
        case: `${title}: the points by hand themselves`,
        unit: 'ms',
        measured: { ours: peers[alone]!, [copied]: peers[copied]! },
        goal: { times: 1.5, peer: copied },
        note: 'Not ours: whether the SQL by hand is a peer worth being measured against.',
      }),
    ]
  } finally {
    await tables.close()
  }
}

/** The statements of `peers/cosmo-ready.sql`, over our tables. */
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
    throw new Error(`What is prepared (${ours.rows} rows) is not what SQL by hand makes (${theirs.rows}).`)
}

const timed = (work: () => Promise<unknown>) => async (): Promise<Sample> => {
  const begin = performance.now()
  await work()
  return { ms: performance.now() - begin }
}
