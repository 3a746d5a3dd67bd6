import { setTimeout as wait } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it, vi } from 'vitest'
import { withTimeout } from './with-timeout.ts'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

it('is aborted after the time, even if garbage is collected before', async () => {
  const controller = new AbortController()
  const signal = withTimeout(controller.signal, 200)
  const onAbort = vi.fn()
  signal.addEventListener('abort', onAbort)
  for (let count = 0; count < 200 && onAbort.mock.calls.length === 0; count++) {
    collectGarbage()
    await wait(20)
  }
  expect(onAbort).toHaveBeenCalledOnce()
  expect(signal.reason).toMatchObject({ name: 'TimeoutError' })
})

it('is aborted with the given signal', () => {
  const controller = new AbortController()
  const signal = withTimeout(controller.signal, 10_000)
  controller.abort(new Error('enough'))
  expect(signal.reason).toEqual(new Error('enough'))
})
