import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { selectVariants } from '../../../../test/sizes.ts'
import { aw } from '../../test-command-line.ts'

let folder: string
const at = (name: string): string => join(folder, name)
const read = (name: string): Promise<string> => readFile(at(name), 'utf8')
const give = async (name: string, text: string): Promise<string> => {
  await writeFile(at(name), text)
  return at(name)
}
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aw-prepare-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** Rounds a number to the digits that are preserved when a scale is reversed. */
const rounded = (cell: string): string => (/^-?\d+\.\d+$/.test(cell) ? String(Number(Number(cell).toFixed(9))) : cell)

describe('aw prepare', () => {
  it('creates points and links from an edge list, and writes the files for Cosmograph', async () => {
    const file = await give('edges.csv', 'source,target,weight\nA,B,1\nB,C,2\nC,C,3\n')
    const { exit, out } = await aw(
      'prepare',
      file,
      '--cosmograph',
      at('graph'),
      '--format',
      'csv',
      '--links-out',
      at('links.csv'),
    )
    expect([exit, out]).toEqual([0, expect.stringContaining('Links: 3 in, 3 out.')])
    expect(await read('graph/points.csv')).toBe('id,index,degree\nA,0,1\nB,1,2\nC,2,3\n')
    expect(await read('graph/links.csv')).toBe(await read('links.csv'))
    expect(JSON.parse(await read('graph/cosmograph.json'))).toMatchObject({
      files: { points: 'points.csv', links: 'links.csv' },
      javascript: { pointIdBy: 'id', linkTargetIndexBy: 'target_index' },
      python: { point_id_by: 'id', link_target_index_by: 'target_index' },
    })
  })

  it.each(selectVariants(['csv', 'parquet', 'arrow'] as const))(
    'writes points and links for Cosmograph as %s, that hold what its configuration names',
    async (format) => {
      const file = await give('weighted.csv', 'source,target,weight\nA,B,1\nB,C,2\nA,C,4\n')
      const folder = `graph-${format}`
      expect((await aw('prepare', file, '--cosmograph', at(folder), '--format', format)).exit).toBe(0)
      const { files, javascript, python } = JSON.parse(await read(`${folder}/cosmograph.json`)) as Record<
        'files' | 'javascript' | 'python',
        Record<string, string>
      >
      expect(files).toEqual({ points: `points.${format}`, links: `links.${format}` })
      const loaded: Record<string, string[]> = {}
      for (const [what, name] of Object.entries(files)) {
        expect((await aw('load', at(`${folder}/${name}`), '--out', at('back.csv'))).exit).toBe(0)
        loaded[what] = (await read('back.csv')).trimEnd().split('\n')
      }
      expect(loaded.points).toEqual(['id,index,degree', 'A,0,2', 'B,1,2', 'C,2,2'])
      expect(loaded.links).toEqual([
        'source,target,source_index,target_index,weight',
        'A,B,0,1,1',
        'B,C,1,2,2',
        'A,C,0,2,4',
      ])
      for (const [key, column] of Object.entries(javascript)) {
        const inPython = key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
        expect([inPython, python[inPython]]).toEqual([inPython, column])
        if (!key.endsWith('By')) continue
        const [header = ''] = loaded[key.startsWith('link') ? 'links' : 'points']!
        expect(header.split(',')).toContain(column)
      }
    },
  )

  it('accepts separate links and tables, a label, a layout, and a schema as the target', async () => {
    const points = await give('points.csv', 'nr,town\n1,Oslo\n2,Riga\n')
    const links = await give('between.csv', 'from,to\n1,2\n2,1\n')
    const linked = await aw('prepare', points, '--links', links, '--links-out', at('out.csv'))
    expect(linked.exit).toBe(0)
    expect(await read('out.csv')).toBe('from,to,source_index,target_index\n1,2,0,1\n2,1,1,0\n')

    const schema = await give(
      'schema.json',
      '{"columns": [{"name": "town", "unique": true, "nullable": false}], "strict": true}',
    )
    const own = await aw('prepare', points, '--target', schema, '--out', at('own.csv'))
    expect([own.exit, await read('own.csv')]).toEqual([0, 'town\nOslo\nRiga\n'])
    const wanting = await give('wanting.json', '{"columns": [{"name": "height", "type": "number"}]}')
    expect((await aw('prepare', points, '--target', wanting)).exit).toBe(1)

    const measures = await give('measures.csv', 'a,b,kind\n1.5,2.5,x\n2.5,1.25,y\n3.5,9.75,x\n')
    const learnt = await aw('prepare', measures, '--target', 'ml-ready', '--label', 'kind', '--out', at('ml.csv'))
    expect([learnt.exit, await read('ml.csv')]).toEqual([0, expect.stringMatching(/^a,b,kind number\n0\.0,/)])
    const drawn = await aw('prepare', measures, '--layout', 'projection', '--seed', '7', '--out', at('drawn.csv'))
    expect([drawn.exit, await read('drawn.csv')]).toEqual([0, expect.stringMatching(/^id,index,x,y,a,b,kind\n/)])
  })

  it('writes the inverse plan of ml-ready, and applies it to the prepared table', async () => {
    const rows = Array.from({ length: 30 }, (_, at) =>
      [
        at % 4 === 1 ? '' : at * 3 - 7,
        at % 5 === 2 ? '' : `${at % 7}.${(at * 37) % 100 || 1}5`,
        ['Oslo', 'São Paulo', '"a, b"'][at % 3],
        `2024-0${1 + (at % 9)}-1${at % 10}`,
        at % 6 === 3 ? '' : at % 2 === 0,
      ].join(','),
    )
    const file = await give('round.csv', `int1,num1,town,day1,yes1\n${rows.join('\n')}\n`)
    const paths = ['--out', at('round-ml.csv'), '--inverse', at('back.json')]
    expect((await aw('prepare', file, '--target', 'ml-ready', ...paths)).exit).toBe(0)
    expect((await read('round-ml.csv')).split('\n')[0]).not.toContain('town,')
    const back = await aw('prepare', at('round-ml.csv'), '--apply', at('back.json'), '--out', at('round-back.csv'))
    expect(back.exit).toBe(0)
    await aw('load', file, '--out', at('round-loaded.csv'))
    const cellsOf = async (name: string): Promise<string[][]> =>
      (await read(name))
        .split('\n')
        .map((line) => line.split(/,(?! )/).map((cell, at) => (at === 1 ? rounded(cell) : cell)))
    expect(await cellsOf('round-back.csv')).toEqual(await cellsOf('round-loaded.csv'))
  })

  it('applies a saved plan to the same file with the same result, and reports how another file differs', async () => {
    const file = await give('first.csv', 'code,lon,lat\nAB-1,1.5,2.5\nAB-2,,3.5\nAB-3,4.5,5.5\nAB-4,6.5,7.5\n')
    await aw('prepare', file, '--plan', at('plan.json'), '--out', at('one.csv'))
    const again = await aw('prepare', file, '--apply', at('plan.json'), '--out', at('two.csv'))
    expect([again.exit, await read('two.csv')]).toEqual([0, await read('one.csv')])
    const { operations } = JSON.parse(await read('plan.json')) as { operations: { op: string }[] }
    const dropping = operations.findIndex(({ op }) => op === 'drop-null-rows')
    const rejected = ['--reject', String(dropping + 1), '--out', at('three.csv')]
    const kept = await aw('prepare', file, '--apply', at('plan.json'), ...rejected)
    expect([kept.exit, (await read('three.csv')).split('\n').length]).toEqual([
      1,
      (await read('one.csv')).split('\n').length + 1,
    ])
    const unknown = await aw('prepare', file, '--apply', at('plan.json'), '--reject', 'fish')
    expect([unknown.exit, unknown.stderr]).toEqual([2, expect.stringContaining('no operation "fish"')])
    const next = await give('next.csv', 'code,lon,lat,more\nAB-9,1.5,2.5,x\nAB-8,2.5,3.5,y\n')
    const more = await aw('prepare', next, '--apply', at('plan.json'))
    expect([more.exit, more.out]).toEqual([0, expect.stringContaining('New columns')])
    const less = await give('less.csv', 'code,lat\nAB-9,2.5\n')
    const failed = await aw('prepare', less, '--apply', at('plan.json'))
    expect([failed.exit, failed.stderr]).toEqual([1, expect.stringContaining('Missing: `lon`')])
  })

  it.each([
    ['a target that is none', ['--target', 'fish'], 'cosmo-ready'],
    ['links that do not exist but are to be written', ['--links-out', 'no-links.csv'], 'no links'],
    ['an inverse plan of a target without one', ['--inverse', 'back.json'], 'no inverse plan'],
    ['an operation to be rejected of no plan', ['--reject', '1'], 'requires a plan'],
    ['a table without a name', ['--table', 'cities.csv'], 'NAME=FILE'],
  ])('refuses %s', async (_, more, stderr) => {
    const file = await give('plain.csv', 'id,name\n1,a\n2,b\n')
    const { exit, stderr: said } = await aw('prepare', file, ...more)
    expect([exit, said]).toEqual([2, expect.stringContaining(stderr)])
  })
})
