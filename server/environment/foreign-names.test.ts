import { expect, test } from 'vitest'
import { findForeignNames } from './foreign-names.ts'

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
