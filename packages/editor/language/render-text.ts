import { registerMessages, type MessageCatalogs, type Text } from '@aw-flow/messages'
import type { MessageFormatter } from '@aw-flow/messages/catalogs'

/** Renders texts by catalogs that are fetched later than the texts of the editor. */
export interface TextRenderer {
  /**
   * Renders plain text unchanged, and a message as soon as its catalog has arrived. Until then it is empty, and the
   * first call fetches the catalog.
   */
  readonly render: (text: Text) => string
  /** Fetches the catalogs once; after a failure the next call tries again. */
  load(): Promise<MessageFormatter>
  /** Sets the catalogs, so that nothing is fetched. */
  provide(formatter: MessageFormatter): void
}

/** Creates a renderer. Elements that show messages render again when missing catalogs arrive. */
export function createTextRenderer(load: () => Promise<MessageFormatter>): TextRenderer {
  let formatter: MessageFormatter | undefined
  let loading: Promise<MessageFormatter> | undefined
  let wasLacking = false

  function loadOnce(): Promise<MessageFormatter> {
    loading ??= load().then(
      (loaded) => {
        formatter = loaded
        if (wasLacking) textsLoaded.dispatchEvent(new Event('load'))
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
    provide(provided) {
      formatter = provided
      loading = Promise.resolve(provided)
    },
    render(text) {
      if (typeof text === 'string') return text
      if (formatter) return formatter.format(text)
      wasLacking = true
      // After a failure, the next render tries again.
      loadOnce().catch(() => undefined)
      return ''
    },
  }
}

/** Dispatched on `textsLoaded` when the catalogs have arrived: elements that show messages render again. @internal */
export const textsLoaded = new EventTarget()

/**
 * Registers the messages of a host's node types. Elements that show messages render again if there are new ones.
 */
export function registerTypeMessages(types: readonly { readonly messages?: MessageCatalogs | undefined }[]): void {
  const areNew = types.map(({ messages }) => messages !== undefined && registerMessages(messages))
  if (areNew.includes(true)) textsLoaded.dispatchEvent(new Event('load'))
}

/**
 * Renders in English. The catalogs are not part of the editor's first load, because messages come from the worker,
 * which takes longer to start.
 */
export const englishRenderer = createTextRenderer(
  async () => (await import('@aw-flow/messages/catalogs')).englishFormatter,
)

/** Renders a text in English: plain text unchanged, a message once its catalog has arrived and empty until then. */
export const renderText = englishRenderer.render
