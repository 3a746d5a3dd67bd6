import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { aw } from './test-command-line.ts'
import { exampleWorkflowPath, getFixturePath, createTestFolder } from './test-folder.ts'

const { folder, readJson } = createTestFolder()

describe('wrong input', () => {
  const none = (name: string): string => join('/nowhere', name)
  test.each<[what: string, words: string[], exit: number, printed: string[]]>([
    ['a binary file', ['load', getFixturePath('binary.bin')], 1, ['binary', 'binary.bin', 'Save it as']],
    [
      'a binary file in a run',
      ['run', exampleWorkflowPath, '--input', getFixturePath('binary.bin')],
      1,
      ['node load', 'binary.bin'],
    ],
    [
      'an empty file in a run',
      ['run', exampleWorkflowPath, '--input', getFixturePath('empty.csv')],
      1,
      ['no rows', 'node prepare'],
    ],
    [
      'a file of one line in a run',
      ['run', exampleWorkflowPath, '--input', getFixturePath('header-only.csv')],
      1,
      ['no rows', 'node prepare'],
    ],
    ['no file', ['load', none('x.csv')], 2, ['does not exist', '/nowhere/x.csv']],
    ['a folder', ['load', import.meta.dirname], 2, ['is a folder']],
    ['a device', ['load', '/dev/null'], 2, ['is a pipe or a device']],
    ['no file for the run', ['run', exampleWorkflowPath], 2, ['node load, setting dataset', '--input FILE']],
    ['an input that does not exist', ['run', exampleWorkflowPath, '--input', none('x.csv')], 2, ['does not exist']],
    ['no workflow', ['run', none('w.json')], 2, ['does not exist']],
    [
      'a workflow that is not JSON',
      ['run', getFixturePath('workflows/not-json.json')],
      2,
      ['not valid JSON', 'line', 'Choose a workflow'],
    ],
    ['data as a workflow', ['run', getFixturePath('sample.csv')], 2, ['not valid JSON', 'line 1']],
    [
      'a workflow with a cycle',
      ['run', getFixturePath('workflows/cycle.json'), '--input', getFixturePath('sample.csv')],
      2,
      ['depend on each other', 'Remove one of the edges'],
    ],
    [
      'an unknown node type',
      ['run', getFixturePath('workflows/unknown-type.json'), '--input', getFixturePath('sample.csv')],
      2,
      ['Node type "polishing" does not exist', 'Similar types'],
    ],
    ['a missing setting', ['run', getFixturePath('workflows/missing-setting.json')], 2, ['setting']],
    ['a setting of no node', ['run', exampleWorkflowPath, '--set', 'x.y=1'], 2, ['Nodes: load, prepare']],
    [
      'a setting that is none',
      ['run', exampleWorkflowPath, '--set', 'load.oops=1', '--input', getFixturePath('sample.csv')],
      2,
      ['oops', 'node load'],
    ],
    [
      'a value that does not fit',
      ['run', exampleWorkflowPath, '--set', 'prepare.target=fish', '--input', getFixturePath('sample.csv')],
      2,
      ['setting target'],
    ],
    [
      'an ending that nobody writes',
      ['load', getFixturePath('sample.csv'), '--out', 'x.xyz'],
      2,
      ['The file extension ".xyz" is not supported', '.csv, .json, .jsonl'],
    ],
    [
      'no ending',
      ['load', getFixturePath('sample.csv'), '--out', 'x'],
      2,
      ['has no file extension', '.csv, .json, .jsonl'],
    ],
    [
      'two inputs for all',
      ['run', exampleWorkflowPath, '--input', getFixturePath('sample.csv'), '--input', getFixturePath('money.csv')],
      2,
      ['two files for all nodes', 'sample.csv', 'money.csv', '--input NODE=FILE with one of these nodes: load.'],
    ],
    [
      'two inputs for a node',
      [
        'run',
        exampleWorkflowPath,
        '--input',
        `load=${getFixturePath('sample.csv')}`,
        '--input',
        `load=${getFixturePath('money.csv')}`,
      ],
      2,
      ['two files for node "load"', 'sample.csv', 'money.csv'],
    ],
    [
      'an input for a node that is none',
      ['run', exampleWorkflowPath, '--input', `nope=${getFixturePath('sample.csv')}`],
      2,
      ['The workflow has no node "nope"', '--input NODE=FILE with one of these nodes: load.'],
    ],
    [
      'an input for a node that reads none',
      ['run', exampleWorkflowPath, '--input', `prepare=${getFixturePath('sample.csv')}`],
      2,
      ['"prepare" does not read a file', 'load'],
    ],
    [
      'an output folder that does not exist',
      ['load', getFixturePath('sample.csv'), '--out', none('x.csv')],
      2,
      ['The folder "/nowhere" does not exist', 'Create it first'],
    ],
    [
      'events in a folder',
      ['run', exampleWorkflowPath, '--input', getFixturePath('sample.csv'), '--events', '/'],
      2,
      ['folder'],
    ],
    ['no schema', ['validate', getFixturePath('sample.csv')], 2, ['--schema']],
    [
      'a schema that does not exist',
      ['validate', getFixturePath('sample.csv'), '--schema', none('s.json')],
      2,
      ['does not exist'],
    ],
    [
      'a schema that is none',
      ['validate', getFixturePath('sample.csv'), '--schema', getFixturePath('sample.csv')],
      2,
      ['schema', 'sample.csv'],
    ],
    [
      'a plan that is none',
      ['prepare', getFixturePath('sample.csv'), '--apply', exampleWorkflowPath],
      2,
      ['not a preparation plan'],
    ],
    ['an unknown target', ['prepare', getFixturePath('sample.csv'), '--target', 'fish'], 2, ['cosmo-ready']],
    ['an unknown node type asked for', ['nodes', 'fish'], 2, ['Available types: trigger']],
    ['an unknown command', ['frobnicate'], 2, ['unknown command', '--help']],
    ['an unknown option', ['load', getFixturePath('sample.csv'), '--frob'], 2, ['unknown option', '--help']],
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
    expect((await aw('load', getFixturePath('hundred-columns.csv'), '--report', report)).exit).toBe(0)
    const { rows, rejects, columns } = (await readJson('r.json')) as {
      rows: number
      rejects: number
      columns: unknown[]
    }
    expect({ records: rows + rejects, rejects, columns: columns.length }).toEqual({
      records: 30,
      rejects: 1,
      columns: 100,
    })
  })

  test('loads an empty file as a table without columns, with a warning', async () => {
    const { exit, out } = await aw('load', getFixturePath('empty.csv'))
    expect(exit).toBe(0)
    expect(out).toContain('0 rows, 0 columns')
    expect(out).toContain('warning:')
  })

  test('writes the report of a failed load', async () => {
    const report = join(folder, 'r.json')
    expect((await aw('load', getFixturePath('binary.bin'), '--report', report)).exit).toBe(1)
    const { attempts } = (await readJson('r.json')) as { attempts: { success: boolean }[] }
    expect(attempts.length).toBeGreaterThanOrEqual(2)
    expect(attempts.every(({ success }) => !success)).toBe(true)
  })
})
