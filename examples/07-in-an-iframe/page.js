/** The page's side of the bridge: it configures the editor and receives its events. */
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
