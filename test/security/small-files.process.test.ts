import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { selectEvery, sizes } from '../sizes.ts'
import { smallFiles } from './small-files.ts'

/** Memory for loading a small file, in addition to that of the program, in MB. The program itself takes 120 MB when built. */
const maxMegabytes = 280

/** Outcome of loading each file: `loaded`, or the code of the problem. */
const expectedOutcomes: Readonly<Record<string, string>> = {
  'aligned.txt': 'loaded',
  'blank.csv': 'loaded',
  'blank.ods': 'loaded',
  'cells.xlsx': 'load.decompressed-too-large.ratio',
  'deep.json': 'load.no-reader',
  'default.sqlite': 'load.decompressed-too-large.table',
  'dictionary.arrow': 'load.decompressed-too-large.table',
  'dictionary.parquet': 'load.decompressed-too-large.table',
  'empty.csv': 'loaded',
  'entities.xml': 'load.xml',
  'fields.xml': 'load.too-many-columns',
  'full.csv': 'load.too-many-columns.small',
  'inherited.xml': 'load.decompressed-too-large.ratio',
  'keys.json': 'load.too-many-columns',
  'keys.jsonl': 'load.too-many-columns',
  'entries.tar.gz': 'load.decompressed-too-large.ratio',
  'large-window.csv.zst': 'load.out-of-memory',
  'line.csv.zst': 'load.decompressed-too-large.ratio',
  'line.txt.gz': 'load.decompressed-too-large.ratio',
  'lists.parquet': 'load.decompressed-too-large.table',
  'overlapping.zip': 'load.decompressed-too-large.ratio',
  'merged.xlsx': 'load.decompressed-too-large.ratio',
  'rows.tar.gz': 'load.decompressed-too-large.ratio',
  'window.csv.zst': 'load.out-of-memory',
  'rows.csv.gz': 'load.decompressed-too-large.ratio',
  'rows.ods': 'load.decompressed-too-large.ratio',
  'rows.sqlite': 'load.decompressed-too-large.table',
  'runs.parquet': 'load.decompressed-too-large.table',
  'short-rows.arff': 'load.too-large.cells',
  'short-rows.html': 'load.too-large.cells',
  'short-rows.json': 'load.too-large.cells',
  'short-rows.jsonl': 'load.too-large.cells',
  'short-rows.md': 'load.too-large.cells',
  'spans.html': 'load.too-many-columns',
  'tables.html': 'loaded',
  'texts.xlsx': 'load.decompressed-too-large.ratio',
  'value.sqlite': 'load.out-of-memory',
  'wide.csv': 'load.too-many-columns',
  'wide.md': 'load.too-many-columns',
}
const names = selectEvery(Object.keys(expectedOutcomes), sizes.smallFileEveryNth)

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aw-small-'))
  await writeFile(join(folder, 'plain.csv'), 'a,b\n1,2\n')
  for (const name of names) {
    const bytes = await smallFiles[name]!()
    expect([name, bytes.length < 2 ** 20]).toEqual([name, true])
    await writeFile(join(folder, name), bytes)
  }
})
afterAll(() => rm(folder, { recursive: true, force: true }))

interface Outcome {
  name: string
  outcome: string
  /** Peak of the resident memory of the process so far, in MB. */
  peak: number
}

/** Loads files in a process, and returns how much memory each took at most, in addition to that of a plain file. */
async function loadFiles(selected: readonly string[]): Promise<(Omit<Outcome, 'peak'> & { megabytes: number })[]> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--expose-gc',
    '--import',
    pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href,
    ...(process.env.AW_TEST_BUILT ? [] : ['--conditions=aw-source']),
    fileURLToPath(new URL('load-small-files.ts', import.meta.url)),
    folder,
    'plain.csv',
    ...selected,
  ])
  const [plain, ...outcomes] = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Outcome)
  expect(plain?.outcome).toBe('loaded')
  return outcomes.map(({ peak, ...outcome }) => ({ ...outcome, megabytes: peak - (plain?.peak ?? 0) }))
}

/** Number of files of a process, which does not return all of its memory between them. */
const filesPerProcess = 8

it('files below 1 MB, of every format, take little memory or are refused', async () => {
  for (let start = 0; start < names.length; start += filesPerProcess) {
    const selected = names.slice(start, start + filesPerProcess)
    const outcomes = await loadFiles(selected)
    expect(outcomes.filter(({ megabytes }) => megabytes > maxMegabytes)).toEqual([])
    const expected = selected.map((name) => [name, expectedOutcomes[name]])
    expect(outcomes.map(({ name, outcome }) => [name, outcome])).toEqual(expected)
  }
}, 300_000)

it('has an expected outcome for every file', () => {
  expect(Object.keys(expectedOutcomes).toSorted()).toEqual(Object.keys(smallFiles).toSorted())
})
