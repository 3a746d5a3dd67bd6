import { expect, test, vi } from 'vitest'
import { createProgress } from './progress.ts'

test('names each contender of a case once, with the time that is left', () => {
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  const report = createProgress(90)('list of 50')
  for (const run of [-1, 0, 1]) {
    report('ours', run)
    report('bare', run)
  }
  const lines = write.mock.calls.map(([text]) => String(text)).filter((text) => text.endsWith('\n'))
  write.mockRestore()
  expect(lines).toEqual(['0 s, about 90 s left: list of 50: ours\n', '0 s, about 90 s left: list of 50: bare\n'])
})
