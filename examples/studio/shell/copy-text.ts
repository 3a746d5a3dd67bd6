import { ToastEvent } from './studio-events.ts'

/**
 * Copies text to the clipboard and shows a toast with the outcome.
 *
 * @param host The element that the toast is requested from.
 */
export async function copyText(
  host: HTMLElement,
  text: string,
  messages: { copied: string; copyFailed: string },
): Promise<void> {
  const isCopied = await navigator.clipboard.writeText(text).then(
    () => true,
    () => false,
  )
  host.dispatchEvent(new ToastEvent(isCopied ? messages.copied : messages.copyFailed))
}
