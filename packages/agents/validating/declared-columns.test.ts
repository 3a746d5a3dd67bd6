import type { Validator } from '@aw-flow/schema/internal'
import { describe, expect, it } from 'vitest'
import { loadFile } from '../loading/run/load-file.ts'
import { createMemoryFile } from '../test-file.ts'
import { findDeclaredColumns } from './declared-columns.ts'
import { parseValidator } from './parse-validator.ts'
import { runValidator } from './run-validator.ts'
import { openTestTables } from '../../../test/open-tables.ts'

const tables = await openTestTables()

/** Reads a CSV file as its schema declares, and returns the failing rules with their number of rows. */
async function validate(csv: string, source: unknown) {
  const { validator, problems } = parseValidator(source)
  expect(problems).toEqual([])
  const overrides = { columns: findDeclaredColumns(validator as Validator) }
  const { table } = await loadFile(createMemoryFile('declared.csv', csv), {
    tables,
    id: 'declared',
    overrides,
    maxRetries: 3,
  })
  const { signal } = new AbortController()
  const { rules } = await runValidator({ validator: validator as Validator, tables, table, signal })
  return {
    types: table.columns.map(({ type }) => type),
    failing: rules.flatMap(({ valid, code, column, failing }) => (valid ? [] : [`${column} ${code} ${failing}`])),
  }
}

const fields = (list: Record<string, object>, more: object = {}) => ({
  fields: Object.entries(list).map(([name, own]) => ({ name, ...own })),
  ...more,
})
const required = { constraints: { required: true } }

describe('a schema steers how a file is read', () => {
  it.each<[string, string, unknown, string[], string[]]>([
    [
      'digits in a text column, with leading zeros or without',
      'a,b\n1,01\n2,02\n',
      fields({ a: { type: 'string' }, b: { type: 'string' } }),
      ['VARCHAR', 'VARCHAR'],
      [],
    ],
    [
      'digits in a text column of a JSON Schema',
      'a\n1\n2\n',
      { type: 'object', properties: { a: { type: 'string' } } },
      ['VARCHAR'],
      [],
    ],
    [
      'digits in a text column of a list of rules',
      'a\n1\n2\n',
      { all: [{ columns: [{ name: 'a', type: 'text' }] }, { schema: { minRows: 2 } }] },
      ['VARCHAR'],
      [],
    ],
    [
      'leading zeros and plus signs in a number column',
      'a\n007\n+4930123456\n',
      fields({ a: { type: 'integer' } }),
      ['BIGINT'],
      [],
    ],
    [
      'integers of 20 digits',
      'a\n12345678901234567890\n1\n',
      fields({ a: { type: 'integer' } }),
      ['DECIMAL(38,0)'],
      [],
    ],
    [
      'quoted and unquoted empty texts',
      'a,b\n1,""\n2,\n3,x\n',
      fields({ b: required }),
      ['BIGINT', 'VARCHAR'],
      ['b nullable 2'],
    ],
    [
      'words for missing values in texts and numbers',
      'a,b\nn/k,1\nx,-99\n,2\n',
      fields(
        { a: { type: 'string', ...required }, b: { type: 'integer', ...required } },
        { missingValues: ['', 'n/k', '-99'] },
      ),
      ['VARCHAR', 'BIGINT'],
      ['a nullable 2', 'b nullable 1'],
    ],
    ['other words for missing values', 'a\n1\nNA\n', fields({ a: { type: 'integer' } }), ['VARCHAR'], ['a type 1']],
    ['0 and 1 as booleans', 'a\n0\n1\n', fields({ a: { type: 'boolean' } }), ['BOOLEAN'], []],
    [
      'words for true and false',
      'a\nja\nnee\n',
      fields({ a: { type: 'boolean', trueValues: ['ja'], falseValues: ['nee'] } }),
      ['BOOLEAN'],
      [],
    ],
    [
      'another word among words for true and false',
      'a\nja\nnee\nyes\n',
      fields({ a: { type: 'boolean', trueValues: ['ja'], falseValues: ['nee'] } }),
      ['VARCHAR'],
      ['a type 1'],
    ],
    [
      'decimal and thousands signs',
      'a;b\n1.234;1,5\n5.678;2\n',
      fields({
        a: { type: 'number', decimalChar: ',', groupChar: '.', constraints: { minimum: 1000 } },
        b: { type: 'number', decimalChar: ',', constraints: { maximum: 1.9 } },
      }),
      ['BIGINT', 'DOUBLE'],
      ['b max 1'],
    ],
    [
      'another decimal sign',
      'a;b\n1.5;x\n2,5;y\n',
      fields({ a: { type: 'number', decimalChar: ',' } }),
      ['VARCHAR', 'VARCHAR'],
      ['a type 1'],
    ],
    [
      'the format of dates',
      'a,b\n01/02/2024,1\n03/04/2024,2\n',
      fields({
        a: { type: 'date', format: '%d/%m/%Y', constraints: { minimum: '2024-02-01', maximum: '2024-03-31' } },
      }),
      ['DATE', 'BIGINT'],
      ['a latest 1'],
    ],
    [
      'another format of dates',
      'a,b\n31/12/2024,1\n2024-01-01,2\n',
      fields({ a: { type: 'date', format: '%d/%m/%Y' } }),
      ['VARCHAR', 'BIGINT'],
      ['a type 1'],
    ],
  ])('%s', async (_, csv, schema, types, failing) => {
    expect(await validate(csv, schema)).toEqual({ types, failing })
  })

  it('finds a misfit that is tolerated without a schema', async () => {
    const csv = `a\n${Array.from({ length: 100 }, (_, index) => (index === 50 ? 'x' : index)).join('\n')}\n`
    expect((await validate(csv, { columns: ['a'] })).types).toEqual(['BIGINT'])
    expect((await validate(csv, fields({ a: { type: 'integer' } }))).failing).toEqual(['a type 1'])
  })
})
