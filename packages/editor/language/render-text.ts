import { registerMessages, type MessageCatalogs, type Text } from '@aw-flow/messages'
import type { MessageFormatter } from '@aw-flow/messages/catalogs'

let english: MessageFormatter | undefined
let loading: Promise<MessageFormatter> | undefined

/**
 * Fetches the English message catalogs, once. They are not part of the editor's first load: what has messages to show
 * comes from the worker, which takes longer to start.
 */
export function loadEnglish(): Promise<MessageFormatter> {
  loading ??= import('@aw-flow/messages/catalogs').then(
    ({ englishFormatter }) => (english = englishFormatter),
    (cause: unknown) => {
      loading = undefined
      throw cause
    },
  )
  return loading
}

/** Gives the English catalogs where they are at hand, so that nothing is fetched for them. */
export function provideEnglish(formatter: MessageFormatter): void {
  english = formatter
  loading = Promise.resolve(formatter)
}

/** Dispatched on `textsLoaded` when the catalogs have arrived: elements that show messages render again. */
export const textsLoaded = new EventTarget()

/**
 * Registers the messages that node types of a host bring. Elements that show messages render again where one is new.
 */
export function registerTypeMessages(types: readonly { readonly messages?: MessageCatalogs | undefined }[]): void {
  const areNew = types.map(({ messages }) => messages !== undefined && registerMessages(messages))
  if (areNew.includes(true)) textsLoaded.dispatchEvent(new Event('load'))
}

/** Renders a text in English: plain text unchanged, a message as soon as its catalog has arrived, else as nothing. */
export function renderText(text: Text): string {
  if (typeof text === 'string') return text
  if (english) return english.format(text)
  void loadEnglish().then(
    () => textsLoaded.dispatchEvent(new Event('load')),
    // The next render asks again.
    () => undefined,
  )
  return ''
}
