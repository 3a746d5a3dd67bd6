import { registerMessages, type MessageCatalogs, type Text } from '@aw-flow/messages'
import type { MessageFormatter } from '@aw-flow/messages/catalogs'

/** Creates a renderer. After the catalogs are loaded, elements that have shown empty messages are rendered again. */
export function createTextRenderer(load: () => Promise<MessageFormatter>) {
  let formatter: MessageFormatter | undefined
  let loadingPromise: Promise<MessageFormatter> | undefined
  let hasRenderedEmptyMessage = false

  function loadOnce(): Promise<MessageFormatter> {
    loadingPromise ??= load().then(
      (loadedFormatter) => {
        formatter = loadedFormatter
        if (hasRenderedEmptyMessage) catalogLoadEvents.dispatchEvent(new Event('load'))
        return loadedFormatter
      },
      (cause: unknown) => {
        loadingPromise = undefined
        throw cause
      },
    )
    return loadingPromise
  }

  return {
    /** Loads the catalogs unless they are already loaded. After a failure, the next call retries. */
    load: loadOnce,
    /** Sets the message formatter, so that no catalogs need to be loaded. */
    provide(newFormatter: MessageFormatter): void {
      formatter = newFormatter
      loadingPromise = Promise.resolve(newFormatter)
    },
    /**
     * Renders a `Text`. Strings are returned unchanged. Messages are rendered as empty strings until the catalogs are
     * loaded; the first message starts loading them.
     */
    render(text: Text): string {
      if (typeof text === 'string') return text
      if (formatter) return formatter.format(text)
      hasRenderedEmptyMessage = true
      // Ignore a failure: the next rendering retries.
      loadOnce().catch(() => undefined)
      return ''
    },
  }
}

/** Dispatches `load` after catalogs are loaded, so that elements can render messages again. @internal */
export const catalogLoadEvents = new EventTarget()

/**
 * Registers the messages of the host's node types. If any are new, elements with messages are rendered again.
 */
export function registerTypeMessages(types: readonly { readonly messages?: MessageCatalogs | undefined }[]): void {
  const registrationResults = types.map(({ messages }) => messages !== undefined && registerMessages(messages))
  if (registrationResults.includes(true)) catalogLoadEvents.dispatchEvent(new Event('load'))
}

/**
 * Renders messages in English. The catalogs are not part of the editor's initial load: messages come from the worker,
 * which takes longer to start than the catalogs take to load.
 */
export const englishRenderer = createTextRenderer(
  async () => (await import('@aw-flow/messages/catalogs')).englishFormatter,
)

/** Renders a `Text` in English. Messages are rendered as empty strings until the catalogs are loaded. */
export const renderText = englishRenderer.render
