import { expect, test } from 'vitest'
import { aw } from '../../test-command-line.ts'

test('prints when a problem occurs, an example and what to do', async () => {
  const { exit, out } = await aw('explain', 'join.no-keys')
  expect(exit).toBe(0)
  expect(out).toBe(
    [
      'join.no-keys',
      '',
      'A Join node joins on columns with the same name, but the tables have no such columns.',
      '',
      '  Example: The tables have no column with the same name to join on.',
      '',
      'Choose a column from each table.',
      '',
    ].join('\n'),
  )
})

test('lists every code when none is named', async () => {
  const { out } = await aw('explain')
  expect(out.split('\n')).toEqual(expect.arrayContaining(['join.no-keys', 'load.no-reader', 'run.no-file']))
})

test('suggests the nearest code for one that does not exist', async () => {
  const { exit, stderr } = await aw('explain', 'join.no-key')
  expect(exit).toBe(2)
  expect(stderr).toContain('"join.no-key" is not a problem code. Did you mean join.no-keys?')
})

test('problems end with the command that explains them', async () => {
  const { stderr } = await aw('load', '/nowhere/x.csv')
  expect(stderr).toMatch(
    /^error: The file "\/nowhere\/x.csv" does not exist\..*\nFor details: aw explain file\.missing\n$/,
  )
})
