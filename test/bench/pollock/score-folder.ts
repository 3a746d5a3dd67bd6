import { runCommandLine } from '@aw-flow/cli'
import { execFileSync } from 'node:child_process'
import { join, resolve } from 'node:path'

/** The folder next to the project that contains the scorer, its weights and the benchmark's files. */
export const pollock = resolve(import.meta.dirname, '../../../../shared/pollock')

export interface FolderScore {
  files: number
  /** The mean score, out of 10. */
  simple: number
  weighted?: number
  /** The score of each file, by file name. */
  byFile: [string, number][]
}

/** Loads every file of `FOLDER/csv` with the command line, without configuration, and scores the output. */
export async function scoreFolder(folder: string, weighted: boolean): Promise<FolderScore> {
  const outFolder = join(folder, 'out')
  const input = new Blob().stream()
  const silent = { input, print: () => undefined, report: () => undefined, showProgress: () => undefined, width: 80 }
  const words = [
    'load',
    join(folder, 'csv'),
    '--out-dir',
    outFolder,
    '--text',
    '--report',
    join(folder, 'report.jsonl'),
  ]
  await runCommandLine(words, { ...silent, signal: new AbortController().signal })
  const weights = weighted ? ['--weights', join(pollock, 'weights.json')] : []
  const args = [join(pollock, 'score.mjs'), folder, outFolder, '--json', '--worst', '100000', ...weights]
  const { worst, ...scores } = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as {
    files: number
    simple: number
    weighted?: number
    worst: [string, number][]
  }
  return { ...scores, byFile: worst }
}

/** Returns the mean score per kind of pollution, worst first. The kind is the file name without numbers. */
export function scoreByKind(byFile: readonly [string, number][]): [string, number][] {
  const kinds = new Map<string, number[]>()
  for (const [name, score] of byFile) {
    const kind = name
      .replace(/^t\d+_/, '')
      .replace(/^(row_[a-z_]+?)_?\d.*$/, '$1')
      .replace(/\.csv$/, '')
    kinds.set(kind, [...(kinds.get(kind) ?? []), score])
  }
  return [...kinds]
    .map(([kind, scores]): [string, number] => [kind, scores.reduce((sum, score) => sum + score, 0) / scores.length])
    .sort((a, b) => a[1] - b[1])
}
