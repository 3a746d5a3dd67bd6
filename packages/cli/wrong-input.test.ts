import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { aw } from './test-command-line.ts'
import { cosmoReady, fixture, testFolder } from './test-folder.ts'

const { folder, json } = testFolder()

describe('wrong input', () => {
  const none = (name: string): string => join('/nowhere', name)
  test.each<[what: string, words: string[], exit: number, printed: string[]]>([
    ['a binary file', ['load', fixture('binary.bin')], 1, ['binary', 'binary.bin', 'Save it as']],
    ['a binary file in a run', ['run', cosmoReady, '--input', fixture('binary.bin')], 1, ['node load', 'binary.bin']],
    ['an empty file in a run', ['run', cosmoReady, '--input', fixture('empty.csv')], 1, ['no rows', 'node prepare']],
    [
      'a file of one line in a run',
      ['run', cosmoReady, '--input', fixture('header-only.csv')],
      1,
      ['no rows', 'node prepare'],
    ],
    ['no file', ['load', none('x.csv')], 2, ['does not exist', '/nowhere/x.csv']],
    ['a folder', ['load', import.meta.dirname], 2, ['is a folder']],
    ['a device', ['load', '/dev/null'], 2, ['is a pipe or a device']],
    ['no file for the run', ['run', cosmoReady], 2, ['node load, setting dataset', '--input FILE']],
    ['an input that does not exist', ['run', cosmoReady, '--input', none('x.csv')], 2, ['does not exist']],
    ['no workflow', ['run', none('w.json')], 2, ['does not exist']],
    [
      'a workflow that is not JSON',
      ['run', fixture('workflows/not-json.json')],
      2,
      ['not valid JSON', 'line', 'Choose a workflow'],
    ],
    ['data as a workflow', ['run', fixture('sample.csv')], 2, ['not valid JSON', 'line 1']],
    [
      'a workflow with a cycle',
      ['run', fixture('workflows/cycle.json'), '--input', fixture('sample.csv')],
      2,
      ['depend on each other', 'Remove one of the edges'],
    ],
    [
      'an unknown node type',
      ['run', fixture('workflows/unknown-type.json'), '--input', fixture('sample.csv')],
      2,
      ['Node type "polishing" does not exist', 'Similar types'],
    ],
    ['a missing setting', ['run', fixture('workflows/missing-setting.json')], 2, ['setting']],
    ['a setting of no node', ['run', cosmoReady, '--set', 'x.y=1'], 2, ['Nodes: load, prepare']],
    [
      'a setting that is none',
      ['run', cosmoReady, '--set', 'load.oops=1', '--input', fixture('sample.csv')],
      2,
      ['oops', 'node load'],
    ],
    [
      'a value that does not fit',
      ['run', cosmoReady, '--set', 'prepare.target=fish', '--input', fixture('sample.csv')],
      2,
      ['setting target'],
    ],
    [
      'an ending that nobody writes',
      ['load', fixture('sample.csv'), '--out', 'x.xyz'],
      2,
      ['The file extension ".xyz" is not supported', '.csv, .json, .jsonl'],
    ],
    ['no ending', ['load', fixture('sample.csv'), '--out', 'x'], 2, ['has no file extension', '.csv, .json, .jsonl']],
    [
      'two inputs for all',
      ['run', cosmoReady, '--input', fixture('sample.csv'), '--input', fixture('money.csv')],
      2,
      ['two files for all nodes', 'sample.csv', 'money.csv', '--input NODE=FILE with one of these nodes: load.'],
    ],
    [
      'two inputs for a node',
      ['run', cosmoReady, '--input', `load=${fixture('sample.csv')}`, '--input', `load=${fixture('money.csv')}`],
      2,
      ['two files for node "load"', 'sample.csv', 'money.csv'],
    ],
    [
      'an input for a node that is none',
      ['run', cosmoReady, '--input', `nope=${fixture('sample.csv')}`],
      2,
      ['The workflow has no node "nope"', '--input NODE=FILE with one of these nodes: load.'],
    ],
    [
      'an input for a node that reads none',
      ['run', cosmoReady, '--input', `prepare=${fixture('sample.csv')}`],
      2,
      ['"prepare" does not read a file', 'load'],
    ],
    [
      'an output folder that does not exist',
      ['load', fixture('sample.csv'), '--out', none('x.csv')],
      2,
      ['The folder "/nowhere" does not exist', 'Create it first'],
    ],
    ['events in a folder', ['run', cosmoReady, '--input', fixture('sample.csv'), '--events', '/'], 2, ['folder']],
    ['no schema', ['validate', fixture('sample.csv')], 2, ['--schema']],
    [
      'a schema that does not exist',
      ['validate', fixture('sample.csv'), '--schema', none('s.json')],
      2,
      ['does not exist'],
    ],
    [
      'a schema that is none',
      ['validate', fixture('sample.csv'), '--schema', fixture('sample.csv')],
      2,
      ['schema', 'sample.csv'],
    ],
    ['a plan that is none', ['prepare', fixture('sample.csv'), '--apply', cosmoReady], 2, ['not a preparation plan']],
    ['an unknown target', ['prepare', fixture('sample.csv'), '--target', 'fish'], 2, ['cosmo-ready']],
    ['an unknown node type asked for', ['nodes', 'fish'], 2, ['Available types: trigger']],
    ['an unknown command', ['frobnicate'], 2, ['unknown command', '--help']],
    ['an unknown option', ['load', fixture('sample.csv'), '--frob'], 2, ['unknown option', '--help']],
    ['a port that is none', ['serve', '--port', 'http'], 2, ['whole number']],
  ])('%s', async (_what, words, exit, printed) => {
    const answer = await aw(...words)
    expect([answer.exit, answer.stderr]).toEqual([exit, expect.any(String)])
    for (const piece of printed) expect(answer.stderr).toContain(piece)
    expect(answer.stderr + answer.out).not.toMatch(/\n\s+at .*:\d+/)
    expect(await readdir(folder)).toEqual([])
  })

  test('rejects and reports one bad row of a hundred columns, and loads the rest', async () => {
    const report = join(folder, 'r.json')
    expect((await aw('load', fixture('hundred-columns.csv'), '--report', report)).exit).toBe(0)
    const { rows, rejects, columns } = (await json('r.json')) as { rows: number; rejects: number; columns: unknown[] }
    expect({ records: rows + rejects, rejects, columns: columns.length }).toEqual({
      records: 30,
      rejects: 1,
      columns: 100,
    })
  })

  test('loads an empty file as a table without columns, with a warning', async () => {
    const { exit, out } = await aw('load', fixture('empty.csv'))
    expect(exit).toBe(0)
    expect(out).toContain('0 rows, 0 columns')
    expect(out).toContain('warning:')
  })

  test('writes the report of a failed load', async () => {
    const report = join(folder, 'r.json')
    expect((await aw('load', fixture('binary.bin'), '--report', report)).exit).toBe(1)
    const { attempts } = (await json('r.json')) as { attempts: { success: boolean }[] }
    expect(attempts.length).toBeGreaterThanOrEqual(2)
    expect(attempts.every(({ success }) => !success)).toBe(true)
  })
})
