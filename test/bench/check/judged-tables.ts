import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import {
  collectCellEvidence,
  describeEvidence,
  encodeTable,
  getFindingClass,
  loadFile,
  type FindingEvidence,
} from '@aw-flow/agents'
import { openDuckDb, openNodeFile } from '@aw-flow/data/node'
import { sql } from '@aw-flow/engine'
import type { Finding } from '@aw-flow/schema/internal'
import { checkTables } from '../prepare/check-tables.ts'
import { npmHalves, npmTables, type NpmTable } from './npm-tables.ts'

/** The half of a judged table. The calibration is fitted to `open`; `closed` is only measured. */
export type JudgedHalf = 'open' | 'closed'

type Cell = readonly [row: number, column: number | string]

/**
 * Cells of a real table whose findings were judged by reading them, at most 20 per table, drawn at random from the
 * findings of a thorough check. `wrong` cells are errors, `right` ones are not, and `notation` ones have a right value
 * in a notation of its own, such as a word for a missing value.
 */
interface JudgedTable {
  readonly half: JudgedHalf
  /** The size of the table when it was judged. Absent for tables of packages, which do not change. */
  readonly rows?: number
  readonly columns?: number
  readonly wrong?: readonly Cell[]
  readonly right?: readonly Cell[]
  readonly notation?: readonly Cell[]
}

/** A judged finding, with the evidence for it. */
export interface JudgedFinding {
  readonly table: string
  readonly half: JudgedHalf
  readonly finding: Finding
  readonly class: string
  readonly evidence: FindingEvidence
  readonly isWrong: boolean
}

const maxRows = 2500

/** Checks the judged tables again, and returns the judged cells that still have evidence, and the number of cells. */
export async function checkJudgedTables(
  onTable: (name: string) => void,
): Promise<{ findings: JudgedFinding[]; cellCounts: Record<JudgedHalf, number>; skippedTables: string[] }> {
  const judgedTables = JSON.parse(readFileSync(join(import.meta.dirname, 'judged-findings.json'), 'utf8')) as Readonly<
    Record<string, JudgedTable>
  >
  const findings: JudgedFinding[] = []
  const cellCounts = { open: 0, closed: 0 }
  const skippedTables: string[] = []
  await withPackedFiles(async (folder) => {
    for (const [name, judged] of Object.entries(judgedTables)) {
      onTable(name)
      const table = await readTable(name, folder)
      const hasSize = judged.rows === undefined || judged.rows === Math.min(table?.rows.length ?? 0, maxRows)
      if (!table || !hasSize || (judged.columns ?? table.header.length) !== table.header.length) {
        skippedTables.push(name)
        continue
      }
      const rows = table.rows.slice(0, maxRows)
      cellCounts[judged.half] += rows.length * table.header.length
      const evidence = collectEvidence(table.header, rows)
      for (const verdict of ['wrong', 'right'] as const)
        for (const [row, column] of judged[verdict] ?? []) {
          const columnIndex = typeof column === 'number' ? column : table.header.indexOf(column)
          const described = evidence.get((row - 1) * table.header.length + columnIndex)
          if (!described) continue
          const findingClass = getFindingClass(described.finding)
          findings.push({
            table: name,
            half: judged.half,
            ...described,
            class: findingClass,
            isWrong: verdict === 'wrong',
          })
        }
    }
  })
  return { findings, cellCounts, skippedTables }
}

function collectEvidence(
  header: readonly string[],
  rows: readonly (readonly string[])[],
): ReturnType<typeof describeEvidence> {
  const steps = collectCellEvidence(encodeTable(header, rows))
  for (;;) {
    const step = steps.next()
    if (step.done) return describeEvidence(step.value)
  }
}

const archives = ['real', 'openrefine'].map((name) =>
  resolve(import.meta.dirname, `../../../../shared/messy/${name}.tar.xz`),
)

/** Unpacks the published files into a temporary folder for the duration of `work`. */
async function withPackedFiles(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'aw-judged-'))
  try {
    for (const archive of archives.filter((path) => existsSync(path)))
      execFileSync('tar', ['-xJf', archive, '-C', folder], { stdio: 'ignore' })
    await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const npmNames: ReadonlySet<string> = new Set([...npmHalves.tune, ...npmHalves.untouched])

/** Reads a table of a package by its name, or a published file by its path in the archives. */
async function readTable(
  name: string,
  folder: string,
): Promise<{ header: readonly string[]; rows: readonly (readonly string[])[] } | undefined> {
  if (!name.includes('/')) return (npmNames.has(name) ? npmTables([name as NpmTable]) : checkTables([name]))[0]
  const tables = await openDuckDb({ threads: 1 })
  try {
    const file = await openNodeFile(join(folder, name), '0'.repeat(64))
    const { table, report } = await loadFile(file, { tables, id: 'typed', maxRetries: 0 })
    const names = report.plan.columns.map(({ name: column, sourceName = column }) => sourceName)
    const columns = report.plan.columns.map((column) => ({ ...column, type: 'VARCHAR', nulls: [] }))
    await tables.drop(table.id)
    const text = await tables.load(file, { ...report.plan, columns }, { id: 'text' })
    const relation = await tables.relation(text.table)
    const records = await tables.rows(sql`SELECT * FROM ${relation.from} LIMIT ${maxRows}`)
    return {
      header: names,
      rows: records.map((record) => text.table.columns.map((column) => String(record[column.name] ?? ''))),
    }
  } catch {
    return undefined
  } finally {
    await tables.close()
  }
}
