import { link, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { basename, join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { aw } from '../test-command-line.ts'
import { exampleWorkflowPath, getFixturePath, createTestFolder } from '../test-folder.ts'

const { folder, readText } = createTestFolder()

describe('input files are never overwritten', () => {
  const workflow = async (): Promise<string> => {
    await writeFile(join(folder, 'w.json'), await readFile(exampleWorkflowPath))
    return join(folder, 'w.json')
  }
  const options: [what: string, words: (input: string, workflow: string) => string[], option: string][] = [
    ['run --out', (input, flow) => ['run', flow, '--input', input, '--out', input], '--out'],
    ['run --out, a node’s file', (input, flow) => ['run', flow, '--input', `load=${input}`, '--out', input], '--out'],
    ['run --events', (input, flow) => ['run', flow, '--input', input, '--events', input], '--events'],
    ['run --events, the workflow', (input, flow) => ['run', flow, '--input', input, '--events', flow], '--events'],
    ['load --out', (input) => ['load', input, '--out', input], '--out'],
    ['load --text --out', (input) => ['load', input, '--text', '--out', input], '--out'],
    ['load --report', (input) => ['load', input, '--report', input], '--report'],
    ['prepare --out', (input) => ['prepare', input, '--out', input], '--out'],
    ['prepare --plan', (input) => ['prepare', input, '--plan', input], '--plan'],
    ['prepare --plan, the plan', (input, flow) => ['prepare', input, '--apply', flow, '--plan', flow], '--plan'],
    ['validate --report', (input, flow) => ['validate', input, '--schema', flow, '--report', input], '--report'],
    [
      'validate --report, the schema',
      (input, flow) => ['validate', input, '--schema', flow, '--report', flow],
      '--report',
    ],
  ]
  test.each(options)('%s', async (_what, words, option) => {
    const input = join(folder, 'semi.csv')
    await writeFile(input, 'id;v\n1;2\n')
    const flow = await workflow()
    const before = await Promise.all(['semi.csv', 'w.json'].map(readText))
    const { exit, stderr } = await aw(...words(input, flow))
    expect(exit).toBe(2)
    expect(stderr).toContain(`${option} would overwrite the input "${words(input, flow).at(-1)}".`)
    expect(stderr).toContain(`Use another path for ${option}.`)
    expect(await Promise.all(['semi.csv', 'w.json'].map(readText))).toEqual(before)
    expect(await readdir(folder)).toEqual(['semi.csv', 'w.json'])
  })

  test('also not through another path or a link', async () => {
    const input = join(folder, 'semi.csv')
    await writeFile(input, 'id;v\n1;2\n')
    await symlink(input, join(folder, 'soft.csv'))
    await link(input, join(folder, 'hard.csv'))
    const others = [relative('.', input), `${folder}/../${basename(folder)}/semi.csv`, 'soft.csv', 'hard.csv']
    for (const other of others.map((name) => (name.includes('/') ? name : join(folder, name)))) {
      const { exit, stderr } = await aw('load', input, '--out', other)
      expect([exit, stderr]).toEqual([2, expect.stringContaining(`"${other}" is the same file as "${input}"`)])
      expect(await readText('semi.csv')).toBe('id;v\n1;2\n')
    }
  })

  test('also not by the output of another file in the folder', async () => {
    await writeFile(join(folder, 'a.csv'), 'id;v\n1;2\n')
    await writeFile(join(folder, 'a.csv_converted.csv'), 'mine\n')
    for (const words of [
      ['--out-dir', folder],
      ['--out-dir', join(folder, 'o'), '--report', join(folder, 'a.csv')],
    ]) {
      expect((await aw('load', folder, ...words)).exit).toBe(2)
      expect(await readdir(folder)).toEqual(['a.csv', 'a.csv_converted.csv'])
    }
    expect([await readText('a.csv'), await readText('a.csv_converted.csv')]).toEqual(['id;v\n1;2\n', 'mine\n'])
  })

  test('two options cannot write the same file', async () => {
    const both = join(folder, 'o.json')
    const { exit, stderr } = await aw('load', getFixturePath('sample.csv'), '--out', both, '--report', both)
    expect([exit, stderr]).toEqual([2, expect.stringContaining(`--out and --report both write to "${both}"`)])
    expect(await readdir(folder)).toEqual([])
  })
})
