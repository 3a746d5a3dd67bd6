/**
 * The frame's half of the bridge. From the page come `{theme}` and `{refuse}`, of which nothing else is taken, and
 * only from this origin; to the page go how many nodes are selected and how many changes were refused.
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
// A frame cannot ask its page before it answers: what is refused was said before.
editor.addEventListener('aw-before-edit', (event) => {
  if (!fixed) return
  event.preventDefault()
  send({ refused: ++refused })
})
