import { runCommandLine } from '@aw-flow/cli'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import type { Label } from '../../labels/label.ts'
import { noScore, scoreRows, type RowScore } from './score-rows.ts'

const peers = resolve(import.meta.dirname, '../peers')
const maxFileBytes = 4 << 20
/** The maximum output size of a reader, which writes one line of JSON per file. */
const maxOutputBytes = 1 << 30

interface LabelledFile {
  path: string
  label: Label
}

/** The mean scores of each reader over the labeled files that could be scored. `files` is the number of these files. */
export interface ReaderScores {
  files: number
  readers: Record<string, RowScore>
}

/**
 * Compares the output of unconfigured readers with that of Python's csv, configured according to the labels. The
 * readers are ours (the command line), Python's csv with its sniffer, Papa Parse and, if installed, CleverCSV and
 * OpenCSV (Debian: `python3-clevercsv`, `libopencsv-java`). Excludes doubtful files, files larger than 4 MB, and files
 * whose labels Python's csv cannot express.
 */
export async function compareReaders(files: readonly LabelledFile[]): Promise<ReaderScores> {
  const comparable = files.filter(({ path, label }) => {
    const { delimiter, doubtfulAbout, firstRecordLine } = label
    const isConfident = !doubtfulAbout.some((about) => about !== 'types')
    return isConfident && delimiter.length <= 1 && firstRecordLine !== null && readFileSync(path).length <= maxFileBytes
  })
  const python = readWithPython(comparable)
  const ourOutputs = await readOurs(comparable)
  const parseWithPapa = await readWithPapa()
  const openCsvRows = readWithOpenCsv(comparable)
  const scores: Record<string, RowScore[]> = { ours: [], 'python csv': [], 'papa parse': [] }
  for (const [index, { path }] of comparable.entries()) {
    const { truth, sniffed, clever } = python[index] ?? { truth: null, sniffed: null }
    if (!truth) continue
    const add = (reader: string, rows: Rows | undefined): void => {
      ;(scores[reader] ??= []).push(rows ? scoreRows(truth, rows) : noScore)
    }
    add('ours', ourOutputs[index] === undefined ? null : parseWithPapa(ourOutputs[index], ','))
    add('python csv', sniffed)
    add('papa parse', parseWithPapa(readFileSync(path, 'utf8').replace(/^\uFEFF/, '')))
    if (clever !== undefined) add('clevercsv', clever)
    if (openCsvRows) add('opencsv', openCsvRows[index])
  }
  return {
    files: scores['ours']?.length ?? 0,
    readers: Object.fromEntries(Object.entries(scores).map(([reader, list]) => [reader, mean(list)])),
  }
}

/** The rows that a reader returned; `null` if it rejected the file. */
type Rows = string[][] | null

const parseJsonLines = <T>(output: Buffer): T[] =>
  output
    .toString('utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T)

function readWithPython(files: readonly LabelledFile[]): { truth: Rows; sniffed: Rows; clever?: Rows }[] {
  // Debian's packages belong to Debian's Python, which may not be the first Python in PATH.
  const python = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3'
  const input = JSON.stringify(files)
  return parseJsonLines(execFileSync(python, [join(peers, 'read-csv.py')], { input, maxBuffer: maxOutputBytes }))
}

const javaLibraries = ['opencsv', 'commons-lang3', 'commons-text', 'commons-beanutils', 'commons-collections4']

function readWithOpenCsv(files: readonly LabelledFile[]): Rows[] | undefined {
  const jars = javaLibraries.map((library) => `/usr/share/java/${library}.jar`)
  if (!jars.every(existsSync)) return undefined
  const input = files.map(({ path }) => path).join('\n')
  const args = ['-cp', jars.join(delimiter), join(peers, 'ReadOpenCsv.java')]
  return parseJsonLines(execFileSync('java', args, { input, maxBuffer: maxOutputBytes }))
}

/** Returns the output of the command line without configuration; `undefined` for a file that yields no table. */
async function readOurs(files: readonly LabelledFile[]): Promise<(string | undefined)[]> {
  const folder = mkdtempSync(join(tmpdir(), 'aw-readers-'))
  try {
    const [from, to] = [join(folder, 'in'), join(folder, 'out')]
    mkdirSync(from)
    files.forEach(({ path }, index) => symlinkSync(path, join(from, `${index}.csv`)))
    const silent = {
      print: () => undefined,
      report: () => undefined,
      showProgress: () => undefined,
      width: 80,
      input: emptyInput(),
    }
    const args = ['load', from, '--out-dir', to, '--text']
    await runCommandLine(args, { ...silent, signal: new AbortController().signal })
    return files.map((_, index) => {
      const path = join(to, `${index}.csv_converted.csv`)
      const text = existsSync(path) ? readFileSync(path, 'utf8') : 'Application Error'
      return text.startsWith('Application Error') ? undefined : text
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function* emptyInput(): AsyncGenerator<Uint8Array> {}

type ReadRows = (text: string, delimiter?: string) => string[][]

const readWithPapa = async (): Promise<ReadRows> =>
  ((await import(new URL('../peers/papaparse.ts', import.meta.url).href)) as { readRows: ReadRows }).readRows

function mean(scores: readonly RowScore[]): RowScore {
  const meanOf = (key: keyof RowScore): number =>
    scores.reduce((sum, score) => sum + score[key], 0) / Math.max(1, scores.length)
  return { total: meanOf('total'), header: meanOf('header'), records: meanOf('records'), cells: meanOf('cells') }
}
