import type { LoadReport } from '@aw-flow/schema'
import { describe, expect, it } from 'vitest'
import { createMemoryFile } from '../../test-file.ts'
import { loadFile } from './load-file.ts'
import { openTestTables } from '../../../../test/open-tables.ts'

const tables = await openTestTables()

const load = async (content: string | Uint8Array): Promise<LoadReport> =>
  (await loadFile(createMemoryFile('test.txt', content), { tables, id: 'test', maxRetries: 3 })).report
const rows = (count: number, row: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => `${row(index)}\n`).join('')
const types = ({ columns }: LoadReport): string[] => columns.map(({ name, type }) => `${name} ${type}`)
const regions = ({ regions: found }: LoadReport): string[] =>
  found?.list.map(({ kind, from, to }) => `${kind} ${from}-${to}`) ?? []

describe('comments', () => {
  it.each<[string, string, string]>([
    ['hash', '#', 'town,year,people\nAldham,2019,120\nBorley,2019,340\n# from here, new, "bounds\nCastle,2020,80\n'],
    ['double slash', '//', 'town;year;people\nAldham;2019;120\n// estimated\nBorley;2019;340\nCastle;2020;80\n'],
    ['percent sign', '%', 'town\tyear\tpeople\nAldham\t2019\t120\nBorley\t2019\t340\n% estimated\nCastle\t2020\t80\n'],
    ['two hyphens', '--', 'town|year|people\nAldham|2019|120\n-- estimated\nBorley|2019|340\nCastle|2020|80\n'],
    ['semicolon', ';', 'town,year,people\nAldham,2019,120\n; estimated\nBorley,2019,340\nCastle,2020,80\n'],
    ['exclamation mark', '!', 'town,year,people\nAldham,2019,120\n  ! estimated\nBorley,2019,340\nCastle,2020,80\n'],
  ])('among the records are not rejected: %s', async (_, comment, text) => {
    const report = await load(text)
    expect(report).toMatchObject({ rows: 3, rejects: 0, warnings: [], plan: { dialect: { comment } } })
    expect(types(report)).toEqual(['town VARCHAR', 'year BIGINT', 'people BIGINT'])
    expect(regions(report)).toContainEqual(expect.stringMatching(/^note [34]-[34]$/))
  })

  it('above, among and below the records of a file', async () => {
    const report = await load('% gauge\nt,level\n1,0.25\n2,0.28\n% cleaned\n3,0.31\n4,0.27\n% end\n')
    expect(report).toMatchObject({ rows: 4, rejects: 0 })
    expect(regions(report)).toEqual(['preamble 1-1', 'header 2-2', 'record 3-4', 'note 5-5', 'record 6-7', 'note 8-8'])
  })

  it('among values in fixed columns and runs of spaces', async () => {
    const report = await load(
      `! pattern\n${rows(6, (index) => `  ${index}.5   ${index * 7}   -${index}`)}! sweep 2\n${rows(6, (index) => `  ${index}.5   ${index * 7}   -${index}`)}`,
    )
    expect(report).toMatchObject({ rows: 12, rejects: 0, plan: { dialect: { comment: '!' } } })
  })

  it('have no mark if records start with the same character', async () => {
    const report = await load('# tags\ntag,posts,day\n#sun,12,2024-03-01\n#rain,34,2024-03-01\nwind,3,2024-03-02\n')
    expect(report).toMatchObject({ rows: 3, rejects: 0 })
    expect(report.plan.dialect?.comment).toBeUndefined()
  })
})

describe('declared columns', () => {
  it('of an IPAC table', async () => {
    const report = await load(
      [
        "\\catalog = 'stars'",
        '|ra       |dec      |n   |mag  |type |',
        '|double   |double   |int |float|char |',
        '|deg      |deg      |    |mag  |     |',
        '|null     |null     |null|-99.9|null |',
        '   2.09708  29.09056    4  2.06 B8IV ',
        '\\ checked',
        '   2.29452  59.14978   12 -99.9 F2III',
        '   3.30896  15.18359 null  2.83 null ',
        '',
      ].join('\n'),
    )
    expect(report).toMatchObject({ rows: 3, rejects: 0, skippedLines: 1, headerLines: 4 })
    expect(types(report)).toEqual(['ra DOUBLE', 'dec DOUBLE', 'n BIGINT', 'mag DOUBLE', 'type VARCHAR'])
    expect(report.columns.map(({ nulls }) => nulls)).toEqual([0, 0, 1, 1, 1])
  })

  it('of an ARFF file', async () => {
    const report = await load(
      "% logs\n@relation logs\n\n@attribute 'when it was' date 'yyyy-MM-dd'\n@attribute label string\n@attribute size numeric\n\n@data\n2024-03-01,'it\\'s one, two',3\n% checked\n2024-03-02, ?, 5\n2024-03-03,four,?\n",
    )
    expect(report).toMatchObject({ rows: 3, rejects: 0 })
    expect(types(report)).toEqual(['when it was DATE', 'label VARCHAR', 'size BIGINT'])
    expect(report.sample.map(([, label]) => label)).toEqual(["it's one, two", null, 'four'])
    expect(report.columns.map(({ nulls }) => nulls)).toEqual([0, 1, 1])
  })
})

describe('records with one cell more or less than the header', () => {
  it.each<[string, string, number]>([
    ['one record with a cell missing', 'a,b,c\n1,2\n', 1],
    ['one record with a surplus cell', 'a,b,c\n1,2,3,4\n', 1],
    ['a surplus and a missing cell', 'name;town;size\nAnn;Aldham\nBob;Borley;34;5\n', 2],
    ['a surplus cell that is a quoted line break', 'name,town\nAnn,Aldham,"\n"\nBob,Borley\n', 2],
    ['a surplus line break in the only record', 'name\ttown\nAnn\tAldham\t"\r\n"\n', 1],
  ])('are accepted if no other delimiter is consistent: %s', async (_, text, count) => {
    expect(await load(text)).toMatchObject({ rows: count, rejects: 0, headerLines: 1 })
  })

  it.each([['a sentence', 'Dear all\nplease read, then sign\n']])('do not split %s', async (_, text) => {
    expect((await load(text)).columns).toHaveLength(1)
  })
})

describe('unusual quotes', () => {
  it.each<[string, string, string, string]>([
    ['pipes', 'id,title,price\n1,|Chair, red|,12.50\n2,|Table, oak|,80\n3,|Bench|,45.9\n', ',', '|'],
    ['pipes around all cells', '|id|;|title|\n|1|;|a; b|\n|2|;|c|\n|3|;|d; e|\n', ';', '|'],
    ['tildes and carets', '~01~^~Butter, salted~^717\n~02~^~Milk^2~^718\n~03~^~Cheese~^876\n', '^', '~'],
    ['backticks', '`id`,`note`\n`1`,`one, two`\n`2`,`three`\n`3`,`four, five`\n', ',', '`'],
    ['apostrophes', "id\tnote\n'1'\t'one\ttwo'\n'2'\t'three'\n'3'\t'four'\n", '\t', "'"],
  ])('are removed: %s', async (_, text, delimiter, quote) => {
    expect(await load(text)).toMatchObject({ rows: 3, rejects: 0, delimiter, quote })
  })
})
