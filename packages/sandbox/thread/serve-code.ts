import { newQuickJSWASMModuleFromVariant, type QuickJSWASMModule } from 'quickjs-emscripten-core'
import { message as createMessage, type Text } from '@aw-flow/messages'
import variant from '@jitl/quickjs-wasmfile-release-sync'
import { hostFailure } from '../quickjs/code-failure.ts'
import { openCode, type QuickCode } from '../quickjs/open-code.ts'
import type { FromThread, ToThread } from './messages.ts'

/**
 * Serves the requests of a thread: QuickJS with a new context for each code. If the host itself fails (its stack, its
 * memory), the module is no longer reliable and is discarded.
 */
export function serveCode(respond: (message: FromThread) => void): (message: ToThread) => void {
  let module: Promise<QuickJSWASMModule> | undefined
  let opened: QuickCode | undefined

  const discard = (): void => {
    module = undefined
    opened = undefined
  }

  const work = async (message: ToThread): Promise<FromThread> => {
    if (message.type === 'open') {
      module ??= newQuickJSWASMModuleFromVariant(variant)
      const onLog = (level: string, text: Text): void => respond({ type: 'log', level, message: text })
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
    if (!opened)
      return { type: 'failed', failure: { code: 'code.ended', detail: createMessage('code.detail.not-open', {}) } }
    const result = opened.call(message.json, message.first)
    return result.ok ? { type: 'done', json: result.json } : { type: 'failed', failure: result.failure }
  }

  // Requests are served in order.
  let previous: Promise<void> = Promise.resolve()
  return (message) => {
    previous = previous
      .then(() => work(message))
      .then(respond, (thrown: unknown) => {
        discard()
        respond({ type: 'failed', failure: hostFailure(thrown) })
      })
  }
}
