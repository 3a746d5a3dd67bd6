import { message as createMessage, type Text } from '@aw-flow/messages'
import { createHostFailure } from '../quickjs/code-failure.ts'
import { loadModule, type BoundedModule } from '../quickjs/load-module.ts'
import { openCode, type QuickJsCode } from '../quickjs/open-code.ts'
import type { MessageFromThread, Outcome, MessageToThread } from './messages.ts'

/**
 * Handles a thread's requests, using a new QuickJS context for each piece of code. If the host itself fails, for
 * example because its stack or memory is exhausted, the module may be corrupt and is discarded.
 */
export function serveCode(respond: (message: MessageFromThread) => void): (message: MessageToThread) => void {
  let module: BoundedModule | undefined
  let openedCode: QuickJsCode | undefined

  const discardModule = (): void => {
    module = undefined
    openedCode = undefined
  }

  const handleRequest = async (message: MessageToThread): Promise<Outcome> => {
    if (message.type === 'open') {
      if (module?.memoryBytes !== message.memoryBytes) module = await loadModule(message.memoryBytes)
      const onLog = (level: string, text: Text): void => respond({ type: 'log', level, message: text })
      openedCode = openCode(module.quickJs, { ...message, onLog })
      const { failure } = openedCode
      if (!failure) return { type: 'done' }
      openedCode.dispose()
      openedCode = undefined
      return { type: 'failed', failure }
    }
    if (message.type === 'close') {
      openedCode?.dispose()
      openedCode = undefined
      return { type: 'done' }
    }
    if (!openedCode)
      return { type: 'failed', failure: { code: 'code.ended', detail: createMessage('code.detail.not-open', {}) } }
    const result = openedCode.call(message.json, message.firstIndex)
    return result.ok ? { type: 'done', json: result.json } : { type: 'failed', failure: result.failure }
  }

  // Requests are handled in order.
  let previousRequest: Promise<void> = Promise.resolve()
  return (message) => {
    previousRequest = previousRequest
      .then(() => handleRequest(message))
      .then(
        (outcome) => respond({ ...outcome, isReusable: !module?.hasGrown() }),
        (thrown: unknown) => {
          discardModule()
          respond({ type: 'failed', failure: createHostFailure(thrown), isReusable: false })
        },
      )
  }
}
