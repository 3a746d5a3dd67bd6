/** The page's half of the bridge: it says what the editor is to be, and hears what happens in it. */
const frame = document.querySelector('iframe')
const output = document.querySelector('output')
const state = { selected: 0, refused: 0 }
const tell = () => (output.textContent = `${state.selected} selected, ${state.refused} refused`)
const send = (message) => frame.contentWindow.postMessage({ aw: message }, location.origin)
tell()

addEventListener('message', ({ data, origin, source }) => {
  if (origin !== location.origin || source !== frame.contentWindow || !data?.aw) return
  Object.assign(state, data.aw)
  tell()
})

document
  .querySelector('#dark')
  .addEventListener('change', ({ target }) => send({ theme: target.checked ? 'dark' : 'light' }))
document.querySelector('#fixed').addEventListener('change', ({ target }) => send({ refuse: target.checked }))
