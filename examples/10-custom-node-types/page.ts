import { registerNodes } from '@aw-flow/embed'

// Register the module before creating the first element, whose worker imports it.
registerNodes('/custom-nodes.js')

const editor = document.createElement('aw-workflow-editor')
editor.src = 'cosmo-ready.json'
document.body.append(editor)

const tablesOnly = document.querySelector<HTMLInputElement>('#tables-only')!
tablesOnly.addEventListener('change', () => {
  editor.canAdd = tablesOnly.checked ? ({ family }) => family === 'tables' : () => true
})
