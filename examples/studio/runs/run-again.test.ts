import { expect, it } from 'vitest'
import { readStartOptions } from './run-again.ts'

it('starts with the files and the trigger data of an earlier run', () => {
  const inputs = {
    load: { file: { kind: 'file' as const, dataset: 'd', name: 'a.csv' } },
    start: { data: { kind: 'json' as const, json: { order: 7 } } },
  }
  expect(readStartOptions({ inputs })).toEqual({ inputs: { load: 'd' }, data: { order: 7 } })
  expect(readStartOptions({})).toEqual({ inputs: {} })
})
