import { AwWorkflowEditor } from '@aw-flow/embed/react'
import { useState } from 'react'
import { createRoot } from 'react-dom/client'

function App() {
  const [dark, setDark] = useState(false)
  const [fixed, setFixed] = useState(false)
  const [selected, setSelected] = useState(0)
  const [refused, setRefused] = useState(0)
  return (
    <>
      <header>
        <label>
          <input type="checkbox" checked={dark} onChange={() => setDark(!dark)} /> Dark
        </label>
        <label>
          <input type="checkbox" checked={fixed} onChange={() => setFixed(!fixed)} /> Refuse changes
        </label>
        <output>
          {selected} selected, {refused} refused
        </output>
      </header>
      <AwWorkflowEditor
        src="/cosmo-ready.json"
        theme={dark ? 'dark' : 'light'}
        onSelectionChange={(event) => setSelected(event.nodes.size)}
        onBeforeEdit={(event) => {
          if (!fixed) return
          event.preventDefault()
          setRefused((count) => count + 1)
        }}
      />
    </>
  )
}

createRoot(document.querySelector('#app')!).render(<App />)
