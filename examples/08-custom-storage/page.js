import './aw/aw.js'

const signedOut = document.querySelector('#signed-out')
const output = document.querySelector('output')
let saveCount = 0

/** Stores documents in this tab. On your site, call your API instead. */
const storage = {
  async load(id) {
    return sessionStorage.getItem(id) ?? (await fetch('cosmo-ready.json')).text()
  },
  async save(id, workflow) {
    if (signedOut.checked) throw new Error('You are signed out.')
    sessionStorage.setItem(id, JSON.stringify(workflow))
    saveCount++
    output.textContent = `“${workflow.name}” saved. Saves: ${saveCount}`
  },
}

const editor = document.createElement('aw-workflow-editor')
editor.storage = storage
editor.workflow = 'orders'
document.body.append(editor)
