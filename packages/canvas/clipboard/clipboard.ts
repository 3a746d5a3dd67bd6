import { fragmentText, readFragment, type Fragment } from '../editing/document-edits.ts'
import { pastedFiles } from './pasted-files.ts'

export interface ClipboardActions {
  /** What is to be copied; `undefined` when nothing is selected. */
  copy(): Fragment | undefined
  cut(): Fragment | undefined
  /** `joined`: to the sources that its nodes had. */
  paste(fragment: Fragment, joined: boolean): void
  /** Data from elsewhere: cells of a spreadsheet, a page's table, text, files. */
  pasteFiles(files: readonly File[]): void
  /** The browser lets only a key press reach the system's clipboard: what is copied stays here, or nothing is to be had. */
  refused(what: 'copy' | 'paste'): void
}

/**
 * Copy, cut and paste of nodes as JSON text, and pasting of data: by the browser's own clipboard events for keys (no
 * permission is asked), by its asynchronous clipboard for a menu, and by a buffer of our own where it refuses that.
 * Listens to the page only while the focus is within `element`'s root, and heeds it while `active` says so.
 */
export function createClipboard(
  element: HTMLElement,
  active: () => boolean,
  actions: ClipboardActions,
): { key(name: 'copy' | 'cut' | 'paste', joined?: boolean): void; destroy(): void } {
  let buffer: Fragment | undefined
  /** The system's clipboard does not have what the buffer has. */
  let onlyHere = false
  let served = false
  let joins = false
  const take = (name: 'copy' | 'cut'): Fragment | undefined => {
    const fragment = name === 'copy' ? actions.copy() : actions.cut()
    if (fragment) buffer = fragment
    return fragment
  }
  const onCopy = (event: ClipboardEvent): void => {
    if (!active()) return
    served = true
    const fragment = take(event.type === 'cut' ? 'cut' : 'copy')
    if (!fragment) return
    event.clipboardData?.setData('text/plain', fragmentText(fragment))
    event.preventDefault()
  }
  const onPaste = (event: ClipboardEvent): void => {
    if (!active()) return
    served = true
    if (pasteData(event.clipboardData, joins)) event.preventDefault()
  }
  const pasteData = (data: DataTransfer | null, joined: boolean): boolean => {
    const fragment = readFragment(data?.getData('text/plain') ?? '')
    const files = fragment ? [] : pastedFiles(data)
    if (fragment) actions.paste(fragment, joined)
    else if (files.length > 0) actions.pasteFiles(files)
    return fragment !== undefined || files.length > 0
  }
  /** Without a clipboard event: somebody chose it from a menu. */
  const copyOut = async (name: 'copy' | 'cut'): Promise<void> => {
    const fragment = take(name)
    if (!fragment) return
    try {
      await navigator.clipboard.writeText(fragmentText(fragment))
      onlyHere = false
    } catch {
      onlyHere = true
      actions.refused('copy')
    }
  }
  const pasteIn = async (joined: boolean): Promise<void> => {
    const text = await navigator.clipboard?.readText().catch(() => undefined)
    const data = new DataTransfer()
    data.setData('text/plain', text ?? '')
    if (pasteData(data, joined)) return
    if (buffer && (onlyHere || text === undefined)) actions.paste(buffer, joined)
    else if (text === undefined) actions.refused('paste')
  }
  const root = element.getRootNode()
  const listen = (): void => {
    document.addEventListener('copy', onCopy)
    document.addEventListener('cut', onCopy)
    document.addEventListener('paste', onPaste)
  }
  const rest = (): void => {
    document.removeEventListener('copy', onCopy)
    document.removeEventListener('cut', onCopy)
    document.removeEventListener('paste', onPaste)
  }
  root.addEventListener('focusin', listen)
  root.addEventListener('focusout', rest)
  if (active()) listen()
  return {
    key(name, joined = false) {
      served = false
      joins = joined
      // The clipboard event, where there is one, follows the key within the same task.
      setTimeout(() => {
        joins = false
        if (served || !active()) return
        void (name === 'paste' ? pasteIn(joined) : copyOut(name))
      }, 0)
    },
    destroy() {
      root.removeEventListener('focusin', listen)
      root.removeEventListener('focusout', rest)
      rest()
    },
  }
}
