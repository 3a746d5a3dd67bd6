import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
}).split('\n')

interface Row {
  attack: string
  enforced: string
  test: string
}

/** Cells of a table row; `\|` is not a separator. */
const splitRow = (line: string): string[] =>
  line
    .replace(/^\||\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim())

/** Rows of all tables of attacks. */
function readRows(): Row[] {
  const rows: Row[] = []
  let isAttackTable = false
  for (const line of readFileSync(join(root, 'docs/security.md'), 'utf8').split('\n')) {
    if (!line.startsWith('|')) isAttackTable = false
    else if (line.startsWith('| attack |')) isAttackTable = true
    else if (isAttackTable && !/^\|[-|]+$/.test(line)) {
      const [attack = '', , enforced = '', test = ''] = splitRow(line)
      rows.push({ attack, enforced, test })
    }
  }
  return rows
}

/** Returns the files that a path means: a path within the repository, or the end of one. */
const findFiles = (path: string): string[] =>
  files.filter((file) => file === path || file.endsWith(`/${path}`) || file.startsWith(`${path}/`))
const listPaths = (cell: string): string[] =>
  [...cell.matchAll(/`([^`]+)`/g)].map(([, text]) => text!).filter((text) => /^[\w./-]+(\.\w+|\/[\w-]+)$/.test(text))

/** Quoted titles. `…` stands for any text. */
const listTitles = (cell: string): string[] => [...cell.matchAll(/"([^"]+)"/g)].map(([, title]) => title!)
const containsTitle = (text: string, title: string): boolean => {
  const escaped = title.split('…').map((part) => part.trim().replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(escaped.join('.*')).test(text)
}

describe('each row of the tables in docs/security.md', () => {
  const rows = readRows()

  it('exists', () => expect(rows.length).toBeGreaterThan(60))

  it('is part of a table: no empty line separates it from its header', () => {
    const lines = readFileSync(join(root, 'docs/security.md'), 'utf8').split('\n')
    const first = lines.filter((line, index) => line.startsWith('|') && !lines[index - 1]?.startsWith('|'))
    expect(first.filter((line) => !/^\| (attack|attacked|pattern|target) \|/.test(line))).toEqual([])
  })

  it.each(rows)('names the code and the tests: $attack', ({ enforced, test }) => {
    for (const path of listPaths(enforced)) expect([path, findFiles(path).length > 0]).toEqual([path, true])
    expect(listPaths(enforced).length).toBeGreaterThan(0)
    if (test.startsWith('none: ')) return
    const paths = listPaths(test)
    expect(paths.length).toBeGreaterThan(0)
    for (const path of paths) expect([path, findFiles(path).length > 0]).toEqual([path, true])
    const texts = paths.flatMap(findFiles).map((file) => readFileSync(join(root, file), 'utf8'))
    for (const title of listTitles(test))
      expect([title, texts.some((text) => containsTitle(text, title))]).toEqual([title, true])
  })
})
