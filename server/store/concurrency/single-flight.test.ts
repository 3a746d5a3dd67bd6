import { expect, test } from 'vitest'
import { createSingleFlight } from './single-flight.ts'

test('calls during a read share the next read, and keys do not wait for each other', async () => {
  const begun: { key: string; answer(value: number): void; fail(cause: Error): void }[] = []
  const read = createSingleFlight<number>(
    (key) => new Promise((answer, fail) => void begun.push({ key, answer, fail })),
  )
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
  const keys = (): string[] => begun.map(({ key }) => key)

  const first = [read('a'), read('a'), read('b')]
  await turn()
  expect(keys()).toEqual(['a', 'b'])
  const second = [read('a'), read('a')]
  await turn()
  expect(keys()).toEqual(['a', 'b'])
  begun[0]!.answer(1)
  expect(await Promise.all(first.slice(0, 2))).toEqual([1, 1])
  await turn()
  expect(keys()).toEqual(['a', 'b', 'a'])

  // A failed read rejects for those who share it. The next one is read again.
  const third = read('a')
  begun[2]!.fail(new Error('gone'))
  expect((await Promise.allSettled(second)).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  await turn()
  begun[3]!.answer(3)
  begun[1]!.answer(2)
  expect(await Promise.all([third, first[2]])).toEqual([3, 2])
  const later = read('a')
  await turn()
  begun[4]!.answer(5)
  expect(await later).toBe(5)
})
