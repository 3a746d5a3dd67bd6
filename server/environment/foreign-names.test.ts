import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { environmentSettings } from './environment-settings.ts'
import { findForeignNames, foreignNames } from './foreign-names.ts'

test('names the variables of other systems that are not read, with what to set instead', () => {
  const environment = {
    STORAGE_BACKEND: 's3',
    DEFAULT_LLM: 'gpt-4',
    LOG_LEVEL: '',
    DATABASE_URL: 'postgres://db',
    PORT: '1',
  }
  expect(findForeignNames(environment)).toEqual([
    { name: 'STORAGE_BACKEND', replacement: 'STORAGE_URL' },
    { name: 'DEFAULT_LLM', replacement: 'default_llm in PUT /api/v1/config' },
  ])
})

test('the documentation lists all names of other systems (AW_WRITE=1 writes it)', async () => {
  const path = join(import.meta.dirname, '../../docs/server/configuration.md')
  const text = await readFile(path, 'utf8')
  const rows = Object.entries(foreignNames).map(([name, replacement]) => `| \`${name}\` | ${replacement} |`)
  const table = ['| their name | here |', '|---|---|', ...rows].join('\n')
  const expected = text.replace(/\| their name \| here \|\n(\|.*\n)*/, () => `${table}\n`)
  if (process.env.AW_WRITE) await writeFile(path, expected)
  expect(text).toBe(expected)
  expect(text).toContain(table)
})

test('no variable of this server has the name of another system', () => {
  const ownNames = environmentSettings.flatMap(({ settings }) => settings.map(({ name }) => name))
  expect(ownNames.filter((name) => Object.hasOwn(foreignNames, name))).toEqual([])
})
