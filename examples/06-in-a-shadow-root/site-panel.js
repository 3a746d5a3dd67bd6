const sheet = new CSSStyleSheet()
sheet.replaceSync(`
  :host { display: grid; grid-template-rows: auto minmax(0, 1fr); height: 100%; font-family: system-ui, sans-serif; }
  header { display: flex; gap: 16px; padding: 12px 16px; }
`)

const checkbox = (text) => {
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
    const dark = checkbox('Dark')
    const fixed = checkbox('Refuse changes')
    header.append(dark.label, fixed.label, output)
    const editor = document.createElement('aw-workflow-editor')
    editor.src = '/cosmo-ready.json'
    editor.theme = 'light'
    let selected = 0
    let refused = 0
    const tell = () => (output.textContent = `${selected} selected, ${refused} refused`)
    tell()
    dark.input.addEventListener('change', () => (editor.theme = dark.input.checked ? 'dark' : 'light'))
    editor.addEventListener('aw-selection-change', ({ nodes }) => {
      selected = nodes.size
      tell()
    })
    editor.addEventListener('aw-before-edit', (event) => {
      if (!fixed.input.checked) return
      event.preventDefault()
      refused++
      tell()
    })
    root.append(header, editor)
  }
}

customElements.define('site-panel', SitePanel)
