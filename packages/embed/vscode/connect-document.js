/**
 * Connects the text of a document with the page of a web view: edits of the page replace the text, and other changes of
 * the text, such as undo, revert and changes on disk, are shown by the page.
 */
exports.connectDocument = ({ getText, setText, post, showError }) => {
  /** The text that the page shows. */
  let shown
  let isReady = false
  const open = () => {
    const text = getText()
    if (!isReady || text === shown) return
    let workflow
    try {
      workflow = text.trim() === '' ? { name: 'Untitled workflow', nodes: [], edges: [] } : JSON.parse(text)
    } catch (cause) {
      // The page keeps the last workflow, so an edit there would replace the text.
      showError(`This file is not JSON: ${cause.message}. Mend it in the text editor (Reopen Editor With…).`)
      return
    }
    shown = text
    post({ type: 'aw-open', workflow })
  }
  return {
    onTextChange: open,
    async receive(message) {
      if (message.type === 'aw-ready') {
        isReady = true
        shown = undefined
        open()
      } else if (message.type === 'aw-opened' && message.problem !== undefined) {
        showError(`This file is not a workflow (${message.problem}). Mend it in the text editor (Reopen Editor With…).`)
      } else if (message.type === 'aw-change') {
        const text = `${JSON.stringify(message.workflow, undefined, 2)}\n`
        if (text === getText()) return
        shown = text
        await setText(text)
      }
    },
  }
}
