import { fragmentText, readFragment, type Fragment } from '../editing/document-edits.ts'
import { pastedFiles } from './pasted-files.ts'

export interface ClipboardActions {
  /** The text to copy; `undefined` if nothing is selected. */
  copy(): Fragment | undefined
  cut(): Fragment | undefined
  /** `joined`: connected to the sources of the copied nodes. */
  paste(fragment: Fragment, joined: boolean): void
  /** Data of other programs: cells of a spreadsheet, tables of a page, text, files. */
  pasteFiles(files: readonly File[]): void
  /**
   * The browser has denied access to the system's clipboard outside a key press: copies stay in this page, and nothing
   * can be pasted.
   */
  refused(what: 'copy' | 'paste'): void
}

/**
 * Copies, cuts and pastes nodes as JSON text, and pastes data. Keys use the browser's clipboard events, which need no
 * permission; menus use its asynchronous clipboard API, or an internal buffer if the browser denies access. Handles
 * events of the page only while the focus is inside the root of `element` and `active` returns true.
 */
export function createClipboard(
  element: HTMLElement,
  active: () => boolean,
  actions: ClipboardActions,
): { key(name: 'copy' | 'cut' | 'paste', joined?: boolean): void; destroy(): void } {
  let buffer: Fragment | undefined
  /** True if the content of the buffer is not in the system's clipboard. */
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
  /** Copies or cuts from a menu, without a clipboard event. */
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
      // The clipboard event, if there is one, follows the key press within the same task.
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
