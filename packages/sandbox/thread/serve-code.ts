import { newQuickJSWASMModuleFromVariant, type QuickJSWASMModule } from 'quickjs-emscripten-core'
import variant from '@jitl/quickjs-wasmfile-release-sync'
import { openCode, type QuickCode } from '../quickjs/open-code.ts'
import type { FromThread, ToThread } from './messages.ts'

/**
 * The inside of a thread: QuickJS, fresh for each code. A failure of the host within it (its stack, its memory) spoils the
 * module, which is thrown away.
 */
export function serveCode(answer: (message: FromThread) => void): (message: ToThread) => void {
  let module: Promise<QuickJSWASMModule> | undefined
  let opened: QuickCode | undefined

  const discard = (): void => {
    module = undefined
    opened = undefined
  }

  const work = async (message: ToThread): Promise<FromThread> => {
    if (message.type === 'open') {
      module ??= newQuickJSWASMModuleFromVariant(variant)
      const onLog = (level: string, text: string): void => answer({ type: 'log', level, message: text })
      opened = openCode(await module, { ...message, onLog })
      const { failure } = opened
      if (!failure) return { type: 'done' }
      opened.dispose()
      opened = undefined
      return { type: 'failed', failure }
    }
    if (message.type === 'close') {
      opened?.dispose()
      opened = undefined
      return { type: 'done' }
    }
    if (!opened) return { type: 'failed', failure: { code: 'code.ended', message: 'It was ended before.' } }
    const answered = opened.call(message.json, message.first)
    return answered.ok ? { type: 'done', json: answered.json } : { type: 'failed', failure: answered.failure }
  }

  // One after the other, as they came.
  let before: Promise<void> = Promise.resolve()
  return (message) => {
    before = before
      .then(() => work(message))
      .then(answer, (thrown: unknown) => {
        discard()
        const text = thrown instanceof Error ? thrown.message : String(thrown)
        const isDeep = thrown instanceof RangeError || /call stack|too much recursion/i.test(text)
        const failure = isDeep
          ? ({ code: 'code.too-deep', message: 'Its values or calls go too deep.' } as const)
          : ({ code: 'code.failed', message: `The sandbox failed: ${text}` } as const)
        answer({ type: 'failed', failure })
      })
  }
}
