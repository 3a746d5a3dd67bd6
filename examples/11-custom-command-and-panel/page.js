import { defineExtension } from './aw/aw.js'

const editor = document.createElement('aw-workflow-editor')
editor.src = 'cosmo-ready.json'
editor.extensions = [
  defineExtension({
    name: 'my-page',
    commands: [{ id: 'select-inputs', title: 'Select all inputs', keys: ['Shift+t'], run: selectInputs }],
    panels: [{ id: 'statistics', title: 'Statistics', mount: mountStatistics }],
  }),
]
document.body.append(editor)

function selectInputs(canvas) {
  canvas.select(canvas.document.nodes.filter(({ type }) => type === 'loading').map(({ id }) => id))
}
function mountStatistics(container, context) {
  const update = ({ session, selection }) =>
    (container.textContent = `${session.document.current.nodes.length} nodes, ${selection.size} selected`)
  update(context)
  return { update }
}
