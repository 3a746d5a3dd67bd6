import { fragmentText, readFragment, type Fragment } from './document-edits.ts'
import { pastedFiles } from './pasted-files.ts'

export interface ClipboardActions {
  /** What is to be copied; `undefined` when nothing is selected. */
  copy(): Fragment | undefined
  cut(): Fragment | undefined
  /** `joined`: to the sources that its nodes had. */
  paste(fragment: Fragment, joined: boolean): void
  /** Data from elsewhere: cells of a spreadsheet, a page's table, text, files. */
  pasteFiles(files: readonly File[]): void
}

/**
 * Copy, cut and paste of nodes as JSON text, and pasting of data, by the browser's own clipboard events (no permission is asked), and by a
 * buffer of our own where the browser sends none. Listens while `active` says that the canvas has the focus.
 */
export function createClipboard(
  active: () => boolean,
  actions: ClipboardActions,
): { key(name: 'copy' | 'cut' | 'paste', joined?: boolean): void; destroy(): void } {
  let buffer: Fragment | undefined
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
    const fragment = readFragment(event.clipboardData?.getData('text/plain') ?? '')
    const files = fragment ? [] : pastedFiles(event.clipboardData)
    if (fragment) actions.paste(fragment, joins)
    else if (files.length > 0) actions.pasteFiles(files)
    else return
    event.preventDefault()
  }
  document.addEventListener('copy', onCopy)
  document.addEventListener('cut', onCopy)
  document.addEventListener('paste', onPaste)
  return {
    key(name, joined = false) {
      served = false
      joins = joined
      // The clipboard event, where there is one, follows the key within the same task.
      setTimeout(() => {
        joins = false
        if (served || !active()) return
        if (name !== 'paste') take(name)
        else if (buffer) actions.paste(buffer, joined)
      }, 0)
    },
    destroy() {
      document.removeEventListener('copy', onCopy)
      document.removeEventListener('cut', onCopy)
      document.removeEventListener('paste', onPaste)
    },
  }
}
