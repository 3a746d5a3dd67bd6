/** Copy, cut and paste: the browser's own clipboard events follow these keys unless they are prevented. */
export interface ClipboardCommand {
  name: 'copy' | 'cut' | 'paste'
}

export const isClipboard = (command: Command): command is ClipboardCommand =>
  command.name === 'copy' || command.name === 'cut' || command.name === 'paste'

/** What a key asks of the canvas. */
export type Command =
  | {
      name: 'remove' | 'undo' | 'redo' | 'select-all' | 'duplicate' | 'escape' | 'open' | 'fit' | 'zoom-in' | 'zoom-out'
    }
  | { name: 'zoom-reset' | 'quick-add' }
  | ClipboardCommand
  | { name: 'arrow'; dx: -1 | 0 | 1; dy: -1 | 0 | 1; fine: boolean; moves: boolean }

const arrows: Record<string, [-1 | 0 | 1, -1 | 0 | 1]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/** The command of a key press; Ctrl and Cmd are one. `undefined` for keys that are not the canvas'. */
export function commandOf(event: KeyboardEvent): Command | undefined {
  const command = event.ctrlKey || event.metaKey
  const arrow = arrows[event.key]
  if (arrow && !command) return { name: 'arrow', dx: arrow[0], dy: arrow[1], fine: event.shiftKey, moves: event.altKey }
  if (command && !event.altKey) {
    switch (event.key.toLowerCase()) {
      case 'z':
        return { name: event.shiftKey ? 'redo' : 'undo' }
      case 'y':
        return { name: 'redo' }
      case 'a':
        return { name: 'select-all' }
      case 'd':
        return { name: 'duplicate' }
      case 'c':
        return { name: 'copy' }
      case 'x':
        return { name: 'cut' }
      case 'v':
        return { name: 'paste' }
      case '0':
        return { name: 'zoom-reset' }
      case '=':
      case '+':
        return { name: 'zoom-in' }
      case '-':
        return { name: 'zoom-out' }
    }
    return undefined
  }
  if (event.altKey) return undefined
  switch (event.key) {
    case 'Delete':
    case 'Backspace':
      return { name: 'remove' }
    case 'Escape':
      return { name: 'escape' }
    case 'Enter':
      return { name: 'open' }
    case '+':
    case '=':
      return { name: 'zoom-in' }
    case '-':
      return { name: 'zoom-out' }
    case '1':
      return { name: 'fit' }
    case 'n':
    case '/':
      return { name: 'quick-add' }
  }
  return undefined
}
