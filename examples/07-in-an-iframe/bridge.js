/**
 * The frame's side of the bridge. It accepts only `{theme}` and `{refuse}` from the page, and only from this origin. It sends
 * the number of selected nodes and the number of rejected edits.
 */
const editor = document.querySelector('aw-workflow-editor')
const send = (message) => parent.postMessage({ aw: message }, location.origin)
let fixed = false
let refused = 0

addEventListener('message', ({ data, origin, source }) => {
  if (origin !== location.origin || source !== parent || !data?.aw) return
  const { theme, refuse } = data.aw
  if (theme === 'light' || theme === 'dark') editor.theme = theme
  if (typeof refuse === 'boolean') fixed = refuse
})

editor.addEventListener('aw-selection-change', ({ nodes }) => send({ selected: nodes.size }))
// The handler cannot wait for an answer from the page, so the page sends `refuse` in advance.
editor.addEventListener('aw-before-edit', (event) => {
  if (!fixed) return
  event.preventDefault()
  send({ refused: ++refused })
})
