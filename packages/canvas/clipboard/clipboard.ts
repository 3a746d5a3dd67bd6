import { serializeFragment, parseFragment, type Fragment } from '../editing/document-edits.ts'
import { readPastedFiles } from './pasted-files.ts'

export interface ClipboardActions {
  /** Copies the selection. Returns `undefined` if nothing is selected. */
  copy(): Fragment | undefined
  cut(): Fragment | undefined
  /**
   * Pastes a fragment that was parsed from `text`. With `withConnections`, the pasted nodes are also connected to the
   * sources of the copied nodes.
   */
  paste(fragment: Fragment, text: string, withConnections: boolean): void
  /** Pastes data from other applications: spreadsheet cells, tables from web pages, text, or files. */
  pasteFiles(files: readonly File[]): void
  /**
   * Called when the browser denies a menu command access to the system clipboard. Copies then stay within the page, and
   * external data cannot be pasted.
   */
  onAccessDenied(operation: 'copy' | 'paste'): void
}

/**
 * Copies, cuts and pastes nodes as JSON text, and pastes data from other applications. Keyboard shortcuts use the
 * browser's clipboard events, which need no permission. Menu commands use the asynchronous clipboard API and fall back
 * to an internal buffer if access is denied. Clipboard events are handled only while focus is inside the root node
 * (such as a shadow root) of `element` and `isActive` returns true.
 */
export function createClipboard(
  element: HTMLElement,
  isActive: () => boolean,
  actions: ClipboardActions,
): { runCommand(name: 'copy' | 'cut' | 'paste', withConnections?: boolean): void; destroy(): void } {
  let buffer: Fragment | undefined
  /** True if the buffer's content could not be written to the system clipboard. */
  let isBufferOnly = false
  let isHandled = false
  let pastesWithConnections = false
  const copyToBuffer = (name: 'copy' | 'cut'): Fragment | undefined => {
    const fragment = name === 'copy' ? actions.copy() : actions.cut()
    if (fragment) buffer = fragment
    return fragment
  }
  const onCopy = (event: ClipboardEvent): void => {
    if (!isActive()) return
    isHandled = true
    const fragment = copyToBuffer(event.type === 'cut' ? 'cut' : 'copy')
    if (!fragment) return
    event.clipboardData?.setData('text/plain', serializeFragment(fragment))
    event.preventDefault()
  }
  const onPaste = (event: ClipboardEvent): void => {
    if (!isActive()) return
    isHandled = true
    if (pasteData(event.clipboardData, pastesWithConnections)) event.preventDefault()
  }
  const pasteData = (data: DataTransfer | null, withConnections: boolean): boolean => {
    const text = data?.getData('text/plain') ?? ''
    const fragment = parseFragment(text)
    const files = fragment ? [] : readPastedFiles(data)
    if (fragment) actions.paste(fragment, text, withConnections)
    else if (files.length > 0) actions.pasteFiles(files)
    return fragment !== undefined || files.length > 0
  }
  /** Copies or cuts without a clipboard event, for example from a menu. */
  const copyFromMenu = async (name: 'copy' | 'cut'): Promise<void> => {
    const fragment = copyToBuffer(name)
    if (!fragment) return
    try {
      await navigator.clipboard.writeText(serializeFragment(fragment))
      isBufferOnly = false
    } catch {
      isBufferOnly = true
      actions.onAccessDenied('copy')
    }
  }
  const pasteFromMenu = async (withConnections: boolean): Promise<void> => {
    const text = await navigator.clipboard?.readText().catch(() => undefined)
    const data = new DataTransfer()
    data.setData('text/plain', text ?? '')
    if (pasteData(data, withConnections)) return
    if (buffer && (isBufferOnly || text === undefined))
      actions.paste(buffer, serializeFragment(buffer), withConnections)
    else if (text === undefined) actions.onAccessDenied('paste')
  }
  const root = element.getRootNode()
  const listen = (): void => {
    document.addEventListener('copy', onCopy)
    document.addEventListener('cut', onCopy)
    document.addEventListener('paste', onPaste)
  }
  const stopListening = (): void => {
    document.removeEventListener('copy', onCopy)
    document.removeEventListener('cut', onCopy)
    document.removeEventListener('paste', onPaste)
  }
  root.addEventListener('focusin', listen)
  root.addEventListener('focusout', stopListening)
  if (isActive()) listen()
  return {
    runCommand(name, withConnections = false) {
      isHandled = false
      pastesWithConnections = withConnections
      // A key press dispatches its clipboard event within the same task, before this timeout.
      setTimeout(() => {
        pastesWithConnections = false
        if (isHandled || !isActive()) return
        void (name === 'paste' ? pasteFromMenu(withConnections) : copyFromMenu(name))
      }, 0)
    },
    destroy() {
      root.removeEventListener('focusin', listen)
      root.removeEventListener('focusout', stopListening)
      stopListening()
    },
  }
}
