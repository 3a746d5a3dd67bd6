// The front end of the Jupyter widget, by the protocol of anywidget. The editor is a page in a frame: `aw-page.html`.

const toBytes = (view) => new Uint8Array(view.buffer ?? view, view.byteOffset ?? 0, view.byteLength)

/** Sends the workflow and the files of the notebook to the page, and stores its edits and results in the model. */
function render({ model, el }) {
  const frame = document.createElement('iframe')
  frame.title = 'Workflow editor'
  frame.style.cssText = `width: 100%; border: 0; height: ${Number(model.get('height')) || 600}px`
  const url = URL.createObjectURL(new Blob([toBytes(model.get('page'))], { type: 'text/html' }))
  let isReady = false
  /** The workflow that the page shows. Its own edit comes back as a change of the model. */
  let shown
  const open = () => {
    if (!isReady) return
    const workflow = model.get('workflow')
    shown = JSON.stringify(workflow)
    const files = (model.get('files') ?? []).map(({ name, content }) => ({ name, bytes: toBytes(content) }))
    const hasNodes = Array.isArray(workflow?.nodes)
    frame.contentWindow.postMessage({ type: 'aw-open', files, ...(hasNodes ? { workflow } : {}) }, location.origin)
  }
  const onMessage = ({ data, source }) => {
    if (source !== frame.contentWindow) return
    if (data.type === 'aw-ready') {
      isReady = true
      open()
      return
    }
    if (data.type === 'aw-opened') model.set('problem', data.problem ?? '')
    else if (data.type === 'aw-change') {
      shown = JSON.stringify(data.workflow)
      model.set('workflow', data.workflow)
    } else if (data.type === 'aw-result') {
      model.set('state', data.state)
      if (data.bytes) model.set('result', new DataView(data.bytes.buffer))
    } else return
    model.save_changes()
  }
  const onWorkflow = () => {
    if (JSON.stringify(model.get('workflow')) !== shown) open()
  }
  addEventListener('message', onMessage)
  model.on('change:workflow', onWorkflow)
  model.on('change:files', open)
  frame.src = url
  el.append(frame)
  return () => {
    removeEventListener('message', onMessage)
    model.off('change:workflow', onWorkflow)
    model.off('change:files', open)
    frame.remove()
    URL.revokeObjectURL(url)
  }
}

export default { initialize: () => undefined, render }
