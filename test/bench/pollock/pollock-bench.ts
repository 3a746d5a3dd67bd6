import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { benchCase, type BenchCase } from '../bench-case.ts'
import { summarize } from '../measure.ts'
import { ownRows, createOwnTables } from './own-tables.ts'
import { pollutedRowCount, polluteTable, serializeTable } from './pollute-table.ts'
import { pollock, scoreByKind, scoreFolder, type FolderScore } from './score-folder.ts'

/**
 * Published scores out of 10, simple and weighted, of readers that were configured for each file or not configured at
 * all.
 */
const published = {
  'DuckDB 1.2, configured': [9.961, 9.599],
  'SQLite, configured': [9.955, 9.375],
  'Pandas, configured': [9.895, 9.431],
  CleverCSV: [9.193, 9.453],
  'DuckDB 1.2 auto': [9.075, 8.439],
} as const

/**
 * Measures how files polluted in known ways are read without configuration: the benchmark's files, and ten other tables
 * with the same kinds of pollution. The value of a case is 10 minus the score, so lower is better. The scores of other
 * systems are those published.
 */
export async function benchPollock(): Promise<BenchCase[]> {
  const archive = join(pollock, 'polluted_files.tar.xz')
  if (!existsSync(archive))
    throw new Error(`The benchmark's files are missing: ${archive}. Put them next to the project.`)
  const folder = await mkdtemp(join(tmpdir(), 'aw-bench-pollock-'))
  try {
    execFileSync('tar', ['-xJf', archive, '-C', folder])
    const theirs = await scoreFolder(join(folder, 'polluted_files'), true)
    const own = await scoreFolder(await writeOwnTables(join(folder, 'own')), false)
    const missing = (score: number) => summarize([10 - score])
    const peers = (index: 0 | 1) =>
      Object.fromEntries(Object.entries(published).map(([name, scores]) => [name, missing(scores[index])]))
    const unit = 'points missing to 10'
    return [
      benchCase({
        case: `Pollock, ${theirs.files} files, simple`,
        unit,
        measured: { ours: missing(theirs.simple), ...peers(0) },
        goal: 0.005,
        floor: 0.039,
        note: describeWorstKinds(theirs),
      }),
      benchCase({
        case: 'Pollock, weighted by frequency',
        unit,
        measured: { ours: missing(theirs.weighted ?? 0), ...peers(1) },
        goal: 0.005,
        floor: 0.401,
      }),
      benchCase({
        case: `ten other tables, ${own.files} files, simple`,
        unit,
        measured: { ours: missing(weightedMean(own.byFile)) },
        goal: 0.02,
        note: describeWorstKinds(own),
      }),
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function writeOwnTables(folder: string): Promise<string> {
  await mkdir(join(folder, 'csv'), { recursive: true })
  await mkdir(join(folder, 'clean'), { recursive: true })
  for (const [index, table] of createOwnTables().entries()) {
    for (const { name, text, clean } of polluteTable(table, `t${index}`)) {
      await writeFile(join(folder, 'csv', name), text)
      await writeFile(join(folder, 'clean', name), serializeTable(clean))
    }
  }
  return folder
}

/**
 * Returns the mean as if every row had been polluted, as in the benchmark, where the header is only one of many rows.
 */
function weightedMean(byFile: readonly [string, number][]): number {
  let sum = 0
  let total = 0
  for (const [name, score] of byFile) {
    const isBody = name.includes('_row_') && !/(?:row0|quote0|delimiter_0)_/.test(name)
    const weight = isBody ? (ownRows - 1) / (pollutedRowCount - 1) : 1
    sum += weight * score
    total += weight
  }
  return sum / total
}

const describeWorstKinds = ({ simple, weighted, byFile }: FolderScore): string =>
  `${simple.toFixed(4)}${weighted === undefined ? '' : ` / ${weighted.toFixed(4)}`}; by kind: ${scoreByKind(byFile)
    .map(([kind, score]) => `${kind} ${score.toFixed(3)}`)
    .join(', ')}`
