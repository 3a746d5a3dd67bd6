import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sizes } from '../../../../test/sizes.ts'
import type { Terminal } from '../../terminal/terminal.ts'
import { loadFolder } from './load-folder.ts'

const archive = resolve(import.meta.dirname, '../../../../../shared/messy/openrefine.tar.xz')
const isThere = existsSync(archive)

interface Expected {
  columns?: number
  rows?: number
  refused?: string
}

interface Reported {
  file: string
  rows?: number
  columns?: unknown[]
  warnings?: { code: string }[]
}

/**
 * The expected contents of OpenRefine's test files. They were determined with other tools (an editor, `iconv`, Python's
 * `csv`, LibreOffice) before the loader was run. Columns with nested objects are left out.
 */
const expected = JSON.parse(readFileSync(join(import.meta.dirname, 'openrefine.expected.json'), 'utf8')) as Record<
  string,
  Expected
>

const tested = Object.fromEntries(Object.entries(expected).filter(([, { rows = 0 }]) => rows <= sizes.openRefineRows))

describe.skipIf(!isThere)('the files by which OpenRefine is tested', () => {
  const folder = isThere ? mkdtempSync(join(tmpdir(), 'aw-openrefine-')) : ''
  const source = join(folder, 'openrefine')
  const reports = new Map<string, Reported>()
  const said: string[] = []
  const files: string[] = []

  beforeAll(async () => {
    execFileSync('tar', ['-xJf', archive, '-C', folder])
    files.push(...readdirSync(source).toSorted())
    for (const name of files) if (!Object.hasOwn(tested, name)) rmSync(join(source, name))
    const terminal: Terminal = {
      print: (text) => void said.push(text),
      report: () => undefined,
      showProgress: () => undefined,
      input: (async function* () {})(),
      width: 80,
      signal: new AbortController().signal,
    }
    const report = join(folder, 'report.jsonl')
    expect(await loadFolder(source, { outDir: join(folder, 'out'), report }, terminal)).toBe(1)
    for (const line of readFileSync(report, 'utf8').trim().split('\n')) {
      const one = JSON.parse(line) as Reported
      reports.set(one.file, one)
    }
  })

  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('are all expected', () => expect(files).toEqual(Object.keys(expected).toSorted()))

  it.each(Object.entries(tested))('%s', (name, { columns, rows, refused }) => {
    const report = reports.get(name)
    if (!report) throw new Error(`Missing report: ${name}`)
    const out = readFileSync(join(folder, 'out', `${name}_converted.csv`), 'utf8')
    if (refused !== undefined) {
      expect(report.warnings?.map(({ code }) => code)).toContain(refused)
      expect(out).toBe('Application Error\n')
      return
    }
    expect(report.rows).toBe(rows)
    if (columns !== undefined) expect(report.columns).toHaveLength(columns)
    expect(out).not.toContain('Application Error')
  })

  it('are reported at the end', () => {
    const failed = Object.values(tested).filter(({ refused }) => refused !== undefined).length
    expect(said.at(-1)).toBe(`${Object.keys(tested).length - failed} files loaded, ${failed} could not be read.`)
  })
})

it.runIf(!isThere)('skipped: OpenRefine’s files are not beside the project (shared/messy/openrefine.tar.xz)', () => {
  console.warn('OpenRefine’s files are missing. Put shared/messy/openrefine.tar.xz beside the project.')
})
