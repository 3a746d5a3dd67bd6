/**
 * The frame's side of the bridge. Accepts only `{theme}` and `{reject}` from the page, and only from its own origin.
 * Sends the number of selected nodes and the number of rejected edits.
 */
const editor = document.querySelector('aw-workflow-editor')
const send = (message) => parent.postMessage({ aw: message }, location.origin)
let isLocked = false
let rejected = 0

addEventListener('message', ({ data, origin, source }) => {
  if (origin !== location.origin || source !== parent || !data?.aw) return
  const { theme, reject } = data.aw
  if (theme === 'light' || theme === 'dark') editor.theme = theme
  if (typeof reject === 'boolean') isLocked = reject
})

editor.addEventListener('aw-selection-change', ({ nodes }) => send({ selected: nodes.size }))
// The handler cannot wait for an answer from the page, so the page sends `reject` in advance.
editor.addEventListener('aw-before-edit', (event) => {
  if (!isLocked) return
  event.preventDefault()
  send({ rejected: ++rejected })
})
