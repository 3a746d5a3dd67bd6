import { AwWorkflowEditor } from '@aw-flow/embed/react'
import { useState } from 'react'
import { createRoot } from 'react-dom/client'

function App() {
  const [dark, setDark] = useState(false)
  const [isLocked, setLocked] = useState(false)
  const [selected, setSelected] = useState(0)
  const [rejected, setRejected] = useState(0)
  return (
    <>
      <header>
        <label>
          <input type="checkbox" checked={dark} onChange={() => setDark(!dark)} /> Dark
        </label>
        <label>
          <input type="checkbox" checked={isLocked} onChange={() => setLocked(!isLocked)} /> Reject changes
        </label>
        <output>
          {selected} selected, {rejected} rejected
        </output>
      </header>
      <AwWorkflowEditor
        src="/cosmo-ready.json"
        theme={dark ? 'dark' : 'light'}
        onSelectionChange={(event) => setSelected(event.nodes.size)}
        onBeforeEdit={(event) => {
          if (!isLocked) return
          event.preventDefault()
          setRejected((count) => count + 1)
        }}
      />
    </>
  )
}

createRoot(document.querySelector('#app')!).render(<App />)
