const sheet = new CSSStyleSheet()
sheet.replaceSync(`
  :host { display: grid; grid-template-rows: auto minmax(0, 1fr); height: 100%; font-family: system-ui, sans-serif; }
  header { display: flex; gap: 16px; padding: 12px 16px; }
`)

const createCheckbox = (text) => {
  const label = document.createElement('label')
  const input = Object.assign(document.createElement('input'), { type: 'checkbox' })
  label.append(input, ` ${text}`)
  return { label, input }
}

/** A component of the site with the editor in its shadow root. */
class SitePanel extends HTMLElement {
  connectedCallback() {
    const root = this.attachShadow({ mode: 'open' })
    root.adoptedStyleSheets = [sheet]
    const header = document.createElement('header')
    const output = document.createElement('output')
    const dark = createCheckbox('Dark')
    const locked = createCheckbox('Reject changes')
    header.append(dark.label, locked.label, output)
    const editor = document.createElement('aw-workflow-editor')
    editor.src = '/cosmo-ready.json'
    editor.theme = 'light'
    let selectedCount = 0
    let rejectedCount = 0
    const updateOutput = () => (output.textContent = `${selectedCount} selected, ${rejectedCount} rejected`)
    updateOutput()
    dark.input.addEventListener('change', () => (editor.theme = dark.input.checked ? 'dark' : 'light'))
    editor.addEventListener('aw-selection-change', ({ nodes }) => {
      selectedCount = nodes.size
      updateOutput()
    })
    editor.addEventListener('aw-before-edit', (event) => {
      if (!locked.input.checked) return
      event.preventDefault()
      rejectedCount++
      updateOutput()
    })
    root.append(header, editor)
  }
}

customElements.define('site-panel', SitePanel)
