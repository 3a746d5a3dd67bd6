import { ToastEvent } from './studio-events.ts'

/**
 * Copies text to the clipboard and shows a toast that reports whether that succeeded.
 *
 * @param host The element that dispatches the toast event.
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
