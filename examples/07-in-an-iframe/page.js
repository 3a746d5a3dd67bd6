/** The page's side of the bridge: it configures the editor and receives its events. */
const frame = document.querySelector('iframe')
const output = document.querySelector('output')
const state = { selected: 0, rejected: 0 }
const updateOutput = () => (output.textContent = `${state.selected} selected, ${state.rejected} rejected`)
const send = (message) => frame.contentWindow.postMessage({ aw: message }, location.origin)
updateOutput()

addEventListener('message', ({ data, origin, source }) => {
  if (origin !== location.origin || source !== frame.contentWindow || !data?.aw) return
  Object.assign(state, data.aw)
  updateOutput()
})

document
  .querySelector('#dark')
  .addEventListener('change', ({ target }) => send({ theme: target.checked ? 'dark' : 'light' }))
document.querySelector('#locked').addEventListener('change', ({ target }) => send({ reject: target.checked }))
