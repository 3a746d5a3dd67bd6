import { runCommandLine } from '@aw-flow/cli'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Label } from '../../labels/label.ts'
import { noScore, scoreRows, type RowScore } from './score-rows.ts'

const peers = resolve(import.meta.dirname, '../peers')
const largest = 4 << 20
/** Python's csv writes one line of JSON a file. */
const mostOutput = 1 << 30

interface LabelledFile {
  path: string
  label: Label
}

/** The mean scores of each reader over some labelled files; `files` of them could be scored. */
export interface ReaderScores {
  files: number
  readers: Record<string, RowScore>
}

/**
 * Compares what readers, told nothing, make of labelled files with what Python's csv makes of them when it is told what
 * a careful reader says: ours (the command line), Python's csv with its sniffer, and Papa Parse. Files in doubt are left
 * out, and so are those larger than 4 MB and those whose label Python's csv cannot be told.
 */
export async function compareReaders(files: readonly LabelledFile[]): Promise<ReaderScores> {
  const plain = files.filter(({ path, label }) => {
    const { delimiter, doubtfulAbout, firstRecordLine } = label
    const isSure = !doubtfulAbout.some((about) => about !== 'types')
    return isSure && delimiter.length <= 1 && firstRecordLine !== null && readFileSync(path).length <= largest
  })
  const python = readWithPython(plain)
  const own = await readOurs(plain)
  const papa = await readWithPapa()
  const scores = { ours: [] as RowScore[], 'python csv': [] as RowScore[], 'papa parse': [] as RowScore[] }
  for (const [index, { path }] of plain.entries()) {
    const { truth, sniffed } = python[index] ?? { truth: null, sniffed: null }
    if (!truth) continue
    const score = (rows: readonly string[][] | null | undefined): RowScore => (rows ? scoreRows(truth, rows) : noScore)
    scores.ours.push(score(own[index] === undefined ? undefined : papa(own[index], ',')))
    scores['python csv'].push(score(sniffed))
    scores['papa parse'].push(score(papa(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''))))
  }
  return {
    files: scores.ours.length,
    readers: Object.fromEntries(Object.entries(scores).map(([reader, list]) => [reader, mean(list)])),
  }
}

function readWithPython(files: readonly LabelledFile[]): { truth: string[][] | null; sniffed: string[][] | null }[] {
  const input = JSON.stringify(files)
  const output = execFileSync('python3', [join(peers, 'read-csv.py')], { input, maxBuffer: mostOutput })
  return output
    .toString('utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { truth: string[][] | null; sniffed: string[][] | null })
}

/** What the command line writes, told nothing; `undefined` where it reads no table. */
async function readOurs(files: readonly LabelledFile[]): Promise<(string | undefined)[]> {
  const folder = mkdtempSync(join(tmpdir(), 'aw-readers-'))
  try {
    const [from, to] = [join(folder, 'in'), join(folder, 'out')]
    mkdirSync(from)
    files.forEach(({ path }, index) => symlinkSync(path, join(from, `${index}.csv`)))
    const silent = {
      say: () => undefined,
      tell: () => undefined,
      progress: () => undefined,
      width: 80,
      input: nothing(),
    }
    const words = ['load', from, '--out-dir', to, '--text']
    await runCommandLine(words, { ...silent, signal: new AbortController().signal })
    return files.map((_, index) => {
      const path = join(to, `${index}.csv_converted.csv`)
      const text = existsSync(path) ? readFileSync(path, 'utf8') : 'Application Error'
      return text.startsWith('Application Error') ? undefined : text
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

type ReadRows = (text: string, delimiter?: string) => string[][]

const readWithPapa = async (): Promise<ReadRows> =>
  ((await import(new URL('../peers/papaparse.ts', import.meta.url).href)) as { readRows: ReadRows }).readRows

function mean(scores: readonly RowScore[]): RowScore {
  const of = (key: keyof RowScore): number =>
    scores.reduce((sum, score) => sum + score[key], 0) / Math.max(1, scores.length)
  return { total: of('total'), header: of('header'), records: of('records'), cells: of('cells') }
}
