import { AwWorkflowEditor } from '@aw-flow/embed/react'
import { useState } from 'react'
import { createRoot } from 'react-dom/client'

function App() {
  const [isDark, setIsDark] = useState(false)
  const [isLocked, setIsLocked] = useState(false)
  const [selectedCount, setSelectedCount] = useState(0)
  const [rejectedCount, setRejectedCount] = useState(0)
  return (
    <>
      <header>
        <label>
          <input type="checkbox" checked={isDark} onChange={() => setIsDark(!isDark)} /> Dark
        </label>
        <label>
          <input type="checkbox" checked={isLocked} onChange={() => setIsLocked(!isLocked)} /> Reject changes
        </label>
        <output>
          {selectedCount} selected, {rejectedCount} rejected
        </output>
      </header>
      <AwWorkflowEditor
        src="/cosmo-ready.json"
        theme={isDark ? 'dark' : 'light'}
        onSelectionChange={(event) => setSelectedCount(event.nodes.size)}
        onBeforeEdit={(event) => {
          if (!isLocked) return
          event.preventDefault()
          setRejectedCount((count) => count + 1)
        }}
      />
    </>
  )
}

createRoot(document.querySelector('#app')!).render(<App />)
