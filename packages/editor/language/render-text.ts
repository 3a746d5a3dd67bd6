import { registerMessages, type MessageCatalogs, type Text } from '@aw-flow/messages'
import type { MessageFormatter } from '@aw-flow/messages/catalogs'

/** Renders messages with catalogs that are loaded after the editor's strings. */
export interface TextRenderer {
  /**
   * Renders a `Text`: a string unchanged, and a message once its catalog is loaded. Until then, messages are empty. The
   * first call loads the catalog.
   */
  readonly render: (text: Text) => string
  /** Loads the catalogs once. After a failure, the next call retries. */
  load(): Promise<MessageFormatter>
  /** Sets the catalogs, so that they are not loaded. */
  provide(formatter: MessageFormatter): void
}

/** Creates a renderer. Elements that show messages re-render when a missing catalog is loaded. */
export function createTextRenderer(load: () => Promise<MessageFormatter>): TextRenderer {
  let formatter: MessageFormatter | undefined
  let loading: Promise<MessageFormatter> | undefined
  let hasMissedRender = false

  function loadOnce(): Promise<MessageFormatter> {
    loading ??= load().then(
      (loaded) => {
        formatter = loaded
        if (hasMissedRender) textsLoaded.dispatchEvent(new Event('load'))
        return loaded
      },
      (cause: unknown) => {
        loading = undefined
        throw cause
      },
    )
    return loading
  }

  return {
    load: loadOnce,
    provide(newFormatter) {
      formatter = newFormatter
      loading = Promise.resolve(newFormatter)
    },
    render(text) {
      if (typeof text === 'string') return text
      if (formatter) return formatter.format(text)
      hasMissedRender = true
      // After a failure, the next render retries.
      loadOnce().catch(() => undefined)
      return ''
    },
  }
}

/** Dispatches `load` when catalogs are loaded. Elements that show messages then re-render. @internal */
export const textsLoaded = new EventTarget()

/**
 * Registers the messages of a host's node types. Elements that show messages re-render if there are new ones.
 */
export function registerTypeMessages(types: readonly { readonly messages?: MessageCatalogs | undefined }[]): void {
  const registered = types.map(({ messages }) => messages !== undefined && registerMessages(messages))
  if (registered.includes(true)) textsLoaded.dispatchEvent(new Event('load'))
}

/**
 * Renders in English. The catalogs are not part of the editor's initial load because messages come from the worker,
 * which takes longer to start.
 */
export const englishRenderer = createTextRenderer(
  async () => (await import('@aw-flow/messages/catalogs')).englishFormatter,
)

/** Renders a `Text` in English: a string unchanged, and a message once its catalog is loaded. */
export const renderText = englishRenderer.render
